"""Take a question heading apart: the scenario that is told, and the question that is asked at its end."""

from __future__ import annotations

from post_forge.compose.language import sentences, spans
from post_forge.model import Text

_ASKS = ("?", "？", "؟")


def scenario_and_question(title: Text) -> tuple[tuple[str, ...], str]:
    """The sentences before the question, and the question: the last run of sentences that ask."""
    pieces = [str(spans.cut(title, start, end)) for start, end in sentences.split(title)]
    at = len(pieces)
    while at > 0 and pieces[at - 1].rstrip('"”» ').endswith(_ASKS):
        at -= 1
    return tuple(pieces[:at]), spans.glue(pieces[at:])
