"""A text -> the scripts that no font at hand can draw, with what to install."""

from __future__ import annotations

from post_forge.render.type.clusters import drawable
from post_forge.render.type.fonts import FontBook
from post_forge.render.type.scripts import ScriptGap, gaps
from post_forge.render.type.shape import look_of, shape
from post_forge.render.values import Face


def missing_scripts(text: str, book: FontBook) -> tuple[ScriptGap, ...]:
    """One gap for each script of `text` that has clusters without a glyph, in order of appearance.

    Looks at the shipped fonts, the theme's own and installed font packages.
    """
    if text.isascii():
        return ()
    face = Face(next(iter(book.families)), 40)
    missing: dict[str, None] = {}
    for word in drawable(text).split():
        missing.update(dict.fromkeys(shape(book, face, look_of(face), word, False).missing))
    return gaps(tuple(missing))
