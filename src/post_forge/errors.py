"""What can go wrong, told so that the reader knows where it is and what to do.

A `Problem` is a value: stages return them beside their results, so that one bad note never hides another and all are
shown at once. A `ForgeError` carries problems through a stage that cannot go on. Anything else that is raised is a bug
in this program and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place in a file that a person wrote.

    `path` is written as the person would write it: relative to the workspace where it lies inside. `line` and
    `column` count from 1; 0 means unknown.
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to tell the author: what is wrong, where, and what to do about it.

    `rule` is a stable id ("note.encoding", "template.attribute"); `length` is how many characters the caret
    underlines when the source has a column. An error keeps something from being made (exit code 1), a warning does not.
    """

    rule: str
    message: str
    source: Source | None = None
    hint: str = ""
    severity: Severity = "error"
    length: int = 1

    def __str__(self) -> str:
        where = f"{self.source}: " if self.source else ""
        return f"{where}{self.severity}: {self.message}" + (f" ({self.hint})" if self.hint else "") + f" [{self.rule}]"


class ForgeError(Exception):
    """Something a person can fix stopped a stage. Holds at least one problem."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class ConfigError(ForgeError):
    """post_forge.yaml cannot be used as it is."""


class ContentError(ForgeError):
    """A note cannot be read."""


class TemplateError(ForgeError):
    """A theme, a layout or a text template cannot be used."""


class LayoutError(ForgeError):
    """The content of one slide cannot be drawn: it does not fit, or a character has no glyph."""


class WorkspaceError(ForgeError):
    """The folder cannot be worked in: locked by another command, not writable, no notes."""


class UsageError(ForgeError):
    """The command was called in a way that cannot be carried out (exit code 2)."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the closest known word, or all of them: `did you mean 'gap'?` / `known: a, b`."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known: {', '.join(names)}"


def as_warning(problem: Problem) -> Problem:
    """The same problem, told as a warning."""
    return replace(problem, severity="warning")
