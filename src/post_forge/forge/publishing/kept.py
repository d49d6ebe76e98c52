"""What is being sent -> a copy of its files that no build changes, so that a successor sends the same words.

Files in output/ are replaced, never written into: a second name for each costs no room and keeps what was read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from post_forge import output
from post_forge.forge.workspace import Workspace

_YOUNG = 3600  # seconds


def kept_folder(workspace: Workspace, delivery: str, content: str) -> Path:
    """Where the copy of a delivery's files lies, if there is one."""
    name = hashlib.sha256(f"{delivery}\n{content}".encode()).hexdigest()[:24]
    return workspace.state / "sending" / name


def keep_files(workspace: Workspace, delivery: str, content: str, post: str, names: Iterable[str]) -> None:
    """Keep post.json and these files; post.json last, so that a copy that has one is whole. Raises OSError."""
    source, target = workspace.output / post, kept_folder(workspace, delivery, content)
    for name in (*names, output.POST):
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        try:
            os.link(source / name, place)
        except OSError:  # another disk, or one that knows no second names
            shutil.copyfile(source / name, place)


def sweep_kept(workspace: Workspace, wanted: Iterable[Path], now: float) -> None:
    """Remove the copies that nobody goes on with: a person has said what became of the post. `wanted` are those of what
    is under way or in doubt; what is younger than an hour may belong to a worker that begins just now."""
    keep = {folder.name for folder in wanted}
    place = workspace.state / "sending"
    for folder in place.iterdir() if place.is_dir() else ():
        if folder.name not in keep and now - folder.lstat().st_mtime > _YOUNG and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        place.rmdir()


def forget_files(workspace: Workspace, delivery: str, content: str) -> None:
    """Remove the copy; what cannot be removed is left, and does no harm."""
    folder = kept_folder(workspace, delivery, content)
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        folder.parent.rmdir()
