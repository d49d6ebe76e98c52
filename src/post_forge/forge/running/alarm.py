"""The next moment at which something is due -> a wake-up then. APScheduler is the alarm clock, and nothing more.

It keeps nothing and decides nothing: one job rings at the next due moment, another every half a minute, so that a clock
that was changed, a machine that slept, and files that were edited are noticed soon.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

LOOK_EVERY = 30.0
"""Seconds between two looks at the clock, the configuration and the notes."""


class Alarm:
    """Rings for one thread. Use it in a `with`."""

    def __init__(self, every: float = LOOK_EVERY) -> None:
        import logging

        from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]

        logging.getLogger("apscheduler").addHandler(logging.NullHandler())
        self._rang = threading.Event()
        # Whatever is late rings all the same: by default a job that is a second late is dropped.
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler: Any = BackgroundScheduler(timezone=UTC, job_defaults=defaults)
        self._every = every

    def __enter__(self) -> Alarm:
        self._scheduler.start()
        self._scheduler.add_job(self._rang.set, "interval", seconds=self._every, id="look")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scheduler.shutdown(wait=False)

    def set(self, at: datetime | None) -> None:
        """Ring at this moment, and at no other one that was set before; None: only look."""
        if at is None:
            if self._scheduler.get_job("due"):
                self._scheduler.remove_job("due")
            return
        self._scheduler.add_job(self._rang.set, "date", run_date=at, id="due", replace_existing=True)

    def wait(self) -> None:
        """Sleep until it rings. A signal is heard meanwhile."""
        while not self._rang.wait(1.0):
            pass
        self._rang.clear()
