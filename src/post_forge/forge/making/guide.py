"""A guide's deck -> the same deck as it can be drawn, all of it, or why it cannot: slides are split, never dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from post_forge.errors import Problem
from post_forge.later import Later
from post_forge.model import Deck, Refusal, Slide

if TYPE_CHECKING:
    from post_forge import compose, render
else:
    compose = Later("post_forge.compose")

MOST_STEPS = 400  # splits of one deck; each makes a page or a smaller slide, so more than 60 pages come first


def fit_whole(deck: Deck, check: Callable[[Slide, int, int], render.Fit]) -> tuple[Deck | Refusal, tuple[Problem, ...]]:
    """Split slides until every one can be drawn. Refused at the line of what fits nowhere, and beyond 60 pages."""
    slides = list(deck.slides)
    number, steps = 0, 0
    while number < len(slides):
        slide = slides[number]
        fit = check(slide, number + 1, len(slides))
        if fit.ok:
            number += 1
            continue
        steps += 1
        smaller = compose.split(slide) if steps < MOST_STEPS and not _is_of_glyphs(fit.problems) else None
        if smaller is None:
            return _refused(deck, slide, fit.problems[0]), ()
        slides[number : number + 1] = smaller
    if len(slides) > compose.MOST_PAGES:
        first = deck.slides[0]
        reason = (
            f"it would have {len(slides)} pages, and at most {compose.MOST_PAGES} are made; write <!-- skip --> above "
            f"what it can do without"
        )
        return Refusal(_name(deck), reason, first.source, "guide.pages"), ()
    return compose.paged(replace(deck, slides=tuple(slides))), ()


def _is_of_glyphs(problems: tuple[Problem, ...]) -> bool:
    """A character that no font has, a picture that cannot be read: smaller slides do not help."""
    return any(problem.rule.startswith(("type.", "font", "slide.glyph", "slide.picture")) for problem in problems)


def _refused(deck: Deck, slide: Slide, problem: Problem) -> Refusal:
    hint = problem.hint.split("; laid out")[0]
    reason = f"{problem.message}; {hint}" if hint else problem.message
    return Refusal(_name(deck), reason, slide.source, "font" if problem.rule == "slide.glyph" else "guide.shown")


def _name(deck: Deck) -> str:
    return f"guide: {deck.slides[0].title}"
