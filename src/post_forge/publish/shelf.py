"""The requests of a folder -> folders on the disk: put whole or not at all, found again by their key, taken away.

    PUT     make the folder, unless one with the same key is there      201, 200
    GET     the folder with the key                                     200, 404
    PATCH   write these files of the folder with that name anew         200, 404
    DELETE  remove the files that were put there                        200, 404

The answers are those of a web server, so that the driver treats a disk that is full as it treats a server that is.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from urllib.parse import unquote

from post_forge.publish.values import Lost, Request, Response

MANIFEST = "delivery.json"
_DRAFT = ".draft"
_LEFT_BEHIND = 3600
"""Seconds after which a draft is nobody's any more: its worker was killed."""


class Shelf:
    """The folders below `folder`. Needs no closing; it is used in a `with` as the wire is."""

    def __init__(self, folder: Path, workspace: Path) -> None:
        self._folder, self._workspace = folder, workspace

    def __enter__(self) -> Shelf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def __call__(self, request: Request) -> Response | Lost:
        """Do it. Never raises for what the disk does; a Lost that has not `left` changed nothing that anybody sees."""
        name = unquote(request.url.rpartition("/")[2])
        key = request.headers.get("Idempotency-Key", "")
        if PurePosixPath(name).name != name or name in ("", ".", "..") or name.startswith("."):
            return Lost(False, f"{name!r} is no name for a folder", refused=True)
        try:
            return self._do(request, name, key)
        except OSError as error:
            return Lost(False, f"{error.filename or self._folder}: {(error.strerror or str(error)).lower()}")

    def _do(self, request: Request, name: str, key: str) -> Response | Lost:
        if not key:
            return self._known(request, self._folder / name)
        there = next((place for place in self._places(name) if _key_of(place) == key), None)
        if there is not None:
            return self._found(200, there)
        return self._put(name, key, request.files) if request.method == "PUT" else _answer(404, {})

    def _known(self, request: Request, place: Path) -> Response:
        """What is asked of a folder whose name is known."""
        if not (place / MANIFEST).is_file():
            return _answer(404, {})
        if request.method == "PATCH":
            _write(place, request.files, over=True)
        elif request.method == "DELETE":
            _remove(place)
        return self._found(200, place)

    def _places(self, name: str) -> Iterator[Path]:
        """The folders that the post may lie in: its name, or its name and a number."""
        if self._folder.is_dir():
            yield from sorted(
                place for place in self._folder.iterdir() if place.name == name or _is_numbered(place, name)
            )

    def _put(self, name: str, key: str, files: Mapping[str, bytes]) -> Response | Lost:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        draft = Path(tempfile.mkdtemp(prefix=f".{name}.", suffix=_DRAFT, dir=self._folder))
        try:
            draft.chmod(0o755)
            _write(draft, files)
            for number in range(1, 1000):
                place = self._folder / (name if number == 1 else f"{name}-{number}")
                if _renamed(draft, place):
                    _settle(self._folder)
                    return self._found(201, place)
                if _key_of(place) == key:  # a twin of this worker was quicker
                    return self._found(200, place)
            return Lost(False, f"{self._folder / name}: a thousand folders of that name", refused=True)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _found(self, status: int, place: Path) -> Response:
        inside = place.is_relative_to(self._workspace)
        where = place.relative_to(self._workspace).as_posix() if inside else place.as_uri()
        return _answer(status, {"folder": place.name, "url": where})

    def _sweep(self) -> None:
        """Remove what workers that were killed have left behind."""
        for left in self._folder.glob(f".*{_DRAFT}"):
            with suppress(FileNotFoundError):  # its own worker was quicker
                if time.time() - left.lstat().st_mtime > _LEFT_BEHIND:
                    shutil.rmtree(left, ignore_errors=True)


def _answer(status: int, body: Mapping[str, str]) -> Response:
    return Response(status, {"content-type": "application/json"}, json.dumps(body).encode())


def _is_numbered(place: Path, name: str) -> bool:
    return place.name.startswith(f"{name}-") and place.name.removeprefix(f"{name}-").isdecimal()


def _manifest_of(place: Path) -> Mapping[str, object]:
    try:
        found = json.loads((place / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _key_of(place: Path) -> str:
    return str(_manifest_of(place).get("key") or "")


def _write(folder: Path, files: Mapping[str, bytes], *, over: bool = False) -> None:
    """Write the files and have them on the disk before this returns; `over` those that are there, one by one."""
    for name, data in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise OSError(None, "leads out of the folder", str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        if over:
            write_whole(path, data)
        else:
            _put(path, data)


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path` and on the disk, so that a reader sees the old bytes or the new ones. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}{_DRAFT}")
    draft.unlink(missing_ok=True)
    _put(draft, data)
    draft.replace(path)
    _settle(path.parent)


def _put(path: Path, data: bytes) -> None:
    with path.open("xb") as file:  # never through a link that lies there
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _renamed(draft: Path, place: Path) -> bool:
    """Whether the name was free. A folder that has anything in it is never replaced by a rename."""
    if place.is_symlink() or place.is_file():
        return False
    try:
        draft.rename(place)
    except OSError:
        if place.exists():
            return False
        raise
    return True


def _settle(folder: Path) -> None:
    """Have the new name on the disk, as far as the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def _remove(place: Path) -> None:
    """Remove what was put there. What a person added stays, and keeps the folder."""
    listed = _manifest_of(place).get("files")
    names = [str(name) for name in listed] if isinstance(listed, list) else []
    root = place.resolve()
    for name in [*names, MANIFEST]:
        path = place / name
        if path.parent.resolve().is_relative_to(root):
            path.unlink(missing_ok=True)
    for folder in sorted({(place / name).parent for name in names} - {place}, reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    if not any(place.iterdir()):
        place.rmdir()
