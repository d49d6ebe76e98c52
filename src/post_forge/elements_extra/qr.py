"""`<qr value="https://...">`: an address -> dark squares on a light ground, as large as its box allows.

The squares are whole px and keep the quiet margin of four squares that readers need (ISO/IEC 18004, 6.3.8). The code is
dark on light on every theme: many telephones read no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import segno

from post_forge.plugin import Box, Element, Fill, Frame, Leaf, Op, Painter, Sizes, Theme, WrongValueError, read

QUIET = 4
"""Squares of margin on each side."""

SMALLEST = 5
"""px at a canvas of 1080 that a square must have to be read from a screen."""

Rows = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=64)
def squares(value: str) -> Rows:
    """The code without its margin, row by row; True is dark. Raises WrongValueError for more than a code holds."""
    try:
        made = segno.make(value, error="m", micro=False, boost_error=False)
    except segno.DataOverflowError:
        raise WrongValueError(f"{len(value)} characters are more than a QR code holds", "shorten the address") from None
    return tuple(tuple(map(bool, row)) for row in made.matrix)


@read.told("what the code says, usually an address")
def said(value: str, theme: Theme) -> str:
    """The words of the code: something that a code can hold."""
    del theme
    if not value:
        raise WrongValueError("a QR code says nothing", "write value=..., or leave it out with {% if %}")
    squares(value)
    return value


def lightness(color: str) -> float:
    """How light a colour looks, 0 to 1 (ITU-R BT.601)."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def finish(own: dict[str, Any], theme: Theme) -> None:
    """The two colours: the theme's own, the darker one for the squares."""
    dark, light = sorted((theme.color["text"], theme.color["background"]), key=lightness)
    own.setdefault("dark", dark)
    own.setdefault("light", light)
    if lightness(own["light"]) - lightness(own["dark"]) < 0.4:
        raise WrongValueError("the squares do not stand out", "`dark` has to be much darker than `light`")


class Code(Leaf):
    """A square that holds the code."""

    def width(self, box: Box, session: Sizes) -> float:
        return float(box.own("size", 320 * session.theme.scale))

    def height(self, box: Box, width: float, session: Sizes) -> float:
        return min(width, self.width(box, session))

    def fix(self, box: Box, width: float, height: float, session: Sizes) -> int:
        """px of one square."""
        count = len(squares(box.own("value"))) + 2 * QUIET
        side = min(width, height)
        needed = count * SMALLEST * session.theme.scale
        session.overflow(box, needed, side, f"the side (a code of {count} squares)", "give it more room, or say less")
        return int(side // count)

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        box, unit = frame.box, max(1, frame.content)
        rows = squares(box.own("value"))
        x, y = painter.corner(frame)
        side = unit * (len(rows) + 2 * QUIET)
        left, top = round(x + (frame.width - side) / 2), round(y + (frame.height - side) / 2)
        yield Fill(left, top, side, side, box.own("light"), min(box.style.radius, QUIET * unit))
        for down, row in enumerate(rows, QUIET):
            for across, length in runs(row):
                place = left + (across + QUIET) * unit, top + down * unit
                yield Fill(*place, length * unit, unit, box.own("dark"))

    def alt(self, box: Box) -> str:
        return str(box.own("alt") or f"QR code: {box.own('value')}")


def runs(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    """Where dark squares stand side by side in a row: the first one, and how many."""
    start = -1
    for at, dark in enumerate((*row, False)):
        if dark and start < 0:
            start = at
        elif not dark and start >= 0:
            yield start, at - start
            start = -1


QR = Element(
    "qr",
    "nothing",
    "an address as a code that telephones read",
    {
        "value": said,
        "size": read.size(100, 1000),
        "dark": read.color,
        "light": read.color,
        "alt": read.words,
    },
    leaf=Code(),
    required=frozenset({"value"}),
    finish=finish,
    example='<qr value="https://example.org" size="320" radius="md"/>',
)
