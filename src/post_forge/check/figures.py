"""The sentences with a figure that a post shows -> those whose figure means nothing without the note around it.

English only: what a number needs is said in words, and only English was measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from post_forge.check.values import Found, PostView

_GAIN = re.compile(
    r"(?<![\w.])(?P<figure>\d+(?:[.,]\d+)*\s?(?:x|×|%|percent|times|-fold))\s+"
    r"(?P<way>faster|slower|quicker|cheaper|smaller|lower|higher|better|worse|fewer|less|more(?! than)|improvement|"
    r"reduction|increase|decrease|speed-?up|savings?)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:improv\w+|reduc\w+|increas\w+|decreas\w+|cut|speeds? up|sped up|boost\w*)\b[^.;:!?]{0,40}?\bby (?:up to |"
    r"about |over )?"
    r"(?P<figure>\d+(?:[.,]\d+)*\s?(?:x|×|%|percent|times))",
    re.IGNORECASE,
)
_SCENE = re.compile(
    r"\b(?:than|when|if|while|with|without|after|before|during|under|because|since|for|from|at|on|in|over|per|every|"
    r"each|among|"
    r"between|compared|versus|vs|of)\b|\d\D*\b\d",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\b(?:took|takes|dropped|drops|fell|falls|rose|rises|grew|went|goes|jumped|jumps|climbed|climbs|averaged|"
    r"reached|shrank)\s+"
    r"(?:(?:up|down)\s+)?(?:to|by|from \d[\d.,]* to)?\s*(?P<figure>\d[\d.,]*\d|\d)\s*(?=[.;!?]?$|[.;!?]\s)",
    re.IGNORECASE,
)


def context(post: PostView) -> Iterator[Found]:
    """A gain without what it was compared with, and a measured number without its unit."""
    if not post.lang.startswith("en"):
        return
    for words, source in post.claims:
        if found := _GAIN.search(words) or _CHANGE.search(words):
            rest = words[: found.start()] + words[found.end() :]
            if not _SCENE.search(rest):
                figure = " ".join(found["figure"].split())
                message = f"{figure} of what, and when? {_cut(words)!r}"
                yield Found(source, message, "say what was measured, against what, and in which situation")
        elif found := _BARE.search(words):
            message = f"{found['figure']} of what? The number has no unit: {_cut(words)!r}"
            yield Found(source, message, "write its unit: ms, MB, requests a second")


def _cut(words: str) -> str:
    return words if len(words) <= 90 else words[:89] + "…"
