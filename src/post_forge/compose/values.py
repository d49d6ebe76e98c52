"""What crosses the steps of composing: a note's blocks become parts, parts become units, units become posts.

parts     blocks        -> Part (sentences, entries, tables, code), in the note's order
chapters  Section       -> Chapter (a heading with its parts)
units     chapters      -> Unit (what one post is made of)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from post_forge.errors import Problem, Source
from post_forge.model import Code, Dialogue, Graph, Picture, Post, Refusal, Rules, Table, Text, Verdict

# ---- what the caller gives and gets --------------------------------------------------------------------------------

Finding = tuple[str, int, int]
"""(kind, start, end): something in a text that must not be published, as offsets into it."""


def _nothing(_: str) -> list[Finding]:
    return []


@dataclass(frozen=True, slots=True)
class Options:
    """What the workspace says about its posts.

    `templates` are the folders that hold `posts/` and `phrases/`, the first that has a file wins; the shipped folder
    is always the last. `sensitive` finds what must not leave the machine. `credit` stands small on the last slide
    ("Text: J. Doe, CC BY 4.0"). `least` is the lowest score of a unit that becomes a post (rule 11's scale).
    `mentions` has a handle by network for each alias (see `mentions`), `utm` the parameters of the note's link, `links`
    where that stands by network (text, reply, comment, none); `bold` sets bold words in Unicode's bold letters.
    `layouts` are those of the workspace's own themes, which a note may ask for besides the shipped ones. `guide` is
    where the guides lie for readers ("https://example.org/{note}.pdf").
    `split` parts a long text for the networks in `threads`, or where a note asks for it; `warning` is the longest
    content warning of the channels.
    """

    handle: str = ""
    brand: str = ""
    templates: tuple[Path, ...] = ()
    sensitive: Callable[[str], Sequence[Finding]] = _nothing
    credit: str = ""
    audience: str = "BackendEngineering"
    series: str = ""
    force_private: bool = False
    least: float = 5.0
    mentions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    utm: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    bold: bool = False
    layouts: tuple[str, ...] = ()
    guide: str = ""
    split: Callable[[str, Rules], Sequence[str]] | None = None
    threads: frozenset[str] = frozenset()
    warning: str = ""


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What decisions over a whole folder need to know of one note: its heading keys and how often each occurs, and how
    many of its units have which rank (points with what tells equals apart, as text: "4.57103"); of each unit by its key
    a few hashes of its words."""

    slug: str
    headings: Mapping[str, int] = field(default_factory=dict)
    scores: Mapping[str, int] = field(default_factory=dict)
    prints: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Collection:
    """What only the whole folder tells: the headings that are slots ("More detail"), not titles; the rank that is
    enough here where too few units reach the usual `Options.least`; and the units (note's slug, key) that an earlier
    note has in the same words."""

    slots: frozenset[str] = frozenset()
    notes: int = 0
    bar: float = math.inf
    copies: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Composed:
    """What a note gives: its posts, the units that make none with the reason, and what the author should look at."""

    posts: tuple[Post, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    problems: tuple[Problem, ...] = ()


# ---- parts -----------------------------------------------------------------------------------------------------------

Role = Literal["", "trap", "fix", "limit", "example", "concept", "answer", "lesson", "pro", "con", "claim", "question"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One complete sentence, item or line of the note. `plain` is its text without marks, `words` their number.

    `gap` says that the sentence before it in the note was left out (a formula), so it must not lean on it.
    """

    text: Text
    plain: str
    words: int
    source: Source
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A list item, or a paragraph with a label: "**The Fix:** ..." has the label "The Fix" and the role fix.

    `checked` says that it has a box to tick, and whether that is ticked; `callout` which kind of callout it is.
    """

    label: Text
    name: str
    role: Role
    sentences: tuple[Sentence, ...]
    source: Source
    mark: Verdict = ""
    below: tuple[Entry, ...] = ()
    checked: bool | None = None
    callout: str = ""

    def walk(self) -> Iterator[Sentence]:
        """Its sentences and those of the entries below it."""
        yield from self.sentences
        for entry in self.below:
            yield from entry.walk()


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    sentences: tuple[Sentence, ...]
    source: Source
    layout: str = ""
    breaks: bool = False
    asked: Source | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """A list, or labelled paragraphs that follow one another. `title` is the line with a colon that led to it."""

    entries: tuple[Entry, ...]
    source: Source
    ordered: bool = False
    labelled: bool = False
    title: str = ""
    role: Role = ""
    layout: str = ""
    breaks: bool = False
    asked: Source | None = None


@dataclass(frozen=True, slots=True)
class CodePart:
    """A block of code, or a drawing (`diagram`): one of characters, or what is drawn from its source (`figure`)."""

    code: Code
    source: Source
    diagram: bool = False
    title: str = ""
    role: Role = ""
    layout: str = ""
    breaks: bool = False
    asked: Source | None = None
    figure: Graph | Dialogue | None = None


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table with the line that led to it."""

    table: Table
    source: Source
    title: str = ""
    layout: str = ""
    breaks: bool = False
    asked: Source | None = None


@dataclass(frozen=True, slots=True)
class QuotePart:
    """A block quote and who said it."""

    sentences: tuple[Sentence, ...]
    by: Text
    source: Source
    layout: str = ""
    breaks: bool = False
    asked: Source | None = None


@dataclass(frozen=True, slots=True)
class PicturePart:
    """A picture of the note with the line that led to it."""

    picture: Picture
    source: Source
    title: str = ""
    layout: str = ""
    breaks: bool = False
    asked: Source | None = None


Part = Prose | Entries | CodePart | TablePart | QuotePart | PicturePart
"""`layout` is the one that the author asked for, and `asked` where; `breaks` says that a new slide begins here."""
