"""Work -> threads that never keep the program from ending: whoever reads a thousand notes is left where it is.

Nothing that they do is lost by that: files are written whole or not at all.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")


class Threads(Executor):
    """A few threads; what they are asked for is done in its order."""

    def __init__(self, count: int, name: str) -> None:
        self._work: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = queue.SimpleQueue()
        self._ended = False
        self._threads = [
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True) for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[Given, Made], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Made]:
        future: Future[Made] = Future()
        if self._ended:
            future.cancel()
        else:
            self._work.put((future, lambda: fn(*args, **kwargs)))
        return future

    def shutdown(self, wait: bool = False, *, cancel_futures: bool = True) -> None:
        """End soon: what has not begun is dropped. What has begun is not waited for, whatever is asked."""
        del wait, cancel_futures
        self._ended = True
        while True:
            try:
                found = self._work.get_nowait()
            except queue.Empty:
                break
            if found is not None:
                found[0].cancel()
        for _ in self._threads:
            self._work.put(None)

    def _run(self) -> None:
        while (found := self._work.get()) is not None:
            future, work = found
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001 - it is raised where somebody waits for it
                future.set_exception(error)
