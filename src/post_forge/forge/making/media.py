"""A post's slides -> the pictures of networks that do not take them as they are: media/<platform>/01.jpg ..."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from post_forge import config
from post_forge.errors import Problem
from post_forge.later import Later
from post_forge.model import FORMATS, Format, Post, Rules

if TYPE_CHECKING:
    from post_forge import platforms, render
else:
    platforms, render = Later("post_forge.platforms"), Later("post_forge.render")


class Wanted(Protocol):
    """What is asked of the settings of a run."""

    @property
    def networks(self) -> tuple[str, ...]: ...
    @property
    def formats(self) -> tuple[str, ...]: ...
    @property
    def root(self) -> Path: ...


def media_files(
    files: Mapping[str, bytes | None], wanted: Wanted, post: Post
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The pictures by file name, and what cannot be made. `files` holds the PNGs as `slides/<format>/01.png`.

    A network gets the first format that it takes; a slide that does as it is gets no file of its own.
    """
    made: dict[str, bytes] = {}
    problems: list[Problem] = []
    for network in wanted.networks:
        rules = platforms.rules_of(network)
        chosen = next((name for name in wanted.formats if not _reason(rules, name)), None)
        if chosen is None:
            problems.append(_no_format(rules, wanted))
            continue
        slides = {name: png for name, png in files.items() if name.startswith(f"slides/{chosen}/") and png}
        for number, name in enumerate(sorted(slides), 1):
            ending, data, limit = _ready(rules, slides[name], FORMATS[chosen])
            if limit and len(data) > limit:
                problems.append(_too_heavy(rules, len(data), number, post))
            elif ending:
                made[f"media/{network}/{number:02d}.{ending}"] = data
    return made, tuple(problems)


def _ready(rules: Rules, png: bytes, canvas: Format) -> tuple[str, bytes, int]:
    """The ending ("" where the PNG does as it is), the bytes, and the most bytes that the network takes."""
    recipe = platforms.media_for(rules, len(png), canvas.width, canvas.height)
    if recipe.keep:
        return "", b"", 0
    return *render.media(png, recipe.steps, (recipe.width, recipe.height), recipe.limit), recipe.limit


def _reason(rules: Rules, name: str) -> str:
    return platforms.media_for(rules, 0, FORMATS[name].width, FORMATS[name].height).reason


def _no_format(rules: Rules, wanted: Wanted) -> Problem:
    taken = ", ".join(one for one in FORMATS if not _reason(rules, one))
    where = config.where(wanted.root, "formats")
    return Problem("media.shape", _reason(rules, wanted.formats[0]), where, f"add one to formats: {taken}")


def _too_heavy(rules: Rules, size: int, number: int, post: Post) -> Problem:
    message = f"slide {number} of {post.id} is too heavy for {rules.name}: {size:,} bytes of {rules.most_bytes:,}"
    hint = "use a picture with less detail or grain, or leave it out"
    return Problem("media.size", message, post.deck.slides[number - 1].source, hint)
