"""A filled polygon -> its coverage on the canvas, anti-aliased."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, floor

from PIL import Image, ImageDraw

from post_forge.render.draw.canvas import Canvas, on_grid
from post_forge.render.draw.colors import parse
from post_forge.render.values import Polygon

Point = tuple[float, float]
_FINE = 4


def draw_polygon(canvas: Canvas, op: Polygon) -> None:
    """Fill the shape."""
    if len(op.points) < 3 or not op.color:
        return
    left, top = floor(min(x for x, _ in op.points)), floor(min(y for _, y in op.points))
    points = tuple((on_grid(x - left), on_grid(y - top)) for x, y in op.points)
    canvas.stamp(left, top, _mask(points).im, parse(op.color))


@lru_cache(64)
def _mask(points: Sequence[Point]) -> Image.Image:
    wide, high = ceil(max(x for x, _ in points)) + 1, ceil(max(y for _, y in points)) + 1
    big = Image.new("L", (wide * _FINE, high * _FINE), 0)
    ImageDraw.Draw(big).polygon([(x * _FINE - 0.5, y * _FINE - 0.5) for x, y in points], fill=255)
    return big.reduce(_FINE)
