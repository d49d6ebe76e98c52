"""Which question a post may close with: one that fits what the post shows. Unit -> the kind of question, or ""."""

from __future__ import annotations

from collections.abc import Sequence

from post_forge.compose.language import lexicon, orders, poles
from post_forge.compose.language.words import word_set
from post_forge.compose.units.choosing import Unit
from post_forge.compose.units.kinds import is_question, word_count
from post_forge.compose.values import CodePart, Entries, Entry

_LEAST = 3
_NO_PROGRAM = word_set(
    "bash sh shell zsh console text txt yaml yml json toml ini conf nginx caddy xml html css vim"
) | {""}
_NUMBERED = ("advantage", "benefit", "feature", "reason")
"""What else is numbered, besides steps."""
_RISKS = word_set(
    """anti-patterns antipatterns mistakes pitfalls traps risks threats failures attacks problems issues misconceptions
    vulnerabilities weaknesses smells dangers"""
)


def kind_of_question(unit: Unit, lang: str) -> str:
    """The kind of question that fits a unit: its own kind, "risks" for a list of what goes wrong, "" for none.

    A list may be asked about only where the post is that list, and where its items are things to do: "which one is
    forgotten most?" means nothing below the parts of a language.
    """
    if unit.kind == "code":
        return "code" if _has_program(unit) else ""
    if unit.kind == "steps":
        return _of_steps(unit, lang)
    if unit.kind == "trap" and any(poles.forbids(part.title) for part in _lists(unit)):
        return "list"  # "Do" and "Don't" are rules, and no story of what went wrong
    return _of_list(unit, lang) if unit.kind == "list" else unit.kind


def _of_steps(unit: Unit, lang: str) -> str:
    """Numbered features and numbered questions are no steps."""
    steps = [entry for part in _lists(unit) if part.ordered for entry in part.entries]
    named = any(word in part.title.lower() for part in _lists(unit) if part.ordered for word in _NUMBERED)
    if named or sum(map(_asks, steps)) * 2 >= len(steps):
        return ""
    done = sum(map(_is_order, steps)) * 3 >= len(steps) or orders.names_practice(unit.name)
    return "steps" if done or not lang.startswith("en") else ""


def _title_words(unit: Unit) -> set[str]:
    return {word.strip(":,.").lower() for word in unit.name.replace("’", "'").split()}


def _of_list(unit: Unit, lang: str) -> str:
    lists = [part for part in _lists(unit) if sum(map(_says_something, part.entries)) >= _LEAST and not part.labelled]
    said = sum(sentence.words for part in lists for entry in part.entries for sentence in entry.walk())
    if not lists or said * 2 < word_count(unit.chapters):
        return ""
    titles = _title_words(unit)
    if titles & _RISKS or lexicon.names_trap(unit.name):
        return "risks"
    entries = [entry for part in lists for entry in part.entries]
    if sum(map(_asks, entries)) * 2 >= len(entries):
        return ""
    ordered = sum(map(_is_order, entries)) * 2 >= len(entries)
    return "list" if ordered or orders.names_practice(unit.name) or not lang.startswith("en") else ""


def _lists(unit: Unit) -> Sequence[Entries]:
    return [part for chapter in unit.chapters for part in chapter.parts if isinstance(part, Entries)]


def _first_words(entry: Entry) -> str:
    return entry.name or next((sentence.plain for sentence in entry.walk()), "")


def _asks(entry: Entry) -> bool:
    return is_question(_first_words(entry))


def _is_order(entry: Entry) -> bool:
    """Does an item tell the reader to do something? The label may be a name, and the order behind it."""
    return any(map(orders.begins_with_order, (entry.name, *(sentence.plain for sentence in entry.sentences[:1]))))


def _has_program(unit: Unit) -> bool:
    """Is there code to review, more than commands and settings?"""
    codes = (part.code for chapter in unit.chapters for part in chapter.parts if isinstance(part, CodePart))
    return any(code.lang not in _NO_PROGRAM for code in codes)


def _says_something(entry: Entry) -> bool:
    return any(sentence.words >= _LEAST for sentence in entry.walk())
