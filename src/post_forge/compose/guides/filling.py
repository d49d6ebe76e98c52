"""Blocks in the note's order -> slides in the same order, each below the heading it stands under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from post_forge.compose.guides.coding import code_slides
from post_forge.compose.guides.listing import list_slides
from post_forge.compose.guides.running import text_slides
from post_forge.compose.guides.tabling import table_slides
from post_forge.compose.guides.values import TITLE, Piece, Room, UnshownError, ready, sentences_of
from post_forge.compose.language import spans
from post_forge.compose.slides.page import short
from post_forge.compose.slides.pictures import caption_of, is_decoration, is_large
from post_forge.compose.units import admonitions, clean, labels
from post_forge.errors import Source
from post_forge.model import (
    Block,
    Callout,
    Code,
    Directive,
    Formula,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Slide,
    Table,
    Text,
    plain,
)  # fmt: skip

_THOUGHTS = frozenset({"statement", "quote", "callout"})
_BODIES = frozenset(
    {"points", "cards", "steps", "checklist", "table", "code", "diff", "terminal", "diagram", "picture"}
)
"""What would stand without a word of what it is about: such slides repeat the heading."""
_QUOTE_WORDS, _CALLOUT_WORDS, _KICKER, _LEAD_IN, _REPEATED = 35, 40, 48, 45, 45


class Filler:
    """Collects slides. A heading waits until the first slide below it takes it as its title."""

    def __init__(self, room: Room, above: str) -> None:
        self.slides: list[Slide] = []
        self._room, self._name, self._above = room, above, above
        self._title, self._place, self._heading = Text(), Source(""), Text()
        self._passing = False
        self._running: list[Piece] = []
        self._paragraphs = 0

    # ---- headings

    def divider(self, slide: Slide) -> None:
        """A slide that says its heading itself."""
        self.close()
        self.slides.append(slide)
        self._stand_below(slide.title)

    def heading(self, title: Text, source: Source) -> None:
        """A heading inside a part: the title of the next slide; one that is too long is a text of its own."""
        self.close()
        if spans.width(str(title)) <= TITLE:
            self._title, self._place = title, source
            return
        self.slides.append(Slide("text", source, kicker=self._above, paragraphs=(title,)))
        self._stand_below(title)

    def close(self) -> None:
        """Show what waits: running text, and a heading below which nothing stands."""
        self._flush()
        if self._title:
            self.slides.append(Slide("statement", self._place, self._title, self._above))
            self._stand_below(self._title)
            self._title = Text()

    def _stand_below(self, title: Text) -> None:
        """What follows stands below this heading, until the next; a line that led to one list is none."""
        if self._passing:
            self._passing = False
            return
        self._above = str(short(title, _KICKER)) or self._name
        self._heading = short(title, _REPEATED)

    def _add(self, slides: Sequence[Slide]) -> None:
        for slide in slides:
            self._one(slide)

    def _one(self, slide: Slide) -> None:
        waiting, self._title = self._title, Text()
        if waiting and slide.layout in _THOUGHTS:
            slide = _as_text(slide)
        if not waiting:
            self.slides.append(self._below_heading(slide))
            return
        both = spans.join((waiting, slide.title), ": ") if slide.title else waiting
        if spans.width(str(both)) <= TITLE:
            self.slides.append(replace(slide, title=both, kicker=self._above))
        else:
            self.slides.append(Slide("statement", self._place, waiting, self._above))
            self._stand_below(waiting)
            self.slides.append(self._below_heading(slide))
            return
        self._stand_below(waiting)

    def _below_heading(self, slide: Slide) -> Slide:
        if slide.layout in _BODIES and not slide.title and self._heading:
            above = "" if self._name == str(self._heading) else self._name
            return replace(slide, title=self._heading, kicker=above, more={**slide.more, "again": "yes"})
        return replace(slide, kicker=slide.kicker or self._above)

    # ---- blocks

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Add the slides of some blocks. Raises UnshownError for what no slide can show."""
        skipping = False
        for at, block in enumerate(blocks):
            if isinstance(block, Directive):
                skipping = skipping or block.name == "skip"
                if block.name == "slide":
                    self._flush()
            elif skipping:
                skipping = False
            elif isinstance(block, Paragraph):
                self._paragraph(block, blocks[at + 1] if at + 1 < len(blocks) else None)
            else:
                self._flush()
                self._other(block)

    def _paragraph(self, block: Paragraph, following: Block | None) -> None:
        text = ready(block.text, block.source)
        leads = str(text).endswith((":", "：")) and isinstance(following, Listing | Code | Table)
        if leads and spans.width(str(text)) <= _LEAD_IN:  # "Three kinds:" is the title of what it leads to
            self._flush()
            if not self._title:
                self._title, self._place, self._passing = spans.trim(text, ":： "), block.source, True
                return
        pieces = labels.split_labels(text)
        for label, said in pieces if all(label for label, _ in pieces) else [(Text(), text)]:
            self._said(label, said, block.source)

    def _said(self, label: Text, text: Text, source: Source) -> None:
        """A paragraph; a label ("The fix:") leads its first sentence, in bold."""
        found = sentences_of(text)
        if label and found:
            found[0] = spans.join((spans.strong(label), found[0]), spans.colon(str(label)))
        elif label:
            found = [spans.strong(label)]
        self._paragraphs += 1
        self._running += [Piece(one, self._paragraphs, source) for one in found]

    def _flush(self) -> None:
        running, self._running = self._running, []
        if running:
            self._add(text_slides(running, self._room, bool(self._title)))

    def _other(self, block: Block) -> None:
        if isinstance(block, Listing):
            self._add(list_slides(block, self._room, self._inside))
        elif isinstance(block, Code):
            self._add(code_slides(block))
        elif isinstance(block, Table):
            self._add(table_slides(block, self._room))
        elif isinstance(block, Quote):
            self._quote(block)
        elif isinstance(block, Callout):
            self._callout(block)
        elif isinstance(block, Picture):
            self._picture(block)
        elif isinstance(block, Formula):
            words = clean.formula_words(block.text)
            if words is None:
                raise UnshownError("a formula that cannot be written as plain characters", block.source)
            self._add([Slide("text", block.source, paragraphs=(plain(words),))])

    def _inside(self, blocks: Sequence[Block], title: Text) -> list[Slide]:
        """The slides of what stands in an item of a list."""
        inner = Filler(self._room, "")
        inner._title = title
        inner.blocks(blocks)
        inner.close()
        return inner.slides

    # ---- quotes, callouts, pictures

    def _quote(self, block: Quote) -> None:
        texts = [block for block in block.blocks if isinstance(block, Paragraph)]
        whole = spans.join(ready(one.text, one.source) for one in texts)
        by = ready(block.by, block.source)
        short_enough = spans.count_words(str(whole)) <= _QUOTE_WORDS and len(texts) == len(block.blocks)
        if by and whole and short_enough:
            said = spans.trim(whole, '"“”„«»「」')
            self._add([Slide("quote", block.source, said, by=by)])
            return
        self.blocks(block.blocks)
        if by:
            self._said(Text(), spans.join((plain("—"), by)), block.source)
        self._flush()

    def _callout(self, block: Callout) -> None:
        title = ready(block.title, block.source)
        texts = [ready(one.text, one.source) for one in block.blocks if isinstance(one, Paragraph)]
        words = sum(spans.count_words(str(text)) for text in (title, *texts))
        kind = admonitions.kind_of_word(block.kind)
        if kind and texts and len(texts) == len(block.blocks) and words <= _CALLOUT_WORDS:
            self._add([Slide("callout", block.source, title, paragraphs=tuple(texts), more={"kind": kind})])
            return
        if title:
            self._said(Text(), spans.strong(title), block.source)
        self.blocks(block.blocks)
        self._flush()

    def _picture(self, block: Picture) -> None:
        """What only decorates, or is too small to be enlarged, is left out, as in every deck."""
        if is_large(block) and not is_decoration(block):
            caption = caption_of(block, str(self._title))
            self._add([Slide("picture", block.source, picture=block, caption=caption)])


def _as_text(slide: Slide) -> Slide:
    """A thought as running text, so that a heading can stand above it."""
    if slide.layout == "callout":
        said = tuple(text for text in (spans.strong(slide.title) if slide.title else Text(), *slide.paragraphs) if text)
        return Slide("text", slide.source, paragraphs=said)
    signed = spans.join((plain("—"), slide.by)) if slide.by else Text()
    return Slide("text", slide.source, paragraphs=tuple(text for text in (slide.title, signed) if text))
