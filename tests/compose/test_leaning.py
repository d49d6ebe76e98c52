"""Which sentences do not stand alone, which only define, which point elsewhere."""

from __future__ import annotations

import pytest

from post_forge.compose.language import leaning


@pytest.mark.parametrize(
    "words",
    [
        "It locks the row.",
        "This is why it fails.",
        "However, the cache is cold.",
        "For example, a job runs twice.",
        "In this case the lock is lost.",
        "The latter is cheaper.",
        "Which is why we wait.",
        "因此需要重试。",
        "しかし、遅い。",
        "Однако это медленно.",
    ],
)
def test_a_sentence_that_needs_the_one_before_it_leans(words: str) -> None:
    assert leaning.dangles(words)


@pytest.mark.parametrize(
    "words",
    [
        "A retry of a lost payment may charge twice.",
        "Which index would you drop?",
        "Items in a queue grow old.",
        "Thistle is no pronoun.",
        "超时会导致崩溃。",
    ],
)
def test_a_sentence_with_its_own_noun_stands(words: str) -> None:
    assert not leaning.dangles(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Redis is an in-memory data store.", True),
        ("An index is a separate copy of a column.", True),
        ("Sharding refers to cutting data over servers.", True),
        ("XSS attacks are injection attacks where scripts are injected.", True),
        ("Redis 是一种内存数据库。", True),
        ("Listing is the slow path.", False),
        ("Redis grows until the system kills it.", False),
        ("Atomicity is hard.", False),
    ],
)
def test_a_definition_is_known(words: str, expected: bool) -> None:
    assert leaning.is_definition(words) is expected


@pytest.mark.parametrize(
    "words",
    [
        "For more information, see the manual.",
        "See the section on locks.",
        "You can find more about it in the docs.",
        "Here is an example.",
        "Many of these are adapted from [1].",
    ],
)
def test_a_pointer_is_known(words: str) -> None:
    assert leaning.POINTER.match(words)


def test_the_order_of_a_list_is_no_reason_to_drop_a_sentence() -> None:
    assert leaning.only_follows("Then look at the log.")
    assert not leaning.only_follows("It looks at the log.")
