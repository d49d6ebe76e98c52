"""Words that come from a network or an error -> the same words without what looks like a secret, fit for a database.

A second lock on the door: whoever speaks to a network masks what it knows to be secret; this catches what slips through
(a token in a URL that an error message quotes), because journals are shown to others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MASK = "***"
_SECRET_NAME = re.compile(
    r"token|secret|passw|authori[sz]ation|cookie|api[-_]?key|client[-_]?key|signature|credential", re.IGNORECASE
)
_IN_TEXT = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}"), rf"\1 {MASK}"),
    (re.compile(r"(?<=://)[^/\s@:]*:[^/\s@]*(?=@)"), f"{MASK}:{MASK}"),
    (
        re.compile(
            r"(?i)\b((?:[a-z0-9_.-]*(?:token|secret|password|passwd|signature|credential)|api[-_]?key|code)=)[^&\s\"'#]+"
        ),
        rf"\1{MASK}",
    ),
    (
        re.compile(r"(?i)([\"'][a-z0-9_-]*(?:token|secret|password|api[-_]?key)[\"']\s*:\s*[\"'])[^\"']+"),
        rf"\1{MASK}",
    ),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*"), MASK),  # a JSON web token
)


def masked(text: str) -> str:
    """The text with what looks like a secret replaced, and without the characters that no database takes."""
    for pattern, instead in _IN_TEXT:
        text = pattern.sub(instead, text)
    return storable(text)


def storable(text: str) -> str:
    """The text with U+FFFD for NUL, which PostgreSQL does not take, and for lone surrogates, which are no UTF-8."""
    if "\0" in text or not text.isprintable():
        text = text.replace("\0", "�").encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return text


def masked_map(values: Mapping[str, str]) -> dict[str, str]:
    """The values with those masked whose name says that they are secret, and the others as `masked` does."""
    return {
        storable(str(name)): MASK if _SECRET_NAME.search(str(name)) else masked(str(value))
        for name, value in values.items()
    }
