"""A year of a worker's life in about a second: plan, wait for what is due, decide, send, plan again; with outages.

It calls what a worker calls (`plan`, `decide`, `next_due`) and keeps what a worker keeps; only the clock jumps and
nothing is sent. A person never comes by: what is missed stays missed, and whatever needs approval has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from post_forge.schedule.deciding import ON_TIME, decide, next_due
from post_forge.schedule.planning import plan
from post_forge.schedule.slots import Transition, slots, transitions
from post_forge.schedule.values import WAITING, Delivery, Outage, Ready, Timetable, utc

LOOK_AHEAD = timedelta(days=56)
EVERY = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of one channel's slots: `slots` there were; posts went out `on_time` or `late`, `repeats` of them not
    for the first time; deliveries were `missed` or `moved` to a later slot; `empty` slots passed without a post, and
    from `dry_from` on all of them."""

    zone: str
    slots: int = 0
    on_time: int = 0
    late: int = 0
    repeats: int = 0
    missed: int = 0
    moved: int = 0
    empty: int = 0
    dry_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Simulation:
    """What would happen between two moments: every delivery as it ended, and the tallies by channel."""

    first: datetime
    last: datetime
    deliveries: tuple[Delivery, ...]
    tallies: Mapping[str, Tally]
    outages: tuple[Outage, ...]
    transitions: tuple[Transition, ...]


def simulate(
    posts: Sequence[Ready],
    timetables: Sequence[Timetable],
    start: datetime,
    *,
    days: int = 365,
    outages: Sequence[Outage] = (),
    history: Iterable[Delivery] = (),
    every: timedelta = EVERY,
) -> Simulation:
    """Play `days` days from `start`; the worker plans anew `every` so often, and whenever something has moved."""
    start = utc(start)
    end = start + timedelta(days=days)
    pauses = tuple(sorted((Outage(utc(item.first), utc(item.last)) for item in outages), key=lambda item: item.first))
    worker = _Worker(_approved(posts), timetables, history)
    now = _awake(start, pauses)
    worker.plan(now)
    planning = now + every
    while now < end:
        worker.work(now)
        if now >= planning:
            worker.plan(now)
            planning = now + every
        ahead = worker.next_due(now)
        now = _awake(min(planning, end if ahead is None else max(ahead, now + timedelta(seconds=1))), pauses)
    zones = sorted({timetable.zone for timetable in timetables})
    return Simulation(
        start,
        end,
        tuple(sorted(worker.memory.values(), key=lambda item: (item.at, item.id))),
        {timetable.channel: worker.tally(timetable, start, end) for timetable in timetables},
        tuple(item for item in pauses if item.first < end and item.last > start),
        tuple(sorted((item for zone in zones for item in transitions(zone, start, end)), key=lambda item: item.at)),
    )


def _approved(posts: Sequence[Ready]) -> list[Ready]:
    return [
        replace(ready, approved=frozenset({"", *(item for items in ready.variants.values() for item in items)}))
        for ready in posts
    ]


def _awake(at: datetime, outages: Sequence[Outage]) -> datetime:
    """The first moment from `at` on at which the worker runs."""
    for outage in outages:
        if outage.first <= at < outage.last:
            at = outage.last
    return at


class _Worker:
    """What a worker remembers, with the store as a dictionary."""

    def __init__(self, posts: Sequence[Ready], timetables: Sequence[Timetable], history: Iterable[Delivery]) -> None:
        self.posts, self.timetables = posts, timetables
        self.by_name = {timetable.channel: timetable for timetable in timetables}
        self.memory = {delivery.id: delivery for delivery in history}
        self.waiting: dict[str, Delivery] = {}
        self.sent: dict[str, list[str]] = {}
        self.moved: dict[str, int] = {}
        for delivery in sorted(self.memory.values(), key=lambda item: item.sent or item.at):
            self._remember(delivery)

    def _remember(self, delivery: Delivery) -> None:
        self.memory[delivery.id] = delivery
        self.waiting.pop(delivery.id, None)
        if delivery.state in WAITING:
            self.waiting[delivery.id] = delivery
        elif delivery.sent is not None and delivery.channel in self.by_name:
            self.sent.setdefault(delivery.channel, []).append(delivery.id)

    def plan(self, now: datetime) -> None:
        found = plan(self.posts, self.timetables, self.memory.values(), now, horizon=LOOK_AHEAD)
        for name in list(self.waiting):
            del self.memory[name], self.waiting[name]
        for delivery in found.deliveries:
            self._remember(delivery)

    def recent(self) -> list[Delivery]:
        """What waits, and the last ones sent on every channel: enough to decide."""
        last = (name for channel, sent in self.sent.items() for name in sent[-1 - self.by_name[channel].catch_up :])
        return [*self.waiting.values(), *(self.memory[name] for name in last)]

    def next_due(self, now: datetime) -> datetime | None:
        return next_due(self.recent(), self.by_name, now)

    def work(self, now: datetime) -> None:
        moved = False
        for decision in decide(self.recent(), self.by_name, now):
            delivery = decision.delivery
            if decision.action == "send":
                self._remember(replace(delivery, state="published", sent=now))
            elif decision.action == "missed":
                self._remember(replace(delivery, state="missed", reason=decision.reason))
            elif decision.action == "move":
                self.moved[delivery.channel] = self.moved.get(delivery.channel, 0) + 1
                moved = True
        if moved:
            self.plan(now)

    def tally(self, timetable: Timetable, start: datetime, end: datetime) -> Tally:
        """Count what became of the slots between two moments."""
        all_slots = [slot.at for slot in slots(timetable, start, end)]
        mine = [item for item in self.memory.values() if item.channel == timetable.channel and item.at > start]
        sent = [(item, item.sent) for item in mine if item.state == "published" and item.sent]
        missed = [item for item in mine if item.state == "missed"]
        late = sum(when - item.at > ON_TIME for item, when in sent)
        used = {item.at for item, _ in sent} | {item.at for item in missed}
        last = max((item.at for item in mine), default=start)
        return Tally(
            timetable.zone,
            len(all_slots),
            len(sent) - late,
            late,
            sum(item.round > 1 for item, _ in sent),
            len(missed),
            self.moved.get(timetable.channel, 0),
            sum(at not in used for at in all_slots),
            next((at for at in all_slots if at > last), None),
        )
