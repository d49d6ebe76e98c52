"""The machine -> whether it has what the program needs: fonts, a clock, time zones, room, packages, the queue."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from post_forge import __version__
from post_forge.errors import ForgeError
from post_forge.forge.connecting.doctor_values import Finding, of_problem
from post_forge.forge.making.inputs import template_folders
from post_forge.forge.workspace import Workspace
from post_forge.later import Later
from post_forge.shipped import TEMPLATES

if TYPE_CHECKING:
    from post_forge import queue, render
else:
    queue, render = Later("post_forge.queue"), Later("post_forge.render")

_LITTLE, _TOO_LITTLE = 500, 50
"""Room on the disk, in MB: a year of posts takes some hundred."""

_AHEAD = timedelta(minutes=5)
"""How far a file's time may lie in the future before the clock is doubted."""


def of_program() -> Iterator[Finding]:
    python = ".".join(map(str, sys.version_info[:3]))
    state, hint = ("works", "") if sys.version_info >= (3, 11) else ("broken", "Python 3.11 is the oldest")
    yield Finding("program", "version", state, f"post-forge {__version__}, Python {python}", hint)  # type: ignore[arg-type]


def of_packages(workspace: Workspace | None) -> Iterator[Finding]:
    """Optional packages: broken only where the configuration needs one."""
    options = [channel.options for channel in workspace.config.channels] if workspace else []
    words = [str(value) for each in options for value in each.values()]
    keyring = any(word.startswith("keyring:") or word == "keyring" for word in words)
    postgres = bool(workspace) and str(workspace.config.database).startswith("postgresql")  # type: ignore[union-attr]
    wanted = (
        ("keyring", "keyring", "tokens in the system's keyring", keyring),
        ("psycopg", "postgres", "a queue on PostgreSQL", postgres),
        ("sqlglot", "sql", "a closer look at SQL in notes", False),
        ("isal", "isal", "pictures made faster", False),
    )
    for package, extra, use, needed in wanted:
        if find_spec(package):
            yield Finding("packages", package, "works", f"{use}: installed")
        elif needed:
            yield Finding("packages", package, "broken", f"{use}: not installed", f"pip install 'post-forge[{extra}]'")
        else:
            yield Finding("packages", package, "skipped", f"{use}: not installed, and not needed")


def of_fonts(workspace: Workspace | None) -> Iterator[Finding]:
    """Whether every font of the theme can be read: the shipped ones, and the workspace's own."""
    fonts = sorted(path for path in (TEMPLATES / "fonts").rglob("*") if path.suffix in (".ttf", ".otf"))
    broken = [path.name for path in fonts if not _is_font(path)]
    if broken or not fonts:
        told = f"cannot be read: {', '.join(broken)}" if broken else "no font is shipped with this installation"
        yield Finding("fonts", "shipped", "broken", told, "install post-forge again")
    else:
        yield Finding("fonts", "shipped", "works", f"{len(fonts)} files")
    if workspace is None:
        return
    name = workspace.config.theme
    overrides = {"font": dict(workspace.config.brand.fonts)} if workspace.config.brand.fonts else {}
    try:
        render.load_theme(name, template_folders(workspace), overrides, workspace.root)
        yield Finding("fonts", "theme", "works", f"the theme {name} has all its fonts")
    except ForgeError as error:
        yield from (of_problem("fonts", "theme", problem) for problem in error.problems)


def _is_font(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError:
        return False
    return head in (b"\0\1\0\0", b"OTTO", b"true", b"ttcf") and path.stat().st_size > 1000


def of_clock(workspace: Workspace | None, now: datetime) -> Iterator[Finding]:
    """Time zones, and a clock that was set back: files of ours that come from the future."""
    zones = len(available_timezones())
    if zones < 100:
        yield Finding("clock", "time zones", "broken", f"{zones} time zones are known", "pip install tzdata")
    name = workspace.config.timezone if workspace else ""
    try:
        local = now.astimezone(ZoneInfo(name)) if name else now.astimezone()
        zone = name or f"{local.tzname()}, the machine's"
        yield Finding("clock", "time zone", "works", f"{local:%Y-%m-%d %H:%M} in {zone}")
    except (ZoneInfoNotFoundError, ValueError):
        yield Finding("clock", "time zone", "broken", f"the time zone {name} is not known", "pip install tzdata")
    if not name and os.environ.get("TZ", "") == "" and local.utcoffset() == timedelta(0):
        hint = "write `timezone: Europe/Madrid` into post_forge.yaml if posts shall go out by another clock"
        yield Finding("clock", "machine", "warning", "posts go out by the machine's clock, which is UTC", hint)
    if now.year < 2026:
        yield Finding("clock", "year", "broken", f"the machine believes that it is {now.year}", "set its clock")
    if workspace and (late := _newest(workspace)) and late - now > _AHEAD:
        told = f"files of this workspace were written at {late:%Y-%m-%d %H:%M} UTC, later than it is now"
        yield Finding("clock", "jump", "warning", told, "was the clock set back? Slots go by it")


def _newest(workspace: Workspace) -> datetime | None:
    files = [workspace.root / "published.jsonl", *workspace.state.glob("*")]
    times = [path.stat().st_mtime for path in files if path.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def of_disk(workspace: Workspace) -> Iterator[Finding]:
    """Room, and whether the folders of the workspace can be written."""
    free = shutil.disk_usage(workspace.root).free // 1_000_000
    state = "broken" if free < _TOO_LITTLE else "warning" if free < _LITTLE else "works"
    hint = "make some room: the queue and the pictures need it" if state != "works" else ""
    yield Finding("disk", "room", state, f"{free:,} MB are free", hint)  # type: ignore[arg-type]
    for what, folder in (("output", workspace.output), ("state", workspace.state)):
        there = folder if folder.exists() else workspace.root
        if os.access(there, os.W_OK | os.X_OK) and there.is_dir():
            yield Finding("disk", what, "works", f"{workspace.shown(folder)}/ can be written")
        else:
            told = f"{workspace.shown(there) or there} cannot be written"
            yield Finding("disk", what, "broken", told, f"chmod u+rwx {there}")


def of_queue(workspace: Workspace) -> Iterator[Finding]:
    """Whether the queue's database opens, and at which version; nothing is made or brought up to date."""
    try:
        found, version = queue.look_into(workspace.config.database, workspace.state)
    except ForgeError as error:
        yield from (of_problem("queue", "database", problem) for problem in error.problems)
        return
    words = {
        "nothing": "there is none yet; `post-forge schedule` makes it",
        "current": f"opens, version {version}",
        "older": f"opens, version {version}; it will be brought up to date, after a copy",
    }
    yield Finding("queue", "database", "works", words[found])
    path = workspace.root / queue.FILE
    if not path.exists():
        yield Finding("queue", queue.FILE, "works", "nothing was published yet")
        return
    try:
        problems = queue.read_lines(path.read_bytes(), queue.FILE).problems
    except OSError as error:
        yield Finding("queue", queue.FILE, "broken", f"cannot be read: {error.strerror}", f"chmod u+r {path}")
        return
    if problems:
        yield from (of_problem("queue", queue.FILE, problem) for problem in problems[:5])
    else:
        yield Finding("queue", queue.FILE, "works", "can be read")
