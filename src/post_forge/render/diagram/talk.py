"""Actors and what passes between them -> lifelines, arrows, remarks and frames at their places, from top to bottom.

All lengths are px. Lifelines stand at equal distances, the first and the last as far out as their names allow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from post_forge.render.values import SetText


@dataclass(frozen=True, slots=True)
class Said:
    """An event: a message (`start` and `end` name actors) or a remark (`remark` says on which side)."""

    start: int
    end: int
    remark: str = ""

    @property
    def loop(self) -> bool:
        """Whether an actor sends it to itself."""
        return not self.remark and self.start == self.end


@dataclass(frozen=True, slots=True)
class Around:
    """A frame around the events `first` to `last`, its title `height` px high and `width` px wide."""

    first: int
    last: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Talk:
    """What is arranged. `names` are the sizes of the actors' names; `write` sets the words of an event to a width."""

    names: Sequence[tuple[float, float]]
    events: Sequence[Said]
    bands: Sequence[Around]
    write: Callable[[int, float], SetText | None]
    scale: float


@dataclass(frozen=True, slots=True)
class Row:
    """An event at its place: its words with the place of their left edge, the measure they were set to and their top;
    `line` is where its arrow runs, `low` where the next may begin. A remark has its box."""

    text: SetText
    x: float
    measure: float
    top: float
    line: float
    low: float
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Staged:
    """`lives` are the lifelines, `heads` the boxes of names, `frames` those of the bands; (x, y, width, height)."""

    lives: list[float]
    heads: list[tuple[float, float, float, float]]
    rows: list[Row]
    frames: list[tuple[float, float, float, float]]
    bottom: float


def staged(talk: Talk, room: tuple[float, float]) -> Staged | None:
    """Everything at its place; None where it does not fit in the room."""
    scale = talk.scale
    widths, tall = _heads(talk, room[0])
    if not widths:
        return None
    first, last = widths[0] / 2, room[0] - widths[-1] / 2
    step = (last - first) / max(1, len(widths) - 1)
    lives = [first + at * step for at in range(len(widths))] if len(widths) > 1 else [room[0] / 2]
    if any(a / 2 + b / 2 + 16 * scale > step for a, b in pairwise(widths)):
        return None
    rows = _rows(talk, lives, room[0], tall + 26 * scale, 0.0)
    if rows is None:
        return None
    ending = 14 * scale * sum(1 for band in talk.bands if band.last == len(talk.events) - 1)
    spare = room[1] - (rows[-1].low if rows else tall) - 22 * scale - ending
    if spare < -0.01:
        return None
    more = min(spare / (len(talk.events) + 1), 54 * scale)
    rows = _rows(talk, lives, room[0], tall + 26 * scale + more, more)
    assert rows is not None
    heads = [(x - wide / 2, 0.0, wide, tall) for x, wide in zip(lives, widths, strict=True)]
    bottom = (rows[-1].low if rows else tall) + 22 * scale + ending
    return Staged(lives, heads, rows, _frames(talk, rows, room[0]), bottom)


def _heads(talk: Talk, room: float) -> tuple[list[float], float]:
    """The widths of the actors' boxes, equal where they can be, and their height; no widths where they do not fit."""
    scale, count = talk.scale, len(talk.names)
    most = (room - 16 * scale * (count - 1)) / count
    widths = [wide + 44 * scale for wide, _ in talk.names]
    if max(widths) > most + 0.01:
        return [], 0.0
    even = min(most, max(*widths, 190 * scale))
    return [even] * count, max(high for _, high in talk.names) + 34 * scale


def _rows(talk: Talk, lives: list[float], room: float, top: float, more: float) -> list[Row] | None:
    """The events below each other, `more` px further apart than they have to be."""
    scale, rows = talk.scale, list[Row]()
    for number, event in enumerate(talk.events):
        top += sum(band.height + 26 * scale for band in talk.bands if band.first == number)
        row = _row(talk, lives, room, number, event, top)
        if row is None:
            return None
        rows.append(row)
        top = row.low + 20 * scale + more
        top += sum(14 * scale for band in talk.bands if band.last == number)
    return rows


def _row(talk: Talk, lives: list[float], room: float, number: int, event: Said, top: float) -> Row | None:
    scale = talk.scale
    if event.remark:
        return _remark(talk, lives, room, number, event, top)
    left, right = sorted((lives[event.start], lives[event.end]))
    if event.loop:
        outward = event.start < (len(lives) - 1) / 2 or len(lives) == 1
        near = lives[event.start] + (62 * scale if outward else -62 * scale)
        far = _reach(lives, event.start, outward, room)
        width = abs(far - near)
        text = talk.write(number, width)
        if text is None:
            return None
        high = max(text.height, 44 * scale)
        x = near if outward else near - text.width
        return Row(text, x, width, top + (high - text.height) / 2, top + high / 2, top + high)
    width = right - left - 44 * scale
    text = talk.write(number, width)
    if text is None:
        return None
    line = top + text.height + (10 * scale if text.height else 14 * scale)
    return Row(text, (left + right - text.width) / 2, width, top, line, line + 10 * scale)


def _reach(lives: list[float], actor: int, outward: bool, room: float) -> float:
    """How far the words of a message to oneself may go: to the next lifeline, or to the edge."""
    if outward:
        return lives[actor + 1] - 20 if actor + 1 < len(lives) else room
    return lives[actor - 1] + 20 if actor else 0.0


def _remark(talk: Talk, lives: list[float], room: float, number: int, event: Said, top: float) -> Row | None:
    scale = talk.scale
    pad = 22 * scale
    left, right = lives[event.start], lives[event.end]
    if event.remark == "over":
        middle, least = (left + right) / 2, right - left + 120 * scale
        step = lives[1] - lives[0] if len(lives) > 1 else room
        most = min(room, max(2 * min(middle, room - middle), right - left + step))
    elif event.remark == "right":
        most, least, middle = room - left - 18 * scale, 0.0, 0.0
    else:
        most, least, middle = left - 18 * scale, 0.0, 0.0
    text = talk.write(number, most - 2 * pad)
    if text is None:
        return None
    wide = min(most, max(least, text.width + 2 * pad))
    high = text.height + 22 * scale
    beside = left + 18 * scale if event.remark == "right" else left - 18 * scale - wide
    x = min(max(0.0, middle - wide / 2), room - wide) if event.remark == "over" else beside
    inside = x + (wide - text.width) / 2
    return Row(text, inside, most - 2 * pad, top + 11 * scale, top, top + high, (x, top, wide, high))


def _frames(talk: Talk, rows: list[Row], room: float) -> list[tuple[float, float, float, float]]:
    """The frames of bands: from edge to edge, inner ones further in."""
    scale, found = talk.scale, []
    for number, band in enumerate(talk.bands):
        inner = sum(
            1
            for other, one in enumerate(talk.bands)
            if other != number
            and one.first <= band.first
            and band.last <= one.last
            and (other > number or (one.first, one.last) != (band.first, band.last))
        )
        same_first = sum(one.height + 26 * scale for one in talk.bands[:number] if one.first == band.first)
        same_last = sum(14 * scale for one in talk.bands[:number] if one.last == band.last)
        first = rows[band.first]
        top = min(first.top, first.line if not first.box[3] else first.box[1]) - 14 * scale - same_first - band.height
        inset = 14 * scale * inner
        found.append((inset, top, room - 2 * inset, rows[band.last].low + 12 * scale + same_last - top))
    return found
