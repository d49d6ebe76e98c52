"""A post -> whether its letters can be drawn at all; many such findings -> one line a script for the whole run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from post_forge.errors import Problem, Source
from post_forge.later import Later
from post_forge.model import Post, Refusal

if TYPE_CHECKING:
    from post_forge import compose, render
else:
    compose, render = Later("post_forge.compose"), Later("post_forge.render")

RULE = "font.missing"


def lacking(post: Post, theme: render.Theme, brand: str, named: Source) -> tuple[Refusal, tuple[Problem, ...]] | None:
    """Why a post cannot be drawn for want of a font, found before anything is laid out; None where it can.

    Only whole scripts are looked at (a rare symbol is told by the slide that has it). `brand` are the brand's words on
    every slide, `named` is where the configuration says them.
    """
    found: dict[str, Problem] = {}
    for words, source in _said(post, brand, named):
        for gap in render.missing_scripts(words, theme):
            if gap.script:
                message = f"no font here has {gap.name} letters"
                found.setdefault(gap.name, Problem(RULE, message, source, _hint(gap.package), "warning"))
    if not found:
        return None
    first = next(iter(found.values()))
    reason = f"no font here has {' and '.join(found)} letters; {first.hint}"
    return Refusal(post.title, reason, first.source or post.source, "font"), tuple(found.values())


def _said(post: Post, brand: str, named: Source) -> Iterator[tuple[str, Source]]:
    if not brand.isascii():
        yield brand, named
    for slide in post.deck.slides:
        words = "\n".join((slide.kicker, compose.shown(slide), *slide.more.values()))
        if not words.isascii():
            yield words, slide.source


def _hint(package: str) -> str:
    if package:
        return f"install it with `pip install {package}`: the next build makes them"
    return "put a font file that has them into fonts/ of the workspace"


def gathered(problems: Iterable[Problem]) -> list[Problem]:
    """The problems with one for each script in place of one for each post: how many there are, the first place."""
    kept: list[Problem] = []
    by_script: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.rule == RULE:
            by_script.setdefault(problem.message, []).append(problem)
        else:
            kept.append(problem)
    return [*(_counted(message, found) for message, found in by_script.items()), *kept]


def _counted(message: str, found: list[Problem]) -> Problem:
    notes = len({problem.source.path for problem in found if problem.source})
    posts = f"{len(found)} post{'s' if len(found) > 1 else ''}"
    of_notes = f"{notes} note{'s' if notes > 1 else ''}"
    return replace(found[0], message=f"{message}: {posts} of {of_notes} cannot be drawn, this is the first")
