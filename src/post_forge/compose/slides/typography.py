"""Text as typed -> text as set: quotes that curl, real dashes and ellipses. For slides; code is left as it is.

Posts keep what the author typed: there a quote may belong to code whose backticks are gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from post_forge.model import Deck, Grid, Point, Slide, Span, Text

_VERBATIM = frozenset({"code", "math"})
_OPENS_AFTER = re.compile(r"[\s(\[{«“„‘—–/\u00a0]")
_RANGE = re.compile(r"(?<![\w.,:/-])(\d{1,5})-(\d{1,5})(?![\w/-]|[.,:]\d)")
_DASH = re.compile(r"(?<=\s)--?-?(?=\s)")
_ELLIPSIS = re.compile(r"(?<!\.)\.{3}(?!\.)")
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")


def typeset_deck(deck: Deck, quotes: Sequence[str]) -> Deck:
    """The deck with every text of its slides set.

    `quotes` are the four marks of the language: opening and closing, then the same for quotes within quotes (“”‘’).
    None at all leaves quotes as they are typed.
    """
    return replace(deck, slides=tuple(_slide(slide, quotes) for slide in deck.slides))


def typeset(text: Text, quotes: Sequence[str]) -> Text:
    """One text set; runs of code and mathematics in it stay as typed."""
    spans = [span if span.marks & _VERBATIM else replace(span, text=_dashes(span.text)) for span in text.spans]
    return Text(tuple(_curled(spans, quotes)) if len(quotes) == 4 else tuple(spans))


def _dashes(words: str) -> str:
    words = _SPACES.sub(" ", _ELLIPSIS.sub("…", words))
    return _DASH.sub("–", _RANGE.sub(r"\1–\2", words))


def _curled(spans: list[Span], quotes: Sequence[str]) -> Iterator[Span]:
    """The spans with their straight quotes curled; a double quote without its partner stays straight."""
    whole = "".join("\ufffc" * len(span.text) if span.marks & _VERBATIM else span.text for span in spans)
    paired = whole.count('"') % 2 == 0
    at = 0
    for span in spans:
        if span.marks & _VERBATIM or not ("'" in span.text or '"' in span.text):
            yield span
        else:
            made = "".join(_mark(whole, at + place, quotes, paired) for place in range(len(span.text)))
            yield replace(span, text=made)
        at += len(span.text)


def _mark(whole: str, at: int, quotes: Sequence[str], paired: bool) -> str:
    """The character at a place, curled if it is a straight quote."""
    mark = whole[at]
    before, after = whole[at - 1] if at else " ", whole[at + 1 : at + 2]
    opens = bool(_OPENS_AFTER.match(before)) or (before in "\"'" and (at == 1 or whole[at - 2].isspace()))
    if mark == '"':
        return (quotes[0] if opens else quotes[1]) if paired else mark
    if mark != "'":
        return mark
    if opens and after and not after.isspace() and not after.isdigit() and _closes(whole, at):
        return quotes[2]
    return quotes[3] if not opens and not (before.isalnum() and after.isalnum()) and _opened(whole, at) else "’"


def _closes(whole: str, at: int) -> bool:
    """Does a quote that opens here end further on? (An apostrophe that begins a word has no end.)"""
    return re.search(r"\S'(?!\w)", whole[at + 1 :]) is not None


def _opened(whole: str, at: int) -> bool:
    return re.search(r"(?:^|[\s(\[])'(?=\S)", whole[:at]) is not None


def _slide(slide: Slide, quotes: Sequence[str]) -> Slide:
    return replace(
        slide,
        title=typeset(slide.title, quotes),
        kicker=str(typeset(Text((Span(slide.kicker),)), quotes)) if slide.kicker else "",
        lead=typeset(slide.lead, quotes),
        points=tuple(_point(point, quotes) for point in slide.points),
        paragraphs=tuple(typeset(text, quotes) for text in slide.paragraphs),
        table=_grid(slide.table, quotes) if slide.table else None,
        by=typeset(slide.by, quotes),
        caption=typeset(slide.caption, quotes),
    )


def _point(point: Point, quotes: Sequence[str]) -> Point:
    return replace(point, text=typeset(point.text, quotes), label=typeset(point.label, quotes))


def _grid(grid: Grid, quotes: Sequence[str]) -> Grid:
    head = tuple(typeset(cell, quotes) for cell in grid.head)
    return replace(grid, head=head, rows=tuple(tuple(typeset(cell, quotes) for cell in row) for row in grid.rows))
