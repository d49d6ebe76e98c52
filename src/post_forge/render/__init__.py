"""Rendering: a slide and a theme -> markup -> frames -> a picture.

    theme = load_theme("night", [workspace])
    made = markup(slide, DeckView(number=3, total=9, handle="@shipdaily"), theme, FORMATS["portrait"])
    frame = lay_out(made, theme, FORMATS["portrait"])
    drawn = draw_slide(frame, theme, FORMATS["portrait"])

`made.key` names the picture; `measure_slide` tells whether a slide fits before anything is drawn.
"""

from post_forge.render import banner, codeblock, shapes, words  # noqa: F401 - they register their elements
from post_forge.render.boxes import Frame
from post_forge.render.deck import DeckView, direction_of, monogram_of, pulse_of
from post_forge.render.markup import Markup, layouts, markup
from post_forge.render.motif import Motif, motif_of
from post_forge.render.pages import document, sheet
from post_forge.render.slides import Fit, draw_slide, lay_out, measure_slide
from post_forge.render.theme import Theme
from post_forge.render.theme_read import load_theme

__all__ = [
    "DeckView",
    "Fit",
    "Frame",
    "Markup",
    "Motif",
    "Theme",
    "direction_of",
    "document",
    "draw_slide",
    "lay_out",
    "layouts",
    "load_theme",
    "markup",
    "measure_slide",
    "monogram_of",
    "motif_of",
    "pulse_of",
    "sheet",
]
