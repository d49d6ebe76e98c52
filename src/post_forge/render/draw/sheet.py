"""Slides -> one picture that shows them all, small, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from post_forge.render.values import Color


def contact_sheet(
    slides: Sequence[bytes | Image.Image],
    columns: int = 5,
    width: int = 360,
    gap: int = 24,
    background: Color = "#202227",
) -> Image.Image:
    """Slides `width` px wide in rows of `columns`, `gap` px apart and around. Slides are PNG bytes or pictures."""
    pictures = [slide if isinstance(slide, Image.Image) else Image.open(BytesIO(slide)) for slide in slides]
    small = [
        # reducing_gap averages whole blocks first: a tenth of the time, and no difference that the eye finds
        picture.convert("RGB").resize(
            (width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS, reducing_gap=1.0
        )
        for picture in pictures
    ]
    columns = max(1, min(columns, len(small)))
    row_height = max((picture.height for picture in small), default=0)
    rows = -(-len(small) // columns)
    sheet = Image.new("RGB", (gap + columns * (width + gap), gap + rows * (row_height + gap)), background)
    for index, picture in enumerate(small):
        sheet.paste(picture, (gap + index % columns * (width + gap), gap + index // columns * (row_height + gap)))
    return sheet
