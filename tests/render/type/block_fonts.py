"""Fonts made for tests: every glyph is a plain block of known width."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

HEBREW = "אבגדהוזחטיכלמנסעפצקרשתםןץףך"


def block_font(path: Path, characters: str, weight: int = 400, advance: int = 500) -> Path:
    """A font of 1000 units with one block per character, from x 50 to `advance` - 50, as high as a capital."""
    names = [".notdef", *(f"u{ord(character):04X}" for character in characters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(character): f"u{ord(character):04X}" for character in characters})
    glyphs = {}
    for name in names:
        pen = TTGlyphPen(None)
        if name != "u0020":
            pen.moveTo((50, 0))
            for point in ((50, 700), (advance - 50, 700), (advance - 50, 0)):
                pen.lineTo(point)
            pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (advance, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Blocks", "styleName": "Regular"})
    builder.setupOS2(usWeightClass=weight, sTypoAscender=800, sTypoDescender=-200, sCapHeight=700, sxHeight=700)
    builder.setupPost()
    builder.save(path)
    return path
