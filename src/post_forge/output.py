"""Files in output/: written whole or not at all, only where they differ, and removed only when this program made them.

    output/<note>/<post>/   post.json, <platform>.txt, alt.txt, slides/<format>/01.png, carousel.pdf, contact-sheet.png
    output/today/           a copy of the day's post

A file is written under a temporary name beside its place and then renamed, so a reader sees the old bytes or the new
ones. post.json is renamed last: where it is, everything it names is.

Nothing is written or deleted through a link: output/ itself may be one, but a link below it was not made here and may
lead to what is dear to somebody.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from post_forge.errors import Problem, Source, WorkspaceError

POST = "post.json"
CLAIMS = "claims.md"
"""The one file that its reader writes in, to tick what was checked: it only has to be there."""
GENERATOR = "post-forge"
_DRAFT = ".post-forge-draft"
INTENT = f".intent{_DRAFT}"
_NAMES = re.compile(
    r"post\.json|claims\.md|(carousel|guide|overview)\.pdf|contact-sheet\.png|[a-z]+(\.comment)?\.txt|(slides|media)/[a-z]+/\d+\.(png|jpg|xml)",
    re.ASCII,
)
"""What files of this program are called: a record that somebody edited cannot give it others to delete."""

_FULL = {errno.ENOSPC, errno.EDQUOT}

Stamp = tuple[int, int]
"""Size in bytes and modification time in ns: what says cheaply that a file is still the one that was written."""


def write(path: Path, data: bytes) -> Stamp:
    """Put `data` at `path` unless it is there already. Raises OSError (disk full, not writable)."""
    if not _same(path, data):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}{_DRAFT}")
        draft.unlink(missing_ok=True)
        try:
            with draft.open("xb") as file:  # never through a link that lies there
                file.write(data)
            draft.replace(path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            error.filename = str(path)
            raise
    return stamp(path)


def _same(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def stamp(path: Path) -> Stamp:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def intact(folder: Path, files: Mapping[str, Stamp]) -> bool:
    """Whether every file is as it was written. A folder is listed once; that is quicker than asking file by file."""
    by_folder: dict[str, dict[str, Stamp]] = {"": {}}
    for name, known in files.items():
        parent, _, leaf = name.rpartition("/")
        by_folder.setdefault(parent, {})[leaf] = known
    try:
        for parent, wanted in by_folder.items():
            with os.scandir(folder / parent) as entries:
                there = {entry.name: entry.stat() for entry in entries if entry.name in wanted or entry.name == INTENT}
            if INTENT in there:
                return False  # a run was killed here: nothing in this folder can be trusted
            for leaf, known in wanted.items():
                status = there.get(leaf)
                if status is not None and leaf == CLAIMS:
                    continue
                if status is None or [status.st_size, status.st_mtime_ns] != list(known):
                    return False
    except OSError:
        return False
    return True


def write_bundle(
    output: Path, place: str, files: Mapping[str, bytes | None], ours: Iterable[str] = ()
) -> dict[str, Stamp]:
    """Make output/`place` hold exactly `files` of ours (None: keep what is there), and return their stamps.

    `ours` names what this program made there before; what is no longer wanted of it is removed. What stands in the way
    and is not ours is left alone: WorkspaceError names it (or says that the disk is full, or not writable). While this
    is at work an intent file lists all names, so that whatever a killed run leaves behind is known to be ours and is
    made again.
    """
    folder = output / place
    with _told(output):
        if blocked := _blocked(output, place, files):
            raise WorkspaceError(*(_foreign(output, path) for path in blocked))
        known = {*_ours(ours), *listed(folder)}
        foreign = [folder / name for name in files if name not in known and os.path.lexists(folder / name)]
        if foreign:
            raise WorkspaceError(*(_foreign(output, path) for path in foreign))
        sweep_drafts(folder)
        write(folder / INTENT, json.dumps({"files": sorted({*known, *files})}).encode())
        remove(folder, known - files.keys())
        order = sorted(files, key=lambda name: (name == POST, name))
        stamps = {}
        for name in order:
            data = files[name]
            stamps[name] = stamp(folder / name) if data is None else write(folder / name, data)
        (folder / INTENT).unlink()
    return stamps


@contextlib.contextmanager
def _told(output: Path) -> Iterator[None]:
    """What the operating system refuses, as a WorkspaceError that names the file."""
    try:
        yield
    except OSError as error:
        hint = (
            "free some space and run the command again: nothing that was there is lost" if error.errno in _FULL else ""
        )
        path = Path(error.filename or output)
        if INTENT in path.name:
            path = path.parent
        elif path.name.endswith(_DRAFT):
            path = path.with_name(path.name.removeprefix(".").removesuffix(_DRAFT))
        message = f"cannot write: {(error.strerror or str(error)).lower()}"
        raise WorkspaceError(Problem("output.write", message, _source(output, path), hint)) from None


def _blocked(output: Path, place: str, names: Iterable[str]) -> list[Path]:
    """Links and files where folders must be, and folders where files must be; a place that leads out of output/."""
    if Path(place).is_absolute() or ".." in Path(place).parts:
        return [output / place]
    if os.path.lexists(output) and not output.is_dir():
        return [output]
    inside = [Path(place, name) for name in names]
    folders = {output / parent for path in inside for parent in path.parents if parent != Path()}
    blocked = {path for path in folders if path.is_symlink() or (path.exists() and not path.is_dir())}
    if not blocked:
        blocked = {output / path for path in inside if (output / path).is_dir()}
    return sorted(blocked)


def _source(output: Path, path: Path) -> Source:
    """A path as it is seen from the workspace: output/note/post/x.txt."""
    return Source(path.relative_to(output.parent).as_posix() if path.is_relative_to(output.parent) else str(path))


def _foreign(output: Path, path: Path) -> Problem:
    what = "link" if path.is_symlink() else "folder" if path.is_dir() else "file"
    message = f"this {what} is in the way and was not made by this program"
    return Problem("output.foreign", message, _source(output, path), "move it away")


def _ours(names: Iterable[Any]) -> list[str]:
    return [name for name in names if isinstance(name, str) and _NAMES.fullmatch(name)]


def listed(folder: Path) -> tuple[str, ...]:
    """The files that a folder's own post.json, or what a killed run left there, says this program made."""
    names: list[str] = []
    for name in (POST, INTENT):
        try:
            record = json.loads((folder / name).read_bytes())
            if name == POST and record["generator"] != GENERATOR:
                continue
            names += [name, *record["files"]]
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return tuple(_ours(names))


def remove(folder: Path, names: Iterable[str]) -> None:
    """Delete files of ours, then the folders that this left empty (never `folder`'s parent's other content)."""
    parents = {folder}
    for name in names:
        path = folder / name
        between = [parent for parent in path.parents if folder in parent.parents]
        reached = all(parent.is_dir() and not parent.is_symlink() for parent in between)
        if reached and (path.is_symlink() or not path.is_dir()):
            path.unlink(missing_ok=True)
            parents.update(between)
    for parent in sorted(parents, key=lambda path: len(path.parts), reverse=True):
        _remove_if_empty(parent)


def remove_bundle(output: Path, place: str, ours: Iterable[str] = ()) -> None:
    """Take away a post that nothing makes any more; its note's folder goes too when it is empty.

    Raises WorkspaceError where the operating system refuses, or where a link stands in place of a folder.
    """
    folder = output / place
    with _told(output):
        if blocked := _blocked(output, place, [POST]):
            raise WorkspaceError(*(_foreign(output, path) for path in blocked))
        names = {*_ours(ours), *listed(folder)}
        remove(folder, sorted(names - {POST}))
        sweep_drafts(folder)
        remove(folder, [POST, INTENT])
        if folder.parent != output:
            _remove_if_empty(folder.parent)


def bundles(output: Path, known: Container[str]) -> dict[str, str]:
    """Every post of ours that lies in output/ besides the `known` ones: its id, and the note it was made from ("" where
    a killed run did not come to say so)."""
    found = {}
    for folder in sorted(output.glob("*/*")):
        post = f"{folder.parent.name}/{folder.name}"
        if post in known or folder.is_symlink() or folder.parent.is_symlink() or not folder.is_dir():
            continue
        try:
            record = json.loads((folder / POST).read_bytes())
            ours, note = record["generator"] == GENERATOR, str(record["note"])
        except (OSError, ValueError, KeyError, TypeError):
            ours, note = (folder / INTENT).exists(), ""
        if ours:
            found[post] = note
    return found


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):  # it holds something, or is gone: both are fine
        folder.rmdir()


def sweep_drafts(folder: Path) -> None:
    """Delete what a killed run left half-written; its list of intended files stays until the folder is whole."""
    if folder.is_dir():
        for path in folder.rglob(f".*{_DRAFT}"):
            if path.name != INTENT:
                path.unlink(missing_ok=True)
