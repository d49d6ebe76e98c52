"""What the system hands a command -> streams that can always be written to, and signals that end it in order."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from types import FrameType
from typing import NoReturn


class Terminated(BaseException):
    """The system asked this command to end, with a signal of this number: what is open is closed on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def prepare() -> None:
    """Give a closed stream somewhere to go, let no character stop the output, and end in order when asked to."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores the second, and is right
            signal.signal(number, _terminate)


def _terminate(number: int, _: FrameType | None) -> NoReturn:
    raise Terminated(number)


def end() -> None:
    """Flush; what cannot be written (a full disk, a reader that has gone) is dropped, so that the exit code stands."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
