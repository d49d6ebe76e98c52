"""Whether an arrangement can be shown: frames hold their boxes and nothing else, words lie on nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from post_forge.render.diagram.request import Area, Arranged, Point, Request


def sound(request: Request, made: Arranged) -> bool:
    """Whether frames hold their boxes and nothing else, and wires that lead to a frame end at it."""
    groups = {one.node: one.group for one in request.mesh.vertices if one.node >= 0}
    for group, frame in enumerate(made.frames):
        if any(frame.meets(box, 4.0) for node, box in enumerate(made.boxes) if groups[node] != group):
            return False
        if any(frame.meets(other) for other in made.frames[:group]):
            return False
        title = Area(frame.across, frame.along, request.titles[group], request.spacing.title)
        if request.spacing.title_across:
            title = Area(frame.across, frame.along, request.spacing.title, request.titles[group])
            if request.titles[group] > frame.long:
                return False
        elif request.titles[group] > frame.wide:
            return False
        if any(_crosses(points, title) for points in made.routes.values()):
            return False
    return all(_apart(request, made, number) for number in made.labels)


def _crosses(points: Sequence[Point], area: Area) -> bool:
    for (x, y), (to_x, to_y) in pairwise(points):
        line = Area(min(x, to_x), min(y, to_y), abs(to_x - x), abs(to_y - y))
        if line.meets(area, 2.0):
            return True
    return False


def _apart(request: Request, made: Arranged, number: int) -> bool:
    """Whether a label touches no box and no other label."""
    area = label_area(request, made, number)
    if any(area.meets(box) for box in made.boxes):
        return False
    return not any(area.meets(label_area(request, made, other)) for other in made.labels if other < number)


def label_area(request: Request, made: Arranged, number: int) -> Area:
    """Where the words of a wire stand, with their distance from the line."""
    label, (across, along) = request.labels[number], made.labels[number]
    loop = request.wires[number].start == request.wires[number].end
    before = 0.0 if loop else label.before
    return Area(across - before, along, before + label.after, label.long)
