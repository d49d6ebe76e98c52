"""Wires between two rows -> the tracks on which they run across, so that none lies on another.

Wires that share a port share a track: a trunk with branches. Which track lies above which is chosen by crossings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

NEAR = 14.0
"""px within which two lines look like one."""

STRAIGHT = 0.75
MOST_TRIED = 6


@dataclass(frozen=True, slots=True)
class Net:
    """Wires that share a port: where they come from above and where they go below, in px across."""

    above: tuple[float, ...]
    below: tuple[float, ...]

    @property
    def low(self) -> float:
        return min(*self.above, *self.below)

    @property
    def high(self) -> float:
        return max(*self.above, *self.below)

    @property
    def straight(self) -> bool:
        """Whether it needs no track."""
        return self.high - self.low < STRAIGHT


def tracks(nets: Sequence[Net]) -> list[int]:
    """The track of each net from the top, 0 also for those that run straight."""
    bent = [at for at, net in enumerate(nets) if not net.straight]
    best = _order(nets, bent)
    level = [0] * len(nets)
    for number, at in enumerate(best):
        above = [level[other] for other in best[:number] if _meet(nets[at], nets[other])]
        level[at] = max(above) + 1 if above else 0
    return level


def _order(nets: Sequence[Net], bent: list[int]) -> Sequence[int]:
    price = {(one, other): _price(nets[one], nets[other]) for one in bent for other in bent if one != other}
    if len(bent) <= MOST_TRIED:
        return min(permutations(bent), key=lambda order: _total(order, price), default=())
    return sorted(bent, key=lambda one: sum(price[one, other] - price[other, one] for other in bent if other != one))


def _total(order: Sequence[int], price: dict[tuple[int, int], float]) -> float:
    return sum(price[one, other] for at, one in enumerate(order) for other in order[at + 1 :])


def _meet(one: Net, other: Net) -> bool:
    return one.low < other.high + NEAR and other.low < one.high + NEAR


def _price(upper: Net, lower: Net) -> float:
    """What it costs to draw one net above another: crossings, and far more where two lines would lie on each other."""
    if not _meet(upper, lower):
        return 0.0
    crossed = sum(upper.low < x < upper.high for x in lower.above) + sum(
        lower.low < x < lower.high for x in upper.below
    )
    covered = sum(abs(x - y) < NEAR for x in lower.above for y in upper.below)
    return crossed + 100.0 * covered
