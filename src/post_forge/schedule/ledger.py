"""One channel's history -> what is known of each post there: how often it went out, in which words, what stops it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from post_forge.schedule.values import Delivery, Ready, State, Timetable, Unplanned

STANDS: frozenset[State] = frozenset({"published", "publishing", "unsure"})
"""What went out, or may have."""

STOPS: Mapping[State, str] = {
    "publishing": "it is being published",
    "unsure": "nobody knows whether it went out",
    "failed": "it failed",
    "missed": "its slot was missed",
    "held": "it is held",
    "skipped": "it was skipped",
}
"""What keeps a post from being planned again, and how it is told."""


class Ledger:
    """The posts of one channel: `used` holds what went out or has its slot, `stopped` what waits for a person."""

    def __init__(self, timetable: Timetable, posts: Mapping[str, Ready]) -> None:
        self.timetable, self.posts = timetable, posts
        self.used: dict[str, list[Delivery]] = {}
        self.stopped: dict[str, Delivery] = {}

    def use(self, delivery: Delivery) -> None:
        self.used.setdefault(delivery.post, []).append(delivery)

    def is_for(self, ready: Ready) -> bool:
        return not ready.channels or self.timetable.channel in ready.channels

    def wanted(self, delivery: Delivery) -> Ready | None:
        """The post of a delivery, if it may still go to this channel."""
        ready = self.posts.get(delivery.post)
        return ready if ready and delivery.post not in self.stopped and self.is_for(ready) else None

    def can_go(self, delivery: Delivery, ready: Ready) -> bool:
        """Whether it is this round's turn (a person may have chosen another), and there are words never sent for it."""
        rounds = {other.round for other in self.used.get(ready.post, ())}
        its_turn = delivery.round not in rounds if delivery.pinned else delivery.round == self.next_round(ready.post)
        return its_turn and self.content(ready, delivery.content) is not None

    def content(self, ready: Ready, wished: str = "") -> str | None:
        """The hash of what goes out: the wished one if it still can, else the best one that was never sent here.

        None where there is none, and where it cannot be told: words without a hash may be the same ones.
        """
        sent = {delivery.content for delivery in self.used.get(ready.post, ())}
        variants = ready.variants_for(self.timetable.channel)
        if sent:
            variants = tuple(item for item in variants if item and item not in sent and "" not in sent)
        return wished if wished in variants else next(iter(variants), None)

    def is_sure(self, ready: Ready, content: str | None) -> bool:
        """Whether it goes out without anybody having to say so first."""
        return self.timetable.approval == "auto" or content in ready.approved

    def next_round(self, post: str) -> int:
        return max((delivery.round for delivery in self.used.get(post, ())), default=0) + 1

    def rest_ends(self, post: str, latest: datetime) -> datetime | None:
        """When the post may come again (not counted from after `latest`); None for never."""
        rest = self.timetable.repeat_after
        last = max(delivery.sent or delivery.at for delivery in self.used[post])
        return None if rest is None else min(last, latest) + rest

    def waiting_for_a_person(self) -> list[Unplanned]:
        """The posts that are stopped, each with its reason."""
        return [
            Unplanned(
                post,
                self.timetable.channel,
                STOPS[delivery.state] + (f": {delivery.reason}" if delivery.reason else ""),
                delivery.state not in ("publishing", "skipped"),
            )
            for post, delivery in self.stopped.items()
            if post in self.posts
        ]
