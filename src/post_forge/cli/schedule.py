"""`schedule`: what would go out when, and why. It reads only: nothing is stored and nothing is sent."""

from __future__ import annotations

import re
import shutil
import sys
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from post_forge import forge
from post_forge.cli.report import counted, print_json, print_problems, problem_json

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


@click.command(short_help="Show what would go out when, and why.")
@click.option("--explain", is_flag=True, help="Say of every post why it has its slot.")
@click.option(
    "--month",
    type=Month(),
    is_flag=False,
    flag_value="next",
    default=None,
    metavar="[YYYY-MM]",
    help="A calendar of one month.",
)
@click.option("--simulate", type=Days(), metavar="365d", help="Play so many days as a worker would, and sum up.")
@click.option("--outage", "outages", multiple=True, metavar="FROM..TO", help="With --simulate: no worker runs then.")
@click.option("--days", type=Days(), default=366, show_default=True, metavar="N", help="How far ahead to plan.")
@click.option("--now", type=Moment(), metavar="MOMENT", help="Plan as if it were then.")
@click.option("--ics", "as_ics", is_flag=True, help="Print a calendar file (iCalendar).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def schedule(
    context: click.Context,
    explain: bool,
    month: tuple[int, int] | None,
    simulate: int | None,
    outages: tuple[str, ...],
    days: int,
    now: datetime | None,
    as_ics: bool,
    as_json: bool,
) -> int:
    """Plan the posts that are built on the free slots of every channel, and show what that gives.

    Nothing is stored and nothing is sent. What published.jsonl says has gone out is not planned again.
    """
    if outages and simulate is None:
        raise click.UsageError("--outage says when a simulation has no worker; give --simulate, too")
    workspace = forge.open_workspace(context.obj, remember=False)
    found = forge.scheduled(workspace, _moment(now, workspace), timedelta(days=days))
    code = 1 if any(problem.severity == "error" for problem in found.problems) else 0
    if simulate is not None:
        pauses = tuple(forge.read_outage(words, found.zone) for words in outages)
        _simulate(found, simulate, pauses, as_json)
    elif as_json:
        print_json({**found.json(), "problems": [problem_json(problem) for problem in found.problems]})
        return code
    elif as_ics:
        sys.stdout.flush()
        sys.stdout.buffer.write(found.ics(workspace.config.brand.name or workspace.root.name).encode())
    elif context.get_parameter_source("month") is not click.core.ParameterSource.DEFAULT:
        click.echo(found.month_text(*(month or _first_month(found)), _width()))
    else:
        click.echo(found.explain_text(_width()) if explain else found.diff_text(_width()))
        _summary(found)
    print_problems(found.problems, workspace.root, brief=True)
    return code


def _moment(given: datetime | None, workspace: forge.Workspace) -> datetime:
    if given is None:
        return datetime.now(UTC)
    zone = workspace.config.timezone
    return given if given.tzinfo else given.replace(tzinfo=ZoneInfo(zone)) if zone else given.astimezone()


def _width() -> int:
    """As wide as the terminal, within what can be read; 80 columns where there is none."""
    return max(_NARROWEST, min(shutil.get_terminal_size((80, 24)).columns, _WIDEST))


def _first_month(found: forge.Scheduled) -> tuple[int, int]:
    first = min((item.at for item in found.plan.deliveries), default=found.plan.now).astimezone(ZoneInfo(found.zone))
    return first.year, first.month


def _simulate(found: forge.Scheduled, days: int, outages: tuple[Any, ...], as_json: bool) -> None:
    played = found.simulate(days, outages)
    if as_json:
        print_json(found.simulation_json(played))
    else:
        click.echo(found.simulation_text(played))


def _summary(found: forge.Scheduled) -> None:
    waiting = [entry for entry in found.plan.unplanned if entry.wants_person]
    click.echo("nothing was stored: this is what would be planned", err=True)
    if waiting:
        click.echo(f"{counted(len(waiting), 'post')} without a slot; --explain says why", err=True)
