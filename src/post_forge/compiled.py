"""Jinja templates -> the code they compile to, kept in the user's cache folder from one run to the next.

Compiling the layouts of a deck takes as long as drawing it. What is kept is code that will be run, so it lies in a
folder that belongs to the user alone, never in a workspace that came from elsewhere; losing it costs time only.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket


def kept_code(*modules: str) -> BytecodeCache | None:
    """The cache for a sandbox that is set up by `modules` (their files): these, too, decide what it compiles.

    None where there is no folder for it.
    """
    folder = cache_folder()
    if folder is None:
        return None
    files = [Path(__file__).with_name("sandbox.py"), *map(Path, modules)]
    stamps = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return _Kept(str(folder), repr(stamps))


def cache_folder() -> Path | None:
    """`post-forge` in the user's cache folder (XDG, macOS, Windows), made where it is missing. None where it cannot be
    made, or where others may write to it."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home raises where there is none
    usual = {"darwin": home / "Library" / "Caches", "win32": Path(os.environ.get("LOCALAPPDATA") or home)}
    base = Path(os.environ.get("XDG_CACHE_HOME") or usual.get(sys.platform, home / ".cache"))
    folder = base / "post-forge"
    if not base.is_absolute():  # nobody's home
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return None
    ours = not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    return folder if ours else None


class _Kept(FileSystemBytecodeCache):
    """Jinja's own, which also notices when what compiles a template has changed, and never fails."""

    def __init__(self, folder: str, stamp: str) -> None:
        super().__init__(folder, "%s.template")
        self._stamp = stamp

    def get_source_checksum(self, source: str) -> str:
        """A digest of the template and of what compiles it."""
        return super().get_source_checksum(self._stamp + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was kept; a file that is damaged is none."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 - pickle raises whatever it likes for damaged data
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, unless the disk is full or the folder has gone."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
