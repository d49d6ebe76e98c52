"""Paragraphs that an assistant said to the author -> left out, with a warning for each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from post_forge.model import Paragraph
from post_forge.notes.blocks import Piece
from post_forge.notes.report import Report

_LONGEST = 600  # characters; a longer paragraph holds more than small talk
_OPENER = r"(?:sure|certainly|of course|absolutely|great|perfect|excellent|got it|okay|ok|no problem|happy to help|you'?re (?:absolutely )?right)"
_SIGNS = re.compile(
    rf"^{_OPENER}\b[!,.:—– ].{{0,120}}\b(?:here(?:'s| is| are)|let'?s|let me|i'?ll|i'?ve|i have|i can|that covers|version of)\b"
    r"|\bas an ai(?: language)?(?: model| assistant)?\b|\bas a (?:large )?language model\b"
    r"|\bcopy(?:[ -]and[ -]paste)? (?:this|it|everything|(?:the|all) (?:block|text|section|chapter|content|markdown|following|above|below)).{0,60}"
    r"\b(?:in|into|to|at) (?:the (?:bottom|end|top) of )?(?:your|my) (?:`?[\w.-]+\.md|notes?\b|existing (?:notes?|file)|file\b)"
    r"|\bpaste (?:this|it|the following) (?:in|in ?to|at) (?:the (?:bottom|end|top) of )?your\b.{0,40}(?:\.md|notes?|file|document)\b"
    r"|\blet me know (?:if|whether|when|which|what|how) (?:you(?:'?d| would)?|this|that|anything|there)\b.{0,100}\b(?:expand|more|section|chang|adjust|question|help|"
    r"add|dive|deeper|format|example|want|like|need|refine|continue)"
    r"|\b(?:would|do) you (?:like|want) me to\b|\bwant me to (?:expand|continue|add|write|generate|turn|go)\b"
    r"|\bshall i (?:continue|expand|go on|proceed|add|write)\b"
    r"|^here(?:'s| is| are) (?:the|an?|your) (?:improved|updated|revised|enhanced|rewritten|refined|polished|complete|full|final|expanded|corrected) "
    r"(?:version|notes?|section|chapter|file|document|text|markdown|draft)"
    r"|\bi hope this (?:helps|clarifies|is what)|\bfeel free to (?:ask me|let me know)\b|\bthis critique\b"
    r"|\b(?:here(?:'s| is)|below is) (?:an? |the |your )?(?:improved|updated|revised|rewritten|expanded) version of your\b",
    re.IGNORECASE,
)


def without_chat(pieces: Sequence[Piece], report: Report) -> list[Piece]:
    """Only whole paragraphs that clearly are chat are dropped; what an author tells readers stays."""
    kept: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Paragraph) and is_chat(str(piece.text)):
            said = str(piece.text).replace("\n", " ")
            message = (
                f"left out what reads like an assistant's reply: “{said[:60].rstrip()}{'…' if len(said) > 60 else ''}”"
            )
            report.warn("note.chat", message, piece.source, "delete it in the file")
        else:
            kept.append(piece)
    return kept


def is_chat(paragraph: str) -> bool:
    return len(paragraph) <= _LONGEST and _SIGNS.search(paragraph.replace("’", "'")) is not None
