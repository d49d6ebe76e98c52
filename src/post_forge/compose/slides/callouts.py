"""A callout of the note as a slide of its own: its kind, its title, all that it says. One that says much stays text."""

from __future__ import annotations

from post_forge.compose.language import leaning, spans
from post_forge.compose.slides.page import COLUMNS, TITLE, WORDS, Page, Place, lean
from post_forge.compose.slides.prose import paragraphs, resized
from post_forge.compose.units import admonitions
from post_forge.compose.values import Entry
from post_forge.model import Slide, plain

LEAST = 8
"""Words of a callout that fill a slide."""
_WEIGHTS = {"note": 2.4, "tip": 2.8, "important": 3.1, "warning": 3.2, "danger": 3.2}


def callout_pages(entry: Entry, place: Place) -> list[Page]:
    """One page where the whole callout has 8 to 40 words and needs nothing before it; else none."""
    if not entry.callout or not LEAST <= _words(entry) <= WORDS:
        return []
    if not _title(entry) and leaning.dangles(entry.sentences[0].plain):
        return []
    return callout_page(entry, entry.callout, place)


def callout_page(entry: Entry, kind: str, place: Place) -> list[Page]:
    """The entry as a callout of a kind, if all of it fits."""
    title = _title(entry)
    room = WORDS - spans.count_words(title)
    kept = []
    for sentence in entry.sentences:
        text = lean(sentence, room, COLUMNS)
        if text is None:
            return []
        kept.append(resized(sentence, text))
    columns = sum(spans.width(one.plain) for one in kept)
    if not kept or entry.below or sum(one.words for one in kept) > room or columns > COLUMNS:
        return []
    slide = Slide(
        "callout",
        entry.source,
        plain(title),
        place.above,
        paragraphs=paragraphs(kept, capital=bool(title)),
        more={"kind": kind if kind in admonitions.KINDS else "note"},
    )
    name = title or str(place.heading)
    return [Page(slide, _WEIGHTS.get(kind, 2.4), name, entry.role, place.heading)]


def _title(entry: Entry) -> str:
    """What the callout is called, if that is more than its kind and fits a slide."""
    name = entry.name if not admonitions.kind_of_word(entry.name) else ""
    return name if spans.width(name) <= TITLE else ""


def _words(entry: Entry) -> int:
    return sum(sentence.words for sentence in entry.sentences) + spans.count_words(_title(entry))
