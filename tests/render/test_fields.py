"""Fields: grounds for whole slides that take turns, each with the theme's colours on it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scene import NIGHT, PORTRAIT, slide, text, workspace

from post_forge.errors import TemplateError
from post_forge.render import DeckView, lay_out, load_theme, markup
from post_forge.render.fields import field_of, turns
from post_forge.render.paint import display_list

ASKED = {"red": ("quote",), "blue": ("*",), "yellow": ("*",), "white": ("table",)}
LAYOUTS = st.sampled_from(["text", "quote", "table", "code", "cards"])
SIGNAL = load_theme("signal")


@given(st.lists(LAYOUTS, min_size=1, max_size=20))
def test_no_two_neighbours_share_a_field_and_the_ends_have_the_first(layouts):
    chosen = turns(ASKED, layouts)
    assert len(chosen) == len(layouts)
    assert chosen[0] == chosen[-1] == "red"
    if len(layouts) > 2:
        assert all(one != other for one, other in itertools.pairwise(chosen))


def test_a_layout_gets_the_field_it_asks_for_where_no_neighbour_has_it():
    assert turns(ASKED, ["cover", "code", "table", "code", "end"]) == ("red", "blue", "white", "yellow", "red")
    assert turns(ASKED, ["cover", "quote", "quote", "end"]) == ("red", "blue", "yellow", "red")
    assert turns(ASKED, ["cover", "text", "quote", "text", "end"])[2] == "red"


def test_a_theme_with_one_field_or_two_has_to_repeat_it():
    assert turns({"red": ()}, ["cover", "text", "end"]) == ("red", "red", "red")
    assert turns({"red": (), "blue": ()}, ["cover", "text", "end"]) == ("red", "blue", "red")


def test_a_theme_without_fields_has_one_ground():
    assert field_of(NIGHT, DeckView(2, 4), "text") == ""
    assert NIGHT.on("") is NIGHT


def test_a_slide_is_laid_out_with_the_colours_of_its_field():
    layouts = ("cover", "text", "text", "end")
    grounds = []
    for number in (1, 2, 3, 4):
        view = DeckView(number, 4, layouts=layouts)
        made = markup(slide("statement", title=text("Silence is not a no")), view, SIGNAL, PORTRAIT)
        frame = lay_out(made, SIGNAL, PORTRAIT)
        grounds.append(frame.box.style.background)
        shown = display_list(frame, SIGNAL.on(made.field))
        ink = {glyph.color for op in shown.words for line in op.text.lines for glyph in line.glyphs}
        assert ink == {SIGNAL.on(made.field).color["text"]}
    assert grounds == ["#ff4b1f", "#1f33ff", "#ffd60a", "#ff4b1f"]


def test_the_field_is_part_of_the_key():
    made = slide("statement", title=text("Silence"))
    keys = {markup(made, DeckView(2, 9, layouts=("x",) * 9), SIGNAL, PORTRAIT).key,
            markup(made, DeckView(2, 9, layouts=("x", "table", *"x" * 7)), SIGNAL, PORTRAIT).key}  # fmt: skip
    assert len(keys) == 2


def test_a_field_changes_colours_that_depend_on_others(tmp_path):
    theme = "extends: night\nfield:\n  sea: { color: { accent: '#ffffff' } }\n"
    found = load_theme("mine", [workspace(tmp_path, theme=theme)])
    assert found.on("sea").color["accent"] == "#ffffff"
    assert found.on("sea").code["focus-bar"].color == "#ffffff"
    assert found.on("sea").color["good"] != found.color["good"]
    assert found.on("sky") is found


def test_what_is_wrong_with_a_field_is_told_once_with_its_place(tmp_path):
    theme = "extends: night\nfield:\n  sea: { color: { text: nothing }, size: 3 }\n"
    with pytest.raises(TemplateError) as raised:
        load_theme("mine", [workspace(tmp_path, theme=theme)])
    told = raised.value.problems
    assert {"color.text: 'nothing' is no color", "field.sea has no 'size'"} <= {one.message for one in told}
    assert len(set(told)) == len(told)
    assert [one.source.line for one in told if "text" in one.message.split(":")[0] or "sea" in one.message] == [3, 3]


def test_null_takes_away_what_a_mark_has_in_the_theme_below(tmp_path):
    theme = "extends: night\ninline:\n  b: { color: null }\n"
    found = load_theme("mine", [workspace(tmp_path, theme=theme)])
    assert NIGHT.inline["b"].color
    assert found.inline["b"].color == ""
    assert found.inline["b"].weight == NIGHT.inline["b"].weight
