"""Block tokens -> the frozen blocks of a note, and its headings between them, in the order of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from post_forge.errors import Source
from post_forge.model import (
    Block,
    Callout,
    Code,
    Formula,
    Handwritten,
    Item,
    Listing,
    Paragraph,
    Span,
    Table,
    Text,
)
from post_forge.notes.fences import read_info
from post_forge.notes.inline import Inline, read_inline, tidy
from post_forge.notes.parser import DEEPEST
from post_forge.notes.pieces import Heading, Maker, PictureCheck, Piece, bold, dedent, without_headings
from post_forge.notes.quotes import quote
from post_forge.notes.rawhtml import HtmlReader
from post_forge.notes.report import Report

if TYPE_CHECKING:
    from markdown_it.token import Token

_ALIGN = {"text-align:left": "left", "text-align:center": "center", "text-align:right": "right"}
_LONGEST_HEADING = 200
_TABLE_PIPE = re.compile(r"(?<!\\)\|")


def build(tokens: Sequence[Token], report: Report, check: PictureCheck, source: Sequence[str]) -> list[Piece]:
    """The pieces of a note. `source` holds the lines that were parsed; `report` knows the author's lines."""
    return _Builder(tokens, report, check, source).run("")


class _Builder:
    """A cursor over the tokens. Each `_on_...` takes what its token opens, up to and with what closes it."""

    def __init__(self, tokens: Sequence[Token], report: Report, check: PictureCheck, source: Sequence[str]) -> None:
        self.tokens, self.report, self.check, self.lines = tokens, report, check, source
        self.make = Maker(report, check)
        self.html = HtmlReader(self.make)
        self.place = 0
        self.told_depth = False
        self.nested = 0  # in how many lists, quotes and callouts the cursor is

    def run(self, closer: str) -> list[Piece]:
        pieces: list[Piece] = []
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            self.place += 1
            if token.type == closer:
                break
            if token.level >= DEEPEST - 2:
                self.too_deep(token)
            take = _TAKERS.get(token.type)
            if take is not None:
                pieces += take(self, token)
        return pieces

    def inner(self, closer: str) -> list[Block]:
        """Blocks below this one; a heading among them is a bold line."""
        self.nested += 1
        pieces = self.run(closer)
        self.nested -= 1
        return without_headings(pieces)

    def too_deep(self, token: Token) -> None:
        if token.map and not self.told_depth:
            self.told_depth = True
            message = f"lists and quotes are nested more than {DEEPEST // 2} deep; what lies deeper is left out"
            self.report.warn("note.nesting", message, self.report.source(token.map[0]), "write it flatter")

    def source(self, token: Token) -> Source:
        return self.report.source(token.map[0] if token.map else 0)

    def next_inline(self) -> Token:
        token = self.tokens[self.place]
        self.place += 1
        return token

    # ---- paragraphs and headings

    def paragraph(self, _: Token) -> list[Piece]:
        inline = self.next_inline()
        self.place += 1
        return self.text(read_inline(inline.children or ()), inline.map[0] if inline.map else 0)

    def heading(self, token: Token) -> list[Piece]:
        inline = self.next_inline()
        self.place += 1
        found = read_inline(inline.children or ())
        line = token.map[0] if token.map else 0
        if token.markup in {"-", "="} and _is_prose(inline.content, found.text):
            return self.text(found, line)
        heading = [Heading(int(token.tag[1]), found.text, self.report.source(line))] if found.text else []
        return [*heading, *self.make.extras(found, line)]

    def text(self, inline: Inline, line: int) -> list[Piece]:
        return [] if self.html.in_table else self.make.text(inline, line)

    def html_block(self, token: Token) -> list[Piece]:
        return self.html.pieces(token)

    # ---- lists

    def listing(self, token: Token) -> list[Piece]:
        ordered = token.type == "ordered_list_open"
        items: list[Item] = []
        self.nested += 1
        while self.tokens[self.place].type == "list_item_open":
            items.append(self.item(self.next_inline()))
        self.nested -= 1
        self.place += 1
        kept = tuple(item for item in items if item.text or item.blocks)
        return [Listing(kept, ordered, self.source(token))] if kept else []

    def item(self, token: Token) -> Item:
        checked = token.meta.get("checked") if token.meta else None
        return _as_item(self.inner("list_item_close"), self.source(token), checked)

    def definitions(self, token: Token) -> list[Piece]:
        """Terms and their definitions: items that lead with the term in bold."""
        items: list[Item] = []
        term: tuple[Text, Source] | None = None
        while self.tokens[self.place].type != "dl_close":
            inner = self.next_inline()
            if inner.type == "dt_open":
                inline = self.next_inline()
                self.place += 1
                term = (read_inline(inline.children or ()).text, self.source(inline))
            elif inner.type == "dd_open":
                item = _as_item(self.inner("dd_close"), self.source(inner), None)
                if term is not None:
                    words, source = term
                    item = replace(item, text=tidy([*bold(words).spans, Span(": "), *item.text.spans]), source=source)
                items.append(item)
                term = None
        self.place += 1
        return [Listing(tuple(items), False, self.source(token))] if items else []

    # ---- code and maths

    def fence(self, token: Token) -> list[Piece]:
        info = read_info(token.info)
        text = dedent(token.content)
        source = self.source(token)
        if info.lang == "post":
            return [Handwritten(info.rest.split()[0].lower() if info.rest else "", token.content.strip("\n"), source)]
        if info.lang in {"math", "latex-math"}:
            return [Formula(text.strip(), source)] if text else []
        if not text:
            return []
        return [Code(text, info.lang, source, info.title, info.focus)]

    def code_block(self, token: Token) -> list[Piece]:
        text = dedent(token.content)
        return [Code(text, "", self.source(token))] if text.strip() else []

    def formula(self, token: Token) -> list[Piece]:
        return [Formula(token.content, self.source(token))] if token.content else []

    # ---- quotes and callouts

    def quote(self, token: Token) -> list[Piece]:
        source = self.source(token)
        blocks = self.inner("blockquote_close")
        if token.meta and "kind" in token.meta:
            blocks = [block for block in blocks if not isinstance(block, Paragraph) or block.text]
            return [Callout(token.meta["kind"], read_inline(token.meta["title"]).text, tuple(blocks), source)]
        return [*quote(blocks, source)]

    def callout(self, token: Token) -> list[Piece]:
        title = Text()
        if self.tokens[self.place].type == "inline":
            title = read_inline(self.next_inline().children or ()).text
        kind, layout = token.meta["kind"], token.meta["layout"]
        if layout:  # columns and tabs arrange; they are not admonitions
            pieces = self.run("callout_close")
            return [*([Paragraph(bold(title), self.source(token))] if title else []), *pieces]
        blocks = self.inner("callout_close")
        return [Callout(kind or "note", title, tuple(blocks), self.source(token))] if title or blocks else []

    def footnote(self, _: Token) -> list[Piece]:
        """Its mark in the text says nothing on a slide, so neither does the note."""
        self.inner("footnote_reference_close")
        return []

    # ---- tables

    def table(self, token: Token) -> list[Piece]:
        rows: list[tuple[Text, ...]] = []
        align: list[str] = []
        row: list[Text] = []
        while (inner := self.next_inline()).type != "table_close":
            if inner.type in {"th_open", "td_open"}:
                row.append(self.cell(self.next_inline(), inner))
                if inner.type == "th_open":
                    align.append(_ALIGN.get(str(inner.attrs.get("style", "")), "left"))
            elif inner.type == "tr_close":
                rows.append(tuple(row))
                row = []
            elif inner.type == "tr_open":
                self.check_row(inner, len(align))
        head, *body = rows
        body = [cells for cells in body if any(cells)]
        if not any(head) and not body:
            return []
        return [Table(head, tuple(body), tuple(align), self.source(token))]  # type: ignore[arg-type]

    def cell(self, inline: Token, opener: Token) -> Text:
        found = read_inline(inline.children or ())
        line = inline.map[0] if inline.map else opener.map[0] if opener.map else 0
        for picture in found.pictures:
            self.check(picture.target, self.report.source(line), picture.embed)  # its problem is worth telling
        return found.text

    def check_row(self, token: Token, columns: int) -> None:
        """The standard cuts a row that is longer than the head without a word."""
        line = token.map[0] if token.map else 0
        text = self.lines[line].strip() if line < len(self.lines) else ""
        text = text.lstrip("> ").removesuffix("|").removeprefix("|")
        cells = len(_TABLE_PIPE.findall(text)) + 1
        if columns and cells > columns:
            message = f"this row has {cells} cells and the head {columns}; the rest is left out"
            self.report.warn("note.table", message, self.report.source(line), "a | inside a cell is written \\|")


def _is_prose(content: str, text: Text) -> bool:
    """Text right above `---` is a heading by the standard, but a rule was meant under several lines or a sentence."""
    words = str(text)
    return (
        "\n" in content.strip() or len(words) > _LONGEST_HEADING or words.rstrip().endswith((".", "。", ":", "：", ","))
    )


def _as_item(blocks: list[Block], source: Source, checked: bool | None) -> Item:
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph):
        return Item(first.text, tuple(blocks[1:]), source, checked)
    return Item(Text(), tuple(blocks), source, checked)


_TAKERS: dict[str, Callable[[_Builder, Token], list[Piece]]] = {
    "paragraph_open": _Builder.paragraph,
    "heading_open": _Builder.heading,
    "bullet_list_open": _Builder.listing,
    "ordered_list_open": _Builder.listing,
    "dl_open": _Builder.definitions,
    "fence": _Builder.fence,
    "code_block": _Builder.code_block,
    "math_block": _Builder.formula,
    "blockquote_open": _Builder.quote,
    "callout_open": _Builder.callout,
    "footnote_reference_open": _Builder.footnote,
    "table_open": _Builder.table,
    "html_block": _Builder.html_block,
}
