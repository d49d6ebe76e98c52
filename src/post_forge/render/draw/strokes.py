"""A polyline -> a line with butt ends and mitred corners: rectangles where it runs straight, else anti-aliased."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, floor, hypot

from PIL import Image, ImageDraw

from post_forge.render.draw.canvas import Canvas, on_grid
from post_forge.render.draw.colors import parse
from post_forge.render.values import Stroke

Point = tuple[float, float]
Side = tuple[Point, Point]
ICON = 48  # px of length up to which a stroke is taken for a part of an icon
_LONGEST_MITRE = 0.12  # of a full turn back: beyond it a corner would stick out six times the line's width


def draw_stroke(canvas: Canvas, op: Stroke) -> None:
    """Draw a line through points. Long level and upright lines get edges on whole pixels.

    Short ones are parts of icons and stay where their slanted neighbours expect them.
    """
    sides = sides_of(op.points, op.closed)
    if not sides or op.width <= 0:
        return
    straight = all(a[0] == b[0] or a[1] == b[1] for a, b in sides)
    if straight and sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in sides) >= ICON:
        for rectangle in rectangles(sides, op.width, op.closed):
            canvas.fill(*rectangle, parse(op.color))
        return
    left, top = floor(min(x for x, _ in op.points)), floor(min(y for _, y in op.points))
    points = tuple((on_grid(x - left), on_grid(y - top)) for x, y in op.points)
    mask, margin = _mask(points, op.width, op.closed)
    canvas.stamp(left - margin, top - margin, mask.im, parse(op.color))


def sides_of(points: Sequence[Point], closed: bool) -> list[Side]:
    """The stretches between neighbouring points that differ."""
    following = [*points[1:], points[0]] if closed else points[1:]
    return [(a, b) for a, b in zip(points, following, strict=False) if a != b]


def rectangles(sides: Sequence[Side], width: float, closed: bool) -> list[tuple[int, int, int, int]]:
    """A line of level and upright stretches as rectangles (left, top, right, bottom) that do not overlap.

    A corner belongs to the stretch that ends in it.
    """
    thick = max(1, floor(width + 0.5))
    made = []
    for index, ((x, y), (to_x, to_y)) in enumerate(sides):
        upright = x == to_x
        begin, end = (y, to_y) if upright else (x, to_x)
        way = 1 if end > begin else -1
        start = _edge(begin, thick, way) if index or closed else floor(begin + 0.5)
        finish = _edge(end, thick, way) if index + 1 < len(sides) or closed else floor(end + 0.5)
        low, high = min(start, finish), max(start, finish)
        across = _low(x if upright else y, thick)
        made.append((across, low, across + thick, high) if upright else (low, across, high, across + thick))
    return made


def _low(middle: float, thick: int) -> int:
    """The first pixel of a line of some thickness around a middle."""
    return floor(middle - thick / 2 + 0.5)


def _edge(corner: float, thick: int, way: int) -> int:
    """The far edge of a corner, seen in the way the line runs: where one stretch ends and the next begins."""
    return _low(corner, thick) + (thick if way > 0 else 0)


@lru_cache(192)
def _mask(points: tuple[Point, ...], width: float, closed: bool) -> tuple[Image.Image, int]:
    """The coverage of a line and how far it begins left of and above the points' own corner, in px."""
    margin = ceil(width * 3.5) + 1
    wide, high = ceil(max(x for x, _ in points)) + 2 * margin, ceil(max(y for _, y in points)) + 2 * margin
    fine = 8 if wide * high < 90_000 else 4
    big = Image.new("L", (wide * fine, high * fine), 0)
    draw = ImageDraw.Draw(big)
    for polygon in outline(points, width, closed):
        draw.polygon([((x + margin) * fine - 0.5, (y + margin) * fine - 0.5) for x, y in polygon], fill=255)
    return big.reduce(fine), margin


def outline(points: Sequence[Point], width: float, closed: bool) -> list[list[Point]]:
    """The polygons that cover a line: one a stretch, cut at its corners along the mitre."""
    sides = sides_of(points, closed)
    normals = [_normal(a, b, width / 2) for a, b in sides]
    polygons = []
    for index, (a, b) in enumerate(sides):
        before = normals[index - 1] if index or closed else None
        after = normals[(index + 1) % len(sides)] if index + 1 < len(sides) or closed else None
        start, end = _corner(normals[index], before), _corner(normals[index], after)
        polygons.append(
            [
                (a[0] + start[0], a[1] + start[1]),
                (b[0] + end[0], b[1] + end[1]),
                (b[0] - end[0], b[1] - end[1]),
                (a[0] - start[0], a[1] - start[1]),
            ]
        )
    return polygons


def _normal(a: Point, b: Point, half: float) -> Point:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = hypot(dx, dy)
    return -dy / length * half, dx / length * half


def _corner(normal: Point, other: Point | None) -> Point:
    """From a corner's point to the mitre's tip; the plain normal at a free end and where the line turns back."""
    if other is None:
        return normal
    x, y = normal[0] + other[0], normal[1] + other[1]
    squared, half = x * x + y * y, normal[0] ** 2 + normal[1] ** 2
    if squared < half * _LONGEST_MITRE:
        return normal
    return x * 2 * half / squared, y * 2 * half / squared
