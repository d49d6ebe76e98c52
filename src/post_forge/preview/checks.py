"""What `post-forge check` finds in a workspace: worked out beside the studio after each save, and told when new.

The command runs in a process of its own that gives way to everything else: rules that read every note keep no page and
no picture waiting, and what they need in memory goes with them. One that was begun goes on to its end, since somebody
who types would else never hear of any; what is saved meanwhile is looked at after it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from post_forge import forge
from post_forge.errors import Problem, Source

QUIET = 1.0  # seconds without a save before the rules are asked
_PATIENCE = 1800  # seconds that a check may take
_LAST = 19  # the niceness of what gives way to all others


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found besides what the studio sees at once, and which of that is silenced: `more` and `hidden`.
    `number` tells one from another; 0 is before the first."""

    number: int = 0
    more: tuple[Problem, ...] = ()
    hidden: frozenset[Problem] = frozenset()


class Checks:
    """The findings as far as they are known. `look` gives the workspace as it was last read, `tell` is called when
    there are other findings, `find` works them out (None where it could not)."""

    def __init__(
        self,
        look: Callable[[], forge.Look | None],
        tell: Callable[[], None],
        find: Callable[[Path], tuple[Problem, ...] | None] | None = None,
    ) -> None:
        self.found = Findings()
        self._look, self._tell = look, tell
        self._find = find or self._in_a_process
        self._wanted, self._ended = threading.Event(), threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._merged: tuple[tuple[int, int], tuple[Problem, ...]] = ((-1, -1), ())

    def problems(self, look: forge.Look) -> tuple[Problem, ...]:
        """All that is known to be wrong, errors first: what the studio sees itself goes as soon as it is mended, what
        only a check sees goes with the next one."""
        found = self.found
        key = (look.number, found.number)
        if self._merged[0] != key:
            seen = [one for one in forge.all_problems(look) if one not in found.hidden]
            every = dict.fromkeys([*seen, *found.more])
            self._merged = (key, tuple(sorted(every, key=lambda one: one.severity != "error")))
        return self._merged[1]

    def wish(self) -> None:
        """Something was saved: look again when it is quiet."""
        self._wanted.set()
        if self._thread is None and not self._ended.is_set():
            self._thread = threading.Thread(target=self._work, name="checking", daemon=True)
            self._thread.start()

    def now(self, look: forge.Look) -> None:
        """Look at once, and wait for it."""
        self._ask(look)

    def close(self) -> None:
        self._ended.set()
        self._wanted.set()
        process = self._process
        if process is not None and process.poll() is None:
            process.kill()

    def _work(self) -> None:
        while not self._ended.is_set():
            self._wanted.wait()
            while self._wanted.is_set() and not self._ended.is_set():
                self._wanted.clear()
                self._ended.wait(QUIET)
            look = self._look()
            if look is not None and not self._ended.is_set() and self._ask(look):
                self._tell()

    def _ask(self, look: forge.Look) -> bool:
        """Ask the rules; whether they say something else now. What is saved while they work does not count as silenced
        only because they do not know of it."""
        seen = forge.all_problems(look)
        told = self._find(look.workspace.root)
        if told is None:
            return False
        after = self._look()
        same = after is not None and forge.all_problems(after) == seen
        known = frozenset(seen)
        more = tuple(one for one in told if one not in known)
        hidden = known - frozenset(told) if same else self.found.hidden
        before, self.found = self.found, Findings(self.found.number + 1, more, hidden)
        return not before.number or (before.more, before.hidden) != (more, hidden)

    def _in_a_process(self, root: Path) -> tuple[Problem, ...] | None:
        command = [sys.executable, "-m", "post_forge", "-C", str(root), "check", "--json"]
        with suppress(OSError, ValueError, subprocess.SubprocessError):
            with subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            ) as process:
                self._process = process
                with suppress(OSError, AttributeError):
                    os.setpriority(os.PRIO_PROCESS, process.pid, _LAST)
                try:
                    words, _ = process.communicate(timeout=_PATIENCE)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise
            return problems_of(json.loads(words))
        return None


def problems_of(told: dict[str, Any]) -> tuple[Problem, ...]:
    """The problems in what `check --json` prints. Raises ValueError for anything else."""
    try:
        return tuple(map(_problem, told["problems"]))
    except (KeyError, TypeError) as error:
        raise ValueError(f"this is not what a check prints: {error}") from None


def _problem(value: dict[str, Any]) -> Problem:
    source = Source(value["file"], value["line"] or 0, value["column"] or 0) if value["file"] is not None else None
    return Problem(value["rule"], value["message"], source, value["hint"], value["severity"], value["length"])
