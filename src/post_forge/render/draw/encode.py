"""A picture -> bytes: PNG by an own writer, and a hash of the pixels."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from typing import Any

from PIL import Image


def _fastest() -> tuple[Any, int]:
    """`compressobj` of the fastest deflate at hand, and the level that it is used with.

    isal's levels 1 to 3 squeeze a quarter more, but now and then (in about one of 1,000 pictures) they give other bytes
    for the same pixels, as the addresses of the memory happen to fall; level 0 never did in 7,200.
    """
    try:
        from isal.isal_zlib import compressobj
    except ImportError:  # no wheel for this machine
        return zlib.compressobj, 1
    return compressobj, 0


compressobj, LEVEL = _fastest()

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def pixel_hash(image: Image.Image) -> str:
    """SHA-256 of size and RGB pixels, in hex: the same for the same picture on every machine, and slow (3 ms)."""
    digest = sha256(struct.pack(">II", *image.size))
    digest.update(_rows(image))
    return digest.hexdigest()


def encode_png(image: Image.Image) -> bytes:
    """A picture as an RGB PNG: the same pixels, the same bytes each time on one machine.

    Every row has filter 0 (what slides compress best with, for the time it takes): Pillow's raw encoder leaves a zero
    byte after each row, which serves as the filter byte of the next one. There is no palette: slides with smooth
    letters have more than 256 colours, and looking for one costs more than it saves.
    """
    rows = _rows(image)
    squeeze = compressobj(LEVEL)
    data = b"".join((squeeze.compress(b"\0"), squeeze.compress(rows[:-1]), squeeze.flush()))
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, 2, 0, 0, 0)
    return _SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _rows(image: Image.Image) -> memoryview:
    """The RGB pixels row by row, a zero byte after each row.

    As `Image.tobytes` gives them, but in one block: it makes many small ones and then a copy of them all.
    """
    if image.mode != "RGB":
        image = image.convert("RGB")
    image.load()
    stride = image.width * 3 + 1
    encoder = Image._getencoder("RGB", "raw", ("RGB", stride), ())
    encoder.setimage(image.im, (0, 0, *image.size))
    _, _, rows = encoder.encode(stride * image.height)
    return memoryview(rows)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))
