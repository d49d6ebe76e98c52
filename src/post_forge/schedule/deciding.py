"""Due deliveries and the time -> what a worker does with each of them now, and when it has to look again.

A delivery up to `ON_TIME` after its slot is on time: workers sleep, cron runs every few minutes. Later than that it is
a catch-up, of which only so many go out after one outage, and later than the timetable's `late` it is missed: it waits
for a person, or moves to the next slot. Nothing that was missed ever goes out in a burst.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from post_forge.schedule.values import WAITING, Action, Decision, Delivery, Timetable, utc

ON_TIME = timedelta(minutes=10)


def decide(deliveries: Iterable[Delivery], timetables: Mapping[str, Timetable], now: datetime) -> tuple[Decision, ...]:
    """What to do with every delivery that is due, in the order of their slots.

    `deliveries` is all that is remembered, or at least what is due, what was sent since, and the last one sent on each
    channel. One whose channel has no timetable any more waits. The same question has the same answer, also when what
    was decided before has been carried out in part. Raises ValueError for a `now` without a time zone.
    """
    now = utc(now)
    channels = {name: _Channel(timetable) for name, timetable in timetables.items()}
    due: list[Delivery] = []
    for delivery in deliveries:
        if delivery.state in WAITING:
            if delivery.at <= now:
                due.append(delivery)
        elif delivery.channel in channels:
            channels[delivery.channel].remember(delivery, now)
    ordered = sorted(due, key=lambda delivery: (delivery.at, delivery.channel, delivery.id))
    return tuple(
        channels[delivery.channel].decide(delivery, now)
        if delivery.channel in channels
        else Decision(delivery, "wait", "this channel is not in the configuration")
        for delivery in ordered
    )


@dataclass(slots=True)
class _Channel:
    """One channel in the middle of a round of decisions: when it last posted, and when it sent something late."""

    timetable: Timetable
    last: datetime | None = None
    caught_up: list[datetime] = field(default_factory=list)

    def remember(self, delivery: Delivery, now: datetime) -> None:
        """Take into account what went out, or may have. A moment ahead of the clock means that it was set back."""
        sent = delivery.sent or (delivery.at if delivery.state in ("publishing", "unsure") else None)
        if sent is not None:
            sent = min(sent, now)
            self.last = max(sent, self.last or sent)
            if sent - delivery.at > ON_TIME:
                self.caught_up.append(sent)

    def decide(self, delivery: Delivery, now: datetime) -> Decision:
        timetable = self.timetable
        lateness = now - delivery.at
        unapproved = timetable.approval == "required" and delivery.state != "approved"
        if lateness > _tolerated(timetable):
            why = "it was not approved in time" if unapproved else f"it is {span(lateness)} late"
            return Decision(delivery, _when_missed(delivery, timetable), why)
        if unapproved:
            return Decision(delivery, "wait", "it is not approved", delivery.at + _tolerated(timetable))
        if lateness > ON_TIME and sum(sent > delivery.at for sent in self.caught_up) >= timetable.catch_up:
            why = f"{_how_many(timetable.catch_up)} may go out late after one outage"
            return Decision(delivery, _when_missed(delivery, timetable), why)
        if self.last is not None and now < self.last + timetable.gap:
            return self._keep_apart(delivery, self.last + timetable.gap)
        if lateness > ON_TIME:
            self.caught_up.append(now)
        self.last = now
        return Decision(delivery, "send", f"{span(lateness)} late" if lateness > ON_TIME else "on time")

    def _keep_apart(self, delivery: Delivery, until: datetime) -> Decision:
        if until - delivery.at > _tolerated(self.timetable):
            why = f"it would be {span(until - delivery.at)} late: posts here are {span(self.timetable.gap)} apart"
            return Decision(delivery, _when_missed(delivery, self.timetable), why)
        return Decision(delivery, "wait", f"posts here are {span(self.timetable.gap)} apart", until)


def _how_many(number: int) -> str:
    return "none" if number == 0 else f"only {number}"


def _tolerated(timetable: Timetable) -> timedelta:
    return max(timetable.late, ON_TIME)


def _when_missed(delivery: Delivery, timetable: Timetable) -> Action:
    """A time that a person chose is not changed without asking."""
    return "move" if timetable.missed == "next-slot" and not delivery.pinned else "missed"


def next_due(deliveries: Iterable[Delivery], timetables: Mapping[str, Timetable], now: datetime) -> datetime | None:
    """When a worker must look again: now if something is to be done now, None if nothing waits for a time."""
    now = utc(now)
    deliveries = tuple(deliveries)
    ahead = [item.at for item in deliveries if item.state in WAITING and item.at > now]
    ahead += [item.until or now for item in decide(deliveries, timetables, now) if item.until or item.action != "wait"]
    return max(min(ahead), now) if ahead else None


def span(length: timedelta) -> str:
    """A length of time in the words of the configuration: `45m`, `2h`, `2h30m`, `3d`, `3d4h`."""
    minutes = int(length.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (0 if days else minutes, "m")]
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0m"
