"""The frozen values of planning: what is ready, when a channel posts, what was planned and sent, what the plan is.

Every moment (`at`, `sent`, `now`) is an aware datetime in UTC; wall-clock times exist only in a timetable and in what
is printed. A value with a naive datetime is refused where it enters (`utc`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

State = Literal["planned", "approved", "held", "publishing", "published", "failed", "unsure", "missed", "skipped"]
Order = Literal["path", "folder", "fresh"]
Action = Literal["send", "wait", "missed", "move"]

WAITING: frozenset[State] = frozenset({"planned", "approved"})
"""What has a slot that lies ahead, or is due."""

ANY = "any"
"""The category that every post has."""

REST = "rest"
"""The category of the posts that no day asks for by name; a day without a category takes these."""


def utc(moment: datetime) -> datetime:
    """The moment in UTC. Raises ValueError for one that does not say where it is."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Ready:
    """One post that could go out.

    `place` is its place in the collection's order, from 1. `fresh` says how new it is: the larger, the newer. Posts
    that share one of `topics` are kindred (the note's name is one, and whatever else makes two posts alike).
    `categories` are what the days of a timetable may ask for, in lower case. `channels` names the only channels it is
    for; empty means all. `publish_on` asks for a day, or with `publish_at` for a wall-clock time on it.

    `variants` holds for every channel the content hashes of the texts it could go out with, the best first: the first
    one goes first, a repeat takes one that was never sent there. A channel that is missing uses `variants[""]`.
    `approved` are the content hashes that a person has approved. `requires` are the topics that it builds on, each as
    the ids of its posts: on every channel one of them goes out before.
    """

    post: str
    title: str
    place: int = 0
    fresh: float = 0.0
    topics: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    channels: tuple[str, ...] = ()
    publish_on: date | None = None
    publish_at: time | None = None
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    approved: frozenset[str] = frozenset()
    requires: tuple[frozenset[str], ...] = ()

    def variants_for(self, channel: str) -> tuple[str, ...]:
        """The content hashes for one channel, the best first; one empty hash where the caller gave none."""
        return self.variants.get(channel) or self.variants.get("") or ("",)


@dataclass(frozen=True, slots=True)
class Blackout:
    """Days without posts, both ends included. Without `years` they come back every year, and may cross New Year."""

    first: date
    last: date
    years: bool = True

    def __contains__(self, day: date) -> bool:
        if self.years:
            return self.first <= day <= self.last
        first, last, this = (self.first.month, self.first.day), (self.last.month, self.last.day), (day.month, day.day)
        return first <= this <= last if first <= last else this >= first or this <= last


@dataclass(frozen=True, slots=True)
class Timetable:
    """When one channel posts, and by which rules. `zone` is an IANA name; weekdays count from Monday = 0.

    `days` names, for some weekdays, the categories that they take, the most wanted first (`any`, `rest`).
    `gap` is the least time between two posts on the channel, `kindred_gap` between two that share a topic; `late` is
    how late a post may still go out, `missed` what happens to one that is later, `catch_up` how many may go out late
    after one outage. `repeat_after` is how long a post rests before it may come again; None means never. What is
    planned for the next `settled` does not give way to a fresher post.
    """

    channel: str
    zone: str = "UTC"
    times: Mapping[int, tuple[time, ...]] = field(default_factory=dict)
    days: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    blackout: tuple[Blackout, ...] = ()
    gap: timedelta = timedelta()
    kindred_gap: timedelta = timedelta()
    late: timedelta = timedelta(hours=2)
    missed: Literal["wait", "next-slot"] = "wait"
    catch_up: int = 1
    approval: Literal["auto", "required"] = "auto"
    order: Order = "path"
    repeat_after: timedelta | None = timedelta(days=180)
    settled: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A moment at which a channel may post. `day` and `clock` are as the timetable says them; `moved` is set where that
    hour does not exist on that day, and `at` lies as much later as the clocks were put forward."""

    at: datetime
    channel: str
    day: date
    clock: time
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """One post to one channel at one slot: what a plan consists of, and what history remembers.

    `round` is 1 for the first time a post goes to a channel, 2 for its first repeat. `content` is the hash of what goes
    out. A `pinned` one was put there by a person: no planning moves it. `rules` is the digest of the timetable it was
    planned by (`timetable_digest`), so that a change of the times shows. `sent` is when it did go out.
    """

    post: str
    channel: str
    at: datetime
    state: State = "planned"
    round: int = 1
    content: str = ""
    pinned: bool = False
    rules: str = ""
    sent: datetime | None = None
    url: str = ""
    reason: str = ""

    @property
    def id(self) -> str:
        """Stable through every plan: `retry/keys@mastodon`, its first repeat `retry/keys@mastodon#2`."""
        return f"{self.post}@{self.channel}" + (f"#{self.round}" if self.round > 1 else "")


@dataclass(frozen=True, slots=True)
class Pass:
    """A slot that a post could not have: `rule` says why (gap, kindred, rest, requires), `other` which post was in the
    way."""

    at: datetime
    rule: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A delivery of the plan, and why it has its slot.

    `why` is one of: kept (the plan that was taken has it there), pinned, due, order (the first free slot for the post
    whose turn it is), again (its slot was taken away or has passed, so it was placed anew), dated, repeat.
    """

    delivery: Delivery
    slot: Slot
    why: str
    passed: tuple[Pass, ...] = ()


@dataclass(frozen=True, slots=True)
class Empty:
    """A slot before the last planned one that no post takes, and why."""

    slot: Slot
    reason: str


@dataclass(frozen=True, slots=True)
class Unplanned:
    """A post that has no slot on a channel, and why. `wants_person` says that nothing will happen by itself."""

    post: str
    channel: str
    reason: str
    wants_person: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes out when: `planned` in the order of time, the slots left `empty` between, the posts left `unplanned`.

    `missed` are deliveries of the plan that was taken whose slot has passed too long ago; they wait for a person.
    `titles` are the posts' by their ids, for whoever prints the plan; `until` is where planning stopped looking.
    """

    planned: tuple[Planned, ...]
    empty: tuple[Empty, ...]
    unplanned: tuple[Unplanned, ...]
    now: datetime
    until: datetime
    titles: Mapping[str, str] = field(default_factory=dict)
    missed: tuple[Delivery, ...] = ()

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """What is kept when the plan is taken, in place of everything that was `planned` or `approved`."""
        return (*self.missed, *(entry.delivery for entry in self.planned))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a worker does with a due delivery now; `until` is when to look again at one that waits."""

    delivery: Delivery
    action: Action
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which no worker runs: from `first` to just before `last`."""

    first: datetime
    last: datetime
