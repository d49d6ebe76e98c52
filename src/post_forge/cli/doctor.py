"""`doctor`: what works here, what does not, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import click

from post_forge import forge
from post_forge.cli.report import clean, counted, print_json, style

_SIGNS = {"works": ("ok", "green"), "warning": ("warning", "yellow"), "broken": ("broken", "red")}


@click.command(short_help="Say what works here, and what to do where it does not.")
@click.option("--offline", is_flag=True, help="Ask no network.")
@click.option("--x", "x", is_flag=True, help="Ask X, too: an answer costs 0.001 $.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def doctor(folder: Path, offline: bool, x: bool, as_json: bool) -> int:
    """Look at fonts, the queue, the clock, the disk, every channel and its token, and say what to do.

    Each network is asked whose account it is, which changes nothing there. Exit code 1: something is broken.
    """
    found: list[forge.Finding] = []
    area = ""
    for finding in forge.doctor(folder, offline=offline, x=x):
        found.append(finding)
        if as_json:
            continue
        if finding.area != area:
            area = finding.area
            click.echo(style(area, bold=True))
        sign, colour = _SIGNS.get(finding.state, ("-", None))
        click.echo(f"  {style(f'{sign:<8}', fg=colour)} {clean(finding.what)}: {clean(finding.told)}")
        if finding.hint:
            click.echo(f"           = {clean(finding.hint)}")
    broken = sum(finding.state == "broken" for finding in found)
    warnings = sum(finding.state == "warning" for finding in found)
    if as_json:
        print_json({"works": not broken, "findings": [finding.json() for finding in found]})
    elif broken or warnings:
        click.echo(f"{counted(broken, 'thing')} broken, {counted(warnings, 'warning')}")
    else:
        click.echo("everything works")
    return 1 if broken else 0
