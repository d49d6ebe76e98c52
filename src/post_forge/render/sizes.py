"""How large boxes want to be: widths asked for from the leaves up, heights for given widths.

Everything is remembered per box, room and the steps of the texts inside it, so that a slide can be tried with other
steps at little cost.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from post_forge.errors import Problem
from post_forge.render.boxes import Box, Share, in_px
from post_forge.render.elements import Group
from post_forge.render.flow import columns, shared, squeezed
from post_forge.render.theme import Theme
from post_forge.render.values import Face, Measure, Run, SetText

SLACK = 0.5
"""px that may be missing before it counts as an overflow: less than anyone sees."""

SetWords = Callable[[tuple[Run, ...], Measure], SetText]
CapHeight = Callable[[Face], float]


@dataclass(frozen=True, slots=True)
class Overflow:
    """Content that is larger than its room. `needs` and `room` in px; `what` says what is too large."""

    box: Box
    needs: float
    room: float
    what: str
    hint: str = ""

    @property
    def over(self) -> float:
        """How many px too many."""
        return self.needs - self.room


class MisfitError(Exception):
    """A try that cannot be taken: it ends at the first thing that does not fit."""


class Sizes:
    """What is known about one slide while it is laid out.

    `steps` says which size each group of boxes takes, `inside` which groups a box holds (by its id). `set_words` sets
    runs of text, `cap_height` tells how tall capitals of a face are, in em. `kept` is for whatever an element wants to
    remember, `roots` the folders in which pictures are looked for, `wrong` the pictures that cannot be shown. While a
    try is made, `accepted` holds the blemishes that no step avoids; anything else ends the try, and `misfit` says how
    much room (px) was needed and how much there was.
    """

    def __init__(
        self,
        theme: Theme,
        set_words: SetWords,
        cap_height: CapHeight,
        rtl: bool = False,
        lang: str = "",
        roots: tuple[str, ...] = (),
    ) -> None:
        self.theme, self.rtl, self.lang, self.roots = theme, rtl, lang, roots
        self.set_words, self.cap_height = set_words, cap_height
        self.steps: dict[Group, int] = {}
        self.inside: dict[int, tuple[Group, ...]] = {}
        self.overflows: list[Overflow] = []
        self.blemishes: list[int] = []
        self.missing: dict[str, Box] = {}
        self.problems: list[Problem] = []
        self.wrong: dict[Box, Problem] = {}
        self.kept: dict[Any, Any] = {}
        self.states: dict[int, tuple[int, ...]] = {}
        self.accepted: frozenset[int] | None = None
        self.misfit = (0.0, 0.0)
        self._widths: dict[Any, float] = {}
        self._heights: dict[Any, float] = {}

    # ---- what leaves call --------------------------------------------------------------------------------------

    def step(self, box: Box) -> int:
        """The step a box takes."""
        group = box.element.leaf.group(box)
        return self.steps.get(group, 0) if group is not None else 0

    def overflow(self, box: Box, needs: float, room: float, what: str, hint: str = "") -> None:
        """Note that a box needs more px than it has."""
        if needs > room + SLACK:
            if self.accepted is not None:
                self.misfit = (needs, room)
                raise MisfitError
            self.overflows.append(Overflow(box, needs, room, what, hint))

    def problem(self, problem: Problem) -> None:
        """Note a mistake that only shows while boxes are laid out."""
        if problem not in self.problems:
            self.problems.append(problem)

    def unreadable(self, box: Box, problem: Problem) -> None:
        """Note a picture that cannot be shown, and why."""
        self.wrong.setdefault(box, problem)

    def blemish(self, box: Box) -> None:
        """Note something that is better avoided by a smaller step (a word broken inside, uneven rows)."""
        if self.accepted is not None and id(box) not in self.accepted:
            self.misfit = (0.0, 0.0)
            raise MisfitError
        self.blemishes.append(id(box))

    # ---- sizes -------------------------------------------------------------------------------------------------

    def width_of(self, box: Box, room: float) -> float:
        """The outer width a box takes of its own accord, at most `room`."""
        style = box.style
        if style.width is not None and not (isinstance(style.width, Share) and math.isinf(room)):
            return in_px(style.width, room)
        key = (id(box), self.states.get(id(box)))
        natural = self._widths.get(key)
        if natural is None:
            natural = self._widths[key] = self._inner_width(box) + style.across
        most = room if style.max_width is None else min(room, in_px(style.max_width, room))
        return min(natural, most)

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
        key = (id(box), width, self.states.get(id(box)))
        height = self._heights.get(key)
        if height is None:
            inner = max(0.0, width - style.across)
            height = self._heights[key] = max(self._inner_height(box, inner) + style.down, style.min_height)
        return height

    def _inner_height(self, box: Box, inner: float) -> float:
        flow = box.element.flow
        if not flow:
            return box.element.leaf.height(box, inner, self)
        if flow == "table":
            self.set_columns(box, inner)
        children = [child for child in self.shown(box) if not child.style.ornament]
        if not children:
            return 0.0
        if flow == "row":
            widths = self.row_widths(box, children, inner)
            starts = self.row_starts(box, children, widths)
            parts = zip(children, widths, starts, strict=True)
            return max([start + self.height_of(child, own) for child, own, start in parts])
        heights = [self.height_of(child, self.column_width(box, child, inner)) for child in children]
        if flow == "column" or flow == "table":
            return sum(heights) + box.style.gap * (len(heights) - 1)
        return max(heights)

    def height_in(self, child: Box, width: float, room: float) -> float:
        """The outer height of a box whose parent has `room` px: percent and the largest height count."""
        style = child.style
        height = self.height_of(child, width) if style.height is None else in_px(style.height, room)
        return height if style.max_height is None else min(height, in_px(style.max_height, room))

    def shown(self, box: Box) -> Sequence[Box]:
        """The boxes inside that are drawn: of an `either` only the one whose turn it is."""
        if box.element.flow == "either":
            step = self.steps.get(("either", id(box)), 0)
            return box.children[step : step + 1]
        return box.children

    def column_width(self, box: Box, child: Box, inner: float) -> float:
        """The outer width of a child of a column or of layers."""
        style = child.style
        if style.width is not None or (style.align_self or box.style.align) != "stretch":
            return self.width_of(child, inner)
        if style.place is not None and box.element.flow in ("layers", "either"):
            return self.width_of(child, inner)
        return inner if style.max_width is None else min(inner, in_px(style.max_width, inner))

    def row_widths(self, box: Box, children: Sequence[Box], inner: float) -> Sequence[float]:
        """The outer widths of the children of a row: what does not grow comes first, and gives way when it must."""
        if box.element.name == "record" and (decided := self.kept.get(("columns", id(box)))) is not None:
            return cast("list[float]", decided[: len(children)])
        grows = [child.style.grow for child in children]
        widths = [0.0 if grow else self.width_of(child, inner) for child, grow in zip(children, grows, strict=True)]
        free = inner - box.style.gap * max(0, len(children) - 1) - sum(widths)
        if free < 0:
            firm = [child.style.width is not None for child in children]
            widths = squeezed(widths, firm, -free)
            free = 0.0
        if not any(grows):
            return widths
        grown = shared(free, grows, [0.0] * len(grows))
        return [grown[at] if grows[at] else own for at, own in enumerate(widths)]

    def row_starts(self, box: Box, children: Sequence[Box], widths: Sequence[float]) -> Sequence[float]:
        """How far below the top of a row its children begin whose first lines stand on one height."""
        if box.style.align != "first" or not children:
            return [0.0] * len(children)
        middles = [self.middle_of(child, own) for child, own in zip(children, widths, strict=True)]
        return [max(middles) - middle for middle in middles]

    def middle_of(self, box: Box, width: float) -> float:
        """How far below its top the first line of a box has its middle; half of its height where it says nothing."""
        style, flow = box.style, box.element.flow
        inner = max(0.0, width - style.across)
        if flow == "column" and box.children and style.height is None and not style.min_height:
            first = box.children[0]
            return style.pad[0] + style.border[0] + self.middle_of(first, self.column_width(box, first, inner))
        if flow or style.height is not None:
            return self.height_of(box, width) / 2
        return style.pad[0] + style.border[0] + box.element.leaf.middle(box, inner, self)

    def set_columns(self, table: Box, inner: float) -> None:
        """Decide the columns of a table and leave them with each of its records."""
        count = max((len(record.children) for record in table.children), default=0)
        naturals = [0.0] * count
        for record in table.children:
            for at, cell in enumerate(record.children):
                naturals[at] = max(naturals[at], self.width_of(cell, math.inf))
        room = inner - max((record.style.across for record in table.children), default=0.0)
        gap = max((record.style.gap for record in table.children), default=0.0)
        widths = columns(naturals, room - gap * max(0, count - 1))
        for record in table.children:
            self.kept["columns", id(record)] = widths
