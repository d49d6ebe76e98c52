"""Ugly mistakes that a program can find: none of the grave ones anywhere, and no more of the others than there were."""

from __future__ import annotations

from pathlib import Path

import pytest
from scene import PORTRAIT, slide, text
from ugly_decks import (
    CONFIGURATION,
    SAMPLE_POSTS,
    counted,
    gallery_looks,
    held,
    hold,
    judge_posts,
    posts_of,
)
from ugly_mistakes import MISTAKES, NEVER, Count, judge

from post_forge.errors import Source
from post_forge.model import FORMATS, Code, Grid, Point, Slide
from post_forge.render import DeckView, draw_slide, lay_out, load_theme, markup, motif_of
from post_forge.render.gallery import SIZES
from post_forge.render.looks import is_ragged
from post_forge.render.values import SetLine, SetText
from post_forge.shipped import CONTENT

THEMES = ("night", "paper", "signal")
CORPUS = Path(__file__).parents[2] / "../shared/corpus"
NAMES = {mistake.number: mistake.name for mistake in MISTAKES}
FORMATS_BUT_PORTRAIT = tuple(name for name in FORMATS if name != "portrait")
EVERYWHERE = frozenset({"5", "10", "13", "15b", "18", "22", "22b", "24", "27"})


def told(count: Count, numbers) -> str:
    """What a failing test says: the first finding on each slide, and how to see the slides."""
    first = {(number, name): message for number, name, message in reversed(count.findings) if number in numbers}
    lines = [f"{number} {NAMES[number]}: {name}: {message}" for (number, name), message in sorted(first.items())]
    return "\n".join([*lines[:30], "see them: python tools/ugly.py --list 3 --pictures DIR"])


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "post_forge.yaml").write_text(CONFIGURATION)
    return folder


@pytest.fixture(scope="module")
def posts(workspace):
    return posts_of(CONTENT, workspace, SAMPLE_POSTS)


@pytest.mark.parametrize("theme", THEMES)
def test_no_slide_has_a_grave_mistake_and_no_more_have_others_than_before(theme, posts, workspace):
    allowed = held()
    for place, count in counted(load_theme(theme), posts, workspace).items():
        assert count.looked >= 50
        grave = [number for number in NEVER if count.slides[number]]
        assert not grave, told(count, grave)
        more = [number for number, found in count.slides.items() if found > allowed.get((place, number), 0)]
        figures = ", ".join(f"{number}: {count.slides[number]} > {allowed.get((place, number), 0)}" for number in more)
        assert not more, f"{place}: {figures}\n{told(count, more)}\nwhat is held: tests/render/ugly_held.txt"


@pytest.mark.parametrize("format_name", FORMATS_BUT_PORTRAIT)
@pytest.mark.parametrize("theme", THEMES)
def test_other_formats_have_no_grave_mistake_either(theme, format_name):
    count = judge(list(gallery_looks(load_theme(theme), format_name, SIZES[1:])), Count(), only=EVERYWHERE)
    assert count.looked >= 30
    assert not count.findings, told(count, EVERYWHERE)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="there are no real notes beside the project")
@pytest.mark.parametrize("collection", ["hacker-laws", "computer-atlas"])
def test_real_notes_make_no_slide_with_a_grave_mistake(collection, workspace):
    folder = CORPUS / collection
    for theme, made in zip(THEMES, spread(posts_of(folder, workspace, 9)), strict=True):
        count = judge_posts(made, workspace, theme, frozenset(NEVER) - {"28"})
        assert count.looked >= 9
        assert not count.findings, told(count, NEVER)


def spread(posts):
    """Some posts for each theme."""
    return [posts[at :: len(THEMES)] for at in range(len(THEMES))]


def test_what_is_held_is_all_known_and_may_only_fall(tmp_path):
    places = {f"{place}/{theme}" for place in ("gallery", "content") for theme in THEMES}
    assert {place for place, _ in held()} <= places
    assert {number for _, number in held()} <= set(NAMES) - set(NEVER)
    file = tmp_path / "held.txt"
    count = Count(10)
    count.slides.update({"1": 3, "2": 2})
    hold({"gallery/night": count}, file)
    assert held(file) == {("gallery/night", "1"): 3, ("gallery/night", "2"): 2}
    count.slides.update({"1": 4, "2": -1, "3": 5})
    hold({"gallery/night": count}, file)
    assert held(file) == {("gallery/night", "1"): 3, ("gallery/night", "2"): 1}


# ---- ornaments and lines, which no checker sees ----------------------------------------------------------------------

NOTE = Source("content/retries.md", 12, 1)
CODE = (
    "def call(fn, tries=5):\n    for n in range(tries):\n        try:\n            return fn()\n        except OSError:"
)
TITLES = ("The trap", "Customization", "Rules of thumb")


def table(rows: int) -> Grid:
    head = tuple(text(words) for words in ("Client", "Waits", "Default limit"))
    cells = tuple(text(words) for words in ("requests 2.32", "300 s in total", "5 s for each phase"))
    return Grid(head, (cells,) * rows, ("left",) * 3, focus=rows - 1)


def decks() -> dict[str, list[Slide]]:
    """For each ornament the slides that it is made of."""
    drawing = Code("a ---> b\n^      |\n+------+", "", NOTE)
    steps = tuple(Point(text("Wait, then try again."), text("Wait"), "yes" if at == 1 else "") for at in range(4))
    return {
        "code": [slide("code", code=Code(CODE, "python", NOTE))],
        "drawing": [slide("diagram", code=drawing)],
        "table": [slide("table", table=table(4))],
        "steps": [slide("steps", points=steps)],
        "share": [slide("number", title=text("98 %"))],
        "myths": [slide("myth", title=text(words)) for words in TITLES],
        "pulse": [slide("text")],
    }


def test_every_cover_ornament_is_drawn_within_the_picture():
    night = load_theme("night")
    pictures = set()
    for name, slides in decks().items():
        motif = motif_of(slides)
        assert motif.name == name
        view = DeckView(1, 9, "@shipdaily", "Ship Daily", "SD", motif=motif)
        frame = lay_out(markup(slide("cover", title=text("The trap")), view, night, PORTRAIT), night, PORTRAIT)
        ornaments = [one for one in frame.walk() if one.box.element.name == "column" and one.y + one.height > 1170]
        assert ornaments
        pictures.add(draw_slide(frame, night, PORTRAIT).png)
    assert len(pictures) == len(decks())


@pytest.mark.parametrize(
    ("widths", "ragged"),
    [
        ((500,), False),
        ((500, 400), False),
        ((500, 200), True),
        ((500, 200, 480), True),
        ((300, 500, 480), False),
        ((100, 500, 480), True),
        ((500, 480, 120), True),
    ],
)
def test_lines_of_very_unequal_width_are_ragged(widths, ragged):
    lines = tuple(SetLine("x", 0.0, 0.0, width, 100.0, (), ink=(0.0, width)) for width in widths)
    assert is_ragged(SetText(lines, max(widths), 0.0)) == ragged
