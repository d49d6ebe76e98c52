"""The vocabulary of layouts: which elements exist, which attributes each takes, and how a value is read.

One table serves the check of a layout, its documentation and plugins. What comes with the program is registered by the
same `register` that a plugin calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from post_forge.render import readers as read
from post_forge.render.boxes import Box, Frame
from post_forge.render.readers import Reader
from post_forge.render.theme import Theme
from post_forge.render.values import Op

if TYPE_CHECKING:
    from post_forge.render.sizes import Sizes

Group = tuple[Any, ...]
Finish = Callable[[dict[str, Any], Theme], None]

INLINE = frozenset({"b", "i", "code", "s", "mark"})
"""Marks inside words. `<br/>` breaks a line."""


class Leaf:
    """How an element that holds no boxes is measured, set and drawn. A plugin overrides what it needs.

    All lengths are px of the inner box (without padding and border). `foreseen` says that `order` needs no more than
    the width of the box, which is known before the box has its place.
    """

    foreseen = True

    def steps(self, box: Box) -> int:
        """In how many sizes it can be set, the preferred one first."""
        del box
        return 1

    def group(self, box: Box) -> Group | None:
        """Boxes of the same group take the same step; None for a box that has only one size."""
        del box
        return None

    def order(self, box: Box, session: Sizes) -> Sequence[int]:
        """The steps of a box that is alone in its group, the most welcome first; empty for the natural order."""
        del box, session
        return ()

    def width(self, box: Box, session: Sizes) -> float:
        """The width it takes when it has all the room it wants."""
        del box, session
        return 0.0

    def height(self, box: Box, width: float, session: Sizes) -> float:
        """The height it takes in a given width."""
        del box, width, session
        return 0.0

    def middle(self, box: Box, width: float, session: Sizes) -> float:
        """How far below its top stands what `align="first"` puts on one height with its neighbours."""
        return self.height(box, width, session) / 2

    def fix(self, box: Box, width: float, height: float, session: Sizes) -> Any:
        """What is set in a room. Tells the session (`session.overflow`) what does not fit. Called for every try."""
        del box, width, height, session
        return None

    def finish(self, box: Box, fixed: Any, width: float, height: float, session: Sizes) -> Any:
        """What is drawn, from what `fix` gave. Called once, in the room that the slide has settled on."""
        del box, width, height, session
        return fixed

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        """What it looks like, from back to front."""
        del frame, painter
        return ()

    def alt(self, box: Box) -> str:
        """What a listener is told of it, for the slide's alternative text; "" where its words say everything."""
        del box
        return ""


@dataclass(frozen=True, slots=True)
class Painter:
    """What painting may ask: the theme in px of the picture, and whether the slide runs from right to left."""

    theme: Theme
    rtl: bool = False

    def corner(self, frame: Frame) -> tuple[float, float]:
        """The top left corner of a frame's inner box: within its border and padding."""
        top, right, _, left = frame.box.style.pad
        edge = frame.box.style.border[0]
        return frame.x + edge + (right if self.rtl else left), frame.y + edge + top


@dataclass(frozen=True, slots=True)
class Element:
    """One word of the vocabulary.

    `holds` says what may stand inside: other boxes, words with inline marks, text kept verbatim, or nothing. `flow` is
    how boxes are arranged. `only_in` names the elements it must stand in, if not anywhere. `finish` adds to the own
    attributes, once per distinct set of attributes, what follows from them and the theme. `summary` and `example` are
    what the documentation shows of it; an example can stand in a column. What `stays` is there even when it says
    nothing; other elements without words take no room.
    """

    name: str
    holds: Literal["boxes", "words", "verbatim", "nothing"]
    summary: str = ""
    attributes: Mapping[str, Reader] = field(default_factory=dict)
    flow: Literal["column", "row", "layers", "either", "table", ""] = ""
    leaf: Leaf = field(default_factory=Leaf)
    only_in: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    finish: Finish | None = None
    example: str = ""
    stays: bool = False


_LENGTH = read.length()

BOX: dict[str, Reader] = {
    "width": _LENGTH,
    "height": _LENGTH,
    "max-width": _LENGTH,
    "max-height": _LENGTH,
    "min-height": read.length(share=False),
    "grow": read.positive,
    "pad": read.insets,
    "background": read.paint,
    "border": read.border,
    "radius": read.length("radius", share=False),
    "corners": read.choice("all", "top", "bottom", "left", "right"),
    "shadow": read.shadow,
    "opacity": read.opacity,
    "align-self": read.choice("start", "center", "end", "stretch"),
    "place": read.place,
    "offset": read.offset,
    "ornament": read.truth,
}
"""What every element takes."""

FLOW: dict[str, Reader] = {
    "gap": read.length(share=False),
    "justify": read.choice("start", "center", "end", "between"),
    "align": read.choice("start", "center", "end", "stretch", "first"),
}
"""What a row or a column takes besides."""

ELEMENTS: dict[str, Element] = {}
"""What has been registered so far. Ask `find` for one, `everything` for all."""

LATER = {"banner": "banner"} | dict.fromkeys(
    ("graph", "node", "link", "group", "sequence", "actor", "message", "remark", "band"), "diagram"
)
"""Elements that few decks have -> the module of this package that registers them, loaded when one is asked for."""


def register(element: Element) -> None:
    """Add an element to the vocabulary, or put another in the place of one that is there."""
    ELEMENTS[element.name] = element


def find(name: str) -> Element | None:
    """The element of this name that comes with the program or was registered."""
    if name not in ELEMENTS and name in LATER:
        import_module(f"post_forge.render.{LATER[name]}")
    return ELEMENTS.get(name)


def everything() -> dict[str, Element]:
    """Every element, those that wait loaded; the elements of plugins as far as they are."""
    for name in LATER:
        find(name)
    return ELEMENTS


def known_names() -> frozenset[str]:
    """Every element that a layout may name, those of installed plugins included; none of these is loaded for it."""
    from post_forge.render.plugins import offered

    return frozenset({*ELEMENTS, *LATER, *offered()})


def attributes(element: Element) -> dict[str, Reader]:
    """Every attribute an element takes and how its value is read."""
    return {**BOX, **(FLOW if element.holds == "boxes" else {}), **element.attributes}


_SLIDE: dict[str, Reader] = {"lang": read.words, "direction": read.choice("ltr", "rtl")}

register(
    Element(
        "slide",
        "boxes",
        "the whole picture: what a layout begins with",
        _SLIDE,
        flow="column",
        example='<slide background="background" pad="page"><text style="title">Words</text></slide>',
    )
)
register(
    Element(
        "column",
        "boxes",
        "boxes below each other",
        flow="column",
        example='<column gap="md"><text style="title">Above</text><text style="body">Below</text></column>',
    )
)
register(
    Element(
        "row",
        "boxes",
        "boxes beside each other, in reading direction",
        flow="row",
        example='<row gap="md" align="first"><text style="body">1.</text>'
        '<text style="body" grow="1">First</text></row>',
    )
)
register(
    Element(
        "layers",
        "boxes",
        "boxes on top of each other, the first one at the back",
        flow="layers",
        example='<layers width="56" height="56" radius="full" background="accent">'
        '<text style="monogram" place="center" color="on-accent">A</text></layers>',
    )
)
register(
    Element(
        "either",
        "boxes",
        "the first of its boxes with which the slide fits",
        flow="either",
        example='<either><text style="body">The long way to say it.</text><text style="body">Short.</text></either>',
    )
)
register(
    Element(
        "table",
        "boxes",
        "records below each other whose cells form columns",
        flow="table",
        example='<table gap="sm"><record gap="md"><cell style="table-words">p99</cell>'
        '<cell style="table">800 ms</cell></record></table>',
    )
)
register(
    Element(
        "record",
        "boxes",
        "one line of a table",
        flow="row",
        only_in=frozenset({"table"}),
        example='<table><record gap="md"><cell style="table-words">a</cell>'
        '<cell style="table">1</cell></record></table>',
    )
)
register(Element("spacer", "nothing", "empty room", example='<spacer height="lg"/>'))
