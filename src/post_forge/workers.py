"""Where posts are drawn: in this process, or in a pool of them, behind the interface of concurrent.futures.

A post is the unit of work: the worker composes nothing, it draws, encodes and writes one post's files. Results come
back in the order of the jobs however many workers there are, so that what is printed does not depend on --jobs.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from post_forge.errors import Problem, WorkspaceError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Job = TypeVar("Job")
Result = TypeVar("Result")

FEW = 3  # up to this many jobs a pool costs more than it saves
WATCH = 0.05  # seconds between two looks at whether the parent still lives
AHEAD = 4  # jobs handed out per worker before results are taken: bounds memory


def run(work: Callable[[Job], Result], jobs: Iterable[Job], count: int, workers: int = 0) -> Iterator[Result]:
    """Do `count` jobs and yield their results in order. `workers` 0 means one per core.

    Raises WorkspaceError when the operating system ends a worker (out of memory); results so far were yielded.
    """
    workers = min(workers or cores(), count)
    if workers <= 1 or count <= FEW:
        yield from map(work, jobs)
        return
    from concurrent.futures.process import BrokenProcessPool

    with pool(workers) as executor:
        try:
            yield from _in_order(executor, work, jobs, workers * AHEAD)
        except BrokenProcessPool:
            raise WorkspaceError(
                Problem(
                    "workers.ended",
                    "the operating system ended a worker process, perhaps for want of memory",
                    hint="run the command again with --jobs 1: what was finished is kept",
                )
            ) from None
        except BaseException:
            executor.shutdown(wait=True, cancel_futures=True)
            raise


def cores() -> int:
    """How many processes may run at once here (cgroup and affinity limits counted where the system tells)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def pool(workers: int) -> Executor:
    """A process pool. Workers are forked where that is safe: they start at once and share what is loaded."""
    import multiprocessing  # slow to load, and needed for many jobs only
    from concurrent.futures import ProcessPoolExecutor

    method = "fork" if sys.platform == "linux" else "spawn"
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context(method), initializer=_begin, initargs=(os.getpid(),)
    )


def _begin(parent: int) -> None:
    """Leave Ctrl-C to the parent, which ends the pool in order; and do not outlive a parent that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    """A killed parent closes no queue: without this its workers would wait for ever, and hold its lock."""
    while os.getppid() == parent:
        time.sleep(WATCH)
    os._exit(1)


def _in_order(executor: Executor, work: Callable[[Job], Result], jobs: Iterable[Job], ahead: int) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    for job in jobs:
        waiting.append(executor.submit(work, job))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
