"""The command line: parses, calls the forge, prints. One small module per group of verbs; no decisions here.

Exit codes: 0 good (repairs and refusals are warnings), 1 errors the author can fix, 2 wrong usage, 3 something was
not published, 130 interrupted.
"""

from post_forge.cli.root import run

__all__ = ["run"]
