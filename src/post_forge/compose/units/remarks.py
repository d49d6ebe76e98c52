"""A quotation that is written for a callout ("> **Note** ...") -> its kind, its label, what it says."""

from __future__ import annotations

from collections.abc import Sequence

from post_forge.compose.units import admonitions
from post_forge.compose.values import Entries, Part, Prose
from post_forge.model import Paragraph, Quote, Text


def as_callout(block: Quote, parts: Sequence[Part]) -> tuple[str, Text, list[Part]] | None:
    """A quotation of nobody that begins with a kind ("**Note** ...", "⚠️ ...") as (kind, label, what it says)."""
    first = block.blocks[0] if block.blocks else None
    if block.by or not isinstance(first, Paragraph) or not parts:
        return None
    if kind := admonitions.kind_of_sign(str(first.text)):
        return (kind, Text(), list(parts)) if all(isinstance(part, Prose) for part in parts) else None
    head = parts[0]
    if isinstance(head, Entries) and head.labelled and len(head.entries) == 1:
        entry = head.entries[0]
        if admonitions.kind_of_word(entry.name) and all(isinstance(part, Prose) for part in parts[1:]):
            said = Prose(entry.sentences, entry.source)
            return admonitions.kind_of_word(entry.name), entry.label, [said, *parts[1:]]
    return None
