"""A drawn slide -> the file that a network takes: the first step of a recipe that stays within its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image


def ready(png: bytes, steps: Sequence[tuple[str, int]], size: tuple[int, int], limit: int = 0) -> tuple[str, bytes]:
    """The ending ("png", "jpg") and the bytes of the first of `steps` that has at most `limit` bytes (0: any).

    Where none has, the last one comes back, too large: the caller refuses it. A step is a kind of file ("png", "jpeg")
    and a quality; `size` is in px. The same picture gives the same bytes each time on one machine. Colours are sRGB,
    which is what a file without a profile means.
    """
    with Image.open(BytesIO(png)) as file:
        picture = file.convert("RGB")
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    ending, data = "png", png
    for kind, quality in steps:
        ending, data = ("png", _lossless(picture)) if kind == "png" else ("jpg", _jpeg(picture, quality))
        if not limit or len(data) <= limit:
            break
    return ending, data


def _lossless(picture: Image.Image) -> bytes:
    """The same pixels as a smaller PNG: the slide's own encoder is made for speed."""
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    """Colours keep their full resolution: halved, they smear thin coloured letters.

    Without Pillow's `optimize`, whose buffer is too small for noise: it saves a twentieth, and fails on some pictures.
    """
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, subsampling=0)
    return out.getvalue()
