"""`python -m post_forge` and the command `post-forge`."""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path


def main() -> None:
    gc.set_threshold(100_000, 20, 20)  # hardly anything here is a cycle: looking for them takes a tenth of a short run
    sys.unraisablehook = _lost
    if Path(sys.argv[0]).name == "__main__.py" and not sys.flags.safe_path and sys.path[0] == os.getcwd():  # noqa: PTH109
        del sys.path[0]  # `python -m` looks for modules where it is started: no file of a workspace is ever run
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
