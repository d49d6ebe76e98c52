"""A note and its guide -> the words of the note that no slide has. There should be none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from post_forge.compose.guides.reading import Stretch
from post_forge.compose.slides.alts import texts_of
from post_forge.compose.units import clean, diagrams
from post_forge.errors import Source
from post_forge.model import (
    Block,
    Callout,
    Code,
    Directive,
    Formula,
    Listing,
    Paragraph,
    Quote,
    Slide,
    Table,
    Text,
)  # fmt: skip

_WIDE = r"\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_WIDE}]|[^\W_{_WIDE}]+")

Word = tuple[str, Source]


def lacking(stretches: Iterable[Stretch], slides: Sequence[Slide]) -> tuple[Word, ...]:
    """Words of the note, with their places, that the slides do not show as often, or not in the note's order.

    The order of a table's cells may change (a row may become a slide of its own), all else stands as in the note.
    """
    shown = [token for slide in slides for token in _on(slide)]
    counts = Counter(shown)
    found: list[Word] = []
    running: list[Word] = []
    for token, source, ordered in (word for stretch in stretches for word in _of_stretch(stretch)):
        if counts[token] <= 0:
            found.append((token, source))
        counts[token] -= 1
        if ordered:
            running.append((token, source))
    return tuple(found) or tuple(_out_of_order(running, shown))


def _out_of_order(words: Sequence[Word], shown: Sequence[str]) -> Iterator[Word]:
    """The first word that does not follow those before it."""
    stream = iter(shown)
    for token, source in words:
        if token not in stream:  # looks ahead, and stays behind what it found
            yield token, source
            return


def _on(slide: Slide) -> list[str]:
    """The words of a slide; the contents repeat headings and do not count."""
    if slide.layout == "contents":
        return []
    words = [str(text) for text in texts_of(slide)]
    return _tokens("\n".join([*words, slide.code.text] if slide.code else words))


def _tokens(words: str) -> list[str]:
    return _TOKEN.findall(words.casefold())


def _of_stretch(stretch: Stretch) -> Iterator[tuple[str, Source, bool]]:
    yield from _of_text(stretch.title, stretch.source)
    yield from _of_blocks(stretch.blocks)


def _of_blocks(blocks: Sequence[Block]) -> Iterator[tuple[str, Source, bool]]:
    skipping = False
    for block in blocks:
        if isinstance(block, Directive):
            skipping = skipping or block.name == "skip"
        elif skipping:
            skipping = False
        else:
            yield from _of_block(block)


def _of_block(block: Block) -> Iterator[tuple[str, Source, bool]]:
    if isinstance(block, Paragraph):
        yield from _of_text(block.text, block.source)
    elif isinstance(block, Listing):
        for item in block.items:
            yield from _of_text(item.text, item.source)
            yield from _of_blocks(item.blocks)
    elif isinstance(block, Table):
        for cell in (*block.head, *(cell for row in block.rows for cell in row)):
            yield from ((token, source, False) for token, source, _ in _of_text(cell, block.source))
    elif isinstance(block, Code | Formula):
        yield from ((token, block.source, True) for token in _tokens(_written(block)))
    elif isinstance(block, Callout | Quote):
        yield from _of_text(block.title, block.source) if isinstance(block, Callout) else ()
        yield from _of_blocks(block.blocks)
        yield from _of_text(block.by, block.source) if isinstance(block, Quote) else ()


def _written(block: Code | Formula) -> str:
    """What of a block stands on a slide as it is written: code, a formula in plain characters, no diagram's source."""
    if isinstance(block, Formula):
        return clean.formula_words(block.text) or ""
    return "" if _is_drawn(block) else block.text


def _of_text(text: Text, source: Source) -> Iterator[tuple[str, Source, bool]]:
    for token in _tokens(str(clean.ready(text))):
        yield token, source, True


def _is_drawn(block: Code) -> bool:
    """A diagram is drawn from its source, which is never shown."""
    try:
        return diagrams.figure(block) is not None
    except diagrams.UndrawnError:
        return True
