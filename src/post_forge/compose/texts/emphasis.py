"""Bold words of a note as bold letters of Unicode, for networks that know no bold. Unit -> a function on texts.

Off unless asked for: screen readers spell such letters out one by one, search does not find them, and each counts as
two characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from post_forge.compose.language import spans
from post_forge.compose.units.choosing import Unit
from post_forge.compose.units.kinds import entries_of
from post_forge.compose.values import Entries, Prose, QuotePart, Sentence

_BOLD = {
    **{ord("A") + at: 0x1D5D4 + at for at in range(26)},
    **{ord("a") + at: 0x1D5EE + at for at in range(26)},
    **{ord("0") + at: 0x1D7EC + at for at in range(10)},
}
_TOUCHY = re.compile(r"[@#]|://|\w\.\w")
"""What would stop being a link, a tag or a mention."""


def bold(words: str) -> str:
    """The words in sans-serif bold letters; only those of ASCII have such forms."""
    return words if _TOUCHY.search(words) else words.translate(_BOLD)


def emphasiser(unit: Unit) -> Callable[[str], str]:
    """A function that sets in a text what the author set bold in the note: words in sentences, and labels."""
    pairs = ((sentence.plain, _emphasised(sentence)) for sentence in _sentences(unit))
    told = [(plain, made) for plain, made in pairs if made != plain]
    names = {entry.name for entry in entries_of(unit.chapters) if entry.name and not _TOUCHY.search(entry.name)}
    either = "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
    labels = re.compile(rf"(?m)^((?:• |\d+\. )?)({either})(?=[:：])")

    def emphasise(text: str) -> str:
        for plain, made in told:
            text = text.replace(plain, made)
        return labels.sub(lambda found: found[1] + bold(found[2]), text) if names else text

    return emphasise


def _sentences(unit: Unit) -> Iterator[Sentence]:
    for chapter in unit.chapters:
        for part in chapter.parts:
            if isinstance(part, Prose | QuotePart):
                yield from part.sentences
            elif isinstance(part, Entries):
                for entry in part.entries:
                    yield from entry.walk()


def _emphasised(sentence: Sentence) -> str:
    """The sentence with its bold words; one that is bold as a whole stays as it is."""
    words = str(sentence.text)
    runs = spans.marked(sentence.text, "strong")
    if not runs or words != sentence.plain or (runs[0][0] == 0 and runs[0][1] == len(words)):
        return sentence.plain
    for start, end in reversed(runs):
        words = words[:start] + bold(words[start:end]) + words[end:]
    return words
