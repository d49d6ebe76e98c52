"""The tree before layout (Box) and after it (Frame): what the markup says, and where it ended up.

Lengths are px of the finished picture. Neither tree is ever changed: layout makes a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from post_forge.errors import Source
from post_forge.render.values import Color

if TYPE_CHECKING:
    from post_forge.render.elements import Element

Align = Literal["start", "center", "end", "stretch", "first"]
"""`first`, in a row: the first lines of text, and the middles of what says nothing, stand on one height."""
Justify = Literal["start", "center", "end", "between"]


class Share(float):
    """A part (0.5 is 50 %) of the room inside the parent."""


Length = float
"""px, or a Share of the parent."""


def in_px(length: Length, whole: float) -> float:
    """A length in px, given the room inside the parent."""
    return float(length) * whole if isinstance(length, Share) else length


@dataclass(frozen=True, slots=True)
class Sweep:
    """A gradient token: what a box is filled with instead of one colour."""

    stops: tuple[tuple[float, Color], ...]
    angle: float = 180.0


@dataclass(frozen=True, slots=True)
class Shadow:
    """A soft dark copy of the box below it, moved by (x, y) and blurred."""

    color: Color
    blur: float
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Style:
    """What the attributes of one element say, read and resolved. `own` holds those that only its element knows.

    `across` and `down` are the px of padding and border left and right, and above and below.
    """

    width: Length | None = None
    height: Length | None = None
    max_width: Length | None = None
    max_height: Length | None = None
    min_height: float = 0.0
    grow: float = 0.0
    pad: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    background: Color | Sweep = ""
    border: tuple[float, Color] = (0.0, "")
    radius: float = 0.0
    corners: Literal["all", "top", "bottom", "left", "right"] = "all"
    shadow: Shadow | None = None
    opacity: float = 1.0
    align_self: Align | None = None
    place: tuple[str, str] | None = None
    offset: tuple[float, float] = (0.0, 0.0)
    ornament: bool = False
    gap: float = 0.0
    justify: Justify = "start"
    align: Align = "stretch"
    own: Mapping[str, Any] = field(default_factory=dict)
    across: float = field(init=False, default=0.0)
    down: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        top, right, bottom, left = self.pad
        object.__setattr__(self, "across", right + left + 2 * self.border[0])
        object.__setattr__(self, "down", top + bottom + 2 * self.border[0])

    def paints(self) -> bool:
        """Whether the box itself can be seen, whatever stands in it."""
        return bool(self.background) or self.border[0] > 0 or self.shadow is not None


@dataclass(frozen=True, slots=True)
class Inline:
    """Words with the inline marks around them ("b", "i", "code", "s", "mark"). A hard line break is "\\n"."""

    text: str
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """One element of the markup. `at` is the place of its opening tag in a template, `path:line:column`."""

    element: Element
    style: Style
    at: str
    children: tuple[Box, ...] = ()
    words: tuple[Inline, ...] = ()

    @property
    def source(self) -> Source:
        """Where the opening tag stands."""
        return read_place(self.at)

    def own(self, name: str, default: Any = None) -> Any:
        """An attribute that only this element knows."""
        return self.style.own.get(name, default)

    def says(self) -> str:
        """Its words and those of everything in it, as plain text."""
        return " ".join("".join(word.text for word in box.words) for box in self.walk() if box.words)

    def walk(self) -> Iterator[Box]:
        """This box and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A box at its fixed place. `content` is what its element set there (a SetText, a code window's lines, ...)."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    children: tuple[Frame, ...] = ()
    content: Any = None

    def walk(self) -> Iterator[Frame]:
        """This frame and all below it, from back to front."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_place(at: str) -> Source:
    """`path:line:column` as a Source; a path may hold colons itself."""
    path, _, rest = at.rpartition(":")
    path, _, line = path.rpartition(":")
    return Source(path, int(line), int(rest)) if path and line.isdigit() and rest.isdigit() else Source(at or "?")
