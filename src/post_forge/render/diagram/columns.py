"""A figure as a column: the outline of its boxes with their words, and lanes for what goes back or skips."""

from __future__ import annotations

from dataclasses import replace

from post_forge.render.boxes import Box, Inline
from post_forge.render.diagram.column import Outline
from post_forge.render.diagram.figure import DOTS, Figure
from post_forge.render.diagram.labels import flowing, set_label
from post_forge.render.diagram.request import Label
from post_forge.render.diagram.solved import Solved, spacing
from post_forge.render.diagram.stack import Column, reach, stacked
from post_forge.render.diagram.words import DOT, PAD, Block, Faces, Words, above, set_titles, set_words, sides
from post_forge.render.sizes import Sizes
from post_forge.render.values import SetText

PILL, BESIDE = 190.0, 620.0
"""px (at 1080) at which words are broken that stand on a lane, and beside a line."""

EVEN = 1.5
"""How much higher than the lowest the highest box of a column may be for all to become alike."""


def in_column(figure: Figure, faces: Faces, room: tuple[float, float], session: Sizes, dense: bool) -> Solved | None:
    """The nodes below each other, with lanes at their side."""
    scale, outline = session.theme.scale, figure.outline
    if outline is None or any(max(ends) >= 0 for ends in map(figure.ends, range(len(figure.wires)))):
        return None
    numbered = _numbered(figure, faces)
    lead = (faces.number.size * 1.5 if faces.number else 0.0) if numbered else 0.0
    labels, sizes = _labels(figure, faces, session, outline)
    if labels is None:
        return None
    dots = frozenset(at for at, node in enumerate(figure.nodes) if node.own("form") in DOTS)
    titles = set_titles(figure, faces, session)
    bare = Column(
        outline, figure.wires, sizes, (), (), 0.0, spacing(scale, figure, 0.0, True, dense), room, dots, figure.homes
    )
    edge = room[0] - reach(bare)
    rooms = [edge - bare.left(at) - bare.right(at) - 2 * PAD * scale - lead for at in range(len(figure.nodes))]
    words = _column_words(figure, faces, rooms, session)
    if words is None:
        return None
    pad = (18 if dense else 26) * scale
    tall = [
        one.height + above(node, scale) + pad if one.height else DOT * scale
        for one, node in zip(words, figure.nodes, strict=True)
    ]
    if max(tall) <= EVEN * min([one for at, one in enumerate(tall) if at not in dots] or [1.0]):
        tall = [DOT * scale if at in dots else max(tall) for at in range(len(tall))]
    widths = [
        DOT * scale if at in dots else one.width + 2 * PAD * scale + lead + sides(figure.nodes[at], 80 * scale)
        for at, one in enumerate(words)
    ]
    made = stacked(
        replace(
            bare,
            heights=tuple(tall),
            widths=tuple(widths),
            port=(92 if numbered or figure.is_path else 60) * scale,
            titles=tuple((one.text.width + 44 * scale, one.text.height + 8 * scale) for one in titles),
        )
    )
    if made is None:
        return None
    numbers = _numbers(figure, faces, outline.order, session) if numbered else {}
    return Solved(made, tuple(words), labels, titles, True, outline, lead, numbers)


def _column_words(figure: Figure, faces: Faces, rooms: list[float], session: Sizes) -> list[Words] | None:
    """The words of boxes in a column: notes at the far end of the name's line where all have room there."""
    scale = session.theme.scale
    found = []
    for node, room in zip(figure.nodes, rooms, strict=True):
        inner = room - sides(node, 80 * scale)
        one = set_words(node, faces, inner, session, "start", flat=True) or set_words(
            node, faces, inner, session, "start"
        )
        if one is None:
            return None
        found.append(one)
    return [
        replace(one, gap=40 * scale, beside=True) if one.note and _single(one, room, scale) else one
        for one, room in zip(found, rooms, strict=True)
    ]


def _single(words: Words, room: float, scale: float) -> bool:
    """Whether a name and its note fit beside each other, each on one line."""
    assert words.note is not None
    one_line = len(words.name.text.lines) == 1 and len(words.note.text.lines) == 1
    return one_line and words.name.text.width + words.note.text.width + 40 * scale <= room


def _numbered(figure: Figure, faces: Faces) -> bool:
    """Whether the boxes are counted: those of a path of three or more that does not count them itself."""
    said = [node.says().strip() for node in figure.nodes]
    plain = all(one and not one[0].isdigit() for one in said)
    return bool(faces.number) and len(said) > 2 and plain and sorted(figure.rank) == list(range(len(said)))


def _numbers(figure: Figure, faces: Faces, order: tuple[int, ...], session: Sizes) -> dict[int, Block]:
    """The number of each node, from 1."""
    found = {}
    for place, node in enumerate(order, 1):
        assert faces.number is not None
        face = replace(faces.number, color=figure.nodes[node].own("note-color") or faces.number.color)
        text = set_label((Inline(str(place)),), face, 1000.0, session, "start")
        found[node] = Block(text or SetText((), 0.0, 0.0), 1000.0)
    return found


def _labels(
    figure: Figure, faces: Faces, session: Sizes, outline: Outline
) -> tuple[dict[int, Block] | None, dict[int, Label]]:
    """The words of wires in a column: beside those that lead on, on a pill in a lane. None where some do not fit."""
    scale = session.theme.scale
    found: dict[int, Block] = {}
    sizes: dict[int, Label] = {}
    for number, link in enumerate(figure.links):
        if not link.words:
            continue
        wire = figure.wires[number]
        lane = outline.roles[number] == "lane" and wire.start != wire.end
        width = (PILL if lane or wire.start == wire.end else BESIDE) * scale
        text = _lane_words(link, faces, width, session) if lane else _wire_line(link, faces, width, session)
        if text is None:
            return None, {}
        found[number] = Block(text, width)
        half = text.width / 2 + 20 * scale
        if lane:
            sizes[number] = Label(half, half, text.height + 22 * scale)
        else:
            before = 22.0 if wire.start != wire.end else 0.0
            sizes[number] = Label(before * scale, text.width + 32 * scale, text.height + 6 * scale)
    return found, sizes


def _lane_words(link: Box, faces: Faces, width: float, session: Sizes) -> SetText | None:
    """The words on a lane: large, else as on other lines."""
    small = replace(faces.wire, color=faces.lane.color)
    return set_label(link.words, faces.lane, width, session) or set_label(link.words, small, width, session)


def _wire_line(link: Box, faces: Faces, width: float, session: Sizes) -> SetText | None:
    """The words beside a line: on one line if they fit."""
    one = set_label(flowing(link.words), faces.wire, width, session, "start", most=1)
    return one or set_label(link.words, faces.wire, width, session, "start")
