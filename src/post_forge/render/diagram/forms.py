"""The outlines of boxes: their corners, and where a line that comes from outside meets them. (x, y, width, height)."""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi, sin, sqrt

Point = tuple[float, float]
Rect = tuple[float, float, float, float]

POLYGONS = ("choice", "hexagon", "slanted", "flag", "cylinder")
ROUND = {"pill": 0.5, "circle": 0.5}
"""Forms whose corners are rounded by a part of their height."""


def radius_of(kind: str, area: Rect, radius: float) -> float:
    """The radius of the corners of a box that is no polygon."""
    most = min(area[2], area[3]) / 2
    return most if kind in ROUND else min(most, radius * 1.6 if kind == "round" else radius)


def surface(kind: str, area: Rect, radius: float, end: Point, inner: Point) -> Point:
    """Where a level or upright line from `inner` to about `end` meets the outline of a box."""
    x, y, width, height = area
    upright = abs(inner[0] - end[0]) < 0.01
    if kind in POLYGONS:
        corners = outline(kind, area)
        hits = _hits(corners, end[0] if upright else end[1], 0 if upright else 1)
    else:
        hits = _rounded(area, radius_of(kind, area, radius), end[0] if upright else end[1], upright)
    if not hits:
        return end
    begins = inner[1] < y + height / 2 if upright else inner[0] < x + width / 2
    edge = min(hits) if begins else max(hits)
    return (end[0], edge) if upright else (edge, end[1])


def _hits(corners: list[Point], at: float, axis: int) -> list[float]:
    """Where the outline crosses a line across an axis."""
    found = []
    for one, other in pairwise([*corners, corners[0]]):
        low, high = sorted((one[axis], other[axis]))
        if low <= at <= high and high - low > 1e-9:
            share = (at - one[axis]) / (other[axis] - one[axis])
            found.append(one[1 - axis] + share * (other[1 - axis] - one[1 - axis]))
    return found


def _rounded(area: Rect, radius: float, at: float, upright: bool) -> list[float]:
    x, y, width, height = area
    start, length, low, far = (x, width, y, height) if upright else (y, height, x, width)
    into = min(at - start, start + length - at)
    if into < 0:
        return []
    cut = radius - sqrt(max(0.0, radius**2 - (radius - into) ** 2)) if into < radius else 0.0
    return [low + cut, low + far - cut]


def outline(kind: str, area: Rect) -> list[Point]:
    """The corners of a form, clockwise from its top left."""
    x, y, width, height = area
    right, bottom, middle = x + width, y + height, y + height / 2
    point = min(height * (0.42 if kind == "choice" else 0.24), 44 if kind == "choice" else 26, width / 4)
    if kind in ("choice", "hexagon"):
        return [
            (x + point, y),
            (right - point, y),
            (right, middle),
            (right - point, bottom),
            (x + point, bottom),
            (x, middle),
        ]
    if kind == "slanted":
        slant = min(height * 0.24, width / 4)
        return [(x + slant, y), (right, y), (right - slant, bottom), (x, bottom)]
    if kind == "flag":
        notch = min(height * 0.3, width / 4)
        return [(x, y), (right, y), (right, bottom), (x, bottom), (x + notch, middle)]
    return _cylinder(area)


LYING = 2.6
"""How much wider than high a cylinder lies on its side."""


def _arc_of(area: Rect, bulge: float, towards: str) -> list[Point]:
    """Half an ellipse across the end of an area, clockwise: `up`, `down`, `left` or `right` says where it bulges to."""
    x, y, width, height = area
    angles = [pi * step / 24 for step in range(25)]
    if towards == "up":
        return [(x + width / 2 - cos(a) * width / 2, y + bulge - sin(a) * bulge) for a in angles]
    if towards == "down":
        return [(x + width / 2 + cos(a) * width / 2, y + height - bulge + sin(a) * bulge) for a in angles]
    if towards == "right":
        return [(x + width - bulge + sin(a) * bulge, y + height / 2 - cos(a) * height / 2) for a in angles]
    return [(x + bulge - sin(a) * bulge, y + height / 2 + cos(a) * height / 2) for a in angles]


def _bulge(area: Rect) -> float:
    """How far the ends of a cylinder bulge, px."""
    _, _, width, height = area
    return height * 0.2 if width > LYING * height else min(14.0, height * 0.12)


def _cylinder(area: Rect) -> list[Point]:
    ends = ("right", "left") if area[2] > LYING * area[3] else ("up", "down")
    return [point for end in ends for point in _arc_of(area, _bulge(area), end)]


def lid(area: Rect, border: float) -> tuple[Point, ...]:
    """The near edge of a cylinder's lid: below its top, or left of its right end."""
    x, y, width, height = area
    bulge, half = _bulge(area), border / 2
    if width > LYING * height:
        inside = (x + width - 2 * bulge, y + half, 2 * bulge, height - border)
        return tuple(_arc_of(inside, bulge, "left"))
    return tuple(_arc_of((x + half, y, width - border, 2 * bulge), bulge, "down"))
