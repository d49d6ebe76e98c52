"""A network for fire drills: a folder that fails as it is told, a few times for each post, and then publishes.

What the queue, the alerts and the person at the keyboard do when a network goes wrong can be tried with it before one
does. A post that was made and not told of lies in the folder, where it is found again.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from types import TracebackType

from post_forge.publish.folder import Folder
from post_forge.publish.shelf import Shelf
from post_forge.publish.values import Intent, Known, Lost, Outgoing, Request, Response, Send, Step

STALL = 20.0
"""Seconds that a stalled request takes."""

_COUNTS = ".drill.json"
_MOMENTS = {"OPTIONS": "prepare", "PUT": "post", "GET": "look"}
_BEFORE: dict[str, Response | Lost] = {
    "refuse": Lost(False, "connection refused (a drill)"),
    "drop-request": Lost(True, "connection reset (a drill)"),
    "busy": Response(503, {}, b"busy (a drill)"),
    "rate-limit": Response(429, {"retry-after": "30"}, b"too many requests (a drill)"),
    "token": Response(401, {}, b"the token is not accepted (a drill)"),
    "refuse-post": Response(422, {}, b"the post is not accepted (a drill)"),
    "stall": Lost(True, "no answer in time (a drill)"),
}


class Failing(Folder):
    """The folder of one channel. `fault` happens `times` times for each post, at `moment`: prepare, post or look."""

    name = "failing"

    def __init__(self, folder: Path, workspace: Path, fault: str, moment: str = "post", times: int = 1) -> None:
        super().__init__(folder, workspace)
        self.fault, self.moment, self.times = fault, moment, times

    def sender(self) -> AbstractContextManager[Send] | None:
        return Drill(Shelf(self.folder, self.workspace), self.folder, (self.fault, self.moment, self.times))

    def steps(self, post: Outgoing) -> tuple[Step, ...]:
        return (Step("prepare", fresh=timedelta(hours=1)), *super().steps(post))

    def request(self, step: Step, post: Outgoing, intent: Intent, known: Known) -> Request | None:
        if step.name == "prepare":
            return self._request("OPTIONS", post, intent, {})
        return super().request(step, post, intent, known)


class Drill:
    """The folder's sender, with faults before it. How often each post has failed is kept on the disk, so that a drill
    ends, also one in which the program is killed."""

    def __init__(
        self,
        shelf: Shelf,
        folder: Path,
        drill: tuple[str, str, int],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._shelf, self._counts, self._sleep = shelf, folder / _COUNTS, sleep
        self._fault, self._moment, self._times = drill

    def __enter__(self) -> Drill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def __call__(self, request: Request) -> Response | Lost:
        key = request.headers.get("Idempotency-Key", "")
        fails = bool(key) and _MOMENTS.get(request.method) == self._moment and self._takes(key)
        if fails and self._fault in _BEFORE:
            self._sleep(STALL if self._fault == "stall" else 0)
            return _BEFORE[self._fault]
        if request.method == "OPTIONS":
            reply: Response | Lost = Response(200, {}, json.dumps({"folder": "ready"}).encode())
        else:
            reply = self._shelf(request)
        if fails and self._fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        return Lost(True, "connection closed (a drill)") if fails else reply

    def _takes(self, key: str) -> bool:
        """Whether this post has to fail once more; counted before it does."""
        try:
            counts = json.loads(self._counts.read_bytes())
        except (OSError, ValueError):
            counts = {}
        done = int(counts.get(key, 0)) if isinstance(counts, dict) else 0
        if done >= self._times:
            return False
        self._counts.parent.mkdir(parents=True, exist_ok=True)
        draft = self._counts.with_suffix(".new")
        draft.write_text(json.dumps({**counts, key: done + 1}), encoding="utf-8")
        draft.replace(self._counts)
        return True
