"""Lines for a terminal: never wider than asked, no word lost, wide characters counted as two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from post_forge.cli.columns import columns, cut, wrapped

TEXT = st.text(st.sampled_from("ab c字カ한é\u0301 -"), max_size=120)


def test_a_wide_character_takes_two_columns():
    assert columns("ab") == 2
    assert columns("字a") == 3
    assert columns("e\u0301") == 1


@given(TEXT, st.integers(20, 60))
def test_lines_keep_to_the_width_and_lose_nothing(text, width):
    lines = wrapped(text, width, "- ", "  ")
    assert all(columns(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == f"-{text}".replace(" ", "")
    assert all(line.startswith("  ") or not line for line in lines[1:])


def test_words_stay_whole_where_they_fit():
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("字字字字字", 8) == ["字字字字", "字"]
    assert wrapped("", 8, "x ") == ["x"]


@given(TEXT, st.integers(2, 40))
def test_a_cut_line_fits(text, width):
    line = cut(text, width)
    assert columns(line) <= width
    assert line == " ".join(text.split()) or line.endswith("…")
