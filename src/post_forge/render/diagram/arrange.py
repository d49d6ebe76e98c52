"""A graph with the sizes of its boxes and labels -> boxes and wires at their places.

The flow runs along one axis ("along", down or to the right); boxes of one row stand beside each other on the other
("across"). All lengths are px; nothing here knows of letters.
"""

from __future__ import annotations

from collections.abc import Sequence

from post_forge.render.diagram.channels import STRAIGHT, Net, tracks
from post_forge.render.diagram.checks import sound
from post_forge.render.diagram.mesh import Mesh
from post_forge.render.diagram.places import Distances, Extent, rules, settle
from post_forge.render.diagram.ports import Ports, ports
from post_forge.render.diagram.request import Area, Arranged, Point, Request

UNLIKE = 1.9
"""How much longer than a box its row may be for the box to become as long."""


def arranged(request: Request) -> Arranged | None:
    """Everything at its place; None where it does not fit in the room."""
    mesh, spacing = request.mesh, request.spacing
    extents = _extents(request)
    lengths = _lengths(request)
    ends, starts = _frame_room(request)
    if sum(lengths) + _least_gaps(request) + sum(ends) + sum(starts) > request.room[1] + 0.01:
        return None
    heading = spacing.title if spacing.title_across else 0.0
    distances = Distances(spacing.boxes, spacing.wires, spacing.inside, spacing.outside, heading)
    made = rules(mesh, extents, distances, request.groups)
    place = settle(mesh, extents, made, request.groups, request.room[0])
    if place is None:
        return None
    spans = [request.boxes[vertex.node][0] if vertex.node >= 0 else 0.0 for vertex in mesh.vertices]
    found = ports(mesh, request.looks, place, spans, spacing.scale)
    if found is None:
        return None
    levels, gaps = _gaps(request, found)
    total = sum(lengths) + sum(gaps) + sum(ends) + sum(starts)
    if total > request.room[1] + 0.01:
        return None
    lengths, gaps = _stretched(request, lengths, gaps, request.room[1] - total)
    tops = _tops(lengths, gaps, starts, ends)
    return _built(request, place, found, levels, lengths, gaps, tops)


# ---- sizes -----------------------------------------------------------------------------------------------------------


def _extents(request: Request) -> list[Extent]:
    """What each vertex takes across; a box with a wire to itself takes the loop too."""
    loops: dict[int, float] = {}
    for number, wire in enumerate(request.wires):
        if wire.start == wire.end:
            label = request.labels.get(number)
            loops[wire.start] = max(loops.get(wire.start, 0), request.spacing.loop + (label.after if label else 0))
    found = []
    for vertex in request.mesh.vertices:
        if vertex.node >= 0:
            half = request.boxes[vertex.node][0] / 2
            found.append(Extent(half, half + loops.get(vertex.node, 0.0)))
        elif vertex.label:
            label = request.labels[vertex.wire]
            found.append(Extent(label.before, label.after))
        else:
            found.append(Extent(6 * request.spacing.scale, 6 * request.spacing.scale))
    return found


def _lengths(request: Request) -> list[float]:
    """How long each row is along the flow."""
    lengths = [0.0] * len(request.mesh.rows)
    for vertex in request.mesh.vertices:
        if vertex.node >= 0:
            need = request.boxes[vertex.node][1]
        else:
            need = request.labels[vertex.wire].long if vertex.label else 0.0
        lengths[vertex.row] = max(lengths[vertex.row], need)
    return lengths


def _between(mesh: Mesh, row: int) -> list[int]:
    """The segments that run from a row to the next."""
    return [number for number, one in enumerate(mesh.segments) if mesh.vertices[one.above].row == row]


def _gaps(request: Request, found: Ports) -> tuple[dict[int, int], list[float]]:
    """The track of each segment (-1: it runs straight), and the room between rows."""
    mesh, spacing = request.mesh, request.spacing
    level: dict[int, int] = {}
    gaps = []
    for row in range(len(mesh.rows) - 1):
        here = set(_between(mesh, row))
        bundles = [bundle for bundle in found.bundles if bundle[0] in here]
        nets = [
            Net(tuple(found.at[one][0] for one in bundle), tuple(found.at[one][1] for one in bundle))
            for bundle in bundles
        ]
        places = tracks(nets)
        for net, bundle, place in zip(nets, bundles, places, strict=True):
            level.update(dict.fromkeys(bundle, -1 if net.straight else place))
        count = max((level[one] + 1 for one in here), default=0)
        top, bottom = _ends(request, here)
        gaps.append(top + bottom + max(0, count - 1) * spacing.pitch)
    return level, gaps


def _least_gaps(request: Request) -> float:
    """px that the rows are apart at least, all together."""
    return sum(sum(_ends(request, set(_between(request.mesh, row)))) for row in range(len(request.mesh.rows) - 1))


def _ends(request: Request, segments: set[int]) -> tuple[float, float]:
    """px between a row and the first track, and between the last track and the next row: a tip needs more."""
    mesh, spacing = request.mesh, request.spacing
    top = bottom = spacing.stub
    for number in segments:
        segment = mesh.segments[number]
        look, back = request.looks[segment.wire], segment.wire in mesh.back
        if mesh.vertices[segment.above].node >= 0 and (look.head if back else look.tail):
            top = spacing.stub + spacing.tip
        if mesh.vertices[segment.below].node >= 0 and (look.tail if back else look.head):
            bottom = spacing.stub + spacing.tip
    if all(mesh.vertices[mesh.segments[number].above].node < 0 for number in segments):
        top = spacing.stub / 2  # below a row of labels
    return top, bottom


def _frame_room(request: Request) -> tuple[list[float], list[float]]:
    """px below and above each row that the frames of groups take which end or begin there."""
    mesh, spacing = request.mesh, request.spacing
    ends, starts = [0.0] * len(mesh.rows), [0.0] * len(mesh.rows)
    for group in range(request.groups):
        rows = [vertex.row for vertex in mesh.vertices if vertex.group == group]
        ends[max(rows)] = spacing.inside
        title = 0.0 if spacing.title_across else spacing.title
        starts[min(rows)] = spacing.inside + title
    return ends, starts


def _stretched(
    request: Request, lengths: list[float], gaps: list[float], spare: float
) -> tuple[list[float], list[float]]:
    """Rows of boxes and the room between them made longer together, within reason."""
    nodes = [any(request.mesh.vertices[one].node >= 0 for one in row) for row in request.mesh.rows]
    if spare <= 0 or request.spacing.title_across:
        more = min(spare / len(gaps), 0.8 * max(gaps)) if gaps and spare > 0 else 0.0
        return lengths, [gap + more for gap in gaps]
    share = 0.5 if gaps else 1.0
    longer = [
        length + min(spare * share / sum(nodes), 0.55 * length) if is_node else length
        for length, is_node in zip(lengths, nodes, strict=True)
    ]
    left = spare - (sum(longer) - sum(lengths))
    more = min(left / len(gaps), 64 * request.spacing.scale) if gaps else 0.0
    return longer, [gap + more for gap in gaps]


def _tops(lengths: list[float], gaps: list[float], starts: list[float], ends: list[float]) -> list[float]:
    tops, at = [], 0.0
    for row, length in enumerate(lengths):
        at += starts[row]
        tops.append(at)
        at += length + ends[row] + (gaps[row] if row < len(gaps) else 0.0)
    return tops


# ---- places ----------------------------------------------------------------------------------------------------------


def _built(
    request: Request,
    place: list[float],
    found: Ports,
    levels: dict[int, int],
    lengths: list[float],
    gaps: list[float],
    tops: list[float],
) -> Arranged | None:
    mesh = request.mesh
    boxes = [Area(0, 0, 0, 0)] * len(request.boxes)
    labels: dict[int, Point] = {}
    for at, vertex in enumerate(mesh.vertices):
        if vertex.node >= 0:
            wide, own = request.boxes[vertex.node]
            long = _long(own, lengths[vertex.row])
            top = tops[vertex.row] + (lengths[vertex.row] - long) / 2
            boxes[vertex.node] = Area(place[at] - wide / 2, top, wide, long)
        elif vertex.label:
            spare = lengths[vertex.row] - request.labels[vertex.wire].long
            labels[vertex.wire] = (place[at], tops[vertex.row] + spare / 2)
    ends, _ = _frame_room(request)
    routes = _routes(request, found, levels, lengths, gaps, tops, ends)
    for number, points in routes.items():
        _touch(points, boxes[request.wires[number].start], boxes[request.wires[number].end])
    frames = _frames(request, place, boxes)
    long = tops[-1] + lengths[-1] + ends[-1]
    made = Arranged(boxes, frames, routes, labels, request.room[0], long)
    _loops(request, made)
    return made if sound(request, made) else None


def _long(own: float, row: float) -> float:
    """How long a box is in its row: as the row, but a small one beside a large one stays small."""
    return row if row <= UNLIKE * own else own * 1.25


def _touch(points: list[Point], start: Area, end: Area) -> None:
    """A wire goes on to the edges of boxes that are shorter than their row."""
    for at, inner, box in ((0, 1, start), (-1, -2, end)):
        across, along = points[at]
        below = points[inner][1] > along or (points[inner][1] == along and points[inner][1] > box.along)
        points[at] = (across, box.along + box.long if below else box.along)


def _routes(
    request: Request,
    found: Ports,
    levels: dict[int, int],
    lengths: list[float],
    gaps: list[float],
    tops: list[float],
    ends: list[float],
) -> dict[int, list[Point]]:
    """The corners of each wire, from its start to its end."""
    mesh, spacing = request.mesh, request.spacing
    routes: dict[int, list[Point]] = {}
    for row in range(len(mesh.rows) - 1):
        here = _between(mesh, row)
        count = max((levels[one] + 1 for one in here), default=0)
        top, bottom = _ends(request, set(here))
        begin, free = tops[row] + lengths[row] + ends[row], gaps[row] - top - bottom - max(0, count - 1) * spacing.pitch
        for number in here:
            segment = mesh.segments[number]
            (left, right), line = found.at[number], levels[number]
            track = begin + top + free / 2 + line * spacing.pitch
            below = tops[row + 1]
            points = [(left, tops[row] + lengths[row]), (left, track), (right, track), (right, below)]
            if line < 0:
                points = [points[0], (left, below)]
            routes.setdefault(segment.wire, []).extend(points)
    return {wire: _plain(points[::-1] if wire in mesh.back else points) for wire, points in routes.items()}


def _plain(points: Sequence[Point]) -> list[Point]:
    """Without points on a straight line between their neighbours; a hair's breadth aside is no bend."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < STRAIGHT:
            point = (kept[-1][0], point[1])
        if kept and abs(kept[-1][0] - point[0]) < 0.01 and abs(kept[-1][1] - point[1]) < 0.01:
            continue
        if len(kept) > 1 and any(_level(kept[-2], kept[-1], point, axis) for axis in (0, 1)):
            kept.pop()
        kept.append(point)
    return kept


def _level(one: Point, middle: Point, other: Point, axis: int) -> bool:
    return abs(one[axis] - middle[axis]) < 0.01 and abs(middle[axis] - other[axis]) < 0.01


def _frames(request: Request, place: list[float], boxes: list[Area]) -> list[Area]:
    spacing, frames = request.spacing, []
    for group in range(request.groups):
        inside = [boxes[one.node] for one in request.mesh.vertices if one.group == group and one.node >= 0]
        left = place[len(request.mesh.vertices) + 2 * group]
        right = place[len(request.mesh.vertices) + 2 * group + 1]
        head = 0.0 if spacing.title_across else spacing.title
        top = min(area.along for area in inside) - spacing.inside - head
        bottom = max(area.along + area.long for area in inside) + spacing.inside
        frames.append(Area(left, top, right - left, bottom - top))
    return frames


def _loops(request: Request, made: Arranged) -> None:
    """Wires from a box to itself: out on the side behind it, and back in further along."""
    for number, wire in enumerate(request.wires):
        if wire.start != wire.end:
            continue
        box, depth = made.boxes[wire.start], request.spacing.loop
        side, turn = box.across + box.wide, box.across + box.wide + depth
        first, second = box.along + box.long * 0.28, box.along + box.long * 0.72
        made.routes[number] = [(side, first), (turn, first), (turn, second), (side, second)]
        if number in request.labels:
            made.labels[number] = (turn, (first + second) / 2 - request.labels[number].long / 2)
