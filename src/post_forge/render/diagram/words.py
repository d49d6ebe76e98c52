"""The words of a figure, set: names and notes in boxes, titles of groups; and how large boxes become."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

from post_forge.render.boxes import Box, Inline
from post_forge.render.diagram.figure import DOTS, Figure
from post_forge.render.diagram.labels import MOST_LINES, MOST_NOTE, Face, flowing, set_label, ways
from post_forge.render.looks import face_of
from post_forge.render.sizes import Sizes
from post_forge.render.values import SetText

PAD, DOT = 34.0, 44.0
"""px (at 1080) beside the words of a box in a column, and that the sign of a start or an end is wide."""

LEAST_WIDE = 150.0


@dataclass(frozen=True, slots=True)
class Block:
    """Set text and the width it was set to, which it is aligned in."""

    text: SetText
    width: float


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in a box: its name, and a note below it; `rise` and `fall` px above and below are without ink."""

    name: Block
    note: Block | None = None
    gap: float = 0.0
    rise: float = 0.0
    fall: float = 0.0
    beside: bool = False

    @property
    def width(self) -> float:
        if self.beside and self.note:
            return self.name.text.width + self.gap + self.note.text.width
        return max(self.name.text.width, self.note.text.width if self.note else 0.0)

    @property
    def height(self) -> float:
        if self.beside and self.note:
            return max(self.name.text.height, self.note.text.height)
        return self.name.text.height + (self.note.text.height + self.gap if self.note else 0.0)


@dataclass(frozen=True, slots=True)
class Faces:
    """The looks of words: names of boxes, notes below them, words of wires and of lanes, titles of groups, numbers."""

    name: Face
    note: Face
    wire: Face
    lane: Face
    title: Face
    number: Face | None


def set_words(
    node: Box, faces: Faces, width: float, session: Sizes, align: str = "center", flat: bool = False
) -> Words | None:
    """What stands in a box of some inner width; None where it takes too many lines. `flat`: a name takes only one."""
    if node.own("form") in DOTS:
        return Words(Block(SetText((), 0.0, 0.0), width))
    if width <= 0:
        return None
    color = node.own("color") or faces.name.color
    face = Face(faces.name.style, faces.name.size, faces.name.line, color)
    note_face = Face(faces.note.style, faces.note.size, faces.note.line, node.own("note-color") or faces.note.color)
    if node.own("form") == "note":
        text = set_label(node.words, note_face, width, session, align, most=5)
        return Words(Block(text, width)) if text else None
    for name, rest in ways(node.words, flat):
        name = flowing(name) if flat else name
        text = set_label(name, face, width, session, align, most=1 if flat else MOST_LINES)
        below = _note(rest, note_face, width, session, align, flat) if rest else None
        if text is not None and (below is not None or not rest):
            note = Block(below, width) if below else None
            return Words(
                Block(text, width), note, 6 * session.theme.scale, *ink(face, note_face if note else face, session)
            )
    return None


def _note(
    words: tuple[Inline, ...], face: Face, width: float, session: Sizes, align: str, flat: bool
) -> SetText | None:
    one = set_label(flowing(words), face, width, session, align, most=1) if flat else None
    return one or set_label(words, face, width, session, align, most=MOST_NOTE)


def ink(first: Face, last: Face, session: Sizes) -> tuple[float, float]:
    """px of the first line above its capitals, and of the last below its baseline: a box centres what lies between."""
    key = ("ink", first.style.name, first.size, last.style.name, last.size)
    if key not in session.kept:
        session.kept[key] = _ink(first, last, session)
    return cast("tuple[float, float]", session.kept[key])


def _ink(first: Face, last: Face, session: Sizes) -> tuple[float, float]:
    made = []
    for face in (first, last):
        text = set_label((Inline("H"),), face, 1000.0, session)
        baseline = text.baselines[0] if text and text.lines else face.line
        made.append((baseline, baseline - session.cap_height(face_of(face.style, face.size)) * face.size))
    return made[0][1], last.line - made[1][0]


def size_of(node: Box, words: Words, scale: float, dense: bool) -> tuple[float, float]:
    """The outer size of a box around its words."""
    form = node.own("form", "box")
    if form in DOTS:
        return DOT * scale, DOT * scale
    height = words.height + (24 if dense else 36) * scale + above(node, scale)
    least = 0.0 if dense else LEAST_WIDE * scale
    width = max(least, words.width + 2 * margin(dense) * scale + sides(node, min(height, 80 * scale)))
    return (max(width, height), height) if form == "circle" else (width, height)


def sides(node: Box, height: float) -> float:
    """px left and right together that a form takes besides its words."""
    form = node.own("form", "box")
    if form in ("choice", "hexagon", "slanted"):
        return height * 0.5
    return {"flag": height * 0.4, "double": height * 0.4, "pill": height * 0.2, "circle": height * 0.2}.get(form, 0.0)


def above(node: Box, scale: float) -> float:
    return 20 * scale if node.own("form") == "cylinder" else 0.0


def margin(dense: bool) -> float:
    """px (at 1080) left and right of the words of a box."""
    return 18.0 if dense else 26.0


def set_titles(figure: Figure, faces: Faces, session: Sizes) -> tuple[Block, ...]:
    found = []
    for group in figure.groups:
        text = set_label(group.words, faces.title, math.inf, session, "start", most=1)
        found.append(Block(text or SetText((), 0.0, 0.0), math.inf))
    return tuple(found)
