"""Pictures of their own for networks that do not take the PNG: which files a build writes, and what it refuses."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from post_forge import config, forge, platforms
from post_forge.errors import Source
from post_forge.forge.making.media import media_files
from post_forge.forge.pipeline import settings_of
from post_forge.model import Deck, Post, Slide
from tests.forge.conftest import write_notes

CONFIG = "brand: {{ name: Test }}\nchannels:\n  archive: {{ platform: folder }}\n  mine: {{ platform: {}{} }}\n"
NEEDED = {"mastodon": ', url: "https://example.social"', "bluesky": ", account: test.example.org"}


def build(root: Path, channel: str, extra: str = "") -> forge.Report:
    if not (root / "content").is_dir():
        write_notes(root)
    (root / "post_forge.yaml").write_text(CONFIG.format(channel, NEEDED.get(channel, "")) + extra, encoding="utf-8")
    return forge.build(forge.open_workspace(root), forge.Wishes(jobs=1))


def test_the_configuration_knows_the_networks_that_have_rules():
    assert tuple(platforms.RULES) == config.NETWORKS


def test_instagram_gets_jpegs_and_others_the_png(tmp_path):
    report = build(tmp_path, "instagram")
    assert not report.errors
    folder = tmp_path / "output" / report.posts[0]
    slides = sorted((folder / "slides/portrait").glob("*.png"))
    jpegs = sorted((folder / "media/instagram").glob("*"))
    assert [path.stem for path in jpegs] == [path.stem for path in slides]
    for path in jpegs:
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("JPEG", (1080, 1350))
    before = {path: path.read_bytes() for path in jpegs}
    assert not build(tmp_path, "instagram").made, "nothing to do"
    jpegs[0].write_bytes(b"edited")
    build(tmp_path, "instagram")
    assert {path: path.read_bytes() for path in jpegs} == before
    build(tmp_path, "mastodon")
    assert not (folder / "media").exists(), "a channel that is gone takes its pictures along"


def test_a_format_that_instagram_refuses_is_told_once_and_another_is_taken(tmp_path):
    report = build(tmp_path, "instagram", "formats: [story]\n")
    (problem,) = report.errors
    assert problem.rule == "media.shape"
    assert problem.source == Source("post_forge.yaml", 5, 1)
    assert "portrait" in problem.hint
    report = build(tmp_path, "instagram", "formats: [story, square]\n")
    assert not report.errors
    first = tmp_path / "output" / report.posts[0] / "media/instagram/01.jpg"
    with Image.open(first) as picture:
        assert picture.size == (1080, 1080)


@pytest.mark.parametrize(("grain", "told"), [(0.12, False), (1.0, True)])
def test_a_grainy_slide_is_made_to_fit_or_told(tmp_path, grain, told):
    root = tmp_path
    write_notes(root)
    (root / "post_forge.yaml").write_text(CONFIG.format("bluesky", NEEDED["bluesky"]), encoding="utf-8")
    noise = Image.frombytes("RGB", (1080, 1350), random.Random(7).randbytes(1080 * 1350 * 3))
    out = BytesIO()
    Image.blend(Image.new("RGB", noise.size, "#456"), noise, grain).save(out, "PNG")
    assert out.tell() > 1_000_000
    slide = Slide("picture", Source("content/retry.md", 12))
    post = Post("a/b", "A", "", "content/retry.md", slide.source, {}, Deck((slide,)), ("",))
    settings = settings_of(forge.open_workspace(root))
    files, problems = media_files({"slides/portrait/01.png": out.getvalue()}, settings, post)
    assert bool(problems) == told
    if told:
        assert "slide 1 of a/b is too heavy for bluesky" in problems[0].message
        assert problems[0].source == slide.source
        assert not files
    else:
        assert list(files) == ["media/bluesky/01.jpg"]
        assert len(files["media/bluesky/01.jpg"]) <= 1_000_000
