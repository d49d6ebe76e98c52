"""A figure at its places, and the distances that it was placed with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from post_forge.render.diagram.column import Outline
from post_forge.render.diagram.figure import Figure
from post_forge.render.diagram.request import Area, Arranged, Spacing
from post_forge.render.diagram.words import Block, Words


@dataclass(frozen=True, slots=True)
class Solved:
    """A figure at its places, in px; `down` says how the flow runs, `outline` is set where it is a column.

    `lead` px before the words of a box in a column are for its number.
    """

    made: Arranged
    words: tuple[Words, ...]
    labels: dict[int, Block]
    titles: tuple[Block, ...]
    down: bool
    outline: Outline | None = None
    lead: float = 0.0
    numbers: Mapping[int, Block] = field(default_factory=dict)


def spacing(scale: float, figure: Figure, title: float, down: bool, dense: bool = False) -> Spacing:
    """The distances of a figure, in px; `dense` ones are for what fits no other way."""
    grouped = bool(figure.groups) or dense
    near = 0.75 if dense else 1.0
    return Spacing(
        boxes=(34 if grouped else 40) * scale,
        wires=22 * scale * near,
        stub=16 * scale * near,
        pitch=22 * scale * near,
        tip=26 * scale * (0.92 if dense else 1.0),
        inside=22 * scale * near,
        outside=20 * scale,
        title=title,
        loop=40 * scale,
        scale=scale,
        title_across=not down,
    )


def swapped(area: Area, down: bool) -> tuple[float, float, float, float]:
    """An area as (x, y, width, height)."""
    if down:
        return area.across, area.along, area.wide, area.long
    return area.along, area.across, area.long, area.wide
