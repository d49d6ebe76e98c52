"""A long deck -> what its outline says: parts with their pages, and the headings inside them."""

from __future__ import annotations

from itertools import groupby

from post_forge.compose.language import spans
from post_forge.compose.slides.alts import texts_of
from post_forge.model import Deck, Slide

_LONGEST = 120
_HEADED = frozenset(
    {"text", "points", "cards", "steps", "checklist", "table", "code", "diff", "terminal", "diagram", "picture"}
)

Bookmark = tuple[str, int, int]
"""The title, the page counted from 1, and the level: 0 for a part, 1 for a heading in it."""


def bookmarks(deck: Deck) -> tuple[Bookmark, ...]:
    """The cover, the contents, every part and every title inside one; of titles that follow each other the first."""
    found: list[Bookmark] = []
    for page, slide in enumerate(deck.slides, 1):
        name = _name(slide)
        level = 1 if slide.layout in _HEADED and not slide.more.get("number") else 0
        if name and (not found or found[-1][0] != name) and slide.layout != "end":
            found.append((name, page, level if any(one[2] == 0 and one[1] > 1 for one in found) else 0))
    return tuple(found)


def linked(deck: Deck) -> tuple[tuple[tuple[str, str], ...], ...]:
    """For each slide the words that are a link in the note, in reading order, and where they lead."""
    return tuple(
        tuple(
            ("".join(span.text for span in same), href)
            for text in texts_of(slide)
            for href, same in groupby(text.spans, key=lambda span: span.href)
            if href
        )
        for slide in deck.slides
    )


def _name(slide: Slide) -> str:
    """A title, or the heading that was too long for one."""
    if slide.layout in {"cover", "contents", "divider"} or (slide.layout in _HEADED and slide.title):
        words = str(slide.title)
    else:
        words = str(slide.paragraphs[0]) if slide.more.get("number") and slide.paragraphs else ""
    return words if spans.width(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + "…"
