"""One alias, a handle by network: replaced whole or not at all, never in an address; a name where there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.compose.texts.mentions import in_deck, mentioned
from post_forge.model import Code, Deck, Grid, Point, Slide
from tests.compose.builders import HERE, text

MENTIONS = {
    "alice": {"name": "Alice Doe", "x": "@alice_dev", "mastodon": "@alice@hachyderm.io"},
    "al": {"x": "@al"},
}


@pytest.mark.parametrize(
    ("words", "network", "shown"),
    [
        ("Ask @alice.", "x", "Ask @alice_dev."),
        ("@alice, @alice!", "mastodon", "@alice@hachyderm.io, @alice@hachyderm.io!"),
        ("Ask @alice.", "bluesky", "Ask Alice Doe."),
        ("Ask @al.", "bluesky", "Ask al."),
        ("@alice's talk", "x", "@alice_dev's talk"),
        ("@alices and @alice-b and @bob stay", "x", "@alices and @alice-b and @bob stay"),
        ("mail alice@alice.org or @alice.org", "x", "mail alice@alice.org or @alice.org"),
        ("https://x.com/@alice stays", "x", "https://x.com/@alice stays"),
        ("@alice@example.org stays", "x", "@alice@example.org stays"),
        ("(@alice)", "x", "(@alice_dev)"),
    ],
)
def test_an_alias_becomes_the_handle(words, network, shown):
    assert mentioned(words, network, MENTIONS) == shown


@given(st.text())
def test_without_mentions_nothing_changes(words):
    assert mentioned(words, "x", {}) == words


def test_slides_carry_names_and_keep_code():
    slide = Slide(
        "points",
        HERE,
        title=text("By @alice"),
        points=(Point(text("`@alice` and **@alice**"), text("@alice")),),
        table=Grid((text("@alice"),), ((text("@al"),),), ("left",)),
        code=Code("@alice\ndef x(): ...", "python", HERE),
    )
    (made,) = in_deck(Deck((slide,)), MENTIONS).slides
    assert str(made.title) == "By Alice Doe"
    assert str(made.points[0].text) == "@alice and Alice Doe"
    assert "strong" in made.points[0].text.spans[-1].marks
    assert str(made.points[0].label) == "Alice Doe"
    assert (str(made.table.head[0]), str(made.table.rows[0][0])) == ("Alice Doe", "al")
    assert made.code == slide.code
