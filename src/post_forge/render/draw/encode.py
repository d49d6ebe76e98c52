"""A picture -> bytes: PNG by an own writer, JPEG within a size limit, and a hash of the pixels."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image


def _compressor() -> tuple[Any, int]:
    """`compressobj` of the fastest deflate at hand, and the level that it is used with.

    isal's levels 1 to 3 squeeze a quarter more, but now and then (in about one of 1,000 pictures) they give other bytes
    for the same pixels, as the addresses of the memory happen to fall; level 0 never did in 7,200.
    """
    try:
        from isal.isal_zlib import compressobj
    except ImportError:  # no wheel for this machine
        return zlib.compressobj, 1
    return compressobj, 0


compressobj, LEVEL = _compressor()

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def encode_png(image: Image.Image) -> bytes:
    """A picture as an RGB PNG: the same pixels, the same bytes each time on one machine.

    Every row has filter 0 (what slides compress best with, for the time it takes): Pillow's raw encoder leaves a zero
    byte after each row, which serves as the filter byte of the next one. There is no palette: slides with smooth
    letters have more than 256 colours, and looking for one costs more than it saves.
    """
    if image.mode != "RGB":
        image = image.convert("RGB")
    rows = memoryview(image.tobytes("raw", "RGB", image.width * 3 + 1))
    squeeze = compressobj(LEVEL)
    data = b"".join((squeeze.compress(b"\0"), squeeze.compress(rows[:-1]), squeeze.flush()))
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, 2, 0, 0, 0)
    return _SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))


def encode_jpeg(image: Image.Image, limit_bytes: int) -> bytes:
    """A JPEG of the best quality that stays within the limit; the smallest one if none does."""
    data = b""
    for quality, subsampling in ((95, 0), (92, 0), (88, 0), (84, 0), (80, 1), (74, 2), (66, 2), (56, 2)):
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, subsampling=subsampling, optimize=True)
        data = out.getvalue()
        if len(data) <= limit_bytes:
            break
    return data


def pixel_hash(image: Image.Image) -> str:
    """SHA-256 of size and RGB pixels, in hex: the same for the same picture on every machine."""
    rgb = image if image.mode == "RGB" else image.convert("RGB")
    return sha256(struct.pack(">II", *rgb.size) + rgb.tobytes()).hexdigest()
