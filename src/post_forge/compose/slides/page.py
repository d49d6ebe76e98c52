"""A page: a slide that may stand in a deck, with what choosing between pages needs; and how much a slide may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from post_forge.compose.language import lexicon, spans
from post_forge.compose.units import clean
from post_forge.compose.values import Role, Sentence
from post_forge.model import Slide, Text, plain

WORDS, COLUMNS = 40, 260
"""The most words of a slide, and the most columns of its running text (rule 23)."""
TITLE, LONG_TITLE = 45, 60
STATEMENT = 90

_BRACKET = re.compile(r"\s*(?:\([^()]*\)|（[^（）]*）|\[[^\[\]]*\])")
_LEADING = re.compile(
    r"\s+(?:is|are|was|were|may be|can be|includes?|including|such as|sind|ist|son|es|são|est|sont)$", re.IGNORECASE
)
_ASKS = re.compile(r"(?:what|who|where|when|why|how|which|was|wer|wie|qué|cómo|que|comment)\b", re.IGNORECASE)
_OPEN = re.compile(
    r"^there (?:is|are)\b|\s(?:to|that|and|or|of|the|an?|by|from|you|we|they|it|must|should|can|will|need)$",
    re.IGNORECASE,
)
"""How a line that led to a list ends where it is no title: with a verb that can go, with a word that waits for more."""
_HEAD = re.compile(r"\s*(?::(?!\d)|[：—–(（])\s*|\s-\s")


@dataclass(frozen=True, slots=True)
class Page:
    """A slide with its weight (what is dropped first weighs least), its line in the recap and its role.

    `heading` is the title of the chapter it comes from. `apart` forbids joining it with the page before (the
    author asked for a new slide).
    """

    slide: Slide
    weight: float
    name: str = ""
    role: Role = ""
    heading: Text = field(default_factory=Text)
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a slide stands: the title and the kicker it takes when its content brings none.

    `roomy` asks for one idea a slide, where a unit is short. `bare` says that the cover has the title already: lists,
    tables and code repeat it, for they would stand without one; running text does not.
    """

    title: Text
    kicker: str
    roomy: bool = False
    bare: bool = False

    @property
    def above(self) -> str:
        """What stands small above a slide that has a title of its own."""
        return str(self.title) or self.kicker

    @property
    def heading(self) -> Text:
        """The title above running text."""
        return Text() if self.bare else self.title

    def under(self, title: str) -> Place:
        """The same place below a line that led here ("Index types:"). A line that only files what follows ("Example:")
        stands small above the title that was there."""
        title = title if _ASKS.match(title) else _LEADING.sub("", title)
        if lexicon.is_filing(title) and self.title:
            return Place(self.title, title, self.roomy, self.bare)
        if not title or spans.width(title) > TITLE or lexicon.is_filing(title) or _OPEN.search(title):
            return self
        return Place(plain(title), self.above, self.roomy)


def short(text: Text, limit: int = TITLE) -> Text:
    """A title that fits: as it is, without its brackets, or its head before a colon or dash; else empty."""
    text = clean.bare(text)
    words = str(text)
    if spans.width(words) <= limit:
        return text
    lean = without_brackets(text)
    if spans.width(str(lean)) <= limit:
        return lean
    found = _HEAD.search(words)
    if found and 4 <= spans.width(words[: found.start()]) <= limit:
        return spans.cut(text, 0, found.start())
    return Text()


def title_of(text: Text) -> Text:
    """The title of a chapter's slides: in two lines if that can be had, else in three; else empty."""
    return short(text) or short(text, LONG_TITLE)


def without_brackets(text: Text) -> Text:
    """The text without what stands in brackets (rule 19 lets them go), its code spans untouched."""
    words = str(text)
    codes = spans.marked(text, "code")
    ranges = [
        found.span()
        for found in _BRACKET.finditer(words)
        if not any(low < found.end() and found.start() < high for low, high in codes)
    ]
    if not ranges or ranges[0][0] == 0:
        return text
    return spans.trim(spans.without(text, ranges))


def lean(sentence: Sentence, words: int, columns: int) -> Text | None:
    """The sentence if it fits, else without its brackets, else None: a sentence is never cut."""
    if sentence.words <= words and spans.width(sentence.plain) <= columns:
        return sentence.text
    text = without_brackets(sentence.text)
    plain = str(text)
    return text if spans.count_words(plain) <= words and spans.width(plain) <= columns else None


def slide_words(slide: Slide) -> int:
    """The words of a slide that are read: no kicker, caption, code or table."""
    texts = [slide.title, slide.lead, *slide.paragraphs]
    texts += [text for point in slide.points for text in (point.label, point.text)]
    return sum(spans.count_words(str(text)) for text in texts if text)
