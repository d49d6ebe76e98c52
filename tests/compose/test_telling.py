"""What a text may leave out and what it must say with the rest."""

from __future__ import annotations

from post_forge import compose
from tests.compose.builders import bullets, code, note, para, section, steps
from tests.compose.test_texts import NOWHERE, OPTIONS, RULES


def test_a_short_text_says_what_should_not_be_done_below_its_title_or_not_at_all() -> None:
    done = bullets("Use driver objects rather than building strings of your own for every query.",
                   "Validate and list the fields that users may send with a request.",
                   "Restrict the ports of management and ask for a second factor.")  # fmt: skip
    dont = bullets("Expose the ports of the database to the public Internet.",
                   "Accept raw queries from clients or run strings that nobody trusts.",
                   "Use the root account for the connections of an application.")  # fmt: skip
    written = section("Rules for queries", para("**Do**:"), done, para("**Don’t**:"), dont)
    for post in compose.compose(note("Queries", written), NOWHERE, OPTIONS, RULES).posts:
        for [text] in post.texts.values():
            before = text.split("Expose the ports")[0]
            assert "Expose the ports" not in text or "Don’t:" in before


def test_a_chain_on_one_line_is_told_with_arrows() -> None:
    chain = code("browser -> gateway -> service -> database")
    opening = para("A request that fails twice costs 3 minutes, because nobody knows which of the hops lost it.")
    closing = para("Give every request an id at the first hop. Every log line that carries it saves a night of search.")
    [post] = compose.compose(
        note("Hops", section("Where requests die", opening, chain, closing)), NOWHERE, OPTIONS, RULES
    ).posts
    assert "browser → gateway → service → database" in post.texts["linkedin"][0]
    assert "->" not in post.texts["linkedin"][0]


def test_a_procedure_is_told_from_its_first_step_or_not_at_all() -> None:
    long = "Write " + "word and " * 45 + "end."
    rest = ["Copy the rows into the new table.", "Swap the names of both tables.", "Drop the old table at last."]
    opening = para("A table that nobody may lock has to move while 4,000 clients go on with their writes.")
    for first in (long, f"**Copy first:** {long}"):
        written = section("Moving a table", opening, steps(first, *rest), para("Move one table a day and no more."))
        for post in compose.compose(note("Tables", written), NOWHERE, OPTIONS, RULES).posts:
            assert "2. " not in post.texts["linkedin"][0] or "1. " in post.texts["linkedin"][0]
