"""A glyph of a font at a size -> its mask at a quarter-pixel phase, or its colour picture. Both are kept."""

from __future__ import annotations

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import uharfbuzz as hb
from PIL import Image

from post_forge.render.type import FontBook
from post_forge.render.type.recent import Recent

CACHE_BYTES = 20_000_000
PHASES = 4


Spot = tuple[int, int, int, int]
"""Which glyph: the key of its font, its id, its shift to the right in quarters of a px, its tone."""


class Drawn(NamedTuple):
    """A glyph ready to be put down: a mask (core image, mode L), or a picture (RGBA) if its font is coloured.

    `left` and `top` say where its top left corner lies against the pen, in px. A blank has neither.
    """

    mask: Any
    left: int = 0
    top: int = 0
    picture: Image.Image | None = None
    weight: int = 200  # bytes, about


BLANK = Drawn(None)


class Glyphs:
    """The glyph pictures of one font book."""

    __slots__ = ("__weakref__", "_book", "_known")

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._known: Recent[Spot, Drawn] = Recent(CACHE_BYTES)

    @property
    def young(self) -> dict[Spot, Drawn]:
        """Glyphs that were asked for lately. Another dict after a call of `get`."""
        return self._known.young

    def get(self, spot: Spot) -> Drawn:
        """A glyph, drawn when it is not known."""
        known = self._known.get(spot)
        if known is None:
            known = _draw(self._book, *spot)
            self._known.put(spot, known, known.weight)
        return known


def _draw(book: FontBook, key: int, gid: int, phase: int, tone: int) -> Drawn:
    font, size = book.sized(key)
    scale = size / font.upem
    if font.color:
        return _picture(font.font, gid, scale)
    raster = hb.RasterDraw()
    raster.transform = (scale, 0, 0, scale, phase / PHASES, 0)
    raster.draw_glyph(font.font, gid)
    made = raster.render()
    box = made.extents if made else None
    if not box or not box.width or not box.height:
        return BLANK
    image = Image.frombuffer("L", (box.width, box.height), made.buffer, "raw", "L", box.stride, -1)
    top = -(box.y_origin + box.height)
    return Drawn(image.im.point(TONES[tone], "L"), box.x_origin, top, None, 200 + box.width * box.height)


def _picture(font: hb.Font, gid: int, scale: float) -> Drawn:
    painter = hb.RasterPaint()
    painter.transform = (scale, 0, 0, scale, 0, 0)
    extents = font.get_glyph_extents(gid)
    if not extents or not painter.set_glyph_extents(extents):
        return BLANK
    painter.paint_glyph(font, gid)
    made = painter.render()
    box = made.extents if made else None
    if not box or not box.width or not box.height:
        return BLANK
    image = Image.frombuffer("RGBA", (box.width, box.height), made.buffer, "raw", "BGRa", box.stride, -1)
    return Drawn(None, box.x_origin, -(box.y_origin + box.height), image, 200 + 4 * box.width * box.height)


def _tone(strength: float) -> list[int]:
    """Coverage with a little more contrast: partial pixels gain, none and full stay."""
    return [round(255 * (value / 255) ** strength) for value in range(256)]


# Blending happens on the screen's own (gamma-coded) values: half-covered pixels of light text on a dark ground come
# out too dark, which makes thin letters look starved. Light text therefore gains coverage; dark text needs little.
TONES = (_tone(1.0), _tone(0.94), _tone(0.85))


def tone_of(light: float) -> int:
    """Which of the tones suits a text colour, by how light it looks (0..1)."""
    return 2 if light > 0.6 else 1 if light > 0.35 else 0


_GLYPHS: WeakKeyDictionary[FontBook, Glyphs] = WeakKeyDictionary()


def glyphs_of(book: FontBook) -> Glyphs:
    """The glyph pictures of a book, made once."""
    found = _GLYPHS.get(book)
    if found is None:
        found = _GLYPHS[book] = Glyphs(book)
    return found
