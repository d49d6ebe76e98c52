"""Lists -> slides: points, cards, steps, boxes; what says more than a line has slides of its own. Nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from post_forge.compose.guides.running import text_slides
from post_forge.compose.guides.values import LABEL, TITLE, Piece, Room, ready, sentences_of
from post_forge.compose.language import spans
from post_forge.compose.slides.grouping import grouped
from post_forge.compose.slides.prose import capitalised
from post_forge.compose.units import clean, labels
from post_forge.errors import Source
from post_forge.model import Block, Item, Listing, Paragraph, Point, Slide, Text, Verdict, plain

_MOST = {"points": 5, "cards": 4, "steps": 5, "checklist": 5}
_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Row:
    """One item: its label, its text, its number (0: none), and the blocks inside it that no line can hold."""

    label: Text
    text: Text
    source: Source
    mark: Verdict = ""
    number: int = 0
    box: bool = False
    blocks: tuple[Block, ...] = ()

    def is_line(self, room: Room) -> bool:
        """Short enough to share a slide."""
        return (
            not self.blocks
            and spans.width(str(self.label)) <= LABEL
            and spans.width(str(self.text)) <= room.line
            and bool(self.label or self.text)
        )

    @property
    def layout(self) -> str:
        if self.box:
            return "checklist"
        return "steps" if self.number else "cards" if self.label else "points"

    @property
    def point(self) -> Point:
        if self.box and self.label and self.text:
            return Point(spans.join((spans.strong(self.label), self.text), ": "), mark=self.mark)
        if not self.text:
            return Point(self.label, mark=self.mark)
        return Point(self.text, self.label, self.mark)


def list_slides(block: Listing, room: Room, inside: Callable[[Sequence[Block], Text], list[Slide]]) -> list[Slide]:
    """The slides of a list. `inside(blocks, title)` makes those of what stands in an item."""
    slides: list[Slide] = []
    rows = _rows(block, room)
    for (is_line, layout), same in groupby(
        rows, key=lambda row: (row.is_line(room), row.layout if row.is_line(room) else "")
    ):
        for row in [] if is_line else same:
            slides += _alone(row, room, inside)
        if is_line:
            slides += _shared(list(same), layout, room)
    return slides


def _rows(block: Listing, room: Room) -> list[Row]:
    return [_row(item, number if block.ordered else 0, room) for number, item in enumerate(block.items, 1)]


def _row(item: Item, number: int, room: Room) -> Row:
    checked, text = clean.open_box(ready(item.text, item.source))
    checked = item.checked if item.checked is not None else checked
    mark, text = clean.verdict(text)
    label, said = _labelled(clean.bare(text))
    if checked is not None:
        mark = "yes" if checked else ""
    row = Row(label, said, item.source, mark, number, checked is not None)
    if not item.blocks:
        return row
    folded = _folded(row, item.blocks, room)
    return folded or Row(label, said, item.source, mark, number, checked is not None, item.blocks)


def _labelled(text: Text) -> tuple[Text, Text]:
    """A bold start with a colon or a dash behind it as the label; several in one item stay as they are."""
    pieces = labels.split_labels(text)
    if len(pieces) == 1 and pieces[0][0] and spans.width(str(pieces[0][0])) <= TITLE:
        return clean.bare(pieces[0][0]), pieces[0][1]
    return Text(), text


def _folded(row: Row, blocks: Sequence[Block], room: Room) -> Row | None:
    """An item with a few short items below it as one card: "Reads: from the primary · from a replica"."""
    if row.label and row.text:
        return None
    head = row.label or _without_colon(row.text)
    below = [item for block in blocks if isinstance(block, Listing) for item in block.items]
    plain_lists = all(isinstance(block, Listing) and not block.ordered for block in blocks)
    if not plain_lists or any(item.blocks or item.checked is not None for item in below):
        return None
    said = spans.join([ready(item.text, item.source) for item in below], _BETWEEN)
    if spans.width(str(head)) > LABEL or spans.width(str(said)) > room.line or not head:
        return None
    return Row(head, said, row.source, row.mark, row.number, row.box)


def _without_colon(text: Text) -> Text:
    return spans.trim(text, ":：")


# ---- lines that share slides


def _shared(rows: Sequence[Row], layout: str, room: Room) -> list[Slide]:
    slides: list[Slide] = []
    groups = grouped(rows, lambda row: room.of_point(row.point), room.words, _MOST[layout])
    for group in groups:
        shown = tuple(_capital(row.point) for row in group)
        more = {"start": str(group[0].number)} if group[0].number > 1 else {}
        if len(group) == 1 and layout != "steps":
            slides += _alone(group[0], room, _nothing)
        else:
            slides.append(Slide(layout, group[0].source, points=shown, more=more))
    return slides


def _nothing(_blocks: Sequence[Block], _title: Text) -> list[Slide]:
    return []


def _capital(point: Point) -> Point:
    return Point(capitalised(point.text), point.label, point.mark) if point.label else point


# ---- an item with slides of its own


def _alone(row: Row, room: Room, inside: Callable[[Sequence[Block], Text], list[Slide]]) -> list[Slide]:
    """Its label as the title, its text, then what stands in it."""
    title, text = _titled(row)
    if title and not text and row.blocks:
        return inside(row.blocks, title)
    pieces = [Piece(one, 0, row.source) for one in sentences_of(text)]
    blocks = list(row.blocks)
    while blocks and isinstance(blocks[0], Paragraph):  # a further paragraph of the item reads on
        paragraph = blocks.pop(0)
        assert isinstance(paragraph, Paragraph)
        words = ready(paragraph.text, paragraph.source)
        pieces += [Piece(one, len(row.blocks) - len(blocks), paragraph.source) for one in sentences_of(words)]
    slides = text_slides(pieces, room, bool(title))
    named = [_with_title(slides[0], title), *slides[1:]] if slides and title else slides
    return [*named, *(inside(blocks, Text()) if blocks else [])]


def _titled(row: Row) -> tuple[Text, Text]:
    """What is the title of an item, and what is its text; the number of a step stands before what comes first."""
    short = row.blocks and not row.label and spans.width(str(row.text)) <= TITLE and str(row.text).endswith((":", "："))
    title, text = (_without_colon(row.text), Text()) if short else (row.label, row.text)
    if row.number and title:
        title = spans.join((plain(f"{row.number}."), title))
    elif row.number:
        text = spans.join((plain(f"{row.number}."), text))
    return (title, text) if title or text else (Text(), plain(str(row.number)))


def _with_title(slide: Slide, title: Text) -> Slide:
    if slide.layout == "text":
        return Slide("text", slide.source, title, paragraphs=slide.paragraphs)
    return Slide("text", slide.source, title, paragraphs=(slide.title,))
