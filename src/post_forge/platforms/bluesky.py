"""Bluesky: what a post may hold, and where in it links, tags and mentions stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from post_forge.model import Rules
from post_forge.platforms.counting import bluesky_length, graphemes, utf8_bytes
from post_forge.platforms.entities import mentions, tags, web_links
from post_forge.platforms.facts import Fact
from post_forge.platforms.links import Range, links, x_dialect

# ---- rules ----

UNIT = "graphemes (or tens of UTF-8 bytes)"
FACTS = (
    Fact("limit", "300 graphemes and 3,000 UTF-8 bytes",
         "lexicon app.bsky.feed.post; PDS 0.4.217 and 0.5.35", "measured"),
    Fact("count", "extended grapheme clusters, or a tenth of the bytes where that is more (so one number shows both)",
         "lexicon app.bsky.feed.post; PDS 0.4.217 and 0.5.35", "measured"),
    Fact("pictures", "10 in a gallery (its lexicon allows 20 and asks clients for 10); 4 in the older images embed",
         "github.com/bluesky-social/atproto lexicons/app/bsky/embed/gallery.json, images.json @ d6296a1c"),
    Fact("alt", "2,000 characters kept to", "required, may be empty; the lexicon sets no limit", "chosen"),
    Fact("hashtags", "30 kept to; a tag holds 64 graphemes and 640 bytes", "lexicon app.bsky.richtext.facet", "chosen"),
    Fact("most_bytes", "1,000,000 bytes a picture on PDS 0.4.217; 2,000,000 on 0.5.35. The stricter one is kept to",
         "lexicon app.bsky.embed.images; PDS 0.4.217 and 0.5.35", "measured"),
    Fact("widest", "2,000 px kept to; the network's own client scaled to this until 2026, since then to 4,000",
         "github.com/bluesky-social/social-app/pull/10073", "chosen"),
)  # fmt: skip
RULES = Rules(
    name="bluesky", limit=300, count=bluesky_length, pictures=10, alt=2_000, hashtags=30, thread=True,
    most_bytes=1_000_000, widest=2_000,
)  # fmt: skip

IMAGES_EMBED = 4
"""The most pictures in app.bsky.embed.images, which every server and client knows."""

GRAPHEMES_PER_TAG, BYTES_PER_TAG = 64, 640

# ---- publisher ----
# ---- facets ----


@dataclass(frozen=True, slots=True)
class Facet:
    """A stretch of the text that Bluesky makes clickable, in bytes of its UTF-8: `start` is inside, `end` is not.

    `value` is the full address of a link, a tag without its sign, or the handle of a mention without "@" (the
    publisher looks up its DID and leaves the facet out if there is none).
    """

    start: int
    end: int
    kind: Literal["link", "tag", "mention"]
    value: str


def facets(text: str) -> tuple[Facet, ...]:
    """The facets of a text, in its order, none overlapping another.

    Bluesky links nothing by itself. An address with http:// or https:// is a link. Without, it is one only when it
    cannot be a file or a name in code: it begins with "www.", goes on with a path, or ends in .com, .org, .edu or
    .gov; `main.rs` and `order.id` stay text though .rs and .id are top-level domains. A mention is a handle with a
    dot in it: `@name` alone belongs to other networks.
    """
    found: list[tuple[Range, Literal["link", "tag", "mention"], str]] = []
    found += [((start, end), "link", text[start:end]) for start, end in web_links(text)]
    found += [((start, end), "link", f"https://{text[start:end]}") for start, end in _bare_links(text)]
    found += [((start, end), "mention", text[start + 1 : end]) for start, end in mentions(text)]
    found += [((start, end), "tag", text[start + 1 : end]) for start, end in tags(text)]
    made: list[Facet] = []
    last = 0
    for (start, end), kind, value in sorted(found):
        if start >= last and _is_whole(kind, value):
            made.append(Facet(utf8_bytes(text[:start]), utf8_bytes(text[:end]), kind, value))
            last = end
    return tuple(made)


def _bare_links(text: str) -> list[Range]:
    return [(start, end) for start, end in links(text, x_dialect()) if re.match(_UNMISTAKABLE, text[start:end], re.I)]


_UNMISTAKABLE = r"(?!https?:)(?:www\.|[^/]+/|.+\.(?:com|org|edu|gov)\Z)"
_HANDLE = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?\Z"


def _is_whole(kind: str, value: str) -> bool:
    """Whether Bluesky takes the value: a tag has a length limit, a handle is a host name."""
    if kind == "mention":
        return re.match(_HANDLE, value, re.I) is not None
    return kind == "link" or (len(graphemes(value)) <= GRAPHEMES_PER_TAG and utf8_bytes(value) <= BYTES_PER_TAG)
