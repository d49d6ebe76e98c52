"""`python -m post_forge` and the command `post-forge`."""

from __future__ import annotations

import sys


def main() -> None:
    try:
        from post_forge.cli import run

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:  # before there was anything to stop, or a second time while it was stopping
        sys.exit(130)


if __name__ == "__main__":
    main()
