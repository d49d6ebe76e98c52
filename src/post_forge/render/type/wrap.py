"""Widths of pieces -> where lines end. Contains no knowledge of fonts: numbers in, numbers out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

SLACK = 0.01  # px a line may be wider than the measure: rounding, never visible


class Block(NamedTuple):
    """One unbreakable part. `penalty` is the price of ending a line after it, `word` whether it counts as a word."""

    width: float
    blank: float = 0.0
    tail: float = 0.0
    opens: float = 0.0
    closes: float = 0.0
    penalty: float = 0.0
    word: bool = True


class Ruler:
    """Tells the width of any line of blocks, from sums made once. `slack` is how many px a line may be too wide.

    `sums` has the width of all before a block, `spaces` what does not count of a line's last block, `opens` what its
    first one needs besides.
    """

    __slots__ = ("blocks", "opens", "slack", "spaces", "sums")

    def __init__(self, blocks: Sequence[Block], slack: float = SLACK) -> None:
        self.blocks, self.slack = blocks, slack
        self.sums = [0.0, *accumulate([block.width + block.blank for block in blocks])]
        self.spaces = [block.blank + block.tail - block.closes for block in blocks]
        self.opens = [block.opens for block in blocks]

    def width(self, start: int, end: int) -> float:
        """The width of the line of blocks[start:end], in px."""
        return self.sums[end] - self.sums[start] - self.spaces[end - 1] + self.opens[start]


def fill(ruler: Ruler, width: float) -> list[int]:
    """Where lines end when each takes as much as it can (first fit). A line holds at least one block."""
    ends, start, count = [], 0, len(ruler.blocks)
    sums, spaces, opens, most = ruler.sums, ruler.spaces, ruler.opens, width + ruler.slack
    for end in range(2, count + 1):
        if sums[end] - sums[start] - spaces[end - 1] + opens[start] > most and end - start > 1:
            ends.append(end - 1)
            start = end - 1
    return [*ends, count] if count else []


def settle(ruler: Ruler, ends: list[int], width: float) -> list[int]:
    """The same number of lines with fewer bad ends: a number keeps its unit, the last line more than a short word."""
    ends = list(ends)
    for line in range(len(ends) - 1):
        start = ends[line - 1] if line else 0
        while ruler.blocks[ends[line] - 1].penalty >= GLUE and ends[line] - start > 1:
            if ruler.width(ends[line] - 1, ends[line + 1]) > width + ruler.slack:
                break
            ends[line] -= 1
    if len(ends) > 1:
        start = ends[-3] if len(ends) > 2 else 0
        last = ruler.width(ends[-2], ends[-1])
        lonely = ends[-1] - ends[-2] == 1 and ruler.blocks[-1].word and last < width * SHORT
        lonely = lonely or last < width * TINY
        if lonely and ends[-2] - start > 2 and ruler.width(ends[-2] - 1, ends[-1]) <= width + ruler.slack:
            if ruler.width(start, ends[-2] - 1) < width * SHORT:
                return even(ruler, width)  # lending a word would only move the hole up one line
            ends[-2] -= 1
    return ends


SHORT = 0.45  # share of the measure up to which a single last word is too short a line
TINY = 0.16  # and any last line, whatever it holds
GLUE = 0.5  # from this penalty on, filled text avoids a break where it can
LEANING = 0.15  # from this penalty on, a short word does not stand alone on its line
_SHORT_LINE = 0.3
_STRANDED = 60.0
_LONELY = 40.0
_ALONE = 0.12
_SHORT_END = 0.3


def even(ruler: Ruler, width: float) -> list[int]:
    """Where lines end when they shall be of even width, in as few lines as there have to be (looks of headings).

    Minimises the sum of squared rests, as parts of the measure, plus the penalties of the breaks; a last line of one
    short word is nearly forbidden, one shorter than a third of the measure is dear.
    """
    first = fill(ruler, width)
    lines, count = len(first), len(ruler.blocks)
    if lines < 2 or count == lines or count > 120:
        return first
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for line in range(1, lines + 1):
        best.append(_row(ruler, width, best[-1], line == lines, count - (lines - line)))
    if count not in best[lines]:
        return first
    ends, end = [], count
    for line in range(lines, 0, -1):
        ends.append(end)
        end = best[line][end][1]
    return ends[::-1]


def _row(
    ruler: Ruler, width: float, before: dict[int, tuple[float, int]], is_last: bool, most: int
) -> dict[int, tuple[float, int]]:
    """The cheapest way to end a line at each place, given those for the line above."""
    row: dict[int, tuple[float, int]] = {}
    count = len(ruler.blocks)
    for start, (cost, _) in before.items():
        for end in range(start + 1, most + 1):
            wide = ruler.width(start, end)
            if wide > width + ruler.slack and end - start > 1:
                break
            if is_last and end != count:
                continue
            total = cost + _price(ruler, start, end, wide / width, is_last)
            if total < row.get(end, (math.inf, 0))[0]:
                row[end] = (total, start)
    return row


def _price(ruler: Ruler, start: int, end: int, filled: float, is_last: bool) -> float:
    price = (1 - min(filled, 1.0)) ** 2
    if not is_last:
        penalty = ruler.blocks[end - 1].penalty
        stranded = end - start == 1 and penalty >= LEANING and filled < _SHORT_LINE
        return price + penalty + (_STRANDED if stranded else 0.0)
    if end - start == 1 and start and ruler.blocks[end - 1].word:
        price += _LONELY if filled < SHORT else _ALONE
    if filled < 1 / 3:
        price += _SHORT_END
    return price
