"""A display list -> a picture."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from post_forge.render.draw.boxes import draw_fill
from post_forge.render.draw.canvas import Canvas
from post_forge.render.draw.fields import draw_dots, draw_gradient
from post_forge.render.draw.masks import glyphs_of
from post_forge.render.draw.memory import keep_memory
from post_forge.render.draw.pictures import draw_blit
from post_forge.render.draw.polygons import draw_polygon
from post_forge.render.draw.strokes import draw_stroke
from post_forge.render.draw.words import draw_words
from post_forge.render.type import FontBook
from post_forge.render.values import Blit, Color, Dots, Fill, Gradient, Op, Polygon, Stroke, Words

_PAINTERS = {
    Fill: draw_fill,
    Gradient: draw_gradient,
    Dots: draw_dots,
    Stroke: draw_stroke,
    Polygon: draw_polygon,
    Blit: draw_blit,
}


def paint(ops: Sequence[Op], width: int, height: int, background: Color, book: FontBook) -> Image.Image:
    """Paint a display list from back to front; an RGB picture of `width` x `height` px.

    What lies outside is clipped. Raises LayoutError for a picture file that cannot be read.
    """
    keep_memory()
    canvas = Canvas(width, height, background)
    glyphs = glyphs_of(book)
    for op in ops[1:] if ops and _is_ground(ops[0], canvas, background) else ops:
        if isinstance(op, Words):
            draw_words(canvas, op, glyphs)
        else:
            _PAINTERS[type(op)](canvas, op)  # type: ignore[operator]
    return canvas.image


def _is_ground(op: Op, canvas: Canvas, background: Color) -> bool:
    """Whether an operation fills the picture with the colour that it has already."""
    whole = Fill(0, 0, canvas.width, canvas.height, background)
    return op == whole and len(background) == 7
