import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.render.type import default_book
from post_forge.render.type.shape import look_of, shape
from post_forge.render.values import Face

INTER, MONO = Face("Inter", 40), Face("JetBrains Mono", 40)


def shaped(book, text, face=INTER, rtl=False, language="", grid=False):
    return shape(book, face, look_of(face, language, grid), text, rtl)


def families(book, text, face=INTER):
    return [book.open(glyph[0]).spec.path.stem for glyph in shaped(book, text, face).glyphs]


def test_neighbouring_letters_are_kerned(book):
    apart = shaped(book, "A").width + shaped(book, "V").width
    assert shaped(book, "AV").width < apart - 0.02


def test_tracking_is_added_after_every_cluster_and_the_last_is_known(book):
    wide = Face("Inter", 40, tracking=0.1)
    assert shaped(book, "abc", wide).width == pytest.approx(shaped(book, "abc").width + 0.3)
    assert shaped(book, "abc", wide).tail == 0.1
    assert shaped(book, "e\u0301x", wide).width == pytest.approx(shaped(book, "éx").width + 0.2)


def test_tracking_never_parts_joined_letters(blocks):
    assert shaped(blocks, "שלום", Face("Blocks", 40, tracking=0.1), rtl=True).tail == 0.1
    # No shipped font has Arabic; the rule is asked for by script, whatever the glyphs.
    assert shaped(blocks, "مرحبا", Face("Blocks", 40, tracking=0.1), rtl=True).tail == 0


def test_code_faces_draw_no_ligatures(book):
    plain = Face("JetBrains Mono", 40, features=("-calt", "-liga"))
    arrow, letters = shaped(book, "->", plain), [shaped(book, c, plain).glyphs[0][1] for c in "->"]
    assert [glyph[1] for glyph in arrow.glyphs] == letters
    assert [glyph[1] for glyph in shaped(book, "->", MONO).glyphs] != letters


def test_features_change_figures(book):
    tabular = Face("Inter", 40, features=("tnum",))
    assert shaped(book, "1", tabular).width == pytest.approx(shaped(book, "8", tabular).width)
    assert shaped(book, "1").width < shaped(book, "8").width - 0.05


@pytest.mark.parametrize(
    ("text", "fonts"),
    [
        ("a→b", ["Inter"] * 3),
        ("😀", ["NotoColorEmoji"]),
        ("👩🏽‍💻", ["NotoColorEmoji"]),
        ("🇪🇸🇫🇷", ["NotoColorEmoji"] * 2),
        ("1️⃣", ["NotoColorEmoji"]),
        ("❤️", ["NotoColorEmoji"]),
        ("❤\ufe0e", ["Inter"]),
        ("12", ["Inter"] * 2),
        ("└", ["JetBrainsMono"]),
        ("ok 😀!", ["Inter", "Inter", "Inter", "NotoColorEmoji", "Inter"]),
    ],
)
def test_each_cluster_finds_its_font(book, text, fonts):
    assert families(book, text) == fonts
    assert shaped(book, text).missing == ()


def test_a_code_face_falls_back_to_the_text_face(book):
    assert families(book, "x₿", MONO)[0] == "JetBrainsMono"
    assert shaped(book, "ﷺ", MONO).missing == ("ﷺ",)


@pytest.mark.parametrize("text", ["\u200d", "\u200b\ufeff", "\ufe0f", "\u2066\u2069\u202e", "\u034f", "\U000e0067"])
def test_what_is_never_drawn_is_neither_missing_nor_wide(book, text):
    found = shaped(book, text)
    assert found.missing == ()
    assert found.width == pytest.approx(0, abs=1e-6)
    assert found.ink is None


def test_every_kind_of_space_has_room_and_no_ink(book):
    for space in "\u00a0\u2002\u2009\u202f\u3000":
        found = shaped(book, space)
        assert found.width > 0.1
        assert (found.ink, found.missing) == (None, ())


def test_missing_clusters_are_named_whole(book):
    assert shaped(book, "x क्षि y").missing == ("क्षि",) or "".join(shaped(book, "x क्षि y").missing) == "क्षि"


def test_on_a_grid_other_fonts_keep_the_columns(book):
    face = Face("JetBrains Mono", 40)
    cell = shaped(book, "0", face).width
    for text, columns in (("😀", 2), ("é", 1), ("→", 1), ("⟶", 2), ("a😀b", 4)):
        width = shaped(book, text, face, grid=True).width
        assert width / cell == pytest.approx(columns), text


def test_stops_tell_where_each_cluster_ends(blocks):
    face = Face("Blocks", 40)
    assert shaped(blocks, "abc", face).stops == ((1, 0.5), (2, 1.0), (3, 1.5))
    assert shaped(blocks, "שלו", face, rtl=True).stops == ((1, 0.5), (2, 1.0), (3, 1.5))


def test_right_to_left_text_is_placed_from_the_right(blocks):
    face = Face("Blocks", 40)
    forward, backward = shaped(blocks, "שלו", face), shaped(blocks, "שלו", face, rtl=True)
    assert [glyph[1] for glyph in backward.glyphs] == [glyph[1] for glyph in forward.glyphs][::-1]


def test_ink_is_what_is_drawn(blocks):
    assert shaped(blocks, "ab", Face("Blocks", 40)).ink == pytest.approx((0.05, 0.95))


@given(st.text(max_size=30).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)), st.booleans())
def test_any_text_can_be_shaped(text, rtl):
    found = shape(default_book(), INTER, look_of(INTER), text, rtl)
    assert found.width >= 0
    if text:
        assert max((stop[0] for stop in found.stops), default=0) <= len(text)
