"""Drawing: a display list -> pixels -> bytes.

image = paint(ops, 1080, 1350, "#0a0c11", book)
png = encode_png(image)
"""

from post_forge.render.draw.encode import encode_png, pixel_hash
from post_forge.render.draw.media import ready
from post_forge.render.draw.paint import paint
from post_forge.render.draw.sheet import contact_sheet, small

__all__ = ["contact_sheet", "encode_png", "paint", "pixel_hash", "ready", "small"]
