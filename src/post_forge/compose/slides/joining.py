"""Join thin neighbours: two short text slides of one chapter become one. Pages in, fewer pages out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from post_forge.compose.language import spans
from post_forge.compose.slides.page import COLUMNS, WORDS, Page, slide_words
from post_forge.model import Text

_THIN = 18
_TEXTUAL = ("text", "statement")


def joined(pages: Sequence[Page], thin: int = _THIN) -> list[Page]:
    """The pages with a text page of at most `thin` words and its neighbour made one, if both have one title."""
    done: list[Page] = []
    for page in pages:
        both = _join(done[-1], page, thin) if done else None
        if both:
            done[-1] = both
        else:
            done.append(page)
    return done


def _join(first: Page, second: Page, most: int) -> Page | None:
    left, right = first.slide, second.slide
    if left.layout not in _TEXTUAL or right.layout not in _TEXTUAL or second.apart:
        return None
    thin = min(slide_words(left), slide_words(right)) <= most
    if (
        not thin
        or str(first.heading) != str(second.heading)
        or slide_words(left) + slide_words(right) + spans.count_words(str(first.heading)) > WORDS
    ):
        return None
    paragraphs = (*_texts(first), *_texts(second))
    if len(paragraphs) > 3 or sum(spans.width(str(text)) for text in paragraphs) > COLUMNS:
        return None
    kicker = right.kicker if right.layout == "text" and not _label(second) else left.kicker
    if _label(first) or left.layout == "statement":
        kicker = "" if str(first.heading) else left.kicker
    slide = replace(left, layout="text", title=first.heading, kicker=kicker, lead=Text(), paragraphs=paragraphs)
    weight = max(first.weight, second.weight) + 0.3
    return Page(slide, weight, str(first.heading), first.role or second.role, first.heading)


def _label(page: Page) -> Text:
    """The label that a text page has for its title, if it has one."""
    slide = page.slide
    return slide.title if slide.layout == "text" and str(slide.title) != str(page.heading) else Text()


def _texts(page: Page) -> tuple[Text, ...]:
    """The running texts; a label leads its first paragraph ("The Fix: ...")."""
    slide = page.slide
    if slide.layout == "statement":
        return tuple(text for text in (slide.title, slide.lead) if text)
    label = _label(page)
    if not label or not slide.paragraphs:
        return slide.paragraphs
    return (spans.join((spans.strong(label), slide.paragraphs[0]), ": "), *slide.paragraphs[1:])
