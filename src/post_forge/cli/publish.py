"""`publish`: what is due goes out, once; or, as a dry run, what would be sent."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from post_forge import forge
from post_forge.cli.moments import moment, when
from post_forge.cli.report import clean, print_json, print_problems, problem_json, style

NOT_PUBLISHED = 3
_WORDS = {"later": "not yet", "left": "not sent", "unsure": "unsure", "failed": "failed", "missed": "missed"}


@click.command(short_help="Send what is due, once.")
@click.argument("names", nargs=-1, metavar="[ID]...")
@click.option("--dry-run", is_flag=True, help="Print every request, secrets masked; send nothing.")
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Only this channel; may be given again.")
@click.option("--limit", type=click.IntRange(min=1), default=None, metavar="N", help="Begin at most N deliveries.")
@click.option("--plan", is_flag=True, help="Plan first, also where no plan was taken: for machines that keep no queue.")
@click.option(
    "--announce",
    metavar="COMMAND",
    default="",
    help="Run COMMAND when published.jsonl names what is about to be sent; send it only if that succeeds.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def publish(
    folder: Path,
    names: tuple[str, ...],
    dry_run: bool,
    channels: tuple[str, ...],
    limit: int | None,
    plan: bool,
    announce: str,
    as_json: bool,
) -> int:
    """Send what is due, each once, and end: for cron. ID narrows it to deliveries or posts; their time holds all the
    same, but in a dry run.

    A plan that was taken is kept up to date first. Exit code 3: something that was due is not out.
    """
    workspace = forge.open_workspace(folder, remember=False)
    sending = forge.Sending(channels, names, limit or 0, plan, tuple(shlex.split(announce)))
    if dry_run:
        return _rehearse(workspace, forge.rehearse(workspace, moment(None, workspace), sending), as_json)
    done = forge.publish_due(workspace, sending, look_back=plan)
    tokens = forge.token_problems(workspace, moment(None, workspace))
    problems = (*done.problems, *tokens, *forge.send_alerts(workspace, tokens))
    if as_json:
        print_json(
            {
                "deliveries": [outcome.json() for outcome in done.outcomes],
                "next": done.next.isoformat("T", "seconds") if done.next else None,
                "problems": [problem_json(problem) for problem in problems],
            }
        )
        return 0 if done.good else NOT_PUBLISHED
    for outcome in done.outcomes:
        click.echo("\n".join(_lines(outcome, done.zone)))
    if not done.outcomes:
        click.echo(_nothing(done))
    print_problems(problems, workspace.root, brief=True)
    return 0 if done.good else NOT_PUBLISHED


def _lines(outcome: forge.Outcome, zone: str) -> list[str]:
    if outcome.good:
        lines = [f"{style('published', fg='green')}  {clean(outcome.id)}  {clean(outcome.url) or '(no address)'}"]
        lines += [f"           {clean(part)}" for part in outcome.parts[1:]]
    else:
        told = _WORDS[outcome.ended]
        again = f"; tried again at {when(outcome.until, zone)}" if outcome.until and outcome.ended == "later" else ""
        lines = [f"{style(told, fg='red'):<9}  {clean(outcome.id)}  {clean(outcome.reason)}{again}"]
        lines += [f"           {clean(outcome.hint)}"] if outcome.hint else []
    if outcome.comment:
        lines += ["           write the first comment yourself:", f"           {clean(outcome.comment)}"]
    return lines


def _nothing(done: forge.Pass) -> str:
    if not done.planned:
        return "nothing is planned: `post-forge schedule` shows a plan, `post-forge schedule --take` takes it"
    return "nothing is due" + (f"; next: {when(done.next, done.zone)}" if done.next else " and nothing lies ahead")


def _rehearse(workspace: forge.Workspace, found: forge.Rehearsed, as_json: bool) -> int:
    code = 1 if any(problem.severity == "error" for problem in found.problems) else 0
    if as_json:
        problems = [problem_json(problem) for problem in found.problems]
        print_json({"deliveries": [item.json() for item in found.deliveries], "problems": problems})
        return code
    for item in found.deliveries:
        click.echo(style(f"{clean(item.id)}, {when(item.at, found.zone)}", bold=True))
        for step, request in item.requests:
            click.echo(f"\n  {style(clean(step), bold=True)}")
            click.echo("\n".join(f"    {clean(line)}".rstrip() for line in request.split("\n")))
        if item.comment:
            click.echo(f"\n  first comment, which you write yourself\n    {clean(item.comment)}")
        click.echo()
    if not found.deliveries:
        later = f"; `publish --dry-run {clean(found.next[0])}` shows the next one" if found.next else ""
        click.echo(f"nothing is due{later}")
    print_problems(found.problems, workspace.root, brief=True)
    return code
