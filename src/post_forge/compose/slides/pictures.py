"""A note's own picture as a slide (rule 29): large enough to be looked at, with its alternative text as the caption."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from post_forge.compose.language import leaning, spans
from post_forge.compose.language.words import any_of
from post_forge.compose.slides.page import Page, Place
from post_forge.compose.values import PicturePart
from post_forge.model import Picture, Slide, Text, plain

LEAST_SIDE = 600
"""px that the longer side of a picture has at least: a smaller one is a logo, an icon or a thumbnail."""

_CAPTION = 90
_LEAST_SHORT = 160
_DECORATION = re.compile(
    r"(?:^|[-_./ ])(?:logo|icon|badge|avatar|banner|favicon|cover|header|hero|thumb(?:nail)?|qr)(?:$|[-_./ \d@])",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    any_of(
        r"[\w.@()%-]+\.(?:png|jpe?g|webp|gif)",
        r"(?:img|dsc|screen[ _-]?shot|image|picture|bild|imagen|figure|photo|untitled|pasted image)?[ _-]*[\d_.:-]*",
        r"\d+(?:x\d+)?",
        start="^",
        end="$",
    ),
    re.IGNORECASE,
)


def picture_pages(part: PicturePart, place: Place) -> list[Page]:
    """One page with the picture whole; none for what only decorates, or is too small to be enlarged."""
    picture = part.picture
    if not is_large(picture) or is_decoration(picture):
        return []
    return [picture_page(part, place)]


def picture_page(part: PicturePart, place: Place) -> Page:
    """The picture below the title of its place, its alternative text below it."""
    place = place.under(part.title)
    caption = caption_of(part.picture, str(place.title))
    slide = Slide("picture", part.source, place.title, place.kicker, picture=part.picture, caption=caption)
    return Page(slide, 2.6 if caption else 1.8, str(place.title), "", place.title)


def is_large(picture: Picture) -> bool:
    """Is it large enough for a slide? A size that is not known is trusted."""
    longer, shorter = max(picture.width, picture.height), min(picture.width, picture.height)
    return not longer or (longer >= LEAST_SIDE and shorter >= _LEAST_SHORT)


def is_decoration(picture: Picture) -> bool:
    """Is it a logo, a badge or a banner, by its name or by what its alternative text says?"""
    name = PurePosixPath(picture.target).stem
    return bool(_DECORATION.search(name) or (len(picture.alt.split()) <= 3 and _DECORATION.search(picture.alt)))


def caption_of(picture: Picture, title: str) -> Text:
    """The alternative text, if it says something that the title does not; never the name of a file."""
    words = " ".join(picture.alt.split())
    said = words and not _FILE_NAME.match(words) and words.casefold().rstrip(".") != title.casefold().rstrip(".")
    if not said or spans.count_words(words) < 2 or spans.width(words) > _CAPTION or leaning.POINTER.match(words):
        return Text()
    return plain(words)
