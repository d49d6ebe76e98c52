"""Slide -> box markup, and the key that names the picture made from it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Literal

from post_forge.errors import Source, TemplateError
from post_forge.model import Format, Slide
from post_forge.render.deck import DeckView
from post_forge.render.fields import field_of
from post_forge.render.plugins import drawn_by
from post_forge.render.theme import Theme

SUFFIX = ".xml.jinja"

ENGINE = "1"
"""Part of every key. It changes when the same markup would be drawn otherwise."""

_PICTURE = re.compile(r' src="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Markup:
    """A slide as box markup.

    `key` (SHA-256, hex) changes whenever the picture might: it covers the markup, the theme, the format and the
    pictures that are shown. `source` is the line of the note that the content comes from, `field` the theme's ground it
    stands on. `roots` are the folders in which pictures are looked for, `picture` the one that the note itself shows.
    """

    text: str
    key: str
    source: Source
    layout: str
    roots: tuple[str, ...] = ()
    field: str = ""
    picture: str = ""


def markup(slide: Slide, deck: DeckView, theme: Theme, canvas: Format) -> Markup:
    """Render the theme's layout of a slide. Raises TemplateError with the place in the template."""
    from post_forge.render.templates import render

    field = field_of(theme, deck, slide.layout)
    context = {
        "slide": slide,
        "deck": deck,
        "format": canvas,
        "shape": shape_of(canvas),
        "theme": theme.name,
        "field": field,
        "words": theme.phrases(deck.lang),
    }
    try:
        text = render(theme, slide.layout, context)
    except TemplateError as error:  # what no template can be blamed for is the note's: a layout that is not there
        raise TemplateError(*(replace(one, source=one.source or slide.source) for one in error.problems)) from None
    roots = tuple(dict.fromkeys(filter(None, (deck.root, deck.pictures)))) or ("",)
    parts = [
        ENGINE,
        theme.digest,
        f"{canvas.width}x{canvas.height}",
        *_pictures(text, roots),
        *([field] if field else []),
        *drawn_by(text),
        text,
    ]
    key = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
    own = slide.picture.target if slide.picture else ""
    return Markup(text, key, slide.source, slide.layout, roots, field, own)


def _pictures(text: str, roots: tuple[str, ...]) -> list[str]:
    if ' src="' not in text:
        return []
    digests = []
    for name in sorted(set(_PICTURE.findall(text))):
        file = next((file for root in roots if (file := Path(root, unescape(name))).is_file()), None)
        if file is not None:
            facts = file.stat()
            digests.append(_digest(file, facts.st_mtime_ns, facts.st_size))
    return digests


@lru_cache(maxsize=256)
def _digest(file: Path, changed: int, size: int) -> str:
    del changed, size  # they only tell one state of the file from another
    return hashlib.sha256(file.read_bytes()).hexdigest()


def shape_of(canvas: Format) -> Literal["low", "portrait", "tall"]:
    """What a layout asks of a format: low (square, landscape), tall (story), or something between."""
    ratio = canvas.height / canvas.width
    return "low" if ratio < 8 / 7 else "tall" if ratio > 1.5 else "portrait"


def layouts(theme: Theme) -> tuple[str, ...]:
    """The names of the layouts a theme has, those of the themes it extends included."""
    files = [file for folder in theme.folders.values() for file in (folder / "slides").glob(f"*{SUFFIX}")]
    names = {file.name.removesuffix(SUFFIX) for file in files}
    return tuple(sorted(names - {"base", "parts"}))
