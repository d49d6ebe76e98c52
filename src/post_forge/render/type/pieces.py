"""Runs -> pieces: the parts of a paragraph that no line break divides, measured.

Run        "Retry with **jitter**, not blindly"      words in one look
Fragment   "jitter" | ","                            shaped, in one look and one direction
Piece      "Retry " | "with " | "jitter, " | ...     what stays on one line
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import unicode_segmentation_rs as segmentation

from post_forge.render.type.fonts import FontBook
from post_forge.render.type.scripts import BREAKS_ANYWHERE, script_of
from post_forge.render.type.shape import Shaped, Typeface, shaped
from post_forge.render.values import Run

CHIP_PAD = 0.24  # room in a chip before and after its words, in em
BLANKS = " \u200b\u2028\u2029"


class Span(NamedTuple):
    """A part of a hard line in one run and one direction; whether the run's words on this line begin and end here."""

    run: int
    text: str
    level: int
    opens: bool = True
    closes: bool = True


class Fragment(NamedTuple):
    """A part of a piece as glyphs. `before` and `after` are the chip's padding in px, `width` holds them too."""

    run: int
    text: str
    shaped: Shaped
    size: float
    level: int
    width: float
    before: float
    after: float


class Stretch(NamedTuple):
    """A part of a paragraph to keep together, by offsets, with the UAX #14 units in it; `kept` if a run asks for it."""

    start: int
    end: int
    units: tuple[tuple[int, int], ...]
    kept: bool


class Piece(NamedTuple):
    """What stays on one line, in px. `blank` is the width of the spaces behind it, which a line's end swallows.

    `tail` is the tracking after its last letter, `opens` and `closes` the chip padding a line needs that starts or
    ends with it, in the middle of a chip. `lead` and `trail` are the blanks left and right of its ink.
    """

    text: str
    fragments: tuple[Fragment, ...]
    blanks: tuple[Fragment, ...]
    width: float
    blank: float
    tail: float
    opens: float
    closes: float
    lead: float = 0.0
    trail: float = 0.0

    def need(self, optical: bool) -> float:
        """The room a line has to have for this piece alone."""
        return self.width - self.tail + self.opens + self.closes - (self.lead + self.trail if optical else 0.0)


def scaled(fragment: Fragment, runs: Sequence[Run]) -> Fragment:
    """A fragment of the same words in other sizes: as it would be if it had been cut from these runs."""
    run, text, letters, known, level, _, before, after = fragment
    size = runs[run].face.size
    if size == known:
        return fragment
    before, after = CHIP_PAD * size if before else 0.0, CHIP_PAD * size if after else 0.0
    return Fragment(run, text, letters, size, level, letters.width * size + before + after, before, after)


class Paragraph:
    """One hard line of runs, ready to be cut into pieces. `base` is its direction: 1 runs from right to left.

    Pieces are kept: the same words are set in several widths while a slide finds its layout.
    """

    __slots__ = (
        "_blanks",
        "_known",
        "_stretches",
        "_wholes",
        "base",
        "book",
        "plain",
        "rulers",
        "runs",
        "spans",
        "starts",
        "text",
        "typefaces",
    )

    def __init__(
        self,
        book: FontBook,
        runs: Sequence[Run],
        typefaces: Sequence[Typeface],
        spans: Sequence[Span],
        base: int = 0,
    ) -> None:
        self.book, self.runs, self.typefaces, self.spans, self.base = book, runs, typefaces, spans, base
        texts = [span.text for span in spans]
        self.text = "".join(texts)
        self.starts = [0, *accumulate(map(len, texts[:-1]))]
        self.plain = not any(runs[span.run].chip for span in spans)
        self._known: dict[tuple[int, int], Piece] = {}
        self._blanks: dict[int, tuple[Fragment, ...]] = {}
        self._stretches: Sequence[Stretch] | None = None
        self._wholes: Wholes | None = None
        self.rulers: dict[bool, Any] = {}

    def fragments(self, start: int, end: int) -> tuple[Fragment, ...]:
        """What lies between two offsets, shaped."""
        first = self.span_at(start)
        span, begin = self.spans[first], self.starts[first]
        if end <= begin + len(span.text):
            return (self._fragment(span, start - begin, end - begin),)
        made = []
        for index in range(first, len(self.spans)):
            span, begin = self.spans[index], self.starts[index]
            if begin >= end:
                break
            made.append(self._fragment(span, max(start, begin) - begin, min(end, begin + len(span.text)) - begin))
        return tuple(made)

    def span_at(self, offset: int) -> int:
        """The index of the span that an offset lies in."""
        return bisect_right(self.starts, offset) - 1

    def _fragment(self, span: Span, start: int, end: int) -> Fragment:
        number, text, level, opens, closes = span
        run = self.runs[number]
        whole, size = len(text), run.face.size
        text = text[start:end]
        letters = shaped(self.book, self.typefaces[number], text, level % 2 == 1)
        if not run.chip:
            return Fragment(number, text, letters, size, level, letters.width * size, 0.0, 0.0)
        pad = CHIP_PAD * size
        before = pad if start == 0 and opens else 0.0
        after = pad if end == whole and closes else 0.0
        return Fragment(number, text, letters, size, level, letters.width * size + before + after, before, after)

    def piece(self, start: int, end: int) -> Piece:
        """The piece between two offsets; spaces at its end are kept apart."""
        piece = self._known.get((start, end))
        if piece is None:
            piece = self._known[start, end] = self._piece(start, end)
        return piece

    def _piece(self, start: int, end: int) -> Piece:
        text = self.text[start:end]
        middle = start + len(text.rstrip(BLANKS))
        content = self.fragments(start, middle) if middle > start else ()
        blanks = self._spaces(middle, end) if middle < end else ()
        last = (content or blanks)[-1]
        edges = (0.0, 0.0) if self.plain else self._edges(start, middle)
        width = content[0].width if len(content) == 1 else sum([f.width for f in content])
        blank = sum([f.width for f in blanks])
        lead = trail = 0.0
        if content and content[0].shaped.ink and last.shaped.ink:
            lead = content[0].shaped.ink[0] * content[0].size
            trail = (last.shaped.width - last.shaped.tail - last.shaped.ink[1]) * last.size
        return Piece(text, content, blanks, width, blank, last.shaped.tail * last.size, *edges, lead, trail)

    def _spaces(self, start: int, end: int) -> tuple[Fragment, ...]:
        """The spaces between two offsets; a single one is kept for the next word of its span, if that is no chip."""
        if end - start > 1 or self.text[start] != " ":
            return self.fragments(start, end)
        span = self.span_at(start)
        known = self._blanks.get(span)
        if known is None:
            known = self.fragments(start, end)
            if not self.runs[self.spans[span].run].chip:
                self._blanks[span] = known
        return known

    def _edges(self, start: int, middle: int) -> tuple[float, float]:
        """The padding that a line needs which begins, or ends, here in the middle of a chip."""
        first, last = self.span_at(start), self.span_at(max(start, middle - 1))
        opens = start > self.starts[first] or not self.spans[first].opens
        closes = middle < self.starts[last] + len(self.spans[last].text) or not self.spans[last].closes
        return self._pad(first) if opens else 0.0, self._pad(last) if closes else 0.0

    def _pad(self, index: int) -> float:
        run = self.runs[self.spans[index].run]
        return CHIP_PAD * run.face.size if run.chip else 0.0

    def is_kept(self, offset: int) -> bool:
        """Whether an offset lies inside a run that asks to be kept on one line."""
        index = self.span_at(offset)
        inside = offset > self.starts[index] or not self.spans[index].opens
        return inside and self.runs[self.spans[index].run].keep

    def wholes(self) -> Wholes:
        """The stretches as pieces."""
        if self._wholes is None:
            stretches = self.stretches()
            pieces = tuple([self.piece(one.start, one.end) for one in stretches])
            needs = [piece.need(False) for piece in pieces]
            inked = [need - (piece.lead + piece.trail) for need, piece in zip(needs, pieces, strict=True)]
            several = [(piece.width, one.kept) for piece, one in zip(pieces, stretches, strict=True) if one.units[1:]]
            glued = max([width for width, keep in several if not keep], default=0.0)
            kept = max([width for width, keep in several if keep], default=0.0)
            missing = any(fragment.shaped.missing for piece in pieces for fragment in piece.fragments)
            widest = max(needs, default=0.0), max(inked, default=0.0)
            self._wholes = Wholes(pieces, widest, glued, kept, missing)
        return self._wholes

    def stretches(self) -> Sequence[Stretch]:
        """The parts to keep together, in order; the same for every size of the same words."""
        if self._stretches is None:
            kept = tuple([self.runs[span.run].keep and (span.opens, len(span.text)) for span in self.spans])
            key = (self.text, kept if any(kept) else ())
            found = self.book.stretches.get(key)
            if found is None:
                found = tuple(_stretches(self))
                self.book.stretches.put(key, found)
            self._stretches = found
        return self._stretches


class Wholes(NamedTuple):
    """A paragraph cut into its stretches, none of them divided, and what has to have room for that.

    `needs` are the room of the widest stretch when set plainly and when set optically, `glued` the width of the widest
    one that could be divided, `kept` the same of those that a run asks to keep. `missing`: letters without a font.
    """

    pieces: tuple[Piece, ...]
    needs: tuple[float, float]
    glued: float
    kept: float
    missing: bool


def _stretches(paragraph: Paragraph) -> Iterator[Stretch]:
    units: list[tuple[int, int]] = []
    at, kept = 0, False
    text, keeps = paragraph.text, any(paragraph.runs[span.run].keep for span in paragraph.spans)
    for unit in segmentation.line_break_units(text):
        end = at + len(unit)
        units.append((at, end))
        inside = keeps and end < len(text) and paragraph.is_kept(end)
        if inside or (end < len(text) and unit[-1] != " " and _glued(unit[-1], text[end])):
            at, kept = end, kept or inside
            continue
        yield Stretch(units[0][0], end, tuple(units), kept)
        units, at, kept = [], end, False
    if units:
        yield Stretch(units[0][0], units[-1][1], tuple(units), kept)


def _glued(last: str, following: str) -> bool:
    """Whether a break between two characters is a second choice: inside a path, after a hyphen, in a Korean word.

    Chinese and Japanese break anywhere that UAX #14 allows.
    """
    if last in BLANKS:
        return False
    return script_of(last) not in BREAKS_ANYWHERE and script_of(following) not in BREAKS_ANYWHERE
