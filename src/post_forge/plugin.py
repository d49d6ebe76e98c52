"""What a plugin that adds an element to layouts may use: all of it is here, and nothing else is promised to stay.

    from post_forge.plugin import Element, Fill, Leaf, read

    class Dot(Leaf):
        def width(self, box, session):
            return box.own("size")

        def height(self, box, width, session):
            return box.own("size")

        def paint(self, frame, painter):
            yield Fill(frame.x, frame.y, frame.width, frame.height, frame.box.own("color"), frame.width / 2)

    DOT = Element("dot", "nothing", "a filled circle", {"size": read.size(4, 400), "color": read.color}, leaf=Dot())

A distribution offers it under `[project.entry-points.post_forge]` as `dot = "its_module:DOT"`; docs/templates.md tells
the rest. All lengths are px of the finished picture.
"""

from post_forge.errors import Problem, Source, did_you_mean
from post_forge.render import (
    Blit,
    Box,
    Dots,
    Element,
    Fill,
    Frame,
    Gradient,
    Leaf,
    Op,
    Painter,
    SetText,
    Sizes,
    Stroke,
    Theme,
    Words,
    WrongValueError,
    read,
    set_line,
)

__all__ = [
    "Blit",
    "Box",
    "Dots",
    "Element",
    "Fill",
    "Frame",
    "Gradient",
    "Leaf",
    "Op",
    "Painter",
    "Problem",
    "SetText",
    "Sizes",
    "Source",
    "Stroke",
    "Theme",
    "Words",
    "WrongValueError",
    "did_you_mean",
    "read",
    "set_line",
]
