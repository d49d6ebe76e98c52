"""published.jsonl of the workspace -> which posts have gone out: one JSON object a line, its "post" an id."""

from __future__ import annotations

import json
from typing import Any

from post_forge.errors import Problem, Source
from post_forge.forge.workspace import Workspace

FILE = "published.jsonl"


def published_posts(workspace: Workspace) -> tuple[frozenset[str], tuple[Problem, ...]]:
    """The ids of the posts that went out, and a warning for each line that cannot be read; none without the file."""
    path = workspace.root / FILE
    try:
        lines = path.read_bytes().decode("utf-8-sig", errors="replace").splitlines()
    except FileNotFoundError:
        return frozenset(), ()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return frozenset(), (Problem("published.read", f"cannot read: {reason}", Source(FILE), severity="warning"),)
    posts: set[str] = set()
    problems = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if post := _post(line):
            posts.add(post)
        else:
            message = 'this line is no JSON object with a "post"'
            hint = "restore it from git, or delete it: what it says has gone out may be posted again"
            problems.append(Problem("published.line", message, Source(FILE, number), hint, "warning"))
    return frozenset(posts), tuple(problems)


def _post(line: str) -> str:
    try:
        value: Any = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    post = value.get("post") if isinstance(value, dict) else None
    return post if isinstance(post, str) else ""
