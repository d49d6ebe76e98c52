"""What every page's value is made of: places in files, problems, moments, deliveries, as words that can be printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from post_forge import forge
from post_forge.errors import Problem, Source
from post_forge.preview.studio import Studio
from post_forge.preview.values import EntryView, Spot, Trouble

_LARGEST = 1_000_000  # bytes of a file of which a line is shown
_LONGEST = 400  # characters of a line that is shown
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FULL_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December")  # fmt: skip
_FULL_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Sight:
    """What one page is made of: the studio, and the look at the workspace that the whole page shows."""

    studio: Studio
    look: forge.Look

    @property
    def open(self) -> bool:
        """Whether who looks may know where files lie on this machine."""
        return not (self.studio.manner.read_only or self.studio.manner.exported)

    # ---- places and problems -----------------------------------------------------------------------------------------

    def spot(self, source: Source) -> Spot:
        if not self.open:
            return Spot(str(source))
        file = self.look.absolute(source.path)
        place = ":".join([str(file), *(str(number) for number in (source.line, source.column) if number)])
        address = f"vscode://file{quote(str(file), safe='/')}:{source.line or 1}"
        return Spot(str(source), place, address + (f":{source.column}" if source.column else ""))

    def trouble(self, problem: Problem) -> Trouble:
        source = problem.source
        secret = problem.rule.startswith("secret.")  # pages are shown to others
        line = self._line(source) if source and source.line and not secret else ""
        return Trouble(
            problem.rule,
            problem.severity,
            problem.message,
            problem.hint,
            self.spot(source) if source else None,
            line,
            source.column if source and line else 0,
            problem.length,
        )

    def troubles(self, problems: Iterable[Problem]) -> tuple[Trouble, ...]:
        return tuple(map(self.trouble, problems))

    def _line(self, source: Source) -> str:
        file = self.look.absolute(source.path)
        try:
            status = file.stat()
            lines = _lines(file, status.st_size, status.st_mtime_ns) if status.st_size <= _LARGEST else ()
        except OSError:
            return ""
        return lines[source.line - 1][:_LONGEST] if source.line <= len(lines) else ""

    # ---- deliveries --------------------------------------------------------------------------------------------------

    def entry(self, row: forge.Row) -> EntryView:
        item = row.delivery
        at = item.at.astimezone(ZoneInfo(row.zone))
        found = self.look.posts.get(item.post)
        cover = f"/pictures/{self.studio.pictures.cover(self.look, found[1])}.small.png" if found else ""
        platforms = {channel.name: channel.platform for channel in self.look.workspace.config.channels}
        return EntryView(
            item.id,
            item.post,
            row.title,
            item.channel,
            platforms.get(item.channel, ""),
            item.state,
            at.isoformat(timespec="minutes"),
            f"{at:%H:%M}",
            short(at),
            f"{at:%Y-%m-%d %H:%M}",
            row.zone,
            post_url(item.post) if found else "",
            cover,
            row.wants_approval,
            item.pinned,
            forge.verbs_of(row) if self.studio.token else (),
            item.reason,
            item.url if item.url.startswith(("https://", "http://")) else "",
            item.tries,
            forge.seen_of(row),
        )

    def entries(self, rows: Sequence[forge.Row]) -> tuple[EntryView, ...]:
        return tuple(map(self.entry, rows))

    def row_now(self) -> date:
        return forge.now(self.look.workspace)


@lru_cache(64)
def _lines(file: Path, size: int, changed: int) -> tuple[str, ...]:
    del size, changed
    return tuple(file.read_text("utf-8-sig", "replace").splitlines())


def post_url(name: str) -> str:
    return f"/posts/{quote(name, safe='/')}"


def short(at: datetime) -> str:
    """`Mon 23 Nov, 09:00`, with the year where it is another one than now would be guessed for."""
    return f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"


def long(day: date) -> str:
    """`Friday 20 November 2026`."""
    return f"{_FULL_DAYS[day.weekday()]} {day.day} {_FULL_MONTHS[day.month - 1]} {day.year}"


def month_name(day: date) -> str:
    return f"{_FULL_MONTHS[day.month - 1]} {day.year}"


def day_name(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
