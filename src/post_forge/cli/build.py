"""`build`: the whole folder."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from post_forge import forge
from post_forge.cli.report import clean, counted, print_json, print_problems, problem_json
from post_forge.model import FORMATS, Refusal

Progress = Callable[[int, int, str], None]


@click.command(short_help="Make posts and carousels; only what changed.")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(list(FORMATS)), help="Only these sizes; repeatable."
)
@click.option("--jobs", type=click.IntRange(0, 64), default=0, help="Worker processes; 0 is one per core.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--debug-layout", is_flag=True, help="Draw the boxes of the layout over the slides.")
@click.option("--markup", is_flag=True, help="Write the markup of each slide beside its picture.")
@click.pass_obj
def build(
    folder: Path,
    path: Path | None,
    formats: tuple[str, ...],
    jobs: int,
    quiet: bool,
    as_json: bool,
    debug_layout: bool,
    markup: bool,
) -> int:
    """Make texts and carousels of every note below PATH (content/ by default): only what changed.

    Results lie in output/<note>/<post>/.
    """
    workspace = forge.open_workspace(folder)
    with progress(quiet or as_json) as tell:
        wishes = forge.Wishes(path and folder / path, formats, jobs, debug_layout, tell, markup)
        report = forge.build(workspace, wishes)
    if as_json:
        print_json(_json(report))
    else:
        print_problems(report.errors if quiet else report.problems, workspace.root, brief=True)
        if not quiet:
            _summary(report)
    return 1 if report.errors else 0


def _summary(report: forge.Report) -> None:
    print_refusals(report.refusals)
    changed = f"{_posts(report.made, report.downloads)} made, {counted(report.drawn, 'slide')} drawn"
    gone = f", {counted(len(report.gone), 'post')} removed" if report.gone else ""
    nothing = "nothing to do" if not report.made and not report.gone else changed + gone
    click.echo(
        f"{counted(report.notes, 'note')}: {_posts(report.posts, report.downloads)}, "
        f"{counted(report.slides, 'slide')}, {counted(len(report.refusals), 'unit')} refused; {nothing}"
    )
    if report.made:
        click.echo(f"in output/, for example output/{clean(report.made[0])}/")


def _posts(posts: tuple[str, ...], downloads: tuple[str, ...]) -> str:
    """How many posts, as `today` counts them, and apart from them what is made to be downloaded."""
    apart = len({*posts} & {*downloads})
    more = f" and {counted(apart, 'guide or overview', 'guides and overviews')}" if apart else ""
    return f"{counted(len(posts) - apart, 'post')}{more}"


def print_refusals(refusals: tuple[Refusal, ...]) -> None:
    """How many units make no post, by reason."""
    for rule, count in Counter(refusal.rule for refusal in refusals).most_common():
        example = next(refusal for refusal in refusals if refusal.rule == rule)
        place = f"{clean(str(example.source))}: " if example.source else ""
        click.echo(
            f"{count:>5} refused [{rule}] e.g. {place}{clean(example.title)[:60]!r}: {clean(example.reason)[:110]}"
        )


def _json(report: forge.Report) -> dict[str, Any]:
    return {
        "notes": report.notes,
        "posts": list(report.posts),
        "made": list(report.made),
        "new": list(report.new),
        "gone": list(report.gone),
        "slides": report.slides,
        "drawn": report.drawn,
        "refusals": [refusal_json(refusal) for refusal in report.refusals],
        "problems": [problem_json(problem) for problem in report.problems],
    }


def refusal_json(refusal: Refusal) -> dict[str, Any]:
    return {
        "title": refusal.title,
        "rule": refusal.rule,
        "reason": refusal.reason,
        "file": refusal.source.path,
        "line": refusal.source.line,
    }


@contextmanager
def progress(silent: bool) -> Iterator[Progress]:
    """A bar on a terminal, a line now and then where output is piped, nothing when silent.

    Drawn without a thread of its own: workers are forked from this process.
    """
    if silent:
        yield _silent
    elif not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _piped
    else:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("making"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as bar:
            task = bar.add_task("", total=None)

            def tell(done: int, total: int, what: str) -> None:
                bar.update(task, completed=done, total=total, description=clean(what)[:50], refresh=True)

            yield tell


def _silent(*_: object) -> None:
    pass


def _piped(done: int, total: int, _: str) -> None:
    if done == total or done % 100 == 0:
        click.echo(f"{done} of {total} decks", err=True)  # guides and overviews among them
