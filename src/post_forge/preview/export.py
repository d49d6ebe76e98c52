"""A workspace -> the studio's pages as files that open without a server: whole, or not at all.

Starts at Today and follows what the pages link to. Every address is relative, so the folder can be sent as it is.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from post_forge.errors import ForgeError, Problem, Source, UsageError, WorkspaceError
from post_forge.preview import templates
from post_forge.preview.pages import html_of, page_at
from post_forge.preview.studio import Manner, Studio

MARK = ".post-forge-export"
"""Lies in every exported folder: only a folder that holds it is written over."""

_START = ("/", "/posts", "/calendar", "/problems", "/theme", "/history")
_AROUND = timedelta(days=70)  # months of the calendar that are exported, before and after today
_PICTURE = re.compile(r"/pictures/([0-9a-f]+)(\.small)?\.png")
_UNFIT = re.compile(r"[^\w./-]+")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. `first` is the file to open."""

    first: Path
    pages: int
    pictures: int
    problems: tuple[Problem, ...] = ()


def export(folder: Path, target: Path) -> Exported:
    """Write every page of the workspace's studio below `target`. Raises UsageError where that is another's folder,
    WorkspaceError where it cannot be written, ForgeError where the workspace cannot be read."""
    studio = Studio(folder, Manner(read_only=True, exported=True, live=False))
    try:
        if studio.read() is None or studio.desk.problems:
            raise WorkspaceError(*studio.desk.problems)
        if look := studio.look():
            studio.checks.now(look)
        with _put_in_place(target) as draft:
            writer = _Writer(studio, draft)
            writer.write_all()
    finally:
        studio.stop()
    return Exported(target / "index.html", len(writer.pages), len(writer.pictures), tuple(writer.problems))


class _Writer:
    """Writes one page after the other, and remembers what they link to."""

    def __init__(self, studio: Studio, folder: Path) -> None:
        self.studio, self.folder = studio, folder
        self.waiting = deque(_START)
        self.pages: dict[str, str] = {path: file_of(path) for path in _START}
        self.pictures: set[str] = set()
        self.problems: list[Problem] = []
        self.static: set[str] = set()

    def write_all(self) -> None:
        while self.waiting:
            self._page(self.waiting.popleft())
        for name, file in templates.static_files().items():  # stylesheets and scripts name each other
            self._write(f"static/{name}", file.read_bytes())
        for path in sorted(self.pictures):
            self._picture(path)
        self._write(MARK, b"Written by `post-forge preview --export`; it is replaced as a whole by the next one.\n")

    def _page(self, path: str) -> None:
        parts = urlsplit(path)
        asked = parse_qs(parts.query)
        page = page_at(self.studio, unquote(parts.path), {name: one[-1] for name, one in asked.items()})
        file = self.pages[path]
        html = html_of(self.studio, page, lambda link: self._link(file, link))
        self._write(file, html.encode())

    def _link(self, page: str, path: str) -> str:
        """The address of a path as a page writes it; what it leads to is written, too."""
        if not path.startswith("/"):
            return path
        address, sign, place = path.partition("#")
        if _PICTURE.fullmatch(address):
            self.pictures.add(address)
            file = address.lstrip("/")
        elif address.startswith("/static/"):
            file = address.partition("?")[0].lstrip("/")
        else:
            file = self._page_file(address)
        return posixpath.relpath(file, posixpath.dirname(page) or ".") + sign + place

    def _page_file(self, path: str) -> str:
        if not is_exported(path, self.studio.now.date()):
            path = path.partition("?")[0]
            if not is_exported(path, self.studio.now.date()):
                return "index.html"
        if path not in self.pages:
            self.pages[path] = file_of(path)
            self.waiting.append(path)
        return self.pages[path]

    def _picture(self, path: str) -> None:
        found = _PICTURE.fullmatch(path)
        look = self.studio.look()
        if found is None or look is None:
            return
        try:
            png = self.studio.pictures.draw(look, found[1], small=bool(found[2]))
        except ForgeError as error:
            self.problems += error.problems
            return
        if png is not None:
            self._write(path.lstrip("/"), png)

    def _write(self, name: str, data: bytes) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def is_exported(path: str, present: date) -> bool:
    """Whether a page is among those that are written: each once, the calendar for the months around today."""
    parts = urlsplit(path)
    query = {name: one[-1] for name, one in parse_qs(parts.query).items()}
    if parts.path == "/calendar" and set(query) == {"month"}:
        return abs(_first_of(query["month"], present) - present) <= _AROUND
    names = parts.path.strip("/").split("/")
    known = (
        parts.path in _START or (names[0] == "posts" and len(names) == 3) or (names[0] == "explain" and len(names) == 2)
    )
    return known and not query


def _first_of(month: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        return otherwise + 2 * _AROUND


def file_of(path: str) -> str:
    """The file of a page: `/posts/a/b` -> `posts/a/b.html`, `/calendar?month=2026-12` -> `calendar-month-2026-12`."""
    address, _, query = path.partition("?")
    name = unquote(address).strip("/") or "index"
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    return "/".join(parts) + (f"-{_UNFIT.sub('-', query)}" if query else "") + ".html"


@contextmanager
def _put_in_place(target: Path) -> Iterator[Path]:
    """A folder beside the target that takes its place once it is whole."""
    target = Path(os.path.realpath(target))
    if target.exists() and not (target.is_dir() and (_is_empty(target) or (target / MARK).is_file())):
        hint = "name a folder that is not there yet, or one that was exported before"
        raise UsageError(Problem("usage.export", f"{str(target)!r} holds something else", hint=hint))
    draft = target.with_name(f".{target.name}.post-forge-draft")
    gone = target.with_name(f".{target.name}.post-forge-old")
    try:
        for left in (draft, gone):
            if left.exists():
                shutil.rmtree(left)
        draft.mkdir(parents=True)
        yield draft
        if target.exists():
            target.rename(gone)
        draft.rename(target)
        shutil.rmtree(gone, ignore_errors=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WorkspaceError(Problem("export.write", f"cannot write: {reason}", Source(str(target)))) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _is_empty(folder: Path) -> bool:
    return next(iter(folder.iterdir()), None) is None
