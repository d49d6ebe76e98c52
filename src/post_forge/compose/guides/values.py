"""What the steps of a guide share: how much a slide may hold, and what stops a guide. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from post_forge.compose.language import sentences, spans
from post_forge.compose.units import clean
from post_forge.errors import Source
from post_forge.model import Point, Text

TITLE = 60
"""Columns of a heading that is set as a title; a longer one is a text of its own."""
LABEL = 42
"""Columns of a card's label: what is longer is a title."""


@dataclass(frozen=True, slots=True)
class Room:
    """The most words of a slide, the most columns of its running text, and the columns of one item of a list: a longer
    one has a slide of its own."""

    words: int
    columns: int
    line: int

    def cost(self, words: int, columns: int) -> int:
        """What some words take of a slide's: wide characters count by their columns."""
        return max(words, -(-columns * self.words // self.columns))

    def of_point(self, point: Point) -> int:
        """What an item of a list takes."""
        said = f"{point.label} {point.text}"
        return self.cost(spans.count_words(said), spans.width(said))


ROOMS = (Room(46, 300, 130), Room(68, 440, 200), Room(92, 600, 290))
"""From airy to dense: the first that stays within the pages is taken. The last holds a full page at 40 px."""


class UnshownError(Exception):
    """Something in the note that no slide can show: why, where, what to do."""

    def __init__(self, why: str, source: Source, rule: str = "guide.shown", hint: str = "") -> None:
        super().__init__(why)
        self.why, self.source, self.rule = why, source, rule
        self.hint = hint or "write <!-- skip --> above it to leave it out"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of running text. `paragraph` tells which sentences belong together."""

    text: Text
    paragraph: int
    source: Source

    @property
    def words(self) -> int:
        return spans.count_words(str(self.text))

    @property
    def columns(self) -> int:
        return spans.width(str(self.text))


def ready(text: Text, source: Source) -> Text:
    """The text with its formulas as words and without ornaments at its ends.

    Raises UnshownError for a formula that cannot be written as words.
    """
    made = clean.bare(clean.ready(text))
    if clean.has_formula(made):
        raise UnshownError("a formula that cannot be written as plain characters", source)
    return made


def sentences_of(text: Text) -> list[Text]:
    """The sentences of a text in their order; nothing of it is left out."""
    found = [spans.trim(spans.cut(text, start, end)) for start, end in sentences.split(text)]
    return [one for one in found if one]


def total(pieces: Iterable[Piece]) -> tuple[int, int]:
    """Words and columns of some pieces together."""
    counted = [(piece.words, piece.columns) for piece in pieces]
    return sum(words for words, _ in counted), sum(columns for _, columns in counted)
