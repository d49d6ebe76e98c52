"""A note -> its parts in the order of the file, as a guide shows them: without contents, and what its author skips."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from post_forge.compose.units.chapters import Chapter, read_chapters
from post_forge.errors import Source
from post_forge.model import Block, Directive, Handwritten, Listing, Note, Text

_CONTENTS = re.compile(
    r"(?:table of )?contents|toc|inhalt(?:sverzeichnis)?|sommaire|table des matières|índice|contenidos?|tabla de "
    r"contenidos?|sommario|indice|目录|目次|차례|목차|содержание|оглавление|зміст|spis treści|inhoud(?:sopgave)?|"
    r"içindekiler|المحتويات|فهرست",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A heading with the blocks right below it; without a title it reads on below the one before. `level` is 2 for the
    top sections of a note, `part` the number of the top section it belongs to (0: above the first)."""

    title: Text
    level: int
    blocks: tuple[Block, ...]
    source: Source
    part: int = 0


def stretches(note: Note) -> Iterator[Stretch]:
    """Everything of the note that a guide shows."""
    lead, tops = read_chapters(note, frozenset())
    if lead is not None:
        yield Stretch(Text(), 1, _told(lead.blocks), lead.source)
    shown = [top for top in tops if not _is_contents(top)]
    for part, top in enumerate(shown, 1):
        yield from _below(top, part, Text())


def _below(chapter: Chapter, part: int, above: Text) -> Iterator[Stretch]:
    """A chapter and those below it; what begins at a `<!-- post -->` comment has no heading of its own."""
    title = Text() if str(chapter.title) == str(above) else chapter.title
    yield Stretch(title, chapter.level, _told(chapter.blocks), chapter.source, part)
    for child in chapter.children:
        if not _is_contents(child):
            yield from _below(child, part, chapter.title)


def _told(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if not isinstance(block, Handwritten))


def _is_contents(chapter: Chapter) -> bool:
    """A table of contents: the guide has its own."""
    told = [block for block in chapter.blocks if not isinstance(block, Directive)]
    listed = bool(told) and all(isinstance(block, Listing) for block in told)
    return listed and not chapter.children and bool(_CONTENTS.fullmatch(chapter.name.strip(" :")))
