"""`history`: what went out, when and where; every change of the queue; and what was posted before this program."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from post_forge import forge
from post_forge.cli.columns import columns, cut
from post_forge.cli.defaults import WithDefault
from post_forge.cli.moments import Moment, moment, when, width
from post_forge.cli.report import clean, counted, print_json, print_problems, problem_json, style


class History(WithDefault):
    """`history` alone shows, and so does `history POST`."""

    default = "show"
    takes_words = True


@click.group(cls=History, short_help="Print what went out, when and where.")
def history() -> None:
    """Print what went out, when and where, with its URL; of one POST also every change, with its time and reason.

    \b
    post-forge history [POST] [--since DATE] [--journal] [--json]
    post-forge history import FILE [--dry-run]
    """


@history.command(short_help="What went out; of a POST also its journal.")
@click.argument("post", required=False, default="")
@click.option("--since", type=Moment(), metavar="DATE", help="From then on.")
@click.option("--journal", is_flag=True, help="Every change of the queue, not only what went out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def show(folder: Path, post: str, since: datetime | None, journal: bool, as_json: bool) -> int:
    """Print what went out. POST is a post, or one delivery: then its journal is printed, too."""
    workspace = forge.open_workspace(folder, remember=False)
    start = moment(since, workspace) if since else None
    found = forge.history(workspace, moment(None, workspace), post, start, journal=journal)
    if as_json:
        print_json({**found.json(), "problems": [problem_json(problem) for problem in found.problems]})
        return 0
    for item in found.sent:
        click.echo(_sent(item, found.zone))
    if not found.sent:
        click.echo("nothing went out" + (f" since {when(start, found.zone)}" if start else " yet"))
    if found.entries:
        click.echo()
    for entry in found.entries:
        change = f"{entry.before or 'new'} > {entry.after or 'gone'}" if entry.before != entry.after else entry.after
        more = "; ".join(f"{name} {text}" for name, text in entry.more.items() if text and name != "content")
        told = clean(": ".join(filter(None, (entry.event, entry.reason, more))))
        click.echo(f"{when(entry.at, found.zone)}  {clean(entry.delivery)}  {change}  {told} ({clean(entry.actor)})")
    print_problems(found.problems, workspace.root, brief=True)
    return 0


def _sent(item: forge.Sent, zone: str) -> str:
    delivery = item.delivery
    state = "" if delivery.state == "published" else style(f"{delivery.state}  ", fg="red")
    start = f"{when(item.at, zone)}  "
    where = clean(delivery.url) or "(no address)"
    room = width() - columns(start) - columns(clean(delivery.id)) - columns(where) - 4
    title = f"  {cut(clean(item.title), room)}" if item.title and room > 12 else ""
    return f"{start}{state}{clean(delivery.id)}  {where}{title}"


@history.command("import", short_help="Take in what was posted before.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would come in.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def import_(folder: Path, file: Path, dry_run: bool, as_json: bool) -> int:
    """Take what was posted before this program into the queue and published.jsonl: it is never sent again.

    FILE is CSV with a line of headings, or JSON: post, channel and time, and if known url, content, round.
    """
    workspace = forge.open_workspace(folder, remember=False)
    done = forge.import_posted(workspace, folder / file, moment(None, workspace), dry_run=dry_run)
    if as_json:
        problems = [problem_json(problem) for problem in done.problems]
        print_json({"learned": list(done.learned), "written": done.written, "problems": problems})
        return 0
    what = f"{counted(len(done.learned), 'publication')} {'would come' if dry_run else 'came'} in"
    click.echo(what + ("" if dry_run else f"; published.jsonl has {counted(done.written, 'line')} more"))
    print_problems(done.problems, workspace.root, brief=True)
    return 0
