"""`init` and `new`: where a workspace and a note begin."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from post_forge import forge
from post_forge.cli.report import clean, counted


@click.command(short_help="Make a workspace.")
@click.argument("directory", type=click.Path(path_type=Path))
@click.pass_obj
def init(folder: Path, directory: Path) -> int:
    """Make a workspace in DIRECTORY: sample notes to learn from, a theme of your own, a configuration.

    Nothing that is there already is written over.
    """
    started = forge.init(folder / directory)
    click.echo(f"{clean(str(directory))}: {counted(len(started.made), 'file')} made")
    for place in started.added:
        click.echo(f"  lines added: {clean(place)}")
    for place in started.kept:
        click.echo(f"  left as it is: {clean(place)}")
    click.echo(f"Next: cd {clean(shlex.quote(str(directory)))} && post-forge today")
    return 0


@click.command(short_help="Start a note.")
@click.argument("title")
@click.pass_obj
def new(folder: Path, title: str) -> int:
    """Start a note called TITLE in content/. It is a draft until its `status: draft` line is taken out."""
    workspace = forge.open_workspace(folder)
    path = forge.new(workspace, title)
    click.echo(f"{clean(workspace.shown(path))}: write it, then take out `status: draft` and run `post-forge today`")
    return 0
