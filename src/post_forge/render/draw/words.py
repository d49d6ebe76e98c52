"""A set text -> its glyphs on the canvas, at quarter-pixel places across and whole pixels down."""

from __future__ import annotations

from math import floor

from post_forge.render.draw.boxes import fill_box
from post_forge.render.draw.canvas import Canvas, plain
from post_forge.render.draw.colors import parse
from post_forge.render.draw.masks import Glyphs, tone_of
from post_forge.render.values import SetLine, Words


def draw_words(canvas: Canvas, words: Words, glyphs: Glyphs) -> None:
    """Chips, then letters, then lines through and under them."""
    for line in words.text.lines:
        x, baseline = words.x + line.x, floor(words.y + line.baseline + 0.5)
        for chip in line.chips:
            if chip.kind == "chip":
                fill_box(
                    canvas, x + chip.x, baseline + chip.top, chip.width, chip.bottom - chip.top, chip.color, chip.radius
                )
        _letters(canvas, line, x, baseline, glyphs)
        for chip in line.chips:
            if chip.kind != "chip":
                _rule(canvas, x + chip.x, baseline + chip.top, chip.width, chip.bottom - chip.top, chip.color)


def _letters(canvas: Canvas, line: SetLine, left: float, baseline: int, glyphs: Glyphs) -> None:
    known, paint, tone = "", parse("#000000"), 0
    young, paste = glyphs.young, canvas.paste
    for font, gid, x, y, color in line.glyphs:
        if color != known:
            known, paint = color, parse(color)
            tone = tone_of(paint.light)
        across = floor((left + x) * 4 + 0.5)
        spot = (font, gid, across & 3, tone)
        drawn = young.get(spot)
        if drawn is None:
            drawn, young = glyphs.get(spot), glyphs.young
        mask, dx, dy, picture, _ = drawn
        left_edge, top = (across >> 2) + dx, baseline + floor(y + 0.5) + dy
        if mask is not None:
            if paint.alpha == 255:
                size = width, height = mask.size
                paste(plain(paint.rgb, size), (left_edge, top, left_edge + width, top + height), mask)
            else:
                canvas.stamp(left_edge, top, mask, paint)
        elif picture is not None:
            canvas.image.paste(picture, (left_edge, top), picture)


def _rule(canvas: Canvas, x: float, y: float, width: float, height: float, color: str) -> None:
    top = floor(y + 0.5)
    canvas.fill(floor(x + 0.5), top, floor(x + width + 0.5), top + max(1, floor(height + 0.5)), parse(color))
