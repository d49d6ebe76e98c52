"""`queue amend` and `queue withdraw`, and how the queue's commands tell what they changed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from post_forge import forge
from post_forge.cli.moments import when
from post_forge.cli.report import clean, print_json, print_problems, problem_json


def _correction(name: Literal["amend", "withdraw"], about: str, help_: str, question: str) -> click.Command:
    """A command that has a network change what is out."""

    @click.command(name, short_help=about, help=help_)
    @click.argument("names", nargs=-1, required=True, metavar="ID...")
    @click.option("--by-hand", is_flag=True, help="You have done it there: only note it down.")
    @click.option("--yes", is_flag=True, help="Do not ask first.")
    @click.option("--reason", default="", metavar="TEXT", help="Why, for the journal.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @click.pass_obj
    def command(folder: Path, names: tuple[str, ...], by_hand: bool, yes: bool, reason: str, as_json: bool) -> int:
        workspace = forge.open_workspace(folder, remember=False)
        asks = sys.stdin.isatty() and sys.stdout.isatty() and not (yes or by_hand or as_json)
        if asks and not click.confirm(question.format(", ".join(map(clean, names)))):
            return 0
        return tell_said(workspace, forge.correct(workspace, name, names, reason=reason, by_hand=by_hand), as_json)

    return command


def corrections() -> tuple[click.Command, ...]:
    """`amend` and `withdraw`."""
    amend = _correction(
        "amend",
        "Correct what is out.",
        "Have the network show the words that were built last. Where it cannot, that is told, with what you can do.",
        "Change the words of {} on the network?",
    )
    withdraw = _correction(
        "withdraw",
        "Take down what is out.",
        "Have the network delete it; it is never published again. Where the network cannot, you are told.",
        "Delete {} on the network?",
    )
    return amend, withdraw


def tell_said(workspace: forge.Workspace, said: forge.Said, as_json: bool) -> int:
    code = 1 if any(problem.severity == "error" for problem in said.problems) else 0
    if as_json:
        changed = [
            {"id": item.after.id, "before": item.before.state, "after": item.after.state} for item in said.changed
        ]
        print_json({"changed": changed, "problems": [problem_json(problem) for problem in said.problems]})
        return code
    for item in said.changed:
        click.echo(_changed(item))
    print_problems(said.problems, workspace.root, brief=True)
    return code


def _changed(item: forge.Changed) -> str:
    before, after = item.before, item.after
    told = f"{before.state} > {after.state}" if before.state != after.state else after.state
    if before.at != after.at:
        told += f", {when(before.at, item.zone)} > {when(after.at, item.zone)}"
    elif after.state in ("planned", "approved"):
        told += f", {when(after.at, item.zone)}"
    return f"{clean(after.id)}: {told}" + (f", {clean(after.url)}" if after.url else "")
