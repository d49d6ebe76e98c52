"""The layout that an author asks for (`<!-- layout: NAME -->`) -> pages in it, or none where the content is another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from post_forge.compose.language import spans
from post_forge.compose.slides.callouts import callout_page
from post_forge.compose.slides.codes import as_code
from post_forge.compose.slides.comparing import two_columns, two_entries
from post_forge.compose.slides.lists import checklist
from post_forge.compose.slides.page import STATEMENT, Page, Place, title_of
from post_forge.compose.slides.pictures import is_large, picture_page
from post_forge.compose.slides.tables import cards_of, grid_of
from post_forge.compose.units import admonitions
from post_forge.compose.values import CodePart, Entries, Entry, Part, PicturePart, Prose, QuotePart, TablePart
from post_forge.errors import Problem, did_you_mean
from post_forge.model import Slide, Text

KNOWN = {
    "cover": "the first slide of a post is its cover",
    "end": "the last slide of a post is its end",
    "recap": "it lists the titles of a deck, or the items of a list",
    "statement": "it shows a paragraph whose first sentence is short",
    "text": "it shows a paragraph",
    "quote": "it shows a quotation or a paragraph",
    "myth": "it shows a claim with what holds instead",
    "number": "it shows a sentence with a figure",
    "qa": "it shows a question with its answer",
    "points": "it shows a list",
    "cards": "it shows a list, or a table whose rows have a name",
    "steps": "it shows a list",
    "checklist": "it shows a list of two items or more, each in a few words",
    "compare": "it shows two lists below two labels, or a table of two columns, with 2 to 4 short items each",
    "table": "it shows a table",
    "code": "it shows a fence",
    "diff": "it shows a fence whose lines begin with + and -",
    "terminal": 'it shows a fence with commands behind a prompt ("$ ")',
    "diagram": "it shows a drawing made of characters, in a fence without a language, or a flow chart",
    "callout": "it shows a paragraph or a callout of at most 40 words",
    "picture": "it shows a picture of the collection, at least 600 px wide",
    "divider": "it shows a title or a paragraph of one short sentence",
}
"""Every layout that can be asked for, and what it can show."""

Wish = Callable[[Part, Place, Sequence[Page]], Sequence[Page]]


def wished(part: Part, place: Place, pages: Sequence[Page]) -> list[Page]:
    """The pages of a part in the layout its author asked for, the usual ones being `pages`; [] where it cannot be."""
    if part.layout not in KNOWN:  # a layout of the author's own theme
        return [_with(pages[0], part.layout), *pages[1:]] if pages else []
    if any(page.slide.layout == part.layout for page in pages):
        return list(pages)
    made = _WISHES.get(part.layout, _none)(part, place, pages)
    return list(made)


def _none(part: Part, place: Place, pages: Sequence[Page]) -> Sequence[Page]:
    del part, place, pages
    return ()


def _with(page: Page, layout: str) -> Page:
    return replace(page, slide=replace(page.slide, layout=layout))


def _code(layout: str) -> Wish:
    def make(part: Part, place: Place, pages: Sequence[Page]) -> Sequence[Page]:
        del pages
        return as_code(part, place, layout) if isinstance(part, CodePart) else ()

    return make


def _listed(layout: str) -> Wish:
    """A list in another of the layouts that read points."""

    def make(part: Part, place: Place, pages: Sequence[Page]) -> Sequence[Page]:
        if layout == "cards" and isinstance(part, TablePart):
            return cards_of(part, place)
        if pages and all(page.slide.points for page in pages):
            return [_with(page, layout) for page in pages]
        return ()

    return make


def _boxes(part: Part, place: Place, pages: Sequence[Page]) -> Sequence[Page]:
    del pages
    return checklist(part.entries, place.under(part.title), asked=True) if isinstance(part, Entries) else ()


def _compare(part: Part, place: Place, pages: Sequence[Page]) -> Sequence[Page]:
    del pages
    page = None
    if isinstance(part, Entries):
        page = two_entries(part.entries, place.under(part.title), asked=True)
    elif isinstance(part, TablePart):
        page = two_columns(part, place.under(part.title), asked=True)
    return [page] if page else ()


def _table(part: Part, place: Place, pages: Sequence[Page]) -> Sequence[Page]:
    del pages
    return grid_of(part, place) if isinstance(part, TablePart) else ()


def _callout(part: Part, place: Place, pages: Sequence[Page]) -> Sequence[Page]:
    del pages
    if isinstance(part, Prose | QuotePart) and part.sentences:
        return callout_page(Entry(Text(), "", "", part.sentences, part.source), "note", place)
    if isinstance(part, Entries) and len(part.entries) == 1 and part.entries[0].sentences:
        entry = part.entries[0]
        by_role = {"trap": "warning", "fix": "tip", "lesson": "tip", "limit": "important"}
        kind = entry.callout or admonitions.kind_of_word(entry.name) or by_role.get(entry.role, "note")
        return callout_page(entry, kind, place)
    return ()


def _picture(part: Part, place: Place, pages: Sequence[Page]) -> Sequence[Page]:
    """Also what looks like a logo, for the author knows better; never what is too small."""
    del pages
    return [picture_page(part, place)] if isinstance(part, PicturePart) and is_large(part.picture) else ()


def _divider(part: Part, place: Place, pages: Sequence[Page]) -> Sequence[Page]:
    """The title of the section before what it says; one short sentence stands below the title."""
    said = part.sentences[0].text if isinstance(part, Prose) and len(part.sentences) == 1 else Text()
    lead = said if place.title and spans.width(str(said)) <= STATEMENT else Text()
    title = place.title or title_of(said)
    if not title:
        return ()
    kicker = place.kicker if place.kicker != str(title) else ""
    slide = Slide("divider", part.source, title, kicker, lead=lead)
    page = Page(slide, 2.0, str(title), "", place.title)
    return [page] if said and (lead or not place.title) else [page, *pages]


_TEXTUAL = ("statement", "text", "quote", "myth")
_LONGEST = {"statement": 140, "myth": 140, "quote": 180}
"""Columns of a title that an author asks for; the program itself makes statements of shorter sentences only."""


def _words(layout: str) -> Wish:
    """Running text in another layout: texts move between title, lead and paragraphs where the two differ."""

    def make(part: Part, place: Place, pages: Sequence[Page]) -> Sequence[Page]:
        del part, place
        return (
            [replace(pages[0], slide=made), *pages[1:]] if pages and (made := _as_text(pages[0].slide, layout)) else ()
        )

    return make


def _as_text(slide: Slide, layout: str) -> Slide | None:
    texts = [*slide.paragraphs, *([slide.lead] if slide.lead else [])]
    if slide.layout in {"statement", "number", "quote", "callout"} and layout in _TEXTUAL:
        first = (slide.title,) if slide.layout in {"statement", "quote"} else ()
        texts, slide = [*first, *texts], replace(slide, layout="text", title=Text(), lead=Text(), paragraphs=())
    if slide.layout != "text" or not texts:
        return None
    if layout == "text":
        return replace(slide, layout="text", lead=Text(), paragraphs=tuple(texts), more={})
    title = texts[0] if layout in {"statement", "quote"} or not slide.title else slide.title
    rest = [text for text in texts if text is not title]
    if spans.width(str(title)) > _LONGEST[layout]:
        return None
    if layout == "myth" and not rest:
        return None
    return replace(slide, layout=layout, title=title, lead=spans.join(rest), paragraphs=(), more={})


_WISHES: dict[str, Wish] = {
    **{name: _code(name) for name in ("code", "diff", "terminal")},
    **{name: _listed(name) for name in ("cards", "points", "steps", "recap")},
    **{name: _words(name) for name in _TEXTUAL},
    "checklist": _boxes,
    "compare": _compare,
    "table": _table,
    "callout": _callout,
    "picture": _picture,
    "divider": _divider,
}


def wrong_wishes(parts: Iterable[tuple[Part, Place, Sequence[Page]]], own: Sequence[str] = ()) -> list[Problem]:
    """An error for each layout that was asked for and is unknown, or cannot show what follows the comment.

    `parts` come with their place and their usual pages; `own` are further layouts, of the author's own themes.
    """
    found = []
    for part, place, pages in parts:
        if not part.layout or (wished(part, place, pages) and (part.layout in KNOWN or part.layout in own)):
            continue
        message, hint = f"there is no layout {part.layout!r}", did_you_mean(part.layout, {*KNOWN, *own})
        if part.layout in KNOWN:
            message, hint = f"the layout {part.layout!r} cannot show what follows", KNOWN[part.layout]
        found.append(Problem("post.layout", message, part.asked or part.source, hint))
    return found
