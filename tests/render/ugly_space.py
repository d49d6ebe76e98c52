"""Ugly mistakes of place: holes, margins, overlaps, uneven rows, ragged edges, footers that wander."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from ugly_look import CAPTIONS, HEADINGS, Line, Look

from post_forge.render.boxes import Frame
from post_forge.render.values import Fill

LISTS = ("points", "cards", "steps", "compare", "table", "recap", "checklist")
ANCHORED = ("qa", "myth", "end", "callout", "number", "text", "code", "diff", "terminal", "diagram", "picture")
HOLE, HOLE_ANCHORED, HOLE_ELSE = 90, 220, 320
STRANDED = 0.78
SIDE, EDGE = 80, {"portrait": 80, "square": 40, "landscape": 40, "story": 240}
"""px from the picture's sides, and from its top and bottom, that no ink of text enters."""
CLEAR_OF_FOOTER = {"portrait": 36, "square": 18, "landscape": 18, "story": 36}
CROWDED = 24
OFF_CENTRE, OFF_EDGE, OFF_TITLE = 3, 4, 1
TITLE = 84
HANGING = "\"'“”„‟‘’‚«»‹›•‣·"
"""Marks that may stand in the margin when a line begins or ends with them."""
FOCUS = {"square": 12, "landscape": 12}
"""px of the window that stay above and below a focused line: 18 where there is room."""


def stranded(look: Look) -> Iterator[str]:
    """2: the lower part of the slide is empty."""
    last = max((min(end, look.footer_top) for start, end in look.seen if start < look.footer_top), default=0)
    if last < STRANDED * look.canvas.height:
        yield f"the content ends at {last:.0f} of {look.canvas.height}"


def hole(look: Look) -> Iterator[str]:
    """3: a band inside the content in which nothing can be seen."""
    layout = look.slide.layout
    most = HOLE if layout in LISTS else HOLE_ANCHORED if layout in ANCHORED else HOLE_ELSE
    first = min((line.top for line in look.content), default=look.header_bottom)
    bands = [(start, end) for start, end in look.holes(first, look.footer_top) if end < look.footer_top]
    start, end = max(bands, key=lambda band: band[1] - band[0], default=(0.0, 0.0))
    if end - start > most:
        yield f"{end - start:.0f} px from {start:.0f} on are empty, at most {most} wanted"


def leaves_margin(look: Look) -> Iterator[str]:
    """4: ink of text in the margin."""
    edge = EDGE[look.canvas.name]
    for line in look.lines:
        left, right = hung(line)
        outside = max(SIDE - left, right - (look.canvas.width - SIDE), edge - line.top)
        outside = max(outside, line.bottom - (look.canvas.height - edge))
        if outside > 0.5:
            yield f"{line.text!r} reaches {outside:.0f} px into the margin"


def hung(line: Line) -> tuple[float, float]:
    """Where the ink of a line begins and ends, quotation marks that hang in the margin left out."""
    first, last = line.text[0] in HANGING, line.text[-1] in HANGING
    letters = line.letters[1 if first else 0 : -1 if last else None]
    return (letters[0].left if letters and first else line.left), (
        letters[-1].right if letters and last else line.right
    )


def overlap(look: Look) -> Iterator[str]:
    """5: a box outside its parent, a line of text on another, or content that comes too near to the footer."""
    for frame in look.bare.walk():
        for child in frame.children:
            if child.box.style.place is None and sticks_out(child, frame):
                yield f"<{child.box.element.name}> stands out of its <{frame.box.element.name}> at {child.box.at}"
    for one, other in combinations(look.lines, 2):
        if one.meets(other) and one.frame is not other.frame:
            yield f"{one.text!r} stands on {other.text!r}"
    limit = look.footer_top - CLEAR_OF_FOOTER[look.canvas.name]
    for line in look.content:
        if line.baseline > limit + 1:
            yield f"{line.text!r} comes within {look.footer_top - line.baseline:.0f} px of the footer"


def sticks_out(child: Frame, parent: Frame) -> bool:
    right, bottom = child.x + child.width, child.y + child.height
    return (
        child.x < parent.x - 0.6
        or child.y < parent.y - 0.6
        or right > parent.x + parent.width + 0.6
        or bottom > parent.y + parent.height + 0.6
    )


def rows_of(look: Look) -> Iterator[list[Frame]]:
    """Frames of one loop of the layout that share a column: the rows of a list."""
    for frame in look.bare.walk():
        found: dict[str, list[Frame]] = {}
        for child in frame.children:
            if child.box.says() and child.box.style.grow > 0 and child.width > 0.5 * frame.width:
                found.setdefault(child.box.at, []).append(child)
        yield from (rows for rows in found.values() if len(rows) > 1)


def uneven_rows(look: Look) -> Iterator[str]:
    """13: rows of one list that differ in height."""
    for rows in rows_of(look):
        heights = [row.height for row in rows]
        if max(heights) - min(heights) > 2:
            yield f"rows of {min(heights):.0f} to {max(heights):.0f} px"


def crowded(look: Look) -> Iterator[str]:
    """14: the heading stands too near to what is below it."""
    heading = next((group for group in look.groups if group[0].style in HEADINGS), None)
    if heading is None:
        return
    bottom = max(line.bottom for line in heading)
    texts = [line.top for line in look.content if line.frame is not heading[0].frame and line.top > heading[-1].top]
    edges = [op.y for op in look.ops if isinstance(op, Fill) and bottom - 4 < op.y]
    gap = min((top - bottom for top in (*texts, *edges)), default=CROWDED)
    if gap < CROWDED:
        yield f"{gap:.0f} px between {heading[-1].text!r} and what is below it"


def off_centre(look: Look) -> Iterator[str]:
    """18: a single line whose capitals do not stand in the middle of the button, tile or pill around it."""
    for line in look.lines:
        if line.style not in ("button", "tile", "mark", "monogram", "pill"):
            continue
        around = look.parents.get(id(line.frame))
        centred = line.frame.box.style.place == ("center", "center") or (around and around.box.style.align == "center")
        if around is None or not centred or not around.box.style.paints() or around.height > 4 * line.size:
            continue
        first = line.text[0]
        if not line.letters or not (first.isdigit() or (first.isascii() and first.isupper() and first != "Q")):
            continue
        off = (line.letters[0].top + line.baseline) / 2 - (around.y + around.height / 2)
        if abs(off) > OFF_CENTRE:
            yield f"{line.text!r} stands {off:+.0f} px off the middle of its box"


def ragged_left(look: Look) -> Iterator[str]:
    """19: a line of a large title whose first ink is not on the margin, or a text beside it."""
    if look.bare.box.own("direction") == "rtl":
        return
    edge = margin_of(look)
    for group in look.groups:
        frame = group[0].frame
        if abs(frame.x - edge) > 1 or frame.box.own("text-align", "start") != "start":
            continue
        for line in group:
            if not line.letters or not line.text[0].isalnum():
                continue
            most = OFF_TITLE if line.size >= TITLE else OFF_EDGE + 0.03 * line.size
            left = min([line.left, *(line.x + line.set.x + chip.x for chip in line.set.chips if chip.kind == "chip")])
            if abs(left - edge) > most:
                yield f"{line.text!r} begins at {left:.1f}, the margin is {edge:.0f}"


def margin_of(look: Look) -> float:
    return float(look.theme.space["page"])


def glued_focus(look: Look) -> Iterator[str]:
    """24: a line in focus that is flush with the upper or lower edge of its window."""
    for frame in look.bare.walk():
        if frame.box.element.name != "codeblock" or not frame.content.focus:
            continue
        placed = frame.content
        lit = [at for at, line in enumerate(placed.text.lines) if line.source + 1 in placed.focus]
        if not lit:
            continue
        top = frame.y + frame.box.style.pad[0] + placed.y
        above = top + lit[0] * placed.pitch - frame.y
        below = frame.y + frame.height - (top + (lit[-1] + 1) * placed.pitch)
        if min(above, below) < FOCUS.get(look.canvas.name, 18) - 0.5:
            yield f"the lines in focus end {min(above, below):.0f} px from the edge of the window"


def figures(line: Line) -> bool:
    return sum(sign.isdigit() for sign in line.text) * 2 >= sum(sign.isalnum() for sign in line.text) > 0


def table_noise(look: Look) -> Iterator[str]:
    """23: cells of a column that do not share an edge; figures that do not end on one."""
    tables = [frame for frame in look.bare.walk() if frame.box.element.name == "table"]
    for table in tables:
        columns: dict[int, list[Line]] = {}
        for record in [frame for frame in table.walk() if frame.box.element.name == "record"][1:]:
            for at, cell in enumerate(record.children):
                lines = [line for line in look.lines if line.frame is cell]
                columns.setdefault(at, []).extend(lines[:1])
        for at, lines in columns.items():
            if len(lines) < 2:
                continue
            slack = 0.12 * lines[0].size
            left = max(line.left for line in lines) - min(line.left for line in lines)
            right = max(line.right for line in lines) - min(line.right for line in lines)
            middle = [(line.left + line.right) / 2 for line in lines]
            if min(left, right, max(middle) - min(middle)) > slack:
                yield f"column {at + 1} has no common edge"
            elif at > 0 and all(figures(line) for line in lines) and right > slack:
                yield f"the figures of column {at + 1} do not end on one edge"


# ---- over a deck -----------------------------------------------------------------------------------------------------


def wandering(looks: list[Look]) -> Iterator[tuple[int, str]]:
    """30: header and footer stand elsewhere than on the slide before."""
    for at, (one, other) in enumerate(pairwise(looks), 1):
        before, now = furniture(one), furniture(other)
        for name in before.keys() & now.keys():
            if abs(before[name] - now[name]) > 0.5:
                yield at, f"{name} moves from {before[name]:.1f} to {now[name]:.1f}"


def furniture(look: Look) -> dict[str, float]:
    """Where header and footer stand: px from the top. A count that moves aside on a cover stays on its line."""
    found = {"the header": look.header_bottom}
    for line in look.text_lines:
        if line.style in ("handle", "count") and line.y > look.canvas.height / 2:
            found[f"the {line.style}"] = line.baseline
    return found


def same_face(looks: list[Look]) -> Iterator[tuple[int, str]]:
    """25: three neighbours with the same silhouette."""
    faces = [silhouette(look) for look in looks]
    alike = [correlation(one, other) > 0.9 for one, other in pairwise(faces)]
    for at in range(2, len(looks)):
        if alike[at - 1] and alike[at - 2]:
            yield at, f"looks like the two before it ({looks[at].slide.layout})"


def silhouette(look: Look) -> list[float]:
    """How much ink there is in each of 12 x 15 cells of the content."""
    cells = [0.0] * (12 * 15)
    wide, high = look.canvas.width / 12, look.canvas.height / 15
    boxes = [(line.left, line.top, line.right, line.bottom) for line in look.content if line.style not in CAPTIONS]
    boxes += [(op.x, op.y, op.x + op.width, op.y + op.height) for op in look.ops if isinstance(op, Fill) and op.color]
    for left, top, right, bottom in boxes:
        for row in range(max(0, int(top / high)), min(15, int(bottom / high) + 1)):
            for column in range(max(0, int(left / wide)), min(12, int(right / wide) + 1)):
                across = min(right, (column + 1) * wide) - max(left, column * wide)
                down = min(bottom, (row + 1) * high) - max(top, row * high)
                cells[row * 12 + column] += max(0.0, across) * max(0.0, down) / (wide * high)
    return cells


def correlation(one: list[float], other: list[float]) -> float:
    """Pearson's, of two lists of the same length; 1 for two that are both even."""
    means = sum(one) / len(one), sum(other) / len(other)
    first, second = [value - means[0] for value in one], [value - means[1] for value in other]
    below = (sum(a * a for a in first) * sum(b * b for b in second)) ** 0.5
    return sum(a * b for a, b in zip(first, second, strict=True)) / below if below else 1.0
