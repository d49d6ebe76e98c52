"""Slide -> box markup, and the key that names the picture made from it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from post_forge.errors import Source
from post_forge.model import Format, Slide
from post_forge.render.deck import DeckView
from post_forge.render.templates import render
from post_forge.render.theme import Theme

ENGINE = "1"
"""Part of every key. It changes when the same markup would be drawn otherwise."""

_PICTURE = re.compile(r' src="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Markup:
    """A slide as box markup.

    `key` (SHA-256, hex) changes whenever the picture might: it covers the markup, the theme, the format and the
    pictures that are shown. `source` is the line of the note that the content comes from, `root` the folder in which
    pictures are looked for.
    """

    text: str
    key: str
    source: Source
    layout: str
    root: str = ""


def markup(slide: Slide, deck: DeckView, theme: Theme, format: Format) -> Markup:  # noqa: A002 - the word of the design
    """Render the theme's layout of a slide. Raises TemplateError with the place in the template."""
    context = {
        "slide": slide,
        "deck": deck,
        "format": format,
        "theme": theme.name,
        "words": theme.phrases(deck.lang),
    }
    text = render(theme, slide.layout, context)
    parts = [ENGINE, theme.digest, f"{format.width}x{format.height}", *_pictures(text, deck.root), text]
    key = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
    return Markup(text, key, slide.source, slide.layout, deck.root)


def _pictures(text: str, root: str) -> list[str]:
    if ' src="' not in text:
        return []
    digests = []
    for name in sorted(set(_PICTURE.findall(text))):
        file = Path(root, name)
        if file.is_file():
            facts = file.stat()
            digests.append(_digest(file, facts.st_mtime_ns, facts.st_size))
    return digests


@lru_cache(maxsize=256)
def _digest(file: Path, changed: int, size: int) -> str:
    del changed, size  # they only tell one state of the file from another
    return hashlib.sha256(file.read_bytes()).hexdigest()
