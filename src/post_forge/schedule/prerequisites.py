"""What posts build on, and what stands on one channel -> from when on each may stand there.

A post comes after the first post of every topic that it builds on. A topic that cannot come to the channel at all (its
posts are for others, no day takes them, they wait for a person) holds nothing up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from post_forge.schedule.values import Delivery, Pass, Plan, Ready, Unplanned
from post_forge.schedule.waiting import Candidate

_AFTER = timedelta(microseconds=1)
_ANY_TIME = datetime.min.replace(tzinfo=UTC)


class Prerequisites:
    """The topics of one channel: when the first post of each stands, and the posts that wait for one."""

    def __init__(self, posts: Mapping[str, Ready], can_come: Callable[[Ready], bool]) -> None:
        self._posts, self._can_come = posts, can_come
        self._stands: dict[str, datetime] = {}
        self._held: list[Candidate] = []

    def stands(self, post: str, at: datetime) -> None:
        """A post went out at a moment, or has its slot there."""
        self._stands[post] = min(at, self._stands.get(post, at))

    def hold(self, candidate: Candidate) -> bool:
        """Whether it has to wait for a post without a slot, and is kept; else it is told from when on it may stand."""
        free = self._free_from(candidate)
        if free is None:
            self._held.append(candidate)
            return True
        if free > _ANY_TIME:
            candidate.free_from = max(free, candidate.free_from or free)
        return False

    def allows(self, ready: Ready, at: datetime) -> bool:
        """Whether the post may stand at a moment, as far as what it builds on goes."""
        return all(
            any(self._stands[post] < at for post in group if post in self._stands)
            for group in ready.requires
            if self._counts(group)
        )

    def freed(self) -> Iterator[Candidate]:
        """The candidates that need not wait any more, taken out."""
        held, self._held = self._held, []
        for candidate in held:
            if not self.hold(candidate):
                yield candidate

    def left(self, channel: str) -> Iterator[Unplanned]:
        """Those that still wait, and for what."""
        for candidate in self._held:
            group = next(group for group in self._missing(candidate.ready))
            other = min(group, key=lambda post: self._posts[post].place if post in self._posts else 0)
            title = self._posts[other].title if other in self._posts else other
            yield Unplanned(candidate.ready.post, channel, f"it builds on {title!r}, which has no slot")

    def _free_from(self, candidate: Candidate) -> datetime | None:
        """From when on it may stand; None where that is not known yet."""
        if any(True for _ in self._missing(candidate.ready)):
            return None
        latest, other = _ANY_TIME, ""
        for group in candidate.ready.requires:
            found = [(self._stands[post], post) for post in group if post in self._stands]
            if found and min(found)[0] + _AFTER > latest:
                latest, other = min(found)[0] + _AFTER, min(found)[1]
        if other:
            candidate.passed.append(Pass(latest, "requires", other))
        return latest

    def _missing(self, ready: Ready) -> Iterator[frozenset[str]]:
        for group in ready.requires:
            if self._counts(group) and not any(post in self._stands for post in group):
                yield group

    def _counts(self, group: frozenset[str]) -> bool:
        return any(post in self._stands or self._may_come(post) for post in group)

    def _may_come(self, post: str) -> bool:
        ready = self._posts.get(post)
        return ready is not None and self._can_come(ready)


def too_early(plan: Plan, posts: Iterable[Ready], history: Iterable[Delivery]) -> list[tuple[Delivery, str]]:
    """What a date or a person put before the topics that it builds on: the delivery, and a post of the topic.

    A topic that has no slot on the channel does not count.
    """
    by_id = {ready.post: ready for ready in posts}
    first: dict[tuple[str, str], datetime] = {}
    for delivery in (*history, *plan.deliveries):
        if delivery.state in _GOES:
            at, key = delivery.sent or delivery.at, (delivery.channel, delivery.post)
            first[key] = min(at, first.get(key, at))
    found = []
    for entry in plan.planned:
        delivery = entry.delivery
        for group in by_id[delivery.post].requires if delivery.round == 1 else ():
            known = sorted((first[delivery.channel, post], post) for post in group if (delivery.channel, post) in first)
            if known and known[0][0] >= delivery.at:
                found.append((delivery, known[0][1]))
    return found


_GOES = frozenset({"planned", "approved", "published", "publishing", "unsure"})
