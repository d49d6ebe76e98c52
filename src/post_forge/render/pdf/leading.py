"""What the words on a page lead to: lines that name a part further on, and words that are a link in the note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from post_forge.render.pdf.outline import Bookmark
from post_forge.render.pdf.page import Jump, Link, Page, PlacedText

Linked = tuple[str, str]
"""Words of a slide, and the address that they lead to."""

_Word = tuple[str, int, float, float]
"""Letters and digits of a word, the line it stands on, its x and its width."""


def leading(pages: Sequence[Page], bookmarks: Sequence[Bookmark], linked: Sequence[Sequence[Linked]]) -> list[Page]:
    """The pages with links on each line that names a part further on, and on the `linked` words of each page."""
    made = []
    for at, page in enumerate(pages):
        jumps = _jumps(page, [one for one in bookmarks if one.page > at])
        links = _links(page, linked[at]) if at < len(linked) else ()
        made.append(replace(page, links=(*page.links, *jumps, *links)))
    return made


def _jumps(page: Page, bookmarks: Sequence[Bookmark]) -> Iterator[Jump]:
    """Lines of one paragraph are read together: a title may take two."""
    titles = {_bare(one.title): one for one in reversed(bookmarks)}
    for block in dict.fromkeys(line.block for line in page.lines if line.block >= 0):
        lines = [line for line in page.lines if line.block == block]
        if found := titles.get(_bare("".join(line.text for line in lines))):
            yield from (Jump(*_box(line, line.x, line.width), found.page, found.title) for line in lines)


def _links(page: Page, linked: Sequence[Linked]) -> Iterator[Link]:
    """Each link on the first words that read as it does, behind those of the link before it."""
    words = [
        (_bare(text), number, x, width)
        for number, line in enumerate(page.lines)
        for x, width, text in line.words or ((line.x, line.width, line.text),)
        if _bare(text)
    ]
    start = 0
    for said, url in linked:
        if found := _find(words, _bare(said), start):
            first, start = found
            for number, run in groupby(words[first:start], key=lambda word: word[1]):
                spans = list(run)
                left = min(x for _, _, x, _ in spans)
                right = max(x + width for _, _, x, width in spans)
                yield Link(*_box(page.lines[number], left, right - left), url)


def _find(words: Sequence[_Word], said: str, start: int) -> tuple[int, int] | None:
    """From which word to which one some letters stand, without what is between the words."""
    for first in range(start, len(words)):
        read, last = "", first
        while last < len(words) and len(read) < len(said):
            read += words[last][0]
            last += 1
        if said and read == said:
            return first, last
    return None


def _bare(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def _box(line: PlacedText, x: float, width: float) -> tuple[float, float, float, float]:
    """The place of some words of a line: x, y, width, height."""
    return x, line.baseline - line.size, width, line.size * 1.25
