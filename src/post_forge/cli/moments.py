"""Moments, months and spans on the command line, and moments as they are printed."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from post_forge import forge

_WIDEST, _NARROWEST = 100, 40
_MOST_DAYS = 3_660


class Days(click.ParamType):  # type: ignore[type-arg]
    """A number of days: `365d`, `365`."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"(\d{1,5})d?", str(value))
        if not found or not 1 <= int(found[1]) <= _MOST_DAYS:
            self.fail(f"{value!r} is not a number of days from 1 to {_MOST_DAYS:,}; write 365d", param, ctx)
        return int(found[1])


class Month(click.ParamType):  # type: ignore[type-arg]
    """A month (`2026-12`), or `next` for the first one in which something is planned."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int] | None:
        if value == "next":
            return None
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", str(value))
        if not found or found[1] == "0000":
            self.fail(f"{value!r} is not a month; write 2026-12", param, ctx)
        return int(found[1]), int(found[2])


class Moment(click.ParamType):  # type: ignore[type-arg]
    """A date or a moment as ISO 8601 writes it."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a moment; write 2026-12-01 or 2026-12-01T09:00", param, ctx)
        if not 1970 <= found.year < 3000:
            self.fail(f"{value!r} is too far away to plan for", param, ctx)
        return found


def moment(given: datetime | None, workspace: forge.Workspace) -> datetime:
    """A moment that was given, on the workspace's clocks if it does not say on whose; now, if none was."""
    if given is None:
        return datetime.now(UTC)
    zone = workspace.config.timezone
    return given if given.tzinfo else given.replace(tzinfo=ZoneInfo(zone)) if zone else given.astimezone()


def is_given(context: click.Context, name: str) -> bool:
    """Whether an option stands on the command line, be it without a value."""
    return context.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT


def width() -> int:
    """As wide as the terminal, within what can be read; 80 columns where there is none."""
    return max(_NARROWEST, min(shutil.get_terminal_size((80, 24)).columns, _WIDEST))


def when(at: datetime, zone: str) -> str:
    """`Mon 2026-11-23 09:00`, as the clocks of the zone show it, whatever the locale."""
    local = at.astimezone(ZoneInfo(zone))
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[local.weekday()]
    return f"{day} {local:%Y-%m-%d %H:%M}"
