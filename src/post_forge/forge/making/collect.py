"""A workspace and a path -> the notes that are wanted, and the collection they belong to: files are found, not read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from post_forge import config, notes
from post_forge.errors import ConfigError, Problem, UsageError
from post_forge.forge.making import state
from post_forge.forge.workspace import Workspace

WILDCARDS = set("*?[")


@dataclass(frozen=True, slots=True)
class Collected:
    """A collection as it lies on the disk: its root, its notes, and those of them `below` the path that is wanted."""

    root: Path
    below: Path
    found: notes.Found
    wanted: frozenset[str]
    order: str = "path"
    sent: tuple[int, int] = (0, 0)

    @property
    def stamp(self) -> str:
        """A digest of which files there are, when they changed, by what their notes are ordered, what went out."""
        files = (*self.found.notes, *self.found.indexes, *self.found.paths)
        return state.digest([(file.path, file.size, file.mtime_ns) for file in files], self.order == "path", self.sent)


def collect(workspace: Workspace, path: Path | None) -> Collected:
    """Find the notes. The collection is content/ (or what the configuration says), also when only a part is wanted.

    Raises UsageError for a path that is not there or no note, ConfigError for a content folder that is not there.
    """
    root, content = collection_root(workspace)
    whole = path is None
    given, path = path, root if path is None else Path(os.path.realpath(path))
    if not os.path.exists(path):  # noqa: PTH110 - Path.exists raises where a folder above may not be entered
        hint = "name a note or a folder of notes"
        raise UsageError(Problem("usage.path", f"no file or folder {str(given)!r}", hint=hint))
    if not path.is_relative_to(root):
        root, content = path if path.is_dir() else path.parent, ()
    found = notes.find(root, workspace.root, content=content, exclude=workspace.config.exclude)
    if whole:
        _check_content(workspace, found)
    wanted = frozenset(note.path for note in found.notes if note.absolute.is_relative_to(path))
    if path.is_file() and not wanted and not any(_is_about(problem, path) for problem in found.problems):
        hint = (
            "a note ends in .md, .markdown or .mdx, and is no README, LICENSE or the like, hidden, excluded or ignored"
        )
        raise UsageError(Problem("usage.path", f"{str(given)!r} is not a note", hint=hint))
    return Collected(root, path, found, wanted, workspace.config.schedule.order, _sent(workspace))


def _sent(workspace: Workspace) -> tuple[int, int]:
    """The size and time of published.jsonl: badges and overviews tell what is out."""
    try:
        status = (workspace.root / "published.jsonl").stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _is_about(problem: Problem, path: Path) -> bool:
    return problem.source is not None and problem.source.path.endswith(path.name)


def _check_content(workspace: Workspace, found: notes.Found) -> None:
    """A folder that was renamed must not look like one whose notes have all gone: their posts would go too."""
    for name in workspace.config.content:
        plain = not set(name) & WILDCARDS
        if plain and not os.path.exists(workspace.root / name) and not any(name in note.place for note in found.notes):  # noqa: PTH110
            source = config.where(workspace.root, "content")
            raise ConfigError(Problem("config.value", f"content: there is no folder {name!r} in the workspace", source))


def collection_root(workspace: Workspace) -> tuple[Path, tuple[str, ...]]:
    """The folder that PATH defaults to, and the patterns of what is a note in it.

    One configured content folder is that folder; several entries are patterns inside the workspace; else content/
    where there is one, else the workspace itself.
    """
    names = workspace.config.content or ("content",)
    if len(names) == 1 and (workspace.root / names[0]).is_dir():
        return (workspace.root / names[0]).resolve(), ()
    return workspace.root, workspace.config.content


def folder_of_notes(workspace: Workspace) -> Path:
    """Where a new note belongs: the collection's folder, or the part of its first pattern that has no wildcard."""
    root, patterns = collection_root(workspace)
    parts = Path(patterns[0]).parts if patterns else ()
    return root.joinpath(*takewhile(lambda part: not set(part) & WILDCARDS, parts))


def lies_in(root: Path, path: str, folder: Path) -> bool:
    """Whether a note lies below a folder. `path` is as it is shown: from the workspace's root, perhaps with `..`."""
    return Path(os.path.normpath(root / path)).is_relative_to(folder)
