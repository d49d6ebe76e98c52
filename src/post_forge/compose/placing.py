"""Where the author's own text for a post belongs in its note: note and post -> the lines between which it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from post_forge.compose.collect import slots_of
from post_forge.compose.language.phrases import phrases_for
from post_forge.compose.units.choosing import Unit, plan
from post_forge.compose.values import Collection, Options
from post_forge.model import Block, Directive, Handwritten, Note, Post

_STEERING = ("post", "skip")


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of the note, counted from 1. `block` is the fence that opens the text there is for this network (0: none);
    a new one belongs before `stop`, the line that the next chapter begins with (0: the end of the file)."""

    block: int
    stop: int


def place_of(note: Note, collection: Collection, options: Options, post: Post, platform: str) -> Place:
    """Where the text of a post for one network stands or belongs: in the chapter whose heading the post begins with.

    Below another heading it would make a post of that chapter alone. `post` is one that `compose` gave for this note.
    """
    units, _ = plan(note, slots_of(note, collection), options.series, phrases_for(note.lang, options.templates))
    unit = next(unit for unit in units if (unit.source, unit.name) == (post.source, post.title))
    start = unit.source.line
    stop = min((line for line in _boundaries(note) if line > start), default=0)
    if unit.whole and all(
        isinstance(block, Handwritten) for block in note.lead
    ):  # no heading of its own: the text stands above the first one
        stop = min(_boundaries(note), default=0)
    return Place(_block(unit, platform), stop)


def _block(unit: Unit, platform: str) -> int:
    """The last one counts, as it does for the post."""
    return max((block.source.line for block in unit.handwritten if block.platform == platform), default=0)


def _boundaries(note: Note) -> Iterator[int]:
    """The lines where something begins that is not the chapter before it: headings, and comments that steer what
    follows them."""
    yield from _steered(note.lead)
    for section in note.walk():
        yield section.source.line
        yield from _steered(section.blocks)


def _steered(blocks: Sequence[Block]) -> Iterator[int]:
    """Steering at the beginning belongs to the heading above it, all other to what comes after."""
    begun = False
    for block in blocks:
        steers = isinstance(block, Directive) and block.name in _STEERING
        if steers and begun:
            yield block.source.line
        begun = begun or not steers
