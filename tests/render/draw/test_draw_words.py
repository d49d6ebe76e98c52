import pytest
from letter_pictures import draw, letters

from post_forge.render.draw.masks import CACHE_BYTES, TONES, glyphs_of, tone_of
from post_forge.render.type import default_book, set_text
from post_forge.render.values import Chip, Face, Fill, Measure, Run, Words

MONO = Face("JetBrains Mono", 20, 700)


def words(*runs, x=0.0, y=0.0, measure=None):
    return Words(x, y, set_text(runs, measure or Measure(400, 24), default_book()))


def ink_box(image):
    return image.convert("L").point(lambda value: 255 if value > 40 else 0).getbbox()


def test_letters_stand_on_their_baseline():
    op = words(Run("H", Face("Inter", 40, 700), "#ffffff"), measure=Measure(400, 48))
    image = draw(op, width=60, height=60)
    _, top, _, bottom = ink_box(image)
    baseline = round(op.text.lines[0].baseline)
    assert bottom == baseline
    assert baseline - top == pytest.approx(0.728 * 40, abs=1)


def test_ink_begins_where_the_line_says():
    for shift in (0.0, 0.25, 0.5, 0.75):
        op = words(Run("l", Face("Inter", 60, 800), "#ffffff"), x=10 + shift)
        left, right = ink_box(draw(op, width=60, height=60))[::2]
        assert left == pytest.approx(10 + shift + op.text.lines[0].ink[0], abs=1)
        assert right == pytest.approx(10 + shift + op.text.lines[0].ink[1], abs=1)


def test_a_quarter_of_a_pixel_is_seen():
    pictures = {
        draw(words(Run("l", MONO, "#ffffff"), x=4 + shift / 4), width=30, height=30).tobytes() for shift in range(4)
    }
    assert len(pictures) == 4


def test_colours_change_within_a_line():
    image = draw(words(Run("l", MONO, "#ff0000"), Run("l", MONO, "#0000ff")), width=30, height=26)
    assert image.crop((0, 0, 12, 26)).getextrema()[0][1] > 250
    assert image.crop((12, 0, 30, 26)).getextrema()[2][1] > 250
    assert image.crop((12, 0, 30, 26)).getextrema()[0][1] == 0


def test_translucent_letters_are_weaker():
    full = draw(words(Run("l", MONO, "#ffffff")), width=20, height=26).getextrema()[0][1]
    half = draw(words(Run("l", MONO, "#ffffff80")), width=20, height=26).getextrema()[0][1]
    assert half == pytest.approx(full / 2, abs=3)


def test_emoji_are_painted_in_colour():
    image = draw(words(Run("❤️", Face("Inter", 40), "#ffffff")), width=60, height=50)
    red, green, blue = image.resize((1, 1)).getpixel((0, 0))
    assert red > 2 * green
    assert red > 2 * blue


def test_a_chip_lies_behind_and_a_line_before():
    runs = [Run("HH", MONO, "#ffffff", chip="#400000"), Run("HH", MONO, "#ffffff", strike=True, underline=True)]
    image = draw(words(*runs), width=80, height=30)
    assert image.getpixel((2, 12)) == (64, 0, 0)
    strike = [y for y in range(30) if all(image.getpixel((x, y)) == (255, 255, 255) for x in range(36, 54))]
    assert len(strike) >= 2, "one run of rows for the line through, one for the line under"


def test_light_letters_gain_strength_and_none_or_full_stay():
    assert [tone_of(light) for light in (0.0, 0.5, 1.0)] == [0, 1, 2]
    for tone in TONES:
        assert (tone[0], tone[255]) == (0, 255)
        assert tone == sorted(tone)
    assert TONES[0][128] < TONES[1][128] < TONES[2][128]


def test_text_outside_the_picture_is_clipped():
    for place in ((-20, -20), (400, 400), (5, -18)):
        draw(words(Run("Hg😀", MONO, "#ffffff", chip="#123456"), x=place[0], y=place[1]))


def test_blank_glyphs_draw_nothing():
    assert set(letters(draw(words(Run(" \u00a0\u200d ", MONO, "#ffffff"))))) == {""}


def test_glyph_pictures_are_bounded():
    book = default_book()
    known = glyphs_of(book)
    assert glyphs_of(book) is known
    for size in range(150, 420, 2):
        runs = [Run("ABCDEFGHKLMNOPQRSTW", Face("Inter", size, 800), "#ffffff")]
        draw(Words(0, 0, set_text(runs, Measure(float("inf"), size), book)), width=20, height=20)
    held = sum(drawn.weight for part in (known._known.young, known._known._old) for drawn in part.values())
    assert held <= CACHE_BYTES


def test_the_same_picture_every_time():
    ops = [Fill(0, 0, 60, 30, "#101418", 6), words(Run("Ag → 😀", MONO, "#f3f5f9"))]
    first = draw(*ops, width=80, height=40).tobytes()
    assert draw(*ops, width=80, height=40).tobytes() == first


def test_a_chip_without_size_is_no_error():
    text = set_text([Run("a", MONO, "#ffffff")], Measure(100, 24), default_book())
    from dataclasses import replace

    odd = replace(text, lines=(replace(text.lines[0], chips=(Chip(0, 0, "#ffffff"),)),))
    draw(Words(0, 0, odd))


def test_what_was_set_before_does_not_change_a_picture():
    from post_forge.render.draw import paint
    from post_forge.render.type import book_with

    said = [Run("Ag → 😀 ", MONO, "#f3f5f9"), Run("Wait", Face("Inter", 31.5, 450), "#c4ff3d")]
    pictures = []
    for before in ("", "Другой text ⟶ ❤️"):
        book = book_with({})
        set_text([Run(before, Face("Inter", 77, 300), "#ffffff")], Measure(300, 80), book)
        pictures.append(
            paint([Words(3.3, 2, set_text(said, Measure(300, 40), book))], 300, 50, "#000000", book).tobytes()
        )
    assert pictures[0] == pictures[1]
