"""A token that nothing names -> the token that was probably meant."""

from __future__ import annotations

import pytest
from scene import workspace

from post_forge.errors import TemplateError
from post_forge.render import load_theme

MISTAKES = {
    "color": ('color: { accnet: "#ff0000" }', "color token 'accnet'", "'accent'"),
    "font": ("font: { snas: Inter }", "font token 'snas'", "'sans'"),
    "typography": ("typography: { titel: { font: sans, size: 40/50 } }", "typography token 'titel'", "'title'"),
    "space": ("space: { larg: 200 }", "space token 'larg'", "'lg'"),
    "radius": ("radius: { fulll: 9 }", "radius token 'fulll'", "'full'"),
    "gradient": ("gradient: { sky: { stops: [0 line, 100 text] } }", "gradient token 'sky'", "take it out"),
    "inline": ("inline: { strong: { weight: 700 } }", "inline has no token 'strong'", "known: b, code"),
    "inline of a style": ("typography: { title: { inline: { cod: { weight: 3 } } } }", "no token 'cod'", "'code'"),
    "code": ('code: { coment: "#ffffff" }', "code has no token 'coment'", "'comment'"),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_misspelled_token_is_told_at_its_place(tmp_path, mistake):
    source, message, hint = mistake
    with pytest.raises(TemplateError) as caught:
        load_theme("mine", [workspace(tmp_path / "templates", theme=f"extends: night\n{source}\n")], root=tmp_path)
    [problem] = caught.value.problems
    assert message in problem.message
    assert hint in problem.hint
    assert problem.source.path == "templates/themes/mine/theme.yaml"
    assert (problem.source.line, problem.source.column > 1) == (2, True)
    assert problem.length > 2


@pytest.mark.parametrize(
    "source",
    [
        'color: { mine: "#ff0000" }\ntypography: { title: { color: mine } }',
        'color: { mine: "#ff0000", other: mine/40 }\nshadow: { soft: { color: other } }',
        "typography: { poster: { font: sans, size: 40/50 } }",
        'code: { added: "#00ff00" }',
    ],
)
def test_a_token_that_something_names_is_fine(tmp_path, source):
    cover = '<slide shadow="soft"><text style="poster">x</text></slide>'
    assert load_theme("mine", [workspace(tmp_path, theme=f"extends: night\n{source}\n", cover=cover)])


def test_a_brand_may_say_more_than_a_theme_asks_for(tmp_path):
    assert load_theme("night", overrides={"fonts": {"serif": "Newsreader"}}).font["serif"] == "Newsreader"


def test_a_group_that_is_no_map_is_told_and_blames_nothing_else(tmp_path):
    with pytest.raises(TemplateError) as caught:
        load_theme("mine", [workspace(tmp_path, theme="extends: night\ncolor: red\n")])
    assert [one.message for one in caught.value.problems] == ["color is a map of tokens"]
