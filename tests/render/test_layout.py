"""Frame trees as text. In these tests a letter is half an em wide, so 10 letters of 40 px make 200 px."""

from __future__ import annotations

import textwrap

import pytest
from scene import laid_out, tree


def frames(inside: str, **room) -> str:
    frame, overflows = laid_out(inside, **room)
    assert not overflows
    return tree(frame)


def shape(picture: str) -> str:
    return textwrap.dedent(picture).strip()


def test_a_column_stacks_and_stretches():
    assert frames('<column gap="10"><spacer height="50"/><spacer height="30"/></column>') == shape("""
        slide 0,0 400x300
          column 0,0 400x90
            spacer 0,0 400x50
            spacer 0,60 400x30
    """)


def test_what_grows_takes_the_rest():
    assert frames('<spacer height="60"/><column grow="1"/><column grow="2"/>') == shape("""
        slide 0,0 400x300
          spacer 0,0 400x60
          column 0,60 400x80
          column 0,140 400x160
    """)


def test_rows_that_grow_alike_are_equally_high_whatever_they_hold():
    inside = '<row grow="1"><spacer height="10"/></row><row grow="1"><spacer height="90"/></row>'
    assert "row 0,150 400x150" in frames(inside)


def test_a_row_gives_what_is_left_to_what_grows():
    assert frames('<row gap="20"><spacer width="100" height="40"/><column grow="1" height="20"/></row>') == shape("""
        slide 0,0 400x300
          row 0,0 400x40
            spacer 0,0 100x40
            column 120,0 280x20
    """)


def test_padding_and_border_lie_inside():
    assert frames('<column pad="10 20 30 40" border="5 line" grow="1"><spacer grow="1"/></column>') == shape("""
        slide 0,0 400x300
          column 0,0 400x300
            spacer 45,15 330x250
    """)


@pytest.mark.parametrize(("align", "y"), [("start", 0), ("center", 40), ("end", 80)])
def test_align_places_across_a_row(align, y):
    assert f"spacer 0,{y} 30x20" in frames(f'<row height="100" align="{align}"><spacer width="30" height="20"/></row>')


def test_align_self_wins_over_align():
    assert "spacer 370,0 30x20" in frames(
        '<column align="start"><spacer width="30" height="20" align-self="end"/></column>'
    )


def test_percent_is_of_the_room_inside_the_parent():
    inside = '<column pad="50" grow="1"><spacer width="50%" height="25%" align-self="start"/></column>'
    assert "spacer 50,50 150x50" in frames(inside)


def test_layers_lie_on_each_other_and_place_puts_them_in_corners():
    assert frames(
        '<layers grow="1"><spacer/><spacer width="40" height="20" place="bottom right" offset="10 -5"/></layers>'
    ) == shape("""
        slide 0,0 400x300
          layers 0,0 400x300
            spacer 0,0 400x300
            spacer 370,275 40x20
    """)


def test_right_to_left_mirrors_rows_and_places_but_not_columns():
    inside = '<row gap="10"><spacer width="50" height="9"/><spacer width="100" height="9"/></row>'
    assert frames(inside, rtl=True) == shape("""
        slide 0,0 400x300
          row 0,0 400x9
            spacer 350,0 50x9
            spacer 240,0 100x9
    """)


def test_a_text_is_as_high_as_its_lines():
    assert frames('<text style="body" size="40">ten letters and ten more</text>') == shape("""
        slide 0,0 400x300
          text 0,0 400x104 | ten letters and ten / more
    """)


def test_white_space_is_one_space_and_br_breaks():
    assert "| one two / three" in frames('<text style="body" size="40">\n  one\n  <b>two</b><br/>\n three </text>')


def test_cap_trim_makes_a_box_as_high_as_its_capitals():
    assert "text 0,0 400x28" in frames('<text style="body" size="40" trim="cap">one</text>')


def test_a_text_in_a_row_gives_way_and_wraps():
    inside = '<row><spacer width="200" height="1"/><text style="body" size="40">aaaa bbbb cccc</text></row>'
    assert "| aaaa bbbb / cccc" in frames(inside)


def test_empty_boxes_take_neither_room_nor_gap():
    assert frames(
        '<column gap="50"><text style="body"> </text><column><row/></column><spacer height="7"/></column>'
    ) == shape("""
        slide 0,0 400x300
          column 0,0 400x7
            spacer 0,0 400x7
    """)


def test_the_columns_of_a_table_are_those_of_all_its_records():
    cell = '<cell style="table" size="40">{}</cell>'
    record = "<record>{}</record>"
    first = record.format(cell.format("aa") + cell.format("b"))
    second = record.format(cell.format("a") + cell.format("bbbb"))
    found = frames(f"<table>{first}{second}</table>")
    edges = [line.split()[1].split(",")[0] for line in found.splitlines() if "cell" in line]
    assert edges[0] == edges[2] == "0"
    assert edges[1] == edges[3]


def test_the_first_box_with_which_the_slide_fits_is_shown():
    choice = '<either grow="1"><spacer height="{}"/><spacer height="20"/></either>'
    assert "spacer 0,0 400x200" in frames(choice.format(200))
    assert "spacer 0,0 400x20" in frames('<spacer height="0"/>' + choice.format(400))


def test_an_overflow_is_told_in_px():
    _, overflows = laid_out('<spacer height="350"/>')
    assert [(one.box.element.name, one.over) for one in overflows] == [("slide", 50)]


def test_too_many_lines_are_an_overflow():
    _, overflows = laid_out('<text style="body" size="40" lines="1">ten letters and ten more</text>')
    assert [(one.what, one.over) for one in overflows] == [("the height (2 lines where 1 fit)", 52)]


def test_clip_keeps_the_lines_and_says_that_more_was_there():
    assert "| ten letters and ten…" in frames(
        '<text style="body" size="40" lines="1" fit="clip">ten letters and ten more</text>'
    )


def test_an_ornament_may_reach_out_of_the_slide():
    _, overflows = laid_out(
        '<layers grow="1"><text ornament="yes" style="body" size="40" place="top right">'
        + "x" * 60
        + "</text></layers>"
    )
    assert not overflows


def test_what_stands_beside_words_can_be_centred_on_their_first_line():
    sign = '<spacer width="40" height="40"/>'
    words = '<column><text style="step" size="46">aaaa bbbb cccc dddd</text></column>'
    frame, overflows = laid_out(f'<row align="first" gap="10">{sign}{words}</row>', width=200, height=400)
    left, right = frame.children[0].children
    line = right.children[0].content.text.lines[0]
    middle = right.y + line.baseline - 0.7 * 46 / 2
    assert left.y + 20 == pytest.approx(middle, abs=0.01)
    assert len(right.children[0].content.text.lines) == 4
    assert frame.children[0].height == pytest.approx(right.y + right.height)
    assert not overflows
