"""Share out the items of a list over slides: as few as hold them, of even size, none with one item alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from post_forge.compose.language import spans
from post_forge.model import Point

T = TypeVar("T")


def grouped(items: Sequence[T], cost: Callable[[T], int], most: int, largest: int) -> Iterator[Sequence[T]]:
    """Items in order, in as few groups as hold at most `most` cost and `largest` items each, of even sizes."""
    sizes = _even([cost(item) for item in items], most, largest)
    at = 0
    for size in sizes:
        yield items[at : at + size]
        at += size


def point_words(point: Point) -> int:
    """What an item costs on a slide: the words of its label and its text."""
    return spans.count_words(str(point.text)) + spans.count_words(str(point.label))


def _even(costs: Sequence[int], most: int, largest: int) -> list[int]:
    """The sizes of the groups: as few groups as can be, then as few of one item, then of the most even sizes; of equal
    ones those with the larger groups first."""
    ranks: list[tuple[int, int, int]] = [(0, 0, 0)]
    last = [0]
    for end in range(1, len(costs) + 1):
        found = []
        for size in range(1, min(largest, end) + 1):
            if size > 1 and sum(costs[end - size : end]) > most:
                break
            groups, alone, uneven = ranks[end - size]
            found.append(((groups + 1, alone + (size == 1), uneven + size * size), size))
        rank, size = min(found)
        ranks.append(rank)
        last.append(size)
    sizes: list[int] = []
    end = len(costs)
    while end:
        sizes.append(last[end])
        end -= last[end]
    return sizes[::-1]
