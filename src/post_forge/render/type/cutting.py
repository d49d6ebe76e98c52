"""A paragraph -> the pieces for one measure: whole stretches, and parts of those that are wider than the measure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from post_forge.render.type.pieces import Paragraph, Piece
from post_forge.render.type.scripts import UNSPACED, script_of


def cut(paragraph: Paragraph, width: float, glue: float, optical: bool = False) -> Sequence[Piece]:
    """The pieces of a hard line for a measure of `width` px; only their ink has to fit when they are set `optical`.

    Parts that hold together without a space (paths, compounds) stay one piece up to `glue` px; a kept run stays one
    piece while it fits; what is wider than the measure is divided between grapheme clusters.
    """
    wholes = paragraph.wholes()
    if wholes.needs[optical] <= width and wholes.glued <= glue and wholes.kept <= width:
        return wholes.pieces
    pieces: list[Piece] = []
    for start, end, units, kept in paragraph.stretches():
        whole = paragraph.piece(start, end)
        holds = len(units) < 2 or whole.width <= (width if kept else glue)
        for low, high in ((start, end),) if holds else units:
            part = paragraph.piece(low, high)
            if part.need(optical) > width:
                pieces.extend(_divide(paragraph, low, high, width))
            else:
                pieces.append(part)
    return pieces


def _divide(paragraph: Paragraph, start: int, end: int, width: float) -> list[Piece]:
    """A stretch wider than the measure as pieces that fit: cut between clusters, after a separator if one is near."""
    pieces = []
    while start < end:
        offset = min(end, start + window(width, paragraph.runs[paragraph.spans[0].run].face.size))
        part = paragraph.piece(start, offset)
        if part.fragments and part.need(False) > width:
            offset = _cut_at(paragraph, part, start, width - part.opens - part.closes)
            part = paragraph.piece(start, offset)
        while part.need(False) > width:  # the letters of a shorter part may join otherwise
            shorter = _last_good(
                paragraph.text, [stop for stop, _ in all_stops(part, start) if stop < offset] or [start]
            )
            if shorter == start:
                break
            offset, part = shorter, paragraph.piece(start, shorter)
        pieces.append(part)
        start = offset
    return pieces


def window(room: float, size: float) -> int:
    """How many characters at most to look at for one line: the time for a line does not grow with the text's length."""
    return 64 + int(8 * room / size)


def all_stops(piece: Piece, start: int) -> list[tuple[int, float]]:
    """Every cluster's end as (offset in the paragraph, px from the piece's start), in logical order."""
    stops: list[tuple[int, float]] = []
    at, x = start, 0.0
    for fragment in piece.fragments:
        x += fragment.before
        stops.extend((at + count, x + reach * fragment.size) for count, reach in fragment.shaped.stops)
        at += len(fragment.text)
        x += fragment.width - fragment.before
    return sorted(stops)


def _cut_at(paragraph: Paragraph, piece: Piece, start: int, room: float) -> int:
    """The offset at which to cut a piece that is wider than its room: the last good one, else the last one."""
    stops = all_stops(piece, start)
    fitting = [offset for offset, x in stops if x <= room] or [stops[0][0]]
    text = paragraph.text
    for offset in reversed(fitting[len(fitting) * 2 // 5 :]):
        if offset - start > 1 and _good_cut(text[offset - 1], text[offset : offset + 1]):
            return offset
    return _last_good(text, fitting)


def _last_good(text: str, offsets: Sequence[int]) -> int:
    """The last of some offsets, rising, that parts nothing which belongs together; the last one where all do."""
    return next((offset for offset in reversed(offsets) if not _bad_cut(text, offset)), offsets[-1])


# Thai and Lao vowels that are written before, and after, the consonant they belong to.
_LEADING_VOWELS, _FOLLOWING = "เแโใไເແໂໃໄ", "ะาำๆฯະາຳໆຯ"
VIRAMA, ASAT = 9, "\u103a"  # the combining class of signs that silence a vowel, or put the next letter below
_SEPARATORS = "/\\._-,;:=&?+)]}|@"


def _good_cut(last: str, following: str) -> bool:
    """After a separator, before a capital inside camelCase, in Thai and Lao where a syllable surely begins."""
    if following and script_of(following) in UNSPACED:
        return following in _LEADING_VOWELS
    return last in _SEPARATORS or (last.islower() and following.isupper())


def _bad_cut(text: str, offset: int) -> bool:
    """Whether a cut would part a cluster as its readers see it, which a font need not say and UAX #29 does not for all.

    A Khmer or Burmese letter below its line belongs to the sign in front of it; signs belong to the letter before them.
    """
    before, after = text[offset - 1 : offset], text[offset : offset + 1]
    if not before or not after:
        return False
    stacks = unicodedata.combining(before) == VIRAMA or unicodedata.category(after) in ("Mn", "Mc")
    closes = text[offset + 1 : offset + 2] == ASAT  # a Burmese consonant without a vowel ends a syllable
    return stacks or closes or before in _LEADING_VOWELS or after in _FOLLOWING
