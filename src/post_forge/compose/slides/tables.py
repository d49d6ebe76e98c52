"""Tables as slides (rule 27): two short columns side by side, long cells as cards, wide tables cut to what matters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from post_forge.compose.language import spans
from post_forge.compose.slides.comparing import two_columns
from post_forge.compose.slides.grouping import grouped, point_words
from post_forge.compose.slides.page import WORDS, Page, Place, without_brackets
from post_forge.compose.units import clean
from post_forge.compose.values import TablePart
from post_forge.model import Grid, Point, Slide, Table, Text

CELL, ROW, ROWS = 30, 66, 6
"""Columns of one cell, columns of a whole row, and rows, that a table slide shows."""
_COMPARE_CELL, _CARD_TEXT, _CARD_LABEL = 40, 110, 34
_CUT = re.compile(r"\s*[(（]|\s[–—-]\s|[;；]|:\s|：")
_CHOSE = re.compile(r"(?:chose|choose|choice|picked|decision|选择|採用|선택)\w*\s*[:：-]?\s*(.+)", re.IGNORECASE)
_FIGURE = re.compile(r"\d")

Cells = tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A table reduced to some columns: the head, and each kept row with its place in the note's table."""

    head: Cells
    rows: tuple[Cells, ...]
    columns: tuple[int, ...]
    all_rows: int
    focus: int = -1


def table_pages(part: TablePart, place: Place, rows_words: str) -> list[Page]:
    """One or two pages for a table. `rows_words` is the phrase for "{shown} of {all} rows" ("" prints nothing)."""
    place = place.under(part.title)
    table = part.table
    if len(table.head) < 2 or not table.rows:
        return []
    if len(table.head) == 2:
        pair = two_columns(part, place)
        return [pair] if pair else _two_columns(part, place, rows_words)
    cut = reduce(table, context_of(part, place))
    if cut is None or len(cut.rows) < 2:
        return _row_cards(part, place)
    return [_grid_page(part, cut, place, rows_words)]


def cards_of(part: TablePart, place: Place) -> list[Page]:
    """The rows of a table as cards."""
    return _row_cards(part, place.under(part.title)) if len(part.table.head) > 1 else []


def grid_of(part: TablePart, place: Place, rows_words: str = "") -> list[Page]:
    """A table as a table, whatever it would be drawn as else; none where its cells are too long."""
    place = place.under(part.title)
    cut = reduce(part.table, context_of(part, place)) if len(part.table.head) > 1 else None
    return [_grid_page(part, cut, place, rows_words)] if cut and cut.rows else []


def context_of(part: TablePart, place: Place) -> str:
    """The lines above a table, one below the other: they may name the column that matters."""
    return f"{part.title}\n{place.title}\n{place.kicker}"


def _grid_page(part: TablePart, cut: Cut, place: Place, rows_words: str) -> Page:
    note = (
        rows_words.format(shown=len(cut.rows), all=cut.all_rows) if rows_words and len(cut.rows) < cut.all_rows else ""
    )
    align = tuple(part.table.align[column] for column in cut.columns)
    grid = Grid(cut.head, cut.rows, align, cut.focus, note)
    return Page(
        Slide("table", part.source, place.title, place.kicker, table=grid), 3.2, str(place.title), "", place.title
    )


def _two_columns(part: TablePart, place: Place, rows_words: str) -> list[Page]:
    table = part.table
    rows = [tuple(clean.bare(_no_mark(cell)) for cell in row) for row in table.rows]
    longest = max((spans.width(str(cell)) for row in rows for cell in row), default=0)
    if longest > _COMPARE_CELL or any(spans.width(str(row[0])) + spans.width(str(row[1])) > ROW for row in rows):
        return _row_cards(part, place)
    shown = tuple(table.rows[: ROWS + 1])
    return [_grid_page(part, Cut(table.head, shown, (0, 1), len(rows)), place, rows_words)]


def _no_mark(cell: Text) -> Text:
    return clean.verdict(cell)[1]


# ---- rows as cards


def _row_cards(part: TablePart, place: Place) -> list[Page]:
    """Each row a card: its first cell as the label, the most telling of the others as the text."""
    table = part.table
    column = chosen_column(table, context_of(part, place))
    points = [point for row in table.rows if (point := _card(row, column))]
    pages = []
    room = WORDS - spans.count_words(str(place.title))
    for group in grouped(points, point_words, room, 3):
        if len(group) >= 2:
            slide = Slide("cards", part.source, place.title, place.kicker, points=tuple(group))
            pages.append(Page(slide, 2.8, str(place.title), "", place.title))
    return pages[:3]


def _card(row: Cells, column: int) -> Point | None:
    label = clean.bare(row[0])
    if spans.width(str(label)) > _CARD_LABEL:
        label = cut_cell(label, _CARD_LABEL) or Text()
    mark, text = clean.verdict(row[column])
    text = clean.bare(text)
    if spans.width(str(text)) > _CARD_TEXT:
        text = cut_cell(text, _CARD_TEXT) or Text()
    if not label or not text:
        return None
    return Point(text, Text(tuple(type(span)(span.text, span.marks - {"strong"}) for span in label.spans)), mark)


def chosen_column(table: Table, context: str, otherwise: int = 0) -> int:
    """The column that a heading names ("We Chose: Object storage"), else `otherwise`, else that with most to read."""
    names = [str(head).lower() for head in table.head]
    if found := _CHOSE.search(context):
        wanted = set(re.findall(r"\w+", found.group(1).lower()))
        scores = [len(wanted & set(re.findall(r"\w+", name))) for name in names]
        if max(scores[1:], default=0) > 0:
            return scores.index(max(scores[1:]), 1)
    if otherwise:
        return otherwise
    lengths = [sum(len(str(row[column])) for row in table.rows) for column in range(1, len(names))]
    return 1 + lengths.index(max(lengths))


# ---- wide tables


def reduce(table: Table, context: str) -> Cut | None:
    """A table of three columns or more as the first column and one or two others, rows that tell most first."""
    cells = [tuple(_short_cell(cell) for cell in row) for row in table.rows]
    head = tuple(_short_cell(cell) or cell for cell in table.head)
    for columns in _column_sets(table, context):
        rows = [index for index, row in enumerate(cells) if _row_fits([row[column] for column in columns])]
        ranked = sorted(rows, key=lambda index: _rank(cells[index], columns), reverse=True)
        picked = sorted(ranked[:ROWS])
        picked = _narrowed(picked, cells, head, columns)
        if len(picked) >= min(len(cells), 3):
            shown = tuple(tuple(cells[index][column] or Text() for column in columns) for index in picked)
            return Cut(tuple(head[column] for column in columns), shown, columns, len(cells))
    return None


def _narrowed(
    rows: list[int], cells: Sequence[Sequence[Text | None]], head: Cells, columns: Sequence[int]
) -> list[int]:
    """Without the rows whose long cells make the columns too wide together, as long as three stay."""
    while len(rows) >= 3:
        wide = [
            max([spans.width(str(head[at])), *(spans.width(str(cells[row][at])) for row in rows)]) for at in columns
        ]
        if sum(wide) <= ROW:
            return rows
        rows = [
            row
            for row in rows
            if row != max(rows, key=lambda row: sum(spans.width(str(cells[row][at])) for at in columns))
        ]
    return rows


def _column_sets(table: Table, context: str) -> list[tuple[int, ...]]:
    """Which columns to try, the fullest first: all of up to four, the chosen one and a rival, the chosen one alone."""
    count = len(table.head)
    chosen = chosen_column(table, context)
    sets: list[tuple[int, ...]] = []
    if count <= 4 and len(table.rows) <= ROWS:
        sets.append(tuple(range(count)))
    others = [column for column in range(1, count) if column != chosen]
    sets.extend(tuple(sorted((0, chosen, other))) for other in others)
    sets.append((0, chosen))
    sets.extend((0, other) for other in others)
    return sets


def _short_cell(cell: Text) -> Text | None:
    whole = spans.trim(cell)
    return whole if spans.width(str(whole)) <= CELL else cut_cell(whole, CELL)


def cut_cell(cell: Text, limit: int) -> Text | None:
    """The cell up to its first bracket or dash if that fits, else None. Never cut inside a word or phrase."""
    lean = without_brackets(cell)
    if spans.width(str(lean)) <= limit:
        return lean
    words = str(cell)
    for found in _CUT.finditer(words):
        if 0 < spans.width(words[: found.start()]) <= limit:
            return spans.trim(spans.cut(cell, 0, found.start()))
    return None


def _row_fits(row: Sequence[Text | None]) -> bool:
    return all(cell is not None for cell in row) and sum(spans.width(str(cell)) for cell in row) <= ROW


def _rank(row: Sequence[Text | None], columns: Sequence[int]) -> tuple[int, int]:
    """Rows with opposite verdicts first, then rows with numbers."""
    shown = [row[column] or Text() for column in columns[1:]]
    verdicts = {clean.verdict(cell)[0] for cell in shown} - {""}
    return len(verdicts), sum(1 for cell in shown if _FIGURE.search(str(cell)))
