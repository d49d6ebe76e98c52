"""What the themes promise of their type, looked at where a slide is set: figures, sizes, directions, hanging marks."""

from __future__ import annotations

import pytest

from post_forge.errors import Source
from post_forge.model import FORMATS, Slide, Span, Text
from post_forge.render import DeckView, lay_out, load_theme, markup
from post_forge.render.boxes import Inline
from post_forge.render.looks import direction_of, run_of, splits
from post_forge.render.paint import display_list
from post_forge.render.slides import book_of
from post_forge.render.type import set_text
from post_forge.render.values import Lines, Measure, SetText

THEMES = ["night", "paper", "signal"]
SINGLE = Measure(float("inf"), 60)


@pytest.mark.parametrize("style", ["table", "table-words"])
@pytest.mark.parametrize("name", THEMES)
def test_figures_in_tables_are_of_one_width(name, style):
    theme = load_theme(name)
    one = theme.typography[style]
    widths = {
        round(set_text((run_of(Inline(digit * 6), one, 60, "#000000", theme),), SINGLE, book_of(theme)).width, 3)
        for digit in "0123456789"
    }
    assert len(widths) == 1


@pytest.mark.parametrize(
    ("said", "rtl", "expected"),
    [
        ("Issue tracker: المكان الذي يناقش فيه الناس", True, "rtl"),
        ("README.md", True, "auto"),
        ("المكان", False, "rtl"),
        ("שלום is a greeting that many programs begin with", False, "ltr"),
        ("שלום לכולם v2", False, "rtl"),
        ("Retry", False, "auto"),
        ("再試行", True, "auto"),
    ],
)
def test_lines_begin_where_the_slide_begins(said, rtl, expected):
    assert direction_of(said, rtl) == expected


@pytest.mark.parametrize("name", ["night", "paper"])
@pytest.mark.parametrize("layout", ["statement", "quote", "qa"])
def test_a_quotation_mark_hangs_and_the_letters_stand_on_the_margin(name, layout):
    theme, canvas = load_theme(name), FORMATS["portrait"]
    slide = Slide(layout, Source("a.md", 1), Text((Span("“Exactly once” is a promise no network keeps"),)))
    made = markup(slide, DeckView(number=2, total=5, handle="@test"), theme, canvas)
    frame = lay_out(made, theme, canvas)
    (words,) = (op for op in display_list(frame, theme).words if op.text.lines[0].text.startswith("“"))
    lines = words.text.lines
    assert lines[0].size >= 84
    edges = [words.x + line.x + line.ink[0] for line in lines]
    assert 18 <= edges[0] < 85, "the mark hangs, and stays on the slide"
    assert all(edge == pytest.approx(90, abs=1) for edge in edges[1:])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("歓迎の", "気持ちを", "伝えよう"), 2),
        (("歓迎の気持", "ちを伝えよう"), 2),
        (("失敗した。", "もう一度。"), 0),
        (("コントリビュ", "ーター"), 2),
        (("重试会放大", "负载"), 1),
    ],
)
def test_lines_without_spaces_end_between_phrases_where_they_can(lines, expected):
    made = Lines(lines, lambda: ())
    assert splits(SetText(made, 0.0, 0.0)) == expected
