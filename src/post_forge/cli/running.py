"""`run`: a worker that stays up and sends everything in its slot."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from post_forge import forge
from post_forge.cli.streams import Terminated


@click.command(short_help="Stay up and publish at each slot.")
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Only this channel; may be given again.")
@click.option("--plan", is_flag=True, help="Plan also where no plan was ever taken.")
@click.option(
    "--log",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How lines are written.",
)
@click.pass_obj
def run(folder: Path, channels: tuple[str, ...], plan: bool, form: Literal["text", "json"]) -> int:
    """Stay up: send each post in its slot, follow what is edited, say when a person is needed.

    Lines about what happens go to standard error. SIGTERM or Ctrl-C end it in order: what is under way ends, or is left
    for the next worker, which looks before it sends.
    """
    workspace = forge.open_workspace(folder, remember=False)
    try:
        forge.run(workspace, forge.Log(sys.stderr, form), forge.Sending(channels, plan=plan))
    except (Terminated, KeyboardInterrupt):
        return 0
    return 0
