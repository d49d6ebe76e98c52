"""A figure, a size of type and a room -> the boxes with their words, the wires and labels at their places.

Wide boxes are tried before narrow ones, and the direction that suits the room before the other: the author's LR is
drawn downward where the room is upright.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from post_forge.render.diagram.arrange import arranged
from post_forge.render.diagram.columns import in_column
from post_forge.render.diagram.figure import DOTS, Figure
from post_forge.render.diagram.labels import MOST_LINES, set_label
from post_forge.render.diagram.mesh import Mesh
from post_forge.render.diagram.request import Label, Request
from post_forge.render.diagram.solved import Solved, spacing
from post_forge.render.diagram.words import Block, Faces, Words, margin, set_titles, set_words, sides, size_of
from post_forge.render.sizes import Sizes

WIDE = 1.35
"""How much wider than high a room is in which graphs run to the right."""

SHARES = (1.0, 0.82, 0.66, 0.52)
WIDEST, NARROWEST = 640.0, 130.0
LABEL = (300.0, 220.0, 170.0)
"""px (at 1080) at which the words of wires are broken, from wide to narrow."""

LEAST_TALL = 2.6
"""How high boxes that stand beside each other are at least, in sizes of their names."""

Manner = Literal["rows", "column", "dense"]


def solve(figure: Figure, faces: Faces, room: tuple[float, float], session: Sizes, way: Manner) -> Solved | None:
    """The figure in a room of (width, height), drawn in one manner; None where it does not fit at this size of type."""
    dense = way == "dense"
    if way == "column":
        return in_column(figure, faces, room, session, False)
    if figure.is_line and not room[0] > WIDE * room[1]:
        found = in_column(figure, faces, room, session, dense)
        if found:
            return found
    for down in (False, True) if room[0] > WIDE * room[1] else (True, False):
        found = next(_tries(figure, faces, room, session, (down, dense)), None)
        if found:
            return found
    return in_column(figure, faces, room, session, dense) if dense or figure.is_line else None


# ---- rows ------------------------------------------------------------------------------------------------------------


Way = tuple[bool, bool]
"""Whether the flow runs down, and whether distances are small."""


def _tries(figure: Figure, faces: Faces, room: tuple[float, float], session: Sizes, way: Way) -> Iterator[Solved]:
    """The layouts in rows that fit, the most welcome first."""
    scale = session.theme.scale
    for rows in figure.meshes:
        widths = _widths(rows, len(figure.nodes), room, session, way)
        tries = [(_all_words(figure, faces, one, session, way[1]), len(set(one)) == 1) for one in widths]
        for words, even in sorted([one for one in tries if one[0]], key=lambda one: _tall(one[0])):
            assert words is not None
            for share in LABEL if any(wire.labelled for wire in figure.wires) else LABEL[:1]:
                labels = _wire_words(figure, faces, share * scale, session)
                if labels is None:
                    break
                found = _try(figure, faces, room, session, way, (words, labels, even, rows))
                if found:
                    yield found


def _tall(words: tuple[Words, ...] | None) -> int:
    """How many names take three lines: they are better set wider."""
    return sum(len(one.name.text.lines) >= MOST_LINES for one in words or ())


def _all_words(
    figure: Figure, faces: Faces, widths: list[float], session: Sizes, dense: bool
) -> tuple[Words, ...] | None:
    scale, found = session.theme.scale, []
    for node, width in zip(figure.nodes, widths, strict=True):
        one = set_words(node, faces, width - 2 * margin(dense) * scale - sides(node, 60 * scale), session)
        if one is None:
            return None
        found.append(one)
    return tuple(found)


def _widths(rows: Mesh, count: int, room: tuple[float, float], session: Sizes, way: Way) -> Iterator[list[float]]:
    """Widths of boxes to try, from wide to narrow: first all alike, then each row's own."""
    scale, down = session.theme.scale, way[0]
    boxes = [[rows.vertices[one].node for one in row if rows.vertices[one].node >= 0] for row in rows.rows]
    most = max(map(len, boxes)) if down else sum(1 for row in boxes if row)
    gap = (40 if down else 60 if way[1] else 84) * scale
    top = (room[0] - (most - 1) * gap) / most
    own = [0.0] * count
    for row in boxes:
        for node in row:
            own[node] = (room[0] - (len(row) - 1) * gap) / len(row) if down else top
    for share in SHARES:
        if top * share >= NARROWEST * scale:
            yield [min(top * share, WIDEST * scale)] * count
        if down:
            yield [min(width * share, WIDEST * scale) for width in own]


def _wire_words(figure: Figure, faces: Faces, width: float, session: Sizes) -> dict[int, Block] | None:
    found = {}
    for number, link in enumerate(figure.links):
        if link.words:
            text = set_label(link.words, faces.wire, width, session, "start")
            if text is None:
                return None
            found[number] = Block(text, width)
    return found


def _try(
    figure: Figure,
    faces: Faces,
    room: tuple[float, float],
    session: Sizes,
    way: Way,
    trial: tuple[tuple[Words, ...], dict[int, Block], bool, Mesh],
) -> Solved | None:
    (down, dense), (words, labels, even, rows) = way, trial
    scale = session.theme.scale
    titles = set_titles(figure, faces, session)
    title = max((one.text.height for one in titles), default=0.0) + (8 * scale if titles else 0.0)
    sizes = [size_of(node, one, scale, dense) for node, one in zip(figure.nodes, words, strict=True)]
    if even:
        plain = [size for size, node in zip(sizes, figure.nodes, strict=True) if node.own("form") not in DOTS]
        top = (max((size[0] for size in plain), default=0.0), max((size[1] for size in plain), default=0.0))
        if not down:
            top = (top[0], max(top[1], LEAST_TALL * faces.name.size))
        sizes = [
            size if node.own("form") in DOTS else ((top[0], size[1]) if down else (size[0], top[1]))
            for size, node in zip(sizes, figure.nodes, strict=True)
        ]
    request = Request(
        rows,
        figure.wires,
        figure.looks,
        tuple(size if down else (size[1], size[0]) for size in sizes),
        {
            number: (_loop_label if figure.wires[number].start == figure.wires[number].end else _label)(
                one, scale, down
            )
            for number, one in labels.items()
        },
        len(figure.groups),
        tuple(one.text.width + 40 * scale for one in titles),
        spacing(scale, figure, title, down, dense),
        room if down else (room[1], room[0]),
    )
    made = arranged(request)
    return Solved(made, words, labels, titles, down) if made else None


def _label(block: Block, scale: float, down: bool) -> Label:
    """The room that the words of a wire take: at the right of a line that runs down, above one that runs across."""
    if down:
        return Label(6 * scale, block.text.width + 26 * scale, block.text.height + 4 * scale)
    return Label(block.text.height + 8 * scale, 8 * scale, block.text.width + 20 * scale)


def _loop_label(block: Block, scale: float, down: bool) -> Label:
    """The room of words at a loop: right of it, or below it where the flow runs to the right."""
    if down:
        return _label(block, scale, down)
    return Label(0.0, block.text.height + 12 * scale, block.text.width + 20 * scale)
