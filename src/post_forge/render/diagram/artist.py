"""A figure at its places -> what is painted: frames, lines, boxes, then the words in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from post_forge.render.boxes import Box, Frame
from post_forge.render.diagram.figure import DOTS, Figure
from post_forge.render.diagram.forms import LYING, surface
from post_forge.render.diagram.outline import Pen, Skin, form, line
from post_forge.render.diagram.request import Area, Point
from post_forge.render.diagram.solved import Solved, swapped
from post_forge.render.diagram.words import DOT, PAD, Block, Words
from post_forge.render.elements import Painter
from post_forge.render.values import Color, Fill, Op
from post_forge.render.values import Words as SetWords

POINTED = ("choice", "hexagon", "slanted", "flag")
"""Forms whose words in a column keep clear of their left end."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure at its places, and how far it lies right of and below the corner of its element."""

    figure: Figure
    solved: Solved
    x: float
    y: float


def extent_of(solved: Solved) -> tuple[float, float]:
    made = solved.made
    return (made.wide, made.long) if solved.down else (made.long, made.wide)


def missing_of(solved: Solved) -> Iterator[str]:
    blocks: list[Block] = [*solved.labels.values(), *solved.titles]
    for words in solved.words:
        blocks += [words.name, *([words.note] if words.note else [])]
    for block in blocks:
        yield from block.text.missing


class Artist:
    """Paints a figure: frames of groups, lines, boxes, then all words in reading order."""

    def __init__(self, frame: Frame, shown: Shown, painter: Painter) -> None:
        self.own, self.painter = frame.box.style.own, painter
        self.figure, self.solved = shown.figure, shown.solved
        x, y = painter.corner(frame)
        self.x, self.y = x + shown.x, y + shown.y
        self.across, self.down = extent_of(self.solved)
        self.scale = painter.theme.scale
        vertical = self.solved.down
        self.flip_x = painter.rtl if vertical else painter.rtl != (self.figure.direction == "left")
        self.flip_y = vertical and self.figure.direction == "up"

    def ops(self) -> Iterator[Op]:
        yield from self.groups()
        order = sorted(range(len(self.figure.links)), key=lambda one: one in self.figure.back)
        for number in order:
            yield from line(self.points(number), self.pen(number))
        for number, node in enumerate(self.figure.nodes):
            yield from form(node.own("form", "box"), self.area(number), self.skin(node), self.own["color"])
        yield from self.patches()
        yield from self.words()

    # ---- geometry

    def place(self, point: Point) -> tuple[float, float]:
        """A point of the layout on the picture."""
        x, y = point if self.solved.down else (point[1], point[0])
        return self.x + (self.across - x if self.flip_x else x), self.y + (self.down - y if self.flip_y else y)

    def rect(self, area: Area) -> tuple[float, float, float, float]:
        """An area of the layout on the picture."""
        x, y, width, height = swapped(area, self.solved.down)
        left = self.across - x - width if self.flip_x else x
        top = self.down - y - height if self.flip_y else y
        return self.x + left, self.y + top, width, height

    def area(self, number: int) -> tuple[float, float, float, float]:
        """Where a box stands; signs keep their size in the middle of their place."""
        x, y, width, height = self.rect(self.solved.made.boxes[number])
        if self.figure.nodes[number].own("form") not in DOTS:
            return x, y, width, height
        size = DOT * self.scale
        left = x + (width - size) / 2
        if self.solved.outline:
            port = 60 * self.scale
            left = x + (width - port if self.flip_x else port) - size / 2
        return left, y + (height - size) / 2, size, size

    def points(self, number: int) -> list[tuple[float, float]]:
        """The corners of a line; at a sign it goes on to the sign's edge."""
        points = [self.place(point) for point in self.solved.made.routes[number]]
        wire = self.figure.wires[number]
        for node, end, inner in ((wire.start, 0, 1), (wire.end, -1, -2)):
            if self.figure.nodes[node].own("form") in DOTS:
                points[end] = self.to_sign(points[inner], points[end], node)
            else:
                points[end] = self.to_box(points[inner], points[end], node)
        for group, end in zip(self.figure.ends(number), (0, -1), strict=True):
            if group >= 0:
                points[end] = self.to_frame(points[end], group, points[1 if end == 0 else -2])
        return points

    def to_box(self, inner: tuple[float, float], end: tuple[float, float], node: int) -> tuple[float, float]:
        """Where a line meets the outline of a box, which need not be where it meets its rectangle."""
        box = self.figure.nodes[node]
        return surface(box.own("form", "box"), self.area(node), box.style.radius, end, inner)

    def to_sign(self, inner: tuple[float, float], end: tuple[float, float], node: int) -> tuple[float, float]:
        x, y, width, height = self.area(node)
        if abs(inner[0] - end[0]) < 0.01:
            return end[0], (y if inner[1] < y else y + height)
        return (x if inner[0] < x else x + width), end[1]

    def to_frame(self, end: tuple[float, float], group: int, inner: tuple[float, float]) -> tuple[float, float]:
        x, y, width, height = self.rect(self.solved.made.frames[group])
        if abs(inner[0] - end[0]) < 0.01:
            return end[0], (y if inner[1] < end[1] else y + height)
        return (x if inner[0] < end[0] else x + width), end[1]

    # ---- looks

    def lane(self, number: int) -> bool:
        """Whether a link runs in a lane beside a column."""
        outline = self.solved.outline
        return outline is not None and outline.roles[number] == "lane"

    def pilled(self, number: int) -> bool:
        """Whether the words of a link stand on its lane."""
        wire = self.figure.wires[number]
        return self.lane(number) and wire.start != wire.end

    def pen(self, number: int) -> Pen:
        link, own = self.figure.links[number], self.own
        back = number in self.figure.back or self.lane(number)
        color: Color = link.own("color") or own["back-color" if back else "color"]
        style = link.own("line", "solid")
        width = own["stroke"] * (1.6 if style == "thick" else 1.0)
        tips = link.own("head", "arrow"), link.own("tail", "none")
        solid = own.get("heads", "open") == "solid"
        return Pen(color, width, own["turn"], style == "dashed", *tips, own["tip"], solid)

    def skin(self, node: Box) -> Skin:
        style = node.style
        fill = style.background if isinstance(style.background, str) else ""
        return Skin(fill, style.border[0], style.border[1], style.radius)

    def groups(self) -> Iterator[Op]:
        for number, group in enumerate(self.figure.groups):
            yield from form("box", self.rect(self.solved.made.frames[number]), self.skin(group), self.own["color"])

    def patches(self) -> Iterator[Op]:
        """The ground behind the words of lanes."""
        for number in self.solved.labels:
            if not self.pilled(number):
                continue
            x, y, width, height = self.pill(number)
            color = self.own.get("patch-border") or self.own["back-color"]
            ground = self.own.get("patch", self.painter.theme.color["background"])
            border = self.own["stroke"] if self.own.get("patch-lined", True) else 0.0
            lines = len(self.solved.labels[number].text.lines)
            radius = min(self.own.get("patch-radius", 0.0), height / 2 if lines == 1 else 28 * self.scale)
            yield Fill(round(x), round(y), round(width), round(height), ground, radius, border, color if border else "")

    def pill(self, number: int) -> tuple[float, float, float, float]:
        across, along = self.solved.made.labels[number]
        text = self.solved.labels[number].text
        wide, long = text.width + 40 * self.scale, text.height + 22 * self.scale
        return self.rect(Area(across - wide / 2, along, wide, long))

    # ---- words

    def words(self) -> Iterator[Op]:
        for number in range(len(self.figure.groups)):
            yield from self.title(number)
        told: set[int] = set()
        for node in self.reading():
            yield from self.named(node)
            for number, wire in enumerate(self.figure.wires):
                if wire.start == node and number in self.solved.labels and number not in told:
                    told.add(number)
                    yield from self.said(number)

    def reading(self) -> list[int]:
        """The boxes from the top, then in reading direction."""
        corners = {node: self.rect(area) for node, area in enumerate(self.solved.made.boxes)}
        side = -1 if self.painter.rtl else 1
        return sorted(corners, key=lambda node: (round(corners[node][1]), side * corners[node][0]))

    def title(self, number: int) -> Iterator[Op]:
        x, y, width, _ = self.rect(self.solved.made.frames[number])
        text = self.solved.titles[number].text
        if text.lines:
            far = self.painter.rtl != (self.solved.outline is not None)
            left = x + width - text.width - 22 * self.scale if far else x + 22 * self.scale
            yield SetWords(left, y + 14 * self.scale, text)

    def named(self, node: int) -> Iterator[Op]:
        words: Words = self.solved.words[node]
        if not words.name.text.lines:
            return
        x, y, width, height = self.area(node)
        box = self.figure.nodes[node]
        above = 12 * self.scale if box.own("form") == "cylinder" else 0.0
        top = y + above + (height - above - words.height - words.rise + words.fall) / 2
        left = x + (width - words.name.width) / 2
        if above and width > LYING * height:
            top -= above / 2
        if self.solved.outline:
            pad = PAD * self.scale + self.solved.lead + (height * 0.25 if box.own("form") in POINTED else 0.0)
            left = x + width - pad - words.name.width if self.painter.rtl else x + pad
            yield from self.counted(node)
        elif box.own("form") == "flag":
            left += height * 0.1
        yield SetWords(left, top + self.lowered(words, words.name), words.name.text)
        if words.note and words.beside:
            note, pad = words.note, PAD * self.scale
            far = x + pad if self.painter.rtl else x + width - pad - note.text.width
            yield SetWords(self.start(far, note.text.width, note.width), top + self.lowered(words, note), note.text)
        elif words.note:
            yield SetWords(left, top + words.name.text.height + words.gap, words.note.text)

    def lowered(self, words: Words, block: Block) -> float:
        """How far below the top of its words one of two stands beside the other: on the same baseline."""
        if not words.beside or not words.note:
            return 0.0
        lines = [one.text.baselines[0] for one in (words.name, words.note)]
        return max(lines) - float(block.text.baselines[0])

    def counted(self, node: int) -> Iterator[Op]:
        """The number of a box in a column."""
        found = self.solved.numbers.get(node)
        if found is None:
            return
        x, y, width, height = self.area(node)
        left = x + width - 34 * self.scale - found.text.width if self.painter.rtl else x + 34 * self.scale
        left = self.start(left, found.text.width, found.width)
        yield SetWords(left, y + (height - found.text.height) / 2, found.text)

    def said(self, number: int) -> Iterator[Op]:
        """The words of a line: beside it, above it, or on a lane."""
        block = self.solved.labels[number]
        across, along = self.solved.made.labels[number]
        text = block.text
        if self.pilled(number):
            x, y, width, height = self.pill(number)
            yield SetWords(x + (width - block.width) / 2, y + (height - text.height) / 2, text)
            return
        wire = self.figure.wires[number]
        if not self.solved.down and wire.start != wire.end:
            x, y = self.place((across, along))
            left = x - text.width - 10 * self.scale if self.flip_x else x + 10 * self.scale
            yield SetWords(self.start(left, text.width, block.width), y - text.height - 6 * self.scale, text)
            return
        if not self.solved.down:  # below a loop
            x, y = self.place((across, along))
            left = x - text.width - 10 * self.scale if self.flip_x else x + 10 * self.scale
            yield SetWords(self.start(left, text.width, block.width), y + 8 * self.scale, text)
            return
        x, y = self.place((across, along))
        y -= text.height if self.flip_y else 0.0
        gap = 22 * self.scale
        left = x - gap - text.width if self.flip_x else x + gap
        yield SetWords(self.start(left, text.width, block.width), y + 2 * self.scale, text)

    def start(self, left: float, wide: float, measure: float) -> float:
        """Where a text begins that was set to a measure: lines that end at its right end stand there."""
        return left + wide - measure if self.painter.rtl else left
