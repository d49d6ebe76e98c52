"""The values that the notes stage hands out beside `Note`: what was found, what an index says, what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from post_forge.errors import Problem, Source
from post_forge.model import Note


@dataclass(frozen=True, slots=True)
class FoundNote:
    """One Markdown file, not yet read.

    `absolute` opens it. `path` is how it is shown: relative to the workspace (posix), with characters that could break
    a terminal escaped. `place` is relative to the collection's root (posix). `slug` is unique in the collection.
    `size` is in bytes, `mtime_ns` in nanoseconds; together with `absolute` they tell whether it changed.
    """

    absolute: Path
    path: str
    place: str
    slug: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Found:
    """The notes of a collection in their natural order, the files that index it, and what was left out and why.

    `paths` are the curricula through it (`*.path.yaml`), not yet read.
    """

    root: Path
    notes: tuple[FoundNote, ...]
    indexes: tuple[FoundNote, ...]
    problems: tuple[Problem, ...]
    paths: tuple[FoundNote, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What an index says about one note."""

    title: str = ""
    icon: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """What README and `_collection.yaml` say about the collection. `order` and `entries` name notes by their place."""

    title: str = ""
    credit: str = ""
    licence: str = ""
    url: str = ""
    entries: Mapping[str, IndexEntry] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """One note on a path, by its place in the collection; an optional one may be left out by a reader. `source` is the
    line of the path file that names it."""

    place: str
    section: str = ""
    optional: bool = False
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Curriculum:
    """An ordered way through notes: what a `*.path.yaml` says. `name` is the file's without its ending, `path` how the
    file is shown; `about` describes its sections by their titles, `levels` gives the level of a section's notes that
    have none. `overview` asks for a deck of the path itself; in a `strict` one each topic builds on the one before."""

    title: str
    stops: tuple[Stop, ...]
    name: str = ""
    path: str = ""
    description: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    overview: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A note, or None with the errors that kept it from being read. `problems` holds the note's own warnings too."""

    note: Note | None
    problems: tuple[Problem, ...] = ()
