"""The elements that are shapes: `rule`, `icon`, `dots` and `image`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from post_forge.errors import LayoutError, Problem
from post_forge.render import readers as read
from post_forge.render.boxes import Box, Frame
from post_forge.render.elements import Element, Leaf, Painter, register
from post_forge.render.icons import ICONS, arrow
from post_forge.render.sizes import Sizes
from post_forge.render.theme import Theme
from post_forge.render.values import Blit, Dots, Fill, Op, Stroke


def _default_color(own: dict[str, Any], theme: Theme) -> None:
    own.setdefault("color", theme.color["line"])


class Rule(Leaf):
    """A straight line as long as its box: across in a column, upright in a row whose boxes stretch."""

    def width(self, box: Box, session: Sizes) -> float:
        return float(box.own("thickness", 2 * session.theme.scale))

    def height(self, box: Box, width: float, session: Sizes) -> float:
        del width
        return float(box.own("thickness", 2 * session.theme.scale))

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        del painter
        yield Fill(frame.x, frame.y, frame.width, frame.height, frame.box.own("color"), frame.box.style.radius)


class Segments(Leaf):
    """A bar in equal parts, in reading direction, each in its own colour."""

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        colors: tuple[str, ...] = frame.box.own("colors")
        gap, count = frame.box.own("gap", 0.0), max(1, len(colors))
        part = (frame.width - gap * (count - 1)) / count
        for at, color in enumerate(reversed(colors) if painter.rtl else colors):
            left = round(frame.x + at * (part + gap))
            right = round(frame.x + at * (part + gap) + part)
            yield Fill(left, round(frame.y), right - left, frame.height, color, frame.box.style.radius)


# ---- icons -----------------------------------------------------------------------------------------------------------


class Icon(Leaf):
    """A sign drawn with strokes."""

    def width(self, box: Box, session: Sizes) -> float:
        return float(box.own("size", 44 * session.theme.scale))

    def height(self, box: Box, width: float, session: Sizes) -> float:
        del width
        return float(box.own("size", 44 * session.theme.scale))

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        box, width, height = frame.box, frame.width, frame.height
        name = box.own("name")
        stroke = box.own("stroke", 5 * painter.theme.scale)
        if name == "arrow":
            lines = [(points, closed) for points, closed in arrow(width, height)]
        else:
            lines = [(tuple((x * width, y * height) for x, y in points), closed) for points, closed in ICONS[name]]
        flip = painter.rtl and name == "arrow"
        for points, closed in lines:
            placed = tuple((frame.x + (width - x if flip else x), frame.y + y) for x, y in points)
            yield Stroke(placed, stroke, box.own("color"), closed)


class DotGrid(Leaf):
    """A grid of dots that fades out downwards."""

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        box, scale = frame.box, painter.theme.scale
        pitch, dot = box.own("pitch", 30 * scale), box.own("dot", 1.6 * scale)
        yield Dots(frame.x, frame.y, frame.width, frame.height, box.own("color"), pitch, dot)


# ---- pictures --------------------------------------------------------------------------------------------------------


ENLARGED = 1.5
"""How many px of the slide one px of a contained picture may become, at most: beyond that it looks soft."""


@dataclass(frozen=True, slots=True)
class SetPicture:
    """A picture in its box: its file and the rectangle it fills, from the box's left and top, in px."""

    path: str
    x: float
    y: float
    width: float
    height: float


class Picture(Leaf):
    """A picture file that covers its box, or stands whole inside it; without a height it keeps its own proportions."""

    def width(self, box: Box, session: Sizes) -> float:
        size = self.size(box, session)
        return size[0] * session.theme.scale if size else 0.0

    def height(self, box: Box, width: float, session: Sizes) -> float:
        size = self.size(box, session)
        if not size:
            return 0.0
        if box.own("fit", "cover") == "contain":
            if box.style.grow:
                return 0.0  # it takes the room that is left
            edge = 2 * float(box.own("frame", (0.0, ""))[0])
            return edge + min(width - edge, size[0] * ENLARGED * session.theme.scale) * size[1] / size[0]
        return width * size[1] / size[0]

    def fix(self, box: Box, width: float, height: float, session: Sizes) -> str:
        del width, height
        found = self.file(box, session)
        return str(found) if found and self.size(box, session) else ""

    def finish(self, box: Box, fixed: str, width: float, height: float, session: Sizes) -> SetPicture | None:
        size = self.size(box, session)
        if not fixed or not size:
            return None
        if box.own("fit", "cover") == "cover":
            placed = SetPicture(fixed, 0.0, 0.0, width, height)
        else:
            edge = 2 * box.own("frame", (0.0, ""))[0]
            most = ENLARGED * session.theme.scale
            factor = max(0.0, min((width - edge) / size[0], (height - edge) / size[1], most))
            wide, high = size[0] * factor, size[1] * factor
            placed = SetPicture(fixed, (width - wide) / 2, (height - high) / 2, wide, high)
        self.decode(box, placed, session)
        return placed

    def decode(self, box: Box, placed: SetPicture, session: Sizes) -> None:
        """Read the pixels now, so that a broken file is told with the rest; drawing finds them in the cache."""
        from post_forge.render.draw.pictures import covering

        width, height = round(placed.width), round(placed.height)
        if width > 0 and height > 0:
            try:
                covering(placed.path, width, height, self.radius(box, placed))
            except LayoutError as error:
                session.unreadable(box, error.problems[0])

    def radius(self, box: Box, placed: SetPicture) -> int:
        """px of its rounded corners."""
        return round(min(box.style.radius, placed.width / 2, placed.height / 2))

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        placed: SetPicture | None = frame.content
        if placed is None:
            return
        x, y = painter.corner(frame)
        left, top = round(x + placed.x), round(y + placed.y)
        width, height = round(placed.width), round(placed.height)
        radius = self.radius(frame.box, placed)
        edge, color = frame.box.own("frame", (0.0, ""))
        if edge and width and height:
            outer = radius + edge if radius else 0.0
            yield Fill(left - edge, top - edge, width + 2 * edge, height + 2 * edge, color, outer)
        yield Blit(left, top, width, height, placed.path, radius)

    def file(self, box: Box, session: Sizes) -> Path | None:
        """The picture's file: inside the slide's root or inside the theme, nowhere else."""
        name: str = box.own("src")
        for folder in (*map(Path, session.roots), *session.theme.folders.values()):
            file: Path = (folder / name).resolve()
            if file.is_relative_to(folder.resolve()) and file.is_file():
                return file
        hint = "a picture lies in the folder of the notes or of the theme"
        session.unreadable(box, Problem("image.file", f"there is no picture {name!r}", None, hint))
        return None

    def size(self, box: Box, session: Sizes) -> tuple[int, int] | None:
        """Its width and height in its own pixels, or None (and a problem) when it cannot be read."""
        key = ("picture", id(box))
        if key not in session.kept:
            session.kept[key] = self._read_size(box, session)
        return session.kept[key]  # type: ignore[no-any-return]

    def _read_size(self, box: Box, session: Sizes) -> tuple[int, int] | None:
        from post_forge.render.draw.pictures import picture_size

        file = self.file(box, session)
        if file is None:
            return None
        try:
            width, height = picture_size(str(file))
        except LayoutError as error:
            session.unreadable(box, error.problems[0])
            return None
        return (width, height) if width and height else None


_NAMES = tuple(sorted([*ICONS, "arrow"]))

register(
    Element(
        "rule",
        "nothing",
        "a straight line",
        {"color": read.color, "thickness": read.length(share=False)},
        leaf=Rule(),
        example='<rule color="line" thickness="2"/>',
        finish=_default_color,
    )
)
register(
    Element(
        "segments",
        "nothing",
        "a bar in equal parts",
        {"colors": read.each(read.color), "gap": read.length(share=False)},
        leaf=Segments(),
        example='<segments height="6" gap="8" radius="3" colors="done accent future"/>',
        required=frozenset({"colors"}),
    )
)
register(
    Element(
        "icon",
        "nothing",
        "a sign drawn with strokes",
        {
            "name": read.choice(*_NAMES),
            "size": read.size(4, 1500),
            "stroke": read.size(0.5, 200),
            "color": read.color,
        },
        leaf=Icon(),
        example='<icon name="check" size="44" color="accent"/>',
        required=frozenset({"name"}),
        finish=lambda own, theme: own.setdefault("color", theme.color["text"]),
    )
)
register(
    Element(
        "dots",
        "nothing",
        "a grid of dots that fades out downwards",
        {"color": read.color, "pitch": read.size(4, 400), "dot": read.size(0.5, 40)},
        leaf=DotGrid(),
        example='<dots height="300" color="dots"/>',
        finish=_default_color,
    )
)
register(
    Element(
        "image",
        "nothing",
        "a picture file",
        {"src": read.words, "fit": read.choice("cover", "contain"), "frame": read.border},
        leaf=Picture(),
        example='<image src="diagram.png" height="400" fit="contain"/>',
        required=frozenset({"src"}),
    )
)
