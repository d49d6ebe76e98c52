from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.render.type.habits import penalty
from post_forge.render.type.wrap import SLACK, Block, Ruler, even, fill, settle


def ruler(*widths, **penalties):
    """Words of these widths, spaces of 1, with the penalty of a break after the nth given as p0, p1, ..."""
    return Ruler([Block(width, 1.0, penalty=penalties.get(f"p{i}", 0.0)) for i, width in enumerate(widths)])


def test_a_line_does_not_count_the_space_at_its_end():
    assert ruler(3, 4).width(0, 2) == 8
    assert ruler(3, 4).width(1, 2) == 4


def test_chips_that_go_on_need_padding_at_both_sides():
    line = Ruler([Block(5, 1, opens=2, closes=3), Block(5, 1, opens=2, closes=3)])
    assert line.width(0, 2) == 2 + 5 + 1 + 5 + 3


def test_lines_are_filled():
    assert fill(ruler(4, 4, 4, 4), 9) == [2, 4]
    assert fill(ruler(4, 20, 4), 9) == [1, 2, 3]
    assert fill(ruler(), 9) == []


def test_a_short_last_word_gets_company():
    words = ruler(4, 3, 3, 3)
    assert settle(words, fill(words, 13), 13) == [2, 4]
    assert fill(words, 13) == [3, 4]


def test_a_number_stays_with_its_unit_where_it_can():
    words = ruler(4, 3, 2, 6, p1=0.6)
    assert fill(words, 8) == [2, 3, 4] or fill(words, 8) == [2, 4]
    assert settle(words, fill(words, 12), 12)[0] != 2


def test_headings_are_even():
    assert even(ruler(5, 5, 5, 5), 17) == [2, 4]
    assert fill(ruler(5, 5, 5, 5), 17) == [3, 4]


def test_a_heading_does_not_end_in_a_single_word():
    assert fill(ruler(6, 5, 4), 13) == [2, 3]
    assert even(ruler(6, 5, 4), 13) == [1, 3]


def test_a_leaning_word_does_not_stand_alone():
    assert even(ruler(3, 8, 5, p0=0.16), 13) == [2, 3]


def brute(words, width, lines):
    """Every way to break, the cheapest by the same prices: what `even` must find without trying them all."""
    from post_forge.render.type.wrap import _price

    count, found = len(words.blocks), []
    for inner in combinations(range(1, count), lines - 1):
        ends = [*inner, count]
        starts = [0, *ends[:-1]]
        spans = list(zip(starts, ends, strict=True))
        if all(words.width(a, b) <= width + SLACK or b - a == 1 for a, b in spans):
            found.append(sum(_price(words, a, b, words.width(a, b) / width, b == count) for a, b in spans))
    return min(found)


@given(st.lists(st.tuples(st.floats(1, 9), st.sampled_from([0.0, 0.16, 0.3, 0.6])), min_size=1, max_size=9))
def test_even_finds_the_cheapest_breaks_in_as_few_lines_as_possible(blocks):
    from post_forge.render.type.wrap import _price

    words = Ruler([Block(width, 1.0, penalty=price) for width, price in blocks])
    ends = even(words, 14)
    assert ends == sorted(set(ends))
    assert ends[-1] == len(blocks)
    assert len(ends) == len(fill(words, 14))
    if 1 < len(ends) < len(blocks):
        spans = list(zip([0, *ends[:-1]], ends, strict=True))
        cost = sum(_price(words, a, b, words.width(a, b) / 14, b == len(blocks)) for a, b in spans)
        assert cost == pytest.approx(brute(words, 14, len(ends)))


@given(st.lists(st.tuples(st.floats(0.5, 15), st.sampled_from([0.0, 0.6])), min_size=1, max_size=20))
def test_no_way_of_breaking_makes_a_line_too_wide_or_loses_a_word(blocks):
    words = Ruler([Block(width, 1.0, penalty=price) for width, price in blocks])
    for ends in (fill(words, 12), settle(words, fill(words, 12), 12), even(words, 12)):
        starts = [0, *ends[:-1]]
        assert ends[-1] == len(blocks)
        assert all(b - a == 1 or words.width(a, b) <= 12 + SLACK for a, b in zip(starts, ends, strict=True))


@pytest.mark.parametrize(
    ("before", "word", "after"),
    [
        ("", "of ", "x"),
        ("", "nicht ", "x"),
        ("", "(the ", "x"),
        ("5", "99.9 ", "%"),
        ("it. ", "Then ", "x"),
        ("", "Step ", "3 "),
        ("", "key ", "K "),
        ("", "HTTP ", "404 "),
        ("", "back-", "off "),
        ("", "30 ", "ms,"),
        ("", "30 ", "Minuten "),
        ("", "30", "°C "),
    ],
)
def test_bad_places_to_break(before, word, after):
    assert penalty(before, word, after) >= 0.15


@pytest.mark.parametrize(
    ("before", "word", "after"),
    [
        ("", "jitter ", "and"),
        ("a, ", "then ", "it"),
        ("", "日", "本"),
        ("", "allows ", "3 "),
        ("", "Allows ", "3 "),
        ("", "3 ", "attempts "),
        ("", "when ", "I "),
    ],
)
def test_good_places_to_break(before, word, after):
    assert penalty(before, word, after, "en") == 0


@pytest.mark.parametrize(
    ("word", "after", "language"),
    [
        ("nicht ", "x", "de"),
        ("sin ", "x", "es"),
        ("ne ", "x", "fr"),
        ("não ", "x", "pt"),
        ("для ", "x", "ru"),
        ("без ", "x", "uk"),
        ("nie ", "x", "pl"),
        ("niet ", "x", "nl"),
        ("della ", "x", "it"),
        ("στο ", "x", "el"),
        ("من ", "x", "ar"),
        ("על ", "x", "he"),
        ("از ", "x", "fa"),
        ("एक ", "x", "hi"),
        ("और ", "x", "hi"),
        ("प्रोजेक्ट ", "का ", "hi"),
        ("신고할 ", "수 ", "ko"),
        ("안 ", "x", "ko"),
        ("bir ", "x", "tr"),
        ("sunucu ", "için ", "tr"),
        ("ト", "ラ", "ja"),
        ("再", "試", "ja"),
        ("食", "べ", "ja"),
    ],
)
def test_every_language_has_words_that_lean(word, after, language):
    assert penalty("", word, after, language) > 0
    assert penalty("", word, after, "") > 0 or language == "ja"


def test_a_word_leans_in_its_own_language_only():
    assert penalty("", "die ", "x", "de") > 0
    assert penalty("", "die ", "x", "en") == 0, "what services do"
    assert penalty("", "は", "再", "ja") == 0, "a phrase ends here"


def test_a_last_word_is_alone_only_where_it_is_wide():
    short, wide = ruler(6, 6, 4), ruler(4, 7, 9)
    assert even(short, 13) == [1, 3]
    assert even(wide, 17) == [2, 3], "more than half of the line is no widow"
    tail = ruler(5, 5, 5, 1, 1)
    assert fill(tail, 17) == [3, 5]
    assert settle(tail, fill(tail, 17), 17) == [3, 5], "two words, and wide enough"
    tiny = ruler(5, 5, 5, 0.5, 0.5)
    assert settle(tiny, fill(tiny, 17), 17) == [2, 5]
