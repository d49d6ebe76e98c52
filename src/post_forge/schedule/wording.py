"""Moments, titles and counts -> words of a fixed width on a terminal, the same in every locale."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def when(at: datetime, zone: str) -> str:
    """`Mon 2026-11-23 09:00`, as the clocks of the zone show it."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{on_day(local.date())} {local:%H:%M}"


def on_day(day: date) -> str:
    """`Mon 2026-11-23`."""
    return f"{DAY_NAMES[day.weekday()]} {day.isoformat()}"


def one_line(text: str) -> str:
    """Text without what could steer a terminal or break a line: those characters become spaces, runs of them one."""
    kept = ("\u200d", "\ufe0f")  # they hold an emoji together
    visible = (char if char in kept or unicodedata.category(char)[0] not in "CZ" else " " for char in text)
    return " ".join("".join(visible).split())


def width_of(text: str) -> int:
    """How many columns a terminal gives the text: two for wide characters, none for marks that stand on others."""
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if char < "\u0300":
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, width: int) -> str:
    """The text, or as much of it as fits in `width` columns with `…` behind it."""
    text = one_line(text)
    if width_of(text) <= width:
        return text
    used = 1
    for place, char in enumerate(text):
        used += _columns(char)
        if used > width:
            return text[:place].rstrip() + "…"
    return text


def padded(text: str, width: int) -> str:
    """The text cut or filled with spaces to exactly `width` columns."""
    text = cut(text, width)
    return text + " " * (width - width_of(text))


def counted(count: int, noun: str) -> str:
    """`1 post`, `1,200 posts`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
