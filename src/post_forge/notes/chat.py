"""Paragraphs that an assistant said to the author -> left out, with a warning for each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from post_forge.model import Paragraph
from post_forge.notes.pieces import Piece
from post_forge.notes.report import Report

_LONGEST = 600  # characters; a longer paragraph holds more than small talk

_OPENERS = (
    "sure|certainly|of course|absolutely|great|perfect|excellent|got it|okay|ok|no problem|happy to help|"
    "you'?re (?:absolutely )?right"
)
_OFFERS = "here(?:'s| is| are)|let'?s|let me|i'?ll|i'?ve|i have|i can|that covers|version of"
_IMPROVED = "improved|updated|revised|enhanced|rewritten|refined|polished|complete|full|final|expanded|corrected"
_WORKS = "version|notes?|section|chapter|file|document|text|markdown|draft"
_PASTED = "this|it|everything|(?:the|all) (?:block|text|section|chapter|content|markdown|following|above|below)"
_GOALS = r"(?:the (?:bottom|end|top) of )?(?:your|my) (?:existing )?(?:`?[\w.-]+\.md|notes?\b|file\b|document\b)"
_ASKED = "expand|more|section|chang|adjust|question|help|add|dive|deeper|format|example|want|like|need|refine|continue"
_WHOM = "you(?:'?d| would)?|this|that|anything|there"

_SIGNS = re.compile(
    "|".join(
        (
            rf"^(?:{_OPENERS})\b[!,.:—– ].{{0,120}}\b(?:{_OFFERS})\b",
            r"\bas an ai(?: language)?(?: model| assistant)?\b",
            r"\bas a (?:large )?language model\b",
            rf"\b(?:copy(?:[ -]and[ -]paste)?|paste) (?:{_PASTED})\b.{{0,60}}\b(?:in|into|to|at) {_GOALS}",
            rf"\blet me know (?:if|whether|when|which|what|how) (?:{_WHOM})\b.{{0,100}}\b(?:{_ASKED})",
            r"\b(?:would|do) you (?:like|want) me to\b",
            r"\bwant me to (?:expand|continue|add|write|generate|turn|go)\b",
            r"\bshall i (?:continue|expand|go on|proceed|add|write)\b",
            rf"^here(?:'s| is| are) (?:the|an?|your) (?:{_IMPROVED}) (?:{_WORKS})",
            rf"\b(?:here(?:'s| is)|below is) (?:an? |the |your )?(?:{_IMPROVED}) version of your\b",
            r"\bi hope this (?:helps|clarifies|is what)",
            r"\bfeel free to (?:ask me|let me know)\b",
            r"\bthis critique\b",
        )
    ),
    re.IGNORECASE,
)


def without_chat(pieces: Sequence[Piece], report: Report) -> list[Piece]:
    """Only whole paragraphs that clearly are chat are dropped; what an author tells readers stays."""
    kept: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Paragraph) and is_chat(str(piece.text)):
            said = str(piece.text).replace("\n", " ")
            start = f"“{said[:60].rstrip()}{'…' if len(said) > 60 else ''}”"
            message = f"left out what reads like an assistant's reply: {start}"
            report.warn("note.chat", message, piece.source, "delete it in the file")
        else:
            kept.append(piece)
    return kept


def is_chat(paragraph: str) -> bool:
    """Whether an assistant says this to the author: offers, announces its work, says where to paste it."""
    return len(paragraph) <= _LONGEST and _SIGNS.search(paragraph.replace("’", "'")) is not None
