"""Pictures: what may stay, and one warning for each that may not."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from PIL import Image

from post_forge.model import Listing, Picture
from post_forge.notes.pictures import dimensions
from tests.notes.making import read_file, write


def draw(path: Path, size: tuple[int, int] = (8, 6), **options: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size).save(path, **options)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.webp"])
def test_the_size_is_read_from_the_header(tmp_path: Path, name: str) -> None:
    assert dimensions(draw(tmp_path / name, (321, 123))) == (321, 123)


def test_other_kinds_of_jpeg_and_webp(tmp_path: Path) -> None:
    assert dimensions(draw(tmp_path / "p.jpg", (31, 41), progressive=True)) == (31, 41)
    assert dimensions(draw(tmp_path / "l.webp", (31, 41), lossless=True)) == (31, 41)
    Image.new("RGBA", (31, 41), (1, 2, 3, 4)).save(tmp_path / "x.webp")
    assert dimensions(tmp_path / "x.webp") == (31, 41)
    write(tmp_path, "b.png", b"not a picture")
    assert dimensions(tmp_path / "b.png") is None


def test_a_picture_inside_the_collection_stays(tmp_path: Path) -> None:
    draw(tmp_path / "sub/img/a b.png")
    draw(tmp_path / "assets/wiki.png")
    text = "![One](img/a%20b.png)\n\n![[wiki.png|300]]\n\n<img src='../assets/wiki.png' alt='Two'>\n\n![r][ref]\n\n[ref]: img/a%20b.png\n\n![](/assets/wiki.png)\n"  # noqa: E501
    result = read_file(tmp_path, text, "sub/topic.md")
    assert result.note is not None
    assert not result.problems
    assert [(b.target, b.alt, b.source.line) for b in result.note.lead if isinstance(b, Picture)] == [
        ("sub/img/a b.png", "One", 1), ("assets/wiki.png", "", 3), ("assets/wiki.png", "Two", 5),
        ("sub/img/a b.png", "r", 7), ("assets/wiki.png", "", 11),
    ]  # fmt: skip


def test_a_picture_in_a_line_or_an_item_follows_its_text(tmp_path: Path) -> None:
    draw(tmp_path / "a.png")
    result = read_file(tmp_path, "see ![x](a.png)\nhere\n\n- item\n  ![y](a.png)\n")
    assert result.note is not None
    text, picture, listing = result.note.lead
    assert str(getattr(text, "text", "")) == "see here"
    assert isinstance(picture, Picture)
    assert isinstance(listing, Listing)
    assert isinstance(listing.items[0].blocks[0], Picture)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("../../../../etc/hostname", "outside the collection"),
        ("../beside.png", "outside the collection"),
        ("link.png", "outside the collection"),
        ("/etc/hostname", "outside the collection"),
        ("file:///etc/hostname", "not read from file:"),
        ("http://127.0.0.1:9/x.png", "on the web"),
        ("//cdn.example/x.png", "on the web"),
        ("data:image/png;base64,AAAA", "(data:)"),
        ("drawing.svg", "is SVG"),
        ("gone.png", "does not exist"),
        ("text.png", "not what its name says"),
        ("note.txt", "no picture that is drawn"),
        ("bomb.png", "more than 50,000,000"),
        ("a%00b.png", "cannot be looked up"),
        ("x" * 300 + ".png", "cannot be looked up"),
    ],
)
def test_what_may_not_stay_is_told_once_with_its_line(tmp_path: Path, target: str, words: str) -> None:
    root = tmp_path / "root"
    draw(tmp_path / "beside.png")
    write(root, "drawing.svg", "<svg/>")
    write(root, "text.png", "text")
    write(root, "note.txt", "text")
    bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (30000).to_bytes(4, "big") * 2 + b"\x01\0\0\0\0"
    write(root, "bomb.png", bomb)
    (root / "link.png").symlink_to(tmp_path / "beside.png")
    result = read_file(root, f"# T\n\n![alt]({target})\n\n![again]({target})\n")
    assert result.note is not None
    assert result.note.lead == ()
    assert [(p.rule, str(p.source), p.severity) for p in result.problems] == [("note.picture", "topic.md:3", "warning")]
    assert words in result.problems[0].message
    assert result.problems[0].hint


def test_badges_and_embedded_notes_go_without_a_word(tmp_path: Path) -> None:
    text = "[![build](https://img.shields.io/x.svg)](https://ci.example)\n\n![[Other note]] ![[list.base#All]]\n"
    result = read_file(tmp_path, text)
    assert result.note is not None
    assert (result.note.lead, result.problems) == ((), ())


def test_a_truncated_picture_raises_nothing(tmp_path: Path) -> None:
    whole = draw(tmp_path / "a.jpg").read_bytes()
    for length in range(0, len(whole), 7):
        write(tmp_path, "cut.jpg", whole[:length])
        dimensions(tmp_path / "cut.jpg")
    write(tmp_path, "w.webp", base64.b64decode("UklGRh4AAABXRUJQVlA4"))
    assert dimensions(tmp_path / "w.webp") is None
