"""The folder that a command works in: where it begins, what lies where, and the lock that says who is at work.

post_forge.yaml   the nearest one upward makes the workspace; without one it is the folder the command starts in
output/           what is made; may be deleted at any time
.post_forge/      what must be remembered: the day's choices, what was built, the lock
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from post_forge import config
from post_forge.errors import Problem, Source, UsageError, WorkspaceError
from post_forge.later import Later

PATIENCE = 1  # seconds that a command waits for another before it says who is at work


if TYPE_CHECKING:
    from post_forge import publish
else:
    publish = Later("post_forge.publish")

_OWN_KEYS = config.OwnKeys(
    lambda name, platform, options, where: publish.channel_problems(name, platform, options, where=where),
    lambda options, where: publish.place_problems(options, where),
)


@dataclass(frozen=True, slots=True)
class Workspace:
    """Absolute paths of one workspace, and its checked configuration."""

    root: Path
    config: config.Config

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def state(self) -> Path:
        return self.root / ".post_forge"

    def shown(self, path: Path) -> str:
        """A path as the author would write it: from the workspace where it lies inside."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def find_root(start: Path) -> Path:
    """The workspace that `start` lies in: the nearest folder upward with a post_forge.yaml, else `start` itself."""
    start = start.resolve()
    files = ((folder, os.path.join(folder, config.FILE)) for folder in (start, *start.parents))  # noqa: PTH118
    return next((folder for folder, file in files if os.path.isfile(file)), start)  # noqa: PTH113 - as above


def open_workspace(start: Path, *, remember: bool = True) -> Workspace:
    """Find the workspace and read its configuration. Raises UsageError (no such folder) and ConfigError.

    With `remember` the checked configuration is kept, so that the next command need not check it again; without it
    nothing is written.
    """
    if not os.path.isdir(start):  # noqa: PTH112 - Path.is_dir raises where a folder above may not be entered
        raise UsageError(Problem("usage.folder", f"no folder {str(start)!r}"))
    root = find_root(start)
    cache = root / ".post_forge" / "config.json"
    return Workspace(root, config.load(root, cache, _OWN_KEYS, keep=remember))


@contextmanager
def lock(workspace: Workspace, command: str) -> Iterator[None]:
    """Hold the workspace for one command that changes it. Raises WorkspaceError that says who is at work.

    The lock belongs to the process (flock), so it goes when the process goes, however that happens.
    """
    try:
        workspace.state.mkdir(exist_ok=True)
        handle = os.open(workspace.state / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise WorkspaceError(
            Problem("workspace.write", f"cannot write here: {error.strerror}", Source(workspace.shown(workspace.state)))
        ) from None
    try:
        if not _taken(handle):
            raise WorkspaceError(_busy(os.pread(handle, 1000, 0)))
        who = {"pid": os.getpid(), "command": command, "since": datetime.now().astimezone().isoformat("T", "seconds")}
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(who).encode(), 0)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    """Take the lock; the workers of a command that was killed hold it for a moment longer than the command."""
    for _ in range(PATIENCE * 20):
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(0.05)
    return False


def _busy(data: bytes) -> Problem:
    try:
        who = json.loads(data)
        message = f"`post-forge {who['command']}` is at work here (process {who['pid']}, since {who['since'][11:16]})"
    except (ValueError, KeyError, TypeError):
        message = "another command is at work here"
    return Problem("workspace.locked", message, hint="wait until it has ended, then run this command again")


def busy(root: Path) -> tuple[str, int, str] | None:
    """Who holds the workspace: the command, its process, and since when ("14:02"); None where nobody does."""
    try:
        handle = os.open(root / ".post_forge" / "lock", os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        try:
            who = json.loads(os.pread(handle, 1000, 0))
            return str(who["command"]), int(who["pid"]), str(who["since"])[11:16]
        except (ValueError, KeyError, TypeError):
            return "", 0, ""
    except OSError:
        return None
    finally:
        os.close(handle)
    return None


def read_state(path: Path) -> dict[str, Any]:
    """A JSON file of ours; empty where there is none. Raises WorkspaceError for one that cannot be read."""
    try:
        value = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise WorkspaceError(
            Problem("workspace.state", f"cannot read: {error.strerror}", Source(str(path)), "check its permissions")
        ) from None
    except (ValueError, RecursionError):
        raise damaged(path) from None
    if not isinstance(value, dict):
        raise damaged(path)
    return value


def damaged(path: Path) -> WorkspaceError:
    """What to say of a file that must be remembered and cannot be made anew."""
    hint = "restore it, or move it away: what it held is then forgotten"
    return WorkspaceError(Problem("workspace.state", "this file is damaged", Source(str(path)), hint))


def write_state(path: Path, value: Any) -> None:
    """Keep a value as JSON: whole or not at all, and on the disk before this returns. Raises WorkspaceError."""
    keep(path, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def keep(path: Path, data: bytes) -> None:
    """Keep bytes: whole or not at all, and on the disk before this returns. Raises WorkspaceError."""
    draft = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        with draft.open("xb") as file:  # never through a link that lies there
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise WorkspaceError(Problem("workspace.write", f"cannot write: {error.strerror}", Source(str(path)))) from None
