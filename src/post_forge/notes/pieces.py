"""What notes are made of on the way to sections: blocks with the headings between them, and helpers to make them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from post_forge.errors import Source
from post_forge.model import Block, Directive, Paragraph, Picture, Text
from post_forge.notes.inline import Inline
from post_forge.notes.pictures import Checked
from post_forge.notes.report import Report

PictureCheck = Callable[[str, Source, bool], Checked]
"""(target as written, its place, whether it is an Obsidian embed) -> target below the root, "" where it is left out."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on its way into a section. `level` is the file's own (1-6)."""

    level: int
    text: Text
    source: Source


Piece = Block | Heading


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes pieces of inline text; knows where the author's lines are and which pictures may stay."""

    report: Report
    check: PictureCheck

    def text(self, inline: Inline, line: int) -> list[Piece]:
        """A paragraph, then what stood in it. `line` is that of the block, counted from 0 in the body."""
        paragraph = [Paragraph(inline.text, self.report.source(line + inline.start))] if inline.text else []
        return [*paragraph, *self.extras(inline, line)]

    def extras(self, inline: Inline, line: int) -> list[Piece]:
        """The pictures and steering comments of a line."""
        result: list[Piece] = []
        for raw in inline.pictures:
            place = self.report.source(line + raw.line)
            checked = self.check(raw.target, place, raw.embed)
            if checked.target:
                result.append(Picture(checked.target, raw.alt.strip(), place, *checked.size))
        steering = (Directive(raw.name, raw.value, self.report.source(line + raw.line)) for raw in inline.directives)
        return [*result, *steering]


def without_headings(pieces: Iterable[Piece]) -> list[Block]:
    """Inside a quote or a list a heading is a bold line."""
    return [Paragraph(bold(piece.text), piece.source) if isinstance(piece, Heading) else piece for piece in pieces]


def bold(text: Text) -> Text:
    return Text(tuple(replace(span, marks=span.marks | {"strong"}) for span in text.spans))


def dedent(text: str) -> str:
    """Code without the indent that all its lines share, without spaces at their ends or empty lines round it."""
    lines = text.expandtabs(4).split("\n")
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    return "\n".join(line[indent:].rstrip() for line in lines).strip("\n")
