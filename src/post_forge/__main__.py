"""`python -m post_forge` and the command `post-forge`."""

from __future__ import annotations

import sys


def main() -> None:
    from post_forge.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
