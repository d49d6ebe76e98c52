"""Box tree -> Frame tree: pure arithmetic over a table of steps, asking `type` how large a text becomes.

Widths run from the root down, heights from the leaves up, positions from the root down again. A session belongs to
one slide; `fitting` runs it with other steps until everything has its room.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from post_forge.errors import Problem
from post_forge.render.boxes import Box, Frame, Share, in_px
from post_forge.render.elements import Group
from post_forge.render.flow import aligned, columns, positions, shared, squeezed, uneven
from post_forge.render.theme import Theme
from post_forge.render.values import Face, Measure, Run, SetText

SLACK = 0.5
"""px that may be missing before it counts as an overflow: less than anyone sees."""

SetWords = Callable[[Sequence[Run], Measure], SetText]
CapHeight = Callable[[Face], float]


@dataclass(frozen=True, slots=True)
class Overflow:
    """Content that is larger than its room. `needs` and `room` in px; `what` names the content for the author."""

    box: Box
    needs: float
    room: float
    what: str
    hint: str = ""

    @property
    def over(self) -> float:
        """How many px too many."""
        return self.needs - self.room


class Session:
    """One slide being laid out. `steps` says which size each group of boxes takes; the rest is memory.

    `set_words` sets runs of text, `cap_height` tells how tall capitals of a face are, in em.
    """

    def __init__(self, theme: Theme, set_words: SetWords, cap_height: CapHeight, rtl: bool = False, lang: str = ""):
        self.theme, self.rtl, self.lang = theme, rtl, lang
        self.set_words, self.cap_height = set_words, cap_height
        self.steps: dict[Group, int] = {}
        self.overflows: list[Overflow] = []
        self.blemishes: set[int] = set()
        self.missing: dict[str, Box] = {}
        self.problems: list[Problem] = []
        self.root = ""
        self.kept: dict[Any, Any] = {}
        self.inside: dict[int, tuple[Group, ...]] = {}
        self._states: dict[int, Any] = {}
        self._natural: dict[Any, float] = {}
        self._heights: dict[Any, float] = {}
        self._placed: dict[Any, tuple[Frame, list[Overflow], set[int]]] = {}

    def run(self, root: Box, width: float, height: float) -> Frame:
        """The frames of a slide with the steps as they are. What does not fit stands in `overflows` afterwards.

        `inside` tells which groups a box holds: what holds none, or the same steps as in an earlier run, is not laid
        out again.
        """
        self.overflows, self.blemishes = [], set()
        steps = self.steps
        self._states = {box: tuple([steps[group] for group in groups]) for box, groups in self.inside.items()}
        return self.place(root, 0.0, 0.0, width, height)

    def step(self, box: Box) -> int:
        """The step a box takes."""
        group = box.element.leaf.group(box)
        return self.steps.get(group, 0) if group is not None else 0

    def overflow(self, box: Box, needs: float, room: float, what: str, hint: str = "") -> None:
        """Note that a box needs more px than it has."""
        if needs > room + SLACK:
            self.overflows.append(Overflow(box, needs, room, what, hint))

    def problem(self, problem: Problem) -> None:
        """Note a mistake that only shows while boxes are laid out."""
        if problem not in self.problems:
            self.problems.append(problem)

    def blemish(self, box: Box) -> None:
        """Note something that is better avoided by a smaller step (a word broken inside, uneven rows)."""
        self.blemishes.add(id(box))

    # ---- natural sizes -----------------------------------------------------------------------------------------

    def width_of(self, box: Box, room: float) -> float:
        """The outer width a box takes of its own accord, at most `room`."""
        style = box.style
        if style.width is not None and not (isinstance(style.width, Share) and math.isinf(room)):
            return in_px(style.width, room)
        key = (id(box), self._states.get(id(box)))
        natural = self._natural.get(key)
        if natural is None:
            natural = self._natural[key] = self._inner_width(box) + _across(box)
        most = in_px(style.max_width, room) if style.max_width is not None else room
        return min(natural, most, room)

    def _inner_width(self, box: Box) -> float:
        flow = box.element.flow
        if not flow:
            return box.element.leaf.width(box, self)
        widths = [self.width_of(child, math.inf) for child in self.shown(box) if not child.style.ornament]
        if flow == "row":
            return sum(widths) + box.style.gap * max(0, len(widths) - 1)
        return max(widths, default=0.0)

    def height_of(self, box: Box, width: float) -> float:
        """The outer height a box takes in a given outer width."""
        style = box.style
        if style.height is not None and not isinstance(style.height, Share):
            return style.height
        key = (id(box), width, self._states.get(id(box)))
        height = self._heights.get(key)
        if height is None:
            inner = max(0.0, width - _across(box))
            height = self._heights[key] = max(self._inner_height(box, inner) + _down(box), style.min_height)
        return height

    def _inner_height(self, box: Box, inner: float) -> float:
        flow = box.element.flow
        if not flow:
            return box.element.leaf.height(box, inner, self)
        if flow == "table":
            self._columns_of(box, inner)
        children = [child for child in self.shown(box) if not child.style.ornament]
        if flow == "row":
            widths = self.row_widths(box, children, inner)
            return max((self.height_of(*pair) for pair in zip(children, widths, strict=True)), default=0.0)
        heights = [self.height_of(child, self.column_width(box, child, inner)) for child in children]
        if flow in ("column", "table"):
            return sum(heights) + box.style.gap * max(0, len(heights) - 1)
        return max(heights, default=0.0)

    def shown(self, box: Box) -> Sequence[Box]:
        """The boxes inside that are drawn: of an `either` only the one whose turn it is."""
        if box.element.flow == "either":
            step = self.steps.get(("either", id(box)), 0)
            return box.children[step : step + 1]
        return box.children

    def column_width(self, box: Box, child: Box, inner: float) -> float:
        """The outer width of a child of a column or of layers."""
        style = child.style
        align = style.align_self or box.style.align
        stretches = (
            style.width is None
            and align == "stretch"
            and (box.element.flow in ("column", "table") or style.place is None)
        )
        if not stretches:
            return self.width_of(child, inner)
        return min(inner, in_px(style.max_width, inner)) if style.max_width is not None else inner

    def row_widths(self, box: Box, children: Sequence[Box], inner: float) -> list[float]:
        """The outer widths of the children of a row: what does not grow comes first, and gives way when it must."""
        if box.element.name == "record" and (columns := self.kept.get(("columns", id(box)))) is not None:
            return cast("list[float]", columns[: len(children)])
        grows = [child.style.grow for child in children]
        gaps = box.style.gap * max(0, len(children) - 1)
        widths = [0.0 if grow else self.width_of(child, inner) for child, grow in zip(children, grows, strict=True)]
        free = inner - gaps - sum(widths)
        if free < 0:
            firm = [child.style.width is not None for child in children]
            widths = squeezed(widths, firm, -free)
            free = 0.0
        if not any(grows):
            return widths
        grown = shared(free, grows, [0.0] * len(grows))
        return [grown[index] if grows[index] else width for index, width in enumerate(widths)]

    def _columns_of(self, table: Box, inner: float) -> None:
        """Decide the columns of a table and leave them with each of its records."""
        for record in table.children:
            self.kept.pop(("columns", id(record)), None)
        count = max((len(record.children) for record in table.children), default=0)
        naturals = [0.0] * count
        for record in table.children:
            for at, cell in enumerate(record.children):
                naturals[at] = max(naturals[at], self.width_of(cell, math.inf))
        room = inner - max((_across(record) for record in table.children), default=0.0)
        gap = max((record.style.gap for record in table.children), default=0.0)
        widths = columns(naturals, room - gap * max(0, count - 1))
        for record in table.children:
            self.kept["columns", id(record)] = widths

    # ---- places ------------------------------------------------------------------------------------------------

    def place(self, box: Box, x: float, y: float, width: float, height: float) -> Frame:
        """The frame of a box whose outer rectangle is decided, and of all in it."""
        key = (id(box), x, y, width, height, self._states.get(id(box)))
        found = self._placed.get(key)
        if found is None:
            overflows, blemishes = self.overflows, self.blemishes
            self.overflows, self.blemishes = [], set()
            found = (self._place(box, x, y, width, height), self.overflows, self.blemishes)
            self._placed[key] = found
            self.overflows, self.blemishes = overflows, blemishes
        frame, overflows, blemishes = found
        if overflows:
            self.overflows.extend(overflows)
        if blemishes:
            self.blemishes |= blemishes
        return frame

    def _place(self, box: Box, x: float, y: float, width: float, height: float) -> Frame:
        style = box.style
        top, right, bottom, left = style.pad
        edge = style.border[0]
        inner_x, inner_y = x + left + edge, y + top + edge
        inner_width = max(0.0, width - left - right - 2 * edge)
        inner_height = max(0.0, height - top - bottom - 2 * edge)
        flow = box.element.flow
        if not flow:
            content = box.element.leaf.fix(box, inner_width, inner_height, self)
            return Frame(box, x, y, width, height, (), content)
        if flow == "table":
            self._columns_of(box, inner_width)
        arrange = self._row if flow == "row" else self._column if flow in ("column", "table") else self._layers
        return Frame(box, x, y, width, height, arrange(box, inner_x, inner_y, inner_width, inner_height))

    def _column(self, box: Box, x: float, y: float, width: float, height: float) -> tuple[Frame, ...]:
        children, gap = box.children, box.style.gap
        widths = [self.column_width(box, child, width) for child in children]
        heights = [self._height_in(child, own, height) for child, own in zip(children, widths, strict=True)]
        gaps = gap * max(0, len(children) - 1)
        grows = [child.style.grow for child in children]
        if any(grows):
            free = height - gaps - sum(own for own, grow in zip(heights, grows, strict=True) if not grow)
            grown = shared(free, grows, heights)
            heights = [grown[at] if grow else heights[at] for at, grow in enumerate(grows)]
            if uneven(heights, grows):
                self.blemish(box)
        self.overflow(box, sum(heights) + gaps, height, "the height")
        frames = []
        for child, own_width, own_height, start in zip(
            children, widths, heights, positions(heights, height, gap, box.style.justify), strict=True
        ):
            self.overflow(child, own_width, width, "the width")
            align = child.style.align_self or box.style.align
            across = self._mirrored(aligned(own_width, width, align), own_width, width)
            frames.append(self.place(child, x + across, y + start, own_width, own_height))
        return tuple(frames)

    def _row(self, box: Box, x: float, y: float, width: float, height: float) -> tuple[Frame, ...]:
        children, gap = box.children, box.style.gap
        widths = self.row_widths(box, children, width)
        self.overflow(box, sum(widths) + gap * max(0, len(children) - 1), width, "the width")
        frames = []
        for child, own_width, start in zip(
            children, widths, positions(widths, width, gap, box.style.justify), strict=True
        ):
            align = child.style.align_self or box.style.align
            natural = self._height_in(child, own_width, height)
            fills = align == "stretch" and child.style.height is None
            own_height = height if fills else natural
            down = 0.0 if fills else aligned(own_height, height, align)
            self.overflow(child, own_height, height, "the height")
            across = self._mirrored(start, own_width, width)
            frames.append(self.place(child, x + across, y + down, own_width, own_height))
        return tuple(frames)

    def _layers(self, box: Box, x: float, y: float, width: float, height: float) -> tuple[Frame, ...]:
        return tuple(self._layer(box, child, x, y, width, height) for child in self.shown(box))

    def _layer(self, box: Box, child: Box, x: float, y: float, width: float, height: float) -> Frame:
        style = child.style
        own_width = self.column_width(box, child, width)
        fills = style.place is None and style.height is None
        own_height = height if fills else self._height_in(child, own_width, height)
        if style.place is None:
            return self.place(child, x + self._mirrored(0.0, own_width, width), y, own_width, own_height)
        across = aligned(own_width, width, style.place[0]) + style.offset[0]
        down = aligned(own_height, height, style.place[1]) + style.offset[1]
        if not style.ornament:
            self.overflow(child, own_width, width, "the width")
        return self.place(child, x + self._mirrored(across, own_width, width), y + down, own_width, own_height)

    def _height_in(self, child: Box, width: float, room: float) -> float:
        style = child.style
        height = in_px(style.height, room) if style.height is not None else self.height_of(child, width)
        return height if style.max_height is None else min(height, in_px(style.max_height, room))

    def _mirrored(self, start: float, length: float, room: float) -> float:
        return room - start - length if self.rtl else start


def _across(box: Box) -> float:
    pad = box.style.pad
    return pad[1] + pad[3] + 2 * box.style.border[0]


def _down(box: Box) -> float:
    pad = box.style.pad
    return pad[0] + pad[2] + 2 * box.style.border[0]
