"""Code on slides: whole, lean, in two, its first block, or not at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from post_forge.compose.slides.codes import LARGE, SMALL, fit_code, fits, height, split_lines
from tests.compose.builders import code


def shown(words: str, lang: str = "python") -> list[str]:
    return [piece.text for piece in fit_code(code(words, lang))]


def lines(count: int, words: str = "x = {}") -> str:
    return "\n".join(words.format(number) for number in range(count))


def test_a_short_block_stays_as_it_is() -> None:
    assert shown("def a():\n    # ❌ wrong\n    return 1") == ["def a():\n    # ❌ wrong\n    return 1"]
    assert len(shown(lines(16))) == 1


def test_a_long_line_counts_as_what_it_takes_when_wrapped() -> None:
    assert height(["x" * 44], 44) == 1
    assert height(["x" * 45], 44) == 2
    assert height(["x" * 85], 44) == 3
    assert fits(["x" * 100] * 5)
    assert not fits(["x" * 100] * 8)


def test_imports_and_doubled_blank_lines_go_before_anything_else() -> None:
    long = "import a\nfrom b import c\n\n\n" + lines(14)
    assert shown(long) == [lines(14)]


def test_else_two_slides_are_cut_at_a_blank_line_or_a_definition() -> None:
    first, second = "def a():\n" + lines(9, "    a{} = 1"), "def b():\n" + lines(9, "    b{} = 1")
    assert shown(f"{first}\n\n{second}") == [first, second]
    assert shown(f"{first}\n{second}") == [first, second]


def test_else_the_first_block_with_a_comment_that_says_so() -> None:
    blocks = "\n\n".join("def f():\n" + lines(11, "    a{} = 1") for _ in range(4))
    [piece] = shown(blocks)
    assert piece.endswith("\n# …")
    assert shown(blocks, "sql")[0].endswith("\n-- …")
    assert shown(blocks, "go")[0].endswith("\n// …")
    assert shown(blocks, "json") == []


def test_what_cannot_be_shown_well_is_not_shown() -> None:
    assert shown(lines(60)) == []
    assert shown("x" * 200) == []
    assert shown("\n\n") == []


def test_the_focus_survives_only_where_the_lines_are_the_same() -> None:
    whole = code("a = 1\nb = 2", "python")
    assert fit_code(whole)[0].focus == whole.focus


@given(
    st.lists(st.sampled_from(["", "x = 1", "def a():", "    return 1", "import os", "y" * 60, "z" * 149]), max_size=60)
)
def test_what_is_shown_fits_and_was_written(found: list[str]) -> None:
    pieces = fit_code(code("\n".join(found), "python"))
    written = {line.rstrip() for line in found}
    assert len(pieces) <= 2
    for piece in pieces:
        rows = piece.text.split("\n")
        assert fits(rows)
        assert set(rows) <= {*written, "# …"}


@given(st.lists(st.sampled_from(["", "x = 1", "def a():", "    return 1"]), max_size=40))
def test_two_halves_are_the_whole(found: list[str]) -> None:
    halves = split_lines(found)
    if halves:
        assert [line for half in halves for line in half if line] == [line for line in found if line]


def test_the_two_sizes() -> None:
    assert (LARGE, SMALL) == ((44, 14), (50, 16))
