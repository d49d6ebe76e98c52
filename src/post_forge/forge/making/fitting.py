"""A post's deck -> the deck as it can be drawn, or why it cannot: asks for fonts first, then rearranges slides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from post_forge import config
from post_forge.errors import Problem, TemplateError
from post_forge.forge.making import fonts
from post_forge.forge.making.guide import fit_whole
from post_forge.forge.making.state import DOWNLOADS
from post_forge.later import Later
from post_forge.model import Deck, Post, Refusal, Slide

if TYPE_CHECKING:
    from pathlib import Path

    from post_forge import compose, render
    from post_forge.config import Brand
else:
    compose = Later("post_forge.compose")

MOST_STEPS = 60  # how often one deck may be rearranged before it is given up
FRAME = {"cover", "recap", "end"}  # slides that show nothing of their own
PICTURE = "slide.picture"  # a picture of the note that cannot be read: its slide goes, and the author is told
LEAST = 2  # content slides without which there is no carousel

Fitted = tuple[Deck | Refusal, tuple[Problem, ...]]
"""The deck, or the refusal of the whole post, and what the author should know."""


class Drawing(Protocol):
    """What is asked of the studio that draws the post."""

    @property
    def theme(self) -> render.Theme: ...

    def check(self, slide: Slide, number: int, total: int) -> render.Fit: ...


def fit_post(post: Post, studio: Drawing, brand: Brand, root: Path) -> Fitted:
    """The deck as it can be drawn, or why it cannot be."""
    words = f"{brand.footer} {brand.handle or brand.name}"
    named = post.source if words.isascii() else config.where(root, "brand")
    try:
        fit = fit_whole if post.kind in DOWNLOADS else fit_deck
        return fonts.lacking(post, studio.theme, words, named) or fit(post.deck, studio.check)
    except TemplateError as error:
        raise TemplateError(*dict.fromkeys([*error.problems, *_other_layouts(post.deck, studio.check)])) from None


def _other_layouts(deck: Deck, check: Callable[[Slide, int, int], render.Fit]) -> Iterator[Problem]:
    """What is wrong with the layouts of all slides: one that cannot be used does not hide another."""
    for number, slide in enumerate(deck.slides, 1):
        try:
            check(slide, number, len(deck.slides))
        except TemplateError as error:
            yield from error.problems


def fit_deck(deck: Deck, check: Callable[[Slide, int, int], render.Fit]) -> Fitted:
    """Rearrange a deck until every slide can be drawn: split, loosened or dropped as the composer says."""
    slides = list(deck.slides)
    number, steps = 0, 0
    told: list[Problem] = []
    while number < len(slides):
        slide = slides[number]
        fit = check(slide, number + 1, len(slides))
        if fit.ok:
            number += 1
            continue
        steps += 1
        smaller = compose.relax(slide, fit.problems) if steps < MOST_STEPS else None
        if smaller is None:
            return _refused(slide, fit.problems[0]), ()
        told += [problem for problem in fit.problems if problem.rule == PICTURE]
        if slide.layout == "diagram" and not smaller:
            told.append(_undrawn(slide, fit.problems[0]))
        slides[number : number + 1] = smaller
    if sum(slide.layout not in FRAME for slide in slides) < LEAST:
        first = deck.slides[0]
        return Refusal(str(first.title), "too little is left that fits on slides", first.source, "layout"), tuple(told)
    return replace(deck, slides=tuple(slides)), tuple(told)


def _undrawn(slide: Slide, problem: Problem) -> Problem:
    """A diagram that fits in no legible type goes with its slide, and the author is told."""
    message = "this diagram is left out of the slides: it does not fit in legible type"
    return Problem("post.diagram", message, slide.source, problem.hint.split("; laid out")[0], "warning")


def _refused(slide: Slide, problem: Problem) -> Refusal:
    rule = "font" if problem.rule == "slide.glyph" else "layout"
    reason = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    return Refusal(str(slide.title), reason, slide.source, rule)
