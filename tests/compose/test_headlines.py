"""Titles and turns as first lines, and what tells an order from a name."""

from __future__ import annotations

import pytest

from post_forge.compose.collect import slots_of
from post_forge.compose.hooks.finding import Hook, hooks
from post_forge.compose.hooks.headlines import tells
from post_forge.compose.hooks.scoring import points_of
from post_forge.compose.language import hollow, judge, orders
from post_forge.compose.language.phrases import phrases_for
from post_forge.compose.units.choosing import Unit, plan
from post_forge.compose.values import Collection
from post_forge.model import Block
from tests.compose.builders import bullets, note, para, quote, section
from tests.compose.test_hooks import FILL
from tests.compose.test_units import long_section

PHRASES = phrases_for("en", ())


def unit(title: str, *content: Block) -> Unit:
    whole = note("N", long_section("Locks wait"), long_section("Queues grow"), section(title, *content))
    units, refused = plan(whole, slots_of(whole, Collection()), "", PHRASES)
    [found] = [one for one in units if one.name.endswith(title)] or [None]
    assert found, refused
    return found


def first(title: str, *content: Block) -> Hook:
    return hooks(unit(title, *content), PHRASES)[0]


@pytest.mark.parametrize(
    "title",
    [
        "CSS !important Is Not Supported By Inline Styles",
        "Two Ways To Find An Item In A List",
        "Never retry a payment without a key",
        "Cache the answer, not the question",
        "How a lookup finds its server",
        "Modulo moves almost everything",
        "A hit rate hides what it protects",
        "如何设计一个高并发系统",
    ],
)
def test_a_title_that_tells_something(title: str) -> None:
    assert tells(title)


@pytest.mark.parametrize(
    "title",
    [
        "Caching",
        "Cache invalidation in large systems",
        "An overview of how locks work",
        "What is a lock?",
        "Step 3 of 7 is the last",
        "Size and price of an index",
        "Reads and writes in Redis",
        "Round robin vs weighted records",
        "原则",
    ],
)
def test_a_title_that_files(title: str) -> None:
    assert not tells(title)


@pytest.mark.parametrize(
    ("words", "told"),
    [("Cache the result", True), ("Cache invalidation", False), ("Avoid locks", True), ("Locks wait", False)],
)
def test_an_order(words: str, told: bool) -> None:
    assert orders.is_order(words) is told


def test_a_telling_title_stands_above_a_dull_opening() -> None:
    dull = para("The library provides a function for it. It can be used in most of the cases that occur at work.")
    assert first("Never retry a payment without a key", dull, FILL).words == "Never retry a payment without a key"


def test_a_short_telling_title_brings_its_first_sentence() -> None:
    told = para("A click too many pays the bill again. Nobody sees it before the customer calls.")
    found = [hook.words for hook in hooks(unit("Never retry a payment", told, FILL), PHRASES)]
    assert "Never retry a payment\nA click too many pays the bill again." in found


def test_a_sentence_and_its_turn_open_together() -> None:
    told = para("You added the index and waited for the night. The query is still slow. The planner walks past it.")
    assert (
        first("Indexes", told, FILL).words == "You added the index and waited for the night.\nThe query is still slow."
    )


def test_no_turn_where_the_second_sentence_only_goes_on() -> None:
    told = para("Every worker holds a lease on its job. The lease lies in a table beside the others.")
    assert "\n" not in first("Leases", told, FILL).words


def test_a_quotation_at_the_head_is_the_first_line() -> None:
    law = quote("Adding people to a late project makes it later.", "— Fred Brooks")
    found = first("Brooks", law, FILL)
    assert (found.words, found.role) == ("Adding people to a late project makes it later.", "quote")


def test_a_flat_hook_makes_no_post() -> None:
    items = bullets(*[f"The tool has a menu for {one} and for its neighbours." for one in ("files", "users", "tables")])
    flat = unit(
        "The tool for files",
        para("The tool provides a menu with entries for everybody who works with it."),
        items,
        FILL,
    )
    sharp = unit(
        "The tool for files", para("The tool loses 40 rows in every night, and nobody sees it go."), items, FILL
    )
    flat_points, sharp_points = (points_of(one, hooks(one, PHRASES)) for one in (flat, sharp))
    assert sum(flat_points.values()) < 4.5 <= sum(sharp_points.values())


@pytest.mark.parametrize(
    "words",
    [
        "There are several ways to lock a row in a table.",
        "Gauge is a great tool for the tests of a team.",
        "The module provides a function for every kind of key.",
        "It can be used for rows and for tables alike.",
    ],
)
def test_what_only_exists_is_dull(words: str) -> None:
    assert judge.pull(words, False)["dull"] < 0


def test_a_title_that_says_something_carries_a_quiet_sentence() -> None:
    quiet = para("The formula is simple until the number of servers grows. Each key then has another home.")
    told = unit("Modulo moves almost everything", quiet, FILL)
    filed = unit("The modulo formula and its use", quiet, FILL)
    told_points, filed_points = (points_of(one, hooks(one, PHRASES)) for one in (told, filed))
    assert sum(told_points.values()) > sum(filed_points.values())
    assert "hook" not in told_points


def test_a_decade_measures_nothing() -> None:
    for words in ("Erlang comes from the 1980s.", "It was written in the late 80s.", "2002年12月7日に始まった。"):
        assert "number" not in judge.marks(words), words
    for words in ("The call took 30s.", "It waits 5 seconds.", "延迟不能超过 10 秒。"):
        assert "number" in judge.marks(words), words


def test_nobody_asks_for_a_definition() -> None:
    assert hollow.asks_flatly("What is a container?")
    assert not hollow.asks_flatly("What is your container waiting for?")
    assert not hollow.asks_flatly("Why does the second query take 40 seconds?")


def test_a_text_that_names_nothing_is_general() -> None:
    vague = ["Teams agree on a way of working.", "People talk about their goals.", "Everybody takes part."] * 3
    told = ["The call fails after 30 seconds.", "The queue never empties.", "Teams talk about it."] * 3
    assert judge.unit_score("prose", "Teams work.", 60, vague, 0)["general"] == -2
    assert "general" not in judge.unit_score("prose", "Teams work.", 60, told, 0)
