"""A workspace and its machine -> what works here and what does not, and what to do about it. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from post_forge.errors import ForgeError
from post_forge.forge.connecting.doctor_values import Finding, of_problem
from post_forge.forge.workspace import Workspace, open_workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge.forge.connecting import doctor_channels, doctor_machine
else:  # no other command needs them
    doctor_channels, doctor_machine = (
        Later(f"post_forge.forge.connecting.doctor_{name}") for name in ("channels", "machine")
    )


def doctor(
    folder: Path,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    *,
    offline: bool = False,
    x: bool = False,
) -> Iterator[Finding]:
    """Look at everything, and tell it as it comes. `offline`: no network is asked; `x`: X, too, which costs money.

    A configuration that is wrong keeps nothing from being looked at that does not need it.
    """
    workspace, broken = _opened(folder)
    yield from _guarded("program", doctor_machine.of_program)
    yield from broken
    yield from _guarded("packages", lambda: doctor_machine.of_packages(workspace))
    yield from _guarded("fonts", lambda: doctor_machine.of_fonts(workspace))
    yield from _guarded("clock", lambda: doctor_machine.of_clock(workspace, clock()))
    if workspace is None:
        return
    root = workspace
    yield from _guarded("disk", lambda: doctor_machine.of_disk(root))
    yield from _guarded("queue", lambda: doctor_machine.of_queue(root))
    yield from _guarded("pictures", partial(doctor_channels.of_pictures, root, clock, offline=offline))
    for channel in workspace.config.channels:
        look = partial(doctor_channels.of_channel, root, channel, clock, offline=offline, x=x)
        yield from _guarded("channels", look)


def check_channel(workspace: Workspace, name: str) -> Finding:
    """Whether one channel works, asked on its network, also where that costs something. Raises UsageError for a channel
    that is not there."""
    channel = doctor_channels.channel_of(workspace, name)
    return doctor_channels.of_channel(workspace, channel, lambda: datetime.now(UTC), offline=False, x=True)[-1]


def _opened(folder: Path) -> tuple[Workspace | None, list[Finding]]:
    try:
        workspace = open_workspace(folder, remember=False)
    except ForgeError as error:
        return None, [of_problem("configuration", "post_forge.yaml", problem) for problem in error.problems]
    count = len(workspace.config.channels)
    told = f"{workspace.root}: {count} channel{'s' if count != 1 else ''}"
    return workspace, [Finding("configuration", "post_forge.yaml", "works", told)]


def _guarded(area: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What one look finds; a look that the system stops is told, and stops no other."""
    try:
        yield from look()
    except ForgeError as error:
        yield from (of_problem(area, "look", problem) for problem in error.problems)
    except OSError as error:
        yield Finding(area, "look", "broken", f"{error.filename or area}: {(error.strerror or str(error)).lower()}")
