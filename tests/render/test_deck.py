from __future__ import annotations

import pytest
from scene import NOTE, slide, text

from post_forge.model import Code, Point
from post_forge.render import DeckView, direction_of, monogram_of, pulse_of
from post_forge.render.deck import PULSE, weight_of


def test_progress_says_what_is_done():
    assert DeckView(number=2, total=3).progress == ("done", "current", "future")


@pytest.mark.parametrize(
    ("brand", "handle", "letters"),
    [("Ship Daily", "", "SD"), ("backend", "", "B"), ("", "@post-forge", "PF"), ("", "@me@host.org", "M"), ("", "", ""),
     ("数据库", "", "数"), ("— x", "", "X")],
)  # fmt: skip
def test_the_monogram_is_made_of_initials(brand, handle, letters):
    assert monogram_of(brand, handle) == letters


def test_the_direction_follows_the_language():
    assert [direction_of(lang) for lang in ("en", "ar", "he-IL", "zh-Hant")] == ["ltr", "rtl", "rtl", "ltr"]


def test_the_pulse_is_the_rhythm_of_the_deck():
    sizes = [4, 30, 8, 60, 2, 9]
    slides = [slide("text", title=text("word " * size)) for size in sizes]
    assert pulse_of(slides) == (2, 8, 4, 16, 1)
    assert pulse_of(slides[:3]) == PULSE
    assert pulse_of([slides[0]] * 6) == (1, 1, 1, 1, 1)


def test_code_and_points_weigh():
    assert weight_of(slide("code", code=Code("a\nb\nc", "", NOTE))) == 9
    assert weight_of(slide("points", points=(Point(text("one two"), text("three")),))) == 3
