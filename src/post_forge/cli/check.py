"""`check`: what is wrong, all at once, by file; what can be mended, mended; a page about each rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from post_forge import forge
from post_forge.cli.build import print_refusals, progress, refusal_json
from post_forge.cli.report import clean, counted, print_json, print_problems, problem_json, source_line, style
from post_forge.errors import Problem

MOST = 8  # findings of one rule that are printed one by one; the rest are counted
SCHEMA = 1


@click.command(short_help="Read everything, write nothing, list all problems.")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--rule", "only", multiple=True, metavar="ID", help="Only this rule, or area (code); repeatable.")
@click.option("--ignore", multiple=True, metavar="ID", help="Not this rule, or area; repeatable.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too.")
@click.option("--fix", "fix", is_flag=True, help="Mend what can be mended safely; shows the diff.")
@click.option("--diff", "show_diff", is_flag=True, help="Show what --fix would change; write nothing.")
@click.option("--explain", "explained", metavar="ID", help="Print the page of a rule, or of an area; `all` lists them.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def check(
    folder: Path,
    path: Path | None,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    fix: bool,
    show_diff: bool,
    explained: str | None,
    as_json: bool,
) -> int:
    """Read notes, paths, templates, configuration, channels and the plan below PATH, and list everything that is wrong.

    Nothing is written without --fix. Exit code 1 if anything is an error (with --strict: or a warning).
    """
    if explained is not None:
        return _explain(explained)
    wishes = forge.Wishes(path and folder / path)
    asked = forge.Asked(only, ignore, datetime.now(UTC))
    checked, root = _check(folder, wishes, asked, as_json)
    unwritten: tuple[Problem, ...] = ()
    if fix or show_diff:
        found = tuple(forge.fixes(folder, checked, wishes, asked))
        for one in () if as_json else found:
            click.echo(_coloured(one.diff) + "\n")
        if fix and found:
            unwritten = forge.write_fixes(found, forge.open_workspace(folder, remember=False))
            checked, root = _check(folder, wishes, asked, as_json)
        if not as_json:
            what = "mended" if fix else "can be mended"
            click.echo(f"{counted(len(found) - len(unwritten), 'note')} {what}\n" if found else "nothing to mend\n")
    if as_json:
        print_json(_json(checked))
    elif not show_diff:
        _print(checked, root, everything=bool(only))
    print_problems(unwritten, root)
    return 1 if checked.errors or unwritten or (strict and checked.problems) else 0


def _check(folder: Path, wishes: forge.Wishes, asked: forge.Asked, silent: bool) -> tuple[forge.Checked, Path]:
    with progress(silent) as tell:
        root, checked = forge.check_folder(folder, forge.Wishes(wishes.path, progress=tell), asked)
    return checked, root


def _print(checked: forge.Checked, root: Path, everything: bool) -> None:
    """By file, in the order of lines; of one rule only so many, the rest counted at the end."""
    rest = Counter[str]()
    shown = Counter[str]()
    for name, problems in _by_file(checked.problems):
        lines: list[str] = []
        for problem in problems:
            if everything or problem.severity == "error" or shown[problem.rule] < MOST:
                shown[problem.rule] += 1
                lines += _lines(problem, root, everything)
            else:
                rest[problem.rule] += 1
        if lines:
            click.echo("\n".join([style(clean(name), bold=True), *lines, ""]))
    for rule, count in rest.most_common():
        click.echo(f"... and {count} more [{rule}]; `post-forge check --rule {rule}` shows them all")
    print_refusals(checked.refusals)
    _sum_up(checked)


def _sum_up(checked: forge.Checked) -> None:
    warnings = len(checked.problems) - len(checked.errors)
    silenced = f", {checked.silenced} silenced" if checked.silenced else ""
    mendable = sum(forge.is_fixable(problem.rule) for problem in checked.problems)
    click.echo(
        f"{counted(checked.notes, 'note')}: {counted(checked.posts, 'post')}, "
        f"{counted(len(checked.refusals), 'unit')} refused, {counted(len(checked.errors), 'error')}, "
        f"{counted(warnings, 'warning')}{silenced}"
    )
    if mendable:
        click.echo(f"{mendable} of them may be mended: `post-forge check --diff` shows how, `--fix` does it")
    if checked.problems:
        click.echo(f"`post-forge check --explain {checked.problems[0].rule}` says why a rule is there")


def _by_file(problems: Iterable[Problem]) -> list[tuple[str, list[Problem]]]:
    """Problems by file, those without a file first; in a file by line."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.source.path if problem.source else ""].append(problem)
    return [
        (
            name or "everywhere",
            sorted(found[name], key=lambda one: (one.source.line, one.source.column) if one.source else (0, 0)),
        )
        for name in sorted(found)
    ]


def _lines(problem: Problem, root: Path, whole: bool) -> list[str]:
    """Place, level, what is wrong and what to do; the line itself for errors, and where one rule was asked for."""
    source = problem.source
    place = ":".join(str(number) for number in (source.line, source.column) if number) if source else ""
    level = style(f"{problem.severity:<7}", fg="red" if problem.severity == "error" else "yellow")
    lines = [f"  {place:<8} {level}  {clean(problem.message)} [{problem.rule}]"]
    secret = problem.rule.startswith("secret.")  # what is printed may end up in a log
    if source and source.line and not secret and (whole or problem.severity == "error"):
        text = source_line(str(root), source.path, source.line)
        if text is not None:
            lines.append(f"           | {text}")
            if source.column and source.column <= len(text) + 1:
                lines.append(f"           | {' ' * (source.column - 1)}{'^' * max(1, min(problem.length, 80))}")
    return [*lines, f"           = {clean(problem.hint)}"] if problem.hint else lines


def _coloured(diff: str) -> str:
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return "\n".join(
        style(clean(line), fg=colours[line[0]]) if line[:1] in colours else clean(line) for line in diff.split("\n")
    )


def _json(checked: forge.Checked) -> dict[str, Any]:
    """The schema is stable: keys are added, none is taken away or given another meaning without a new `schema`."""
    return {
        "schema": SCHEMA,
        "notes": checked.notes,
        "posts": checked.posts,
        "errors": len(checked.errors),
        "warnings": len(checked.problems) - len(checked.errors),
        "silenced": checked.silenced,
        "rules": dict(sorted(Counter(problem.rule for problem in checked.problems).items())),
        "refusals": [refusal_json(refusal) for refusal in checked.refusals],
        "problems": [
            {**problem_json(problem), "length": problem.length, "fixable": forge.is_fixable(problem.rule)}
            for problem in checked.problems
        ],
    }


def _explain(name: str) -> int:
    """Print one page, those of an area, or the list of all rules."""
    if name == "all":
        for rule, level, reason in forge.rule_list():
            click.echo(f"{rule:<22} {level:<8} {reason}")
    else:
        click.echo(forge.rule_pages(name))
    return 0
