"""Find the first line of a post (rules 12-17): a unit in, its candidates out, the strongest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from post_forge.compose.hooks.headlines import from_title, from_turns
from post_forge.compose.hooks.openings import Hook, from_entries, from_openings, from_scene, leads
from post_forge.compose.language import bearings, judge, leaning, lexicon, poles, spans
from post_forge.compose.language.phrases import Phrases
from post_forge.compose.language.questions import scenario_and_question
from post_forge.compose.slides.page import without_brackets
from post_forge.compose.slides.tables import chosen_column
from post_forge.compose.units import clean
from post_forge.compose.units.chapters import Chapter
from post_forge.compose.units.choosing import Unit
from post_forge.compose.units.kinds import (
    chapter_role,
    entries_of,
    is_comparison,
    is_question,
    sentences_of,
    tables_of,
)
from post_forge.compose.units.recent import Recent
from post_forge.compose.values import Entries, Prose, Sentence, TablePart

_HALVES = re.compile(r"(?<=[\w)\"”’]);\s+|\s+[—–]\s+")
_FULL_FAR, _WORST, _SHORTEST = 20_000, -2.0, 20
_FAR = 20_000
_AGREES = re.compile(
    r"^(?:yes|true|partly|partially|sometimes|often|mostly|usually|it depends|only|in theory|sí|ja|oui|да)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_]{3,}")


def hooks(unit: Unit, phrases: Phrases) -> list[Hook]:
    """All candidates that rule 17 allows, the strongest first; of equals the one that stands first in the note.

    What takes something as known that a reader has not read yet costs points; a title before it gives half of them
    back.
    """
    return _FOUND.of([unit, phrases], make=lambda: _sorted(weighed(unit, phrases)))


_FOUND = Recent[list[Hook]](400)


def _sorted(candidates: Iterator[Weighed]) -> list[Hook]:
    return sorted((one.hook for one in candidates if not one.against), key=lambda hook: -hook.score)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with its final score, what it owes to what a reader has not read, and why it may not be a hook."""

    hook: Hook
    debt: float = 0.0
    against: str = ""


def weighed(unit: Unit, phrases: Phrases) -> Iterator[Weighed]:
    """Every candidate, each wording once, in the order in which they are found."""
    said = _sayings(unit)
    seen: set[str] = set()
    for hook in _candidates(unit, phrases):
        if hook.words in seen:
            continue
        if against := judge.forbidden(hook.words, hook.role in {"steps", "title"}):
            yield Weighed(hook, against=against)
            continue
        debt = _debts(hook, unit, said)
        owing = replace(hook, score=hook.score - debt) if debt else hook
        if debt and (owing.score <= _WORST or hook.role == "middle"):
            yield Weighed(owing, debt, "it takes for granted what has not been said yet")
            continue
        seen.add(hook.words)
        yield Weighed(owing, debt)


def _sayings(unit: Unit) -> dict[str, str]:
    """Each sentence of the unit with all that is said before it."""
    before: dict[str, str] = {}
    told = ""
    for words in sentences_of(unit.chapters):
        before.setdefault(words, told)
        told = f"{told} {words}" if len(told) < _FAR else told
    return before


def _debts(hook: Hook, unit: Unit, said: Mapping[str, str]) -> float:
    if hook.role in {"qa", "myth", "compare", "scene", "steps", "title"}:
        return 0.0
    words = hook.words.partition("\n")[0] if hook.role == "turn" else min(hook.used, default=hook.words)
    titled = not hook.words.startswith(words[:20])
    cost = bearings.debts(words, said.get(words, ""), f"{unit.kicker} {unit.name}" if titled else unit.kicker)
    return cost / 2 if titled else cost


def _candidates(unit: Unit, phrases: Phrases) -> Iterator[Hook]:
    if unit.scene:
        yield from from_scene(unit.chapters[0])
    if unit.kind == "qa":
        yield from _from_question(unit)
    yield from _from_claims(unit, phrases)
    yield from _from_traps(unit)
    yield from _from_tables(unit, phrases)
    yield from from_turns(unit)
    yield from from_openings(unit)
    yield from from_title(unit)
    yield from from_entries(unit)


# ---- rule 12


def _from_question(unit: Unit) -> Iterator[Hook]:
    """The unit's own question, or those of its chapters."""
    asked = [chapter for chapter in unit.chapters if is_question(chapter.name)]
    for chapter in asked:
        yield from _scenario(chapter, unit.kicker)


def _scenario(chapter: Chapter, topic: str) -> Iterator[Hook]:
    scenario, question = scenario_and_question(chapter.title)
    tail = list(scenario)
    while len(tail) > 1 and judge.hook_length(spans.glue(tail)) > judge.HOOK_MOST:
        tail.pop(0)
    words = spans.glue(tail)
    if words and judge.hook_length(words) <= judge.HOOK_MOST and not leaning.dangles(words):
        yield Hook(words, 7 + judge.hook_score(words, False), frozenset(scenario), chapter.source, "qa")
    whole = spans.glue([*scenario, question])
    if question:
        yield Hook(
            whole, 6 + judge.hook_score(whole, False), frozenset({*scenario, question}), chapter.source, "qa", True
        )
        yield Hook(question, 4 + judge.hook_score(question, False), frozenset({question}), chapter.source, "qa", True)
        yield from _short_question(chapter, question)
        if leads(topic) and not scenario and _SHORTEST <= judge.hook_length(question) < judge.HOOK_LEAST:
            led = f"{topic}{spans.colon(topic)}{question}"
            yield Hook(led, 1.5 + judge.hook_score(led, False), frozenset({question}), chapter.source, "qa", True)


def _short_question(chapter: Chapter, question: str) -> Iterator[Hook]:
    """A question too short to stand alone, with the first sentence of its answer below."""
    first = next((part.sentences[0] for part in chapter.parts[:1] if isinstance(part, Prose)), None)
    if first is None or judge.hook_length(question) >= judge.HOOK_LEAST or judge.spans_too_much_code(first):
        return
    if judge.is_complete(first.plain):
        used = frozenset({question, first.plain})
        yield Hook(
            f"{question}\n{first.plain}", 5 + judge.hook_score(question, False), used, chapter.source, "qa", True
        )


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
        denial = phrases.myth(claim)
        second = spans.glue([denial, first])
        told = entry.sentences[0].words > 4 and judge.hook_length(lines[0] + second) <= judge.HOOK_MOST
        lines += [second] if told else [denial] if denial else []
        used = {entry.name, *([first] if told else [])}
        score = 4 + judge.hook_score(claim, False) + (1 if told else 0)
        yield Hook("\n".join(lines), score, frozenset(used), entry.source, "myth")


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
            if isinstance(part, Entries) and not (poles.forbids(part.title) or poles.forbids(chapter.name)):
                for entry in part.entries:
                    if entry.role == "trap":
                        yield entry.name, entry.sentences, 3
                    elif part.role == "trap" and not (part.labelled or entry.role):
                        yield entry.name, entry.sentences, 1


def _trap(name: str, sentences: Sequence[Sentence], base: float) -> Iterator[Hook]:
    for sentence in sentences:
        if judge.spans_too_much_code(sentence) or not judge.is_complete(sentence.plain):
            continue
        marks = judge.marks(sentence.plain)
        bonus = base if "number" in marks or "failure" in marks else base - 2
        score = bonus + judge.hook_score(sentence.plain, leaning.is_definition(sentence.plain))
        words = in_two(sentence.plain)
        if not judge.is_clause(words) and leads(name) and not lexicon.is_generic(name):
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


__all__ = ["Hook", "Weighed", "hooks", "in_two", "poles_of", "weighed"]
