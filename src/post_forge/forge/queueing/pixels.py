"""The pictures of a post -> what an approval remembers of them, and whether they still look like that.

Two hashes: one of the files, which is quick to compare, and one of the pixels, which is what counts: another machine
may pack the same pixels into other bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from post_forge.forge.workspace import Workspace


def seen(workspace: Workspace, post: str, record: Mapping[str, Any]) -> str:
    """What an approval remembers: `<hash of the files>:<hash of the pixels>`."""
    slides = tuple(_slides(workspace, post, record))
    return f"{_of_files(slides)}:{_of_pixels(slides)}"


def look_alike(workspace: Workspace, post: str, record: Mapping[str, Any], approved: str) -> bool:
    """Whether the pictures are those that were approved. True where nothing is remembered, or a picture is missing."""
    files, _, pixels = approved.partition(":")
    slides = tuple(_slides(workspace, post, record))
    try:
        return not pixels or files == _of_files(slides) or pixels == _of_pixels(slides)
    except (OSError, ValueError):
        return True  # somebody cleans output/, or a build is at work there: the next look tells


def _slides(workspace: Workspace, post: str, record: Mapping[str, Any]) -> Iterator[Path]:
    names = sorted(name for name in record["files"] if name.startswith("slides/") and name.endswith(".png"))
    return (workspace.output / post / name for name in names)


def _of_files(slides: tuple[Path, ...]) -> str:
    state = hashlib.sha256()
    for path in slides:
        state.update(hashlib.sha256(path.read_bytes()).digest())
    return state.hexdigest()[:32]


def _of_pixels(slides: tuple[Path, ...]) -> str:
    from PIL import Image

    state = hashlib.sha256()
    for path in slides:
        with Image.open(path) as picture:
            state.update(f"{picture.size}".encode())
            state.update(picture.convert("RGB").tobytes())
    return state.hexdigest()
