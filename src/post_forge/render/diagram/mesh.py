"""Ranked boxes -> rows of vertices in an order with few crossings: the boxes, and a vertex where a wire passes a row.

Between two rows of boxes lies a row for labels, where any wire that goes through has one. Boxes of one group stand
side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from post_forge.render.diagram.ranks import Wire

SWEEPS = 14


@dataclass(frozen=True, slots=True)
class Vertex:
    """A box (`node` from 0), or the place where a wire passes a row; `label` says that its words stand here."""

    row: int
    node: int = -1
    wire: int = -1
    label: bool = False
    group: int = -1


@dataclass(frozen=True, slots=True)
class Segment:
    """A wire between two neighbouring rows: vertices above and below."""

    above: int
    below: int
    wire: int


@dataclass(frozen=True, slots=True)
class Mesh:
    """`rows` hold vertices in their order; `back` are the wires that run upward."""

    vertices: tuple[Vertex, ...]
    rows: tuple[tuple[int, ...], ...]
    segments: tuple[Segment, ...]
    back: frozenset[int]


def mesh(rank: Sequence[int], wires: Sequence[Wire], back: frozenset[int], groups: Sequence[int]) -> Mesh:
    """The vertices of a ranked graph, ordered. Wires from a box to itself are left out."""
    row_of, count = _rows(rank, wires)
    vertices = [Vertex(row_of[2 * rank[node]], node, group=groups[node]) for node in range(len(rank))]
    segments: list[Segment] = []
    for number, wire in enumerate(wires):
        if wire.start == wire.end:
            continue
        top, bottom = (wire.end, wire.start) if number in back else (wire.start, wire.end)
        group = groups[top] if groups[top] == groups[bottom] else -1
        first, last = vertices[top].row, vertices[bottom].row
        place = row_of[2 * rank[wire.start] + (-1 if number in back else 1)] if wire.labelled else -1
        above = top
        for row in range(first + 1, last):
            vertices.append(Vertex(row, wire=number, label=row == place, group=group))
            segments.append(Segment(above, len(vertices) - 1, number))
            above = len(vertices) - 1
        segments.append(Segment(above, bottom, number))
    rows = [[at for at, vertex in enumerate(vertices) if vertex.row == row] for row in range(count)]
    return Mesh(tuple(vertices), _ordered(vertices, rows, segments), tuple(segments), back)


def _rows(rank: Sequence[int], wires: Sequence[Wire]) -> tuple[dict[int, int], int]:
    """Where each rank's row and each row of labels lies: 2 x rank, and one more for the labels below it."""
    used = {2 * one for one in rank}
    for wire in wires:
        if wire.labelled and wire.start != wire.end:
            down = rank[wire.start] < rank[wire.end]
            used.add(2 * rank[wire.start] + (1 if down else -1))
    return {place: row for row, place in enumerate(sorted(used))}, len(used)


# ---- order -----------------------------------------------------------------------------------------------------------


def _ordered(
    vertices: Sequence[Vertex], rows: list[list[int]], segments: Sequence[Segment]
) -> tuple[tuple[int, ...], ...]:
    """The best order of a few sweeps down and up, each row sorted by the middle of its neighbours."""
    above: dict[int, list[int]] = {}
    below: dict[int, list[int]] = {}
    for segment in segments:
        above.setdefault(segment.below, []).append(segment.above)
        below.setdefault(segment.above, []).append(segment.below)
    rows = [_gathered(row, vertices, {at: float(place) for place, at in enumerate(row)}) for row in rows]
    best, fewest = [list(row) for row in rows], crossings(rows, segments)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        near = above if down else below
        for at in range(1, len(rows)) if down else range(len(rows) - 2, -1, -1):
            place = {vertex: number for row in rows for number, vertex in enumerate(row)}
            rows[at] = _sorted(rows[at], vertices, near, place)
        _swapped(rows, vertices, segments)
        found = crossings(rows, segments)
        if found < fewest:
            best, fewest = [list(row) for row in rows], found
        if not fewest:
            break
    return tuple(tuple(row) for row in best)


def _sorted(row: list[int], vertices: Sequence[Vertex], near: dict[int, list[int]], place: dict[int, int]) -> list[int]:
    wanted = {}
    for number, vertex in enumerate(row):
        others = near.get(vertex, [])
        wanted[vertex] = sum(place[one] for one in others) / len(others) if others else float(number)
    return _gathered(row, vertices, wanted)


def _gathered(row: list[int], vertices: Sequence[Vertex], wanted: dict[int, float]) -> list[int]:
    """The row by the wanted places, the members of a group side by side."""
    middles: dict[int, float] = {}
    for group in {vertices[one].group for one in row} - {-1}:
        members = [wanted[one] for one in row if vertices[one].group == group]
        middles[group] = sum(members) / len(members)
    order = {vertex: number for number, vertex in enumerate(row)}

    def key(vertex: int) -> tuple[float, int, float, int]:
        group = vertices[vertex].group
        return (middles.get(group, wanted[vertex]), group, wanted[vertex], order[vertex])

    return sorted(row, key=key)


def _swapped(rows: list[list[int]], vertices: Sequence[Vertex], segments: Sequence[Segment]) -> None:
    """Neighbours change places where that saves a crossing."""
    for row in rows:
        for at in range(len(row) - 1):
            one, other = row[at], row[at + 1]
            if vertices[one].group != vertices[other].group and max(vertices[one].group, vertices[other].group) >= 0:
                continue
            before = crossings(rows, segments)
            row[at], row[at + 1] = other, one
            if crossings(rows, segments) >= before:
                row[at], row[at + 1] = one, other


def crossings(rows: Sequence[Sequence[int]], segments: Sequence[Segment]) -> int:
    """How often two segments between the same rows cross."""
    place = {vertex: (number, at) for number, row in enumerate(rows) for at, vertex in enumerate(row)}
    by_row: dict[int, list[tuple[int, int]]] = {}
    for segment in segments:
        row, start = place[segment.above]
        by_row.setdefault(row, []).append((start, place[segment.below][1]))
    return sum(
        (one[0] - other[0]) * (one[1] - other[1]) < 0
        for pairs in by_row.values()
        for at, one in enumerate(pairs)
        for other in pairs[:at]
    )
