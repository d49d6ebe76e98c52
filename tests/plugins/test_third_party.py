"""A distribution of somebody else on Python's path -> an element that a workspace's layout may name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import copy

import pytest

from post_forge.errors import Source, TemplateError
from post_forge.model import FORMATS, Slide, plain
from post_forge.render import DeckView, draw_slide, lay_out, load_theme, markup
from post_forge.render.elements import ELEMENTS, everything
from post_forge.render.plugins import listing, load, offered
from post_forge.shipped import CONTENT

MODULE = """\
from post_forge.plugin import Element, Fill, Leaf, read


class Disc(Leaf):
    def width(self, box, session):
        return box.own("size", 40 * session.theme.scale)

    def height(self, box, width, session):
        return box.own("size", 40 * session.theme.scale)

    def paint(self, frame, painter):
        color = frame.box.own("color", "#ff0000")
        yield Fill(frame.x, frame.y, frame.width, frame.height, color, frame.width / 2)


DISC = Element("{name}", "nothing", "a filled circle", {{"size": read.size(4, 400), "color": read.color}}, leaf=Disc())
"""
LAYOUT = '<slide background="background">\n  <{name} size="200"/>\n</slide>'
PORTRAIT = FORMATS["portrait"]


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A folder on Python's path; what was loaded from it is forgotten after the test."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))
    before, modules = dict(everything()), set(sys.modules)
    yield site
    for name in ELEMENTS.keys() - before.keys():
        del ELEMENTS[name]
    for name in set(sys.modules) - modules:
        if Path(str(getattr(sys.modules[name], "__file__", ""))).is_relative_to(site):
            del sys.modules[name]


def distribution(site: Path, name: str, module: str, version: str = "1.2", dist: str = "round-things") -> None:
    """What pip leaves of a distribution: its modules, and a .dist-info folder with its entry points."""
    info = site / f"{dist.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {dist}\nVersion: {version}\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[post_forge]\n{name} = {name}_of_{dist.replace('-', '_')}:DISC\n", "utf-8")
    (site / f"{name}_of_{dist.replace('-', '_')}.py").write_text(module, "utf-8")


def drawn(folder: Path, name: str, layout: str = LAYOUT):
    """The frame and the picture of a slide whose layout names the element."""
    home = folder / "templates" / "themes" / "mine"
    (home / "slides").mkdir(parents=True, exist_ok=True)
    (home / "theme.yaml").write_text("extends: night\n", "utf-8")
    (home / "slides" / "round.xml.jinja").write_text(layout.format(name=name), "utf-8")
    theme = load_theme("mine", [folder / "templates"], root=folder)
    made = markup(Slide("round", Source("content/a.md", 1), plain("A")), DeckView(), theme, PORTRAIT)
    frame = lay_out(made, theme, PORTRAIT)
    return made, frame, draw_slide(frame, theme, PORTRAIT)


def refused(folder: Path, name: str, layout: str = LAYOUT):
    with pytest.raises(TemplateError) as caught:
        drawn(folder, name, layout)
    return caught.value.problems


def test_an_installed_element_is_drawn(path, tmp_path):
    distribution(path, "disca", MODULE.format(name="disca"))
    _, frame, picture = drawn(tmp_path, "disca")
    [disc] = [one for one in frame.walk() if one.box.element.name == "disca"]
    assert (disc.width, disc.height) == (1080, 200)
    assert picture.png.startswith(b"\x89PNG")


def test_nothing_is_imported_until_a_layout_names_it(path, tmp_path):
    distribution(path, "discb", "raise SystemExit('imported')")
    drawn(tmp_path, "spacer", '<slide><{name} height="10"/></slide>')
    assert "discb" in offered()
    assert "discb" not in ELEMENTS


def test_its_values_are_checked_like_any_others(path, tmp_path):
    distribution(path, "discc", MODULE.format(name="discc"))
    [problem] = refused(tmp_path, "discc", '<slide>\n  <{name} size="900"/>\n</slide>')
    assert str(problem.source) == "templates/themes/mine/slides/round.xml.jinja:2:16"
    assert "out of bounds" in problem.message


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("import nothing_of_this_name\n", "there is no module 'nothing_of_this_name'"),
        ("1 / 0\n", "ZeroDivisionError: division by zero"),
        ("DISC = 7\n", "is a int"),
        (MODULE.format(name="other"), "calls itself <other>"),
        ("NOTHING = 1\n", "AttributeError"),
    ],
)
def test_one_that_cannot_be_loaded_is_one_error_that_names_its_distribution(path, tmp_path, module, said):
    distribution(path, "discd", module)
    [problem] = refused(tmp_path, "discd")
    assert "<discd> of round-things 1.2" in problem.message
    assert said in problem.message
    assert problem.hint
    assert str(problem.source) == "templates/themes/mine/slides/round.xml.jinja:2:3"


def test_the_others_are_listed_beside_one_that_cannot_be_loaded(path):
    distribution(path, "disce", "1 / 0\n")
    elements, wrong = listing()
    assert {"qr", "chart", "slide"} <= {element.name for element in elements}
    assert ["disce" in error.message for error in wrong] == [True]


def test_two_distributions_cannot_offer_one_element(path, tmp_path):
    distribution(path, "discf", MODULE.format(name="discf"))
    distribution(path, "discf", MODULE.format(name="discf"), dist="square-things")
    [problem] = refused(tmp_path, "discf")
    assert "round-things 1.2" in problem.message
    assert "square-things 1.2" in problem.message


def test_an_element_of_the_program_is_never_replaced(path):
    distribution(path, "column", MODULE.format(name="column"))
    assert ELEMENTS["column"].holds == "boxes"
    assert load("rule") is None


def test_a_misspelled_plugin_is_found_by_its_name(path, tmp_path):
    distribution(path, "discg", MODULE.format(name="discg"))
    [problem] = refused(tmp_path, "dixcg")
    assert problem.hint == "did you mean 'discg'?"


def test_another_version_gives_another_picture(path, tmp_path):
    distribution(path, "disch", MODULE.format(name="disch"))
    first = drawn(tmp_path, "disch")[0].key
    (path / "disch_of_round_things.py").write_text(MODULE.format(name="disch") + "# changed\n", "utf-8")
    assert drawn(tmp_path, "disch")[0].key != first


def test_no_file_of_a_workspace_is_ever_run(tmp_path):
    distribution(tmp_path, "disci", "from pathlib import Path\nPath('it-ran').touch()\n" + MODULE.format(name="disci"))
    (tmp_path / "yaml.py").write_text("from pathlib import Path\nPath('it-ran').touch()\n", "utf-8")
    layout = tmp_path / "templates" / "themes" / "mine" / "slides" / "cover.xml.jinja"
    layout.parent.mkdir(parents=True)
    layout.write_text("<slide><disci/></slide>", "utf-8")
    (layout.parent.parent / "theme.yaml").write_text("extends: night\n", "utf-8")
    (tmp_path / "post_forge.yaml").write_text("theme: mine\n", "utf-8")
    (tmp_path / "content").mkdir()
    copy(CONTENT / "retries-with-backoff.md", tmp_path / "content")
    command = [sys.executable, "-m", "post_forge", "build"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "unknown element <disci>" in done.stderr
    assert done.returncode == 1
    assert not (tmp_path / "it-ran").exists()
