"""Everything besides the notes that decides what is made, as one digest: configuration, templates, the program.

Files are told by name, size and time of change: a few hundred of them cost a millisecond, so a run that has nothing to
do can say so at once.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from post_forge import __version__
from post_forge.forge.workspace import Workspace
from post_forge.shipped import TEMPLATES

PACKAGE = Path(__file__).parent.parent


def template_folders(workspace: Workspace) -> tuple[Path, ...]:
    """Where templates are looked for: the workspace's own first, then those that come with the program."""
    own = workspace.root / "templates"
    return (own, TEMPLATES) if own.is_dir() and own != TEMPLATES else (TEMPLATES,)


def compose_inputs(workspace: Workspace) -> str:
    """A digest of what texts and decks depend on besides their note."""
    folders = [folder / part for folder in template_folders(workspace) for part in ("posts", "phrases")]
    code = [PACKAGE / "notes", PACKAGE / "compose", PACKAGE / "platforms", PACKAGE / "model.py"]
    return _digest(workspace.config.digest, [*folders, *code])


def draw_inputs(workspace: Workspace) -> str:
    """A digest of what pictures depend on besides their slide."""
    folders = [folder / "themes" for folder in template_folders(workspace)]
    config = workspace.config
    words = repr((config.theme, config.formats, config.brand))
    avatar = [workspace.root / config.brand.avatar] if config.brand.avatar else []
    return _digest(words, [*folders, *avatar, PACKAGE / "render", PACKAGE / "forge", TEMPLATES / "fonts"])


def engine() -> str:
    """A digest of the code that draws."""
    return _digest("", [PACKAGE / "render"])


def _digest(words: str, places: list[Path]) -> str:
    state = hashlib.sha256(f"{__version__}\0{words}".encode())
    for place in places:
        for name, size, changed in sorted(_files(place)):
            state.update(f"\0{name}\0{size}\0{changed}".encode())
    return state.hexdigest()


def _files(place: Path) -> Iterator[tuple[str, int, int]]:
    """(path, size, time of change) of a file, or of every file below a folder."""
    if place.is_file():
        status = place.stat()
        yield str(place), status.st_size, status.st_mtime_ns
        return
    for folder, _, names in os.walk(place):
        if folder.endswith("__pycache__"):
            continue
        for name in names:
            path = Path(folder, name)
            try:
                status = path.stat()
            except OSError:
                continue
            yield str(path), status.st_size, status.st_mtime_ns
