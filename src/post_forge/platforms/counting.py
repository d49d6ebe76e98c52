"""Turn a text into its length, as each network counts it: one pure function per way of counting.

Every function is total: any string has a length, also one with lone surrogates or nothing at all. Which network uses
which function, and whose word that is, stands in the network's own module.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import cache
from math import ceil

from post_forge.platforms.emoji import emoji_pattern
from post_forge.platforms.entities import mastodon_mentions
from post_forge.platforms.links import Range, links, mastodon_dialect, x_dialect

LINK_LENGTH = 23
"""What X and Mastodon count for a link, however long it is."""

GRAPHEMES_PER_POST, BYTES_PER_POST = 300, 3_000
"""Bluesky's two limits (lexicon app.bsky.feed.post, measured on a running server)."""


def graphemes(text: str) -> tuple[str, ...]:
    """What a reader calls characters: extended grapheme clusters (UAX #29, Unicode 17)."""
    import unicode_segmentation_rs

    return tuple(unicode_segmentation_rs.graphemes(_encodable(text), True))


def utf16_units(text: str) -> int:
    """UTF-16 code units: what JavaScript and Java call the length. Emoji and 𝗯𝗼𝗹𝗱 letters are two and more."""
    if text.isascii() or max(text) <= "\uffff":
        return len(text)
    return len(text) + sum(letter > "\uffff" for letter in text)


def utf8_bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def x_weighted(text: str) -> int:
    """The weighted length of X (twitter-text, configuration 3): after NFC, 23 for a link, 2 for an emoji sequence,
    1 for the code points 0-4351, 8192-8205, 8208-8223 and 8242-8247 (Latin to Georgian, spaces, dashes, quotes and
    primes), 2 for all others, among them CJK, "…", "•" and "→".
    """
    text = unicodedata.normalize("NFC", text)
    text = _replace(text, dict.fromkeys(links(text, x_dialect()), "x" * LINK_LENGTH))
    text = emoji_pattern().sub(lambda emoji: emoji[0] if len(emoji[0]) == 1 else "\U0001f600", text)
    return len(text) + sum(1 for _ in _heavy().finditer(text))


def mastodon_length(text: str, warning: str = "", link_length: int = LINK_LENGTH) -> int:
    """The length Mastodon checks: graphemes of the content warning and the text together.

    A link with a scheme counts as `link_length` (the instance's `characters_reserved_per_url`), a mention of somebody
    elsewhere (`@name@host`) as `@name`.
    """
    if not text.strip():
        return len(graphemes(warning))
    places = dict.fromkeys(links(text, mastodon_dialect()), "x" * link_length)
    taken = sorted(places)
    for start, end, user in mastodon_mentions(text):
        before = bisect_left(taken, (end,)) - 1
        if before < 0 or taken[before][1] <= start:
            places[start, end] = f"@{user}"
    return len(graphemes(warning + _replace(text, places)))


def bluesky_length(text: str) -> int:
    """Graphemes, or tens of UTF-8 bytes where those are more: over 300 exactly when one of the two limits is broken."""
    return max(len(graphemes(text)), ceil(utf8_bytes(text) * GRAPHEMES_PER_POST / BYTES_PER_POST))


def threads_length(text: str) -> int:
    """Characters, but an emoji counts its UTF-8 bytes ("Emojis are counted as the number of UTF-8 bytes").

    Meta does not say what a character is: UTF-16 code units are taken, the strictest reading.
    """
    total = 0
    end = 0
    for emoji in emoji_pattern().finditer(text):
        total += utf16_units(text[end : emoji.start()]) + utf8_bytes(emoji[0])
        end = emoji.end()
    return total + utf16_units(text[end:])


@cache
def _heavy() -> re.Pattern[str]:
    return re.compile("[^\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")


def _replace(text: str, places: dict[Range, str]) -> str:
    """The text with each range replaced by what stands for it. Ranges do not overlap."""
    pieces, end = [], 0
    for (start, stop), instead in sorted(places.items()):
        pieces += [text[end:start], instead]
        end = stop
    return "".join([*pieces, text[end:]])


def _encodable(text: str) -> str:
    """Lone surrogates, which no encoding takes, as replacement characters."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)
