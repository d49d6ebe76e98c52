"""The values that rules look at, made by the forge of what it has read: notes as text and as read, posts as they are.

A rule is a pure function over one of them; what it finds is a `Found`, and the table knows the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from post_forge.errors import Problem, Source
from post_forge.model import Note

Level = Literal["error", "warning", "refusal"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: the id, how bad it is, and its page.

    `reason` says in one line why a reader cares; `means` what is looked at, `mend` what to do, `example` shows it.
    `fixable` says that `--fix` can mend it.
    """

    id: str
    level: Level
    reason: str
    means: str
    mend: str
    example: str = ""
    fixable: bool = False

    @property
    def area(self) -> str:
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule has to say of one place; `length` characters are underlined where the source has a column."""

    source: Source | None
    message: str
    hint: str = ""
    length: int = 1


@dataclass(frozen=True, eq=False)
class NoteView:
    """A note as its author wrote it (`text`, lines apart by `\\n`) and as it was read. Equal only to itself."""

    note: Note
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """Line `number`, counted from 1; empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def at(self, line: int, column: int = 0) -> Source:
        return Source(self.note.path, line, column)


@dataclass(frozen=True, slots=True)
class SlideView:
    """What stands on one slide: `words` counts what is read (neither code nor tables), `alt` is what is told of it."""

    layout: str
    source: Source
    text: str
    words: int
    alt: str = ""


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as it would go out. `texts` and `sources` have a platform as key; `by_hand` the place of the author's own
    text for one ("" for all). `code` holds the words that stand as code in its note: they are no leftover markup.
    `published` is the day it went out first."""

    id: str
    title: str
    note: str
    source: Source
    texts: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)
    slides: tuple[SlideView, ...] = ()
    claims: tuple[tuple[str, Source], ...] = ()
    lang: str = "en"
    score: float = 0.0
    by_hand: Mapping[str, Source] = field(default_factory=dict)
    code: frozenset[str] = frozenset()
    published: str = ""
    fingerprint: tuple[int, ...] = ()
    theme: str = ""

    def made_from(self, platform: str) -> Source:
        """Where the text for a platform begins in the note: the author's own block, else the line of its hook."""
        own = self.by_hand.get(platform) or self.by_hand.get("")
        return own or next(iter(self.sources.get(platform, ())), self.source)


@dataclass(frozen=True, slots=True)
class Sent:
    """A post that was published and is no post any more: only its fingerprint is known."""

    id: str
    day: str
    fingerprint: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """A note that asks for a day: `words` as it stands in front matter, `day` None where they are no date."""

    source: Source
    words: str
    day: date | None
    timed: bool
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """One channel's days: how many slots each weekday (Monday = 0) has, and which days are dark."""

    channel: str
    platform: str
    slots: Mapping[int, int]
    dark: Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Collection:
    """Everything at once, for rules that compare. `stops` are the lists of notes of each path file, with their places;
    `templates` the files below the workspace's templates/posts; `empty` slots of the plan by channel and reason."""

    posts: tuple[PostView, ...]
    sent: tuple[Sent, ...] = ()
    wishes: tuple[Wish, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    stops: tuple[tuple[tuple[str, Source], ...], ...] = ()
    templates: tuple[str, ...] = ()
    empty: Mapping[tuple[str, str], int] = field(default_factory=dict)
    named_channels: tuple[tuple[str, Source], ...] = ()
    without_bucket: tuple[tuple[str, str, Source], ...] = ()
    config: Source = field(default_factory=lambda: Source("post_forge.yaml"))


@dataclass(frozen=True, eq=False)
class Tools:
    """What other stages know and a rule may ask; handed over by the forge. Equal only to itself.

    `sensitive(text)` gives (kind, start, end) of what must not be published; `problems(platform, parts)` what a network
    would refuse; `twins(posts)` pairs that say the same; `likeness` how much two fingerprints share; `pictures` the
    most pictures of one post by platform.
    """

    sensitive: Callable[[str], Sequence[tuple[str, int, int]]]
    problems: Callable[[str, Sequence[str]], Sequence[Problem]]
    twins: Callable[[Sequence[PostView]], Sequence[tuple[PostView, PostView]]]
    likeness: Callable[[tuple[int, ...], tuple[int, ...]], float]
    pictures: Mapping[str, int] = field(default_factory=dict)
