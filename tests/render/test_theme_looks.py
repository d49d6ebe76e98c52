"""How the shipped themes look, told from pixels: words stand out from their ground, no theme looks like another."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pytest
from PIL import Image
from scene import NOTE, PORTRAIT, slide, text
from test_shipped_layouts import NAMES, PICTURES, THEMES, full

from post_forge.model import Code, Grid, Point, Slide
from post_forge.render import DeckView, draw_slide, lay_out, markup, measure_slide
from post_forge.render.color import contrast, flattened
from post_forge.render.paint import display_list
from post_forge.render.theme import Theme

LONG = "Internationalization and backwards-compatible deserialization of idempotent acknowledgements"
SENTENCE = (
    "A retry repairs a hiccup or feeds an outage, and the budget that nobody wrote down decides which of the two."
)


def longest(layout: str) -> Slide:
    """A slide as full as a composer makes it: a title of 91 characters, 16 lines of code, a table of five columns."""
    points = tuple(
        Point(text(SENTENCE[:70]), text(label), mark)
        for label, mark in (("Backpressure", "yes"), ("Deserialization", ""), ("Timeout", "no"), ("Stop", "warn"))
    )
    columns = 2 if layout == "compare" else 5
    row = tuple(text(words) for words in ("serializable", "99.95 %", "yes", "800 ms", "never"))[:columns]
    return slide(
        layout,
        title=text("1,234,567 requests" if layout == "number" else LONG),
        kicker="Resilience in distributed systems",
        lead=text(SENTENCE),
        points=points if layout not in ("code",) else (),
        paragraphs=(text(SENTENCE),),
        code=Code("\n".join(["    total = sum(part.size for part in parts)"] * 16), "python", NOTE, "call.py", (3, 4)),
        table=Grid(row, (row,) * 5, ("left",) * columns, focus=1, note="5 of 9 rows"),
        by=text("Marc Brooker"),
        caption=text("AWS Architecture Blog, 2015"),
        more={"winner": "1", "marks": "no,yes", "next": "Circuit breakers and bulkheads"},
    )


def shortest(layout: str) -> Slide:
    """A slide that says two or three words."""
    row = (text("a"), text("b"))
    return slide(
        layout,
        title=text("7" if layout == "number" else "Go"),
        points=(Point(text("Yes")), Point(text("No"))),
        paragraphs=(text("Go on."),),
        code=Code("x = 1", "python", NOTE),
        table=Grid(row, (row,), ("left", "left")),
    )


def view(number: int = 3) -> DeckView:
    return DeckView(number, 9, "@shipdaily", "Ship Daily", "SD", next="Circuit breakers", root=str(PICTURES))


def weak(made: Slide, theme: Theme, number: int = 3) -> list[tuple[str, float]]:
    """The lines whose letters do not stand out from what is below them by 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    marked = markup(made, view(number), theme, PORTRAIT)
    frame = lay_out(marked, theme, PORTRAIT)
    drawn = draw_slide(frame, theme, PORTRAIT)
    picture = Image.open(BytesIO(drawn.png)).convert("RGB")
    found = []
    for op in display_list(frame, theme.on(marked.field)).words:
        for line in op.text.lines:
            box = (op.x + line.x, op.y + line.baseline - 0.8 * line.size, op.x + line.x + line.width,
                   op.y + line.baseline + 0.3 * line.size)  # fmt: skip
            seen = Counter(picture.crop(tuple(round(side) for side in box)).get_flattened_data())
            for color in {glyph.color for glyph in line.glyphs}:
                ground = next(
                    (pixel for pixel, _ in seen.most_common(6) if f"#{bytes(pixel).hex()}" != color[:7]), (0, 0, 0)
                )
                below = f"#{bytes(ground).hex()}"
                ratio = contrast(flattened(color, below), below)
                if ratio < 4.5:
                    found.append((line.text, round(ratio, 2)))
    return found


@pytest.mark.parametrize("content", [shortest, full, longest])
@pytest.mark.parametrize("layout", NAMES)
@pytest.mark.parametrize("theme", THEMES)
def test_words_stand_out_from_what_is_below_them(theme, layout, content):
    for number in (3, 4):
        fits = measure_slide(content(layout), view(number), THEMES[theme], PORTRAIT)
        if fits.ok:
            assert weak(content(layout), THEMES[theme], number) == []
        else:  # too much for one slide: the composer is told so
            assert content is longest
            assert {problem.rule for problem in fits.problems} == {"slide.overflow"}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("layout", NAMES)
def test_no_theme_refuses_what_night_takes(layout, theme):
    if measure_slide(longest(layout), view(), THEMES["night"], PORTRAIT).ok:
        assert measure_slide(longest(layout), view(), THEMES[theme], PORTRAIT).problems == ()


def test_themes_are_told_apart_in_grey_at_the_size_of_a_stamp():
    """At 200 px and without colour, slides of two themes differ more than two slides of one."""
    stamps = {}
    for name, theme in THEMES.items():
        for layout in ("cover", "cards", "steps", "qa", "recap", "end"):
            frame = lay_out(markup(full(layout), view(), theme, PORTRAIT), theme, PORTRAIT)
            picture = Image.open(BytesIO(draw_slide(frame, theme, PORTRAIT).png)).convert("L")
            stamps[name, layout] = list(picture.resize((200, 250)).get_flattened_data())

    def kind(stamp: list[int]) -> tuple[float, float]:
        dark = sum(value < 40 for value in stamp) / len(stamp)
        light = sum(value > 235 for value in stamp) / len(stamp)
        return dark, light

    for (name, _), stamp in stamps.items():
        dark, light = kind(stamp)
        assert (dark > 0.6) == (name == "night")
        assert (light > 0.75) == (name == "paper")
