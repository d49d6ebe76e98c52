"""Where the problems of one note are collected while it is read, each once."""

from __future__ import annotations

from collections.abc import Sequence

from post_forge.errors import Problem, Source


class Report:
    """Problems in the order of the file's lines; `lines` maps a line of the repaired body to the author's line."""

    def __init__(self, path: str, lines: Sequence[int] = ()) -> None:
        self.path = path
        self.lines = lines
        self._problems: dict[tuple[str, int, str], Problem] = {}

    def source(self, line: int) -> Source:
        """The author's place of a line of the body, counted from 0."""
        return Source(self.path, self.lines[min(line, len(self.lines) - 1)] if self.lines else line + 1)

    def warn(self, rule: str, message: str, source: Source, hint: str = "") -> None:
        self.add(Problem(rule, message, source, hint, "warning"))

    def add(self, *problems: Problem) -> None:
        for problem in problems:
            # A picture that is missing twice is one thing to do.
            line = problem.source.line if problem.source and problem.rule != "note.picture" else 0
            self._problems.setdefault((problem.rule, line, problem.message), problem)

    def problems(self) -> tuple[Problem, ...]:
        return tuple(sorted(self._problems.values(), key=lambda problem: problem.source.line if problem.source else 0))
