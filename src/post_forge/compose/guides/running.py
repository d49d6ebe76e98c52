"""Running text -> text slides: sentences shared out evenly, at most a slide's words each, none of them cut short."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby

from post_forge.compose.guides.values import Piece, Room, total
from post_forge.compose.language import judge, leaning, spans
from post_forge.compose.slides.grouping import grouped
from post_forge.compose.slides.page import STATEMENT
from post_forge.model import Slide, Text

_MOST_PARAGRAPHS, _MOST_SENTENCES = 3, 7
_CLAUSE = re.compile(r"[;；:：](?=\s|$)|(?<=[；：])|[,，、](?=\s|$)|(?<=[，、])|\s[–—-]\s")


def text_slides(pieces: Sequence[Piece], room: Room, titled: bool) -> list[Slide]:
    """Slides of some sentences in their order. `titled` says that the first one will carry a title."""
    found = [part for piece in pieces for part in _parts(piece, room)]
    slides: list[Slide] = []
    for run in _runs(found):
        for group in grouped(run, lambda piece: room.cost(piece.words, piece.columns), room.words, _MOST_SENTENCES):
            slides.append(_slide(group, titled and not slides))
    return slides


def _runs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces that may share slides: so many short paragraphs at most."""
    run: list[Piece] = []
    for piece in pieces:
        if len({one.paragraph for one in (*run, piece)}) > _MOST_PARAGRAPHS and len(run) >= _MOST_PARAGRAPHS:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _slide(group: Sequence[Piece], titled: bool) -> Slide:
    first = group[0]
    alone = len(group) == 1 and not titled and first.columns <= STATEMENT
    if alone and judge.is_complete(str(first.text)) and not leaning.dangles(str(first.text)):
        return Slide("statement", first.source, first.text)
    paragraphs = (spans.join(one.text for one in same) for _, same in groupby(group, key=lambda one: one.paragraph))
    return Slide("text", first.source, paragraphs=tuple(paragraphs))


def _parts(piece: Piece, room: Room) -> Iterator[Piece]:
    """A sentence that no slide holds goes on on the next one: it is broken behind a semicolon, colon, dash or comma."""
    words, columns = total([piece])
    most = max(-(-words // room.words), -(-columns // room.columns))
    if most < 2:
        yield piece
        return
    said = str(piece.text)
    cuts = [found.end() for found in _CLAUSE.finditer(said)]
    cuts = cuts or [found.end() for found in re.finditer(r"\s", said)] or list(range(1, len(said)))
    at = 0
    for number in range(1, most):
        cut = _nearest(cuts, len(said) * number // most)
        if at < cut < len(said):
            yield Piece(spans.trim(spans.cut(piece.text, at, cut)), piece.paragraph, piece.source)
            at = cut
    rest: Text = spans.trim(spans.cut(piece.text, at, len(said)))
    if rest:
        yield Piece(rest, piece.paragraph, piece.source)


def _nearest(cuts: Sequence[int], wanted: int) -> int:
    """The cut that is nearest to a place; `cuts` ascend."""
    place = bisect_left(cuts, wanted)
    return min(cuts[max(0, place - 1) : place + 1], key=lambda cut: abs(cut - wanted), default=0)
