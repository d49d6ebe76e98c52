"""What of a unit stands neither in a text nor on a slide of its post, each piece with its line and the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from post_forge.compose.language import leaning
from post_forge.compose.safety import left_out
from post_forge.compose.showing import Showing
from post_forge.compose.texts.mentions import NO_MENTIONS, Mentions
from post_forge.compose.units.choosing import Unit
from post_forge.compose.units.pieces import Piece, pieces_of
from post_forge.errors import Source
from post_forge.model import Deck, Post

_LONGEST = 40
_UNDRAWN = {"post.mermaid", "post.diagram", "post.formula"}


@dataclass(frozen=True, slots=True)
class Omitted:
    """Words of the note that nothing shows."""

    words: str
    source: Source
    reason: str


def omitted(unit: Unit, post: Post, mentions: Mentions = NO_MENTIONS) -> Iterator[Omitted]:
    """The pieces of a unit that its post does not show, in the note's order; then what could not be drawn."""
    showing = Showing(post, mentions)
    all_pages = Showing(replace(post, texts={}, deck=Deck(tuple(page.slide for page in unit.pages))))
    for piece in pieces_of(unit):
        if piece.kind in {"heading", "written"} or not piece.words.strip():
            continue
        words = _first_line(piece.words) if piece.kind == "code" else piece.words
        if not showing.has(words):
            yield Omitted(_first_line(piece.words), piece.source, _reason(piece, bool(all_pages.slides(words))))
    for problem in left_out(unit):
        if problem.source and problem.rule in _UNDRAWN:
            yield Omitted("", problem.source, problem.message)


def _first_line(words: str) -> str:
    return next((line.strip() for line in words.split("\n") if line.strip()), "")


def _reason(piece: Piece, has_page: bool) -> str:
    if has_page:
        return "its slide weighs less than those that are kept"
    if piece.kind == "row":
        return "the table is cut to what a slide can hold"
    if piece.kind == "code":
        return "too long for a slide"
    if len(piece.words.split()) > _LONGEST:
        return f"a sentence of more than {_LONGEST} words"
    if leaning.unresolved(piece.words):
        return "it points at something that a post does not show"
    if leaning.POINTER.match(piece.words):
        return "it sends the reader elsewhere"
    return "no room; other sentences say more"
