"""The element `graph`: boxes and the lines between them, placed by themselves in the largest type that fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast, get_args

from post_forge.errors import Problem
from post_forge.model import Form
from post_forge.render import readers as read
from post_forge.render.boxes import Box, Frame
from post_forge.render.diagram.artist import Artist, Shown, extent_of, missing_of
from post_forge.render.diagram.figure import Figure
from post_forge.render.diagram.labels import Face
from post_forge.render.diagram.solve import solve
from post_forge.render.diagram.solved import Solved
from post_forge.render.diagram.words import Faces
from post_forge.render.elements import Element, Group, Leaf, Painter, register
from post_forge.render.sizes import Sizes
from post_forge.render.theme import TextStyle, Theme
from post_forge.render.values import Op

HINT = "shorten its labels, or leave boxes out"
LARGE, COLUMN = 38.0, 50.0
"""px (at 1080): rows in smaller type than LARGE come after a column, and that begins with COLUMN."""

LEAST_NAME, LEAST_NOTE = 32.0, 28.0
"""px (at 1080) below which the names of boxes, and notes and the words of lines, are never set."""


def finish(own: dict[str, Any], theme: Theme) -> None:
    """Work out the steps of sizes."""
    style: TextStyle = own["style"]
    top = own.get("size", style.sizes[0][0])
    sizes = [step for step in style.ladder() if LEAST_NAME * theme.scale - 0.01 <= step[0] <= top + 0.01]
    sizes = sizes or [style.ladder()[-1]]
    large = [step for step in sizes if step[0] >= LARGE * theme.scale - 0.01]
    tries = [("rows", step) for step in large] + [("column", step) for step in sizes if step[0] <= COLUMN * theme.scale]
    tries += [("rows", step) for step in sizes if step not in large] + [("dense", sizes[-1])]
    own["ladder"] = tuple(tries)
    own["group"] = ("graph", style.name, top) if len(own["ladder"]) > 1 else None
    own.setdefault("color", theme.color["done"])
    own.setdefault("back-color", own["color"])
    own.setdefault("stroke", 4 * theme.scale)
    own.setdefault("tip", 14 * theme.scale)
    own.setdefault("turn", 24 * theme.scale)


class GraphLeaf(Leaf):
    """Arranges its nodes and links."""

    def steps(self, box: Box) -> int:
        return len(box.style.own["ladder"])

    def group(self, box: Box) -> Group | None:
        return cast("Group | None", box.style.own["group"])

    def height(self, box: Box, width: float, session: Sizes) -> float:
        if box.style.grow:
            return 0.0
        found = self.solved(box, width, 10_000.0, session)
        return found.made.long if found and found.down else found.made.wide if found else 0.0

    def fix(self, box: Box, width: float, height: float, session: Sizes) -> Shown | None:
        figure = self.figure(box, session)
        if not figure.nodes:
            return None
        solved = self.solved(box, width, height, session)
        if solved is None:
            needs = self.needed(box, width, height, session)
            session.overflow(box, max(needs, height + 1), height, "the height", HINT)
            return None
        for cluster in missing_of(solved):
            session.missing.setdefault(cluster, box)
        used = extent_of(solved)
        return Shown(figure, solved, (width - used[0]) / 2, (height - used[1]) / 2)

    def needed(self, box: Box, width: float, height: float, session: Sizes) -> float:
        """About how high a room it would fit in."""
        for share in (1.15, 1.4, 1.8, 2.5):
            if session.accepted is None and self.solved(box, width, height * share, session):
                return height * share
        return height * 3

    def solved(self, box: Box, width: float, height: float, session: Sizes) -> Solved | None:
        """The figure at the step the session has for it."""
        step = session.step(box)
        key = ("graph", id(box), step, round(width, 2), round(height, 2))
        if key not in session.kept:
            faces = self.faces(box, step, session)
            manner = box.style.own["ladder"][step][0]
            session.kept[key] = solve(self.figure(box, session), faces, (width, height), session, manner)
        return cast("Solved | None", session.kept[key])

    def faces(self, box: Box, step: int, session: Sizes) -> Faces:
        """The looks of its words at a step."""
        own, scale = box.style.own, session.theme.scale
        style: TextStyle = own["style"]
        size, pitch = own["ladder"][step][1]
        text = session.theme.color["text"]
        small: TextStyle = own["note-style"]
        least = LEAST_NOTE * scale
        note_size = max(least, min(size * 0.78, small.sizes[0][0]))
        note = Face(small, note_size, note_size * small.sizes[0][1] / small.sizes[0][0], own.get("note-color", text))
        words: TextStyle = own["link-style"]
        link = Face(words, *words.sizes[0], own.get("link-color") or words.color or text)
        large = own.get("lane-size", link.size)
        lane_color = own.get("lane-color") or own["back-color"]
        lane = replace(link, size=large, line=link.line * large / link.size, color=lane_color)
        title = replace(link, color=own.get("title-color") or link.color)
        counted: TextStyle | None = own.get("number-style")
        number = None
        if counted:
            number_size = max(least, min(counted.sizes[0][0], size * own.get("number-share", 0.72)))
            number = Face(counted, number_size, number_size * 1.1, own.get("number-color", text))
        return Faces(Face(style, size, pitch, own.get("name-color", text)), note, link, lane, title, number)

    def figure(self, box: Box, session: Sizes) -> Figure:
        """Its children as a graph; what cannot stand in one is told."""
        key = ("figure", id(box))
        if key not in session.kept:
            session.kept[key] = self.read(box, session)
        return cast("Figure", session.kept[key])

    def read(self, box: Box, session: Sizes) -> Figure:
        parts: dict[str, list[Box]] = {"node": [], "link": [], "group": []}
        for child in box.children:
            if child.element.name not in parts:
                message = f"<{child.element.name}> cannot go inside <graph>"
                session.problem(
                    Problem("template.nesting", message, child.source, "it holds <node>, <link> and <group>")
                )
            else:
                parts[child.element.name].append(child)
        nodes, links = parts["node"], parts["link"]
        for link in links:
            wrong = [one for one in (link.own("from"), link.own("to")) if one >= len(nodes)]
            if wrong:
                message = f"<link> names the node {wrong[0]}, and there are {len(nodes)}, counted from 0"
                session.problem(Problem("template.value", message, link.source))
        kept = [link for link in links if max(link.own("from"), link.own("to")) < len(nodes)]
        return Figure(tuple(nodes), tuple(kept), tuple(parts["group"]), box.own("direction", "down"))

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        if frame.content is not None:
            yield from Artist(frame, frame.content, painter).ops()


_COUNT = read.count
_TEXT = read.token("typography")
_PX = read.length(share=False)

GRAPH = {
    "style": _TEXT,
    "note-style": _TEXT,
    "link-style": _TEXT,
    "number-style": _TEXT,
    "number-color": read.color,
    "number-share": read.positive,
    "size": _PX,
    "direction": read.choice("down", "up", "right", "left"),
    "color": read.color,
    "back-color": read.color,
    "name-color": read.color,
    "note-color": read.color,
    "link-color": read.color,
    "lane-color": read.color,
    "lane-size": _PX,
    "title-color": read.color,
    "stroke": _PX,
    "turn": _PX,
    "tip": _PX,
    "heads": read.choice("open", "solid"),
    "patch": read.color,
    "patch-border": read.color,
    "patch-radius": read.length("radius", share=False),
    "patch-lined": read.truth,
}
NODE = {"form": read.choice(*get_args(Form)), "group": _COUNT, "color": read.color, "note-color": read.color}
_TIPS = read.choice("none", "arrow", "circle", "cross")
LINK = {
    "from": _COUNT,
    "to": _COUNT,
    "from-group": _COUNT,
    "to-group": _COUNT,
    "line": read.choice("solid", "dashed", "thick"),
    "head": _TIPS,
    "tail": _TIPS,
    "color": read.color,
}
_INSIDE = frozenset({"graph"})
_EXAMPLE = (
    '<graph grow="1" style="node" note-style="node-note" link-style="link"><node border="2 line">Client</node>'
    '<node border="2 line">Server</node><link from="0" to="1">POST /pay</link></graph>'
)

register(
    Element(
        "graph",
        "boxes",
        "boxes and the lines between them, placed by themselves",
        GRAPH,
        leaf=GraphLeaf(),
        required=frozenset({"style", "note-style", "link-style"}),
        finish=finish,
        example=_EXAMPLE,
    )
)
register(Element("node", "words", "a box of a graph; they are counted from 0", NODE, only_in=_INSIDE, stays=True))
register(
    Element(
        "link",
        "words",
        "a line of a graph from a node to another",
        LINK,
        only_in=_INSIDE,
        required=frozenset({"from", "to"}),
        stays=True,
    )
)
register(Element("group", "words", "a frame around some nodes of a graph", {}, only_in=_INSIDE, stays=True))
