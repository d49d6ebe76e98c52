"""A text -> the grapheme clusters that are drawn, each with how it wants to be shown: as text, as emoji, not at all."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache

import unicode_segmentation_rs as segmentation

ZWJ, TEXT_STYLE, EMOJI_STYLE, KEYCAP = "\u200d", "\ufe0e", "\ufe0f", "\u20e3"

# Emoji_Presentation of the Unicode Character Database (emoji-data.txt, version 14); the block from U+1FA70, where new
# emoji are put every year, is taken whole.
_EMOJI = (
    "231a-231b 23e9-23ec 23f0-23f0 23f3-23f3 25fd-25fe 2614-2615 2648-2653 267f-267f 2693-2693 26a1-26a1 26aa-26ab "
    "26bd-26be 26c4-26c5 26ce-26ce 26d4-26d4 26ea-26ea 26f2-26f3 26f5-26f5 26fa-26fa 26fd-26fd 2705-2705 270a-270b "
    "2728-2728 274c-274c 274e-274e 2753-2755 2757-2757 2795-2797 27b0-27b0 27bf-27bf 2b1b-2b1c 2b50-2b50 2b55-2b55 "
    "1f004-1f004 1f0cf-1f0cf 1f18e-1f18e 1f191-1f19a 1f1e6-1f1ff 1f201-1f201 1f21a-1f21a 1f22f-1f22f 1f232-1f236 "
    "1f238-1f23a 1f250-1f251 1f300-1f320 1f32d-1f335 1f337-1f37c 1f37e-1f393 1f3a0-1f3ca 1f3cf-1f3d3 1f3e0-1f3f0 "
    "1f3f4-1f3f4 1f3f8-1f43e 1f440-1f440 1f442-1f4fc 1f4ff-1f53d 1f54b-1f54e 1f550-1f567 1f57a-1f57a 1f595-1f596 "
    "1f5a4-1f5a4 1f5fb-1f64f 1f680-1f6c5 1f6cc-1f6cc 1f6d0-1f6d2 1f6d5-1f6d7 1f6dc-1f6df 1f6eb-1f6ec 1f6f4-1f6fc "
    "1f7e0-1f7eb 1f7f0-1f7f0 1f90c-1f93a 1f93c-1f945 1f947-1f9ff 1fa70-1faff"
)
_STARTS, _ENDS = zip(*((int(a, 16), int(b, 16)) for a, b in (r.split("-") for r in _EMOJI.split())), strict=True)

# Default_Ignorable_Code_Point outside the category Cf: fillers, combining joiner, variation selectors.
_IGNORABLE = frozenset((0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, 0x2028, 0x2029))


@lru_cache(8192)
def is_ignorable(character: str) -> bool:
    """Whether a character never has a picture of its own: controls, format characters, joiners, selectors."""
    code = ord(character)
    if code in _IGNORABLE or 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE0FFF or 0x180B <= code <= 0x180F:
        return True
    # Arabic number signs and the like are format characters that are drawn.
    return unicodedata.category(character) in ("Cc", "Cf") and unicodedata.bidirectional(character) != "AN"


@lru_cache(8192)
def is_emoji(character: str) -> bool:
    """Whether a character is shown as emoji unless told otherwise (Emoji_Presentation)."""
    code = ord(character)
    at = bisect_right(_STARTS, code) - 1
    return at >= 0 and code <= _ENDS[at]


def wants_emoji(cluster: str) -> bool:
    """Whether a cluster is shown as a colour picture (UTS #51: presentation sequences, flags, keycaps, ZWJ, tones)."""
    if TEXT_STYLE in cluster:
        return False
    if EMOJI_STYLE in cluster or KEYCAP in cluster:
        return True
    return is_emoji(cluster[0]) or any("\U0001f3fb" <= character <= "\U0001f3ff" for character in cluster[1:])


def graphemes(text: str) -> list[str]:
    """Extended grapheme clusters (UAX #29). ASCII needs no table."""
    if text.isascii():
        return list(text)
    clusters: list[str] = segmentation.graphemes(text, True)
    return clusters


def drawable(text: str) -> str:
    """The text as it is drawn: mathematical letters as plain ones, lone surrogates marked, control characters gone.

    Format characters that shape their neighbours (joiners, selectors, bidi marks) stay.
    """
    if text.isascii() and text.isprintable():
        return text
    if any("\U0001d400" <= character <= "\U0001d7ff" for character in text):
        text = "".join(unicodedata.normalize("NFKC", c) if "\U0001d400" <= c <= "\U0001d7ff" else c for c in text)
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text if not _is_control(c))


def _is_control(character: str) -> bool:
    return character in "\u00ad\ufeff" or (character not in "\n\t" and unicodedata.category(character) == "Cc")
