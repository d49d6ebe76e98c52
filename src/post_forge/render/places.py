"""A problem at a line of a template -> the same at the very word, its path as a person would write it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from post_forge.errors import Problem, Source
from post_forge.render.markup import SUFFIX
from post_forge.render.theme import Theme

REACH = 12
"""Lines below the one that is named in which a word is looked for: a tag or an expression may go on."""


@lru_cache(maxsize=16)
def _lines(file: Path, changed: int) -> tuple[str, ...]:
    del changed
    return tuple(file.read_text("utf-8-sig", "replace").split("\n"))


def lines_of(theme: Theme, source: Source) -> tuple[str, ...]:
    """The lines of the template that a source names; none where there is no such file."""
    file = theme.file(source.path)
    try:
        return _lines(file, file.stat().st_mtime_ns) if file else ()
    except OSError:
        return ()


def layout_file(theme: Theme, layout: str) -> Source | None:
    """The file of a layout as a person would write it: for what has no line."""
    source = _layout(theme, layout)
    return theme.shown(source) if source else None


def layout_lines(theme: Theme, layout: str) -> tuple[str, ...]:
    """The lines of a layout's own file."""
    source = _layout(theme, layout.removesuffix(SUFFIX))
    return lines_of(theme, source) if source else ()


def _layout(theme: Theme, layout: str) -> Source | None:
    for key, folder in theme.folders.items():
        name = f"slides/{layout}{SUFFIX}"
        if layout and (folder / name).is_file():
            return Source(f"{key}/{name}", 1)
    return None


def located(problem: Problem, theme: Theme, patterns: Sequence[re.Pattern[str]], reach: int = 0) -> Problem:
    """The problem at the first match of the first pattern that matches, from its place on; else where it was.

    Looks in the line of the problem and in `reach` lines below. The source's path is a template's name before, and the
    path a person would write after.
    """
    source = problem.source
    if source is None:
        return problem
    lines = lines_of(theme, source)
    for pattern in patterns:
        for number in range(source.line, min(len(lines), source.line + reach) + 1):
            start = max(0, source.column - 1) if number == source.line else 0
            match = pattern.search(lines[number - 1], start) if number else None
            if match:
                length = max(1, match.end() - match.start())
                place = Source(source.path, number, match.start() + 1)
                return replace(problem, source=theme.shown(place), length=length)
    return replace(problem, source=theme.shown(source))
