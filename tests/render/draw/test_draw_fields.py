import pytest
from letter_pictures import draw, letters

from post_forge.render.draw.fields import value_at
from post_forge.render.values import Dots, Gradient

BLACK_TO_WHITE = ((0.0, "#000000"), (1.0, "#ffffff"))


def column(image, x=0):
    return [image.getpixel((x, y))[0] for y in range(image.height)]


def row(image, y=0):
    return [image.getpixel((x, y))[0] for x in range(image.width)]


@pytest.mark.parametrize(
    ("angle", "along", "backwards"), [(180, column, False), (0, column, True), (90, row, False), (270, row, True)]
)
def test_a_gradient_runs_its_way(angle, along, backwards):
    image = draw(Gradient(0, 0, 64, 64, BLACK_TO_WHITE, angle), width=64, height=64)
    values = along(image)[:: -1 if backwards else 1]
    assert values == sorted(values)
    assert values[0] < 6
    assert values[-1] > 249
    assert all(abs(value - (place + 0.5) * 255 / 64) <= 1.1 for place, value in enumerate(values))


def test_a_slanted_gradient_runs_from_corner_to_corner():
    image = draw(Gradient(0, 0, 60, 40, BLACK_TO_WHITE, 135), width=60, height=40)
    assert image.getpixel((0, 0))[0] < 8
    assert image.getpixel((59, 39))[0] > 247
    assert image.getpixel((30, 20))[0] == pytest.approx(128, abs=4)


def test_levels_are_dithered():
    image = draw(Gradient(0, 0, 40, 400, ((0, "#101010"), (1, "#141414")), 180), width=40, height=400)
    mixed = [y for y in range(400) if len(set(row(image, y))) == 2]
    assert len(mixed) > 200, "most rows mix two levels"
    assert all(max(row(image, y)) - min(row(image, y)) <= 1 for y in range(400))


def test_translucent_stops_let_the_ground_through():
    ops = [Gradient(0, 0, 8, 100, ((0, "#ff000000"), (1, "#ff0000ff")), 180)]
    image = draw(*ops, width=8, height=100, background="#0000ff")
    assert image.getpixel((0, 0))[2] > 250
    assert image.getpixel((0, 99))[0] > 250


def test_values_hold_before_the_first_and_after_the_last_stop():
    assert [round(value_at((0.2, 0.6), (10, 50), place)) for place in (0, 0.2, 0.4, 0.6, 1)] == [10, 10, 30, 50, 50]
    assert value_at((0.0, 0.5, 0.5, 1.0), (0, 0, 100, 100), 0.5) == 100, "a hard edge"


def test_dots_stand_in_a_grid_and_fade():
    image = draw(Dots(0, 0, 20, 40, "#ffffff", pitch=10, radius=1.0), width=20, height=40)
    assert letters(image)[4] == letters(image)[5] == "    ++        ++"
    strengths = [image.getpixel((5, y))[0] for y in (5, 15, 25, 35)]
    assert strengths == sorted(strengths, reverse=True)
    assert strengths[0] == pytest.approx(255 * (1 - 5 / 40), abs=2)
    assert strengths[-1] == pytest.approx(255 * (1 - 35 / 40), abs=2)


@pytest.mark.parametrize(
    "op",
    [
        Dots(0, 0, 0, 5, "#ffffff"),
        Dots(0, 0, 5, 5, "#ffffff", pitch=0),
        Gradient(0, 0, 0, 9, BLACK_TO_WHITE),
        Gradient(0, 0, 9, 9, ()),
    ],
)
def test_empty_fields_paint_nothing(op):
    assert set(letters(draw(op))) == {""}
