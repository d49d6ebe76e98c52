"""What stands on one channel already -> whether another post may stand at a moment, and if not, from when on.

Two rules keep posts apart: the least time between any two, and the least time between two that share a topic. Both look
back and ahead, because a post with a fixed slot may lie on either side.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from post_forge.schedule.values import Pass

Standing = tuple[datetime, str]
"""A moment and the post that stands there."""


@dataclass(slots=True)
class Board:
    """The posts of one channel by moment and by topic."""

    gap: timedelta
    kindred_gap: timedelta
    all: list[Standing] = field(default_factory=list)
    by_topic: dict[str, list[Standing]] = field(default_factory=dict)
    moments: set[datetime] = field(default_factory=set)

    def add(self, at: datetime, post: str, topics: Iterable[str]) -> None:
        insort(self.all, (at, post))
        self.moments.add(at)
        if self.kindred_gap:
            for topic in topics:
                insort(self.by_topic.setdefault(topic, []), (at, post))

    def is_free(self, at: datetime) -> Pass | None:
        """None where a post may stand as far as the channel goes, else what is in the way."""
        if at in self.moments:
            return Pass(at, "gap", self.all[bisect_left(self.all, (at, ""))][1])
        found = _nearest(self.all, at, self.gap)
        return Pass(at, "gap", found[1]) if found else None

    def kindred(self, at: datetime, topics: Iterable[str]) -> tuple[datetime, Pass] | None:
        """None where no kindred post is near; else from when on it may be tried again, and what is in the way."""
        if not self.kindred_gap:
            return None
        worst: tuple[datetime, Pass] | None = None
        for topic in topics:
            found = _nearest(self.by_topic.get(topic, ()), at, self.kindred_gap)
            if found and (worst is None or found[0] + self.kindred_gap > worst[0]):
                worst = found[0] + self.kindred_gap, Pass(at, "kindred", found[1])
        return worst


def _nearest(standing: list[Standing] | tuple[()], at: datetime, gap: timedelta) -> Standing | None:
    """The latest post that stands less than `gap` from `at`, on either side."""
    place = bisect_left(standing, (at + gap, ""))
    return standing[place - 1] if place and standing[place - 1][0] > at - gap else None
