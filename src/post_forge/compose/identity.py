"""What a post is called and how it is known again: slugs of headings, fingerprints of content."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable

_APART = re.compile(r"[\x00-\x2f\x3a-\x60\x7b-\x7f-]+")
_LONGEST = 60
_SHINGLE, _KEPT = 4, 24


def slug(words: str) -> str:
    """Lower-case letters and digits of any script with single hyphens, at most 60 characters, cut at a hyphen."""
    folded = unicodedata.normalize("NFKD", words.casefold())
    if not folded.isascii():  # Latin accents go, the vowel signs of other scripts stay
        folded = "".join(char for char in folded if not "\u0300" <= char <= "\u036f")
        folded = "".join(char if _is_letter(char) else "-" for char in unicodedata.normalize("NFC", folded))
    whole = _APART.sub("-", folded).strip("-")
    if len(whole) <= _LONGEST:
        return whole or "post"
    return (whole[: _LONGEST + 1].rsplit("-", 1)[0] or whole[:_LONGEST])[:_LONGEST].strip("-")


def _is_letter(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")


def unique(wanted: str, taken: set[str]) -> str:
    """The slug, with a number if it is taken; it is taken then."""
    name, number = wanted, 2
    while name in taken:
        name = f"{wanted}-{number}"
        number += 1
    taken.add(name)
    return name


def fingerprint(words: Iterable[str]) -> tuple[int, ...]:
    """The 24 smallest hashes of runs of four words: two posts that share most of them say the same thing.

    It survives a renamed heading or file and a mended sentence (a bottom-k sketch: the share of common numbers
    estimates the share of common runs).
    """
    tokens = re.findall(r"\w+", " ".join(words).casefold())
    runs = {" ".join(tokens[at : at + _SHINGLE]) for at in range(max(1, len(tokens) - _SHINGLE + 1))}
    return tuple(sorted(zlib.crc32(run.encode()) for run in runs)[:_KEPT])


def likeness(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    """How much two fingerprints share, 0 to 1."""
    union = sorted({*first, *second})[:_KEPT]
    both = set(first) & set(second)
    return sum(1 for number in union if number in both) / len(union) if union else 0.0
