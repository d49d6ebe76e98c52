"""What taking the plan would change: worked out in the background, since it reads every note, and told when new."""

from __future__ import annotations

import threading
from collections.abc import Callable

from post_forge import forge
from post_forge.errors import Problem
from post_forge.preview.threads import Threads

Proposed = tuple["forge.Proposal | None", tuple[Problem, ...]]


class Plans:
    """The plan as far as it is known. `propose` works it out; `tell` is called when there is another one."""

    def __init__(self, propose: Callable[[forge.Look], Proposed], tell: Callable[[], None]) -> None:
        self._propose, self._tell = propose, tell
        self._found: Proposed | None = None
        self._number = 0
        self._asked = -1
        self._lock = threading.Lock()
        self._thread = Threads(1, "planning")

    def forget(self) -> None:
        """What the plan is made of has changed."""
        with self._lock:
            self._number += 1

    def get(self, look: forge.Look, *, wait: bool = False) -> Proposed:
        """The plan as it was worked out last; a newer one is begun where there may be one."""
        with self._lock:
            number, begun = self._number, self._asked == self._number
            self._asked = number
        if wait:
            self._work(look, number)
        elif not begun:
            self._thread.submit(self._work, look, number, told=True)
        return self._found or (None, ())

    def _work(self, look: forge.Look, number: int, *, told: bool = False) -> None:
        found = self._propose(look)
        before, self._found = self._found, found
        if told and number == self._number and _name(found) != _name(before):
            self._tell()

    def close(self) -> None:
        self._thread.shutdown()


def _name(found: Proposed | None) -> object:
    """What tells one plan, and what is wrong around it, from another."""
    return found and (found[0].digest if found[0] else "", found[1])
