"""How long a note takes to read: its words and its lines of code. Note -> minutes."""

from __future__ import annotations

from collections.abc import Iterator

from post_forge.compose.language import spans
from post_forge.model import Block, Callout, Code, Listing, Note, Paragraph, Quote, Table

WORDS_A_MINUTE = 238
"""Silent reading of English prose (Brysbaert 2019, a meta-analysis of 190 studies)."""
CODE_LINES_A_MINUTE = 20
"""An assumption: code is read at about a third of the speed of prose, at four words a line."""


def reading_minutes(note: Note) -> float:
    """Minutes for the whole note with its code; two characters of Chinese or Japanese are a word."""
    words = spans.count_words(note.title.spans[0].text) if note.title.spans else 0
    lines = 0
    for block in _blocks(note):
        if isinstance(block, Code):
            lines += sum(1 for line in block.text.split("\n") if line.strip())
        else:
            words += sum(spans.count_words(text) for text in _words(block))
    return words / WORDS_A_MINUTE + lines / CODE_LINES_A_MINUTE


def _blocks(note: Note) -> Iterator[Block]:
    for block in note.lead:
        yield from _walk(block)
    for section in note.walk():
        yield Paragraph(section.title, section.source)
        for block in section.blocks:
            yield from _walk(block)


def _walk(block: Block) -> Iterator[Block]:
    """A block and those inside it."""
    yield block
    if isinstance(block, Quote | Callout):
        for inner in block.blocks:
            yield from _walk(inner)
    elif isinstance(block, Listing):
        for item in block.items:
            for inner in item.blocks:
                yield from _walk(inner)


def _words(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield str(block.text)
    elif isinstance(block, Listing):
        yield from (str(item.text) for item in block.items)
    elif isinstance(block, Table):
        for row in (block.head, *block.rows):
            yield from map(str, row)
    elif isinstance(block, Callout):
        yield str(block.title)
