from __future__ import annotations

from pathlib import Path

import pytest
from scene import NIGHT, workspace

from post_forge.errors import TemplateError
from post_forge.render import load_theme
from post_forge.render.theme import REQUIRED, scaled
from post_forge.shipped import TEMPLATES


def refused(folder: Path, source: str) -> list[tuple[str, str, str]]:
    with pytest.raises(TemplateError) as caught:
        load_theme("mine", [workspace(folder, theme=source)])
    return [
        (f"{one.source.line}:{one.source.column}" if one.source else "", one.message, one.hint)
        for one in caught.value.problems
    ]


def test_the_shipped_theme_defines_every_required_token_and_is_easy_to_read():
    for group, names in REQUIRED.items():
        assert set(names) <= set(getattr(NIGHT, group)), group
    assert not NIGHT.problems


def test_a_theme_changes_what_it_names_and_keeps_the_rest(tmp_path):
    source = 'extends: night\ncolor: { accent: "#ff0000" }\ntypography:\n  title: { weight: 800 }\n'
    theme = load_theme("mine", [workspace(tmp_path, theme=source)])
    assert theme.color["accent"] == "#ff0000"
    assert theme.color["good"] != NIGHT.color["good"]
    assert theme.typography["title"].weight == 800
    assert theme.typography["title"].sizes == NIGHT.typography["title"].sizes
    assert list(theme.folders) == ["mine", "night"]


def test_a_theme_may_extend_the_shipped_one_of_its_own_name(tmp_path):
    theme = load_theme("night", [workspace(tmp_path, name="night", theme="extends: night\nspace: { md: 99 }\n")])
    assert theme.space["md"] == 99
    assert list(theme.folders) == ["night", "night~1"]


def test_overrides_win_and_colour_what_follows_from_them(tmp_path):
    theme = load_theme("night", [tmp_path], {"accent": "#00aaff", "fonts": {"sans": "Archivo"}, "space": {"md": 30}})
    assert theme.code["decorator"].color == "#00aaff"
    assert theme.typography["title"].family == "Archivo"
    assert theme.space["md"] == 30
    assert theme.digest != NIGHT.digest


def test_a_dark_accent_gets_light_letters_and_a_warning():
    theme = load_theme("night", overrides={"accent": "#101060"})
    assert theme.color["on-accent"] == theme.color["text"]
    assert [one.severity for one in theme.problems] == ["warning"]


def test_the_digest_follows_every_file(tmp_path):
    root = workspace(tmp_path, cover="<slide/>")
    first = load_theme("mine", [root]).digest
    assert load_theme("mine", [root]).digest == first
    workspace(tmp_path, cover="<slide> </slide>")
    assert load_theme("mine", [root]).digest != first


def test_an_unknown_theme_names_the_closest():
    with pytest.raises(TemplateError) as caught:
        load_theme("nigth")
    assert caught.value.problems[0].hint == "did you mean 'night'?"


def test_themes_that_extend_each_other_are_found(tmp_path):
    workspace(tmp_path, "one", "extends: two\n")
    workspace(tmp_path, "two", "extends: one\n")
    with pytest.raises(TemplateError) as caught:
        load_theme("one", [tmp_path])
    assert "one -> two -> one" in caught.value.problems[0].message
    assert caught.value.problems[0].source.line == 1


def test_a_theme_that_extends_itself_is_found(tmp_path):
    with pytest.raises(TemplateError) as caught:
        load_theme("mine", [workspace(tmp_path, theme="extends: mine\n")])
    assert "mine -> mine" in caught.value.problems[0].message


@pytest.mark.parametrize("name", ["../night", "", "night/slides"])
def test_a_theme_is_a_name_and_no_path(name):
    with pytest.raises(TemplateError):
        load_theme(name)


MISTAKES = {
    "unknown group": ("colour: { a: b }", "2:1", "no group 'colour'", "'color'"),
    "unknown field": ("typography:\n  title: { wieght: 7 }", "3:12", "no 'wieght'", "'weight'"),
    "no colour": ("color: { line: lien-x }", "2:10", "'lien-x' is no color", "'line'"),
    "circle of colours": ("color: { line: muted, muted: line }", "2:10", "line", "refer to each other"),
    "no number": ("space: { md: wide }", "2:10", "'wide' is not a number", ""),
    "too large": ("space: { md: 99999 }", "2:10", "not a number from 0 to 10000", ""),
    "no size": ("typography:\n  title: { size: big }", "3:12", "'big' is not a size", "40/52"),
    "sizes upside down": ("typography:\n  title: { size: [40/50, 50/60] }", "3:12", "from large to small", ""),
    "no font token": ("typography:\n  title: { font: serif }", "3:12", "no font token 'serif'", "known: mono, sans"),
    "no truth": ("typography:\n  title: { italic: maybe }", "3:12", "neither true nor false", ""),
    "one stop": ("gradient:\n  g: { stops: [0 line] }", "3:3", "needs two stops", "stops:"),
    "style of its own without a size": (
        "typography:\n  mine: { font: sans }",
        "3:3",
        "has no size",
        "a font and a size",
    ),
    "token instead of a group": ("color: red", "2:1", "color is a map", "color: {"),
    "not yaml": ("color: { a", "2:", "not valid YAML", ""),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_a_theme_is_told_at_its_place(tmp_path, mistake):
    source, place, message, hint = mistake
    found = refused(tmp_path, f"extends: night\n{source}\n")
    assert any(where.startswith(place) and message in said and hint in advice for where, said, advice in found), found


def test_all_mistakes_of_a_theme_are_told_at_once(tmp_path):
    assert len(refused(tmp_path, "extends: night\nspace: { md: x, sm: y }\ncolor: { line: z }\n")) == 3


def test_a_theme_of_its_own_lacks_what_it_does_not_define(tmp_path):
    found = refused(tmp_path, 'color: { background: "#000000" }\n')
    assert len(found) > 50
    assert any("lacks the color token 'accent'" in message for _, message, _ in found)


def test_scaling_multiplies_every_length():
    half = scaled(NIGHT, 0.5)
    assert half.space["md"] == NIGHT.space["md"] / 2
    size, line = NIGHT.typography["title"].sizes[0]
    assert half.typography["title"].sizes[0] == (size / 2, line / 2)
    assert scaled(NIGHT, 1.0) is NIGHT


def test_every_shipped_theme_can_be_loaded():
    names = [file.parent.name for file in TEMPLATES.glob("themes/*/theme.yaml")]
    assert "night" in names
    for name in names:
        load_theme(name)
