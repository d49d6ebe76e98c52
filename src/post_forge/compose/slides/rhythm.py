"""How the slides of a deck follow one another: no title twice in a row, no four plain texts, no three statements.

Pages in, pages that say the same out. What moves is only where words stand: a title becomes the line above, labelled
texts become cards, sentences become points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from post_forge.compose.language import judge, leaning, lexicon, poles, sentences, spans
from post_forge.compose.slides.joining import joined
from post_forge.compose.slides.page import STATEMENT, WORDS, Page, slide_words
from post_forge.model import Point, Slide, Text

_LEAST = 3
_LONGEST_RUN = 3
_LONG_STATEMENT, _LEAD, _LABEL, _POINT_WORDS = 130, 150, 42, 24
_LISTS = frozenset({"cards", "points", "steps", "checklist"})
_UNTITLED = _LISTS | {"text", "code", "diff", "terminal", "table", "diagram", "picture"}


def varied(pages: Sequence[Page]) -> list[Page]:
    """The pages without four texts and without three statements in a row, where they can be said otherwise."""
    return _statements(_texts(pages))


def untitled(pages: Sequence[Page], cover: Slide) -> list[Page]:
    """The pages without a title that the slide before shows already: it stands small above what they show.

    A list that goes on keeps its title on every slide, and so does what should not be done.
    """
    done: list[Page] = []
    before = cover
    for page in pages:
        slide = _without_question(page.slide) if before is cover and _same(page.slide, cover) else page.slide
        goes_on = slide.layout == before.layout and slide.layout in _LISTS
        if slide.layout in _UNTITLED and _same(slide, before) and not goes_on and not _must_say(str(slide.title)):
            known = not slide.kicker or slide.kicker == before.kicker or slide.kicker == cover.kicker
            slide = replace(slide, title=Text(), kicker=str(slide.title) if known else slide.kicker)
        before = page.slide
        done.append(page if slide is page.slide else replace(page, slide=slide))
    return done


def _same(slide: Slide, before: Slide) -> bool:
    return bool(slide.title) and str(slide.title) == str(before.title)


def _must_say(title: str) -> bool:
    return poles.forbids(title) or (lexicon.is_generic(title) and lexicon.role_of(title) in {"trap", "con"})


def _without_question(slide: Slide) -> Slide:
    """A question that the cover asks in the same words stands small above its answer."""
    said = tuple(text for text in (slide.lead, *slide.paragraphs) if text)
    if slide.layout != "qa" or not said:
        return slide
    asked = str(slide.title)
    rest = spans.join(said[1:])
    if spans.width(str(said[0])) <= STATEMENT and spans.width(str(rest)) <= _LEAD:
        return Slide("statement", slide.source, said[0], asked, lead=rest)
    return Slide("text", slide.source, kicker=asked, paragraphs=said)


# ---- statements


def _statements(pages: Sequence[Page]) -> list[Page]:
    """Three statements in a row are dull: the second and third become one text, or the second a text alone."""
    done = list(pages)
    for at in range(1, len(done) - 1):
        if at + 1 < len(done) and all(page.slide.layout == "statement" for page in done[at - 1 : at + 2]):
            both = joined(done[at : at + 2], thin=WORDS) if len(done) > _LEAST else []
            done[at : at + 2] = both if len(both) == 1 else [as_text(done[at]), done[at + 1]]
    return done


def as_text(page: Page) -> Page:
    """A statement as running text."""
    slide = page.slide
    paragraphs = tuple(text for text in (slide.title, slide.lead) if text)
    return replace(page, slide=replace(slide, layout="text", title=Text(), lead=Text(), paragraphs=paragraphs))


# ---- texts


def _texts(pages: Sequence[Page]) -> list[Page]:
    """Four texts in a row: neighbours with labels become cards, else every second text is shown otherwise."""
    done = list(pages)
    at = 0
    while at < len(done):
        end = at
        while end < len(done) and done[end].slide.layout == "text":
            end += 1
        if end - at > _LONGEST_RUN:
            done[at:end] = _livelier(done[at:end], len(done))
            at += 1
        else:
            at = end + 1
    return done


def _livelier(run: Sequence[Page], pages: int) -> list[Page]:
    shorter = _carded(run, pages - _LEAST)
    if len(shorter) < len(run):
        return shorter
    made: list[Page] = []
    for at, page in enumerate(run):
        other = _otherwise(page) if at % 2 else None
        made.append(other or page)
    return made


def _carded(run: Sequence[Page], spare: int) -> list[Page]:
    """Labelled texts of one chapter that follow one another, two or three of them, as one slide of cards."""
    done: list[Page] = []
    at = 0
    while at < len(run):
        sizes = (size for size in (3, 2) if size - 1 <= spare and at + size <= len(run))
        cards = next((page for size in sizes if (page := _cards(run[at : at + size]))), None)
        if cards:
            spare -= len(cards.slide.points) - 1
            at += len(cards.slide.points)
        else:
            at += 1
        done.append(cards or run[at - 1])
    return done


def _cards(pages: Sequence[Page]) -> Page | None:
    first = pages[0]
    points = [_card(page) for page in pages]
    if any(point is None for point in points) or any(page.apart for page in pages[1:]):
        return None
    if len({str(page.heading) for page in pages}) > 1:
        return None
    if sum(slide_words(page.slide) for page in pages) + spans.count_words(str(first.heading)) > WORDS:
        return None
    shown = tuple(point for point in points if point)
    slide = Slide("cards", first.slide.source, first.heading, "", points=shown)
    weight = max(page.weight for page in pages) + 0.3
    return Page(slide, weight, str(first.heading) or first.name, first.role, first.heading, first.apart)


def _card(page: Page) -> Point | None:
    """The label and the words of a text, where they make a card."""
    slide = page.slide
    label = str(slide.title)
    if not label or label == str(page.heading) or spans.width(label) > _LABEL or page.role or len(slide.paragraphs) > 2:
        return None
    return Point(spans.join(slide.paragraphs), slide.title)


def _otherwise(page: Page) -> Page | None:
    """A text as a statement with its rest below, or as points; None where it is neither."""
    slide = page.slide
    pieces = [spans.cut(text, start, end) for text in slide.paragraphs for start, end in sentences.split(text)]
    if page.role or not all(judge.is_complete(str(piece)) for piece in pieces):
        return None
    bare = not slide.title or str(slide.title) == str(page.heading)
    rest = spans.join(pieces[1:])
    if bare and pieces and _stands(str(pieces[0])) and spans.width(str(rest)) <= _LEAD:
        kicker = str(slide.title) or slide.kicker
        return replace(
            page, slide=replace(slide, layout="statement", title=pieces[0], kicker=kicker, lead=rest, paragraphs=())
        )
    if 2 <= len(pieces) <= 3 and all(_is_point(piece) for piece in pieces):
        points = tuple(Point(piece) for piece in pieces)
        return replace(page, slide=replace(slide, layout="points", points=points, paragraphs=()))
    return None


def _stands(words: str) -> bool:
    return spans.width(words) <= _LONG_STATEMENT and not leaning.dangles(words)


def _is_point(piece: Text) -> bool:
    words = str(piece)
    return spans.count_words(words) <= _POINT_WORDS and not leaning.dangles(words)
