"""Publications -> more lines at the end of published.jsonl: all of them or none, also when several programs write.

Lines are added with one write to a locked file and are on the disk before this returns. A write that fails, because the
disk is full, is taken back; one that is cut short by a crash leaves half a line, which is never added to.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path

from post_forge.queue.errors import StoreError, refused
from post_forge.queue.published import Publication, line_of


def read(path: Path) -> bytes:
    """The file's bytes, none where there is no file. Raises StoreError for one that cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise _told("read", path, error) from None


def append(path: Path, publications: Iterable[Publication], *, torn: str = "") -> int:
    """Add a line for each publication that has none yet, and give their number. `torn` is half a line that the new ones
    make whole: it is cut off where it still is the last one. Raises StoreError; then the file is as it was."""
    lines = [line_of(item) for item in publications]
    if not lines:
        return 0
    try:
        handle = _locked(path)
        try:
            if not torn:  # another program may have added them since the file was read
                there = set(os.pread(handle, os.fstat(handle).st_size, 0).splitlines(keepends=True))
                lines = [line for line in lines if line.encode() not in there]
            if lines:
                _write(handle, "".join(lines).encode(), torn.encode())
        finally:
            os.close(handle)
    except OSError as error:
        raise _told("written", path, error) from None
    return len(lines)


def _locked(path: Path) -> int:
    """The file, opened and locked; again, where git or an editor has put another in its place meanwhile."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            here = os.fstat(handle)
            there = os.stat(path)  # noqa: PTH116 - compared with a handle's
            if (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino):
                return handle
        except FileNotFoundError:
            pass  # taken away just now: made anew
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _write(handle: int, data: bytes, torn: bytes) -> None:
    size = os.fstat(handle).st_size
    tail = os.pread(handle, len(torn) + 1, max(size - len(torn) - 1, 0))
    if torn and tail in (torn, b"\n" + torn):
        size -= len(torn)
        os.ftruncate(handle, size)
        tail = tail.removesuffix(torn)
    if size and not tail.endswith(b"\n"):
        data = b"\n" + data
    try:
        written = os.write(handle, data)
        if written != len(data):
            raise OSError(28, "no space left on device")
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, size)
        raise


def _told(what: str, path: Path, error: OSError) -> StoreError:
    reason = (error.strerror or str(error)).lower()
    hint = "the queue knows what went out; the lines are written by the next command that can"
    return refused(f"published.{what}", f"it cannot be {what}: {reason}", hint, str(path))
