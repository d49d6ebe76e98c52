"""Boxes and wires -> the row of each box: cycles are cut first, then each box stands below all that lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wire:
    """A line between two boxes (indices); `labelled` asks for room on its way."""

    start: int
    end: int
    labelled: bool = False


def backward(count: int, wires: Sequence[Wire]) -> frozenset[int]:
    """The wires that close a cycle, seen from the first box on in the author's order."""
    leaving: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for number, wire in enumerate(wires):
        if wire.start != wire.end:
            leaving[wire.start].append((number, wire.end))
    targets = {wire.end for wire in wires if wire.start != wire.end}
    state = [0] * count  # 0 not seen, 1 on the way, 2 done
    found: set[int] = set()

    def visit(box: int) -> None:
        state[box] = 1
        for number, end in leaving[box]:
            if state[end] == 1:
                found.add(number)
            elif not state[end]:
                visit(end)
        state[box] = 2

    for box in [*(box for box in range(count) if box not in targets), *range(count)]:
        if not state[box]:
            visit(box)
    return frozenset(found)


def ranks(count: int, wires: Sequence[Wire], back: frozenset[int], apart: bool = False) -> list[int]:
    """The row of each box, from 0: the longest way to it, but no earlier than its neighbours below need it.

    `apart` puts parts that nothing joins below each other, not side by side.
    """
    ways = [
        (wire.end, wire.start) if number in back else (wire.start, wire.end)
        for number, wire in enumerate(wires)
        if wire.start != wire.end
    ]
    rank = [0] * count
    for _ in range(count):
        for start, end in ways:
            rank[end] = max(rank[end], rank[start] + 1)
    entered = {end for _, end in ways}
    for box in range(count):
        below = [rank[end] for start, end in ways if start == box]
        if box not in entered and below:
            rank[box] = min(below) - 1
    return _stacked(rank, parts(count, wires)) if apart else rank


def parts(count: int, wires: Sequence[Wire]) -> list[list[int]]:
    """The boxes that hang together, in the author's order."""
    home = list(range(count))
    for _ in range(count):
        for wire in wires:
            home[wire.start] = home[wire.end] = min(home[wire.start], home[wire.end])
    return [[box for box in range(count) if home[box] == first] for first in dict.fromkeys(home)]


def _stacked(rank: list[int], groups: list[list[int]]) -> list[int]:
    made, base = list(rank), 0
    for boxes in groups:
        low = min(rank[box] for box in boxes)
        for box in boxes:
            made[box] = rank[box] - low + base
        base = max(made[box] for box in boxes) + 1
    return made
