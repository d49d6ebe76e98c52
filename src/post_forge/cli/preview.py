"""`preview`: the studio in a browser of this machine, or as files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from post_forge.cli.report import clean, counted, print_problems


@click.command(short_help="See and work on posts in a browser.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=None, help="The port; default: 8765 or the next free one."
)
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help="Another address: others reach it by a link.")
@click.option("--read-only", is_flag=True, help="For showing to others: nothing can be changed.")
@click.option(
    "--export", "target", type=click.Path(path_type=Path), metavar="DIR", help="Write the pages as files, and end."
)
@click.option("--no-open", is_flag=True, help="Open no browser.")
@click.pass_obj
def preview(folder: Path, port: int | None, host: str, read_only: bool, target: Path | None, no_open: bool) -> int:
    """Show every post as its readers will see it, on a page that follows what you type.

    Only this machine reaches it, unless --host says otherwise. No browser is opened where there is no terminal.
    """
    from post_forge import forge, preview

    workspace = forge.find_root(folder)
    if not folder.is_dir():
        forge.open_workspace(folder)  # says so
    if target is not None:
        done = preview.export(workspace, folder / target)
        print_problems(done.problems, workspace, brief=True)
        click.echo(
            f"{counted(done.pages, 'page')} and {counted(done.pictures, 'picture')}: open {clean(str(done.first))}"
        )
        return 0
    opened = None if no_open or not _has_terminal() else _open
    preview.serve(workspace, preview.Wish(host, port, read_only, opened), _say)
    sys.stdout.flush()
    os._exit(0)  # at once: a thread that reads a thousand notes would keep the interpreter from ending for seconds


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()


def _has_terminal() -> bool:
    """Whether somebody sits in front of it who has a browser, too."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or "SSH_CONNECTION" in os.environ:
        return False
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open(address: str) -> None:
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
