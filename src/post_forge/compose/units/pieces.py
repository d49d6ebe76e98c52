"""A unit as what a reader meets: headings, sentences, labels, rows and code, each with its line. Unit -> Pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from post_forge.compose.language import sentences, spans
from post_forge.compose.units.choosing import Unit
from post_forge.compose.values import CodePart, Entries, Entry, Part, Prose, QuotePart, Sentence, TablePart
from post_forge.errors import Source
from post_forge.model import Handwritten, Text, plain

BETWEEN = " | "
"""Stands between the cells of a row."""

Kind = Literal["heading", "sentence", "label", "row", "code", "written"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a unit in plain words. `prose` is the same without what is set as code, `first` says that it begins a
    paragraph or an item."""

    kind: Kind
    words: str
    source: Source
    prose: str
    first: bool = False


def pieces_of(unit: Unit) -> Iterator[Piece]:
    """Everything in a unit that can stand in a text or on a slide, in the note's order."""
    for chapter in unit.chapters:
        yield _piece("heading", chapter.title, chapter.source)
        for part in chapter.parts:
            yield from _of_part(part)
    for block in unit.handwritten:
        yield from _written(block)


def _piece(kind: Kind, text: Text, source: Source, first: bool = False) -> Piece:
    prose = "".join(span.text for span in text.spans if "code" not in span.marks)
    return Piece(kind, str(text), source, prose, first)


def _of_part(part: Part) -> Iterator[Piece]:
    if isinstance(part, Entries):
        for entry in part.entries:
            yield from _of_entry(entry)
    elif isinstance(part, Prose | QuotePart):
        yield from _of_sentences(part.sentences)
    elif isinstance(part, TablePart):
        for number, row in enumerate(part.table.rows, 2):  # below the head and its line of dashes
            source = Source(part.source.path, part.source.line + number)
            yield _piece("row", spans.join(row, BETWEEN), source)
    elif isinstance(part, CodePart):
        yield Piece("code", part.code.text, part.source, "")


def _of_entry(entry: Entry) -> Iterator[Piece]:
    if entry.name and entry.role != "claim":  # a quoted claim is what the note says against
        yield replace(_piece("label", entry.label or plain(entry.name), entry.source), words=entry.name)
    yield from _of_sentences(entry.sentences)
    for below in entry.below:
        yield from _of_entry(below)


def _of_sentences(found: tuple[Sentence, ...]) -> Iterator[Piece]:
    for number, sentence in enumerate(found):
        yield replace(_piece("sentence", sentence.text, sentence.source, number == 0), words=sentence.plain)


def _written(block: Handwritten) -> Iterator[Piece]:
    """The sentences of a hand-written text; its fence stands on the line before it."""
    for number, line in enumerate(block.text.split("\n"), 1):
        text = plain(line)
        for start, end in sentences.split(text):
            words = spans.cut(text, start, end)
            yield _piece("written", words, Source(block.source.path, block.source.line + number))
