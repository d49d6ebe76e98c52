"""First lines as the author wrote them (rule 16): how a unit, a chapter or a list begins. Unit -> Hooks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from post_forge.compose import judge, leaning, spans
from post_forge.compose.chapters import Chapter
from post_forge.compose.kinds import chapter_role, entries_of, is_ordered
from post_forge.compose.slides.page import short
from post_forge.compose.units import Unit
from post_forge.compose.values import Entry, Prose, QuotePart, Sentence
from post_forge.errors import Source

_LONG_ENOUGH = 5
_SCENE, _OPENING, _FIRST, _LATER, _ITEM = 9.0, 2.5, 0.8, -1.0, -2.5
"""What the place of a sentence is worth: the note's opening scene, the unit's first, the first below a heading, a
later one, a list's item. The author begins where a reader can begin; whatever comes later may lean on it."""
_WORDS = re.compile(r"[^\W_]{3,}")


@dataclass(frozen=True, slots=True)
class Hook:
    """A first line. `used` are the note's sentences it is made of, so that the body does not repeat them.

    `asks` says that the question of a Q&A is already in it.
    """

    words: str
    score: float
    used: frozenset[str]
    source: Source
    role: str = ""
    asks: bool = False


def from_scene(scene: Chapter) -> Iterator[Hook]:
    """How the note opens: the scene that its author put above everything."""
    first = next(part.sentences[0] for part in scene.parts if isinstance(part, Prose))
    score = _SCENE + judge.hook_score(first.plain, False)
    yield Hook(first.plain, score, frozenset({first.plain}), first.source, "scene")


def from_openings(unit: Unit) -> Iterator[Hook]:
    """The first sentences of the paragraphs, the unit's opening also behind its title."""
    seen = 0
    for index, chapter in enumerate(unit.chapters[1:] if unit.scene else unit.chapters):
        for place, part in enumerate(chapter.parts):
            if isinstance(part, Prose | QuotePart) and part.sentences:
                base = _place(index, place, chapter) - min(seen, 10) * 0.05
                yield from _opening(unit, chapter, part.sentences[0], base)
                seen += 1


def _place(index: int, place: int, chapter: Chapter) -> float:
    """Worth of a paragraph's first sentence by where it stands; what follows code or explains an example comes last."""
    if place or chapter_role(chapter) == "example":
        return _LATER
    return _FIRST if index else _OPENING


def _opening(unit: Unit, chapter: Chapter, sentence: Sentence, base: float) -> Iterator[Hook]:
    if judge.spans_too_much_code(sentence) or not judge.is_complete(sentence.plain):
        return
    definition = leaning.is_definition(sentence.plain)
    score = base + judge.hook_score(sentence.plain, definition)
    used = frozenset({sentence.plain})
    if not judge.stands_alone(sentence.plain):
        return
    yield Hook(sentence.plain, score, used, sentence.source)
    family = chapter.generic or chapter.slot or chapter.source == unit.source
    name = str(short(unit.title if family else chapter.title, 60)).split(": ")[0]
    if not leads(name) or _repeats(name, sentence.plain) or definition:
        return
    pulls = bool({"number", "failure"} & set(judge.marks(sentence.plain)))
    yield Hook(f"{name}{spans.colon(name)}{sentence.plain}", score + (-0.3 if pulls else 0.4), used, sentence.source)


def leads(name: str) -> bool:
    """Can the title stand before a sentence with a colon?"""
    return bool(name) and not name.endswith(("?", ".", "!", "？", "。", "！", "؟")) and ":" not in name


def _repeats(name: str, sentence: str) -> bool:
    """Does the sentence already say what the title says?"""
    if not name.isascii():
        pairs = {name[at : at + 2] for at in range(len(name) - 1)}
        return sum(pair in sentence for pair in pairs) * 5 >= 3 * len(pairs)
    words = {word.lower().rstrip("s") for word in _WORDS.findall(name)}
    return bool(words) and words <= {word.lower().rstrip("s") for word in _WORDS.findall(sentence)}


def from_entries(unit: Unit) -> Iterator[Hook]:
    """An item with a label, as a last resort: "Write amplification: every INSERT writes every index." """
    entries = entries_of(unit.chapters)[:12]
    for entry in entries_of(unit.chapters, ordered=False)[:12]:  # a procedure loses no step to the hook
        yield from _entry(entry)
    name = unit.name.split(": ")[0]
    if entries and leads(name) and entries[0].sentences:
        first = entries[0]
        sentence = first.sentences[0]
        words = f"{first.name} – {sentence.plain}" if first.name else sentence.plain
        number = "1. " if is_ordered(unit.chapters) else ""
        whole = judge.is_complete(sentence.plain) or judge.is_clause(sentence.plain)
        if whole and sentence.words >= _LONG_ENOUGH and not judge.spans_too_much_code(sentence) and not first.role:
            yield Hook(f"{name}{spans.colon(name)}{number}{words}", -1.5, frozenset({sentence.plain}), first.source)


def _entry(entry: Entry) -> Iterator[Hook]:
    if not entry.sentences or entry.role in {"claim", "trap", "example"}:
        return
    first = entry.sentences[0]
    marks = judge.marks(first.plain)
    if (
        judge.spans_too_much_code(first)
        or not ("number" in marks or "failure" in marks)
        or not judge.is_complete(first.plain)
    ):
        return
    score = judge.hook_score(first.plain, leaning.is_definition(first.plain)) + _ITEM
    if not judge.stands_alone(first.plain) or entry.role == "fix":
        return
    words = first.plain
    if entry.name and not judge.is_clause(
        words
    ):  # "Redundancy: Spare parts that take over ...", no sentence without it
        words = f"{entry.name}{spans.colon(entry.name)}{words}"
    yield Hook(words, score, frozenset({first.plain}), first.source)
