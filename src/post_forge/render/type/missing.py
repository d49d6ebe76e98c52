"""A text -> the scripts that no font at hand can draw, with what to install."""

from __future__ import annotations

from collections.abc import Iterable

from post_forge.render.type.clusters import drawable, graphemes
from post_forge.render.type.fonts import FontBook
from post_forge.render.type.scripts import ScriptGap, gaps
from post_forge.render.type.shape import NONE, font_for, look_of
from post_forge.render.values import Face

_SIZE = 40  # px; which fonts have a letter does not depend on it


def missing_scripts(text: str, book: FontBook, families: Iterable[str] = ()) -> tuple[ScriptGap, ...]:
    """One gap for each script of `text` that has clusters without a glyph, in order of appearance.

    Looks at the given families of the book (by default its first one), what they fall back to, and installed font
    packages: a gap is what none of them has.
    """
    if text.isascii():
        return ()
    faces = [Face(family, _SIZE) for family in families] or [Face(next(iter(book.families)), _SIZE)]
    sets = [(book.chain(face), look_of(face)) for face in dict.fromkeys(faces)]
    clusters = dict.fromkeys(cluster for cluster in graphemes(drawable(text)) if not cluster.isascii())
    lacking = [
        cluster for cluster in clusters if all(font_for(book, chain, look, cluster) == NONE for chain, look in sets)
    ]
    return gaps(tuple(lacking))
