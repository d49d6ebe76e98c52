"""Reading time: words by the minute, lines of code for themselves, scripts without spaces by two characters a word."""

from __future__ import annotations

import pytest

from post_forge.compose import reading_minutes
from post_forge.compose.units.reading_time import CODE_LINES_A_MINUTE, WORDS_A_MINUTE
from tests.compose.builders import bullets, code, item, note, para, section, table


def minutes(*blocks) -> float:
    return reading_minutes(note("", *blocks))


def test_an_empty_note_takes_no_time():
    assert minutes() == 0


def test_words_are_read_by_the_minute():
    assert minutes(para("word " * WORDS_A_MINUTE)) == pytest.approx(1)
    assert minutes(section("", para("字" * 2 * WORDS_A_MINUTE))) == pytest.approx(1)


def test_lines_of_code_count_for_themselves_and_blank_ones_do_not():
    assert minutes(code("\n\n".join(["x"] * CODE_LINES_A_MINUTE))) == pytest.approx(1)


def test_what_stands_inside_counts_too():
    inside = bullets(item("one", para("two three"), code("x = 1")))
    assert minutes(inside) == pytest.approx(3 / WORDS_A_MINUTE + 1 / CODE_LINES_A_MINUTE)
    assert minutes(table("a | b", "c | d e")) == pytest.approx(5 / WORDS_A_MINUTE)
