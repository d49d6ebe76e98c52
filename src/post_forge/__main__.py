"""`python -m post_forge` and the command `post-forge`."""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    sys.unraisablehook = _lost
    try:
        from post_forge.cli import run

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:  # before there was anything to stop, or a second time while it was stopping
        sys.exit(130)


def _lost(lost: sys.UnraisableHookArgs) -> None:
    """Python drops an interrupt that falls into one of its own callbacks (importing has some): ask for it again."""
    if not issubclass(lost.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
        return
    from threading import Timer

    Timer(0.02, os.kill, (os.getpid(), signal.SIGINT)).start()


if __name__ == "__main__":
    main()
