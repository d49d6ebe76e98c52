"""A sequence at its places -> what is painted: frames, lifelines, arrows, names, then words over a patch of ground."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from post_forge.render.boxes import Box, Frame
from post_forge.render.diagram.outline import Pen, Skin, form, line
from post_forge.render.diagram.talk import Row, Staged
from post_forge.render.elements import Painter
from post_forge.render.values import Fill, Op, SetText, Words


@dataclass(frozen=True, slots=True)
class Scene:
    """A sequence at its places with its words; `tags` are the titles of frames."""

    made: Staged
    names: list[tuple[SetText, float]]
    tags: list[tuple[SetText, float]]
    y: float


class Stage:
    """Paints a sequence: frames, lifelines, arrows, names, then words over a patch of ground."""

    def __init__(self, frame: Frame, scene: Scene, painter: Painter) -> None:
        self.box, self.own, self.scene, self.painter = frame.box, frame.box.style.own, scene, painter
        self.x, y = painter.corner(frame)
        self.y = y + scene.y
        self.width = frame.width - 2 * (self.x - frame.x) if not painter.rtl else frame.width
        self.scale = painter.theme.scale
        kinds = {"actor": list[Box](), "band": list[Box](), "message": list[Box](), "remark": list[Box]()}
        self.events: list[Box] = []
        for child in frame.box.children:
            kinds[child.element.name].append(child)
            if child.element.name in ("message", "remark"):
                self.events.append(child)
        self.actors, self.bands = kinds["actor"], kinds["band"]

    def across(self, x: float, wide: float = 0.0) -> float:
        """A place from the left: slides that run from right to left are mirrored."""
        return self.x + (self.width - x - wide if self.painter.rtl else x)

    def ops(self) -> Iterator[Op]:
        yield from self.frames()
        yield from self.lives()
        for event, row in zip(self.events, self.scene.made.rows, strict=True):
            yield from self.ground(event, row)
            if event.element.name == "message":
                yield from line(self.points(event, row), self.pen(event))
        for actor, (x, y, wide, tall) in zip(self.actors, self.scene.made.heads, strict=True):
            yield from form("box", (self.across(x, wide), self.y + y, wide, tall), skin_of(actor), self.own["color"])
        yield from self.words()

    def frames(self) -> Iterator[Op]:
        for band, (x, y, wide, tall) in zip(self.bands, self.scene.made.frames, strict=True):
            yield from form("box", (self.across(x, wide), self.y + y, wide, tall), skin_of(band), self.own["color"])

    def lives(self) -> Iterator[Op]:
        made = self.scene.made
        for x, head in zip(made.lives, made.heads, strict=True):
            pen = Pen(self.own["life-color"], max(2.0, 2 * self.scale), 0, True, "none")
            top, at = self.y + head[1] + head[3], self.across(x)
            yield from line([(at, top), (at, self.y + made.bottom)], pen)

    def ground(self, event: Box, row: Row) -> Iterator[Op]:
        """What stands behind the words: the box of a remark, else a patch where a lifeline runs."""
        if event.element.name == "remark":
            x, y, wide, tall = row.box
            yield from form("note", (self.across(x, wide), self.y + y, wide, tall), skin_of(event), self.own["color"])
        elif row.text.lines:
            pad = 6 * self.scale
            x, wide = row.x - pad, row.text.width + 2 * pad
            for life in self.scene.made.lives:
                if x < life < x + wide:
                    ground = self.painter.theme.color["background"]
                    yield Fill(
                        round(self.across(x, wide)),
                        round(self.y + row.top),
                        round(wide),
                        round(row.text.height),
                        ground,
                    )

    def points(self, event: Box, row: Row) -> list[tuple[float, float]]:
        lives = self.scene.made.lives
        start, end = event.own("from"), event.own("to")
        y = self.y + row.line
        if start != end:
            return [(self.across(lives[start]), y), (self.across(lives[end]), y)]
        outward = start < (len(lives) - 1) / 2 or len(lives) == 1
        reach, half = (44 if outward else -44) * self.scale, 15 * self.scale
        near, far = self.across(lives[start]), self.across(lives[start] + reach)
        return [(near, y - half), (far, y - half), (far, y + half), (near, y + half)]

    def pen(self, event: Box) -> Pen:
        own = self.own
        tips = event.own("head", "arrow"), event.own("tail", "none")
        color = own["cross-color"] if "cross" in tips else own["color"]
        solid = own.get("heads", "open") == "solid"
        return Pen(
            color, own["stroke"], own.get("turn", 0.0), event.own("line", "solid") == "dashed", *tips, own["tip"], solid
        )

    def words(self) -> Iterator[Op]:
        made = self.scene.made
        for (text, measure), (x, y, wide, tall) in zip(self.scene.names, made.heads, strict=True):
            left = self.across(x, wide) + (wide - measure) / 2
            yield Words(left, self.y + y + (tall - text.height) / 2, text)
        yield from self.said()

    def said(self) -> Iterator[Op]:
        """The titles of frames and the words of events, from the top."""
        made = self.scene.made
        opened: set[int] = set()
        for number, (event, row) in enumerate(zip(self.events, made.rows, strict=True)):
            for at, band in enumerate(self.bands):
                if band.own("first") == number and at not in opened:
                    opened.add(at)
                    yield from self.tag(at)
            loop = event.element.name == "message" and event.own("from") == event.own("to")
            left = self.across(row.x, row.text.width)
            if not loop:
                left -= (row.measure - row.text.width) / 2
            elif self.painter.rtl:
                left -= row.measure - row.text.width
            if row.text.lines:
                yield Words(left, self.y + row.top, row.text)

    def tag(self, number: int) -> Iterator[Op]:
        """The title of a frame, over the lifelines."""
        text, measure = self.scene.tags[number]
        x, y, _, _ = self.scene.made.frames[number]
        pad = 18 * self.scale
        left = self.across(x + pad, text.width)
        if self.painter.rtl:
            left -= measure - text.width
        ground, top = self.painter.theme.color["background"], self.y + y + 8 * self.scale
        yield Fill(
            round(self.across(x + pad, text.width)), round(top), round(text.width) + 2, round(text.height), ground
        )
        yield Words(left, top, text)


def skin_of(box: Box) -> Skin:
    """The looks of a box by its attributes."""
    style = box.style
    fill = style.background if isinstance(style.background, str) else ""
    return Skin(fill, style.border[0], style.border[1], style.radius)
