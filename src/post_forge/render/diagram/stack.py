"""An outline with the sizes of its boxes and labels -> everything at its place in a room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from post_forge.render.diagram.column import Outline
from post_forge.render.diagram.ranks import Wire
from post_forge.render.diagram.request import Area, Arranged, Label, Point, Spacing

LANE, BESIDE, BEHIND = 42.0, 24.0, 6.0
"""px from a box to the first lane, beside the words of a lane, and behind a lane's line."""

INDENT, TRUNK = 64.0, 30.0
"""px by which a box that hangs on a trunk stands further in, and where the trunk runs."""

TALLEST, WIDEST_GAP = 2.1, 46.0
"""How much higher than they have to be boxes become, and by how many px their distance grows, to fill the room."""


@dataclass(frozen=True, slots=True)
class Column:
    """What is stacked: `heights` and `widths` are the least ones of the boxes, `fixed` names those that do not grow.

    `port` is where a wire to the next box runs, from the boxes' left edge; `homes` are their groups (-1 for none),
    `titles` the sizes of the groups' titles.
    """

    outline: Outline
    wires: tuple[Wire, ...]
    labels: dict[int, Label]
    heights: tuple[float, ...]
    widths: tuple[float, ...]
    port: float
    spacing: Spacing
    room: tuple[float, float]
    fixed: frozenset[int] = frozenset()
    homes: tuple[int, ...] = ()
    titles: tuple[tuple[float, float], ...] = ()

    def left(self, box: int) -> float:
        """Where a box begins."""
        grouped = bool(self.homes) and self.homes[box] >= 0
        return (self.outline.indents[box] * INDENT) * self.spacing.scale + (self.spacing.inside if grouped else 0.0)

    def right(self, box: int) -> float:
        """How far before the right edge of the boxes one ends."""
        return self.spacing.inside if self.homes and self.homes[box] >= 0 else 0.0


def stacked(column: Column) -> Arranged | None:
    """Everything at its place; None where it does not fit in the room."""
    lanes, reach = _lanes(column)
    edge = column.room[0] - reach
    if any(column.left(box) + wide + column.right(box) > edge + 0.01 for box, wide in enumerate(column.widths)):
        return None
    gaps = [_gap(column, above, below) for above, below in pairwise(column.outline.order)]
    heading = _heading(column, column.outline.order[0])
    spare = column.room[1] - sum(column.heights) - sum(gaps) - heading - _footing(column, column.outline.order[-1])
    if spare < -0.01:
        return None
    growing = len(column.heights) - len(column.fixed)
    more = min(spare * 0.62 / growing, (TALLEST - 1) * max(column.heights)) if growing else 0.0
    wider = min((spare - more * growing) / len(gaps), WIDEST_GAP * column.spacing.scale) if gaps else 0.0
    made = Arranged(_boxes(column, edge, heading, more, [gap + wider for gap in gaps]), [], {}, {}, column.room[0], 0.0)
    last = made.boxes[column.outline.order[-1]]
    made.long = last.along + last.long + _footing(column, column.outline.order[-1])
    made.frames = _frames(column, made.boxes, edge)
    for number, role in enumerate(column.outline.roles):
        if role != "lane" and not _run(column, number, made, edge):
            return None
    return made if _run_lanes(column, lanes, edge, made) and not _titles_crossed(column, made) else None


def _heading(column: Column, box: int) -> float:
    """px above a box for the frame of the group that begins with it."""
    home = column.homes[box] if column.homes else -1
    first = next((one for one in column.outline.order if home >= 0 and column.homes[one] == home), -1)
    return column.spacing.inside + column.titles[home][1] if first == box else 0.0


def _footing(column: Column, box: int) -> float:
    home = column.homes[box] if column.homes else -1
    members = [one for one in column.outline.order if home >= 0 and column.homes[one] == home]
    return column.spacing.inside if members and members[-1] == box else 0.0


def _gap(column: Column, above: int, below: int) -> float:
    """px between two boxes: for a tip, for words, for frames that end and begin."""
    spacing = column.spacing
    frames = _footing(column, above) + _heading(column, below)
    gap = spacing.stub * (1.0 if frames else 1.5)
    for number, wire in enumerate(column.wires):
        words = column.labels[number].long if number in column.labels else 0.0
        if column.outline.roles[number] == "step" and (wire.start, wire.end) == (above, below):
            gap = max(gap, spacing.stub + spacing.tip, words + 10 * spacing.scale)
        elif column.outline.roles[number] == "branch" and wire.end == below:
            gap = max(gap, words + 12 * spacing.scale if words else 0.0)
    return gap + frames


def _boxes(column: Column, edge: float, top: float, more: float, gaps: list[float]) -> list[Area]:
    boxes = [Area(0, 0, 0, 0)] * len(column.heights)
    for place, box in enumerate(column.outline.order):
        high = column.heights[box] + (0.0 if box in column.fixed else more)
        left = column.left(box)
        boxes[box] = Area(left, top, edge - left - column.right(box), high)
        top += high + (gaps[place] if place < len(gaps) else 0.0)
    return boxes


def _frames(column: Column, boxes: list[Area], edge: float) -> list[Area]:
    frames = []
    for group, (_, high) in enumerate(column.titles):
        inside = [boxes[box] for box in range(len(boxes)) if column.homes[box] == group]
        left = min(area.across for area in inside) - column.spacing.inside
        top = inside[0].along if not inside else min(area.along for area in inside) - column.spacing.inside - high
        bottom = max(area.along + area.long for area in inside) + column.spacing.inside
        frames.append(Area(left, top, edge - left, bottom - top))
    return frames


def _run(column: Column, number: int, made: Arranged, edge: float) -> bool:
    """Draw a wire to the box below, or from a trunk into one further down. False where its words do not fit."""
    wire, scale = column.wires[number], column.spacing.scale
    upper, lower = made.boxes[wire.start], made.boxes[wire.end]
    label = column.labels.get(number)
    below = upper.along + upper.long
    if column.outline.roles[number] == "step":
        x = max(upper.across, lower.across) + column.port
        made.routes[number] = [(x, below), (x, lower.along)]
        if label:
            first, last = below + _footing(column, wire.start), lower.along - _heading(column, wire.end)
            made.labels[number] = (x, (first + last - label.long) / 2)
        return label is None or x + label.after <= edge
    x, middle = upper.across + TRUNK * scale, lower.along + lower.long / 2
    made.routes[number] = [(x, below), (x, middle), (lower.across, middle)]
    if label:
        made.labels[number] = (lower.across - label.before, lower.along - label.long - 4 * scale)
    return label is None or lower.across + label.after <= edge


# ---- lanes -----------------------------------------------------------------------------------------------------------


def _span(column: Column, number: int) -> tuple[int, int]:
    wire, order = column.wires[number], column.outline.order
    rows = order.index(wire.start), order.index(wire.end)
    return min(rows), max(rows)


def _lanes(column: Column) -> tuple[dict[int, int], float]:
    """The lane of each wire that needs one, the short ones inside, and how far all of them reach."""
    taken: list[list[tuple[int, int]]] = []
    found: dict[int, int] = {}

    def length(number: int) -> tuple[int, int]:
        low, high = _span(column, number)
        return high - low, number

    for number in sorted(column.outline.lanes, key=length):
        low, high = _span(column, number)
        free = [at for at, spans in enumerate(taken) if all(high <= one or low >= other for one, other in spans)]
        lane = free[0] if free else len(taken)
        taken += [] if free else [[]]
        taken[lane].append((low, high))
        found[number] = lane
    return found, sum(_before(column, found, lane) + _after(column, found, lane) for lane in range(len(taken)))


def reach(column: Column) -> float:
    """How many px right of the boxes the lanes take."""
    return _lanes(column)[1]


def _in_lane(column: Column, lanes: dict[int, int], lane: int) -> list[Label]:
    return [column.labels[number] for number, at in lanes.items() if at == lane and number in column.labels]


def _before(column: Column, lanes: dict[int, int], lane: int) -> float:
    """px from the lane before, or from the boxes, to a lane's line."""
    scale = column.spacing.scale
    return max([LANE * scale, *(one.before + BESIDE * scale for one in _in_lane(column, lanes, lane))])


def _after(column: Column, lanes: dict[int, int], lane: int) -> float:
    return max([BEHIND * column.spacing.scale, *(one.after for one in _in_lane(column, lanes, lane))])


def _run_lanes(column: Column, lanes: dict[int, int], edge: float, made: Arranged) -> bool:
    """Draw the lanes; False where the words of one do not fit between its ends or lie on another line."""
    at = _ports(column, lanes, made)
    for number, lane in lanes.items():
        wire = column.wires[number]
        x = edge + sum(_before(column, lanes, one) + _after(column, lanes, one) for one in range(lane))
        x += _before(column, lanes, lane)
        first, last = at[number, 0], at[number, 1]
        start, end = (made.boxes[box].across + made.boxes[box].wide for box in (wire.start, wire.end))
        made.routes[number] = [(start, first), (x, first), (x, last), (end, last)]
        if number in column.labels:
            made.labels[number] = (x, (first + last - column.labels[number].long) / 2)
    return all(_clear(column, number, made) for number in lanes if number in column.labels)


def _ports(column: Column, lanes: dict[int, int], made: Arranged) -> dict[tuple[int, int], float]:
    """Where each lane leaves (0) and enters (1) the right side of its boxes, so that none crosses another there."""
    order = column.outline.order
    ends: dict[int, list[tuple[bool, int, int, int]]] = {}
    for number, lane in lanes.items():
        wire = column.wires[number]
        for which, (box, other) in enumerate(((wire.start, wire.end), (wire.end, wire.start))):
            if box == other:  # both ends of a loop at the top of the side
                ends.setdefault(box, []).append((False, -1, number, which))
                continue
            down = order.index(other) > order.index(box)
            ends.setdefault(box, []).append((down, -lane if down else lane, number, which))
    found = {}
    for box, all_ends in ends.items():
        ports = _shared(sorted(all_ends))
        area, step = made.boxes[box], made.boxes[box].long / (len(ports) + 1)
        for place, port in enumerate(ports, 1):
            found.update(dict.fromkeys(port, area.along + place * step))
    return found


def _shared(ends: list[tuple[bool, int, int, int]]) -> list[list[tuple[int, int]]]:
    """Ends of lanes by their ports from the top: what enters a box from one side enters it at one port."""
    ports: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    for down, lane, number, which in ends:
        loop = lane == -1 and not down
        key = (number, which) if loop or which == 0 else ("in", down)
        ports.setdefault(key, []).append((number, which))
    return list(ports.values())


def _clear(column: Column, number: int, made: Arranged) -> bool:
    """Whether the words on a lane lie between its ends and on no other line or words."""
    area = pill(column, number, made)
    others = [points for other, points in made.routes.items() if other != number]
    near = [pill(column, one, made) for one in made.labels if one != number and column.outline.roles[one] == "lane"]
    if any(_hits(points, area) for points in others) or any(area.meets(one, 6.0) for one in near):
        return False
    (_, first), (_, last) = made.routes[number][1:3]
    wire = column.wires[number]
    return wire.start == wire.end or abs(last - first) > area.long + 20 * column.spacing.scale


def pill(column: Column, number: int, made: Arranged) -> Area:
    """Where the words on a lane stand."""
    label, (x, top) = column.labels[number], made.labels[number]
    return Area(x - label.before, top, label.before + label.after, label.long)


def _hits(points: Sequence[Point], area: Area) -> bool:
    lines = pairwise(points)
    return any(Area(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])).meets(area) for a, b in lines)


def _titles_crossed(column: Column, made: Arranged) -> bool:
    """Whether a line runs through the title of a group, which stands at the frame's right end."""
    for (wide, high), frame in zip(column.titles, made.frames, strict=True):
        if wide > frame.wide:
            return True
        title = Area(frame.across + frame.wide - wide, frame.along, wide, high)
        if any(_hits(points, title) for points in made.routes.values()):
            return True
    return False
