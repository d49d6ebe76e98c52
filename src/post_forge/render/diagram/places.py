"""Ordered rows -> where each vertex stands across: close to its neighbours in other rows, never too close in its own.

The rules of distance are differences ("b is at least 40 px right of a"). A frame around a group counts as two more
places, left and right of its members in every row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import sub

from post_forge.render.diagram.aligning import Rule, aligned, partners, tightened
from post_forge.render.diagram.mesh import Mesh

ROUNDS, NUDGES = 120, 3
PULL = 1.15
"""How far a vertex goes towards the middle of its neighbours in one round: beyond it, for the sake of long chains."""


STILL = 0.4
"""px: where nothing goes further in a round, all stand where they belong."""

PARTNERS = 4.0
"""How strongly two boxes that have only each other draw each other."""


@dataclass(frozen=True, slots=True)
class Extent:
    """px that a vertex takes before and after its line."""

    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Distances:
    """px between boxes, beside wires, and between a group's frame and what stands in it and beside it.

    `heading` is the room of a group's title where that stands at the frame's left.
    """

    boxes: float
    wires: float
    inside: float
    outside: float
    heading: float = 0.0


def rules(mesh: Mesh, extents: Sequence[Extent], distances: Distances, groups: int) -> list[Rule]:
    """Every distance to keep. The places behind the last vertex are the frames' edges: left and right of each group."""
    made: list[Rule] = []
    first_frame = len(mesh.vertices)
    for row in mesh.rows:
        for before, after in pairwise(row):
            one, other = mesh.vertices[before], mesh.vertices[after]
            gap = distances.boxes if one.node >= 0 and other.node >= 0 else distances.wires
            px = extents[before].after + extents[after].before + gap
            made.append((before, after, px))
            if one.group != other.group:
                right = first_frame + 2 * one.group + 1 if one.group >= 0 and groups else -1
                left = first_frame + 2 * other.group if other.group >= 0 and groups else -1
                if right >= 0 and left >= 0:
                    made.append((right, left, distances.outside))
                elif right >= 0:
                    made.append((right, after, extents[after].before + distances.outside))
                elif left >= 0:
                    made.append((before, left, extents[before].after + distances.outside))
        if groups:
            for vertex in row:
                group = mesh.vertices[vertex].group
                if group >= 0:
                    made.append(
                        (first_frame + 2 * group, vertex, extents[vertex].before + distances.inside + distances.heading)
                    )
                    made.append((vertex, first_frame + 2 * group + 1, extents[vertex].after + distances.inside))
    return made


def least(count: int, made: Sequence[Rule], starts: Sequence[float]) -> list[float] | None:
    """The places furthest to the left that keep every rule; None where rules contradict one another."""
    place = list(starts)
    for _ in range(count + 1):
        moved = False
        for before, after, px in made:
            if place[before] + px > place[after] + 1e-6:
                place[after], moved = place[before] + px, True
        if not moved:
            return place
    return None


def settle(mesh: Mesh, extents: Sequence[Extent], made: Sequence[Rule], groups: int, room: float) -> list[float] | None:
    """The places of all vertices, then of the frames' edges, from 0 to `room`; None where they do not fit."""
    count = len(mesh.vertices) + 2 * groups
    starts = [extent.before for extent in extents] + [0.0] * (2 * groups)
    ends = [extent.after for extent in extents] + [0.0] * (2 * groups)
    place = least(count, made, starts)
    if place is None or max(x + end for x, end in zip(place, ends, strict=True)) > room + 0.01:
        return None
    pulls = _pulls(mesh)
    ways = ((pulls, made), (pulls[::-1], made[::-1]))
    for round_ in range(ROUNDS):
        before = list(place)
        _pull(place, ways[round_ % 2][0])
        for _ in range(NUDGES):
            _keep(place, ways[round_ % 2][1])
        if round_ % 2 and max(map(abs, map(sub, place, before))) < STILL:
            break
    found = _fitted(place, made, starts, ends, room)
    if found is None:
        return None
    straight = tightened(aligned(found, mesh, made, (starts, ends), room), mesh, made)
    return _centred(straight, (starts, ends), room)


def consistent(mesh: Mesh, groups: int) -> bool:
    """Whether frames can stand beside each other at all: in no row in one order, and in another in the other."""
    extents = [Extent(1.0, 1.0)] * len(mesh.vertices)
    made = rules(mesh, extents, Distances(1.0, 1.0, 1.0, 1.0), groups)
    return least(len(mesh.vertices) + 2 * groups, made, [0.0] * (len(mesh.vertices) + 2 * groups)) is not None


Pull = tuple[int, tuple[tuple[int, float], ...], float]
"""A vertex, those that draw it and how strongly, and one part of that strength together."""


def _pulls(mesh: Mesh) -> list[Pull]:
    """Which vertices draw which: what passes rows should run straight."""
    pulls: dict[int, list[tuple[int, float]]] = {}
    for segment in mesh.segments:
        boxes = (mesh.vertices[segment.above].node >= 0) + (mesh.vertices[segment.below].node >= 0)
        weight = (6.0, 2.0, 1.0)[boxes]
        pulls.setdefault(segment.above, []).append((segment.below, weight))
        pulls.setdefault(segment.below, []).append((segment.above, weight))
    for one, other in partners(mesh):
        pulls[one].append((other, PARTNERS))
        pulls[other].append((one, PARTNERS))
    return [(vertex, tuple(others), 1 / sum(weight for _, weight in others)) for vertex, others in pulls.items()]


def _pull(place: list[float], pulls: Sequence[Pull]) -> None:
    """Every vertex goes towards the middle of its neighbours, and a little further: so whole chains move."""
    for vertex, others, share in pulls:
        middle = 0.0
        for other, weight in others:
            middle += place[other] * weight
        place[vertex] += PULL * (middle * share - place[vertex])


def _keep(place: list[float], made: Sequence[Rule]) -> None:
    """Push apart what has come too close, both by half."""
    for before, after, px in made:
        lacking = place[before] + px - place[after]
        if lacking > 0:
            place[before] -= lacking / 2
            place[after] += lacking / 2


def _fitted(
    place: list[float], made: Sequence[Rule], starts: Sequence[float], ends: Sequence[float], room: float
) -> list[float] | None:
    """The places with every rule kept exactly, in the middle of the room."""
    low = min(x - start for x, start in zip(place, starts, strict=True))
    high = max(x + end for x, end in zip(place, ends, strict=True))
    shift = (room - high - low) / 2
    kept = least(len(place), made, [max(start, x + shift) for x, start in zip(place, starts, strict=True)])
    if kept is None:
        return None
    mirrored = [(after, before, px) for before, after, px in made]
    back = least(len(kept), mirrored, [max(end, room - x) for x, end in zip(kept, ends, strict=True)])
    if back is None:
        return None
    final = [room - x for x in back]
    return _centred(final, (starts, ends), room)


def _centred(place: list[float], ends: tuple[Sequence[float], Sequence[float]], room: float) -> list[float]:
    low = min(x - start for x, start in zip(place, ends[0], strict=True))
    high = max(x + end for x, end in zip(place, ends[1], strict=True))
    return [x + (room - high - low) / 2 for x in place]
