"""A colour as it is written (`#rrggbb`, `#rrggbbaa`) -> numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from post_forge.render.values import Color


class Paint(NamedTuple):
    """A colour to paint with. `alpha` is 255 where it covers; `light` is how light it looks, 0..1."""

    rgb: tuple[int, int, int]
    alpha: int
    light: float


@lru_cache(1024)
def parse(color: Color) -> Paint:
    """The numbers of a colour. Raises ValueError for anything but `#rrggbb` and `#rrggbbaa`."""
    if len(color) not in (7, 9) or color[0] != "#":
        raise ValueError(f"not a colour: {color!r}")
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    alpha = int(color[7:9], 16) if len(color) == 9 else 255
    return Paint((red, green, blue), alpha, (0.299 * red + 0.587 * green + 0.114 * blue) / 255)
