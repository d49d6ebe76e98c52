"""The blocks of a block quote -> `Quote`, with the attribution taken off its end."""

from __future__ import annotations

import re
from dataclasses import replace

from post_forge.errors import Source
from post_forge.model import Block, Paragraph, Quote, Span, Text
from post_forge.notes.inline import tidy

_DASHED = re.compile(r"\s*(?:—|–|―|--|-)\s*(?=\S)")


def quote(blocks: list[Block], source: Source) -> list[Quote]:
    """A last paragraph, or a last line, that begins with a dash says who is quoted."""
    by = Text()
    last = blocks[-1] if blocks else None
    if isinstance(last, Paragraph):
        before, by = _attribution(last.text, alone=len(blocks) > 1)
        blocks = [*blocks[:-1], *([Paragraph(before, last.source)] if before else [])]
    return [Quote(tuple(blocks), source, by)] if blocks else []


def _attribution(text: Text, alone: bool) -> tuple[Text, Text]:
    """(what is quoted, who said it). `alone`: the paragraph may be nothing but the attribution."""
    words = str(text)
    start = max(words.rfind(f"{gap}{dash}") for gap in ("\n", " ") for dash in ("— ", "—", "– ", "― ", "-- ", "- "))
    if alone and _DASHED.match(words) and len(words) <= 120:
        return Text(), _cut(text, _DASHED.match(words).end(), len(words))  # type: ignore[union-attr]
    said = words[:start].rstrip() if start > 0 else ""
    who = words[start:]
    is_name = len(who) <= 80 and re.match(r"\s(?:—|–|―|--|-)\s*[\w@\"“(]", who) is not None
    if not said or not is_name or (who[0] == " " and said[-1] not in '.!?。！？"”’»)'):
        return text, Text()
    begin = start + _DASHED.match(who).end()  # type: ignore[union-attr]
    return tidy(_cut(text, 0, start).spans), _cut(text, begin, len(words))


def _cut(text: Text, start: int, end: int) -> Text:
    spans: list[Span] = []
    place = 0
    for span in text.spans:
        words = span.text[max(0, start - place) : max(0, end - place)]
        if words:
            spans.append(replace(span, text=words))
        place += len(span.text)
    return tidy(spans)
