"""Rendering: a slide and a theme -> markup -> frames -> a picture.

    theme = load_theme("night", [workspace])
    made = markup(slide, DeckView(number=3, total=9, handle="@shipdaily"), theme, FORMATS["portrait"])
    frame = lay_out(made, theme, FORMATS["portrait"])
    drawn = draw_slide(frame, theme, FORMATS["portrait"])

`made.key` names the picture; `measure_slide` tells whether a slide fits before anything is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from post_forge.render import codeblock, shapes, words  # noqa: F401 - they register their elements
from post_forge.render import readers as read
from post_forge.render.boxes import Box, Frame
from post_forge.render.contrast import Pair, nearest_accent, of_accent, pairs_of, tokens_of
from post_forge.render.deck import DeckView, direction_of, monogram_of, pulse_of
from post_forge.render.elements import Element, Leaf, Painter
from post_forge.render.markup import Markup, layouts, markup
from post_forge.render.motif import Motif, motif_of
from post_forge.render.pages import document, media, proportion_of, sheet
from post_forge.render.plugins import listing
from post_forge.render.readers import WrongValueError
from post_forge.render.sizes import Sizes
from post_forge.render.slides import Fit, draw_slide, has_font, lay_out, measure_slide, missing_scripts
from post_forge.render.theme import Theme
from post_forge.render.theme_file import token_place
from post_forge.render.theme_read import load_theme
from post_forge.render.values import Blit, Dots, Fill, Gradient, Op, SetText, Stroke, Words
from post_forge.render.writing import readable, set_line, told

if TYPE_CHECKING:
    from post_forge.render.gallery import Sample as Sample


def samples() -> tuple[Sample, ...]:
    """The slides of the gallery: every layout from the shortest to the longest content. Raises ContentError."""
    from post_forge.render.gallery import gallery  # only who shows a theme needs it

    return gallery()


__all__ = [
    "Blit",
    "Box",
    "DeckView",
    "Dots",
    "Element",
    "Fill",
    "Fit",
    "Frame",
    "Gradient",
    "Leaf",
    "Markup",
    "Motif",
    "Op",
    "Painter",
    "Pair",
    "Sample",
    "SetText",
    "Sizes",
    "Stroke",
    "Theme",
    "Words",
    "WrongValueError",
    "direction_of",
    "document",
    "draw_slide",
    "has_font",
    "lay_out",
    "layouts",
    "listing",
    "load_theme",
    "markup",
    "measure_slide",
    "media",
    "missing_scripts",
    "monogram_of",
    "motif_of",
    "nearest_accent",
    "of_accent",
    "pairs_of",
    "proportion_of",
    "pulse_of",
    "read",
    "readable",
    "samples",
    "set_line",
    "sheet",
    "token_place",
    "tokens_of",
    "told",
]
