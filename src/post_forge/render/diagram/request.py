"""What is arranged, and what comes of it: areas, labels, distances. All lengths are px, across and along the flow."""

from __future__ import annotations

from dataclasses import dataclass

from post_forge.render.diagram.mesh import Mesh
from post_forge.render.diagram.ports import Look
from post_forge.render.diagram.ranks import Wire

Point = tuple[float, float]
"""(across, along)."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle: where it begins and how long it is, across and along."""

    across: float
    along: float
    wide: float
    long: float

    def meets(self, other: Area, margin: float = 0.0) -> bool:
        """Whether they overlap or come closer than a margin."""
        return (
            self.across < other.across + other.wide + margin
            and other.across < self.across + self.wide + margin
            and self.along < other.along + other.long + margin
            and other.along < self.along + self.long + margin
        )


@dataclass(frozen=True, slots=True)
class Label:
    """The words of a wire: px they need on both sides of its line, and along it."""

    before: float
    after: float
    long: float


@dataclass(frozen=True, slots=True)
class Spacing:
    """px: between boxes of a row, beside wires, from a box to the first track, between tracks, that a tip needs, in a
    group's frame, beside it, for its title (along, or across where the flow runs to the right), of a loop."""

    boxes: float
    wires: float
    stub: float
    pitch: float
    tip: float
    inside: float
    outside: float
    title: float
    loop: float
    scale: float = 1.0
    title_across: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be arranged: `boxes` are (across, along), `labels` by wire, `room` is (across, along)."""

    mesh: Mesh
    wires: tuple[Wire, ...]
    looks: tuple[Look, ...]
    boxes: tuple[tuple[float, float], ...]
    labels: dict[int, Label]
    groups: int
    titles: tuple[float, ...]
    spacing: Spacing
    room: tuple[float, float]


@dataclass(slots=True)
class Arranged:
    """Boxes, the frames of groups, the lines of wires from start to end, and where their labels stand: the line's
    place across and the label's begin along."""

    boxes: list[Area]
    frames: list[Area]
    routes: dict[int, list[Point]]
    labels: dict[int, Point]
    wide: float
    long: float
