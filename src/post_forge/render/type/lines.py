"""Pieces of one line -> a `SetLine`: every glyph at its place, chips behind, lines under and through, links over."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from post_forge.render.type.bidi import display_order
from post_forge.render.type.fonts import FontBook, Metrics
from post_forge.render.type.pieces import CHIP_PAD, Fragment, Piece
from post_forge.render.values import Chip, Face, Glyph, Measure, Run, SetLine, SetText

NO_INK = (math.inf, -math.inf)


class Line(NamedTuple):
    """The pieces of one line in logical order. `level` is the paragraph's direction, `source` its hard line.

    `indent` shifts the line; `mark` is drawn before it and says nothing (code that goes on).
    """

    pieces: tuple[Piece, ...]
    level: int
    source: int
    indent: float = 0.0
    mark: tuple[Glyph, ...] = ()


def place(lines: Sequence[Line], book: FontBook, runs: Sequence[Run], strut: Face, measure: Measure) -> SetText:
    """All lines one below the other."""
    metrics = book.metrics(strut)
    first = metrics.baseline(strut.size, measure.line)
    made: list[SetLine] = []
    missing: dict[str, None] = {}
    for index, line in enumerate(lines):
        made.append(_set_line(line, book, runs, strut, first + index * measure.line))
        for piece in line.pieces:
            for fragment in piece.fragments:
                if fragment.shaped.missing:
                    missing.update(dict.fromkeys(fragment.shaped.missing))
    if measure.optical:
        width = max(line.ink[1] - line.ink[0] + line.x for line in made)
    else:
        width = max(line.width + line.x for line in made)
    room = measure.width if measure.width != math.inf else width
    aligned = tuple(_align(line, raw, room, measure) for line, raw in zip(made, lines, strict=True))
    return SetText(aligned, width, len(made) * measure.line, tuple(missing))


def _align(line: SetLine, raw: Line, room: float, measure: Measure) -> SetLine:
    end = (measure.align == "end") != (raw.level % 2 == 1 and measure.align != "center")
    x = line.x
    if measure.align == "center":
        x += (room - line.width) / 2
    elif end:
        x += room - line.width
    if measure.optical and line.ink[0] <= line.ink[1] and measure.align != "center":
        x += line.width - line.ink[1] if end else -line.ink[0]
    if x == line.x:
        return line
    return replace(line, x=x)


def _fragments(line: Line) -> tuple[list[Fragment], Sequence[int]]:
    """What is drawn of a line in logical order, all but the spaces at its end, and its order from left to right."""
    fragments: list[Fragment] = []
    last = len(line.pieces) - 1
    for index, piece in enumerate(line.pieces):
        fragments.extend(piece.fragments)
        if index < last:
            fragments.extend(piece.blanks)
    levels = [fragment.level for fragment in fragments]
    return fragments, display_order(levels) if any(levels) else range(len(levels))


def _set_line(line: Line, book: FontBook, runs: Sequence[Run], strut: Face, baseline: float) -> SetLine:
    fragments, order = _fragments(line)
    glyphs: list[Glyph] = list(line.mark)
    left, right = NO_INK
    pen = line.pieces[0].opens if line.pieces else 0.0
    new, make, key = tuple.__new__, Glyph, book.key
    places = [0.0] * len(fragments)
    for index in order:
        fragment = fragments[index]
        shaped, size = fragment.shaped, fragment.size
        places[index] = pen
        origin = pen + fragment.before
        color = runs[fragment.run].color
        if shaped.font >= 0:
            font = key(shaped.font, size)
            glyphs += [new(make, (font, gid, origin + x * size, y * size, color)) for _, gid, x, y in shaped.glyphs]
        else:
            glyphs += [
                new(make, (key(n, size), gid, origin + x * size, y * size, color)) for n, gid, x, y in shaped.glyphs
            ]
        if shaped.ink:
            left, right = min(left, origin + shaped.ink[0] * size), max(right, origin + shaped.ink[1] * size)
        pen += fragment.width
    last = line.pieces[-1] if line.pieces else None
    width = pen + last.closes - last.tail if last else 0.0
    spots = [(fragments[index], places[index]) for index in order]
    chips, links = _decorations(spots, book, runs) if _decorated(runs) else ((), ())
    text = "".join([piece.text for piece in line.pieces]).rstrip(" ")
    ink = (left, right) if left <= right else (0.0, 0.0)
    words = _words(fragments, places)
    return SetLine(text, line.indent, baseline, width, strut.size, tuple(glyphs), chips, ink, line.source, links, words)


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


def _decorated(runs: Sequence[Run]) -> bool:
    return any(run.chip or run.strike or run.underline or run.href for run in runs)


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
