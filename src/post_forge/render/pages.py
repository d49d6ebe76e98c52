"""Drawn slides -> other files of them: the carousel as one PDF, all slides on one sheet, a slide for one network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from post_forge.errors import LayoutError
from post_forge.model import Format
from post_forge.render.boxes import Frame
from post_forge.render.paint import display_list
from post_forge.render.theme import Theme, scale_of, scaled


def document(
    slides: Sequence[tuple[bytes, Frame]],
    alts: Sequence[str],
    title: str,
    lang: str,
    theme: Theme,
    format: Format,  # noqa: A002 - the word of the design
    parts: Sequence[tuple[str, int, int]] = (),
    linked: Sequence[Sequence[tuple[str, str]]] = (),
) -> bytes:
    """The carousel as a PDF: a page a slide (its PNG and its frame), with selectable words and its alternative text.

    `parts` are its bookmarks as (title, page from 1, level 0 or 1); where a slide has such a title on a line before
    that page, the line leads there. `linked` are for each page the words that lead somewhere, and the address.
    """
    from post_forge.render.pdf import Bookmark, leading, page_of, write_pdf

    sized = scaled(theme, scale_of(format))
    pages = [
        page_of(png, display_list(frame, sized).words, alt) for (png, frame), alt in zip(slides, alts, strict=True)
    ]
    bookmarks = [Bookmark(name, page - 1, level) for name, page, level in parts]
    return write_pdf(leading(pages, bookmarks, linked), title, lang, bookmarks)


def sheet(slides: Sequence[Any]) -> bytes:
    """All slides (PNG, or what `draw_slide` gave as `small`) at a glance, as one PNG."""
    from post_forge.render.draw import contact_sheet, encode_png

    return encode_png(contact_sheet(slides))


def media(png: bytes, steps: Sequence[tuple[str, int]], size: tuple[int, int], limit: int = 0) -> tuple[str, bytes]:
    """A slide's PNG as a network takes it: the ending and bytes of the first step within `limit` bytes, else the last.

    A step is "png" or "jpeg" and a quality.
    """
    from post_forge.render.draw import ready

    return ready(png, steps, size, limit)


def proportion_of(path: str) -> float:
    """How many times as wide as high a picture file is; 1 where it cannot be read (what draws it will say so)."""
    from post_forge.render.draw.pictures import picture_size

    try:
        width, height = picture_size(path)
    except LayoutError:
        return 1.0
    return width / height
