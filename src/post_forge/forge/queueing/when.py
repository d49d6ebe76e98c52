"""`tomorrow 09:00`, `2026-12-01`, `+2h` -> a moment, as the clocks of the channel show it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from post_forge.errors import Problem, UsageError
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import schedule
else:
    schedule = Later("post_forge.schedule")

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_SPAN = re.compile(r"\+(\d{1,4}[mhdw])")
_HINT = (
    'write "2026-12-01 09:00", "tomorrow 09:00", "mon 09:00", 2026-12-01 (the channel\'s first free slot), +2h or now'
)
_LONGEST = timedelta(days=3660)


def split_when(words: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Ids, and the moment that stands behind them, which may be written as two words."""
    rest = list(words)
    when = [rest.pop()] if rest else []
    if when and _CLOCK.fullmatch(when[0]) and rest and _is_day(rest[-1]):
        when.insert(0, rest.pop())
    return tuple(rest), " ".join(when)


def read_when(
    words: str,
    now: datetime,
    timetable: schedule.Timetable,
    taken: Collection[datetime] = (),
    *,
    past: bool = False,
) -> datetime:
    """The moment (UTC) that words name on a channel. A day without a time is its first slot there that is free: none of
    `taken`. Raises UsageError for what is no moment, and, but where `past` is wanted, for one that is over."""
    plain = re.sub(r"(?<=\d)t(?=\d)", " ", " ".join(words.lower().split()))
    far = UsageError(Problem("usage.when", f"{words!r} is more than ten years away", hint=_HINT))
    try:
        at = _moment(plain, now) or _of_day(plain, now, timetable, taken)
    except OverflowError:  # at the ends of the calendar there is no day before or after
        raise far from None
    if abs(at - now) > _LONGEST:
        raise far
    if not past and at < now - timedelta(minutes=1):
        raise UsageError(Problem("usage.when", f"{words!r} is over ({_shown(at, timetable)})", hint=_HINT))
    return at


def _moment(words: str, now: datetime) -> datetime | None:
    """A moment that needs no timetable; None for a day, or what is nothing."""
    if words == "now":
        return now
    if span := _SPAN.fullmatch(words):
        return now + schedule.read_span(span[1])
    try:
        found = datetime.fromisoformat(words.upper())
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _of_day(words: str, now: datetime, timetable: schedule.Timetable, taken: Collection[datetime]) -> datetime:
    parts = words.split()
    today = now.astimezone(ZoneInfo(timetable.zone)).date()
    if len(parts) == 1 and _CLOCK.fullmatch(parts[0]):
        parts = ["today", *parts]
    day = _day(parts[0], today)
    clock = _CLOCK.fullmatch(parts[-1]) if len(parts) == 2 else None
    if day is None or len(parts) > 2 or (len(parts) == 2 and clock is None):
        raise UsageError(Problem("usage.when", f"{words!r} is not a moment", hint=_HINT))
    if clock:
        own = {number: (time(int(clock[1]), int(clock[2])),) for number in range(7)}
        found = _slots(replace(timetable, times=own, blackout=()), day)
        if not found:
            raise UsageError(Problem("usage.when", f"there is no {day} in {timetable.zone}", hint=_HINT))
        return found[0]
    ahead = [at for at in _slots(timetable, day) if at > now and at not in taken]
    if not ahead:
        message = f"{timetable.channel} has no free slot on {day}"
        raise UsageError(Problem("usage.when", message, hint=f'give a time: "{day} 09:00"'))
    return ahead[0]


def _slots(timetable: schedule.Timetable, day: date) -> list[datetime]:
    zone = ZoneInfo(timetable.zone)
    first = datetime.combine(day, time(), zone).astimezone(UTC) - timedelta(hours=3)
    return [slot.at for slot in schedule.slots(timetable, first, first + timedelta(hours=30)) if slot.day == day]


def _is_day(word: str) -> bool:
    return _day(word.lower(), date(2026, 1, 1)) is not None


def _day(word: str, today: date) -> date | None:
    """`2026-12-01`, `today`, `tomorrow`, or the next such weekday after today."""
    if word in ("today", "tomorrow"):
        return today + timedelta(days=word == "tomorrow")
    if word[:3] in _DAYS and word.isalpha() and _NAMES.get(word[:3], "").startswith(word):
        return today + timedelta(days=(_DAYS.index(word[:3]) - today.weekday() - 1) % 7 + 1)
    try:
        return date.fromisoformat(word) if len(word) == 10 else None
    except ValueError:
        return None


_NAMES = {name[:3]: name for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")}


def _shown(at: datetime, timetable: schedule.Timetable) -> str:
    return f"{at.astimezone(ZoneInfo(timetable.zone)):%Y-%m-%d %H:%M}, {timetable.zone}"
