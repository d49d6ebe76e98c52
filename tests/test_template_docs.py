"""docs/templates.md says what is so: its table is that of the engine, its examples are drawn as they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from post_forge import forge, render
from post_forge.errors import Source
from post_forge.model import FORMATS, Slide, plain

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "templates.md").read_text("utf-8")
NAMED = re.compile(r"`((?:templates|content)/[^`\s]+)`[^`]*```\w+\n(.*?)```", re.DOTALL)
ELEMENTS, WRONG = render.listing()


def files() -> dict[str, str]:
    """The files of the page, by the path that stands before each."""
    return dict(NAMED.findall(PAGE))


def test_the_table_of_elements_is_current():
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "element_table.py"), "--check"], check=False)
    assert done.returncode == 0, "run `make docs`"


def test_the_worked_example_is_drawn_as_it_stands(tmp_path):
    workspace = tmp_path / "my-brand"
    forge.init(workspace)
    for note in (workspace / "content").iterdir():
        note.unlink()
    written = files()
    assert len(written) == 3
    for place, source in written.items():
        (workspace / place).parent.mkdir(parents=True, exist_ok=True)
        (workspace / place).write_text(source, "utf-8")
    report = forge.build(forge.open_workspace(workspace), forge.Wishes(markup=True))
    assert not report.errors
    [post] = report.posts
    made = sorted((workspace / "output" / post / "slides" / "portrait").glob("*.xml"))
    shown = [path for path in made if "brand/slides/postcard.xml.jinja" in path.read_text("utf-8")]
    assert len(shown) == 1
    assert 'style="title"' in shown[0].read_text("utf-8")
    assert "<qr " in made[-1].read_text("utf-8")
    assert "QR code: https://example.org/newsletter" in (workspace / "output" / post / "alt.txt").read_text("utf-8")


@pytest.mark.parametrize("theme", ["night", "paper", "signal"])
@pytest.mark.parametrize("element", [one for one in ELEMENTS if one.example], ids=lambda one: one.name)
def test_the_example_of_an_element_is_drawn_in_every_theme(tmp_path, element, theme):
    home = tmp_path / "themes" / "mine"
    (home / "slides").mkdir(parents=True)
    (home / "theme.yaml").write_text(f"extends: {theme}\n", "utf-8")
    inside = element.example.replace("diagram.png", "sample.png")
    whole = inside if element.name == "slide" else f'<slide background="background" pad="page">{inside}</slide>'
    (home / "slides" / "sample.xml.jinja").write_text(whole, "utf-8")
    picture = ROOT / "docs" / "pictures" / "carousel.png"
    (home / "sample.png").write_bytes(picture.read_bytes())
    loaded = render.load_theme("mine", [tmp_path])
    canvas = FORMATS["portrait"]
    made = render.markup(Slide("sample", Source("a.md", 1), plain("A")), render.DeckView(), loaded, canvas)
    frame = render.lay_out(made, loaded, canvas)
    assert any(one.box.element.name == element.name for one in frame.walk())
    assert render.draw_slide(frame, loaded, canvas).png


def test_every_element_has_an_example_or_stands_in_one():
    shown = " ".join(one.example for one in ELEMENTS)
    for element in ELEMENTS:
        assert element.summary
        assert element.example or element.only_in or f"<{element.name}" in shown, element.name
    assert not WRONG


def test_every_reader_says_what_it_accepts():
    from post_forge.render.elements import attributes
    from post_forge.render.readers import accepts

    for element in ELEMENTS:
        for name, reader in attributes(element).items():
            assert accepts(reader) not in ("", "a value"), f"<{element.name} {name}>"


def test_the_page_names_every_field_of_a_slide_and_its_deck():
    left_out = {"layout", "source"}
    for one in fields(Slide):
        assert f".{one.name}`" in PAGE or one.name in left_out, one.name
    left_out = {"layouts", "motif", "pulse", "root", "pictures"}  # what the shipped ornaments are made of
    for one in fields(render.DeckView):
        assert f"deck.{one.name}`" in PAGE or one.name in left_out, one.name


def test_every_name_of_a_plugin_stands_at_its_door():
    from post_forge import plugin

    for name in re.findall(r"from post_forge\.plugin import (.+)", PAGE):
        assert set(name.split(", ")) <= set(plugin.__all__)
