"""`today`: the post of the day, printed the way it will look, with what to do next."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from post_forge import forge
from post_forge.cli.networks import NETWORKS
from post_forge.cli.report import clean, counted, print_json, print_problems, problem_json, style

WIDTH = 76


class Day(click.ParamType):  # type: ignore[type-arg]
    """A date as ISO 8601 writes it, or `today`, `tomorrow`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is not a date; write 2026-11-20", param, ctx)


@click.command(short_help="Make and print the post of the day.")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--date", "day", type=Day(), help="Another day; one in the future is only worked out.")
@click.option("--another", is_flag=True, help="Not this one today: choose again.")
@click.option(
    "--skip", metavar="REASON", default=None, help="Never this one: take it out of the rotation and choose again."
)
@click.option("--network", type=click.Choice(list(NETWORKS)), default="linkedin", help="Whose text is printed.")
@click.option("--all", "every", is_flag=True, help="Print the texts of all networks.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def today(
    folder: Path,
    path: Path | None,
    day: date | None,
    another: bool,
    skip: str | None,
    network: str,
    every: bool,
    as_json: bool,
) -> int:
    """Make the post of the day, print its text, and say where its pictures are.

    A day keeps its post however often this runs. Nothing comes twice before everything has come once.
    """
    workspace = forge.open_workspace(folder)
    found = forge.today(workspace, day, another=another, skip=skip, wishes=forge.Wishes(path and folder / path))
    code = 1 if any(problem.severity == "error" for problem in found.problems) else 0
    if as_json:
        where = {"day": found.day.isoformat(), "folder": str(found.folder), "place": found.place, "total": found.total}
        problems = [problem_json(problem) for problem in found.problems]
        stands = {"unused": found.unused, "kept": found.kept, "problems": problems}
        print_json({**where, **stands, "post": found.record})
        return code
    print_problems(found.problems, workspace.root, brief=True)
    shown = workspace.shown(found.folder)
    _head(found)
    for name in NETWORKS if every else [network]:
        _text(name, found.record["texts"][name])
    _counts(found.record, shown)
    _next(found, shown)
    return code


def _head(found: forge.Today) -> None:
    record = found.record
    click.echo(style(f"{found.day:%A} {found.day.isoformat()}  {clean(record['title'])}", bold=True))
    left = f"{counted(found.unused, 'post')} not used yet" if found.unused else "all used once; the oldest come again"
    kept = "" if found.kept else "; a look ahead, not kept"
    click.echo(f"from {clean(record['source'])}; post {found.place} of {found.total}, {left}{kept}")


def _text(name: str, text: dict[str, Any]) -> None:
    counts = ", ".join(f"{count} of {text['limit']}" for count in text["counts"])
    title = f"── {NETWORKS[name]} ── {counts} "
    click.echo()
    click.echo(style(title + "─" * max(0, WIDTH - len(title)), fg="cyan"))
    for number, part in enumerate(text["parts"]):
        if number:
            click.echo(style("·" * 20, fg="cyan"))
        click.echo("\n".join(clean(line) for line in part.split("\n")))
    click.echo(style("─" * WIDTH, fg="cyan"))


def _counts(record: dict[str, Any], shown: str) -> None:
    click.echo()
    for name, label in NETWORKS.items():
        text = record["texts"][name]
        parts = f" in {counted(len(text['parts']), 'part')}" if len(text["parts"]) > 1 else ""
        click.echo(f"  {label:<10} {max(text['counts']):>5} of {text['limit']:<5}{parts:<12} {shown}/{name}.txt")


def _next(found: forge.Today, shown: str) -> None:
    count = counted(len(found.record["slides"]), "picture")
    first = next(iter(found.record["pictures"]))
    if claims := found.record["claims"]:
        place = f"output/{clean(found.record['id'])}/claims.md"
        click.echo(f"\nCheck first: {counted(len(claims), 'claim')} (figures, superlatives, absolutes) in {place}")
    click.echo(
        f"\nPost it: 1. copy the text from {shown}/<network>.txt"
        f"\n         2. add the {count} in {shown}/slides/{first}/ (LinkedIn: {shown}/carousel.pdf)"
        f"\n         3. add the alt texts from {shown}/alt.txt"
        f"{_guide(found)}"
        f"\nAll slides at a glance: {shown}/contact-sheet.png   Another post: post-forge today --another"
    )


def _guide(found: forge.Today) -> str:
    return f"\nThe whole note as a guide: output/{clean(found.guide)}/guide.pdf" if found.guide else ""
