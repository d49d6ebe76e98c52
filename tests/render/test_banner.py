"""The element banner: lines of capitals that end on one edge."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.errors import Source
from post_forge.model import FORMATS
from post_forge.render import lay_out, load_theme
from post_forge.render.boxes import Frame, Inline
from post_forge.render.looks import capitals
from post_forge.render.markup import Markup
from post_forge.render.paint import display_list
from post_forge.render.type import default_book
from post_forge.render.values import Fill, SetLine

SIGNAL = load_theme("signal")
PORTRAIT = FORMATS["portrait"]


def laid(words: str, attributes: str = 'style="cover" lines="6-12" fit="shrink"', lang: str = "en") -> Frame:
    source = f'<slide lang="{lang}"><column pad="0 90"><banner {attributes}>{words}</banner></column></slide>'
    return lay_out(Markup(source, "", Source("a.md", 1), "x"), SIGNAL, PORTRAIT)


def lines(frame: Frame) -> list[SetLine]:
    return [line for op in display_list(frame, SIGNAL).words for line in op.text.lines]


def edges(line: SetLine) -> tuple[float, float]:
    return line.x + line.ink[0], line.x + line.ink[1]


@given(st.lists(st.text("abcdefgh", min_size=2, max_size=9), min_size=2, max_size=9))
def test_every_line_begins_on_the_left_edge_and_ends_on_the_right(words):
    for line in lines(laid(" ".join(words))):
        left, right = edges(line)
        assert left == pytest.approx(0, abs=0.6)
        assert right <= 900.6
        assert line.text.isupper()


def test_words_of_a_poster_fill_the_measure():
    found = lines(laid("Silence is not a no."))
    assert len(found) > 1
    assert all(edges(line)[1] == pytest.approx(900, abs=1) for line in found)


def test_no_word_is_lost_or_moved():
    said = "In which order does your code lock two accounts, and who made sure of it?"
    assert " ".join(line.text for line in lines(laid(said))) == said.upper()


def test_a_word_too_long_for_its_size_is_set_smaller_alone():
    found = lines(laid("the internationalization of it"))
    long = next(line for line in found if "INTER" in line.text)
    assert long.size < max(line.size for line in found)
    assert edges(long)[1] == pytest.approx(900, abs=1)


def test_a_word_that_no_size_holds_is_broken_like_other_text():
    least = SIGNAL.typography["cover"].ladder()[-1][0]
    found = lines(laid("x" * 150))
    assert len(found) > 1
    assert all(line.size >= least for line in found)


def test_code_keeps_its_letters():
    found = lines(laid("reading <code>obj.name</code> is a search"))
    assert "obj.name" in " ".join(line.text for line in found)


def test_a_hard_break_is_kept():
    found = lines(laid("one<br/>two three"))
    assert found[0].text == "ONE"


def test_lines_keep_clear_of_tails_and_accents():
    book = default_book()

    def reach(line: SetLine) -> tuple[float, float]:
        inks = []
        for glyph in line.glyphs:
            font, size = book.sized(glyph.font)
            ink = font.ink(glyph.gid)
            if ink:
                inks.append((ink[1] * size, ink[3] * size))
        return line.baseline + min(top for top, _ in inks), line.baseline + max(bottom for _, bottom in inks)

    for words in ("full must mean no, not later", "éa ça là où Über Äther", "Queue, queue; (queue) query"):
        reaches = [reach(line) for line in lines(laid(words))]
        assert reaches[0][0] >= -8
        for (_, bottom), (top, _) in itertools.pairwise(reaches):
            assert bottom < top


def test_a_disc_ends_a_line_that_stays_short():
    frame = laid("Click twice pay xxxxxxxxxxxxxxxx", 'style="cover" size="200" lines="9" disc="surface"')
    discs = [op for op in display_list(frame, SIGNAL).ops if isinstance(op, Fill) and op.radius]
    assert len(discs) <= 1
    for disc in discs:
        assert disc.x + disc.width == pytest.approx(990, abs=1)


def test_a_font_without_a_width_axis_takes_part_by_its_size():
    found = lines(laid("Блокировки в базе данных", lang="ru"))
    assert all(line.text.isupper() for line in found)
    assert len({round(line.size) for line in found}) > 1


def test_capitals_are_those_of_the_language():
    assert capitals(Inline("ışık gibi"), "tr").text == "IŞIK GİBİ"
    assert capitals(Inline("ήταν"), "el").text == "ΗΤΑΝ"
    assert capitals(Inline("straße"), "de").text == "STRASSE"
