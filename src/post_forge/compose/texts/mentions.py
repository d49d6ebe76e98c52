"""One alias, a handle for each network: `@alice` in a note -> `@alice_dev` on X, `Alice Doe` on slides."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from post_forge.model import Deck, Grid, Point, Slide, Text

Mentions = Mapping[str, Mapping[str, str]]
"""Aliases without their sign; for each the handle by network, and under `name` what stands where there is none."""

NO_MENTIONS: Mentions = {}
NAME = "name"
_MENTION = re.compile(r"(?<![\w@./])@(\w[\w-]*)(?![\w-]*[@]|\.\w)")


def mentioned(text: str, network: str, mentions: Mentions) -> str:
    """The text with every alias as the network knows it.

    Where an alias has no handle the name stands, without a sign: `@alice` may be somebody else there.
    """
    if not mentions or "@" not in text:
        return text

    def handle(found: re.Match[str]) -> str:
        known = mentions.get(found[1])
        return found[0] if known is None else known.get(network) or known.get(NAME) or found[1]

    return _MENTION.sub(handle, text)


def in_deck(deck: Deck, mentions: Mentions) -> Deck:
    """The deck with names in place of aliases: one carousel goes to every network. Code stays as it is."""
    if not mentions:
        return deck
    return replace(deck, slides=tuple(_in_slide(slide, lambda text: _in_text(text, mentions)) for slide in deck.slides))


def _in_text(text: Text, mentions: Mentions) -> Text:
    if "@" not in str(text):
        return text
    spans = (
        span if "code" in span.marks else replace(span, text=mentioned(span.text, "", mentions)) for span in text.spans
    )
    return Text(tuple(spans))


def _in_slide(slide: Slide, named: Callable[[Text], Text]) -> Slide:
    return replace(
        slide,
        title=named(slide.title),
        lead=named(slide.lead),
        points=tuple(_in_point(point, named) for point in slide.points),
        paragraphs=tuple(map(named, slide.paragraphs)),
        table=_in_grid(slide.table, named) if slide.table else None,
        by=named(slide.by),
        caption=named(slide.caption),
    )


def _in_point(point: Point, named: Callable[[Text], Text]) -> Point:
    return replace(point, text=named(point.text), label=named(point.label))


def _in_grid(grid: Grid, named: Callable[[Text], Text]) -> Grid:
    rows = tuple(tuple(map(named, row)) for row in grid.rows)
    return replace(grid, head=tuple(map(named, grid.head)), rows=rows)
