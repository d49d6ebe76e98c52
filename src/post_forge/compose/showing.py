"""Where the words of a note stand in a finished post: in which texts, on which slides. Post -> places by words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from post_forge.compose.slides.alts import texts_of
from post_forge.compose.texts.mentions import NO_MENTIONS, Mentions, mentioned
from post_forge.compose.units.pieces import BETWEEN
from post_forge.model import Post, Slide

_APART = re.compile(r"[^\w%]+")
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|（[^（）]*）)")


class Showing:
    """What a post shows, made ready to be asked for sentences.

    Case, marks and punctuation do not count: a label's first word gets a capital, a dash becomes a full stop. With
    `mentions` a sentence is found where its aliases stand under the networks' handles.
    """

    def __init__(self, post: Post, mentions: Mentions = NO_MENTIONS) -> None:
        self._mentions = mentions
        self._texts = {name: _bare("\n".join(parts)) for name, parts in post.texts.items()}
        self._slides = [_Page(slide) for slide in post.deck.slides]

    def networks(self, words: str) -> tuple[str, ...]:
        """The networks whose text holds the words (a row: its first cell with another)."""
        return tuple(name for name, text in self._texts.items() if any(form in text for form in self._as(words, name)))

    def _as(self, words: str, network: str) -> list[str]:
        return _forms(mentioned(words, network, self._mentions))

    def slides(self, words: str) -> tuple[int, ...]:
        """The numbers of the slides that hold the words, counted from 1."""
        forms = self._as(words, "")
        cells = [_bare(cell) for cell in words.split(BETWEEN)] if BETWEEN in words else []
        return tuple(number for number, page in enumerate(self._slides, 1) if page.holds(forms, cells))

    def has(self, words: str) -> bool:
        """Whether the words stand anywhere in the post."""
        return bool(self.networks(words) or self.slides(words))


class _Page:
    """A slide's words, and its texts one by one: a row of a table is told by its cells."""

    def __init__(self, slide: Slide) -> None:
        texts = [_bare(str(text)) for text in texts_of(slide)]
        code = [_bare(slide.code.text)] if slide.code else []
        self.words = " ".join(["", *(text.strip() for text in [*texts, *code]), ""])
        self.cells = frozenset(texts)

    def holds(self, forms: list[str], cells: list[str]) -> bool:
        if any(form in self.words for form in forms):
            return True
        return len([cell for cell in cells if cell.strip() and cell in self.cells]) > 1


def _bare(words: str) -> str:
    plain = words if words.isascii() else unicodedata.normalize("NFKC", words)  # bold letters are letters
    return f" {_APART.sub(' ', plain.casefold()).strip()} "


def _forms(words: str) -> list[str]:
    """The ways in which words may be printed: whole, without their brackets, a row as "first cell: other cell"."""
    return [form for form in dict.fromkeys(map(_bare, _written(words))) if form.strip()]


def _written(words: str) -> Iterator[str]:
    if BETWEEN in words:
        first, *others = words.split(BETWEEN)
        yield from (f"{first}: {other}" for other in others if first.strip() and other.strip())
    else:
        yield words
        if "(" in words or "（" in words:
            yield _BRACKETS.sub("", words)
