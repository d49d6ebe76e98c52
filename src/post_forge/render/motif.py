"""The slides of a deck -> the ornament of its cover: what the deck holds, drawn small enough that nobody reads it.

A cover shows the silhouette of its own code, table or drawing, a tile a step, a hundred squares for a share of a
whole; a deck of words alone shows its rhythm. So covers of one theme differ as their posts do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from post_forge.model import Slide
from post_forge.render.inline import scale

MOST_ROWS = 8
MOST_COLUMNS = 64
LEAST_ROWS = 3
"""Fewer lines of code make no silhouette, fewer steps no stairs."""

MOST_MYTHS = 5

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Bar:
    """A word of a silhouette: where it begins and how long it is, in percent of the widest line. `lit` is accented."""

    start: float
    length: float
    lit: bool = False


@dataclass(frozen=True, slots=True)
class Motif:
    """What a cover draws. `rows` holds the bars of `code`, `drawing`, `table` and `myths`; `count` is how many tiles or
    squares there are, `lit` which of them is accented (`steps`: its place from 1; `share`: how many)."""

    name: Literal["pulse", "code", "drawing", "table", "steps", "share", "myths"] = "pulse"
    rows: tuple[tuple[Bar, ...], ...] = ()
    count: int = 0
    lit: int = 0


RHYTHM = Motif()
"""What a deck of words alone shows: its `pulse`."""


def motif_of(slides: Sequence[Slide]) -> Motif:
    """The ornament of a deck: of its rarest kind of slide, its rhythm (`pulse`) where there is none."""
    for find in (_share, _table, _drawing, _steps, _code, _myths):
        found = find(slides)
        if found is not None:
            return found
    return RHYTHM


def _share(slides: Sequence[Slide]) -> Motif | None:
    for slide in slides:
        found = scale(slide.title) if slide.layout == "number" else None
        if found is not None and found.whole:
            return Motif("share", count=100, lit=max(1, min(100, round(found.share))))
    return None


def _table(slides: Sequence[Slide]) -> Motif | None:
    for slide in slides:
        if slide.layout == "table" and slide.table is not None and len(slide.table.head) > 1 and slide.table.rows:
            grid = slide.table
            lengths = [[len(str(cell)) for cell in row] for row in grid.rows[:MOST_ROWS]]
            widest = [max(1, *(row[at] for row in lengths)) for at in range(len(grid.head))]
            total = sum(widest)
            rows = []
            for number, row in enumerate(lengths):
                starts = [sum(widest[:at]) for at in range(len(widest))]
                lit = number == (grid.focus if grid.focus >= 0 else len(lengths) - 1)
                pairs = zip(starts, row, strict=True)
                rows.append(tuple([Bar(100 * at / total, 86 * length / total, lit) for at, length in pairs if length]))
            return Motif("table", tuple(rows))
    return None


def _steps(slides: Sequence[Slide]) -> Motif | None:
    steps = [point for slide in slides if slide.layout == "steps" for point in slide.points]
    if not LEAST_ROWS <= len(steps) <= MOST_ROWS:
        return None
    key = next((at for at, point in enumerate(steps, 1) if point.mark == "yes"), len(steps))
    return Motif("steps", count=len(steps), lit=key)


def _code(slides: Sequence[Slide]) -> Motif | None:
    return _silhouette(slides, "code")


def _drawing(slides: Sequence[Slide]) -> Motif | None:
    return _silhouette(slides, "diagram")


def _silhouette(slides: Sequence[Slide], layout: str) -> Motif | None:
    for slide in slides:
        if slide.layout != layout or slide.code is None:
            continue
        lines = [line[:MOST_COLUMNS].rstrip() for line in slide.code.text.split("\n") if line.strip()][:MOST_ROWS]
        if len(lines) < LEAST_ROWS:
            continue
        widest = max(len(line) for line in lines)
        focus = [at - 1 for at in slide.code.focus if at <= len(lines)]
        lit = focus[0] if focus else max(range(len(lines)), key=lambda at: len(lines[at].strip()))
        rows = tuple([_bars(line, widest, at == lit) for at, line in enumerate(lines)])
        return Motif("drawing" if layout == "diagram" else "code", rows)
    return None


def _myths(slides: Sequence[Slide]) -> Motif | None:
    said = [str(slide.title) for slide in slides if slide.layout == "myth"][:MOST_MYTHS]
    if len(said) < 2:
        return None
    widest = max(MOST_COLUMNS // 2, *(len(line) for line in said))
    return Motif("myths", tuple([_bars(line, widest, at == len(said) - 1) for at, line in enumerate(said)]))


def _bars(line: str, widest: int, lit: bool) -> tuple[Bar, ...]:
    """The words of a line as bars."""
    return tuple([Bar(100 * word.start() / widest, 100 * len(word[0]) / widest, lit) for word in _WORD.finditer(line)])
