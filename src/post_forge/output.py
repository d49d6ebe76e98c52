"""Files in output/: written whole or not at all, only where they differ, and removed only when this program made them.

    output/<note>/<post>/   post.json, <platform>.txt, alt.txt, slides/<format>/01.png, carousel.pdf, contact-sheet.png
    output/today/           a copy of the day's post

A file is written under a temporary name beside its place and then renamed, so a reader sees the old bytes or the new
ones. post.json is renamed last: where it is, everything it names is.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any

from post_forge.errors import Problem, Source, WorkspaceError

POST = "post.json"
GENERATOR = "post-forge"
_DRAFT = ".post-forge-draft"
INTENT = f".intent{_DRAFT}"

Stamp = tuple[int, int]
"""Size in bytes and modification time in ns: what says cheaply that a file is still the one that was written."""


def write(path: Path, data: bytes) -> Stamp:
    """Put `data` at `path` unless it is there already. Raises WorkspaceError (disk full, not writable)."""
    try:
        if not _same(path, data):
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}{_DRAFT}")
            draft.write_bytes(data)
            draft.replace(path)
        return stamp(path)
    except OSError as error:
        hint = "free some space and run the command again: nothing that was there is lost" if error.errno == 28 else ""
        raise WorkspaceError(
            Problem("output.write", f"cannot write: {error.strerror}", Source(str(path)), hint)
        ) from None


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
                if status is None or [status.st_size, status.st_mtime_ns] != list(known):
                    return False
    except OSError:
        return False
    return True


def write_bundle(folder: Path, files: Mapping[str, bytes | None], ours: Iterable[str] = ()) -> dict[str, Stamp]:
    """Make `folder` hold exactly `files` of ours (None: keep what is there), and return their stamps.

    `ours` names what this program made there before; what is no longer wanted of it is removed. A file that stands in
    the way and is not ours is left alone: WorkspaceError names it. While this is at work an intent file lists all
    names, so that whatever a killed run leaves behind is known to be ours and is made again.
    """
    known = {*ours, *listed(folder)}
    foreign = [name for name in files if name not in known and (folder / name).exists()]
    if foreign:
        raise WorkspaceError(*(_foreign(folder / name) for name in foreign))
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


def _foreign(path: Path) -> Problem:
    return Problem(
        "output.foreign", "this file is in the way and was not made by this program", Source(str(path)), "move it away"
    )


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
    return tuple(name for name in names if _inside(name) and name != INTENT)


def _inside(name: Any) -> bool:
    """A name in a file that anybody may have edited must not lead out of its folder."""
    return isinstance(name, str) and not name.startswith("/") and ".." not in name.split("/")


def remove(folder: Path, names: Iterable[str]) -> None:
    """Delete files of ours, then the folders that this left empty (never `folder`'s parent's other content)."""
    parents = {folder}
    for name in names:
        path = folder / name
        path.unlink(missing_ok=True)
        parents.update(parent for parent in path.parents if parent == folder or folder in parent.parents)
    for parent in sorted(parents, key=lambda path: len(path.parts), reverse=True):
        _remove_if_empty(parent)


def remove_bundle(folder: Path, ours: Iterable[str] = ()) -> None:
    """Take away a post that nothing makes any more; its note's folder goes too when it is empty."""
    names = {*ours, *listed(folder)}
    remove(folder, sorted(names - {POST}))
    sweep_drafts(folder)
    remove(folder, [POST, INTENT])
    _remove_if_empty(folder.parent)


def bundles(output: Path, known: Container[str]) -> dict[str, str]:
    """Every post of ours that lies in output/ besides the `known` ones: its id, and the note it was made from ("" where
    a killed run did not come to say so)."""
    found = {}
    for folder in sorted(output.glob("*/*")):
        post = f"{folder.parent.name}/{folder.name}"
        if post in known or not folder.is_dir():
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
