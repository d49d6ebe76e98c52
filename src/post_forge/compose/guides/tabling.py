"""Tables -> slides: short cells as a grid with the head above each; long ones as cards, a row a slide."""

from __future__ import annotations

from collections.abc import Sequence

from post_forge.compose.guides.running import text_slides
from post_forge.compose.guides.values import LABEL, TITLE, Piece, Room, ready, sentences_of
from post_forge.compose.language import spans
from post_forge.compose.slides.grouping import grouped
from post_forge.compose.slides.tables import CELL, ROW, ROWS
from post_forge.compose.units import clean
from post_forge.errors import Source
from post_forge.model import Grid, Point, Slide, Table, Text

Cells = tuple[Text, ...]
_MOST_COLUMNS, _CARDS = 4, 4


def table_slides(block: Table, room: Room) -> list[Slide]:
    """The slides of a table: all its rows and all its columns."""
    head = tuple(ready(cell, block.source) for cell in block.head)
    rows = [
        tuple(_cell(cell, Source(block.source.path, block.source.line + number)) for cell in row)
        for number, row in enumerate(block.rows, 2)
    ]
    if _is_grid(head, rows):
        return [
            Slide("table", _line(block, at), table=Grid(head, tuple(group), block.align))
            for at, group in _shared_out(rows)
        ]
    if len(head) == 2:
        return _cards(block, head, rows, room)
    return [slide for at, row in enumerate(rows) for slide in _row_slides(head, row, _line(block, at), room)]


def _cell(cell: Text, source: Source) -> Text:
    """A cell as it is; a sign for yes or no that stands alone stays."""
    made = ready(cell, source)
    return made if made else clean.ready(spans.trim(cell))


def _line(block: Table, row: int) -> Source:
    return Source(block.source.path, block.source.line + row + 2)


def _is_grid(head: Cells, rows: Sequence[Cells]) -> bool:
    """Do the columns stand beside each other, each as wide as its longest cell?"""
    if not rows or not 2 <= len(head) <= _MOST_COLUMNS:
        return False
    widths = [max(spans.width(str(row[at])) for row in (head, *rows)) for at in range(len(head))]
    return max(widths) <= CELL and sum(widths) <= ROW


def _shared_out(rows: Sequence[Cells]) -> list[tuple[int, Sequence[Cells]]]:
    count = -(-len(rows) // ROWS)
    size, more = divmod(len(rows), count)
    found, at = [], 0
    for number in range(count):
        end = at + size + (number < more)
        found.append((at, rows[at:end]))
        at = end
    return found


# ---- two columns


def _cards(block: Table, head: Cells, rows: Sequence[Cells], room: Room) -> list[Slide]:
    """A row a card: the first cell is its label. The head is the first card."""
    pairs = [*([(block.source, head)] if any(head) else [])]
    pairs += [(_line(block, at), row) for at, row in enumerate(rows)]
    slides: list[Slide] = []
    run: list[tuple[Source, Point]] = []
    for source, (first, second) in pairs:
        if first and second and spans.width(str(first)) <= LABEL and spans.width(str(second)) <= room.line:
            run.append((source, Point(second, first)))
            continue
        slides += _card_slides(run, room)
        run = []
        slides += _long((first, second), source, room)
    return [*slides, *_card_slides(run, room)]


def _card_slides(run: Sequence[tuple[Source, Point]], room: Room) -> list[Slide]:
    groups = grouped(run, lambda pair: room.of_point(pair[1]), room.words, _CARDS)
    return [Slide("cards", group[0][0], points=tuple(point for _, point in group)) for group in groups if group]


def _long(cells: Cells, source: Source, room: Room) -> list[Slide]:
    """A label, and a text that is too long for a card."""
    first, second = cells
    title = first if spans.width(str(first)) <= TITLE and second else Text()
    texts = [second] if title else [cell for cell in cells if cell]
    pieces = [Piece(one, at, source) for at, text in enumerate(texts) for one in sentences_of(text)]
    slides = text_slides(pieces, room, bool(title))
    if not slides or not title:
        return slides
    opening = slides[0].paragraphs or (slides[0].title,)
    return [Slide("text", source, title, paragraphs=opening), *slides[1:]]


# ---- more columns


def _row_slides(head: Cells, row: Cells, source: Source, room: Room) -> list[Slide]:
    """One row: its first cell as the title, each of the others a card below its column's name."""
    title = _named(head[0], row[0])
    points = [] if title else [Point(row[0], head[0])]
    points += [Point(cell, name) for name, cell in zip(head[1:], row[1:], strict=True) if cell]
    if not points:
        return [Slide("text", source, paragraphs=(title,))] if title else []
    slides: list[Slide] = []
    run: list[tuple[Source, Point]] = []
    for point in points:
        if spans.width(str(point.label)) <= LABEL and spans.width(str(point.text)) <= room.line and point.label:
            run.append((source, point))
        else:
            slides += _card_slides(run, room)
            run = []
            slides += _long((point.label, point.text), source, room)
    slides += _card_slides(run, room)
    if not title:
        return slides
    if slides[0].title:  # a long first cell has its column's name for a title
        return [Slide("text", source, paragraphs=(title,)), *slides]
    return [
        Slide(slides[0].layout, source, title, points=slides[0].points, paragraphs=slides[0].paragraphs),
        *slides[1:],
    ]


def _named(head: Text, cell: Text) -> Text:
    """ "Database: PostgreSQL"; empty where it is too long for a title."""
    both = spans.join([one for one in (head, cell) if one], ": ")
    return both if spans.width(str(both)) <= TITLE else Text()
