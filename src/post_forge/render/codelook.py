"""What code looks like once it is set: its place, the bands behind lines, the face of a token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from post_forge.render.boxes import Box, Frame
from post_forge.render.elements import Painter
from post_forge.render.theme import CodeLook, TextStyle
from post_forge.render.values import Face, Fill, Op, SetText

BAR = 6
"""px of the bar at the left of the lines in focus."""


@dataclass(frozen=True, slots=True)
class SetCode:
    """Code at its place: px from the inner box's left and top, the numbers of its lines, the lines in focus."""

    text: SetText
    x: float
    y: float
    pitch: float
    numbers: tuple[tuple[float, SetText], ...] = ()
    focus: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()


def bands(frame: Frame, placed: SetCode, y: float, painter: Painter) -> Iterator[Op]:
    """The band behind lines in focus, from edge to edge of the box, and the bar at its left."""
    lit = [at for at, line in enumerate(placed.text.lines) if line.source + 1 in placed.focus]
    for start, end in stretches(lit):
        top, height = y + start * placed.pitch, (end - start + 1) * placed.pitch
        yield Fill(frame.x, top, frame.width, height, painter.theme.code["focus"].color)
        bar = BAR * painter.theme.scale
        yield Fill(frame.x, top, bar, height, painter.theme.code["focus-bar"].color)
    looks: dict[str, CodeLook] = frame.box.style.own["looks"]
    for role in ("added", "removed") if placed.roles else ():
        changed = [at for at, line in enumerate(placed.text.lines) if placed.roles[line.source] == role]
        for start, end in stretches(changed):
            top, height = y + start * placed.pitch, (end - start + 1) * placed.pitch
            yield Fill(frame.x, top, frame.width, height, looks[role].color)
            if f"{role}-bar" in looks:
                yield Fill(frame.x, top, BAR * painter.theme.scale, height, looks[f"{role}-bar"].color)


def code_face(style: TextStyle, size: float, look: CodeLook) -> Face:
    """The face of one kind of token."""
    weight = look.weight or style.weight
    return Face(style.family, size, weight, look.italic or style.italic, style.stretch, 0.0, style.features)


def spread(text: SetText, more: float) -> SetText:
    """The lines `more` px further apart, each in the middle of its line box."""
    if more <= 0:
        return text
    lines = tuple(replace(line, baseline=line.baseline + more * (at + 0.5)) for at, line in enumerate(text.lines))
    return replace(text, lines=lines, height=text.height + more * len(lines))


def stretches(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted numbers as (first, last) of each unbroken stretch."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def written(box: Box) -> str:
    """The text inside, without the line ends around it that only the template has."""
    return "".join(word.text for word in box.words).strip("\n").rstrip()
