"""The type of a unit."""

from __future__ import annotations

import pytest

from post_forge.compose.units.chapters import read_chapters
from post_forge.compose.units.kinds import is_comparison, kind_of
from post_forge.compose.values import TablePart
from post_forge.model import Block, Section
from tests.compose.builders import HERE, bullets, code, note, para, section, steps, table

LONG = "The job runs twice when the lease ends before the work does, and nobody sees it. " * 6


def kind(name: str, *content: Block | Section) -> str:
    _, [chapter] = read_chapters(note("N", section(name, *content)), frozenset())
    return kind_of(name, list(chapter.walk()))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("Why is it slow?", (para("It waits."),), "qa"),
        ("Beliefs", (bullets('**"It is fast."** It is not.', '**"It is safe."** No.'),), "myth"),
        ("A lock", (para("**The Trap:** It waits."), para("**The Fix:** Stop it.")), "trap"),
        ("A lock", (section("The Problem", para("It waits.")), section("The Fix", para("Stop it."))), "trap"),
        ("Dangers of locks", (para("It waits."), para("**The Fix:** Stop it.")), "trap"),
        ("A vs B", (table("Aspect | A | B", "Speed | Fast | Slow"),), "compare"),
        ("Records", (table("Record | Holds | TTL", "A | Address | 60"),), "prose"),
        ("Records", (table("Record | Holds", "A | Address"),), "cards"),
        ("Checks", (steps("Open it.", "Read it.", "Close it."),), "steps"),
        ("Checks", (bullets("Open it.", "Read it.", "Close it."),), "list"),
        ("A trick", (para("It is short."), code("x = 1", "python")), "code"),
        ("A story", (para(LONG), code("x = 1", "python")), "prose"),
    ],
)
def test_the_first_type_that_matches(name: str, content: tuple[Block | Section, ...], expected: str) -> None:
    assert kind(name, *content) == expected


def test_a_table_compares_when_its_rows_are_dimensions_or_its_title_names_columns() -> None:
    attributes = TablePart(table("Type | Structure | Best for", "Hash | Table | Equality"), HERE)
    assert not is_comparison("Index types", attributes)
    named = TablePart(table("Level | Redis | Kafka", "Order | No | Yes"), HERE)
    assert is_comparison("Redis vs Kafka", named)
    assert not is_comparison("Brokers", named)
