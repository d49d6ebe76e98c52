"""Lengths along one axis -> positions on it: the arithmetic of rows and columns, without boxes.

The words are flexbox's (https://www.w3.org/TR/css-flexbox-1/): what grows shares the free room, what is left over is
justified. A part that grows begins at nothing, so that parts that grow alike come out alike; but none gets smaller
than its least length.
"""

from __future__ import annotations

from collections.abc import Sequence

EVEN = 2.0
"""px by which parts that grow alike may differ and still look alike."""


def shared(room: float, grows: Sequence[float], least: Sequence[float]) -> list[float]:
    """Lengths in the proportion of `grows` that fill `room`; whoever would get less than its least length gets that."""
    total = sum(grows)
    lengths = [room * grow / total if grow > 0 else 0.0 for grow in grows]
    if all(length >= low - 1e-6 or not grow for length, low, grow in zip(lengths, least, grows, strict=True)):
        return lengths  # nearly always
    lengths = [0.0] * len(grows)
    open_parts = [index for index, grow in enumerate(grows) if grow > 0]
    free = room
    while open_parts:
        total = sum(grows[index] for index in open_parts)
        short = [index for index in open_parts if free * grows[index] / total < least[index] - 1e-6]
        if not short:
            for index in open_parts:
                lengths[index] = free * grows[index] / total
            break
        for index in short:
            lengths[index] = least[index]
            free -= least[index]
            open_parts.remove(index)
    return lengths


def squeezed(lengths: Sequence[float], firm: Sequence[bool], excess: float) -> list[float]:
    """The lengths made `excess` shorter together, in proportion; firm ones keep theirs."""
    soft = sum(length for length, is_firm in zip(lengths, firm, strict=True) if not is_firm)
    if soft <= 0 or excess <= 0:
        return list(lengths)
    factor = max(0.0, 1 - excess / soft)
    return [length if is_firm else length * factor for length, is_firm in zip(lengths, firm, strict=True)]


def columns(naturals: Sequence[float], room: float) -> list[float]:
    """The widths of a table's columns: what they need and an equal part of the rest, else the widest are held down."""
    spare = room - sum(naturals)
    if spare >= 0 or not naturals:
        return [natural + spare / len(naturals) for natural in naturals]
    narrow: list[float] = []
    ordered = sorted(naturals)
    while ordered and ordered[0] <= (room - sum(narrow)) / len(ordered):
        narrow.append(ordered.pop(0))
    limit = max(0.0, room - sum(narrow)) / len(ordered)
    return [min(natural, limit) for natural in naturals]


def positions(lengths: Sequence[float], room: float, gap: float, justify: str) -> list[float]:
    """Where each part begins. `between` puts the free room between the parts, never less than the gap."""
    count = len(lengths)
    free = room - sum(lengths) - gap * max(0, count - 1)
    start, step = 0.0, gap
    if free > 0:
        if justify == "center":
            start = free / 2
        elif justify == "end":
            start = free
        elif justify == "between" and count > 1:
            step = gap + free / (count - 1)
    found = []
    for length in lengths:
        found.append(start)
        start += length + step
    return found


def aligned(length: float, room: float, align: str) -> float:
    """Where a part begins across the axis."""
    if align == "center":
        return (room - length) / 2
    return room - length if align == "end" else 0.0


def uneven(lengths: Sequence[float], grows: Sequence[float]) -> bool:
    """Whether parts that grow alike have come out visibly different."""
    by_grow: dict[float, list[float]] = {}
    for length, grow in zip(lengths, grows, strict=True):
        if grow > 0:
            by_grow.setdefault(grow, []).append(length)
    return any(max(alike) - min(alike) > EVEN for alike in by_grow.values())
