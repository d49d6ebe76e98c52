"""A timetable and a span of time -> its slots: wall-clock times made moments, through every change of the clocks.

An hour that does not exist moves forward by as much as the clocks do (02:30 becomes 03:30), as RFC 5545 section 3.3.5
reads such times; an hour that comes twice counts once, the first time. A day that a zone left out whole has no slots.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from post_forge.schedule.values import Slot, Timetable

_DAY = timedelta(days=1)
_LAST_DAY = date.max - 3 * _DAY


def moment(day: date, clock: time, zone: ZoneInfo) -> tuple[datetime, bool]:
    """The moment (UTC) of a wall-clock time, and whether it was moved because that time does not exist there."""
    at = datetime.combine(day, clock, zone).astimezone(UTC)
    return at, at.astimezone(zone).replace(tzinfo=None) != datetime.combine(day, clock)


def has_day(day: date, zone: ZoneInfo) -> bool:
    """Whether the day exists there: Pacific/Apia has no 2011-12-30."""
    return moment(day, time(), zone)[0].astimezone(zone).date() == day


def slots(timetable: Timetable, after: datetime, until: datetime) -> list[Slot]:
    """The slots of a channel after `after`, up to and including `until`, in the order of time; no moment twice.

    Of two clock times that fall on one moment (02:30 that moved, and 03:30) the one that exists is kept.
    """
    zone = ZoneInfo(timetable.zone)
    day = after.astimezone(zone).date() - _DAY
    last = min(until.astimezone(zone).date(), _LAST_DAY)
    found: dict[datetime, Slot] = {}
    while day <= last:
        for slot in _of_day(timetable, day, zone):
            if after < slot.at <= until and (slot.at not in found or found[slot.at].moved):
                found[slot.at] = slot
        day += _DAY
    return [found[at] for at in sorted(found)]


def _of_day(timetable: Timetable, day: date, zone: ZoneInfo) -> Iterator[Slot]:
    times = timetable.times.get(day.weekday(), ())
    if not times or is_blackout(timetable, day) or not has_day(day, zone):
        return
    for clock in times:
        at, moved = moment(day, clock, zone)
        yield Slot(at, timetable.channel, day, clock, moved)


def is_blackout(timetable: Timetable, day: date) -> bool:
    return any(day in blackout for blackout in timetable.blackout)


def slot_at(timetable: Timetable, at: datetime) -> Slot:
    """A slot for a moment that the timetable does not name: one that a person or a note chose."""
    local = at.astimezone(ZoneInfo(timetable.zone))
    return Slot(at, timetable.channel, local.date(), local.time().replace(second=0, microsecond=0))


@dataclass(frozen=True, slots=True)
class Transition:
    """A change of the clocks: at `at` the offset from UTC goes from `before` to `after`."""

    at: datetime
    zone: str
    before: timedelta
    after: timedelta


def transitions(zone: str, first: datetime, last: datetime) -> tuple[Transition, ...]:
    """Every change of a zone's clocks between two moments, to the second."""
    info = ZoneInfo(zone)
    found = []
    at = first
    while at < last:
        step = min(at + _DAY, last)
        if (before := _offset(at, info)) != (after := _offset(step, info)):
            found.append(Transition(_change(at, step, info), zone, before, after))
        at = step
    return tuple(found)


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first second with the offset that `high` has."""
    before = _offset(low, zone)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return high


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def timetable_digest(timetable: Timetable) -> str:
    """Short hash (hex) of what decides a channel's slots: when it changes, what is not yet sent is planned anew."""
    words = (
        timetable.zone,
        sorted((day, sorted(set(times))) for day, times in timetable.times.items()),
        sorted((day, names) for day, names in timetable.days.items()),
        sorted((item.first, item.last, item.years) for item in timetable.blackout),
        timetable.gap,
        timetable.kindred_gap,
    )
    return hashlib.sha256(repr(words).encode()).hexdigest()[:16]
