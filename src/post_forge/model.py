"""The frozen values that cross a stage.

    notes     Markdown file                 -> Note
    compose   Note, Collection facts        -> Post (texts, Deck)
    render    Slide, Theme, Format          -> Picture bytes and the text that stands on it
    output    Post and pictures             -> files

A stage makes new values and never edits the ones it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from post_forge.errors import Problem, Source

# ---- text ----------------------------------------------------------------------------------------------------------

Mark = Literal["strong", "emphasis", "code", "strike", "highlight", "math"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one look. `href` is set on the text of a link (only http, https and mailto survive)."""

    text: str
    marks: frozenset[Mark] = frozenset()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Spans that read as one piece. Slides draw the marks, posts print the plain words (`str(text)`).

    A hard line break in the Markdown is a "\\n" inside a span; soft breaks have become spaces (nothing between two
    CJK characters).
    """

    spans: tuple[Span, ...] = ()

    def __str__(self) -> str:
        return "".join(span.text for span in self.spans)

    def __bool__(self) -> bool:
        return any(span.text.strip() for span in self.spans)


def plain(words: str) -> Text:
    """Text without marks."""
    return Text((Span(words),)) if words else Text()


# ---- blocks: what a note is made of --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text
    source: Source


@dataclass(frozen=True, slots=True)
class Item:
    """One list item: its first paragraph, and whatever else stands in it. `checked` is set for task lists."""

    text: Text
    blocks: tuple[Block, ...]
    source: Source
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A bullet, numbered or task list. A definition list becomes one too: items whose text leads with a strong term."""

    items: tuple[Item, ...]
    ordered: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Code:
    """A fenced or indented block, dedented, tabs as 4 spaces, without a newline at its end.

    `lang` is the first word of the info string in lower case ("" where there is none); `title` a file name given
    there (`title="pay.py"`), `focus` the line numbers marked there (`{2,4-5}`), counted from 1.
    """

    text: str
    lang: str
    source: Source
    title: str = ""
    focus: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are as long as the head; short ones were filled with empty cells, long ones reported and kept to it."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    align: tuple[Literal["left", "center", "right"], ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote. `by` is an attribution line that begins with a dash ("— M. Brooker"), taken off the blocks."""

    blocks: tuple[Block, ...]
    source: Source
    by: Text = Text()


@dataclass(frozen=True, slots=True)
class Callout:
    """An admonition of any dialect (`> [!NOTE]`, `:::tip`, `!!! warning`, `/// note`). `kind` is in lower case."""

    kind: str
    title: Text
    blocks: tuple[Block, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands on its own. `target` is a file inside the root (checked), as a path relative to it.

    `width` and `height` are its size in its own px as its header says it (0: unknown).
    """

    target: str
    alt: str
    source: Source
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Formula:
    """A block of mathematics, as LaTeX. Never shown as it stands."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Directive:
    """A steering comment: `<!-- post: slug -->`, `<!-- slide -->`, `<!-- layout: statement -->`, `<!-- skip -->`."""

    name: str
    value: str
    source: Source


@dataclass(frozen=True, slots=True)
class Handwritten:
    """A fenced block ```` ```post linkedin ````: the author's own text for one platform ("" means all)."""

    platform: str
    text: str
    source: Source


Block = Paragraph | Listing | Code | Table | Quote | Callout | Picture | Formula | Directive | Handwritten

# ---- notes: Markdown file -> Note ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the blocks up to the next heading, and the sections below it.

    `title` is cleaned (no emoji, enumerator, commentary bracket); `heading` is as the author wrote it, as plain text.
    `icon` is the emoji that was taken off, if there was one. `level` is 2 for the top sections of a note whatever
    the file starts at.
    """

    title: Text
    heading: str
    level: int
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    source: Source
    icon: str = ""

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in the order of the file."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class Matter:
    """Front matter, read and checked. Every field is optional in the file."""

    title: str = ""
    summary: str = ""
    id: str = ""
    tags: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    series: str = ""
    level: Literal["", "beginner", "intermediate", "advanced"] = ""
    order: float | None = None
    status: Literal["draft", "ready"] = "ready"
    private: bool = False
    channels: tuple[str, ...] = ()
    question: str = ""
    theme: str = ""
    handle: str = ""
    url: str = ""
    lang: str = ""
    publish_on: str = ""
    ai_assisted: bool = False
    guide: bool = False
    requires: tuple[str, ...] = ()
    updated: str = ""
    badge: Literal["", "new", "updated"] = ""
    guide_url: str = ""
    thread: bool | None = None
    content_warning: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """One Markdown file as its author meant it.

    `path` is relative to the workspace (posix), `place` relative to its collection's root. `slug` is made of `place`
    and is unique in the collection. `lead` is what stands above the first section. `digest` is the SHA-256 of the
    file's bytes (hex). `lang` is a BCP 47 code ("en", "zh", "ar"), `problems` the repairs that were made.
    """

    path: str
    place: str
    slug: str
    title: Text
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]
    matter: Matter
    digest: str
    lang: str = "en"
    icon: str = ""
    summary: str = ""
    problems: tuple[Problem, ...] = ()

    def walk(self) -> Iterator[Section]:
        """Every section, in the order of the file."""
        for section in self.sections:
            yield from section.walk()


# ---- platforms: what a network allows ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rules:
    """What one network allows, as data; the code that speaks to it is its publisher.

    `limit` is the longest text in the units of `count`. `thread` says that a text may go on in replies, `fold` after
    how many characters the network hides the rest (0: never; an estimate). `pictures` is the most in one post, `alt`
    the longest alternative text in characters, `hashtags` the most tags; `mentions` and `links` likewise (0: no limit).
    A picture is one of `kinds`, has at most `most_bytes` and `most_pixels`, is at most `widest` px wide, and its width
    is from `ratios[0]` to `ratios[1]` times its height (0: no limit).
    """

    name: str
    limit: int
    count: Callable[[str], int]
    pictures: int
    alt: int
    hashtags: int
    thread: bool = False
    fold: int = 0
    mentions: int = 0
    links: int = 0
    kinds: tuple[str, ...] = ("png", "jpeg")
    most_bytes: int = 0
    most_pixels: int = 0
    widest: int = 0
    ratios: tuple[float, float] = (0.0, 0.0)


# ---- diagrams: what a diagram slide draws ---------------------------------------------------------------------------

Form = Literal[
    "box", "round", "pill", "circle", "choice", "hexagon", "cylinder",
    "double", "slanted", "flag", "note", "start", "end",
]  # fmt: skip
LineStyle = Literal["solid", "dashed", "thick"]
Tip = Literal["none", "arrow", "circle", "cross"]


@dataclass(frozen=True, slots=True)
class Node:
    """One box of a graph. `group` is the index of the group it stands in, -1 for none."""

    label: Text
    form: Form = "box"
    group: int = -1


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from one node or actor to another or to itself (indices). `groups` names the groups it joins, if any."""

    start: int
    end: int
    label: Text = Text()
    line: LineStyle = "solid"
    head: Tip = "arrow"
    tail: Tip = "none"
    groups: tuple[int, int] = (-1, -1)


@dataclass(frozen=True, slots=True)
class Graph:
    """Boxes and lines, as the author drew them; `groups` are the titles of the frames around some of the boxes."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    groups: tuple[Text, ...] = ()
    direction: Literal["down", "up", "right", "left"] = "down"


@dataclass(frozen=True, slots=True)
class Remark:
    """A note over the lifelines of some actors (the first and the last), or beside the only one."""

    text: Text
    actors: tuple[int, int]
    side: Literal["over", "left", "right"] = "over"


@dataclass(frozen=True, slots=True)
class Band:
    """A frame around the events `first` to `last` (indices): a loop, or one way of an alternative."""

    kind: str
    label: Text
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Who sends what to whom, from top to bottom."""

    actors: tuple[Text, ...]
    events: tuple[Edge | Remark, ...]
    bands: tuple[Band, ...] = ()


# ---- compose: Note -> Post -----------------------------------------------------------------------------------------

Verdict = Literal["", "yes", "no", "warn"]


@dataclass(frozen=True, slots=True)
class Point:
    """One card, step, bullet, compare item or recap line of a slide."""

    text: Text
    label: Text = Text()
    mark: Verdict = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table cut to what a slide can show. `note` says what was left out ("5 of 11 rows")."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    align: tuple[Literal["left", "center", "right"], ...]
    focus: int = -1
    note: str = ""


@dataclass(frozen=True, slots=True)
class Slide:
    """One page of a deck: which layout, and what it shows. A layout reads the fields it needs; the rest are empty.

    `source` is the line of the note that the content comes from: an overflow is reported there first.
    """

    layout: str
    source: Source
    title: Text = Text()
    kicker: str = ""
    lead: Text = Text()
    points: tuple[Point, ...] = ()
    paragraphs: tuple[Text, ...] = ()
    code: Code | None = None
    table: Grid | None = None
    picture: Picture | None = None
    diagram: Graph | Dialogue | None = None
    by: Text = Text()
    caption: Text = Text()
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deck:
    """The carousel: slides in their order, the language and the theme they are drawn in, whose handle they carry.

    `pictures` is the folder that the pictures of its slides lie in, as a path from the workspace ("" if it has none).
    """

    slides: tuple[Slide, ...]
    lang: str = "en"
    theme: str = ""
    handle: str = ""
    pictures: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that its author should check: `kinds` says whether it has a figure, a superlative, an absolute."""

    words: str
    source: Source
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """One unit made ready.

    `id` is `note-slug/post-slug`. `texts` maps each platform to its parts: one, or several for a thread. `alts` holds
    one alternative text per slide. `sources` names the note lines that the text was made from. `reasons` are the parts
    of the score by name, `hooks` the first lines that were weighed, the chosen one first. By its `fingerprint` (hashes
    of runs of words) a post is known again after its heading or its file was renamed; `pinned` says that the author
    wrote the id. `variants` are other texts for the days when the post comes again, by platform as `texts`; `warning`
    is the content warning above it.
    """

    id: str
    title: str
    kind: str
    note: str
    source: Source
    texts: Mapping[str, tuple[str, ...]]
    deck: Deck
    alts: tuple[str, ...]
    hashtags: tuple[str, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)
    score: float = 0.0
    reasons: Mapping[str, float] = field(default_factory=dict)
    hooks: tuple[str, ...] = ()
    fingerprint: tuple[int, ...] = ()
    pinned: bool = False
    claims: tuple[Claim, ...] = ()
    variants: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A unit that makes no post, and why. Saying so is a feature."""

    title: str
    reason: str
    source: Source
    rule: str


# ---- render: Slide -> pictures -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Format:
    """A picture size in px. Layout lengths are written for a width of 1080 and scaled."""

    name: str
    width: int
    height: int


FORMATS = {
    "portrait": Format("portrait", 1080, 1350),
    "square": Format("square", 1080, 1080),
    "story": Format("story", 1080, 1920),
    "landscape": Format("landscape", 1920, 1080),
}


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One line of text as it stands on a slide: left edge and baseline in px, font size in px, width in px."""

    text: str
    x: float
    baseline: float
    size: float
    width: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A slide made a picture: PNG bytes, the lines of text on it, its size in px.

    `small` is the picture in the size of a contact sheet, as the drawing library holds it, where it was asked for.
    """

    png: bytes
    lines: tuple[PlacedText, ...]
    width: int
    height: int
    small: Any = None
