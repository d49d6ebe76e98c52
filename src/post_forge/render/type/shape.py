"""A piece of text in one face -> glyphs at places in em: fallback per grapheme cluster, then HarfBuzz, then a cache.

Everything is in em so that one result serves every size of the face (its optical size is part of the cache key).
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import uharfbuzz as hb

from post_forge.render.type.clusters import (
    EMOJI_STYLE,
    TEXT_STYLE,
    graphemes,
    is_ignorable,
    wants_emoji,
)
from post_forge.render.type.fonts import Chain, FontBook, OpenFont
from post_forge.render.type.scripts import COMMON, CURSIVE, script_of
from post_forge.render.values import Face

_LIGATURES = ("liga", "clig", "dlig")
NONE, ANY = -1, -2
ZERO, FIGURES = "0", frozenset("0123456789")
_FLAGS = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES | hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE


Part = tuple[int, str, str, bool]
"""What one call of HarfBuzz shapes: the font's number, the script, the text, whether it runs right to left."""


class Shaped(NamedTuple):
    """A piece of text as glyphs. Lengths in em, x from the piece's left edge, y down from the baseline.

    `tail` is the tracking in `width` that a line's last cluster does not get. `stops` says how far the pen has come
    after each cluster, as (characters, em) in logical order. `ink` is the horizontal extent of what is drawn.
    """

    width: float
    tail: float
    glyphs: tuple[tuple[int, int, float, float], ...]
    stops: tuple[tuple[int, float], ...]
    ink: tuple[float, float] | None
    missing: tuple[str, ...]
    font: int  # the one font of all glyphs, -1 if there are several


class Look(NamedTuple):
    """What of a face (and of the text's setting) decides its glyphs, the size left out: half of the cache key."""

    family: str
    weight: int
    italic: bool
    stretch: int
    optical: int
    tracking: float
    features: tuple[str, ...]
    language: str
    grid: bool


def look_of(face: Face, language: str = "", grid: bool = False) -> Look:
    """The look of a face. `grid` keeps characters of other fonts on the columns of a monospaced face."""
    optical = round(face.size * 2)
    return Look(
        face.family, face.weight, face.italic, face.stretch, optical, face.tracking, face.features, language, grid
    )


class Typeface:
    """The fonts, features and language that a run is shaped with.

    Sizes that have the same fonts share their `number`, and so their shaped words; `own` is for this size alone.
    """

    __slots__ = ("chain", "features", "known", "look", "number", "own", "plain", "tabular")

    def __init__(self, chain: Chain, look: Look, number: int, own: int) -> None:
        self.chain, self.look, self.number, self.own = chain, look, number, own
        self.features = _features(look.features, look.tracking)
        self.plain = _features(look.features, 0.0)
        self.tabular = bool(self.features.get("tnum"))
        self.known = frozenset([*chain.numbers, chain.emoji])


def typeface_of(book: FontBook, face: Face, look: Look) -> Typeface:
    """The typeface of a look, made once."""
    found = book.typefaces.get(look)
    if found is None:
        chain = book.chain(face)
        number = book.numbered((chain.kind, look._replace(optical=0)))
        found = book.typefaces[look] = Typeface(chain, look, number, book.numbered(look))
    return found


def shape(book: FontBook, face: Face, look: Look, text: str, rtl: bool) -> Shaped:
    """The glyphs of `text`, all of one direction. Characters without any glyph are named in `missing`."""
    return shaped(book, typeface_of(book, face, look), text, rtl)


def shaped(book: FontBook, typeface: Typeface, text: str, rtl: bool) -> Shaped:
    """The same for a typeface that is at hand."""
    key = (typeface.number, text, rtl)
    found = book.shaped.get(key)
    if found is not None:
        return found  # type: ignore[no-any-return]
    if text.isascii():
        found = _shape_one(book, typeface, (typeface.chain.own, "Latn", text, rtl))
    else:
        own_key = (typeface.own, text, rtl)
        found = book.shaped.get(own_key)
        if found is not None:
            return found  # type: ignore[no-any-return]
        found = _shape(book, typeface, text, rtl)
        if not typeface.known.issuperset([glyph[0] for glyph in found.glyphs]):
            key = own_key  # an installed font may have an optical size of its own
    book.shaped.put(key, found, 1 + len(text) // 16)
    return found


def _shape(book: FontBook, typeface: Typeface, text: str, rtl: bool) -> Shaped:
    chain = typeface.chain
    parts = list(_parts(book, chain, typeface.look, text))
    pen, start = 0.0, 0
    glyphs: list[tuple[int, int, float, float]] = []
    stops: list[tuple[int, float]] = []
    missing: list[str] = []
    tail = 0.0
    for number, script, part in reversed(parts) if rtl else parts:
        if number == NONE:
            missing.extend(graphemes(part))
            number = chain.own
        width, tail, ends = _shape_part(book, typeface, (number, script, part, rtl), pen, glyphs)
        stops.extend((start + end, pen + reach) for end, reach in ends)
        pen += width
        start += len(part)
    fonts = {glyph[0] for glyph in glyphs}
    font = fonts.pop() if len(fonts) == 1 else -1
    return Shaped(pen, tail, tuple(glyphs), tuple(stops), _ink(book, glyphs), tuple(missing), font)


def _shape_one(book: FontBook, typeface: Typeface, part: Part) -> Shaped:
    """A text of one font and one script."""
    glyphs: list[tuple[int, int, float, float]] = []
    width, tail, stops = _shape_part(book, typeface, part, 0.0, glyphs)
    return Shaped(width, tail, tuple(glyphs), tuple(stops), _ink(book, glyphs), (), part[0] if glyphs else -1)


def _parts(book: FontBook, chain: Chain, look: Look, text: str) -> Iterator[tuple[int, str, str]]:
    """Stretches of one font and one script, in logical order; font NONE where no font has the cluster."""
    if text.isascii():
        yield chain.own, "Latn", text
        return
    font, script, start, at = ANY, COMMON, 0, 0
    for cluster in graphemes(text):
        its_font, its_script = font_for(book, chain, look, cluster), script_of(cluster[0])
        fits = its_font in (font, ANY) or font == ANY
        if not (fits and (its_script in (script, COMMON) or script == COMMON)):
            yield (chain.own if font == ANY else font), script, text[start:at]
            font, script, start = its_font, its_script, at
        font = its_font if font == ANY else font
        script = its_script if script == COMMON else script
        at += len(cluster)
    if at > start:
        yield (chain.own if font == ANY else font), script, text[start:at]


def font_for(book: FontBook, chain: Chain, look: Look, cluster: str) -> int:
    """The font of a cluster: NONE when there is none, ANY when nothing of it is drawn."""
    needed = [ord(character) for character in cluster if not is_ignorable(character)]
    if not needed:
        return ANY
    if len(needed) == 1 and unicodedata.category(chr(needed[0])) == "Zs":
        return chain.own  # HarfBuzz makes every width of space itself
    composed = [ord(character) for character in unicodedata.normalize("NFC", cluster) if not is_ignorable(character)]
    emoji = chain.emoji
    if emoji >= 0 and wants_emoji(cluster) and _covers(book.open(emoji), needed, needed):
        return emoji
    for number in chain.numbers:
        if _covers(book.open(number), needed, composed):
            return number
    if emoji >= 0 and _covers(book.open(emoji), needed, needed):
        return emoji
    return book.installed_for(chain, needed, look.language)


def _covers(font: OpenFont, needed: list[int], composed: list[int]) -> bool:
    has = font.unicodes
    return all(code in has for code in needed) or all(code in has for code in composed)


def _shape_part(
    book: FontBook, typeface: Typeface, part: Part, pen: float, glyphs: list[tuple[int, int, float, float]]
) -> tuple[float, float, list[tuple[int, float]]]:
    """Shape one part, append its glyphs; its width, the tracking in its last cluster, and its stops."""
    number, script, text, rtl = part
    look, chain = typeface.look, typeface.chain
    font = book.open(number)
    buffer = _buffer(text, script, rtl, look.language, font.color)
    cursive = script in CURSIVE
    tracking = 0.0 if cursive else look.tracking
    hb.shape(font.font, buffer, typeface.plain if cursive else typeface.features)
    scale = font.scale / font.upem
    lift = _lift(chain, font) if font.color else 0.0
    cell = chain.cell if look.grid and number != chain.own else 0.0
    figure = _figure(book, typeface) if typeface.tabular and number == chain.own and text != ZERO else 0.0
    infos, positions = buffer.glyph_infos, buffer.glyph_positions or ()  # None when nothing is drawn
    clusters = [info.cluster for info in infos]
    following = [*clusters[1:], -1]
    x, starts, reach = 0.0, [], []
    for info, position, cluster, after in zip(infos, positions, clusters, following, strict=False):
        right, up, advance, _ = position.position
        step = advance * scale
        shift = 0.0
        if cell and step:
            room = max(1, math.ceil(step / cell - 0.05)) * cell
            shift, step = (room - step) / 2, room
        elif figure and text[cluster] in FIGURES:
            shift, step = (figure - step) / 2, figure
        glyphs.append((number, info.codepoint, pen + x + shift + right * scale, -up * scale - lift))
        if cluster != after:
            x += step + tracking
            starts.append(cluster)
            reach.append(x)
        else:
            x += step
    return x, tracking, _stops(starts, reach, len(text), rtl, x)


def _figure(book: FontBook, typeface: Typeface) -> float:
    """The width of every tabular figure in em, that of a zero: a font may err, as Newsreader does with its italic 7."""
    zero = shaped(book, typeface, ZERO, False)
    return zero.width - zero.tail


def _buffer(text: str, script: str, rtl: bool, language: str, color: bool) -> hb.Buffer:
    buffer = hb.Buffer()
    if color:
        text = text if EMOJI_STYLE not in text else text.replace(TEXT_STYLE, "")
    buffer.add_str(text)
    buffer.flags = _FLAGS
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script = script
    buffer.language = language if language and script in _BY_LANGUAGE else _LANGUAGES.get(script, "und")
    return buffer


# Scripts whose letters differ from language to language; of the others, and without a language, the most usual one.
_BY_LANGUAGE = frozenset(("Latn", "Cyrl", "Arab", "Deva", "Hani", "Hira", "Kana", "Hang", COMMON))
_LANGUAGES = {"Latn": "en", "Hira": "ja", "Kana": "ja", "Hang": "ko", "Hani": "zh-Hans", "Arab": "ar", "Deva": "hi"}


def _features(features: tuple[str, ...], tracking: float) -> dict[str, bool | int]:
    """Features as HarfBuzz takes them. Letters that are spaced apart form no ligatures (CSS Text 3, 8.2)."""
    wanted: dict[str, bool | int] = {}
    if abs(tracking) > 0.005:
        wanted.update(dict.fromkeys(_LIGATURES, False))
    for feature in features:
        name, _, value = feature.lstrip("+-").partition("=")
        wanted[name] = int(value) if value.isdigit() else not feature.startswith("-")
    return wanted


def _stops(starts: list[int], reach: list[float], length: int, rtl: bool, width: float) -> list[tuple[int, float]]:
    """(end of cluster in characters, pen after it) in logical order, from the clusters in visual order."""
    if not starts:
        return [(length, width)]
    if rtl:
        starts = starts[::-1]
        reach = [width - before for before in reversed([0.0, *reach[:-1]])]
    return list(zip([*starts[1:], length], reach, strict=True))  # what is not drawn belongs to the cluster before it


def _lift(chain: Chain, font: OpenFont) -> float:
    """How far an emoji is raised, in em, so that its middle lies on the middle of the capitals."""
    middle = (0.95 - 0.25) / 2 * font.scale
    return chain.metrics.cap_height / 2 - middle


def _ink(book: FontBook, glyphs: list[tuple[int, int, float, float]]) -> tuple[float, float] | None:
    left, right = math.inf, -math.inf
    opened, font = -1, None
    for number, gid, x, _ in glyphs:
        if number != opened or font is None:
            opened, font = number, book.open(number)
        box = font.ink(gid)
        if box:
            left, right = min(left, x + box[0]), max(right, x + box[2])
    return (left, right) if left <= right else None
