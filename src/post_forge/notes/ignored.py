"""Which of many paths git ignores, asked in one call; without git, or with a git that refuses, none."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path


def ignored(root: Path, paths: Sequence[Path]) -> frozenset[Path]:
    """The paths below `root` that git ignores. If `root` itself is ignored, the author asked for it by name: none."""
    if not paths or not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return frozenset()
    asked = [path for path in paths if not _inside_other_repository(root, path)]
    answer = _check_ignore(root, [root, *asked])
    return frozenset() if os.fsencode(root) in answer else frozenset(p for p in asked if os.fsencode(p) in answer)


def _inside_other_repository(root: Path, path: Path) -> bool:
    """git refuses the whole question when one path lies in a submodule."""
    return any((folder / ".git").exists() for folder in path.parents if folder != root and folder.is_relative_to(root))


def _check_ignore(root: Path, paths: Iterable[Path]) -> frozenset[bytes]:
    question = b"\0".join(os.fsencode(path) for path in paths) + b"\0"
    # A repository's own settings must not start programs here.
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(root), "check-ignore", "-z", "--stdin"]
    try:
        done = subprocess.run(command, input=question, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return frozenset()
    return frozenset(done.stdout.split(b"\0")) if done.returncode == 0 else frozenset()
