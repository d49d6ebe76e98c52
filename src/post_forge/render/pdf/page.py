"""A slide -> what a page of the PDF shows and says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from post_forge.render.values import Op, Words


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One line of text on a slide: `x` and `baseline` of its start, its advance `width` and its font `size`.

    `words` are its parts as (x, width, text), x from the slide's left edge; without them the whole line is one part.
    Lines of one `block` are one paragraph; block -1 is a paragraph of its own.
    """

    text: str
    x: float
    baseline: float
    width: float
    size: float
    words: tuple[tuple[float, float, str], ...] = ()
    block: int = -1


@dataclass(frozen=True, slots=True)
class Link:
    """A place on a slide that leads to `url`."""

    x: float
    y: float
    width: float
    height: float
    url: str


@dataclass(frozen=True, slots=True)
class Jump:
    """A place on a slide that leads to another page of the document; `page` counts from 0."""

    x: float
    y: float
    width: float
    height: float
    page: int
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """One slide: its picture, its words in reading order, what it shows, its links, the pages it leads to."""

    png: bytes
    lines: tuple[PlacedText, ...] = ()
    alt: str = ""
    links: tuple[Link | Jump, ...] = ()


def page_of(png: bytes, ops: Sequence[Op], alt: str) -> Page:
    """The page of a slide that was painted from a display list."""
    lines: list[PlacedText] = []
    links: list[Link] = []
    for block, op in enumerate(op for op in ops if isinstance(op, Words)):
        for line in op.text.lines:
            x, baseline = op.x + line.x, op.y + line.baseline
            words = tuple((x + start, width, text) for start, width, text in line.words)
            if line.text.strip():
                lines.append(PlacedText(line.text, x, baseline, line.width, line.size, words, block))
            links.extend(
                Link(x + start, baseline - line.size, width, line.size * 1.25, url) for start, width, url in line.links
            )
    return Page(png, tuple(lines), alt, tuple(links))
