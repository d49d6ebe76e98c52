"""Box tree -> Frame tree: pure arithmetic over a table of steps, asking `type` how large a text becomes.

Widths run from the root down, heights from the leaves up (`sizes`), positions from the root down again. A session
belongs to one slide; `fitting` runs it with other steps until everything has its room.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from post_forge.render.boxes import Box, Frame
from post_forge.render.flow import aligned, positions, shared, uneven
from post_forge.render.sizes import MisfitError, Overflow, Sizes


class Node(NamedTuple):
    """A box with its outer size, and its children at their places in it. The same node may serve several tries."""

    box: Box
    width: float
    height: float
    children: tuple[tuple[float, float, Node], ...] = ()
    content: Any = None


Placed = tuple[tuple[float, float, Node], ...]


class Session(Sizes):
    """One slide being laid out."""

    def run(self, root: Box, width: float, height: float) -> Node:
        """The slide with the steps as they are. What does not fit stands in `overflows` afterwards.

        A box that holds no text whose step has changed since an earlier run is not laid out again.
        """
        self.overflows, self.blemishes = [], []
        steps = self.steps
        self.states = {box: tuple([steps[group] for group in groups]) for box, groups in self.inside.items()}
        return self.place(root, width, height)

    def attempt(self, root: Box, width: float, height: float, accepted: frozenset[int] = frozenset()) -> Node | None:
        """The slide with the steps as they are, or None where something does not fit or a blemish is not accepted.

        Gives up at the first such thing, which is most often the height of the slide's largest column.
        """
        self.accepted = accepted
        try:
            return self.run(root, width, height)
        except MisfitError:
            return None
        finally:
            self.accepted = None

    def place(self, box: Box, width: float, height: float) -> Node:
        """The node of a box whose outer size is decided, and of all in it."""
        key = ("node", id(box), width, height, self.states.get(id(box)))
        known = self.kept.get(key)
        if known is not None:
            node, overflows, blemishes = known
            if self.accepted is not None and (overflows or not self.accepted.issuperset(blemishes)):
                self.misfit = (overflows[0].needs, overflows[0].room) if overflows else (0.0, 0.0)
                raise MisfitError
            self.overflows += overflows
            self.blemishes += blemishes
            return node  # type: ignore[no-any-return]
        first_overflow, first_blemish = len(self.overflows), len(self.blemishes)
        node = self._place(box, width, height)
        self.kept[key] = (node, self.overflows[first_overflow:], self.blemishes[first_blemish:])
        return node

    def _place(self, box: Box, width: float, height: float) -> Node:
        style = box.style
        top, right, _, left = style.pad
        edge = style.border[0]
        x, y = edge + (right if self.rtl else left), edge + top
        inner_width, inner_height = inner_room(box, width, height)
        flow = box.element.flow
        if flow and not box.children:
            return Node(box, width, height)
        if not flow:
            return Node(box, width, height, (), box.element.leaf.fix(box, inner_width, inner_height, self))
        if flow == "table":
            self.set_columns(box, inner_width)
        arrange = self._row if flow == "row" else self._layers if flow in ("layers", "either") else self._column
        return Node(box, width, height, arrange(box, x, y, inner_width, inner_height))

    def _column(self, box: Box, x: float, y: float, width: float, height: float) -> Placed:
        children, style = box.children, box.style
        widths = [self.column_width(box, child, width) for child in children]
        heights = [self.height_in(child, own, height) for child, own in zip(children, widths, strict=True)]
        gaps = style.gap * max(0, len(children) - 1)
        grows = [child.style.grow for child in children]
        if any(grows):
            free = height - gaps - sum([own for own, grow in zip(heights, grows, strict=True) if not grow])
            grown = shared(free, grows, heights)
            heights = [grown[at] if grow else heights[at] for at, grow in enumerate(grows)]
            if len(heights) > 1 and uneven(heights, grows):
                self.blemish(box)
        self.overflow(box, sum(heights) + gaps, height, "the height")
        starts = positions(heights, height, style.gap, style.justify)
        placed = []
        for child, own_width, own_height, start in zip(children, widths, heights, starts, strict=True):
            along = 0.0
            if own_width != width:
                self.overflow(child, own_width, width, "the width")
                align = child.style.align_self or style.align
                along = self.mirrored(aligned(own_width, width, align), own_width, width)
            placed.append((x + along, y + start, self.place(child, own_width, own_height)))
        return tuple(placed)

    def _row(self, box: Box, x: float, y: float, width: float, height: float) -> Placed:
        children, style = box.children, box.style
        widths = self.row_widths(box, children, width)
        self.overflow(box, sum(widths) + style.gap * max(0, len(children) - 1), width, "the width")
        starts = positions(widths, width, style.gap, style.justify)
        downs = self.row_starts(box, children, widths)
        placed = []
        for child, own_width, start, down in zip(children, widths, starts, downs, strict=True):
            align = child.style.align_self or style.align
            natural = self.height_in(child, own_width, height)
            self.overflow(child, natural + down, height, "the height")
            fills = align == "stretch" and child.style.height is None
            own_height = height - down if fills else natural
            above = down if fills or align == "first" else aligned(own_height, height, align)
            along = self.mirrored(start, own_width, width)
            placed.append((x + along, y + above, self.place(child, own_width, own_height)))
        return tuple(placed)

    def _layers(self, box: Box, x: float, y: float, width: float, height: float) -> Placed:
        placed = []
        for child in self.shown(box):
            own_width = self.column_width(box, child, width)
            place, offset = child.style.place, child.style.offset
            fills = place is None and child.style.height is None
            own_height = height if fills else self.height_in(child, own_width, height)
            along = above = 0.0
            if place is not None:
                along = aligned(own_width, width, place[0]) + offset[0]
                above = aligned(own_height, height, place[1]) + offset[1]
            if not child.style.ornament:
                self.overflow(child, own_width, width, "the width")
            along = self.mirrored(along, own_width, width)
            placed.append((x + along, y + above, self.place(child, own_width, own_height)))
        return tuple(placed)

    def mirrored(self, start: float, length: float, room: float) -> float:
        """Where a part begins from the left: in slides that run from right to left its start counts from the right."""
        return room - start - length if self.rtl else start


def frames(node: Node, session: Session, x: float = 0.0, y: float = 0.0) -> Frame:
    """The frames of a node that stands at (x, y) of the picture."""
    box, width, height, children, content = node
    inside = tuple([frames(child, session, x + along, y + above) for along, above, child in children])
    if not box.element.flow:
        content = box.element.leaf.finish(box, content, *inner_room(box, width, height), session)
    return Frame(box, x, y, width, height, inside, content)


def inner_room(box: Box, width: float, height: float) -> tuple[float, float]:
    """The room within padding and border."""
    top, right, bottom, left = box.style.pad
    edge = box.style.border[0]
    return max(0.0, width - left - right - 2 * edge), max(0.0, height - top - bottom - 2 * edge)


__all__ = ["Node", "Overflow", "Session", "frames"]
