"""Graphs made by hand or at random, laid out with the real fonts of a theme, and their geometry."""

from __future__ import annotations

from hypothesis import strategies as st

from post_forge.errors import Source
from post_forge.model import FORMATS, Dialogue, Edge, Graph, Node, Slide, Span, Text
from post_forge.render import DeckView, load_theme, markup
from post_forge.render import lay_out as lay_out_slide
from post_forge.render.boxes import Frame
from post_forge.render.diagram.artist import Artist
from post_forge.render.elements import Painter
from post_forge.render.theme import scale_of, scaled
from post_forge.render.values import Words

NOTE = Source("content/flow.md", 7)
THEMES = {name: load_theme(name) for name in ("night", "paper", "signal")}
Rect = tuple[float, float, float, float]


def text(words: str) -> Text:
    return Text((Span(words),)) if words else Text()


def graph(names: str, *ways: str, direction: str = "down") -> Graph:
    """`graph("a b c", "a b", "b c:label")`."""
    keys = names.split()
    edges = []
    for way in ways:
        pair, _, label = way.partition(":")
        start, end = pair.split()
        edges.append(Edge(keys.index(start), keys.index(end), text(label)))
    return Graph(tuple(Node(text(key)) for key in keys), tuple(edges), direction=direction)  # type: ignore[arg-type]


def frame_of(
    diagram: Graph | Dialogue,
    theme: str = "night",
    size: str = "portrait",
    direction: str = "ltr",
    title: str = "The flow",
) -> Frame:
    """The slide of a diagram. Raises LayoutError where it does not fit."""
    slide = Slide("diagram", NOTE, text(title), diagram=diagram)
    view = DeckView(number=2, total=4, handle="@me", direction=direction)  # type: ignore[arg-type]
    made = markup(slide, view, THEMES[theme], FORMATS[size])
    return lay_out_slide(made, THEMES[theme], FORMATS[size])


def element(frame: Frame, name: str) -> Frame:
    return next(one for one in frame.walk() if one.box.element.name == name)


def artist(frame: Frame, theme: str = "night", size: str = "portrait") -> Artist:
    """What knows where everything of a graph stands."""
    sized = scaled(THEMES[theme], scale_of(FORMATS[size])).on(frame.box.own("field", ""))
    found = element(frame, "graph")
    return Artist(found, found.content, Painter(sized, frame.box.own("direction") == "rtl"))


def areas(made: Artist) -> list[Rect]:
    return [made.area(node) for node in range(len(made.figure.nodes))]


def texts(made: Artist) -> list[tuple[str, Rect]]:
    """Every set text with the rectangle of its letters' advances."""
    found = []
    for op in made.words():
        assert isinstance(op, Words)
        lines = op.text.lines
        left = op.x + min(line.x for line in lines)
        right = op.x + max(line.x + line.width for line in lines)
        found.append((" ".join(line.text for line in lines), (left, op.y, right - left, op.text.height)))
    return found


def overlap(one: Rect, other: Rect, by: float = 0.5) -> bool:
    """Whether two rectangles share more than `by` px both ways."""
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return wide > by and high > by


LABELS = st.sampled_from(
    ["API", "gateway", "Read the error", "socket()", "payments service", "wait", "Zähler", "🚀 go", "min(cap, 2n)",
     "a label that is long enough to be broken over lines", "Name:\nand what it does"]
)  # fmt: skip


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Up to nine boxes, joined somehow."""
    count = draw(st.integers(1, 9))
    nodes = tuple(
        Node(
            text(draw(LABELS)), draw(st.sampled_from(["box", "box", "choice", "cylinder", "pill", "slanted", "start"]))
        )
        for _ in range(count)
    )
    some = st.integers(0, count - 1)
    edges = draw(
        st.lists(
            st.builds(
                Edge,
                some,
                some,
                st.sampled_from(["", "", "yes", "POST /pay", "retry later"]).map(text),
                st.sampled_from(["solid", "dashed", "thick"]),
                st.sampled_from(["arrow", "arrow", "none", "cross"]),
            ),
            max_size=count + 2,
        )
    )
    return Graph(nodes, tuple(edges), direction=draw(st.sampled_from(["down", "up", "right", "left"])))
