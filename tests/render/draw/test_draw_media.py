"""Slides made ready for networks: real noise that no encoder can squeeze, and pictures that it can."""

import random
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from post_forge.render.draw import encode_png, ready

STEPS = (("png", 0), ("jpeg", 95), ("jpeg", 92), ("jpeg", 90), ("jpeg", 85))


def noise(width, height):
    return Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))


def soft(width, height, amount=0.12):
    """A photograph's kind of content: slow colours with grain."""
    waves = Image.radial_gradient("L").resize((width, height))
    plain = Image.merge("RGB", (waves, waves.transpose(Image.Transpose.FLIP_LEFT_RIGHT), ImageChops.invert(waves)))
    return Image.blend(plain, noise(width, height), amount)


@pytest.fixture(scope="module")
def slide():
    return encode_png(soft(1080, 1350))


def read(data):
    with Image.open(BytesIO(data)) as file:
        file.load()
        return file


def test_noise_needs_more_than_a_megabyte_and_gets_the_best_that_fits(slide):
    assert len(slide) > 1_000_000
    kind, data = ready(slide, STEPS, (1080, 1350), 1_000_000)
    assert kind == "jpg"
    assert len(data) <= 1_000_000
    qualities = [quality for name, quality in STEPS if name == "jpeg"]
    sizes = {quality: len(ready(slide, [("jpeg", quality)], (1080, 1350))[1]) for quality in qualities}
    best = max(quality for quality, size in sizes.items() if size <= 1_000_000)
    assert len(data) == sizes[best]
    assert sizes[best] < sizes[95], "this slide is made to need a lower step than the first"


def test_what_loses_nothing_comes_first(slide):
    kind, data = ready(slide, STEPS, (1080, 1350), 5_000_000)
    assert kind == "png"
    assert read(data).convert("RGB").tobytes() == read(slide).convert("RGB").tobytes()


def test_what_cannot_be_made_small_enough_comes_back_too_large():
    kind, data = ready(encode_png(noise(1080, 1350)), STEPS, (1080, 1350), 1_000_000)
    assert kind == "jpg"
    assert len(data) > 1_000_000


def test_a_jpeg_is_plain_srgb_with_whole_colours(slide):
    _, data = ready(slide, [("jpeg", 95)], (1080, 1350))
    picture = read(data)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1080, 1350))
    assert "icc_profile" not in picture.info
    assert "exif" not in picture.info
    assert [layer[1:3] for layer in picture.layer] == [(1, 1)] * 3, "4:4:4"


def test_coloured_letters_stay_sharp():
    lines = Image.new("RGB", (200, 200), "#0a0c11")
    for x in range(0, 200, 4):
        lines.paste("#c4ff3d", (x, 0, x + 2, 200))
    _, data = ready(encode_png(lines), [("jpeg", 95)], (200, 200))
    difference = ImageChops.difference(lines, read(data))
    assert max(ImageStat.Stat(difference).mean) < 6


def test_the_same_slide_gives_the_same_bytes(slide):
    for limit in (1_000_000, 5_000_000):
        assert ready(slide, STEPS, (1080, 1350), limit) == ready(slide, STEPS, (1080, 1350), limit)


def test_a_slide_is_scaled_down_to_what_the_network_takes(slide):
    assert read(ready(slide, [("jpeg", 95)], (540, 675))[1]).size == (540, 675)
