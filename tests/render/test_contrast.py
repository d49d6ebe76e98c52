"""Letters can be read on whatever lies below them: in all layouts of the shipped themes, and under a brand's accent."""

from __future__ import annotations

import pytest

from post_forge.errors import Source
from post_forge.model import Code, Point, Slide, Span, Text
from post_forge.render import load_theme, nearest_accent, of_accent, pairs_of, tokens_of
from post_forge.render.color import READABLE, contrast, read_color
from post_forge.render.gallery import Sample, gallery

THEMES = ["night", "paper", "signal"]
DARK_BLUE, MID_RED, PALE_YELLOW = "#1b2a6b", "#d1393b", "#f7e9a0"


@pytest.mark.parametrize("name", THEMES)
def test_every_letter_of_the_shipped_themes_can_be_read(name):
    theme = load_theme(name)
    pairs = pairs_of(theme, gallery())
    assert len(pairs) > 10
    assert [pair for pair in pairs if pair.faint] == []
    assert {pair.layout for pair in pairs} & {"code", "cover", "table"}
    assert {pair.field for pair in pairs} == (set(theme.fields) or {""})


@pytest.mark.parametrize("name", THEMES)
def test_every_colour_of_code_can_be_read_in_and_out_of_focus(name):
    theme = load_theme(name)
    text = '@cached(ttl=30)\ndef pay(key: str) -> int:  # once\n    return store.get(key, "x") or 1 + 2\n'
    slides = [
        Slide(
            "code", Source("a.md"), Text((Span("Pay"),)), code=Code(text * 2, "python", Source("a.md"), "a.py", focus)
        )
        for focus in ((), (1, 2, 3))
    ]
    deck = next(sample.deck for sample in gallery() if sample.layout == "code")
    pairs = pairs_of(theme, [Sample("code", "typical", slide, deck) for slide in slides])
    assert len({pair.color for pair in pairs}) >= 6, "the kinds of token have colours of their own"
    assert [pair for pair in pairs if pair.faint] == []


def test_the_ground_is_what_lies_below():
    words = Text((Span("Use "), Span("retry()", frozenset({"code"})), Span(" where a request may be lost on its way.")))
    slide = Slide("points", Source("a.md"), Text((Span("Again"),)), points=(Point(words), Point(words), Point(words)))
    deck = next(sample.deck for sample in gallery() if sample.layout == "points")
    theme = load_theme("night")
    grounds = {pair.ground for pair in pairs_of(theme, [Sample("points", "typical", slide, deck)])}
    chip = read_color("neutral/45 on background", theme.color.get)
    assert {theme.color["background"], chip} <= grounds


@pytest.mark.parametrize(("name", "accent"), [("night", DARK_BLUE), ("night", MID_RED), ("paper", PALE_YELLOW)])
def test_an_accent_that_cannot_be_read_has_a_neighbour_that_can(name, accent):
    load = lambda color: load_theme(name, [], {"accent": color})  # noqa: E731
    pairs = pairs_of(load(accent))
    ours = of_accent(accent, load, pairs)
    assert any(pair.faint for pair in ours)
    assert not any(pair.faint for pair in pairs if pair not in ours)
    better = nearest_accent(accent, load, ours)
    assert better
    assert not any(pair.faint for pair in pairs_of(load(better), gallery()))
    assert abs(int(better[1:3], 16) - int(accent[1:3], 16)) < 140, "not simply white or black"


@pytest.mark.parametrize("accent", [DARK_BLUE, MID_RED, PALE_YELLOW])
def test_in_signal_the_accent_becomes_the_field_of_the_ends(accent):
    theme = load_theme("signal", [], {"accent": accent})
    first = next(iter(theme.fields.values())).theme
    assert first.color["background"] == accent
    assert contrast(first.color["text"], accent) >= READABLE
    assert load_theme("signal").fields["blue"].theme.color == {
        **theme.fields["blue"].theme.color,
        "fire": "#ff4b1f",
        "embers": "#b3260a",
    }
    assert [pair for pair in pairs_of(theme, gallery()) if pair.faint] == []


def test_a_colour_may_have_a_second_choice():
    token = {"a": "#777777", "b": "#000000", "white": "#ffffff"}.get
    assert read_color("a else b on white", token) == "#000000", "#777 on white is 4.48"
    assert read_color("#767676 else b on white", token) == "#767676"
    assert read_color("a else #888888 on white", token) == "#777777", "the better of two that are not good"


def test_a_display_font_sets_headlines_only():
    theme = load_theme("night", [], {"fonts": {"display": "Newsreader", "sans": "Archivo"}})
    assert theme.typography["cover"].family == "Newsreader"
    assert theme.typography["body"].family == "Archivo"
    assert theme.typography["code"].family == "JetBrains Mono"
    assert tokens_of(theme) == tokens_of(load_theme("night"))
