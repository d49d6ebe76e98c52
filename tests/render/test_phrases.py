"""The words that slides say by themselves: one file per language, none invented for a language without one."""

from __future__ import annotations

import pytest
from scene import NIGHT, PORTRAIT, slide, text

from post_forge.errors import TemplateError
from post_forge.render import DeckView, lay_out, load_theme, markup
from post_forge.render.paint import display_list
from post_forge.render.shapes import Icon


def test_a_region_takes_its_languages_words() -> None:
    assert NIGHT.phrases("de-AT")["follow"] == "Folgen"
    assert NIGHT.phrases("de-AT") == NIGHT.phrases("de")


def test_a_language_without_a_file_has_none_of_them() -> None:
    words = NIGHT.phrases("tlh")
    assert words.keys() == NIGHT.phrases("en").keys()
    assert not any(words.values())


def test_a_workspace_may_say_it_in_its_own_words(tmp_path) -> None:
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases" / "en.yaml").write_text("slide:\n  follow: Come along\n", "utf-8")
    words = load_theme("night", [tmp_path]).phrases("en")
    assert (words["follow"], words["save"]) == ("Come along", "Save it")


@pytest.mark.parametrize("content", ["slide: [", "slide: words\n", "slide:\n a: [b]\n"])
def test_a_mistake_in_it_is_told_with_its_file(tmp_path, content) -> None:
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases" / "en.yaml").write_text(content, "utf-8")
    with pytest.raises(TemplateError) as raised:
        load_theme("night", [tmp_path]).phrases("en")
    assert "en.yaml" in str(raised.value.problems[0].source)


@pytest.mark.parametrize("theme_name", ["night", "paper", "signal"])
@pytest.mark.parametrize("layout", ["cover", "end"])
def test_without_words_no_sign_stands_alone(theme_name, layout) -> None:
    """No button and no cue that is nothing but an icon."""
    theme = load_theme(theme_name)
    view = DeckView(1, 5, "@shipdaily", "Ship Daily", "SD", lang="tlh")
    frame = lay_out(markup(slide(layout, title=text("tlhIngan maH")), view, theme, PORTRAIT), theme, PORTRAIT)
    icons = [one for one in frame.walk() if isinstance(one.box.element.leaf, Icon) and not one.box.style.ornament]
    assert not icons
    said = " ".join(line.text for line in display_list(frame, theme).lines())
    assert "shipdaily" in said.lower()
