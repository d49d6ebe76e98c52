"""What notes build on (`requires:` in front matter, `strict:` paths) -> edges between notes, an order that respects
them, and what is wrong with them: names that no note has, circles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from post_forge import notes
from post_forge.errors import Problem, Source, did_you_mean

RULE, CIRCLE = "note.requires", "note.requires-circle"

Edges = Mapping[str, tuple[str, ...]]
"""The notes, by path, that each note builds on."""


@dataclass(frozen=True, slots=True)
class Requirements:
    """The edges without those that close a circle, and what is wrong."""

    edges: Edges
    problems: tuple[Problem, ...] = ()


def requirements(
    root: Path, found: notes.Found, wanted: Mapping[str, Sequence[str]], curricula: Iterable[notes.Curriculum] = ()
) -> Requirements:
    """Resolve what notes require. `wanted` holds the names that each note's front matter gives, by its path; a name is
    a note's file without its ending, with its folder where two are called the same. `root` is the workspace's, to say
    at which line a name stands."""
    known = names_of(found)
    edges: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for path, names in wanted.items():
        for name in names:
            other = known.get(_bare(name), "")
            if other and other != path:
                edges.setdefault(path, []).append(other)
                continue
            message = (
                "this note requires itself" if other else f"this note requires {name!r}, and there is no such note"
            )
            problems.append(Problem(RULE, message, _line(root, path, name), "" if other else _hint(name, known)))
    for path, before in _of_strict(found, curricula):
        edges.setdefault(path, []).append(before)
    kept, circles = _without_circles({path: tuple(dict.fromkeys(others)) for path, others in edges.items()})
    problems += [_told(circle, root, found, wanted) for circle in circles]
    return Requirements(kept, tuple(problems))


def names_of(found: notes.Found) -> dict[str, str]:
    """What a note may be called, and its path."""
    by_leaf = {_bare(note.place.rpartition("/")[2]): note.path for note in reversed(found.notes)}
    slugs = {note.slug: note.path for note in found.notes}
    return {**slugs, **by_leaf, **{_bare(note.place): note.path for note in found.notes}}


def in_order(paths: Sequence[str], edges: Edges) -> list[str]:
    """The notes in their order, each moved behind what it builds on. Stable; `edges` has no circles."""
    done: dict[str, None] = {}
    here = set(paths)

    def place(path: str) -> None:
        stack = [(path, iter([one for one in edges.get(path, ()) if one in here]))]
        while stack:
            current, others = stack[-1]
            other = next((one for one in others if one not in done), None)
            if other is None:
                stack.pop()
                done.setdefault(current)
            else:
                stack.append((other, iter([one for one in edges.get(other, ()) if one in here])))

    for path in paths:
        if path not in done:
            place(path)
    return list(done)


def _bare(name: str) -> str:
    stem, dot, ending = name.strip().removeprefix("./").rpartition(".")
    return stem if dot and ending.lower() in {"md", "mdx", "markdown"} else name.strip().removeprefix("./")


def _hint(name: str, known: Mapping[str, str]) -> str:
    hint = did_you_mean(name, known)
    return hint if hint.startswith("did") else "write another note's file name without its ending"


def _of_strict(found: notes.Found, curricula: Iterable[notes.Curriculum]) -> Iterable[tuple[str, str]]:
    """In a path that is strict each topic builds on the one before it that is not optional."""
    paths = {note.place: note.path for note in found.notes}
    for curriculum in curricula:
        before = ""
        for stop in curriculum.stops if curriculum.strict else ():
            if before and paths[stop.place] != before:
                yield paths[stop.place], before
            before = before if stop.optional else paths[stop.place]


# ---- circles


def _without_circles(edges: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, tuple[str, ...]], list[list[str]]]:
    """The edges but those that close a circle, and each circle as the notes along it."""
    kept: dict[str, list[str]] = {path: [] for path in edges}
    circles: list[list[str]] = []
    for path, others in edges.items():
        for other in others:
            if way := _way(kept, other, path):
                circles.append([path, *way])
            else:
                kept[path].append(other)
    return {path: tuple(others) for path, others in kept.items() if others}, circles


def _way(edges: Mapping[str, Sequence[str]], start: str, end: str) -> list[str]:
    """The notes from one to another along the edges; [] where no way leads there."""
    before: dict[str, str] = {start: ""}
    waiting = [start]
    while waiting:
        path = waiting.pop(0)
        if path == end:
            way = [path]
            while before[way[0]]:
                way.insert(0, before[way[0]])
            return way
        for other in edges.get(path, ()):
            if other not in before:
                before[other] = path
                waiting.append(other)
    return []


def _told(circle: Sequence[str], root: Path, found: notes.Found, wanted: Mapping[str, Sequence[str]]) -> Problem:
    leaves = {note.path: _bare(note.place) for note in found.notes}
    said = " requires ".join(leaves.get(path, path) for path in circle)
    path = next((one for one in circle if wanted.get(one)), circle[0])
    hint = "take one of them out; until then the last one is ignored"
    return Problem(CIRCLE, f"notes that require each other: {said}", _line(root, path, "requires"), hint)


def _line(root: Path, path: str, word: str) -> Source:
    """Where a word stands in a note's front matter; the line of `requires:` where it does not."""
    try:
        lines = (root / path).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return Source(path)
    start = next((at for at, line in enumerate(lines) if line.lower().startswith(("requires", "prerequisites"))), 0)
    for at in range(start, min(start + 30, len(lines))):
        if at > start and lines[at].strip() in {"---", "+++"}:
            break
        if word in lines[at]:
            return Source(path, at + 1)
    return Source(path, start + 1)


def names_required(about: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """What each note requires, by its path, as it is remembered of it."""
    return {path: tuple(one["requires"]) for path, one in about.items() if one.get("requires")}
