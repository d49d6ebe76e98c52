"""Where wires leave and enter boxes: in the order of what they lead to, and so that they run straight if they can.

Wires of one look that leave a box together share a port, and so do wires that enter one together; but a wire never
shares at both ends, or nobody could tell which way it runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from post_forge.render.diagram.mesh import Mesh

LEAST_APART = 30.0
"""px between two ports of a side."""

REACH = 0.42
"""How far from its middle, in parts of its width, a box may be entered for a straight line's sake."""

SMALL_STEP = 48.0


@dataclass(frozen=True, slots=True)
class Look:
    """What tells wires apart: a name for their strokes, and whether a tip is drawn at their end and at their start."""

    key: str
    head: bool = True
    tail: bool = False


Side = tuple[int, bool]
"""A vertex, and whether its lower side is meant."""


@dataclass(slots=True)
class Ports:
    """`at[segment]` is where it leaves above and enters below, `bundles` which segments share a track."""

    at: list[list[float]]
    bundles: list[list[int]]


def ports(
    mesh: Mesh,
    looks: Sequence[Look],
    place: Sequence[float],
    spans: Sequence[float],
    scale: float,
) -> Ports | None:
    """The ports of all segments; None where a side is too short for its wires. `spans` are the widths of boxes."""
    leaving, entering = _bundles(mesh, looks)
    at = [[place[segment.above], place[segment.below]] for segment in mesh.segments]
    crowded: set[Side] = set()
    for lower in (True, False):
        sides: dict[int, list[list[int]]] = {}
        for bundle in leaving if lower else entering:
            segment = mesh.segments[bundle[0]]
            sides.setdefault(segment.above if lower else segment.below, []).append(bundle)
        for vertex, bundles in sides.items():
            if mesh.vertices[vertex].node < 0:
                continue
            if len(bundles) > 1 or len(bundles[0]) > 1:
                crowded.add((vertex, lower))
            if not _spread(mesh, vertex, lower, bundles, place, spans, at, scale):
                return None
    for number, segment in enumerate(mesh.segments):
        _straighten(mesh, number, (segment.above, segment.below), crowded, place, spans, at, scale)
    return Ports(at, _joined(leaving, entering))


def _bundles(mesh: Mesh, looks: Sequence[Look]) -> tuple[list[list[int]], list[list[int]]]:
    """The segments that share a port above, and those that share one below."""
    leaving: dict[tuple[object, ...], list[int]] = {}
    for number, segment in enumerate(mesh.segments):
        look, box = looks[segment.wire], mesh.vertices[segment.above].node >= 0
        share = box and segment.wire not in mesh.back and not look.tail
        leaving.setdefault((segment.above, look.key) if share else (segment.above, number, "own"), []).append(number)
    alone = {bundle[0] for bundle in leaving.values() if len(bundle) == 1}
    entering: dict[tuple[object, ...], list[int]] = {}
    for number, segment in enumerate(mesh.segments):
        look, box = looks[segment.wire], mesh.vertices[segment.below].node >= 0
        share = box and segment.wire not in mesh.back and number in alone and not look.tail
        key = (segment.below, look.key, look.head) if share else (segment.below, number, "own")
        entering.setdefault(key, []).append(number)
    return list(leaving.values()), list(entering.values())


def _joined(leaving: list[list[int]], entering: list[list[int]]) -> list[list[int]]:
    wide = [bundle for bundle in (*leaving, *entering) if len(bundle) > 1]
    taken = {number for bundle in wide for number in bundle}
    return wide + [bundle for bundle in leaving if len(bundle) == 1 and bundle[0] not in taken]


def _spread(
    mesh: Mesh,
    vertex: int,
    lower: bool,
    bundles: list[list[int]],
    place: Sequence[float],
    spans: Sequence[float],
    at: list[list[float]],
    scale: float,
) -> bool:
    """Put the ports of one side in order of where they lead. False where they come too close."""

    def leads(bundle: list[int]) -> float:
        segments = [mesh.segments[number] for number in bundle]
        return sum(place[one.below if lower else one.above] for one in segments) / len(segments)

    least, half = LEAST_APART * scale, REACH * spans[vertex]
    if len(bundles) > 1 and 2 * half + 0.01 < least * (len(bundles) - 1):
        return False
    order = sorted(bundles, key=leads)
    wanted = [min(max(leads(one), place[vertex] - half), place[vertex] + half) for one in order]
    if len(order) == 1:
        wanted = [place[vertex]]
    for bundle, x in zip(order, spaced(wanted, least, place[vertex] - half, place[vertex] + half), strict=True):
        for one in bundle:
            at[one][0 if lower else 1] = x
    return True


def spaced(wanted: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Places in order, as near to the wanted ones as their distance and the bounds allow."""
    found: list[float] = []
    for x in wanted:
        found.append(max(x, low if not found else found[-1] + least))
    for at in range(len(found) - 1, -1, -1):
        found[at] = min(found[at], high if at == len(found) - 1 else found[at + 1] - least)
    return found


def _straighten(
    mesh: Mesh,
    number: int,
    ends: tuple[int, int],
    crowded: set[Side],
    place: Sequence[float],
    spans: Sequence[float],
    at: list[list[float]],
    scale: float,
) -> None:
    """Move a port that nothing else needs so that the wire runs straight."""
    free = [mesh.vertices[end].node >= 0 and (end, side == 0) not in crowded for side, end in enumerate(ends)]
    one, other = at[number]
    if abs(one - other) < 0.01:
        return
    if free[0] and free[1]:
        if abs(one - other) <= SMALL_STEP * scale:
            at[number] = [(one + other) / 2] * 2
    elif free[0] and abs(other - place[ends[0]]) <= REACH * spans[ends[0]]:
        at[number][0] = other
    elif free[1] and abs(one - place[ends[1]]) <= REACH * spans[ends[1]]:
        at[number][1] = one
