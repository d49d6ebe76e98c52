import pytest
from letter_pictures import draw, letters

from post_forge.render.values import Fill

WHITE = "#ffffff"


def test_a_plain_box_covers_whole_pixels():
    assert letters(draw(Fill(1, 1, 4, 2, WHITE), width=7, height=4)) == ["", " ####", " ####", ""]


def test_edges_are_snapped():
    assert letters(draw(Fill(0.6, 0.4, 3.2, 1.2, WHITE), width=6, height=3)) == [" ###", " ###", ""]


def test_round_corners_are_smooth():
    assert letters(draw(Fill(0, 0, 12, 8, WHITE, radius=4))) == [
        " .+######+.",
        ".##########.",
        "+##########+",
        "############",
        "############",
        "+##########+",
        ".##########.",
        " .+######+.",
    ]


def test_a_radius_of_half_the_height_makes_a_pill_and_never_more():
    image = draw(Fill(0, 0, 12, 6, WHITE, radius=99), width=12, height=6)
    assert letters(image) == [
        " +########+",
        "+##########+",
        "############",
        "############",
        "+##########+",
        " +########+",
    ]


@pytest.mark.parametrize(
    ("corners", "first", "last"),
    [
        ("top", " +##+", "######"),
        ("bottom", "######", " +##+"),
        ("left", " +####", " +####"),
        ("right", "####+", "####+"),
    ],
)
def test_corners_can_be_chosen(corners, first, last):
    rows = letters(draw(Fill(0, 0, 6, 6, WHITE, radius=3, corners=corners), width=6, height=6))
    assert (rows[0], rows[-1]) == (first, last)


def test_the_border_lies_inside():
    image = draw(Fill(1, 1, 6, 4, "#0000ff", border=1, border_color="#ff0000"), width=8, height=6)
    assert letters(image, R="#ff0000", B="#0000ff") == ["", " RRRRRR", " RBBBBR", " RBBBBR", " RRRRRR", ""]


def test_a_border_alone_leaves_the_inside_untouched():
    image = draw(Fill(0, 0, 8, 6, "", radius=3, border=1, border_color=WHITE), width=8, height=6)
    rows = letters(image)
    assert rows[0] == " +####+"
    assert [row[3:5] for row in rows] == ["##", "  ", "  ", "  ", "  ", "##"]
    assert [row[0] for row in rows] == [" ", "+", "#", "#", "+", " "]


def test_translucent_parts_are_blended_once():
    image = draw(Fill(0, 0, 12, 8, "#ffffff80", radius=4))
    inside = {image.getpixel((x, y)) for x in range(1, 11) for y in range(2, 6)}
    assert inside == {(128, 128, 128)}
    assert max(max(image.getpixel((x, y))) for x in range(12) for y in range(8)) == 128


def test_a_translucent_border_and_fill_do_not_overlap():
    image = draw(Fill(0, 0, 8, 6, "#ffffff40", border=2, border_color="#ffffff40"), width=8, height=6)
    assert {image.getpixel((x, y)) for x in range(8) for y in range(6)} == {(64, 64, 64)}


@pytest.mark.parametrize("place", [(-3, -3), (10, 6), (-100, 0), (100, 100)])
def test_what_lies_outside_is_clipped(place):
    draw(Fill(*place, 6, 6, "#ffffff80", radius=2, border=1, border_color=WHITE))


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (-3, 4), (0.2, 0.2), (1, 1), (2, 2)])
def test_tiny_boxes_do_no_harm(size):
    draw(Fill(3, 3, *size, WHITE, radius=8, border=4, border_color="#ff0000"))


def test_a_disc_is_round():
    image = draw(Fill(0, 0, 40, 40, WHITE, radius=20), width=40, height=40)
    area = sum(image.getpixel((x, y))[0] for x in range(40) for y in range(40)) / 255
    assert area == pytest.approx(3.14159 * 400, rel=0.002)
    assert [image.getpixel((x, 3))[0] for x in range(40)] == [image.getpixel((3, x))[0] for x in range(40)]
