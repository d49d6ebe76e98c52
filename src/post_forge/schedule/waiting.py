"""Posts that wait for a slot -> the one whose turn it is at a given slot.

Posts wait in pools by what a day may ask for; within a pool the smallest key comes first. One that may not stand at a
slot yet (a kindred post is near, its rest is not over) is parked until it may, so that no slot asks it again in vain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from post_forge.schedule.board import Board
from post_forge.schedule.values import ANY, REST, Delivery, Pass, Ready, Slot, Timetable

_REMEMBERED = 3  # slots that a post could not have, kept to explain its place

Key = tuple[float, float, float, float]


@dataclass(slots=True)
class Candidate:
    """A post that waits. `free_from` is the end of its rest, `before` the delivery that an earlier plan made of it;
    `taken` is set when it has got a slot."""

    ready: Ready
    key: Key
    why: str
    round: int = 1
    content: str = ""
    free_from: datetime | None = None
    before: Delivery | None = None
    passed: list[Pass] = field(default_factory=list)
    taken: bool = False

    def blocked(self, board: Board, at: datetime) -> tuple[datetime, Pass] | None:
        """None where it may stand, else from when on it may be tried again, and why not before."""
        if self.free_from is not None and at < self.free_from:
            return self.free_from, Pass(at, "rest")
        return board.kindred(at, self.ready.topics)


@dataclass(slots=True)
class _Pool:
    numbers: count[int]
    ready: list[tuple[Key, int, Candidate]] = field(default_factory=list)
    parked: list[tuple[datetime, int, Candidate]] = field(default_factory=list)

    def add(self, candidate: Candidate) -> None:
        heappush(self.ready, (candidate.key, next(self.numbers), candidate))

    def first(self, at: datetime, board: Board, before: Key | None) -> Candidate | None:
        """The first that may stand at `at`, marked as taken; where a key is given, only one whose turn comes before."""
        while self.parked and self.parked[0][0] <= at:
            self.add(heappop(self.parked)[2])
        while self.ready and (before is None or self.ready[0][0] < before):
            candidate = heappop(self.ready)[2]
            if candidate.taken:
                continue
            blocked = candidate.blocked(board, at)
            if blocked is None:
                candidate.taken = True
                return candidate
            if len(candidate.passed) < _REMEMBERED and blocked[1].rule != "rest":
                candidate.passed.append(blocked[1])
            heappush(self.parked, (blocked[0], next(self.numbers), candidate))
        return None

    def waits(self) -> bool:
        return any(not entry[2].taken for entry in (*self.ready, *self.parked))


class Queue:
    """All that waits on one channel."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.named = frozenset(name for names in timetable.days.values() for name in names) - {ANY, REST}
        numbers = count()
        self.pools = {name: _Pool(numbers) for weekday in timetable.times for name in self.asked(weekday)}
        self.all: list[Candidate] = []

    def pools_of(self, ready: Ready) -> frozenset[str]:
        """The pools a post waits in."""
        return frozenset({ANY, *((ready.categories & self.named) or {REST})})

    def asked(self, weekday: int) -> tuple[str, ...]:
        """What a weekday takes, the most wanted first."""
        return self.timetable.days.get(weekday, (REST,)) if self.named else (ANY,)

    def takes(self, slot: Slot, ready: Ready) -> bool:
        """Whether the slot's day takes a post of these categories."""
        return any(name in self.pools_of(ready) for name in self.asked(slot.day.weekday()))

    def has_day_for(self, ready: Ready) -> bool:
        """Whether any day that has a time takes the post."""
        mine = self.pools_of(ready)
        return any(times and mine & {*self.asked(weekday)} for weekday, times in self.timetable.times.items())

    def add(self, candidate: Candidate) -> None:
        self.all.append(candidate)
        for name in self.pools_of(candidate.ready) & self.pools.keys():
            self.pools[name].add(candidate)

    def first(self, slot: Slot, board: Board, before: Key | None = None) -> Candidate | None:
        """The post whose turn it is at the slot, taken out of the queue; None where it is nobody's before that key."""
        for name in self.asked(slot.day.weekday()):
            if name in self.pools and (found := self.pools[name].first(slot.at, board, before)):
                return found
        return None

    def waits(self, name: str) -> bool:
        """Whether a pool has posts that only may not stand here."""
        return name in self.pools and self.pools[name].waits()

    @property
    def left(self) -> list[Candidate]:
        """What has got no slot."""
        return [candidate for candidate in self.all if not candidate.taken]
