"""Small pictures as letters, so that a test shows what is drawn."""

from __future__ import annotations

from PIL import Image

from post_forge.render.draw import paint
from post_forge.render.type import default_book


def draw(*ops, width=12, height=8, background="#000000") -> Image.Image:
    """A small picture on black."""
    return paint(ops, width, height, background, default_book())


def letters(image: Image.Image, **colors: str) -> list[str]:
    """Rows of a picture. Given colours have their own letter (R="#ff0000"); otherwise by brightness:

    `#` full, `+` about half or more, `.` a little, a blank for black.
    """
    known = {tuple(bytes.fromhex(color[1:])): letter for letter, color in colors.items()}
    rows = []
    for y in range(image.height):
        pixels = [image.getpixel((x, y)) for x in range(image.width)]
        rows.append("".join(known.get(pixel) or by_brightness(max(pixel)) for pixel in pixels).rstrip())
    return rows


def by_brightness(value: int) -> str:
    return "#" if value > 229 else "+" if value > 101 else "." if value > 12 else " "
