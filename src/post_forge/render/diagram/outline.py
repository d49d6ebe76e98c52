"""Forms of boxes and ends of lines -> what is painted: fills, polygons, strokes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin

from post_forge.render.diagram.forms import POLYGONS, Rect, lid, outline, radius_of
from post_forge.render.values import Fill, Op, Polygon, Stroke

Point = tuple[float, float]

MITRE = 0.5**0.5
"""How far, in widths of the line, the corner of an open arrow head reaches beyond its point."""

DASH, BLANK = 13.0, 9.0
ARC = 8
"""Stretches of a rounded corner."""


@dataclass(frozen=True, slots=True)
class Pen:
    """A line: its colour, its width and the radius of its corners in px, whether it is dashed, and its ends."""

    color: str
    width: float
    radius: float
    dashed: bool = False
    head: str = "arrow"
    tail: str = "none"
    size: float = 14.0
    solid: bool = False
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Skin:
    """A box: its fill, its border (px, colour) and the radius of its corners."""

    fill: str
    border: float
    border_color: str
    radius: float


# ---- lines -----------------------------------------------------------------------------------------------------------


def line(points: Sequence[Point], pen: Pen) -> Iterator[Op]:
    """A line with level and upright stretches, rounded corners and its ends."""
    points = [_crisp(point, pen.width) for point in points]
    if len(points) < 2:
        return
    body = list(points)
    body[-1] = _short(points[-2], points[-1], _back(pen.head, pen))
    body[0] = _short(points[1], points[0], _back(pen.tail, pen))
    yield from _body(body, pen)
    yield from tip(points[-2], points[-1], pen.head, pen)
    yield from tip(points[1], points[0], pen.tail, pen)


def _back(kind: str, pen: Pen) -> float:
    """How far before its end a line stops, for the tip that stands there."""
    if kind == "arrow":
        return pen.size if pen.solid else pen.width * MITRE
    return pen.size * 0.9 if kind == "circle" else 0.0


def _short(start: Point, end: Point, by: float) -> Point:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    by = min(by, length)
    return end[0] - (end[0] - start[0]) / length * by, end[1] - (end[1] - start[1]) / length * by


def _crisp(point: Point, width: float) -> Point:
    """The point moved so that a line of this width has its edges on whole pixels."""
    half = (round(width) % 2) / 2
    return round(point[0] - half) + half, round(point[1] - half) + half


def _body(points: Sequence[Point], pen: Pen) -> Iterator[Op]:
    last = len(points) - 2
    cuts = [0.0] * len(points)
    for at in range(1, len(points) - 1):
        sides = (_length(points[at - 1], points[at]), _length(points[at], points[at + 1]))
        rooms = (sides[0] / (1 if at == 1 else 2), sides[1] / (1 if at == last else 2))
        cuts[at] = min(pen.radius, *rooms)
    phase = 0.0
    for at, (start, end) in enumerate(pairwise(points)):
        begin, stop = _short(end, start, -0.0), _short(start, end, cuts[at + 1])
        begin = _short(end, start, cuts[at]) if cuts[at] else begin
        square = 0.0 if cuts[at + 1] >= 1 or at == last else pen.width / 2
        yield from _stretch(begin, _longer(begin, stop, square), pen, phase)
        phase += _length(begin, stop)
        if at < last and cuts[at + 1] >= 1:
            yield Stroke(_arc(stop, end, points[at + 2], cuts[at + 1]), pen.width, pen.color)
            phase += cuts[at + 1] * pi / 2


def _longer(start: Point, end: Point, by: float) -> Point:
    length = _length(start, end)
    if not by or not length:
        return end
    return end[0] + (end[0] - start[0]) / length * by, end[1] + (end[1] - start[1]) / length * by


def _length(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _stretch(start: Point, end: Point, pen: Pen, phase: float) -> Iterator[Op]:
    """One straight stretch as a rectangle, or as dashes that go on from the stretch before."""
    total = _length(start, end)
    if total < 0.01:
        return
    if not pen.dashed:
        yield _bar(start, end, pen)
        return
    scale = max(1.0, pen.width / 3.5)
    dash, blank = DASH * scale, BLANK * scale
    at = -(phase % (dash + blank))
    while at < total:
        low, high = max(0.0, at), min(total, at + dash)
        if high - low > 0.5:
            yield _bar(_along(start, end, low / total), _along(start, end, high / total), pen)
        at += dash + blank


def _along(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _bar(start: Point, end: Point, pen: Pen) -> Op:
    thick = max(1, round(pen.width))
    left, top = min(start[0], end[0]), min(start[1], end[1])
    if abs(start[1] - end[1]) < 0.01:
        return Fill(round(left), round(top - thick / 2), round(abs(end[0] - start[0])), thick, pen.color)
    return Fill(round(left - thick / 2), round(top), thick, round(abs(end[1] - start[1])), pen.color)


def _arc(start: Point, corner: Point, after: Point, radius: float) -> tuple[Point, ...]:
    """A quarter of a circle from `start`, around a corner, towards `after`."""
    length = _length(corner, after) or 1.0
    turn = ((after[0] - corner[0]) / length, (after[1] - corner[1]) / length)
    way = ((corner[0] - start[0]) / radius, (corner[1] - start[1]) / radius)
    points = []
    for step in range(ARC + 1):
        angle = pi / 2 * step / ARC
        forward, aside = sin(angle) * radius, (1 - cos(angle)) * radius
        points.append((start[0] + way[0] * forward + turn[0] * aside, start[1] + way[1] * forward + turn[1] * aside))
    return tuple(points)


def tip(before: Point, end: Point, kind: str, pen: Pen) -> Iterator[Op]:
    """What stands at the end of a line that comes from `before`: its outermost point lies on `end`."""
    length = _length(before, end)
    if kind == "none" or length < 0.01:
        return
    way = ((end[0] - before[0]) / length, (end[1] - before[1]) / length)
    side = (-way[1], way[0])
    size = pen.size

    def at(back: float, aside: float) -> Point:
        return end[0] - way[0] * back + side[0] * aside, end[1] - way[1] * back + side[1] * aside

    if kind == "arrow" and pen.solid:
        yield Polygon((at(0, 0), at(size * 1.35, size * 0.8), at(size * 1.35, -size * 0.8)), pen.color)
    elif kind == "arrow":
        reach = pen.width * MITRE
        yield Stroke((at(reach + size, size), at(reach, 0), at(reach + size, -size)), pen.width, pen.color)
    elif kind == "circle":
        half = size * 0.55
        middle = at(half, 0)
        yield Fill(middle[0] - half, middle[1] - half, 2 * half, 2 * half, pen.color, half)
    elif kind == "cross":
        arm = size * 0.62
        yield Stroke((at(0, -arm), at(2 * arm, arm)), pen.width, pen.color)
        yield Stroke((at(0, arm), at(2 * arm, -arm)), pen.width, pen.color)


# ---- boxes -----------------------------------------------------------------------------------------------------------


def form(kind: str, area: Rect, skin: Skin, ink: str) -> Iterator[Op]:
    """A box of a form on whole pixels; (x, y, width, height)."""
    x, y = round(area[0]), round(area[1])
    width, height = round(area[0] + area[2]) - x, round(area[1] + area[3]) - y
    if kind in ("start", "end"):
        yield from _dot(kind, (x, y, width, height), ink)
    elif kind in POLYGONS:
        yield from _polygon(outline(kind, (x, y, width, height)), skin)
        if kind == "cylinder":
            yield Stroke(lid((x, y, width, height), skin.border), max(skin.border, 2.0), skin.border_color or ink)
    else:
        radius = radius_of(kind, (x, y, width, height), skin.radius)
        yield Fill(x, y, width, height, skin.fill, radius, skin.border, skin.border_color)
        if kind == "double":
            thick, inset = max(2, round(skin.border)), max(10, round(height * 0.14))
            for at in (x + inset, x + width - inset - thick):
                yield Fill(at, y, thick, height, skin.border_color or ink)


def _dot(kind: str, area: Rect, ink: str) -> Iterator[Op]:
    x, y, width, height = area
    if kind == "start":
        yield Fill(x, y, width, height, ink, width / 2)
        return
    ring, inset = max(3.0, round(width * 0.09)), round(width * 0.26)
    yield Fill(x, y, width, height, "", width / 2, ring, ink)
    yield Fill(x + inset, y + inset, width - 2 * inset, height - 2 * inset, ink, width / 2 - inset)


def _polygon(points: Sequence[Point], skin: Skin) -> Iterator[Op]:
    if skin.border:
        yield Polygon(tuple(points), skin.border_color)
        yield Polygon(_inset(points, skin.border), skin.fill or skin.border_color)
    else:
        yield Polygon(tuple(points), skin.fill)


def _inset(points: Sequence[Point], by: float) -> tuple[Point, ...]:
    """A convex polygon (clockwise on the screen) whose sides have moved inward."""
    made = []
    for at, point in enumerate(points):
        before, after = points[at - 1], points[(at + 1) % len(points)]
        one, other = _normal(before, point), _normal(point, after)
        share = 1 + one[0] * other[0] + one[1] * other[1]
        made.append((point[0] + by * (one[0] + other[0]) / share, point[1] + by * (one[1] + other[1]) / share))
    return tuple(made)


def _normal(start: Point, end: Point) -> Point:
    length = _length(start, end) or 1.0
    return -(end[1] - start[1]) / length, (end[0] - start[0]) / length
