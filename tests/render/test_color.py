from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.render.color import UnknownColorError, contrast, faded, flattened, hex_color, read_color, resolve

TOKENS = {"ink": "#101010", "paper": "#ffffff", "accent": "#c4ff3d"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("#ABC", "#aabbcc"),
        ("#0A0C11", "#0a0c11"),
        ("accent", "#c4ff3d"),
        ("accent/50", "#c4ff3d80"),
        ("#000000/0", "#00000000"),
        ("accent/0 on paper", "#ffffff"),
        ("#000000/50 on paper", "#7f7f7f"),
        ("ink or paper on accent", "#101010"),
        ("ink or paper on #000000", "#ffffff"),
    ],
)
def test_a_colour_is_read_as_written(written, meant):
    assert read_color(written, TOKENS.get) == meant


@pytest.mark.parametrize("written", ["acent", "#12345", "accent/101", "", "red", "accent/x"])
def test_what_is_no_colour_is_refused(written):
    with pytest.raises(UnknownColorError):
        read_color(written, TOKENS.get)


def test_tokens_follow_the_colours_they_name():
    done, wrong = resolve({"accent": "#ff0000", "tint": "accent/50 on ground", "ground": "#000000"})
    assert done["tint"] == "#800000"
    assert not wrong


def test_colours_that_refer_to_each_other_are_found():
    done, wrong = resolve({"a": "b", "b": "a", "c": "#123456"})
    assert done == {"c": "#123456"}
    assert "a -> b -> a" in wrong["a"].why


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(st.from_regex(r"\A#[0-9a-f]{6}\Z"), st.floats(0, 1))
def test_fading_keeps_the_colour_and_flattening_stays_between(color, opacity):
    assert faded(color, opacity)[:7] == color
    seen = flattened(faded(color, opacity), "#000000")
    assert all(int(seen[at : at + 2], 16) <= int(color[at : at + 2], 16) + 1 for at in (1, 3, 5))


@given(st.text(max_size=12))
def test_any_text_is_a_colour_or_is_refused(written):
    try:
        found = read_color(written, TOKENS.get)
    except UnknownColorError:
        return
    assert hex_color(found) == found
