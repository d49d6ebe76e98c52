"""`<chart values="3 5 8" labels="Mon|Tue|Wed">`: a few numbers -> bars, rows or a line, in true scale.

The scale begins at zero, always: a bar twice as long is twice as much. Numbers and labels are never smaller than 32 px;
a chart that has no room for them is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from post_forge.plugin import (
    Box,
    Element,
    Fill,
    Frame,
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

SIZES = (44, 40, 36, 32)
"""px at a canvas of 1080 that labels are tried in."""

MOST = 12
"""Numbers beyond which nobody reads a chart on a telephone."""

THICK = 0.62
"""How much of its place a bar fills."""

FAINT = "59"
"""The opacity (hex) of bars beside the one in focus."""

GAP = 16
"""px between a bar and its words, and the least between neighbouring words."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One number in its place, px from the inner box's left and top: its bar, its words, the point of a line."""

    bar: tuple[float, float, float, float]
    label: tuple[float, float, SetText]
    figure: tuple[float, float, SetText]
    point: tuple[float, float]


@dataclass(frozen=True, slots=True)
class SetChart:
    """All marks, and the line that they stand on, from (x, y) to (x, y)."""

    marks: tuple[Mark, ...]
    ground: tuple[tuple[float, float], tuple[float, float]]
    width: float


@read.told(f"2 to {MOST} numbers separated by spaces")
def values(value: str, theme: Theme) -> tuple[float, ...]:
    """The numbers of a chart."""
    found: tuple[float, ...] = read.numbers(value, theme)
    if not 2 <= len(found) <= MOST:
        raise WrongValueError(f"a chart of {len(found)} numbers", f"write 2 to {MOST}")
    if not any(found):
        raise WrongValueError("all numbers are zero", "there is nothing to show")
    return found


@read.told("a label for each number, separated by `|`")
def labels(value: str, theme: Theme) -> tuple[str, ...]:
    """The names under or beside the numbers."""
    del theme
    return tuple(part.strip() for part in value.split("|")) if value else ()


def finish(own: dict[str, Any], theme: Theme) -> None:
    """What is said beside the numbers has to be as much as there are."""
    count = len(own["values"])
    if own.get("labels") and len(own["labels"]) != count:
        raise WrongValueError(f"{count} numbers and {len(own['labels'])} labels", "write one label a number")
    if own.get("focus", 0) > count:
        raise WrongValueError(f"focus {own['focus']} of {count} numbers", "count from 1")
    own.setdefault("color", theme.color["accent"])


def figures(box: Box) -> list[str]:
    """The numbers as they are written, with their unit."""
    unit = box.own("unit", "")
    after = "\u00a0" + unit if unit[:1].isalpha() else unit  # "3 ms" on one line, and "3%"
    return [f"{value:,.10g}{after}".replace("-", "\u2212") for value in box.own("values")]


class Chart(Leaf):
    """A chart that fills its box; without a height it takes what its words need."""

    def steps(self, box: Box) -> int:
        del box
        return len(SIZES)

    def group(self, box: Box) -> tuple[Any, ...]:
        del box
        return ("chart",)

    def width(self, box: Box, session: Sizes) -> float:
        del box
        return 900 * session.theme.scale

    def height(self, box: Box, width: float, session: Sizes) -> float:
        if box.own("kind", "bars") == "rows":
            return len(box.own("values")) * 1.9 * self.size(box, session)
        return width * 0.6

    def size(self, box: Box, session: Sizes) -> float:
        """px of its words."""
        return SIZES[session.step(box)] * session.theme.scale

    def fix(self, box: Box, width: float, height: float, session: Sizes) -> SetChart:
        arrange = rows if box.own("kind", "bars") == "rows" else columns
        return arrange(box, width, height, self.size(box, session), session)

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        chart: SetChart = frame.content
        box, scale = frame.box, painter.theme.scale
        left, top = painter.corner(frame)

        def flipped(x: float, width: float = 0.0) -> float:
            return left + (chart.width - x - width if painter.rtl else x)

        if box.own("kind", "bars") == "line":
            points = tuple((flipped(mark.point[0]), top + mark.point[1]) for mark in chart.marks)
            yield Stroke(points, 6 * scale, box.own("color"))
            for at, (x, y) in enumerate(points, 1):
                dot = (14 if at == box.own("focus") else 10) * scale
                yield Fill(x - dot, y - dot, 2 * dot, 2 * dot, box.own("color"), dot)
        else:
            for at, mark in enumerate(chart.marks, 1):
                x, y, wide, high = mark.bar
                color = box.own("color") if box.own("focus", at) == at else box.own("color")[:7] + FAINT
                yield Fill(round(flipped(x, wide)), round(top + y), max(1, round(wide)), max(1, round(high)), color)
        (x1, y1), (x2, y2) = chart.ground
        yield Stroke(((flipped(x1), top + y1), (flipped(x2), top + y2)), 2 * scale, painter.theme.color["line"])
        yield from self.words(chart, flipped, top)

    def words(self, chart: SetChart, flipped: Any, top: float) -> Iterator[Op]:
        """Labels and numbers, in reading order."""
        for mark in chart.marks:
            for x, y, text in (mark.label, mark.figure):
                if text.width:
                    yield Words(flipped(x, text.width), top + y, text)

    def alt(self, box: Box) -> str:
        if said := box.own("alt"):
            return str(said)
        names = box.own("labels") or [str(at) for at in range(1, len(box.own("values")) + 1)]
        return "Chart: " + ", ".join(f"{name} {figure}" for name, figure in zip(names, figures(box), strict=True))


def said(box: Box, size: float, session: Sizes) -> tuple[list[SetText], list[SetText]]:
    """Labels and figures, set."""
    names = box.own("labels") or [""] * len(box.own("values"))
    label = [set_line(name, box, session, style="body", size=size, color="muted") for name in names]
    return label, [set_line(one, box, session, style="body", size=size, weight=650) for one in figures(box)]


def columns(box: Box, width: float, height: float, size: float, session: Sizes) -> SetChart:
    """Numbers beside each other: bars that stand on a line, or the points of a line."""
    numbers, (label, figure) = box.own("values"), said(box, size, session)
    pitch, gap = width / len(numbers), GAP * session.theme.scale
    widest = max(text.width for text in (*label, *figure))
    hint = 'shorten the labels, show fewer numbers, or write kind="rows"'
    session.overflow(box, (widest + gap) * len(numbers), width, "the width of its labels", hint)
    line, has_labels = figure[0].height, any(text.width for text in label)
    head = line + gap
    foot = (line + gap if has_labels else 0.0) + (head if min(numbers) < 0 else 0.0)
    room = height - head - foot
    session.overflow(box, head + foot + 3 * line, height, "the height")
    unit = max(0.0, room) / (max(0.0, *numbers) - min(0.0, *numbers))
    zero = head + max(0.0, *numbers) * unit
    marks = []
    for at, number in enumerate(numbers):
        middle, tip = (at + 0.5) * pitch, zero - number * unit
        bar = (middle - pitch * THICK / 2, min(zero, tip), pitch * THICK, abs(tip - zero))
        above = tip - gap / 2 - line if number >= 0 else tip + gap / 2
        named = (middle - label[at].width / 2, height - line, label[at])
        marks.append(Mark(bar, named, (middle - figure[at].width / 2, above, figure[at]), (middle, tip)))
    return SetChart(tuple(marks), ((0.0, zero), (width, zero)), width)


def rows(box: Box, width: float, height: float, size: float, session: Sizes) -> SetChart:
    """Numbers below each other: a label, its bar, its figure."""
    numbers, (label, figure) = box.own("values"), said(box, size, session)
    pitch, gap = height / len(numbers), GAP * session.theme.scale
    names = max(text.width for text in label)
    start = names + gap if names else 0.0
    before = max((text.width + gap for text, one in zip(figure, numbers, strict=True) if one < 0), default=0.0)
    after = max((text.width + gap for text, one in zip(figure, numbers, strict=True) if one >= 0), default=0.0)
    room = width - start - before - after
    session.overflow(box, start + before + after + 0.3 * width, width, "the width of its labels", "shorten the labels")
    session.overflow(box, figure[0].height * len(numbers), height, "the height")
    unit = max(0.0, room) / (max(0.0, *numbers) - min(0.0, *numbers))
    zero = start + before - min(0.0, *numbers) * unit
    marks = []
    for at, number in enumerate(numbers):
        middle, tip = (at + 0.5) * pitch, zero + number * unit
        line, thick = figure[at].height, min(pitch * THICK, 2 * size)
        beside = tip + gap if number >= 0 else tip - gap - figure[at].width
        bar = (min(zero, tip), middle - thick / 2, abs(tip - zero), thick)
        named = (0.0, middle - line / 2, label[at])
        marks.append(Mark(bar, named, (beside, middle - line / 2, figure[at]), (tip, middle)))
    return SetChart(tuple(marks), ((zero, 0.0), (zero, height)), width)


CHART = Element(
    "chart",
    "nothing",
    "a few numbers as bars, rows or a line, in true scale from zero",
    {
        "kind": read.choice("bars", "rows", "line"),
        "values": values,
        "labels": labels,
        "unit": read.words,
        "focus": read.count,
        "color": read.color,
        "alt": read.words,
    },
    leaf=Chart(),
    required=frozenset({"values"}),
    finish=finish,
    example='<chart kind="rows" values="3 5 8" labels="Mon|Tue|Wed" unit="ms" focus="3"/>',
)
