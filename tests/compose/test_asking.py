"""Which question fits a post."""

from __future__ import annotations

import pytest

from post_forge.compose.collect import slots_of
from post_forge.compose.language.phrases import phrases_for
from post_forge.compose.texts.asking import kind_of_question
from post_forge.compose.units.choosing import plan
from post_forge.compose.values import Collection
from post_forge.model import Block
from tests.compose.builders import bullets, note, para, section, steps
from tests.compose.test_units import long_section

PHRASES = phrases_for("en", ())


def kind(title: str, *content: Block, lang: str = "en") -> str:
    whole = note("N", long_section("Locks wait"), long_section("Queues grow"), section(title, *content))
    units, _ = plan(whole, slots_of(whole, Collection()), "", PHRASES)
    [unit] = [unit for unit in units if unit.name.endswith(title)]
    return kind_of_question(unit, lang)


VERBS = (("Rotate", "queue"), ("Encrypt", "table"), ("Don't share", "cache"), ("Name", "bucket"))
ORDERS = bullets(*(f"{verb} every key of the {name} before the job begins its work." for verb, name in VERBS))
ENGINE = ("Heap", "Index page", "Undo log", "Redo log")
PARTS = bullets(*(f"{name} – the part of the engine that holds the rows of one table." for name in ENGINE))


def test_a_list_of_things_to_do_is_asked_about_and_a_list_of_parts_is_not() -> None:
    assert kind("Keys in daily work", ORDERS) == "list"
    assert kind("What an engine holds", PARTS) == ""
    assert kind("What an engine holds", PARTS, lang="de") == "list"  # where verbs cannot be told


def test_a_list_of_what_goes_wrong_has_questions_of_its_own() -> None:
    assert kind("Common mistakes with engines", PARTS) == "risks"
    assert set(PHRASES.questions["risks"]).isdisjoint(PHRASES.questions["list"])


def test_a_list_that_is_a_small_part_of_the_post_is_not_asked_about() -> None:
    told = para(
        "A worker that holds a lock makes every other worker wait for a minute and nobody sees the reason. " * 5
    )
    assert kind("Keys in daily work", ORDERS, told) == ""


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["Drop the index in the old table first.", "Copy the rows into the new table.", "Swap the names of both."],
         "steps"),
        (["What skills does the team have now?", "How many people can work on it?", "Which data is there?"], ""),
        (["A central daemon runs every container.", "The fork model needs no root.", "A policy binds it."], ""),
    ],
)  # fmt: skip
def test_numbered_questions_and_features_are_no_steps(items: list[str], expected: str) -> None:
    opening = para("A table that nobody may lock has to move while 4,000 clients go on with their writes.")
    closing = para("Move one table a day. A table that moves at night wakes 3 people, and one of them by mistake.")
    assert kind("Moving a table", opening, steps(*items), closing) == expected


def test_rules_of_do_and_dont_are_no_story_of_what_went_wrong() -> None:
    dont = bullets("Hardcode secrets in code or settings files.", "Assume a clean runtime between two calls.")
    found = kind("Rules for functions", para("**Do**:"), ORDERS, para("**Don’t**:"), dont)
    assert found == "list"


def test_numbered_advantages_are_no_steps() -> None:
    opening = para("A table that nobody may lock has to move while 4,000 clients go on with their writes.")
    items = steps("Drop the old table at any time.", "Copy the rows by night.", "Define another name for it.")
    closing = para("Move one table a day. A table that moves at night wakes 3 people, and one of them by mistake.")
    assert kind("Moving a table", opening, para("The advantages are:"), items, closing) == ""
