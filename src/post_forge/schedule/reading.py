"""The words of a schedule's configuration -> a timetable: weekdays, clock times, spans of time, dates.

The words were checked when the file was read, with their place; here a wrong one is a bug and raises ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any

from post_forge.schedule.values import Blackout, Timetable

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_NO_YEAR = "2000-"  # a leap year, so that 02-29 is a date


def read_timetable(channel: str, zone: str, schedule: Mapping[str, Any]) -> Timetable:
    """The timetable of one channel from the plain fields of its schedule; a field that is missing has its default.

    `zone` is an IANA name. A weekday that several keys name has the times, or the categories, of all of them.
    """
    told: dict[str, Any] = {}
    for name in ("gap", "kindred_gap", "late"):
        if name in schedule:
            told[name] = read_span(schedule[name])
    if "repeat_after" in schedule:
        told["repeat_after"] = None if schedule["repeat_after"] == "never" else read_span(schedule["repeat_after"])
    told |= {name: schedule[name] for name in ("missed", "catch_up", "approval", "order") if name in schedule}
    times = {day: tuple(map(read_clock, words)) for day, words in by_weekday(schedule.get("times", {})).items()}
    days = {day: tuple(map(str.casefold, words)) for day, words in by_weekday(schedule.get("days", {})).items()}
    blackout = tuple(map(read_blackout, schedule.get("blackout", ())))
    return Timetable(channel, zone, times, days, blackout, **told)


def by_weekday(words: Mapping[str, Iterable[str]]) -> dict[int, tuple[str, ...]]:
    """`{"mon-fri": ["09:00"], "wed": ["18:00"]}` by weekday, each word once and in the order it was written."""
    found: dict[int, list[str]] = {}
    for days, values in words.items():
        for day in weekdays(days):
            found.setdefault(day, []).extend(values)
    return {day: tuple(dict.fromkeys(found[day])) for day in sorted(found)}


def weekdays(words: str) -> tuple[int, ...]:
    """`tue-thu,sat` as numbers from Monday = 0; a range may cross the week's end (`fri-mon`)."""
    found: list[int] = []
    for part in words.split(","):
        first, _, last = part.partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        found += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
    return tuple(dict.fromkeys(found))


def read_clock(word: str) -> time:
    """`9:00`, `09:00`."""
    hours, _, minutes = word.partition(":")
    return time(int(hours), int(minutes))


def read_span(word: str) -> timedelta:
    """`45m`, `2h`, `3d`, `26w`."""
    found = re.fullmatch(r"(\d{1,5})([mhdw])", word)
    if not found:
        raise ValueError(f"{word!r} is not a span of time")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def read_blackout(words: str) -> Blackout:
    """`2026-12-24`, `2026-12-24..2027-01-06`, and without the years for every year: `12-25`, `12-24..01-06`."""
    first, _, last = words.partition("..")
    years = len(first) == len("2026-12-24")
    before = "" if years else _NO_YEAR
    return Blackout(date.fromisoformat(before + first), date.fromisoformat(before + (last or first)), years)


def read_day(words: str) -> tuple[date, time | None]:
    """What a note's `publish_on` says: a date (`2026-12-24`), perhaps with a wall-clock time (`2026-12-24 18:00`).

    Raises ValueError for anything else.
    """
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{1,2}:\d{2})(?::00)?)?", words.strip())
    if not found:
        raise ValueError(f"{words!r} is not a date")
    return date.fromisoformat(found[1]), read_clock(found[2]) if found[2] else None
