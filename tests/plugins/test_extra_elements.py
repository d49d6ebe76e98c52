"""`<qr>` and `<chart>`: what they draw can be read, is true to scale, and is told to who cannot see it."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from post_forge.errors import LayoutError, Source, TemplateError
from post_forge.model import FORMATS, Slide, plain
from post_forge.render import DeckView, draw_slide, lay_out, load_theme, markup, told

PORTRAIT = FORMATS["portrait"]
THEMES = ("night", "paper", "signal")


def drawn(folder: Path, inside: str, theme: str = "night", direction: str = "ltr"):
    """The frame of a slide and its picture."""
    home = folder / "themes" / "mine"
    (home / "slides").mkdir(parents=True, exist_ok=True)
    (home / "theme.yaml").write_text(f"extends: {theme}\n", "utf-8")
    layout = f'<slide background="background" pad="90" direction="{direction}">{inside}</slide>'
    (home / "slides" / "extra.xml.jinja").write_text(layout, "utf-8")
    loaded = load_theme("mine", [folder])
    made = markup(Slide("extra", Source("a.md", 1), plain("A")), DeckView(number=2, total=3), loaded, PORTRAIT)
    frame = lay_out(made, loaded, PORTRAIT)
    return frame, draw_slide(frame, loaded, PORTRAIT)


def bars(frame) -> list[tuple[float, float]]:
    """Width and height of each bar."""
    [chart] = [one for one in frame.walk() if one.box.element.name == "chart"]
    return [mark.bar[2:] for mark in chart.content.marks]


@pytest.mark.parametrize("theme", THEMES)
def test_a_code_is_dark_on_light_and_whole(tmp_path, theme):
    from post_forge.elements_extra.qr import QUIET, squares

    frame, picture = drawn(tmp_path, '<qr value="https://example.org/notes" size="400"/>', theme)
    [code] = [one for one in frame.walk() if one.box.element.name == "qr"]
    rows, unit = squares("https://example.org/notes"), code.content
    side = unit * (len(rows) + 2 * QUIET)
    left, top = round(code.x + (code.width - side) / 2), round(code.y + (code.height - side) / 2)
    with Image.open(io.BytesIO(picture.png)) as image:
        gray = image.convert("L")
        seen = [
            [
                gray.getpixel((left + (x + QUIET) * unit + unit // 2, top + (y + QUIET) * unit + unit // 2))
                for x in range(len(rows))
            ]
            for y in range(len(rows))
        ]
        margin = gray.getpixel((left + unit, top + side // 2))
    dark = [
        level for row, said in zip(seen, rows, strict=True) for level, is_dark in zip(row, said, strict=True) if is_dark
    ]
    light = [
        level
        for row, said in zip(seen, rows, strict=True)
        for level, is_dark in zip(row, said, strict=True)
        if not is_dark
    ]
    assert min(light) - max(dark) > 90
    assert margin == min(light)


def test_what_an_element_shows_is_told(tmp_path):
    inside = '<qr value="https://example.org"/><chart values="3 5.5 -2" labels="Mon|Tue|Wed" unit="ms" height="400"/>'
    frame, picture = drawn(tmp_path, inside)
    assert told(frame) == (
        "QR code: https://example.org",
        "Chart: Mon 3\u00a0ms, Tue 5.5\u00a0ms, Wed \u22122\u00a0ms",
    )
    assert [line.text for line in picture.lines] == ["Mon", "3\u00a0ms", "Tue", "5.5\u00a0ms", "Wed", "\u22122\u00a0ms"]


def test_an_author_tells_it_in_words_of_their_own(tmp_path):
    frame, _ = drawn(tmp_path, '<qr value="https://example.org" alt="Código"/><chart ornament="yes" values="1 2"/>')
    assert told(frame) == ("Código",)


@pytest.mark.parametrize("kind", ["bars", "rows"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_bars_are_true_to_scale(tmp_path, kind, direction):
    inside = f'<chart kind="{kind}" values="2 4 8 -1" labels="a|b|c|d" grow="1"/>'
    frame, _ = drawn(tmp_path, inside, direction=direction)
    long = [bar[1] if kind == "bars" else bar[0] for bar in bars(frame)]
    assert [round(one / long[0], 3) for one in long] == [1, 2, 4, 0.5]


def test_a_line_begins_at_zero(tmp_path):
    frame, _ = drawn(tmp_path, '<chart kind="line" values="10 20 30" grow="1"/>')
    [chart] = [one for one in frame.walk() if one.box.element.name == "chart"]
    zero = chart.content.ground[0][1]
    heights = [zero - mark.point[1] for mark in chart.content.marks]
    assert [round(one / heights[0], 3) for one in heights] == [1, 2, 3]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", ["bars", "rows", "line"])
def test_words_of_a_chart_are_large_and_apart(tmp_path, theme, kind):
    inside = f'<chart kind="{kind}" values="1 2 3 4 5 6" labels="Jan|Feb|Mar|Apr|May|Jun" grow="1"/>'
    _, picture = drawn(tmp_path, inside, theme)
    assert len(picture.lines) == 12
    assert all(line.size >= 32 for line in picture.lines)
    labels = [line for line in picture.lines if line.text.isalpha()]
    if kind != "rows":
        assert all(one.x + one.width < other.x for one, other in pairwise(labels))
    assert min(line.x for line in picture.lines) >= 0
    assert max(line.x + line.width for line in picture.lines) <= 1080


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('<qr/>', "needs the attribute 'value'"),
        ('<qr value=""/>', "says nothing"),
        (f'<qr value="{"x" * 4000}"/>', "more than a QR code holds"),
        ('<qr value="x" dark="#ffffff" light="#eeeeee"/>', "do not stand out"),
        ('<chart values="1"/>', "a chart of 1 numbers"),
        ('<chart values="0 0"/>', "all numbers are zero"),
        ('<chart values="1 x"/>', "'x' is not a number"),
        ('<chart values="1 2" labels="a"/>', "2 numbers and 1 labels"),
        ('<chart values="1 2" focus="3"/>', "focus 3 of 2"),
        ('<chart values="1 2" kind="pie"/>', "'pie' is not allowed"),
    ],
)  # fmt: skip
def test_a_mistake_is_told(tmp_path, inside, said):
    with pytest.raises(TemplateError) as caught:
        drawn(tmp_path, inside)
    assert said in caught.value.problems[0].message
    assert caught.value.problems[0].hint


@pytest.mark.parametrize(
    "inside",
    [
        f'<qr value="https://example.org/{"x" * 900}" size="200"/>',
        '<chart values="1 2 3" labels="a long name of a month|another long name|a third one" height="300"/>',
        '<chart values="1 2 3" height="60"/>',
        '<chart kind="rows" values="1 2 3 4 5 6 7 8" height="200"/>',
    ],
)
def test_what_has_no_room_is_refused_and_not_made_smaller(tmp_path, inside):
    with pytest.raises(LayoutError):
        drawn(tmp_path, inside)
