"""Frame tree -> display list and the lines of text that stand on the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from post_forge.model import PlacedText
from post_forge.render.boxes import Frame, Shadow, Sweep
from post_forge.render.color import faded
from post_forge.render.elements import Painter
from post_forge.render.theme import Theme
from post_forge.render.values import Blit, Dots, Fill, Gradient, Op, Polygon, SetText, Stroke, Words

SOFT = 10
"""Layers that a shadow is built from."""

OUTLINES = ("#ff4fd8", "#4fd8ff", "#ffd84f", "#7dff4f")


@dataclass(frozen=True, slots=True)
class DisplayList:
    """What is painted, from back to front, and the words among it in reading order (ornaments say nothing)."""

    ops: list[Op]
    words: list[Words]

    def lines(self) -> Iterator[PlacedText]:
        """The lines of text that stand on the picture."""
        for op in self.words:
            for line in op.text.lines:
                if line.text.strip():
                    yield PlacedText(line.text, op.x + line.x, op.y + line.baseline, line.size, line.width)


def display_list(frame: Frame, theme: Theme, debug: bool = False) -> DisplayList:
    """What a frame and all in it look like. `debug` outlines every box, its colour telling how deep it stands."""
    painter = Painter(theme, frame.box.own("direction") == "rtl")
    made = DisplayList([], [])
    _paint(frame, painter, 1.0, False, made)
    if debug:
        made.ops.extend(_outlines(frame, theme.scale, 0))
    return made


def _paint(frame: Frame, painter: Painter, opacity: float, silent: bool, made: DisplayList) -> None:
    box = frame.box
    style = box.style
    opacity *= style.opacity
    silent = silent or style.ornament
    for op in _own(frame, painter):
        seen = op if opacity >= 1 else _faded(op, opacity)
        made.ops.append(seen)
        if isinstance(seen, Words) and not silent:
            made.words.append(seen)
    for child in frame.children:
        _paint(child, painter, opacity, silent, made)


def _own(frame: Frame, painter: Painter) -> Iterator[Op]:
    """The shadow, the ground and what the element itself draws."""
    style = frame.box.style
    if style.shadow is not None:
        yield from _shadow(frame, style.shadow)
    if style.background or style.border[0]:
        yield from _ground(frame)
    if not frame.box.element.flow:
        yield from frame.box.element.leaf.paint(frame, painter)


def _ground(frame: Frame) -> Iterator[Op]:
    """The box's own fill and border, on whole pixels so that edges are crisp."""
    style = frame.box.style
    left, top = round(frame.x), round(frame.y)
    width, height = round(frame.x + frame.width) - left, round(frame.y + frame.height) - top
    border, border_color = style.border
    radius = min(style.radius, width / 2, height / 2)
    if isinstance(style.background, Sweep):
        yield Gradient(left, top, width, height, style.background.stops, style.background.angle)
        color = ""
    else:
        color = style.background
    if color or border:
        yield Fill(left, top, width, height, color, radius, border, border_color, style.corners)


def _shadow(frame: Frame, shadow: Shadow) -> Iterator[Op]:
    """Boxes that grow and fade: together a soft edge as wide as the blur."""
    style = frame.box.style
    color = faded(shadow.color, 1.6 / SOFT)
    for layer in range(SOFT):
        grown = shadow.blur * (0.5 - layer / SOFT)
        x, y = frame.x + shadow.x - grown, frame.y + shadow.y - grown
        radius = max(0.0, style.radius + grown)
        yield Fill(x, y, frame.width + 2 * grown, frame.height + 2 * grown, color, radius)


def _faded(op: Op, opacity: float) -> Op:
    """The operation with all its colours made fainter. A picture stays as it is."""
    match op:
        case Fill():
            border = faded(op.border_color, opacity) if op.border_color else ""
            color = faded(op.color, opacity) if op.color else ""
            return Fill(op.x, op.y, op.width, op.height, color, op.radius, op.border, border, op.corners)
        case Gradient():
            stops = tuple((at, faded(color, opacity)) for at, color in op.stops)
            return Gradient(op.x, op.y, op.width, op.height, stops, op.angle)
        case Dots():
            return Dots(op.x, op.y, op.width, op.height, faded(op.color, opacity), op.pitch, op.radius)
        case Stroke():
            return Stroke(op.points, op.width, faded(op.color, opacity), op.closed)
        case Polygon():
            return Polygon(op.points, faded(op.color, opacity))
        case Words():
            return Words(op.x, op.y, _faint(op.text, opacity))
        case Blit():
            return op


def _faint(text: SetText, opacity: float) -> SetText:
    lines = tuple(
        replace(line, glyphs=tuple(glyph._replace(color=faded(glyph.color, opacity)) for glyph in line.glyphs))
        for line in text.lines
    )
    return replace(text, lines=lines)


def _outlines(frame: Frame, scale: float, depth: int) -> Iterator[Op]:
    color = OUTLINES[depth % len(OUTLINES)]
    yield Fill(frame.x, frame.y, frame.width, frame.height, "", 0.0, max(1.0, scale), color)
    for child in frame.children:
        yield from _outlines(child, scale, depth + 1)
