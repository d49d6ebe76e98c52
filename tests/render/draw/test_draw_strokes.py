import pytest
from letter_pictures import draw, letters

from post_forge.render.draw.strokes import outline, rectangles, sides_of
from post_forge.render.values import Stroke

WHITE = "#ffffff"


def test_long_level_lines_are_crisp_wherever_they_lie():
    for y in (3.0, 3.3, 3.5):
        rows = letters(draw(Stroke(((0, y), (60, y)), 2, WHITE), width=60, height=7))
        assert sorted(set(rows)) == ["", "#" * 60]
        assert rows.count("#" * 60) == 2


def test_ends_are_cut_straight():
    rows = letters(draw(Stroke(((4, 2), (4, 60)), 2, WHITE), width=8, height=64))
    assert rows[1] == rows[60] == ""
    assert rows[2] == rows[59] == "   ##"


def test_corners_are_filled():
    rows = letters(draw(Stroke(((2, 2), (40, 2), (40, 20)), 2, WHITE), width=44, height=22))
    assert rows[1] == rows[2] == "  " + "#" * 39
    assert rows[3] == rows[19] == " " * 39 + "##"
    assert rows[20] == ""


def test_straight_parts_do_not_overlap():
    points = ((5, 5), (50, 5), (50, 30), (5, 30))
    for closed in (False, True):
        image = draw(Stroke(points, 4, "#ffffff80", closed=closed), width=60, height=40)
        assert {image.getpixel((x, y))[0] for x in range(60) for y in range(40)} == {0, 128}
    parts = rectangles(sides_of(points, True), 4, True)
    assert sum((right - left) * (bottom - top) for left, top, right, bottom in parts) == 49 * 29 - 41 * 21


def test_slanted_lines_are_smooth_and_as_thick_as_asked():
    image = draw(Stroke(((5, 5), (35, 35)), 4, WHITE), width=40, height=40)
    area = sum(image.getpixel((x, y))[0] for x in range(40) for y in range(40)) / 255
    assert area == pytest.approx(30 * 2**0.5 * 4, rel=0.03)
    assert len({image.getpixel((x, 20))[0] for x in range(40)}) > 2


def test_a_mitre_reaches_its_tip():
    polygons = outline([(0.0, 0.0), (10.0, 10.0), (20.0, 0.0)], 2, False)
    tip = max(y for polygon in polygons for _, y in polygon)
    assert tip == pytest.approx(10 + 2**0.5)


def test_a_line_that_turns_back_has_no_endless_mitre():
    polygons = outline([(0.0, 0.0), (100.0, 0.0), (0.0, 0.1)], 4, False)
    assert max(x for polygon in polygons for x, _ in polygon) < 110


def test_an_arrow_head_is_symmetric():
    rows = letters(draw(Stroke(((2, 2), (10, 10), (2, 18)), 3, WHITE), width=14, height=20))
    assert rows == rows[::-1]


@pytest.mark.parametrize("points", [(), ((3, 3),), ((3, 3), (3, 3))])
def test_nothing_to_draw_is_no_error(points):
    assert set(letters(draw(Stroke(points, 3, WHITE)))) == {""}


def test_short_strokes_stay_where_they_are():
    image = draw(Stroke(((2, 4.5), (10, 4.5)), 2, WHITE))
    assert [image.getpixel((5, y))[0] for y in range(2, 7)] == pytest.approx([0, 128, 255, 128, 0], abs=40)
