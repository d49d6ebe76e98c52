"""The pieces of a note -> its title, its lead and its tree of sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from post_forge.model import Block, Section
from post_forge.notes.pieces import Heading, Piece
from post_forge.notes.report import Report
from post_forge.notes.titles import clean_title, enumerators

MOST_SECTIONS = 500


@dataclass(frozen=True, slots=True)
class Outline:
    """`title` is the heading that names the whole note, taken out of the sections; None where no heading does."""

    title: Heading | None
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]


@dataclass(slots=True)
class _Open:
    heading: Heading
    depth: int
    blocks: list[Block] = field(default_factory=list)
    below: list[_Open] = field(default_factory=list)


def outline(pieces: Sequence[Piece], named: bool, report: Report) -> Outline:
    """`named`: front matter gives a title, so that several H1 are sections."""
    kept = _capped(pieces, report)
    title = _title(kept, named)
    lead: list[Block] = []
    top: list[_Open] = []
    stack: list[_Open] = []
    for piece in kept:
        if piece is title:
            continue
        if isinstance(piece, Heading):
            while stack and stack[-1].heading.level >= piece.level:
                stack.pop()
            section = _Open(piece, len(stack))
            (stack[-1].below if stack else top).append(section)
            stack.append(section)
        else:
            (stack[-1].blocks if stack else lead).append(piece)
    counted = enumerators(str(piece.text) for piece in kept if isinstance(piece, Heading))
    return Outline(title, tuple(lead), tuple(_closed(section, counted) for section in top))


def _capped(pieces: Sequence[Piece], report: Report) -> Sequence[Piece]:
    headings = [number for number, piece in enumerate(pieces) if isinstance(piece, Heading)]
    if len(headings) <= MOST_SECTIONS:
        return pieces
    cut = headings[MOST_SECTIONS]
    message = f"this note has {len(headings):,} headings; from the {MOST_SECTIONS + 1}st on it is left out"
    report.warn("note.sections", message, pieces[cut].source, "split it into several notes")
    return pieces[:cut]


def _title(pieces: Sequence[Piece], named: bool) -> Heading | None:
    """The first heading, if it is an H1 or above all others, and not one of several H1 under a given title."""
    headings = [piece for piece in pieces if isinstance(piece, Heading)]
    if not headings:
        return None
    first, rest = headings[0], headings[1:]
    if first.level == 1:
        several = any(heading.level == 1 for heading in rest)
        return None if several and named else first
    first_piece = next(piece for piece in pieces)
    above_all = bool(rest) and all(heading.level > first.level for heading in rest)
    return first if above_all and first is first_piece and not named else None


def _closed(section: _Open, counted: frozenset[str]) -> Section:
    """Nesting is at most six deep, as heading levels are."""
    cleaned = clean_title(section.heading.text, counted)
    return Section(
        title=cleaned.title,
        heading=str(section.heading.text),
        level=section.depth + 2,
        blocks=tuple(section.blocks),
        sections=tuple(_closed(below, counted) for below in section.below),
        source=section.heading.source,
        icon=cleaned.icon,
    )
