"""`schedule`: what would go out when, and why; and the plan taken into the queue, once it has been seen."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from post_forge import forge
from post_forge.cli.moments import Days, Moment, Month, is_given, moment, width
from post_forge.cli.report import clean, counted, print_json, print_problems, problem_json


@click.command(short_help="Show what would go out when, and why; take the plan.")
@click.option("--take", is_flag=True, help="Keep the plan: it becomes the queue.")
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
    take: bool,
    explain: bool,
    month: tuple[int, int] | None,
    simulate: int | None,
    outages: tuple[str, ...],
    days: int,
    now: datetime | None,
    as_ics: bool,
    as_json: bool,
) -> int:
    """Plan the posts that are built on the free slots of every channel, and show what that changes.

    Nothing is stored before the plan is taken: by --take, or on a terminal by saying yes. What published.jsonl says has
    gone out is not planned again. Nothing is sent.
    """
    if outages and simulate is None:
        raise click.UsageError("--outage says when a simulation has no worker; give --simulate, too")
    has_month = is_given(context, "month")
    if take and (simulate is not None or now or as_ics or has_month):
        raise click.UsageError("--take keeps the plan as it is now; --simulate, --now, --month and --ics only look")
    workspace = forge.open_workspace(context.obj, remember=False)
    horizon = timedelta(days=days)
    if take:
        return _take(workspace, horizon, None, explain, as_json)
    found = forge.scheduled(workspace, moment(now, workspace), horizon)
    if simulate is not None:
        pauses = tuple(forge.read_outage(words, found.zone) for words in outages)
        _simulate(found, simulate, pauses, as_json)
    elif as_json:
        print_json({**found.json(), "problems": [problem_json(problem) for problem in found.problems]})
        return _code(found)
    elif as_ics:
        sys.stdout.flush()
        sys.stdout.buffer.write(found.ics(workspace.config.brand.name or workspace.root.name).encode())
    elif has_month:
        click.echo(found.month_text(*(month or _first_month(found)), width()))
    else:
        return _propose(workspace, found, horizon, explain, ask=now is None)
    print_problems(found.problems, workspace.root, brief=True)
    return _code(found)


def _code(found: forge.Scheduled) -> int:
    return 1 if any(problem.severity == "error" for problem in found.problems) else 0


def _propose(
    workspace: forge.Workspace, found: forge.Scheduled, horizon: timedelta, explain: bool, *, ask: bool
) -> int:
    """Show what the plan changes; on a terminal ask whether to take it."""
    _show(workspace, found, explain)
    if not found.diff.changes:
        click.echo("the queue is as this plan has it; nothing was stored", err=True)
    elif ask and sys.stdin.isatty() and sys.stdout.isatty():
        if click.confirm("Take this plan?"):
            return _take(workspace, horizon, found, explain, False)
        click.echo("nothing was stored")
    else:
        hint = "; `post-forge schedule --take` keeps it" if ask else ""
        click.echo(f"nothing was stored: this is what would be planned{hint}", err=True)
    return _code(found)


def _show(workspace: forge.Workspace, found: forge.Scheduled, explain: bool) -> None:
    click.echo(found.explain_text(width()) if explain else found.diff_text(width()))
    waiting = [entry for entry in found.plan.unplanned if entry.wants_person]
    if waiting:
        click.echo(f"{counted(len(waiting), 'post')} without a slot; --explain says why", err=True)
    print_problems(found.problems, workspace.root, brief=True)


def _take(
    workspace: forge.Workspace, horizon: timedelta, shown: forge.Scheduled | None, explain: bool, as_json: bool
) -> int:
    """Take the plan that was shown, or show the one that is taken."""
    kept = forge.take_plan(workspace, moment(None, workspace), horizon, shown)
    found, taken = kept.scheduled, kept.taken
    if as_json:
        did = {name: list(getattr(taken, name)) for name in ("added", "changed", "dropped", "left")}
        print_json({**found.json(), "taken": did, "problems": [problem_json(problem) for problem in found.problems]})
        return _code(found)
    if shown is None:
        _show(workspace, found, explain)
    parts = [(taken.added, "new"), (taken.changed, "changed"), (taken.dropped, "taken out")]
    told = ", ".join(f"{len(ids):,} {word}" for ids, word in parts if ids) or "nothing changed"
    click.echo(f"taken: {told}; `post-forge queue` shows it")
    if taken.left:
        click.echo(f"left as they are, because they are under way: {clean(', '.join(taken.left))}", err=True)
    return _code(found)


def _first_month(found: forge.Scheduled) -> tuple[int, int]:
    first = min((item.at for item in found.plan.deliveries), default=found.plan.now).astimezone(ZoneInfo(found.zone))
    return first.year, first.month


def _simulate(found: forge.Scheduled, days: int, outages: tuple[Any, ...], as_json: bool) -> None:
    played = found.simulate(days, outages)
    if as_json:
        print_json(found.simulation_json(played))
    else:
        click.echo(found.simulation_text(played))
