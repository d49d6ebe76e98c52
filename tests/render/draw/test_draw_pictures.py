import pytest
from letter_pictures import draw, letters
from PIL import Image

from post_forge.errors import LayoutError
from post_forge.render.draw import pictures
from post_forge.render.values import Blit


@pytest.fixture
def flag(tmp_path):
    """Left half red, right half blue, 80 x 40."""
    image = Image.new("RGB", (80, 40), "#ff0000")
    image.paste((0, 0, 255), (40, 0, 80, 40))
    path = tmp_path / "flag.png"
    image.save(path)
    return path


COLORS = {"R": "#ff0000", "B": "#0000ff"}


def test_a_picture_covers_its_box_from_its_middle(flag):
    rows = letters(draw(Blit(2, 1, 8, 6, str(flag))), **COLORS)
    assert rows[0] == rows[7] == ""
    assert len(set(rows[1:7])) == 1
    assert rows[1].startswith("  R")
    assert rows[1].endswith("B")
    assert len(rows[1]) == 10


def test_corners_are_rounded(flag):
    image = draw(Blit(0, 0, 12, 8, str(flag), radius=4))
    assert image.getpixel((0, 0)) == (0, 0, 0)
    assert image.getpixel((2, 4)) == (255, 0, 0)


def test_transparent_pictures_let_the_ground_through(tmp_path):
    image = Image.new("RGBA", (8, 8), (255, 0, 0, 128))
    image.save(tmp_path / "half.png")
    assert draw(Blit(0, 0, 8, 8, str(tmp_path / "half.png"), radius=2)).getpixel((4, 4)) == (128, 0, 0)


def test_a_photograph_is_turned_as_it_says(tmp_path):
    image = Image.new("RGB", (64, 32), "#ff0000")
    image.paste((0, 0, 255), (32, 0, 64, 32))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right
    image.save(tmp_path / "photo.jpg", exif=exif, quality=95)
    turned = draw(Blit(0, 0, 8, 16, str(tmp_path / "photo.jpg")), width=8, height=16)
    assert turned.getpixel((4, 2))[0] > 200
    assert turned.getpixel((4, 13))[2] > 200


def test_a_changed_file_is_read_again(flag):
    import os

    draw(Blit(0, 0, 8, 8, str(flag)))
    Image.new("RGB", (8, 8), "#00ff00").save(flag)
    os.utime(flag, ns=(1, 1))
    assert draw(Blit(0, 0, 8, 8, str(flag))).getpixel((4, 4)) == (0, 255, 0)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"%!PS-Adobe EPSF"])
def test_a_broken_file_is_a_problem_with_its_place(tmp_path, content):
    path = tmp_path / "broken.png"
    path.write_bytes(content)
    with pytest.raises(LayoutError, match=r"broken\.png: error: cannot read the picture"):
        draw(Blit(0, 0, 8, 8, str(path)))


def test_a_missing_file_is_a_problem():
    with pytest.raises(LayoutError, match="No such file"):
        draw(Blit(0, 0, 8, 8, "/nowhere/a.png"))


def test_a_huge_picture_is_refused_before_it_is_decoded(flag, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    with pytest.raises(LayoutError, match="too large: 80 x 40 pixels"):
        draw(Blit(0, 0, 9, 9, str(flag)))


def test_an_empty_box_needs_no_file():
    draw(Blit(0, 0, 0, 8, "/nowhere/a.png"))
