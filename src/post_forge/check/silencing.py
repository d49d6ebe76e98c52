"""Which findings a person does not want to see: `<!-- check: ignore ID -->` in a note, keys of the configuration.

A comment above the first heading below the title holds for the whole note, any other for the section it stands in. An
id may be an area (`code` for all of `code.python`, `code.json`, ...).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from post_forge.check import walking
from post_forge.check.values import NoteView
from post_forge.errors import Problem, Source, did_you_mean

UNKNOWN, UNUSED = "check.unknown", "check.unused"
_COMMENT = re.compile(r"<!--\s*check\s*:?\s*ignore\s*:?\s*([\w.,\s-]*?)\s*-->", re.IGNORECASE)
_WORD = re.compile(r"[\w-]+(?:\.[\w-]+)?")


_CERTAIN = re.compile(
    r"note\.(?:invisible|rule-line|private|unfinished|chat|fence|heading|html|picture|table)|code\.(?!sql)\w+"
    r"|(?:front|link|picture|secret)(?:\.\w+)?"
)
"""What a note alone decides: other rules may be silent today for want of a build, of a parser, of the other notes."""


@dataclass(frozen=True, slots=True)
class Silence:
    """One id that a comment silences, from line `first` to line `last` of a note; `source` is the comment's place."""

    rule: str
    source: Source
    first: int
    last: int

    def holds(self, problem: Problem) -> bool:
        place = problem.source
        inside = place is not None and place.path == self.source.path and self.first <= max(1, place.line) <= self.last
        return inside and is_named(problem.rule, self.rule)


def is_named(rule: str, name: str) -> bool:
    """Whether `name` is the rule or its area."""
    return rule == name or rule.partition(".")[0] == name


def silences(view: NoteView) -> Iterator[Silence]:
    """What the comments of a note silence."""
    for number, line in walking.prose_lines(view):
        for found in _COMMENT.finditer(line):
            if line[: found.start()].count("`") % 2 == 0:
                first, last = _reach(view, number)
                for word in _WORD.finditer(found[1]):
                    column = found.start(1) + word.start() + 1
                    yield Silence(word[0].lower(), view.at(number, column), first, last)


def _reach(view: NoteView, number: int) -> tuple[int, int]:
    """The lines that a comment on this line holds for."""
    sections = [(section.source.line, section.level) for section in view.note.walk()]
    above = [(line, level) for line, level in sections if line <= number]
    if not above:
        return 1, len(view.lines)
    first, level = above[-1]
    after = (line for line, other in sections if line > first and other <= level)
    return first, next(after, len(view.lines) + 1) - 1


@dataclass(frozen=True, slots=True)
class Sifted:
    """What is left of the findings, how many were silenced, and what is wrong with the silencing itself."""

    problems: tuple[Problem, ...]
    silenced: int
    faults: tuple[Problem, ...]


def sift(
    problems: Iterable[Problem],
    comments: Iterable[Silence],
    folders: Mapping[str, Iterable[str]],
    known: Iterable[str],
) -> Sifted:
    """Leave out what comments silence, and what `folders` do: ids by a pattern of paths (`*` for all).

    A comment that names no rule, or one that finds nothing there, is told.
    """
    comments, names = tuple(comments), set(known)
    areas = {name.partition(".")[0] for name in names}
    kept: list[Problem] = []
    used: set[Silence] = set()
    silenced = 0
    for problem in problems:
        hits = [one for one in comments if one.holds(problem)]
        used.update(hits)
        if hits or _in_folder(problem, folders):
            silenced += 1
        else:
            kept.append(problem)
    return Sifted(tuple(kept), silenced, tuple(_faults(comments, used, names, areas)))


def _in_folder(problem: Problem, folders: Mapping[str, Iterable[str]]) -> bool:
    path = problem.source.path if problem.source else ""
    return any(
        any(is_named(problem.rule, name) for name in names)
        for pattern, names in folders.items()
        if below(path, pattern)
    )


def below(path: str, pattern: str) -> bool:
    """Whether a path is one that the pattern names: a folder (`content/old/`), a file, or with `*`."""
    pattern = pattern.removeprefix("./")
    folder = f"{pattern.rstrip('/')}/"
    return pattern in ("*", "**", ".") or path.startswith(folder) or fnmatchcase(path, pattern)


def _faults(comments: Iterable[Silence], used: set[Silence], names: set[str], areas: set[str]) -> Iterator[Problem]:
    for one in comments:
        if one.rule not in names | areas:
            message, hint = f"there is no rule {one.rule!r}", did_you_mean(one.rule, names)[:200]
            yield Problem(UNKNOWN, message, one.source, hint, "warning", len(one.rule))
        elif one not in used and _CERTAIN.fullmatch(one.rule):
            message = f"nothing here breaks the rule {one.rule!r} any more"
            yield Problem(UNUSED, message, one.source, "take the comment out", "warning", len(one.rule))
