"""What a first line takes as known."""

from __future__ import annotations

import pytest

from post_forge.compose.language.bearings import debts


@pytest.mark.parametrize(
    "words",
    [
        "A login query of 5 ms waits behind 90-second exports when both draw from one pool.",
        "Some clients wait without limit unless you say otherwise, and a silent server then holds them for good.",
        "Without a limit, Redis grows until the operating system kills it.",
        "第一次部署失败之后，两台服务器都在等待。",
    ],
)
def test_a_line_that_needs_nothing_owes_nothing(words: str) -> None:
    assert debts(words, "", "") == 0


@pytest.mark.parametrize(
    "words",
    [
        "The newest request waits 50 seconds, its user left after 5.",
        "The thousandth caller waits the same 2 seconds as the first.",
        "A checkout falls back in under a millisecond instead of 2 seconds.",
        "8 × 30 = 240 workers wanted, 40 there, still a full stop.",
        "If the replica has not reached it, wait a little or go to the primary.",
        "There are many more shortcuts for other apps and situations.",
        "A handy one that I was not aware of scrolls the text area.",
    ],
)
def test_a_line_from_the_middle_owes(words: str) -> None:
    assert debts(words, "", "") >= 1


def test_what_was_said_before_is_owed_and_a_title_pays_for_it() -> None:
    words = "A slow search opens the breaker and takes the lookup with it."
    assert debts(words, "", "") == 0
    assert debts(words, "A breaker opens.", "") == 1
    assert debts(words, "A breaker opens.", "Circuit breaker") == 0
