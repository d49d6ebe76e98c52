"""A picture under work: the few strokes of Pillow's core that everything is painted with."""

from __future__ import annotations

from functools import lru_cache
from math import floor
from typing import Any

from PIL import Image, ImageDraw

from post_forge.render.draw.colors import Paint, parse
from post_forge.render.values import Color

_GRID = 8  # places within a px at which a slanted line may begin, and a corner lie

Core = Any  # Pillow's core image: it has no public type

solid: Any = Image.core.fill  # type: ignore[attr-defined]  # (mode, size, colour)


class Canvas:
    """An RGB picture. Every method clips at its edges.

    A colour goes through a mask as a picture of that colour alone: Pillow pastes it twice as fast as an ink.
    """

    __slots__ = ("_ink", "_inks", "height", "image", "paste", "rectangle", "width")

    def __init__(self, width: int, height: int, background: Color) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width, height), parse(background).rgb)
        self.paste = self.image.im.paste  # (core, (x, y, right, bottom), mask core)
        draw = ImageDraw.Draw(self.image).draw
        self.rectangle, self._ink = draw.draw_rectangle, draw.draw_ink
        self._inks: dict[tuple[int, int, int], Any] = {}

    def ink(self, rgb: tuple[int, int, int]) -> Any:
        """A colour as the core takes it."""
        try:
            return self._inks[rgb]
        except KeyError:
            ink = self._inks[rgb] = self._ink(rgb)
            return ink

    def fill(self, x: int, y: int, right: int, bottom: int, paint: Paint) -> None:
        """A rectangle without `right` and `bottom` themselves."""
        x, y, right, bottom = max(x, 0), max(y, 0), min(right, self.width), min(bottom, self.height)
        if right <= x or bottom <= y or not paint.alpha:
            return
        if paint.alpha == 255:
            self.rectangle((x, y, right - 1, bottom - 1), self.ink(paint.rgb), 1, 0)
        else:
            size = right - x, bottom - y
            plain, mask = solid("RGB", size, paint.rgb), solid("L", size, paint.alpha)
            self.paste(plain, (x, y, right, bottom), mask)

    def stamp(self, x: int, y: int, mask: Core, paint: Paint) -> None:
        """A colour through a mask (a core image of mode L), its own alpha included."""
        if paint.alpha < 255:
            mask = mask.point(_fainter(paint.alpha), "L")
        if paint.alpha:
            width, height = mask.size
            self.paste(solid("RGB", mask.size, paint.rgb), (x, y, x + width, y + height), mask)


@lru_cache(100)
def plain(rgb: tuple[int, int, int], size: tuple[int, int]) -> Core:
    """A picture of one colour; the last ones are kept, letters of a line are often of one size."""
    return solid("RGB", size, rgb)


@lru_cache(256)
def _fainter(alpha: int) -> list[int]:
    """What each coverage becomes under an alpha."""
    return [value * alpha // 255 for value in range(256)]


def on_grid(value: float) -> float:
    """The place within a px that is nearest to a coordinate."""
    return floor(value * _GRID + 0.5) / _GRID
