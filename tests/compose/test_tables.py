"""Tables cut to what a slide can show."""

from __future__ import annotations

import pytest

from post_forge.compose.slides.page import Place
from post_forge.compose.slides.tables import ROW, chosen_column, cut_cell, table_pages
from post_forge.compose.values import TablePart
from post_forge.model import Slide, Table, plain
from tests.compose.builders import HERE, table

ROWS_WORDS = "{shown} of {all} rows"


def made(found: Table, title: str = "Index types") -> list[Slide]:
    place = Place(plain(title), "Databases")
    return [page.slide for page in table_pages(TablePart(found, HERE), place, ROWS_WORDS)]


def cells(slide: Slide) -> list[list[str]]:
    assert slide.table
    return [list(map(str, row)) for row in slide.table.rows]


def test_a_small_table_is_shown_whole() -> None:
    [slide] = made(table("Try | Cap | Wait", "1 | 100 ms | 50 ms", "2 | 200 ms | 100 ms"))
    assert slide.layout == "table"
    assert cells(slide) == [["1", "100 ms", "50 ms"], ["2", "200 ms", "100 ms"]]
    assert slide.table
    assert slide.table.note == ""


def test_two_columns_with_long_cells_are_cards() -> None:
    long = "A sentence of more than forty characters about it"
    found = made(table("Record | Holds", *[f"R{number} | {long} {number}" for number in range(5)]))
    assert [slide.layout for slide in found] == ["cards", "cards"]
    assert str(found[0].points[0].label) == "R0"


def test_the_column_that_the_title_names_stays() -> None:
    wide = "a cell that is long enough to"
    found = table(
        "Dimension | Block | File | Object | Price",
        *[f"Row {number} | {wide} b{number} | {wide} f{number} | o{number} | {wide} p{number}" for number in range(4)],
    )
    [slide] = made(found, "We Chose: Object storage")
    assert slide.table
    assert [str(head) for head in slide.table.head][:1] == ["Dimension"]
    assert "Object" in [str(head) for head in slide.table.head]


def test_opposite_verdicts_come_first_and_the_rest_is_said() -> None:
    rows = [f"Row {number} | Free | Paid" for number in range(8)] + ["Rename | ✅ Instant | ❌ Copy"]
    [slide] = made(table("Aspect | A | B", *rows))
    assert len(cells(slide)) == 6
    assert ["Rename", "✅ Instant", "❌ Copy"] in cells(slide)
    assert slide.table
    assert slide.table.note == "6 of 9 rows"


def test_rows_keep_the_notes_order() -> None:
    rows = [f"Row {number} | {number} ms | x" for number in range(5)]
    [slide] = made(table("A | B | C", *rows))
    assert [row[0] for row in cells(slide)] == [f"Row {number}" for number in range(5)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Lower it before (not during) the move", "Lower it before the move"),
        ("Not allowed at the apex — use another", "Not allowed at the apex"),
        ("One string is 255 bytes; longer ones are several", "One string is 255 bytes"),
        ("A phrase without any place where it may be cut", None),
    ],
)
def test_a_cell_is_cut_at_a_bracket_or_dash_only(cell: str, expected: str | None) -> None:
    found = cut_cell(plain(cell), 26)
    assert (str(found) if found else None) == expected


def test_no_row_is_wider_than_a_slide() -> None:
    rows = [f"{'w' * number} | {'x' * 28} | {'y' * number}" for number in range(1, 29)]
    for slide in made(table("A | B | C", *rows)):
        if slide.layout == "table":
            widths = [max(len(row[at]) for row in cells(slide)) for at in range(len(cells(slide)[0]))]
            assert sum(widths) <= ROW


def test_the_column_with_most_to_read_is_the_default() -> None:
    found = table("Record | TTL | Note", "A | 60 | A long remark", "B | 30 | Another remark")
    assert chosen_column(found, "Records") == 2
    assert chosen_column(found, "We chose: TTL") == 1


@pytest.mark.parametrize("found", [table("A", "a"), Table((plain("A"), plain("B")), (), ("left", "left"), HERE)])
def test_nothing_to_show_gives_nothing(found: Table) -> None:
    assert made(found) == []
