"""The link to a note's guide, where its author says at which address that lies: note -> "The whole guide: https://..."."""

from __future__ import annotations

from dataclasses import replace

from post_forge.compose.language import spans
from post_forge.compose.language.phrases import Phrases
from post_forge.compose.texts.linking import Link, link_for
from post_forge.compose.values import Options
from post_forge.model import Note


def guide_link(note: Note, network: str, identity: str, options: Options, phrases: Phrases) -> Link:
    """The link as it stands in a text, a reply or a comment. `guide_url:` in front matter, else the configuration's
    address with the note's slug in it; nothing for a note without a guide."""
    address = note.matter.guide_url or (options.guide.format(note=note.slug) if note.matter.guide else "")
    link = link_for(address, network, identity, options.links, options.utm)
    words = phrases.slide.get("whole", "")
    if not words:
        return link
    told = {
        name: f"{words}{spans.colon(words)}{url}"
        for name in ("text", "reply", "comment")
        if (url := getattr(link, name))
    }
    return replace(link, **told)
