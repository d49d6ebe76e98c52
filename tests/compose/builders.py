"""Notes made by hand: a few words of markup for texts, functions for blocks, lines counted as in a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from post_forge.errors import Source
from post_forge.model import (
    Block,
    Callout,
    Code,
    Directive,
    Formula,
    Handwritten,
    Item,
    Listing,
    Mark,
    Matter,
    Note,
    Paragraph,
    Quote,
    Section,
    Span,
    Table,
    Text,
)

_TOKEN = re.compile(r"\*\*(.+?)\*\*|`([^`]+)`|==(.+?)==|\$([^$]+)\$|\[([^\]]+)\]\(([^)]+)\)|_([^_]+)_")
_MARKS: tuple[Mark, ...] = ("strong", "code", "highlight", "math")


def text(words: str) -> Text:
    """`**bold**`, `` `code` ``, `==mark==`, `$maths$`, `_emphasis_` and `[link](target)`; all else is plain."""
    spans: list[Span] = []
    at = 0
    for found in _TOKEN.finditer(words):
        if found.start() > at:
            spans.append(Span(words[at : found.start()]))
        spans.append(_span(found))
        at = found.end()
    if at < len(words):
        spans.append(Span(words[at:]))
    return Text(tuple(spans))


def _span(found: re.Match[str]) -> Span:
    for index, mark in enumerate(_MARKS, start=1):
        if found.group(index):
            return Span(found.group(index), frozenset({mark}))
    if found.group(5):
        return Span(found.group(5), href=found.group(6))
    return Span(found.group(7), frozenset({"emphasis"}))


HERE = Source("note.md", 1)


def para(words: str) -> Paragraph:
    return Paragraph(text(words), HERE)


def item(words: str, *blocks: Block) -> Item:
    return Item(text(words), blocks, HERE)


def bullets(*items: str | Item, ordered: bool = False) -> Listing:
    return Listing(tuple(item(one) if isinstance(one, str) else one for one in items), ordered, HERE)


def steps(*items: str | Item) -> Listing:
    return bullets(*items, ordered=True)


def code(words: str, lang: str = "", title: str = "") -> Code:
    return Code(words, lang, HERE, title)


def table(head: str, *rows: str) -> Table:
    """Cells parted by " | "."""
    cells = [tuple(text(cell.strip()) for cell in row.split("|")) for row in (head, *rows)]
    return Table(cells[0], tuple(cells[1:]), ("left",) * len(cells[0]), HERE)


def quote(*words: str, by: str = "") -> Quote:
    return Quote(tuple(para(one) for one in words), HERE, text(by) if by else Text())


def callout(kind: str, words: str, title: str = "") -> Callout:
    return Callout(kind, text(title), (para(words),), HERE)


def formula(words: str) -> Formula:
    return Formula(words, HERE)


def directive(name: str, value: str = "") -> Directive:
    return Directive(name, value, HERE)


def by_hand(platform: str, words: str) -> Handwritten:
    return Handwritten(platform, words, HERE)


def section(title: str, *content: Block | Section) -> Section:
    """Blocks, then the sections below."""
    blocks = tuple(one for one in content if not isinstance(one, Section))
    below = tuple(one for one in content if isinstance(one, Section))
    return Section(text(title), str(text(title)), 2, blocks, below, HERE)


def note(title: str, *content: Block | Section, place: str = "note.md", lang: str = "en", **matter: Any) -> Note:
    """A note whose sources have the lines that a file would give them: every block and heading stands 4 lines lower."""
    counter = _Lines(place)
    lead = tuple(counter.placed(one) for one in content if not isinstance(one, Section))
    sections = tuple(counter.section(one, 2) for one in content if isinstance(one, Section))
    slug = place.removesuffix(".md").replace("/", "-")
    return Note(place, place, slug, text(title), lead, sections, Matter(**matter), "0" * 64, lang)


class _Lines:
    def __init__(self, path: str) -> None:
        self._path, self._line = path, 1

    def _next(self) -> Source:
        self._line += 4
        return Source(self._path, self._line)

    def placed(self, block: Block) -> Block:
        source = self._next()
        if isinstance(block, Listing):
            items = tuple(self._item(one) for one in block.items)
            return replace(block, source=source, items=items)
        if isinstance(block, Quote | Callout):
            return replace(block, source=source, blocks=tuple(map(self.placed, block.blocks)))
        return replace(block, source=source)

    def _item(self, one: Item) -> Item:
        self._line += 1
        source = Source(self._path, self._line)
        return replace(one, source=source, blocks=tuple(map(self.placed, one.blocks)))

    def section(self, one: Section, level: int) -> Section:
        source = self._next()
        blocks = tuple(map(self.placed, one.blocks))
        return replace(
            one, level=level, source=source, blocks=blocks,
            sections=tuple(self.section(below, level + 1) for below in one.sections),
        )  # fmt: skip


def words_of(texts: Sequence[Text]) -> list[str]:
    return [str(one) for one in texts]
