"""Slides -> one picture that shows them all, small, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from post_forge.render.values import Color

WIDTH = 360  # px of a slide on the sheet


def small(picture: Image.Image, width: int = WIDTH) -> Image.Image:
    """A picture made `width` px wide; one that is so already stays as it is."""
    picture = picture if picture.mode == "RGB" else picture.convert("RGB")
    if picture.width == width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    # reducing_gap averages whole blocks first: a tenth of the time, and no difference that the eye finds
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=1.0)


def contact_sheet(
    slides: Sequence[bytes | Image.Image],
    columns: int = 5,
    width: int = WIDTH,
    gap: int = 24,
    background: Color = "#202227",
) -> Image.Image:
    """Slides `width` px wide in rows of `columns`, `gap` px apart and around. Slides are PNG bytes or pictures."""
    pictures = [
        small(slide if isinstance(slide, Image.Image) else Image.open(BytesIO(slide)), width) for slide in slides
    ]
    columns = max(1, min(columns, len(pictures)))
    row_height = max((picture.height for picture in pictures), default=0)
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (gap + columns * (width + gap), gap + rows * (row_height + gap)), background)
    for index, picture in enumerate(pictures):
        sheet.paste(picture, (gap + index % columns * (width + gap), gap + index // columns * (row_height + gap)))
    return sheet
