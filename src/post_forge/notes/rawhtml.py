"""Blocks of raw HTML -> pieces of a note. An HTML table may span several blocks, so one reader reads a whole note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from post_forge.errors import Source
from post_forge.model import Code, Directive, Item, Listing
from post_forge.notes import html
from post_forge.notes.inline import directive, read_inline
from post_forge.notes.parser import parser
from post_forge.notes.pieces import Heading, Maker, Piece, dedent, without_headings
from post_forge.notes.quotes import quote

if TYPE_CHECKING:
    from markdown_it.token import Token


class HtmlReader:
    """Reads the HTML blocks of one note in their order; `in_table` says that what comes is a cell."""

    def __init__(self, maker: Maker) -> None:
        self.maker, self.report = maker, maker.report
        self.in_table = False

    def pieces(self, token: Token) -> list[Piece]:
        """What a block holds, between its tags."""
        first = token.map[0] if token.map else 0
        pieces: list[Piece] = []
        outer: list[Piece] | None = None
        for part in html.parts(token.content):
            if part.kind == "quote" and outer is None:
                outer, pieces = pieces, []
            elif part.kind == "quote-end" and outer is not None:
                pieces = [*outer, *quote(without_headings(pieces), self.report.source(first))]
                outer = None
            else:
                pieces += self.part(part, first + part.line)
        if outer is not None:
            pieces = [*outer, *quote(without_headings(pieces), self.report.source(first))]
        return _joined_items(pieces)

    def part(self, part: html.Part, line: int) -> list[Piece]:
        source = self.report.source(line)
        if part.kind == "comment":
            found = directive(part.text, 0)
            return [Directive(found.name, found.value, source)] if found else []
        if part.kind in {"table", "table-end", "dropped"}:
            self.table(part, source)
            return []
        if self.in_table:
            return []
        if part.kind == "code":
            return [Code(dedent(part.text), "", source)] if part.text.strip() else []
        inline = read_inline(_inline_tokens(part.text))
        if part.kind == "heading" and inline.text:
            return [Heading(part.level, inline.text, source), *self.maker.extras(inline, line)]
        if part.kind == "item" and inline.text:
            return [Listing((Item(inline.text, (), source),), False, source), *self.maker.extras(inline, line)]
        return self.maker.text(inline, line)

    def table(self, part: html.Part, source: Source) -> None:
        if part.kind == "dropped":
            message = "this block of HTML is too long to be read and is left out"
            self.report.warn("note.html", message, source, "write it in Markdown")
        elif part.kind == "table":
            message = "a table written in HTML is left out"
            self.report.warn("note.html", message, source, "write it as a Markdown table")
        self.in_table = part.kind == "table"


def _joined_items(pieces: list[Piece]) -> list[Piece]:
    """`<li>` after `<li>` is one list."""
    result: list[Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if isinstance(piece, Listing) and isinstance(last, Listing):
            result[-1] = replace(last, items=(*last.items, *piece.items))
        else:
            result.append(piece)
    return result


def _inline_tokens(text: str) -> Sequence[Token]:
    tokens: list[Token] = []
    markdown = parser()
    markdown.inline.parse(text, markdown, {}, tokens)
    return tokens
