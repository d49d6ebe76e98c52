"""Deliveries of a month -> a calendar for the terminal: a grid where there is room for one, else a list of days.

Mon        Tue        Wed ...
 2          3          4
09:00 l m  09:00 l m
Retries …  Locks
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from post_forge.schedule.values import Delivery, State
from post_forge.schedule.wording import DAY_NAMES, MONTH_NAMES, cut, padded, width_of

NARROWEST_GRID = 69  # columns: below, a day's cell would not hold a time and two channels
_MARKS: Mapping[State, str] = {
    "published": "*",
    "publishing": "*",
    "unsure": "!",
    "failed": "!",
    "missed": "!",
    "held": "=",
    "skipped": "-",
}
_LEGEND = {"*": "sent", "!": "wants a person", "=": "held", "-": "skipped", "?": "waits for approval"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One post at one moment, to one or several channels, as the calendar shows it."""

    at: datetime
    title: str
    channels: tuple[str, ...]
    mark: str


def month_text(
    deliveries: Iterable[Delivery],
    titles: Mapping[str, str],
    zone: str,
    year: int,
    month: int,
    *,
    width: int = 80,
    unapproved: frozenset[str] = frozenset(),
) -> str:
    """The month as lines of at most `width` columns, days and times as the clocks of `zone` show them.

    `unapproved` names the deliveries (by id) that wait for approval. Every delivery stands in the list below the grid.
    """
    local = [(item.at.astimezone(ZoneInfo(zone)), item) for item in deliveries]
    mine = sorted(
        ((at, item) for at, item in local if (at.year, at.month) == (year, month)),
        key=lambda pair: (pair[0], pair[1].post, pair[1].channel),
    )
    short = short_names(item.channel for _, item in mine)
    entries = _entries(mine, titles, unapproved)
    lines = [_head(f"{MONTH_NAMES[month - 1]} {year}", zone, width)]
    if width >= NARROWEST_GRID:
        lines += _grid(entries, short, year, month, min(width, 160))
        lines.append("")
    lines += _list(entries, short, width)
    return "\n".join(line.rstrip() for line in [*lines, *_legend(entries, short, width)])


def _entries(
    mine: list[tuple[datetime, Delivery]], titles: Mapping[str, str], unapproved: frozenset[str]
) -> dict[int, list[_Entry]]:
    """The month's entries by day; what goes to several channels at once is one entry."""
    together: dict[tuple[datetime, str, str], list[str]] = {}
    for at, item in mine:
        mark = "?" if item.id in unapproved else _MARKS.get(item.state, "")
        together.setdefault((at, item.post, mark), []).append(item.channel)
    days: dict[int, list[_Entry]] = {}
    for (at, post, mark), channels in together.items():
        days.setdefault(at.day, []).append(_Entry(at, titles.get(post, post), tuple(channels), mark))
    return days


def short_names(channels: Iterable[str]) -> dict[str, str]:
    """The shortest beginning of each channel's name that no other one has: `m` for mastodon; `li`, `lo`."""
    names = sorted(set(channels))
    return {
        name: next(
            (name[:size] for size in range(1, len(name)) if sum(other.startswith(name[:size]) for other in names) == 1),
            name,
        )
        for name in names
    }


def _head(title: str, zone: str, width: int) -> str:
    gap = width - width_of(title) - width_of(zone)
    return f"{title}{' ' * gap}{zone}" if gap > 1 else cut(f"{title} {zone}", width)


def _grid(entries: dict[int, list[_Entry]], short: Mapping[str, str], year: int, month: int, width: int) -> list[str]:
    wide = (width - 6) // 7
    lines = [" ".join(padded(name, wide) for name in DAY_NAMES)]
    for week in Calendar().monthdayscalendar(year, month):
        cells = [_cell(day, entries.get(day, []), short, wide) for day in week]
        height = max(map(len, cells))
        rows = [[*cell, *[""] * (height - len(cell))] for cell in cells]
        lines += [" ".join(padded(row[line], wide) for row in rows) for line in range(height)]
    return lines


def _cell(day: int, entries: list[_Entry], short: Mapping[str, str], wide: int) -> list[str]:
    if not day:
        return [""]
    lines = [f"{day:>2}"]
    for entry in entries:
        lines += [cut(f"{entry.at:%H:%M}{entry.mark or ' '}{_short(entry, short)}", wide), cut(entry.title, wide)]
    return lines


def _short(entry: _Entry, short: Mapping[str, str]) -> str:
    return " ".join(short[name] for name in entry.channels)


def _list(entries: dict[int, list[_Entry]], short: Mapping[str, str], width: int) -> list[str]:
    """One line for each entry, the day named once."""
    lines = []
    wide = max((width_of(_short(entry, short)) for day in entries.values() for entry in day), default=0)
    for day, of_day in sorted(entries.items()):
        name = f"{DAY_NAMES[date(of_day[0].at.year, of_day[0].at.month, day).weekday()]} {day:>2}"
        for entry in of_day:
            start = (
                f"{name}  {entry.at:%H:%M}{entry.mark or ' '} {padded(_short(entry, short), min(wide, width // 3))}  "
            )
            lines.append(start + cut(entry.title, max(2, width - width_of(start))))
            name = " " * width_of(name)
    return lines or ["no post in this month"]


def _legend(entries: dict[int, list[_Entry]], short: Mapping[str, str], width: int) -> list[str]:
    names = [f"{code} {name}" for name, code in short.items() if code != name]
    used = {entry.mark for day in entries.values() for entry in day}
    words = [*names, *(f"{mark} {text}" for mark, text in _LEGEND.items() if mark in used)]
    lines: list[str] = []
    for word in words:
        if lines and width_of(lines[-1]) + 3 + width_of(word) <= width:
            lines[-1] += f"   {word}"
        else:
            lines.append(cut(word, width))
    return ["", *lines] if lines else []
