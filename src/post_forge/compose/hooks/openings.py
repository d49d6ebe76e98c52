"""First lines as the author wrote them (rule 16): how a unit, a chapter or a list begins. Unit -> Hooks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from post_forge.compose.language import judge, leaning, poles, spans
from post_forge.compose.language.words import word_set
from post_forge.compose.slides.page import short
from post_forge.compose.units.chapters import Chapter
from post_forge.compose.units.choosing import Unit
from post_forge.compose.units.kinds import chapter_role, entries_of, is_ordered
from post_forge.compose.values import Entries, Entry, Prose, QuotePart, Sentence
from post_forge.errors import Source

_LONG_ENOUGH, _FIRST_ITEMS = 5, 3
_SCENE, _QUOTE, _OPENING, _FIRST, _LATER, _ITEM, _TITLE = 9.0, 4.5, 2.5, 0.8, -1.0, -2.5, -1.5
"""What the place of a sentence is worth: the note's opening scene, a quotation that its author put first, the unit's
first, the first below a heading, a later one, a list's item; and what a procedure's title alone is worth. The author
begins where a reader can begin; whatever comes later may lean on it."""
_MIDDLE, _ECHO, _UNTOLD = -0.5, 3.5, 1.0
"""What a concrete sentence in the middle of a paragraph is worth; what a sentence loses that repeats its heading, and a
later one that speaks of "it" or "the other"."""
_SHORT, _NEWS = 3, 3
_WORDS = re.compile(r"[^\W_]{3,}")
_EMPTY = word_set(
    """there their this that these those which with your from have when what will some most more many reason way thing
    kind type example using used need should would could about into also like such very each other only make made"""
)
_REFERS = re.compile(
    r"\b(?:it|its|it's|it’s|they|them|their|this|these|those|such|he|she|his|her|same|also|another|others?|again|"
    r"instead|here|there|then|so|both|one|ones|above|below|previous|former|latter)\b"
    r"|(?:^|[,;:—–] |\b(?:of|in|by|to|with|like|for|from|after|before|do|does|did|why|how) )that\b",
    re.IGNORECASE,
)


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
            if isinstance(part, QuotePart) and not place and (quoted := _quoted(unit, chapter, part, index)):
                yield quoted
            elif isinstance(part, Prose | QuotePart) and part.sentences:
                base = _place(index, place, chapter) - min(seen, 10) * 0.05
                yield from _opening(unit, chapter, part.sentences[0], base)
                yield from _concrete(part.sentences[1:], _MIDDLE - min(seen, 10) * 0.05)
                seen += 1


def _quoted(unit: Unit, chapter: Chapter, part: QuotePart, index: int) -> Hook | None:
    """A quotation at the head of a chapter, whole: its author chose it for the first line."""
    said = list(part.sentences)
    while len(said) > 1 and not judge.is_complete(said[-1].plain) and judge.is_complete(said[-2].plain):
        said.pop()  # who said it, on a line of its own
    words = spans.glue(sentence.plain for sentence in said)
    if not (judge.is_complete(words) or part.by):
        return None
    if judge.hook_length(words) > judge.HOOK_MOST or any(map(judge.spans_too_much_code, part.sentences)):
        return None
    if leaning.dangles(words) or leaning.unresolved(words) or words.endswith((":", "：")):
        return None
    score = (_QUOTE if index == 0 else _FIRST) + judge.hook_score(words, leaning.is_definition(words))
    used = frozenset(sentence.plain for sentence in part.sentences)
    return Hook(words, score, used, part.source, "quote" if chapter.source == unit.source else "")


def _place(index: int, place: int, chapter: Chapter) -> float:
    """Worth of a paragraph's first sentence by where it stands; what follows code or explains an example comes last."""
    if place or chapter_role(chapter) == "example":
        return _LATER
    return _FIRST if index else _OPENING


def _concrete(later: Sequence[Sentence], base: float) -> Iterator[Hook]:
    """Sentences from the middle of a paragraph that name a figure or a failure and lean on nothing before them.

    They lose to a good opening and win over a dull one.
    """
    for sentence in later:
        words = sentence.plain
        marks = judge.marks(words)
        if not {"number", "failure"} & set(marks) or judge.spans_too_much_code(sentence) or _REFERS.search(words):
            continue
        pulls = judge.pull(words, leaning.is_definition(words))
        if judge.is_complete(words) and judge.stands_alone(words) and not {"condition", "no verb"} & set(pulls):
            yield Hook(words, base + sum(pulls.values()), frozenset({words}), sentence.source, "middle")


def _opening(unit: Unit, chapter: Chapter, sentence: Sentence, base: float) -> Iterator[Hook]:
    if judge.spans_too_much_code(sentence) or not judge.is_complete(sentence.plain):
        return
    definition = leaning.is_definition(sentence.plain)
    used = frozenset({sentence.plain})
    if not judge.stands_alone(sentence.plain):
        return
    family = chapter.generic or chapter.slot or chapter.source == unit.source
    name = str(short(unit.title if family else chapter.title, 60)).split(": ")[0]
    score = base + judge.hook_score(sentence.plain, definition)
    title = str(unit.title if family else chapter.title)
    score -= _ECHO if not definition and _echoes(title, sentence.plain) else 0
    score -= _UNTOLD if base <= _LATER and _REFERS.search(sentence.plain) else 0
    yield Hook(sentence.plain, score, used, sentence.source)
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


def _echoes(title: str, sentence: str) -> bool:
    """Does the sentence say hardly more than the title?"""
    if not sentence.isascii() or judge.marks(sentence):
        return False
    told = {word.lower().rstrip("s") for word in _WORDS.findall(title)}
    words = {word.lower().rstrip("s") for word in _WORDS.findall(sentence) if len(word) > _SHORT}
    said = words - _EMPTY
    new = {word for word in said if not any(word[:5] == one[:5] for one in told)}
    return len(new) < _NEWS and len(new) <= len(said - new)


def from_entries(unit: Unit) -> Iterator[Hook]:
    """An item with a label, as a last resort: "Write amplification: every INSERT writes every index."

    A procedure loses no step to the hook: its title stands above all of them.
    """
    safe = [chapter for chapter in map(_without_donts, unit.chapters) if not poles.forbids(chapter.name)]
    for entry in entries_of(safe, ordered=False)[:12]:
        yield from _entry(entry)
    entries = entries_of(safe)[:_FIRST_ITEMS]
    if is_ordered(unit.chapters):
        if unit.kind == "steps" and entries and _says_enough(entries[0]):
            yield Hook(_whole_title(unit), _TITLE, frozenset(), unit.source, "steps")
        return
    name = unit.name.split(": ")[0]
    for place, entry in enumerate(entries if leads(name) else ()):
        if _says_enough(entry) and not judge.spans_too_much_code(entry.sentences[0]):
            said = entry.sentences[0].plain
            words = f"{entry.name} – {said}" if entry.name else said
            score = _TITLE - place * 0.1
            yield Hook(f"{name}{spans.colon(name)}{words}", score, frozenset({said}), entry.source, "item")


def _says_enough(entry: Entry) -> bool:
    """Does an item begin with a sentence of its own?"""
    first = entry.sentences[0] if entry.sentences and not entry.role else None
    whole = first is not None and (judge.is_complete(first.plain) or judge.is_clause(first.plain))
    return first is not None and whole and first.words >= _LONG_ENOUGH


def _without_donts(chapter: Chapter) -> Chapter:
    """The chapter without the lists of what should not be done: an item of theirs alone says the opposite."""
    kept = tuple(part for part in chapter.parts if not (isinstance(part, Entries) and poles.forbids(part.title)))
    return chapter if len(kept) == len(chapter.parts) else replace(chapter, parts=kept)


def _whole_title(unit: Unit) -> str:
    """The title of a procedure, behind what it is about: "DNS: Debugging Checklist"."""
    above = unit.kicker
    if not leads(above) or above.casefold() in unit.name.casefold() or ":" in unit.name:
        return unit.name
    return f"{above}{spans.colon(above)}{unit.name}"


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
