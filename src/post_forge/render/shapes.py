"""The elements that are shapes: `rule`, `icon`, `dots` and `image`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from post_forge.errors import Problem
from post_forge.render import readers as read
from post_forge.render.boxes import Box, Frame
from post_forge.render.elements import Element, Leaf, Painter, register
from post_forge.render.sizes import Sizes
from post_forge.render.theme import Theme
from post_forge.render.values import Blit, Dots, Fill, Op, Stroke

Points = tuple[tuple[float, float], ...]


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

ICONS: dict[str, tuple[tuple[Points, bool], ...]] = {
    "check": ((((0.16, 0.54), (0.41, 0.78), (0.86, 0.24)), False),),
    "cross": ((((0.2, 0.2), (0.8, 0.8)), False), (((0.8, 0.2), (0.2, 0.8)), False)),
    "plus": ((((0.5, 0.18), (0.5, 0.82)), False), (((0.18, 0.5), (0.82, 0.5)), False)),
    "minus": ((((0.18, 0.5), (0.82, 0.5)), False),),
    "warn": ((((0.5, 0.16), (0.5, 0.58)), False), (((0.5, 0.7), (0.5, 0.84)), False)),
    "crosshair": ((((0.5, 0.0), (0.5, 1.0)), False), (((0.0, 0.5), (1.0, 0.5)), False)),
    "bookmark": ((((0.2, 0.1), (0.8, 0.1), (0.8, 0.9), (0.5, 0.66), (0.2, 0.9)), True),),
}
"""Polylines in a square of side 1, and whether they are closed. `arrow` is made to measure."""


def arrow(width: float, height: float) -> tuple[tuple[Points, bool], ...]:
    """A shaft with an open head at 45 degrees whose half height is half the icon's height, in px."""
    middle, head = height / 2, height / 2
    tip = (width, middle)
    return (((0.0, middle), tip), False), (((width - head, 0.0), tip, (width - head, height)), False)


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


class Picture(Leaf):
    """A picture file that covers its box; without a height it keeps its own proportions."""

    def width(self, box: Box, session: Sizes) -> float:
        size = self.size(box, session)
        return size[0] * session.theme.scale if size else 0.0

    def height(self, box: Box, width: float, session: Sizes) -> float:
        size = self.size(box, session)
        return width * size[1] / size[0] if size else 0.0

    def fix(self, box: Box, width: float, height: float, session: Sizes) -> str:
        del width, height
        found = self.file(box, session)
        return str(found) if found and self.size(box, session) else ""

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        del painter
        if frame.content:
            radius = min(frame.box.style.radius, frame.width / 2, frame.height / 2)
            yield Blit(frame.x, frame.y, frame.width, frame.height, frame.content, radius)

    def file(self, box: Box, session: Sizes) -> Path | None:
        """The picture's file: inside the slide's root or inside the theme, nowhere else."""
        name: str = box.own("src")
        for folder in (Path(session.root), *session.theme.folders.values()):
            file: Path = (folder / name).resolve()
            if file.is_relative_to(folder.resolve()) and file.is_file():
                return file
        message = f"there is no picture {name!r}"
        hint = "a picture lies in the folder of the notes or of the theme"
        session.problem(Problem("template.picture", message, box.source, hint))
        return None

    def size(self, box: Box, session: Sizes) -> tuple[int, int] | None:
        """Its width and height in its own pixels, or None (and a problem) when it cannot be read."""
        key = ("picture", id(box))
        if key not in session.kept:
            session.kept[key] = self._read_size(box, session)
        return session.kept[key]  # type: ignore[no-any-return]

    def _read_size(self, box: Box, session: Sizes) -> tuple[int, int] | None:
        from PIL import Image, UnidentifiedImageError

        file = self.file(box, session)
        if file is None:
            return None
        try:
            with Image.open(file) as picture:
                return picture.size
        except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError) as error:
            message = f"the picture {box.own('src')!r} cannot be read: {error}"
            session.problem(Problem("template.picture", message, box.source, "use PNG, JPEG or WebP"))
            return None


_NAMES = tuple(sorted([*ICONS, "arrow"]))

register(
    Element(
        "rule",
        "nothing",
        "a straight line",
        {"color": read.color, "thickness": read.length(share=False)},
        leaf=Rule(),
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
            "size": read.length(share=False),
            "stroke": read.length(share=False),
            "color": read.color,
        },
        leaf=Icon(),
        required=frozenset({"name"}),
        finish=lambda own, theme: own.setdefault("color", theme.color["text"]),
    )
)
register(
    Element(
        "dots",
        "nothing",
        "a grid of dots that fades out downwards",
        {"color": read.color, "pitch": read.length(share=False), "dot": read.length(share=False)},
        leaf=DotGrid(),
        finish=_default_color,
    )
)
register(
    Element("image", "nothing", "a picture file", {"src": read.words}, leaf=Picture(), required=frozenset({"src"}))
)
