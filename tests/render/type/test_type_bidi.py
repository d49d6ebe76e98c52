import unicodedata

import bidi
import pytest
from bidi.mirror import MIRRORED
from hypothesis import given
from hypothesis import strategies as st

from post_forge.render.type.bidi import base_level, display_order, has_right_to_left, levels_of, partner


def test_plain_text_needs_no_levels():
    assert not has_right_to_left("Retry 3 × — 日本 😀")
    assert has_right_to_left("x שלום")
    assert has_right_to_left("\u202etrick")


@pytest.mark.parametrize(
    ("text", "level"), [("abc", 0), ("שלום", 1), ("1. שלום", 1), ("(a) שלום", 0), ("123", 0), ("", 0)]
)
def test_the_first_strong_letter_says_where_a_paragraph_begins(text, level):
    assert base_level(text) == level


def test_levels_of_mixed_text():
    assert levels_of("ab גד 12", 0) == [0, 0, 0, 1, 1, 1, 2, 2]
    assert levels_of("גד ab", 1) == [1, 1, 1, 2, 2]


def test_removed_marks_take_the_level_before_them():
    assert len(levels_of("a\u202bגד\u202cb\u2066x\u2069", 0)) == 9


@pytest.mark.parametrize(
    ("levels", "order"),
    [
        ([], []),
        ([0, 0], [0, 1]),
        ([1, 1, 1], [2, 1, 0]),
        ([0, 1, 1, 0], [0, 2, 1, 3]),
        ([1, 2, 2, 1], [3, 1, 2, 0]),
        ([0, 1, 2, 1, 0], [0, 3, 2, 1, 4]),
    ],
)
def test_display_order(levels, order):
    assert display_order(levels) == order


@given(st.lists(st.integers(0, 4), max_size=12))
def test_the_order_shows_every_part_once(levels):
    assert sorted(display_order(levels)) == list(range(len(levels)))


@given(st.text(alphabet="ab12 ,.()שלם\u202b\u202c\u2067\u2069\u0301\u2029\U000ddada", max_size=20))
def test_every_character_has_a_level(text):
    assert len(levels_of(text, base_level(text))) == len(text)


BOTH_WAYS = "abc 12,.-+%$: שלם عرب ٣٤()[]{}«»"


@given(st.text(alphabet=BOTH_WAYS, max_size=20).filter(lambda text: text == text.rstrip()))
def test_the_order_is_that_of_another_implementation_of_the_standard(text):
    base = base_level(text)
    shown = "".join(text[index] for index in display_order(levels_of(text, base)))
    assert shown == bidi.get_display(text, base_dir="LR"[base])


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("קרא ל-f(x)", "f(x)-ל ארק"),  # a call ends with its own bracket
        ("ערבית book(s)", "book(s) תיברע"),
        ("ערבית (book)", "(book) תיברע"),
        ("אב(גד[&ef]!)gh", "gh(![ef&]דג)בא"),
        ("smith (fabrikam ערבית) עברית", "smith (fabrikam תיברע) תירבע"),
        ("list[0] הוא א", "א אוה list[0]"),
        ("a (ב) c", "a (ב) c"),
    ],
)
def test_brackets_stay_with_what_they_hold(text, seen):
    base = 1 if text.startswith("list") else base_level(text)
    levels = levels_of(text, base)
    places = display_order(levels)
    assert "".join(MIRRORED.get(text[i], text[i]) if levels[i] % 2 else text[i] for i in places) == seen


def test_brackets_have_partners():
    assert {mark: partner(mark) for mark in "([{«)a"} == {"(": ")", "[": "]", "{": "}", "«": "", ")": "", "a": ""}
    assert partner("\u2329") == partner("\u3008") == "\u3009", "two codes of one bracket"
    assert all(unicodedata.category(partner(chr(code))) == "Pe" for code in range(0x3000) if partner(chr(code)))


def test_a_wall_of_brackets_is_not_paired():
    text = "א" + "(" * 64 + "a" + ")" * 64
    assert len(levels_of(text, 1)) == len(text)
