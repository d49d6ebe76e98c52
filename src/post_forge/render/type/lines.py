"""Pieces of one line -> a `SetLine`: every glyph at its place, chips behind, lines under and through, links over."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from post_forge.render.type.bidi import display_order
from post_forge.render.type.fonts import FontBook, Metrics
from post_forge.render.type.pieces import CHIP_PAD, Fragment, Piece, scaled
from post_forge.render.values import Chip, Face, Glyph, Lines, Measure, Run, SetLine, SetText

NO_INK = (math.inf, -math.inf)
HANGING = frozenset("\"'“”„‟‘’‚«»‹›•‣·")
"""Marks that hang when a headline's line begins with them."""

HANG = 0.08  # share of the measure by which a mark hangs at most: the margin is a tenth of it
NEAR = 0.001  # em


class Line(NamedTuple):
    """The pieces of one line in logical order. `level` is the paragraph's direction, `source` its hard line.

    `indent` shifts the line; `mark` is drawn before it and says nothing (code that goes on).
    """

    pieces: tuple[Piece, ...]
    level: int
    source: int
    indent: float = 0.0
    mark: tuple[Glyph, ...] = ()


class Extent(NamedTuple):
    """How far a line reaches: its fragments in logical order and from left to right, where each begins, its width.

    `body` is the ink that is aligned: all of it but a mark that hangs.
    """

    fragments: Sequence[Fragment]
    order: Sequence[int]
    places: Sequence[float]
    width: float
    ink: tuple[float, float]
    body: tuple[float, float]


def place(lines: Sequence[Line], book: FontBook, runs: Sequence[Run], strut: Face, measure: Measure) -> SetText:
    """All lines one below the other, in the sizes of `runs`, whatever size their pieces were cut in.

    Glyphs get their places when somebody asks for the lines: most texts are only measured.
    """
    extents = [_extent(line, runs) for line in lines]
    if measure.optical and measure.balance:
        extents = [_hung(extent, line, book, measure) for extent, line in zip(extents, lines, strict=True)]
    missing: dict[str, None] = {}
    for extent in extents:
        for fragment in extent.fragments:
            if fragment.shaped.missing:
                missing.update(dict.fromkeys(fragment.shaped.missing))
    if measure.optical:
        width = max(
            [extent.body[1] - extent.body[0] + line.indent for extent, line in zip(extents, lines, strict=True)]
        )
    else:
        width = max([extent.width + line.indent for extent, line in zip(extents, lines, strict=True)])
    room = measure.width if measure.width != math.inf else width
    texts = tuple(["".join([piece.text for piece in line.pieces]).rstrip(" ") for line in lines])

    stands = baselines(len(lines), book, strut, measure)

    def make() -> Iterator[SetLine]:
        decorated = any(run.chip or run.strike or run.underline or run.href for run in runs)
        for line, extent, baseline, text in zip(lines, extents, stands, texts, strict=True):
            spot = (_left(extent, line, room, measure), baseline, strut.size, text)
            yield _set_line(line, extent, book, runs, spot, decorated)

    return SetText(Lines(texts, make, stands), width, len(lines) * measure.line, tuple(missing))


def baselines(count: int, book: FontBook, strut: Face, measure: Measure) -> list[float]:
    """Where lines stand below each other."""
    first = book.metrics(strut).baseline(strut.size, measure.line)
    return [first + index * measure.line for index in range(count)]


def _left(extent: Extent, line: Line, room: float, measure: Measure) -> float:
    """Where a line begins in its room."""
    end = (measure.align == "end") != (line.level % 2 == 1 and measure.align != "center")
    x = line.indent
    if measure.align == "center":
        x += (room - extent.width) / 2
    elif end:
        x += room - extent.width
    if measure.optical and extent.body[0] <= extent.body[1] and measure.align != "center":
        x += extent.width - extent.body[1] if end else -extent.body[0]
    return x


def _fragments(line: Line, runs: Sequence[Run]) -> tuple[list[Fragment], Sequence[int]]:
    """What is drawn of a line in logical order, all but the spaces at its end, and its order from left to right."""
    fragments: list[Fragment] = []
    last = len(line.pieces) - 1
    for index, piece in enumerate(line.pieces):
        fragments += piece.fragments
        if index < last:
            fragments += piece.blanks
    fragments = [scaled(fragment, runs) for fragment in fragments]
    levels = [fragment.level for fragment in fragments]
    return fragments, display_order(levels) if any(levels) else range(len(levels))


def _extent(line: Line, runs: Sequence[Run]) -> Extent:
    if not line.pieces:
        return Extent((), (), (), 0.0, (0.0, 0.0), (0.0, 0.0))
    fragments, order = _fragments(line, runs)
    first, last = line.pieces[0], line.pieces[-1]
    starts, ends = (first.fragments or first.blanks)[0], (last.fragments or last.blanks)[-1]
    left, right = NO_INK
    pen = CHIP_PAD * runs[starts.run].face.size if first.opens else 0.0
    places = [0.0] * len(fragments)
    for index in order:
        _, _, shaped, size, _, width, before, _ = fragments[index]
        places[index] = pen
        if shaped.ink:
            origin = pen + before
            low, high = origin + shaped.ink[0] * size, origin + shaped.ink[1] * size
            left, right = low if low < left else left, high if high > right else right
        pen += width
    size = runs[ends.run].face.size
    width = pen + (CHIP_PAD * size if last.closes else 0.0) - ends.shaped.tail * size
    ink = (left, right) if left <= right else (0.0, 0.0)
    return Extent(fragments, order, places, width, ink, ink)


def _hung(extent: Extent, line: Line, book: FontBook, measure: Measure) -> Extent:
    """A headline whose first mark hangs in the margin, so that its letters stand where those of the other lines do."""
    first = extent.fragments[0] if extent.fragments else None
    if first is None or first.text[:1] not in HANGING or first.level % 2 != line.level % 2:
        return extent
    left, right = extent.ink
    most = HANG * measure.width if measure.width != math.inf else 0.0
    low, high = _rest(extent, book, line.level % 2 == 1)
    if low > high or extent.width > measure.width:
        return extent
    body = (left, max(high, right - most)) if line.level % 2 else (min(low, left + most), right)
    return extent._replace(body=body)


def _rest(extent: Extent, book: FontBook, rtl: bool) -> tuple[float, float]:
    """The ink of a line without its first mark."""
    left, right = NO_INK
    for number, (fragment, place) in enumerate(zip(extent.fragments, extent.places, strict=True)):
        shaped, size = fragment.shaped, fragment.size
        edge = shaped.stops[0][1] if number == 0 and shaped.stops else 0.0
        for font, gid, x, _ in shaped.glyphs:
            of_mark = number == 0 and (x > shaped.width - edge - NEAR if rtl else x < edge - NEAR)
            box = None if of_mark else book.open(font).ink(gid)
            if box:
                origin = place + fragment.before + x * size
                left, right = min(left, origin + box[0] * size), max(right, origin + box[2] * size)
    return left, right


def _set_line(
    line: Line,
    extent: Extent,
    book: FontBook,
    runs: Sequence[Run],
    spot: tuple[float, float, float, str],
    decorated: bool,
) -> SetLine:
    """The glyphs of a line whose left edge, baseline, size and words are given as `spot`; `decorated` if a run is."""
    fragments, order, places, width, ink, _ = extent
    x, baseline, strut, text = spot
    glyphs: list[Glyph] = list(line.mark)
    new, make, key = tuple.__new__, Glyph, book.key
    for index in order:
        fragment = fragments[index]
        shaped, size = fragment.shaped, fragment.size
        origin = places[index] + fragment.before
        color = runs[fragment.run].color
        if shaped.font >= 0:
            font = key(shaped.font, size)
            glyphs += [new(make, (font, gid, origin + x * size, y * size, color)) for _, gid, x, y in shaped.glyphs]
        else:
            glyphs += [
                new(make, (key(n, size), gid, origin + x * size, y * size, color)) for n, gid, x, y in shaped.glyphs
            ]
    chips, links = (
        _decorations([(fragments[index], places[index]) for index in order], book, runs) if decorated else ((), ())
    )
    words = _words(fragments, places)
    return SetLine(text, x, baseline, width, strut, tuple(glyphs), chips, ink, line.source, links, words)


def _words(fragments: Sequence[Fragment], places: Sequence[float]) -> tuple[tuple[float, float, str], ...]:
    """Where each part of a line stands; spaces belong to the word before them."""
    words: list[tuple[float, float, str]] = []
    for fragment, place in zip(fragments, places, strict=True):
        if words and fragment.text == " ":
            x, width, text = words[-1]
            words[-1] = (min(x, place), width + fragment.width, text + " ")
        else:
            words.append((place, fragment.width, fragment.text))
    return tuple(words)


def _decorations(
    spots: Sequence[tuple[Fragment, float]], book: FontBook, runs: Sequence[Run]
) -> tuple[tuple[Chip, ...], tuple[tuple[float, float, str], ...]]:
    """Boxes behind, lines through and under, and links of a line; neighbours of one run are one."""
    chips: list[Chip] = []
    links: list[tuple[float, float, str]] = []
    at = 0
    while at < len(spots):
        run, start = runs[spots[at][0].run], at
        while at < len(spots) and spots[at][0].run == spots[start][0].run:
            at += 1
        group = spots[start:at]
        x, end = group[0][1], group[-1][1] + group[-1][0].width
        size = group[0][0].size
        if run.chip:
            pad = CHIP_PAD * size
            x -= 0.0 if group[0][0].before else pad
            end += 0.0 if group[-1][0].after else pad
        chips.extend(_chips(run, x, end - x, book.metrics(run.face)))
        if run.href:
            links.append((x, end - x, run.href))
    return tuple(chips), tuple(links)


def _chips(run: Run, x: float, width: float, metrics: Metrics) -> list[Chip]:
    size = run.face.size
    made = []
    if run.chip:
        middle, half = -metrics.cap_height * size / 2, 0.62 * size
        made.append(Chip(x, width, run.chip, "chip", middle - half, middle + half, 0.2 * size))
    thick = max(1.0, (0.04 + run.face.weight / 20000) * size)
    if run.underline:
        top = 0.12 * size
        made.append(Chip(x, width, run.color, "underline", top, top + thick))
    if run.strike:
        middle = -metrics.x_height * size * 0.5
        made.append(Chip(x, width, run.color, "strike", middle - thick / 2, middle + thick / 2))
    return made
