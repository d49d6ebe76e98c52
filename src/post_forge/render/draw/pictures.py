"""A picture file -> pixels that cover a box, corners rounded."""

from __future__ import annotations

from functools import lru_cache
from math import floor
from pathlib import Path

from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

from post_forge.errors import LayoutError, Problem, Source
from post_forge.render.draw.boxes import rounded
from post_forge.render.draw.canvas import Canvas
from post_forge.render.values import Blit

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
MOST_PIXELS = 80_000_000  # a file with more is refused before it is decoded


def draw_blit(canvas: Canvas, op: Blit) -> None:
    """Draw a picture file. Raises LayoutError when it cannot be read or is too large."""
    x, y = floor(op.x + 0.5), floor(op.y + 0.5)
    width, height = floor(op.x + op.width + 0.5) - x, floor(op.y + op.height + 0.5) - y
    if width <= 0 or height <= 0:
        return
    try:
        stat = Path(op.path).stat()
    except OSError as error:
        raise LayoutError(_problem(op.path, f"cannot read the picture: {error.strerror}")) from None
    radius = max(0, min(floor(op.radius + 0.5), width // 2, height // 2))
    picture = _cover(op.path, (stat.st_mtime_ns, stat.st_size), (width, height), radius)
    canvas.image.paste(picture, (x, y), picture if picture.mode == "RGBA" else None)


@lru_cache(16)
def _cover(path: str, stamp: tuple[int, int], size: tuple[int, int], radius: int) -> Image.Image:
    """A picture scaled to cover `size` px, turned as its EXIF data says; `stamp` tells a changed file from a known."""
    del stamp
    try:
        with Image.open(path, formats=FORMATS) as file:
            if file.width * file.height > MOST_PIXELS:
                message = f"the picture is too large: {file.width} x {file.height} pixels"
                raise LayoutError(_problem(path, message, f"scale it down to {MOST_PIXELS // 1_000_000} megapixels"))
            file.draft("RGB", (size[0] * 2, size[1] * 2))
            turned = ImageOps.exif_transpose(file)
            turned = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError) as error:
        raise LayoutError(_problem(path, f"cannot read the picture: {error}")) from None
    picture = ImageOps.fit(turned, size, Image.Resampling.LANCZOS)
    if radius:
        mask = rounded(size, radius)
        if picture.mode == "RGBA":
            mask = ImageChops.multiply(mask, picture.getchannel("A"))
        picture.putalpha(mask)
    return picture


def _problem(path: str, message: str, hint: str = "") -> Problem:
    return Problem("image.file", message, Source(path), hint)
