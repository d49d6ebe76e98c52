"""A note's picture on a slide: whole, turned as it says, in both shapes; and what is told when it cannot be shown."""

from __future__ import annotations

import pytest
from PIL import Image
from scene import NOTE, PORTRAIT, slide, text

from post_forge.errors import LayoutError
from post_forge.model import FORMATS, Picture
from post_forge.render import DeckView, draw_slide, lay_out, load_theme, markup, measure_slide
from post_forge.render.boxes import Frame
from post_forge.render.draw import pictures
from post_forge.render.shapes import ENLARGED, SetPicture

SIZES = {
    "wide": (2000, 500),
    "lying": (1600, 900),
    "square": (1200, 1200),
    "standing": (900, 1600),
    "small": (640, 400),
}


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    """A picture of every size, only to be looked at."""
    folder = tmp_path_factory.mktemp("gallery")
    for name, size in SIZES.items():
        Image.new("RGB", size, "#2060ff").save(folder / f"{name}.png")
    return folder


@pytest.fixture
def root(tmp_path):
    Image.new("RGB", SIZES["lying"], "#2060ff").save(tmp_path / "lying.png")
    return tmp_path


def laid_out(root, name: str, theme_name: str = "night", format_name: str = "portrait", title: str = "Load") -> Frame:
    theme, canvas = load_theme(theme_name), FORMATS[format_name]
    made = slide("picture", title=text(title), picture=Picture(name, "", NOTE), caption=text("From eight to eight."))
    return lay_out(markup(made, DeckView(2, 5, root=str(root)), theme, canvas), theme, canvas)


def shown(frame: Frame) -> SetPicture:
    [found] = [one.content for one in frame.walk() if isinstance(one.content, SetPicture)]
    return found


@pytest.mark.parametrize("theme", ["night", "paper", "signal"])
@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("name", SIZES)
def test_a_picture_is_shown_whole_and_large(gallery, name, format_name, theme):
    placed, (width, height) = shown(laid_out(gallery, f"{name}.png", theme, format_name)), SIZES[name]
    assert placed.width / placed.height == pytest.approx(width / height, rel=0.01)
    assert placed.width <= width * ENLARGED + 1
    canvas = FORMATS[format_name]
    assert placed.width > canvas.width * 0.28 or placed.height > canvas.height * 0.28


def test_a_photograph_on_its_side_stands_up(root):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (1600, 900), "#2060ff").save(root / "turned.jpg", exif=exif)
    placed = shown(laid_out(root, "turned.jpg"))
    assert placed.width / placed.height == pytest.approx(900 / 1600, rel=0.01)


def test_sixteen_bits_keep_their_greys(root):
    Image.new("I;16", (800, 800), 0x8000).save(root / "deep.png")
    assert pictures.covering(str(root / "deep.png"), 8, 8).getpixel((4, 4)) == (128, 128, 128)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.png", b"no picture", "cannot read the picture"),
        ("half.jpg", None, "cannot read the picture"),
        ("gone.png", None, "no picture 'gone.png'"),
    ],
)
def test_what_cannot_be_shown_is_told_at_the_notes_line(root, name, content, said):
    if content:
        (root / name).write_bytes(content)
    elif name == "half.jpg":
        Image.effect_noise((900, 900), 80).save(root / name)
        whole = (root / name).read_bytes()
        (root / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LayoutError) as raised:
        laid_out(root, name)
    [problem] = raised.value.problems
    assert (problem.rule, problem.source) == ("slide.picture", NOTE)
    assert said in problem.message
    assert name in problem.message
    assert str(root) not in problem.message


def test_a_huge_one_is_refused_before_it_is_decoded(root, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1_000)
    with pytest.raises(LayoutError, match="too large: 1600 x 900 pixels"):
        laid_out(root, "lying.png")


def test_measuring_tells_it_as_well(root):
    theme = load_theme("night")
    made = slide("picture", picture=Picture("gone.png", "", NOTE))
    found = measure_slide(made, DeckView(root=str(root)), theme, PORTRAIT)
    assert not found.ok
    assert found.problems[0].rule == "slide.picture"


def test_pictures_of_notes_may_lie_in_a_folder_of_their_own(root, tmp_path_factory):
    theme, elsewhere = load_theme("night"), tmp_path_factory.mktemp("workspace")
    made = slide("picture", picture=Picture("lying.png", "", NOTE))
    view = DeckView(2, 5, root=str(elsewhere), pictures=str(root))
    first = markup(made, view, theme, PORTRAIT)
    assert draw_slide(lay_out(first, theme, PORTRAIT), theme, PORTRAIT).png
    Image.new("RGB", (1600, 901), "#2060ff").save(root / "lying.png")
    assert markup(made, view, theme, PORTRAIT).key != first.key
