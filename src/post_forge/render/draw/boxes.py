"""A rectangle with rounded corners and a border -> three rectangles and four anti-aliased corner masks."""

from __future__ import annotations

from functools import lru_cache
from math import floor, sqrt

from PIL import Image, ImageChops

from post_forge.render.draw.canvas import Canvas, Core
from post_forge.render.draw.colors import parse
from post_forge.render.values import Color, Fill

_SIDES = {"all": (1, 1, 1, 1), "top": (1, 1, 0, 0), "bottom": (0, 0, 1, 1), "left": (1, 0, 1, 0), "right": (0, 1, 0, 1)}
_FINE = 8  # rows a pixel is divided in when a corner's coverage is summed


def draw_fill(canvas: Canvas, op: Fill) -> None:
    """A filled and perhaps bordered box. Edges lie on whole pixels."""
    x, y, right, bottom = _snap(op.x, op.y, op.width, op.height)
    radius = _radius(op.radius, right - x, bottom - y)
    border = max(1, floor(op.border + 0.5)) if op.border > 0 and op.border_color else 0
    if not border:
        if op.color:
            _round(canvas, (x, y, right, bottom), radius, op.color, op.corners)
        return
    inner = (x + border, y + border, right - border, bottom - border)
    if op.color and parse(op.color).alpha == 255 == parse(op.border_color).alpha:
        _round(canvas, (x, y, right, bottom), radius, op.border_color, op.corners, border)
        _round(canvas, inner, max(0, radius - border), op.color, op.corners)
        return
    if op.color:
        _round(canvas, inner, max(0, radius - border), op.color, op.corners)
    _ring(canvas, (x, y, right, bottom), radius, border, op.border_color, op.corners)


def fill_box(canvas: Canvas, x: float, y: float, width: float, height: float, color: Color, radius: float) -> None:
    """A plain rounded box."""
    draw_fill(canvas, Fill(x, y, width, height, color, radius))


Edges = tuple[int, int, int, int]


def _snap(x: float, y: float, width: float, height: float) -> Edges:
    return floor(x + 0.5), floor(y + 0.5), floor(x + width + 0.5), floor(y + height + 0.5)


def _radius(radius: float, width: int, height: int) -> int:
    return max(0, min(floor(radius + 0.5), width // 2, height // 2))


def _round(canvas: Canvas, edges: Edges, radius: int, color: Color, corners: str, border: int = 0) -> None:
    """A filled box; with a `border` only what will be seen of it when its inside has been filled too."""
    x, y, right, bottom = edges
    paint = parse(color)
    radius = min(radius, (right - x) // 2, (bottom - y) // 2)
    if radius < 1:
        canvas.fill(x, y, right, bottom, paint)
        return
    side = border if 0 < border < radius else radius
    if side < radius:
        canvas.fill(x + radius, y, right - radius, y + side, paint)
        canvas.fill(x + radius, bottom - side, right - radius, bottom, paint)
    else:
        canvas.fill(x + radius, y, right - radius, bottom, paint)
    canvas.fill(x, y + radius, x + side, bottom - radius, paint)
    canvas.fill(right - side, y + radius, right, bottom - radius, paint)
    for spot, mask, rounded in zip(_spots(edges, radius), corner_masks(radius, 0), _SIDES[corners], strict=True):
        if rounded:
            canvas.stamp(*spot, mask, paint)
        else:
            canvas.fill(*spot, spot[0] + radius, spot[1] + radius, paint)


def _ring(canvas: Canvas, edges: Edges, radius: int, border: int, color: Color, corners: str) -> None:
    """The border alone, its inside untouched."""
    x, y, right, bottom = edges
    paint = parse(color)
    size = max(radius, border)
    canvas.fill(x + size, y, right - size, y + border, paint)
    canvas.fill(x + size, bottom - border, right - size, bottom, paint)
    canvas.fill(x, y + size, x + border, bottom - size, paint)
    canvas.fill(right - border, y + size, right, bottom - size, paint)
    round_masks, square_masks = corner_masks(radius, border, size), corner_masks(0, border, size)
    for at, spot in enumerate(_spots(edges, size)):
        canvas.stamp(*spot, (round_masks if _SIDES[corners][at] else square_masks)[at], paint)


def _spots(edges: Edges, size: int) -> tuple[tuple[int, int], ...]:
    x, y, right, bottom = edges
    return (x, y), (right - size, y), (x, bottom - size), (right - size, bottom - size)


def rounded(size: tuple[int, int], radius: int) -> Image.Image:
    """The mask of a rounded box of `size` px."""
    mask = Image.new("L", size, 255)
    for spot, corner in zip(_spots((0, 0, *size), radius), corner_masks(radius, 0), strict=True):
        mask.im.paste(corner, (*spot, spot[0] + radius, spot[1] + radius))
    return mask


@lru_cache(256)
def corner_masks(radius: int, border: int, size: int = 0) -> tuple[Core, Core, Core, Core]:
    """Masks of the four corners (top left, top right, bottom left, bottom right), `size` px square.

    `border` 0 fills the corner, otherwise only a ring of that thickness is covered.
    """
    size = size or radius
    mask = _quarter(radius, size)
    if border:
        inside = Image.new("L", (size, size), 0)
        hole = _quarter(max(0, radius - border), size - border)
        inside.paste(hole, (border, border))
        mask = ImageChops.subtract(mask, inside)
    flip = Image.Transpose
    return (
        mask.im,
        mask.transpose(flip.FLIP_LEFT_RIGHT).im,
        mask.transpose(flip.FLIP_TOP_BOTTOM).im,
        mask.transpose(flip.ROTATE_180).im,
    )


def _quarter(radius: int, size: int) -> Image.Image:
    """The top left corner of a disc in a square of `size`: exact across, summed over fine rows down."""
    if size <= 0:
        return Image.new("L", (max(size, 0), max(size, 0)))
    rows = bytearray()
    for row in range(size):
        rows += bytes([255]) * size if row >= radius else _corner_row(row, radius, size)
    mask = Image.frombytes("L", (size, size), bytes(rows))
    return ImageChops.add(mask, mask.transpose(Image.Transpose.TRANSPOSE), scale=2)  # the same both ways


def _corner_row(row: int, radius: int, size: int) -> bytes:
    heights = [radius - (row + (fine + 0.5) / _FINE) for fine in range(_FINE)]
    starts = [radius - sqrt(max(0.0, radius * radius - height * height)) for height in heights]
    first, last = floor(min(starts)), floor(max(starts)) + 1
    edge = [sum(min(1.0, max(0.0, x + 1 - start)) for start in starts) for x in range(first, last)]
    return (bytes(first) + bytes(floor(255 * cover / _FINE + 0.5) for cover in edge)).ljust(size, b"\xff")[:size]
