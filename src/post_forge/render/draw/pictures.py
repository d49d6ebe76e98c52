"""A picture file -> pixels that cover a box, corners rounded; and whether it can be read at all."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from math import floor
from pathlib import Path

from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

from post_forge.errors import LayoutError, Problem, Source
from post_forge.render.draw.boxes import rounded
from post_forge.render.draw.canvas import Canvas
from post_forge.render.values import Blit

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
MOST_PIXELS = 50_000_000  # a file with more is refused before it is decoded: 200 MB at the most while it is read
_TURNED = frozenset({5, 6, 7, 8})  # EXIF orientations of pictures that lie on their side (CIPA DC-008, 4.6.4)
_ORIENTATION = 0x0112


def draw_blit(canvas: Canvas, op: Blit) -> None:
    """Draw a picture file. Raises LayoutError when it cannot be read or is too large."""
    x, y = floor(op.x + 0.5), floor(op.y + 0.5)
    width, height = floor(op.x + op.width + 0.5) - x, floor(op.y + op.height + 0.5) - y
    if width <= 0 or height <= 0:
        return
    radius = max(0, min(floor(op.radius + 0.5), width // 2, height // 2))
    picture = covering(op.path, width, height, radius)
    canvas.image.paste(picture, (x, y), picture if picture.mode == "RGBA" else None)


def covering(path: str, width: int, height: int, radius: int = 0) -> Image.Image:
    """The picture scaled to cover so many px, turned as its EXIF data says. Raises LayoutError (rule image.file)."""
    try:
        stat = Path(path).stat()
    except OSError as error:
        raise LayoutError(_problem(path, f"cannot read the picture: {error.strerror}")) from None
    return _cover(path, (stat.st_mtime_ns, stat.st_size), (width, height), radius)


def picture_size(path: str) -> tuple[int, int]:
    """Width and height in its own px, as it is seen when turned as its EXIF data says. Raises LayoutError."""
    with _opened(path) as file:
        turned = file.getexif().get(_ORIENTATION) in _TURNED
        return (file.height, file.width) if turned else file.size


@lru_cache(16)
def _cover(path: str, stamp: tuple[int, int], size: tuple[int, int], radius: int) -> Image.Image:
    """`stamp` tells a changed file from a known."""
    del stamp
    with _opened(path) as file:
        file.draft("RGB", (size[0] * 2, size[1] * 2))
        turned = _eight_bits(ImageOps.exif_transpose(file))
        turned = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    picture = ImageOps.fit(turned, size, Image.Resampling.LANCZOS)
    if radius:
        mask = rounded(size, radius)
        if picture.mode == "RGBA":
            mask = ImageChops.multiply(mask, picture.getchannel("A"))
        picture.putalpha(mask)
    return picture


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Pictures of 16 bits a pixel are scaled; Pillow would cut their values off at 255."""
    if picture.mode.startswith("I;16") or picture.mode == "I":
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture


@contextmanager
def _opened(path: str) -> Iterator[Image.Image]:
    """The file, not yet decoded; whatever is wrong with it, also while it is decoded inside, is one LayoutError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow warns of is refused below, or harmless (odd EXIF data)
            with Image.open(path, formats=FORMATS) as file:
                if file.width * file.height > MOST_PIXELS:
                    message = f"the picture is too large: {file.width} x {file.height} pixels"
                    raise LayoutError(
                        _problem(path, message, f"scale it down to {MOST_PIXELS // 1_000_000} megapixels")
                    )
                yield file
    except Image.DecompressionBombError:
        raise LayoutError(_problem(path, "the picture is too large", "scale it down")) from None
    except UnidentifiedImageError:
        raise LayoutError(_problem(path, "cannot read the picture: this is none", "use PNG, JPEG or WebP")) from None
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        said = getattr(error, "strerror", "") or str(error)
        raise LayoutError(_problem(path, f"cannot read the picture: {said}", "save it once more")) from None


def _problem(path: str, message: str, hint: str = "") -> Problem:
    return Problem("image.file", message, Source(path), hint)
