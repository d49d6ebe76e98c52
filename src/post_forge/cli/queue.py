"""`queue`: what is planned, what waits for a person, and a person's word on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from post_forge import forge
from post_forge.cli.columns import columns, cut
from post_forge.cli.correcting import corrections, tell_said
from post_forge.cli.defaults import WithDefault
from post_forge.cli.moments import Month, is_given, moment, when, width
from post_forge.cli.report import clean, counted, print_json, print_problems, problem_json, style
from post_forge.errors import UsageError

_SHOWN = 20
_COLOURS = {"approved": "green", "failed": "red", "unsure": "red", "missed": "red", "held": "yellow"}
_STATES = (
    "planned",
    "approved",
    "held",
    "publishing",
    "published",
    "failed",
    "unsure",
    "missed",
    "skipped",
    "withdrawn",
)


class Queue(WithDefault):
    """`queue` alone lists."""

    default = "list"


@click.group(cls=Queue, short_help="List what is planned, and say what becomes of it.")
def queue() -> None:
    """List what is planned; approve it, hold it, move it, say what became of it.

    ID is a delivery (caching/a-title@mastodon), or a post (caching/a-title) for all its deliveries that are not out;
    several may be named.
    """


@queue.command("list", short_help="What comes when, and what waits for you.")
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Only this channel; may be given again.")
@click.option(
    "--state", "states", multiple=True, type=click.Choice(_STATES), help="Only this state; may be given again."
)
@click.option("--to-approve", is_flag=True, help="Only what waits for your approval.")
@click.option("--all", "everything", is_flag=True, help="All of it, also what is over.")
@click.option(
    "--month",
    type=Month(),
    is_flag=False,
    flag_value="next",
    default=None,
    metavar="[YYYY-MM]",
    help="A calendar of one month.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def list_(
    context: click.Context,
    channels: tuple[str, ...],
    states: tuple[str, ...],
    to_approve: bool,
    everything: bool,
    month: tuple[int, int] | None,
    as_json: bool,
) -> int:
    """Print what is in the queue in the order of time, what went wrong first, and what stands in the way."""
    workspace = forge.open_workspace(context.obj, remember=False)
    known = {channel.name for channel in workspace.config.channels}
    has_month = is_given(context, "month")
    found = forge.listing(
        workspace,
        moment(None, workspace),
        channels=channels,
        states=states,
        to_approve=to_approve,
        everything=everything or has_month,
    )
    if as_json:
        print_json({**found.json(), "problems": [problem_json(problem) for problem in found.problems]})
        return 0
    if has_month:
        year, number = month or _first_month(found)
        click.echo(found.month_text(year, number, width()))
    else:
        narrowed = bool(channels or states or to_approve or everything)
        _print(found, full=narrowed)
        if not found.rows:
            click.echo(_why_empty(found, narrowed))
    for name in channels:
        if name not in known and not found.rows:
            click.echo(f"there is no channel {clean(name)!r} in post_forge.yaml: {', '.join(sorted(known))}", err=True)
    print_problems(found.problems, workspace.root, brief=True)
    return 0


@queue.command("show", short_help="All that is known of one delivery.")
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def show(folder: Path, name: str, as_json: bool) -> int:
    """Print a delivery's state, time, text, approval, tries and journal, and what can be done with it."""
    workspace = forge.open_workspace(folder, remember=False)
    found = forge.show(workspace, name, moment(None, workspace))
    problems = [problem for item in found for problem in item.problems]
    if as_json:
        shown = [item.json() for item in found]
        print_json({"deliveries": shown, "problems": [problem_json(problem) for problem in problems]})
        return 0
    for number, item in enumerate(found):
        click.echo("\n" * bool(number) + "\n".join(_lines_of(item)))
    print_problems(problems, workspace.root, brief=True)
    return 0


# ---- a person's word -----------------------------------------------------------------------------------------------


def _verb(name: str, about: str, help_: str, *, timed: bool = False) -> None:
    """A command that says one verb of several deliveries."""

    @queue.command(name, short_help=about, help=help_)
    @click.argument("words", nargs=-1, required=True, metavar="ID... WHEN" if timed else "ID...")
    @click.option("--reason", default="", metavar="TEXT", help="Why, for the journal.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @click.pass_obj
    def command(folder: Path, words: tuple[str, ...], reason: str, as_json: bool) -> int:
        names, at = forge.split_when(words) if timed else (words, "")
        if not names:
            raise click.UsageError("name what is to be moved, and to when: post-forge queue move ID tomorrow 09:00")
        return _say(folder, name, names, as_json, when=at, reason=reason)


_verb("approve", "Let it go out as it is now.", "Approve these words, slides and theme; an edit takes it away again.")
_verb("unapprove", "Take an approval back.", "Take an approval back: it waits for another one.")
_verb("hold", "Keep it back.", "Keep it back until it is released; its slot goes to others with the next plan.")
_verb("release", "Let what was held go on.", "Let what was held go on in its slot.")
_verb("skip", "Never to this channel.", "Take it out: it does not go to this channel, unless it is moved or retried.")
_verb(
    "move",
    "Another time.",
    'Give it another time, which no plan changes. WHEN is "2026-12-01 09:00", "tomorrow 09:00", "mon 09:00", a date'
    " (the channel's first free slot), +2h or now, as the channel's clocks show it.",
    timed=True,
)
_verb("deny", "It is not out.", "Say of what is unsure that it is not out: you have looked. Then retry it, or skip it.")
_verb("look", "Look at the network again.", "Have a worker look at the network again for what is unsure.")
_verb("free", "End a lease.", "End the lease of a worker that is known to be dead: another may take over at once.")


@queue.command("retry", short_help="Send it now, or at another time.")
@click.argument("names", nargs=-1, required=True, metavar="ID...")
@click.option("--at", "at", default="", metavar="WHEN", help="Not now but then, in the words of `move`.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the journal.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def retry(folder: Path, names: tuple[str, ...], at: str, reason: str, as_json: bool) -> int:
    """Put what failed, was missed or was skipped back: it is due now."""
    return _say(folder, "retry", names, as_json, when=at, reason=reason)


@queue.command("done", short_help="It is out: you have posted it.")
@click.argument("name", metavar="ID")
@click.argument("url", required=False, default="")
@click.option("--at", "at", default="", metavar="WHEN", help="When it went out, in the words of `move`; default: now.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the journal.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def done(folder: Path, name: str, url: str, at: str, reason: str, as_json: bool) -> int:
    """Say that it is out, at URL: you have posted it by hand, or have seen it there. It is never sent again."""
    return _say(folder, "done", (name,), as_json, when=at, url=url, reason=reason)


for command in corrections():
    queue.add_command(command)


def _say(folder: Path, verb: str, names: Sequence[str], as_json: bool, **more: str) -> int:
    workspace = forge.open_workspace(folder, remember=False)
    return tell_said(workspace, forge.say(workspace, verb, names, moment(None, workspace), **more), as_json)


# ---- printing ------------------------------------------------------------------------------------------------------


def _print(found: forge.Listing, *, full: bool) -> None:
    loud = [row for row in found.rows if row.wants_person]
    calm = [row for row in found.rows if not row.wants_person]
    if loud:
        click.echo(style("Wants you:", bold=True))
        for row in loud:
            click.echo(_row(row, found.zone))
            click.echo(f"    {clean(row.delivery.reason)}; " * bool(row.delivery.reason) + f"`{clean(row.command)}`")
        click.echo()
    shown = calm if full else calm[:_SHOWN]
    for row in shown:
        click.echo(_row(row, found.zone))
    if len(calm) > len(shown):
        click.echo(f"... and {len(calm) - len(shown):,} more, the last {when(calm[-1].delivery.at, found.zone)}; --all")
    if waits := sum(row.wants_approval for row in found.rows):
        click.echo(f"{counted(waits, 'post')} to approve (?): `post-forge queue approve ID`")
    for quota in found.quotas:
        left = f"{quota.remaining:,} left" if quota.remaining is not None else clean(quota.reason) or "no limit told"
        until = f", filled again {when(quota.resets, found.zone)}" if quota.resets else ""
        click.echo(f"{clean(quota.account)}: {clean(quota.name)}: {left}{until}")


def _row(row: forge.Row, zone: str) -> str:
    item = row.delivery
    state = f"{item.state}{'?' if row.wants_approval else ''}"
    shown = style(f"{state:<10}", fg=_COLOURS.get(item.state))
    start = f"{when(item.at, zone)}  "
    mark = " (moved by you)" if item.pinned and item.state in ("planned", "approved") else ""
    used = columns(start) + 12 + columns(clean(item.id)) + 2 + len(mark)
    title = f"  {cut(clean(row.title), width() - used)}" if row.title and width() - used > 12 else ""
    return f"{start}{shown}  {clean(item.id)}{mark}{title}"


def _lines_of(shown: forge.Shown) -> list[str]:
    row, item = shown.row, shown.row.delivery
    state = item.state + (f": {clean(item.reason)}" if item.reason else "")
    lines = [style(clean(item.id), bold=True) + (f"  {clean(row.title)}" if row.title else "")]
    slot = f"{when(item.at, row.zone)} {row.zone}" + (" (moved by you)" if item.pinned else "")
    facts = [("state", state + (", waits for approval" if row.wants_approval else "")), ("slot", slot)]
    if shown.approval:
        facts.append(("approved", f"{when(shown.approval.at, row.zone)} by {clean(shown.approval.actor)}"))
    facts += [("sent", when(item.sent, row.zone))] if item.sent else []
    facts += [("url", clean(item.url))] if item.url else []
    facts += [("worker", clean(item.worker))] if item.worker else []
    facts += [("files", f"{clean(shown.folder)}/")] if shown.folder else []
    lines += [f"  {name:<9} {text}" for name, text in facts]
    for attempt in shown.attempts:
        told = ": ".join(filter(None, (attempt.outcome or "not ended", clean(attempt.reason))))
        lines.append(f"  try {attempt.number:<5} {when(attempt.began, row.zone)} {told}")
    lines += _indented(shown.text)
    if verbs := row.json()["possible"]:
        lines.append(f"  possible  {', '.join(verbs)}")
    return lines


def _indented(parts: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for number, part in enumerate(parts):
        lines.append(f"  {'text' if not number else f'part {number + 1}'}")
        lines += [f"    {clean(line)}".rstrip() for line in part.split("\n")]
    return lines


def _why_empty(found: forge.Listing, narrowed: bool) -> str:
    if not found.total:
        return "the queue is empty: `post-forge schedule` shows a plan, `post-forge schedule --take` takes it"
    told = ", ".join(f"{count:,} {state}" for state, count in found.total.items())
    return f"nothing here is like that; there are {told}" if narrowed else f"nothing is ahead; there are {told}"


def _first_month(found: forge.Listing) -> tuple[int, int]:
    from zoneinfo import ZoneInfo

    ahead = [row.delivery.at for row in found.rows if row.delivery.state in ("planned", "approved")]
    every = ahead or [row.delivery.at for row in found.rows]
    if not every:
        raise UsageError(*found.problems) if found.problems else click.ClickException("the queue is empty")
    first = min(every).astimezone(ZoneInfo(found.zone))
    return first.year, first.month
