"""A graph -> its boxes below each other, indented like an outline where a box leads to several.

What leads to the box below runs near its left edge, its words at its right. A box that is one of several hangs on a
trunk at its left, its words above it. All other wires run in lanes at the right, short ones inside, and carry their
words on their middle. Groups frame boxes that follow one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from post_forge.render.diagram.ranks import Wire

MOST_LANES = 3

Role = Literal["step", "branch", "lane"]


@dataclass(frozen=True, slots=True)
class Outline:
    """`order` holds the boxes from the top, `indents` how far in each stands, `roles` how each wire runs."""

    order: tuple[int, ...]
    indents: tuple[int, ...]
    roles: tuple[Role, ...]

    @property
    def lanes(self) -> tuple[int, ...]:
        """The wires that run in lanes."""
        return tuple(number for number, role in enumerate(self.roles) if role == "lane")


def outline(count: int, wires: Sequence[Wire], back: frozenset[int], groups: Sequence[int] = ()) -> Outline | None:
    """The outline of a graph; None where too many wires would run in lanes, or a group is torn."""
    forward = [(number, wire) for number, wire in enumerate(wires) if number not in back and wire.start != wire.end]
    order, through = _order(count, forward)
    children: dict[int, list[int]] = {}
    for box in order:
        if box in through:
            children.setdefault(wires[through[box]].start, []).append(box)
    indents, roles = [0] * count, ["lane"] * len(wires)
    for box in order:
        number = through.get(box)
        if number is None:
            continue
        parent = wires[number].start
        only = len(children[parent]) == 1
        follows = order.index(box) == order.index(parent) + 1
        roles[number] = "step" if only and follows else "branch"
        indents[box] = indents[parent] + (0 if only and follows else 1)
    found = Outline(tuple(order), tuple(indents), tuple(roles))  # type: ignore[arg-type]
    torn = any(_torn(order, groups, group) for group in set(groups) - {-1})
    return None if torn or len(found.lanes) > MOST_LANES else found


def _order(count: int, forward: list[tuple[int, Wire]]) -> tuple[list[int], dict[int, int]]:
    """Each box right below the last of those that lead to it, and the wire it hangs on."""
    waiting = [sum(1 for _, wire in forward if wire.end == box) for box in range(count)]
    order: list[int] = []
    through: dict[int, int] = {}

    def place(box: int) -> None:
        order.append(box)
        ready = []
        for number, wire in forward:
            if wire.start == box:
                waiting[wire.end] -= 1
                if not waiting[wire.end]:
                    through[wire.end] = number
                    ready.append(wire.end)
        for end in ready:
            place(end)

    for box in range(count):
        if not waiting[box] and box not in order:
            place(box)
    return order, through


def _torn(order: Sequence[int], groups: Sequence[int], group: int) -> bool:
    """Whether the boxes of a group do not follow one another."""
    places = [at for at, box in enumerate(order) if groups[box] == group]
    return places[-1] - places[0] + 1 != len(places)
