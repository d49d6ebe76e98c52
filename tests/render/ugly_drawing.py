"""Ugly mistakes of drawings: arrows that point at nothing, lines that run through words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import hypot

from ugly_look import Line, Look

from post_forge.render.boxes import Frame
from post_forge.render.elements import Painter
from post_forge.render.values import Fill, Op, Polygon, Stroke

DRAWN = ("graph", "sequence")
OFF_TIP = 1.5
"""px between an arrow's outermost point and what it points at (edges are put on whole pixels)."""
DASH = 14
"""px by which a thin rectangle goes on: it may be one of many dashes."""
THICK = 16
"""px up to which a rectangle is a line and not a box."""

Point = tuple[float, float]
Rect = tuple[float, float, float, float]


def dangling_arrow(look: Look) -> Iterator[str]:
    """22: an arrow whose tip is more than a pixel from the edge of a box (or from a lifeline)."""
    for frame, ops in drawings(look):
        for op in ops:
            found = tip_of(op)
            if found is None:
                continue
            point, way = found
            targets = [other for other in ops if other is not op and not runs_along(other, way)]
            least = min((distance(point, other) for other in targets), default=999.0)
            if least > OFF_TIP:
                place = f"{point[0]:.0f},{point[1]:.0f}"
                yield f"an arrow of <{frame.box.element.name}> ends {least:.0f} px from anything at {place}"


def crossed_label(look: Look) -> Iterator[str]:
    """22b: a line that runs through words, where no patch of ground lies between."""
    for frame, ops in drawings(look):
        lines = [line for line in look.lines if line.frame is frame]
        for at, op in enumerate(ops):
            for line in lines:
                if crosses(op, line) and not any(covers(patch, line) for patch in ops[at + 1 :]):
                    yield f"a line runs through {line.text!r}"


def drawings(look: Look) -> Iterator[tuple[Frame, list[Op]]]:
    """What each diagram of a slide paints besides its words."""
    painter = Painter(look.field, look.bare.box.own("direction") == "rtl")
    for frame in look.bare.walk():
        if frame.box.element.name in DRAWN:
            ops = [op for op in frame.box.element.leaf.paint(frame, painter) if not hasattr(op, "text")]
            yield frame, ops


def tip_of(op: Op) -> tuple[Point, Point] | None:
    """The outermost point of an arrow head and the way it points, for a chevron or a triangle."""
    if isinstance(op, Stroke) and len(op.points) == 3 and not op.closed:
        one, apex, other = op.points
    elif isinstance(op, Polygon) and len(op.points) == 3:
        apex, one, other = op.points
    else:
        return None
    arms = hypot(one[0] - apex[0], one[1] - apex[1]), hypot(other[0] - apex[0], other[1] - apex[1])
    if abs(arms[0] - arms[1]) > 0.5:
        return None
    back = (one[0] + other[0]) / 2 - apex[0], (one[1] + other[1]) / 2 - apex[1]
    length = hypot(*back) or 1.0
    way = -back[0] / length, -back[1] / length
    mitre = op.width * 0.5**0.5 if isinstance(op, Stroke) else 0.0
    return (apex[0] + way[0] * mitre, apex[1] + way[1] * mitre), way


def runs_along(op: Op, way: Point) -> bool:
    """Whether an operation is a line in the direction of an arrow (its own shaft), or no target at all."""
    if not isinstance(op, Fill | Polygon):
        return not isinstance(op, Stroke)
    if isinstance(op, Polygon):
        return len(op.points) == 3
    if min(op.width, op.height) > THICK:
        return not (op.color or op.border)
    return (op.width > op.height) == (abs(way[0]) > abs(way[1]))


def distance(point: Point, op: Op) -> float:
    """px from a point to the edge of a shape."""
    if isinstance(op, Fill):
        thin = min(op.width, op.height) <= THICK
        across, down = (
            DASH if thin and one > other else 0 for one, other in ((op.width, op.height), (op.height, op.width))
        )
        found = to_rect(point, (op.x - across, op.y - down, op.x + op.width + across, op.y + op.height + down))
        within = op.x <= point[0] <= op.x + op.width and op.y <= point[1] <= op.y + op.height
        return max(0.0, found - op.border) if within else found
    assert isinstance(op, Polygon | Stroke)
    corners = list(op.points)
    if isinstance(op, Polygon) or op.closed:
        corners.append(corners[0])
    half = op.width / 2 if isinstance(op, Stroke) else 0.0
    return min(to_segment(point, *pair) for pair in pairwise(corners)) - half


def to_rect(point: Point, rect: Rect) -> float:
    left, top, right, bottom = rect
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return min(to_segment(point, *pair) for pair in pairwise(corners))


def to_segment(point: Point, start: Point, end: Point) -> float:
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    share = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length if length else 0.0
    share = max(0.0, min(1.0, share))
    return hypot(point[0] - start[0] - share * along[0], point[1] - start[1] - share * along[1])


def crosses(op: Op, line: Line) -> bool:
    """Whether a line (a thin rectangle) meets the ink of some letter."""
    if not isinstance(op, Fill) or min(op.width, op.height) > THICK or not op.color:
        return False
    right, bottom = op.x + op.width, op.y + op.height
    return any(
        letter.left < right and letter.right > op.x and letter.top < bottom and letter.bottom > op.y
        for letter in line.letters
    )


def covers(op: Op, line: Line) -> bool:
    """Whether a box painted later lies below the whole of a line of words: what was there before is hidden."""
    if isinstance(op, Polygon):
        across, down = [x for x, _ in op.points], [y for _, y in op.points]
        rect = min(across), min(down), max(across), max(down)
    elif isinstance(op, Fill) and op.color and min(op.width, op.height) > THICK:
        rect = op.x, op.y, op.x + op.width, op.y + op.height
    else:
        return False
    return rect[0] <= line.left and rect[1] <= line.top + 2 and rect[2] >= line.right and rect[3] >= line.baseline - 2
