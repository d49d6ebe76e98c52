"""Places that are nearly right -> places in line: chains below each other, frames close to their members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from post_forge.render.diagram.mesh import Mesh

SNAP = 40.0
"""px within which a wire that nearly runs straight is made to."""

Rule = tuple[int, int, float]
"""(a, b, px): b stands at least so many px after a."""


def tightened(place: list[float], mesh: Mesh, made: Sequence[Rule]) -> list[float]:
    """The frames' edges as near to their members as they may be."""
    for edge in range(len(mesh.vertices), len(place)):
        left = (edge - len(mesh.vertices)) % 2 == 0
        if left:
            inside = [place[other] - px for one, other, px in made if one == edge and _member(mesh, other, edge)]
            place[edge] = min(inside)
        else:
            inside = [place[one] + px for one, other, px in made if other == edge and _member(mesh, one, edge)]
            place[edge] = max(inside)
    return place


def _member(mesh: Mesh, vertex: int, edge: int) -> bool:
    """Whether a vertex stands in the group whose frame has an edge."""
    return vertex < len(mesh.vertices) and mesh.vertices[vertex].group == (edge - len(mesh.vertices)) // 2


def partners(mesh: Mesh) -> list[tuple[int, int]]:
    """Boxes of which each is the only one that the other leads to, or is led to from, whatever passes between them."""
    ends: dict[int, list[int]] = {}
    for segment in mesh.segments:
        for vertex in (segment.above, segment.below):
            if mesh.vertices[vertex].node >= 0:
                ends.setdefault(segment.wire, []).append(vertex)
    pairs = {(min(pair, key=_row(mesh)), max(pair, key=_row(mesh))) for pair in ends.values() if len(pair) == 2}
    return [
        (upper, lower)
        for upper, lower in sorted(pairs)
        if sum(one == upper for one, _ in pairs) == 1 and sum(other == lower for _, other in pairs) == 1
    ]


def _row(mesh: Mesh) -> Callable[[int], int]:
    return lambda vertex: mesh.vertices[vertex].row


def aligned(
    place: list[float],
    mesh: Mesh,
    made: Sequence[Rule],
    reach: tuple[Sequence[float], Sequence[float]],
    room: float,
) -> list[float]:
    """Vertices that simply follow one another stand exactly below each other, where there is room."""
    above, below = _neighbours(mesh)
    for _ in range(3):
        for chain in _chains(mesh, above, below):
            outside = [one for vertex in chain for one in (*above[vertex], *below[vertex]) if one not in chain]
            low = max(_least(place, made, vertex, chain, reach[0][vertex]) for vertex in chain)
            high = min(_most(place, made, vertex, chain, room - reach[1][vertex]) for vertex in chain)
            own = sum(place[vertex] for vertex in chain) / len(chain)
            near = [place[one] for one in outside if abs(place[one] - own) < SNAP]
            spots = [*near, *(place[one] for one in chain), own]
            spots = [x for x in spots if low - 1e-6 <= x <= high + 1e-6]
            if spots:
                best = min(spots, key=partial(_bends, near=outside, place=place))
                for vertex in chain:
                    place[vertex] = best
    for pair in partners(mesh):
        _paired(place, made, pair, (below, above), (reach, room))
    return place


def _paired(
    place: list[float],
    made: Sequence[Rule],
    pair: tuple[int, int],
    near: tuple[list[set[int]], list[set[int]]],
    bounds: tuple[tuple[Sequence[float], Sequence[float]], float],
) -> None:
    """Two boxes with several wires between them stand below each other, the words on these wires around their line."""
    upper, lower = pair
    between = sorted(near[0][upper] & near[1][lower], key=lambda vertex: place[vertex])
    if len(between) < 2 or len(between) != len(near[0][upper]):
        return
    offsets = [0.0]
    for one, other in pairwise(between):
        offsets.append(offsets[-1] + max(px for a, b, px in made if (a, b) == (one, other)))
    for x in (place[upper], place[lower], (place[upper] + place[lower]) / 2):
        wanted = {upper: x, lower: x} if len(near[1][lower]) == len(between) else {upper: place[lower]}
        middle = wanted[upper] - offsets[-1] / 2
        wanted |= {vertex: middle + offset for vertex, offset in zip(between, offsets, strict=True)}
        (starts, ends), room = bounds
        inside = all(starts[vertex] <= spot <= room - ends[vertex] for vertex, spot in wanted.items())
        if inside and _holds(place, made, wanted):
            for vertex, spot in wanted.items():
                place[vertex] = spot
            return


def _holds(place: Sequence[float], made: Sequence[Rule], wanted: dict[int, float]) -> bool:
    """Whether every rule is kept when some vertices move."""
    touched = [rule for rule in made if rule[0] in wanted or rule[1] in wanted]
    return all(wanted.get(one, place[one]) + px <= wanted.get(other, place[other]) + 1e-6 for one, other, px in touched)


def _neighbours(mesh: Mesh) -> tuple[list[set[int]], list[set[int]]]:
    above: list[set[int]] = [set() for _ in mesh.vertices]
    below: list[set[int]] = [set() for _ in mesh.vertices]
    for segment in mesh.segments:
        above[segment.below].add(segment.above)
        below[segment.above].add(segment.below)
    return above, below


def _chains(mesh: Mesh, above: list[set[int]], below: list[set[int]]) -> list[list[int]]:
    """Runs of vertices in which each leads to the next alone, and is all that leads there."""
    found, seen = [], set[int]()
    for first in range(len(mesh.vertices)):
        if first in seen:
            continue
        chain = [first]
        while len(below[chain[-1]]) == 1 and len(above[min(below[chain[-1]])]) == 1:
            chain.append(min(below[chain[-1]]))
        while len(above[chain[0]]) == 1 and len(below[min(above[chain[0]])]) == 1:
            chain.insert(0, min(above[chain[0]]))
        seen.update(chain)
        found.append(chain)
    return found


def _least(place: list[float], made: Sequence[Rule], vertex: int, chain: list[int], edge: float) -> float:
    return max([edge, *(place[one] + px for one, other, px in made if other == vertex and one not in chain)])


def _most(place: list[float], made: Sequence[Rule], vertex: int, chain: list[int], edge: float) -> float:
    return min([edge, *(place[other] - px for one, other, px in made if one == vertex and other not in chain)])


def _bends(x: float, near: Sequence[int], place: Sequence[float]) -> tuple[int, float]:
    """How many wires bend when a chain stands at x, and how far they run across."""
    return sum(abs(x - place[one]) > 0.5 for one in near), sum(abs(x - place[one]) for one in near)
