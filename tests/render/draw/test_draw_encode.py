import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from post_forge.render.draw import contact_sheet, encode_png, pixel_hash
from post_forge.render.draw import encode as encoder
from post_forge.render.draw.memory import keep_memory


def noise(width, height, colors=256):
    data = bytes(
        (x * 7 + y * 13 + band * 29) * 31 % colors for y in range(height) for x in range(width) for band in range(3)
    )
    return Image.frombytes("RGB", (width, height), data)


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from([1, 2, 5, 256]))
def test_a_png_has_the_same_pixels_and_the_same_bytes_each_time(width, height, colors):
    image = noise(width, height, colors)
    data = encode_png(image)
    with Image.open(BytesIO(data)) as read:
        assert read.convert("RGB").tobytes() == image.tobytes()
    assert encode_png(image) == data


def test_a_png_is_well_formed():
    data = encode_png(noise(5, 3))
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, kinds = 8, []
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kinds.append(data[at + 4 : at + 8])
        assert struct.unpack_from(">I", data, at + 8 + length)[0] == zlib.crc32(data[at + 4 : at + 8 + length])
        at += 12 + length
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]


def test_without_the_fast_library_the_pixels_are_the_same(monkeypatch):
    image = noise(30, 20)
    monkeypatch.setattr(encoder, "compressobj", zlib.compressobj)
    with Image.open(BytesIO(encode_png(image))) as read:
        assert read.tobytes() == image.tobytes()


def test_the_hash_knows_size_and_pixels():
    image = noise(6, 4)
    assert pixel_hash(image) == pixel_hash(image.copy()) == pixel_hash(image.convert("RGBA"))
    assert pixel_hash(image) != pixel_hash(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    assert pixel_hash(Image.new("RGB", (6, 4))) != pixel_hash(Image.new("RGB", (4, 6)))
    assert len(pixel_hash(image)) == 64


@given(st.integers(0, 5), st.integers(0, 3), st.integers(0, 2))
def test_the_hash_notices_one_pixel(x, y, band):
    image, other = noise(6, 4), noise(6, 4)
    pixel = list(other.getpixel((x, y)))
    pixel[band] ^= 1
    other.putpixel((x, y), tuple(pixel))
    assert pixel_hash(image) != pixel_hash(other)


@pytest.mark.parametrize(("count", "columns", "size"), [(1, 5, (80, 90)), (3, 2, (140, 160)), (5, 5, (320, 90))])
def test_a_contact_sheet_shows_all_slides_in_rows(count, columns, size):
    slides = [Image.new("RGB", (100, 125), (50 * index, 0, 0)) for index in range(count)]
    sheet = contact_sheet([encode_png(slides[0]), *slides[1:]], columns, width=40, gap=20, background="#ffffff")
    assert sheet.size == size or (sheet.width, sheet.height) == (
        20 + min(count, columns) * 60,
        20 + -(-count // columns) * 70,
    )
    for index in range(count):
        spot = (20 + index % columns * 60 + 20, 20 + index // columns * 70 + 25)
        assert sheet.getpixel(spot) == (50 * index, 0, 0)
    assert sheet.getpixel((0, 0)) == (255, 255, 255)


def test_memory_is_tuned_once_and_never_an_error(monkeypatch):
    assert keep_memory() in (True, False)
    monkeypatch.setattr("sys.platform", "darwin")
    assert keep_memory.__wrapped__() is False
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("ctypes.CDLL", lambda name: (_ for _ in ()).throw(OSError(name)))
    assert keep_memory.__wrapped__() is False
