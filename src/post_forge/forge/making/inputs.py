"""Everything besides the notes that decides what is made, as one digest: configuration, templates, the program.

Files are told by name, size and time of change: a few hundred of them cost a millisecond, so a run that has nothing to
do can say so at once.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import post_forge
from post_forge import __version__, config
from post_forge.forge.workspace import Workspace
from post_forge.shipped import TEMPLATES

_PACKAGE = Path(post_forge.__file__).parent
COMPOSED_BY = tuple(_PACKAGE / part for part in ("notes", "compose", "platforms", "model.py"))
DRAWN_BY = tuple(_PACKAGE / part for part in ("render", "elements_extra", "forge", "platforms"))
"""The program's own code: whoever installs another one gets its texts and pictures without asking."""
FONT_PACKAGES = ("fontpkg_", "noto_cjk_")


def template_folders(workspace: Workspace) -> tuple[Path, ...]:
    """Where templates are looked for: the workspace's own first, then those that come with the program."""
    own = workspace.root / "templates"
    return (own, TEMPLATES) if own.is_dir() and own != TEMPLATES else (TEMPLATES,)


def own_layouts(workspace: Workspace) -> tuple[str, ...]:
    """The layouts of the workspace's own themes by name."""
    own = workspace.root / "templates" / "themes"
    return tuple(sorted({file.name.partition(".")[0] for file in own.glob("*/slides/*.xml.jinja")}))


def compose_inputs(workspace: Workspace) -> str:
    """A digest of what texts and decks depend on besides their note."""
    folders = [folder / part for folder in template_folders(workspace) for part in ("posts", "phrases")]
    return _digest(f"{workspace.config.digest}{own_layouts(workspace)}", [*folders, *COMPOSED_BY])


def draw_inputs(workspace: Workspace) -> str:
    """A digest of what pictures depend on besides their slide."""
    folders = [folder / part for folder in template_folders(workspace) for part in ("themes", "phrases")]
    wanted = workspace.config
    words = repr((wanted.theme, wanted.formats, wanted.brand, networks(workspace), font_packages(), distributions()))
    pictures = [workspace.root / name for name in (wanted.brand.avatar, wanted.brand.logo) if name]
    return _digest(words, [*folders, *pictures, *DRAWN_BY, TEMPLATES / "fonts", workspace.root / "fonts"])


def networks(workspace: Workspace) -> tuple[str, ...]:
    """The networks that a channel speaks to: what they do not take as it is, is made ready for them."""
    channels = workspace.config.channels
    return tuple(dict.fromkeys(channel.platform for channel in channels if channel.platform in config.NETWORKS))


def stamps(files: Iterable[Path]) -> list[tuple[str, int, int]]:
    """Name, size and time of change of each file that is there."""
    return [found for file in files for found in _files(file)]


def engine(workspace: Workspace) -> str:
    """A digest of the code that draws, of the font packages that are installed, and of the workspace's own fonts."""
    return _digest(repr(font_packages()), [_PACKAGE / "render", workspace.root / "fonts"])


def font_packages() -> list[tuple[str, int]]:
    """Installed font packages, each with its time: a build must notice when one comes, goes or changes.

    Told by their folders' names, since asking for entry points would read the facts of every package that there is.
    """
    found = []
    for place in dict.fromkeys(sys.path):
        try:
            with os.scandir(place or ".") as entries:
                found += [(one.name, one.stat().st_mtime_ns) for one in entries if one.name.startswith(FONT_PACKAGES)]
        except OSError:
            continue
    return sorted(found)


def distributions() -> list[str]:
    """What is installed, each with its version: one of them may draw an element of a layout."""
    found: list[str] = []
    for place in dict.fromkeys(sys.path):
        try:
            with os.scandir(place or ".") as entries:
                found += [one.name for one in entries if one.name.endswith(".dist-info")]
        except OSError:
            continue
    return sorted(found)


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
