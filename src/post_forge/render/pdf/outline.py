"""Bookmarks -> the outline of the PDF: what a reader sees beside the pages, and jumps by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from post_forge.render.pdf.objects import Objects, string


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A name in the outline and the page it leads to, counted from 0. `level` 1 stands below the last of level 0."""

    title: str
    page: int
    level: int = 0


def outline_of(book: Objects, bookmarks: Sequence[Bookmark], pages: Sequence[int]) -> str:
    """Write the outline; gives what the catalog says of it ("" without bookmarks). `pages` are the pages' numbers."""
    if not bookmarks:
        return ""
    root = book.reserve()
    tops: list[tuple[Bookmark, list[Bookmark]]] = []
    for one in bookmarks:
        if one.level and tops:
            tops[-1][1].append(one)
        else:
            tops.append((one, []))
    numbers = [book.reserve() for _ in tops]
    for at, (top, below) in enumerate(tops):
        inner = [book.reserve() for _ in below]
        held = f" /First {inner[0]} 0 R /Last {inner[-1]} 0 R /Count -{len(inner)}" if inner else ""
        _put(book, numbers, at, top, root, pages, held)
        for place, one in enumerate(below):
            _put(book, inner, place, one, numbers[at], pages, "")
    book.put(root, f"<< /Type /Outlines /First {numbers[0]} 0 R /Last {numbers[-1]} 0 R /Count {len(numbers)} >>")
    return f" /Outlines {root} 0 R /PageMode /UseOutlines"


def _put(
    book: Objects, numbers: Sequence[int], at: int, one: Bookmark, parent: int, pages: Sequence[int], held: str
) -> None:
    """One entry between its neighbours."""
    before = f" /Prev {numbers[at - 1]} 0 R" if at else ""
    after = f" /Next {numbers[at + 1]} 0 R" if at + 1 < len(numbers) else ""
    book.put(
        numbers[at],
        f"<< /Title {string(one.title)} /Parent {parent} 0 R{before}{after}{held} "
        f"/Dest [{pages[one.page]} 0 R /Fit] >>",
    )
