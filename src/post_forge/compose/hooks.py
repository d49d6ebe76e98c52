"""Find the first line of a post (rules 12-17): a unit in, its candidates out, the strongest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from post_forge.compose import clean, judge, leaning, lexicon, spans
from post_forge.compose.chapters import Chapter
from post_forge.compose.kinds import chapter_role, entries_of, is_comparison, is_ordered, is_question, tables_of
from post_forge.compose.phrases import Phrases
from post_forge.compose.questions import scenario_and_question
from post_forge.compose.slides.page import short, without_brackets
from post_forge.compose.slides.tables import chosen_column
from post_forge.compose.units import Unit
from post_forge.compose.values import Entries, Entry, Prose, QuotePart, Sentence, TablePart
from post_forge.errors import Source

_HALVES = re.compile(r"(?<=[\w)\"”’]);\s+|\s+[—–]\s+")
_FULL_WORDS = 5
_AGREES = re.compile(
    r"^(?:yes|true|partly|partially|sometimes|often|mostly|usually|it depends|only|in theory|sí|ja|oui|да)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_]{3,}")


@dataclass(frozen=True, slots=True)
class Hook:
    """A first line. `used` are the note's sentences it is made of, so that the body does not repeat them.

    `asks` says that the question of a Q&A is already in it. `weak` is a hook that only defines or files.
    """

    words: str
    score: float
    used: frozenset[str]
    source: Source
    role: str = ""
    asks: bool = False


def hooks(unit: Unit, phrases: Phrases) -> list[Hook]:
    """All candidates that rule 17 allows, the strongest first; of equals the one that stands first in the note."""
    found: dict[str, Hook] = {}
    for hook in _candidates(unit, phrases):
        if not judge.forbidden(hook.words) and hook.words not in found:
            found[hook.words] = hook
    return sorted(found.values(), key=lambda hook: -hook.score)


def _candidates(unit: Unit, phrases: Phrases) -> Iterator[Hook]:
    if unit.kind == "qa":
        yield from _from_question(unit)
    yield from _from_claims(unit, phrases)
    yield from _from_traps(unit)
    yield from _from_tables(unit, phrases)
    yield from _from_openings(unit)
    yield from _from_entries(unit)


# ---- rule 12


def _from_question(unit: Unit) -> Iterator[Hook]:
    """The unit's own question, or those of its chapters."""
    asked = [chapter for chapter in unit.chapters if is_question(chapter.name)]
    for chapter in asked or [unit.chapters[0]]:
        yield from _scenario(chapter)


def _scenario(chapter: Chapter) -> Iterator[Hook]:
    scenario, question = scenario_and_question(chapter.title)
    tail = list(scenario)
    while len(tail) > 1 and judge.hook_length(spans.glue(tail)) > judge.HOOK_MOST:
        tail.pop(0)
    words = spans.glue(tail)
    if words and judge.hook_length(words) <= judge.HOOK_MOST and not leaning.dangles(words):
        yield Hook(words, 5 + judge.hook_score(words, False), frozenset(scenario), chapter.source, "qa")
    whole = spans.glue([*scenario, question])
    if question:
        yield Hook(
            whole, 4 + judge.hook_score(whole, False), frozenset({*scenario, question}), chapter.source, "qa", True
        )
        yield Hook(question, 2 + judge.hook_score(question, False), frozenset({question}), chapter.source, "qa", True)


# ---- rule 14


def _from_claims(unit: Unit, phrases: Phrases) -> Iterator[Hook]:
    for entry in entries_of(unit.chapters):
        if entry.role != "claim" or not entry.sentences:
            continue
        claim = judge.bare_claim(entry.name)
        first = entry.sentences[0].plain
        lines = [f"“{claim}”"]
        if _AGREES.match(first):
            continue
        second = spans.glue([phrases.myth, first])
        if entry.sentences[0].words > 4 and judge.hook_length(lines[0] + second) <= judge.HOOK_MOST:
            lines.append(second)
        elif phrases.myth:
            lines.append(phrases.myth)
        used = {entry.name, *([first] if len(lines) > 1 and first in lines[1] else [])}
        yield Hook("\n".join(lines), 4 + judge.hook_score(claim, False), frozenset(used), entry.source, "myth")


# ---- rule 13


def _from_traps(unit: Unit) -> Iterator[Hook]:
    """The first sentence of each trap, the first trap before the others."""
    for number, (name, sentences, base) in enumerate(_traps(unit)):
        yield from _trap(name, sentences[:1], base - min(number, 4) * 0.4)


def _traps(unit: Unit) -> Iterator[tuple[str, Sequence[Sentence], float]]:
    for chapter in unit.chapters:
        if chapter_role(chapter) == "trap" and chapter.parts and isinstance(chapter.parts[0], Prose):
            yield "", chapter.parts[0].sentences, 3
        for part in chapter.parts:
            if isinstance(part, Entries):
                for entry in part.entries:
                    if "trap" in {entry.role, part.role}:
                        yield entry.name, entry.sentences, 3 if entry.role == "trap" else 2


def _trap(name: str, sentences: Sequence[Sentence], base: float) -> Iterator[Hook]:
    for sentence in sentences:
        if judge.spans_too_much_code(sentence) or not judge.is_complete(sentence.plain):
            continue
        marks = judge.marks(sentence.plain)
        bonus = base if "number" in marks or "failure" in marks else base - 2
        score = bonus + judge.hook_score(sentence.plain, leaning.is_definition(sentence.plain))
        words = in_two(sentence.plain)
        if not judge.is_clause(words) and _leads(name) and not lexicon.is_generic(name):
            words = f"{name}{spans.colon(name)}{words}"
        yield Hook(words, score, frozenset({sentence.plain}), sentence.source, "trap")


def in_two(words: str) -> str:
    """A long hook on two lines where a semicolon or a dash parts it in about equal halves."""
    found = _HALVES.search(words)
    if len(words) < 70 or not found or not 25 <= found.start() <= len(words) - 25:
        return words
    second = words[found.end() :]
    if words[found.start()] != ";" or leaning.dangles(second):
        return words
    return f"{words[: found.start()]}.\n{second[:1].upper()}{second[1:]}"


# ---- rule 15


def _from_tables(unit: Unit, phrases: Phrases) -> Iterator[Hook]:
    if unit.kind != "compare" or not phrases.or_:
        return
    for chapter in unit.chapters:
        for part in tables_of(chapter):
            if poles := poles_of(part, f"{chapter.name}\n{unit.name}"):
                yield from _poles(part, poles, phrases)


def poles_of(part: TablePart, context: str) -> tuple[int, int] | None:
    """The two columns that a comparison sets against each other: the chosen one and its first rival."""
    if not is_comparison(context, part):
        return None
    first = chosen_column(part.table, f"{part.title}\n{context}", 1)
    other = next(column for column in range(1, len(part.table.head)) if column != first)
    return (first, other) if first < other else (other, first)


def _poles(part: TablePart, poles: tuple[int, int], phrases: Phrases) -> Iterator[Hook]:
    names = [str(without_brackets(part.table.head[column])) for column in poles]
    asked = phrases.or_.format(a=names[0], b=names[1])
    for row in part.table.rows:
        cells = [clean.verdict(row[column]) for column in poles]
        if {cells[0][0], cells[1][0]} == {"yes", "no"}:
            words = [
                f"{name}: {str(clean.bare(cell)) or mark}" for name, (mark, cell) in zip(names, cells, strict=True)
            ]
            second = f"{clean.bare(row[0])} – {', '.join(words)}."
            if judge.hook_length(asked) + judge.hook_length(second) <= judge.HOOK_MOST:
                score = 6 + judge.hook_score(second, False)
                yield Hook(f"{asked}\n{second}", score, frozenset(), part.source, "compare")
                return
    yield Hook(asked, 2.5 + judge.hook_score(asked, False), frozenset(), part.source, "compare")


# ---- rule 16


def _from_openings(unit: Unit) -> Iterator[Hook]:
    """The first sentences of the paragraphs, the unit's opening also behind its title."""
    seen = 0
    for index, chapter in enumerate(unit.chapters):
        first_of_chapter = True
        for part in chapter.parts:
            if not isinstance(part, Prose | QuotePart) or not part.sentences:
                continue
            opening = 1.0 if index == 0 and first_of_chapter else 0.4 if first_of_chapter else 0.0
            yield from _opening(unit, chapter, part.sentences[0], opening - min(seen, 10) * 0.05)
            first_of_chapter = False
            seen += 1


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
    if not _leads(name) or _repeats(name, sentence.plain) or definition:
        return
    pulls = bool({"number", "failure"} & set(judge.marks(sentence.plain)))
    yield Hook(f"{name}{spans.colon(name)}{sentence.plain}", score + (-0.3 if pulls else 0.4), used, sentence.source)


def _leads(name: str) -> bool:
    """Can the title stand before a sentence with a colon?"""
    return bool(name) and not name.endswith(("?", ".", "!", "？", "。", "！", "؟")) and ":" not in name


def _repeats(name: str, sentence: str) -> bool:
    """Does the sentence already say what the title says?"""
    if not name.isascii():
        pairs = {name[at : at + 2] for at in range(len(name) - 1)}
        return sum(pair in sentence for pair in pairs) * 5 >= 3 * len(pairs)
    words = {word.lower().rstrip("s") for word in _WORDS.findall(name)}
    return bool(words) and words <= {word.lower().rstrip("s") for word in _WORDS.findall(sentence)}


def _from_entries(unit: Unit) -> Iterator[Hook]:
    """An item with a label, as a last resort: "Write amplification: every INSERT writes every index." """
    entries = entries_of(unit.chapters)[:12]
    for entry in entries_of(unit.chapters, ordered=False)[:12]:  # a procedure loses no step to the hook
        yield from _entry(entry)
    name = unit.name.split(": ")[0]
    if entries and _leads(name) and entries[0].sentences:
        first = entries[0]
        sentence = first.sentences[0]
        words = f"{first.name} – {sentence.plain}" if first.name else sentence.plain
        number = "1. " if is_ordered(unit.chapters) else ""
        whole = judge.is_complete(sentence.plain) or sentence.words >= _FULL_WORDS
        if whole and not judge.spans_too_much_code(sentence) and not first.role:
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
    score = judge.hook_score(first.plain, leaning.is_definition(first.plain)) - 0.5
    if not judge.stands_alone(first.plain) or entry.role == "fix":
        return
    words = first.plain
    if entry.name and not judge.is_clause(
        words
    ):  # "Redundancy: Spare parts that take over ...", no sentence without it
        words = f"{entry.name}{spans.colon(entry.name)}{words}"
    yield Hook(words, score, frozenset({first.plain}), first.source)
