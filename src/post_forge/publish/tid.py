"""A moment and a key -> a TID, the kind of record key that Bluesky's posts have. The same twice, so is the record."""

from __future__ import annotations

import hashlib
from datetime import datetime

_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_LENGTH = 13


def tid(moment: datetime, key: str) -> str:
    """13 characters that sort by time: 53 bits of microseconds since 1970, 10 bits that come of the key here.

    Source: atproto.com/specs/tid.
    """
    clock = int.from_bytes(hashlib.sha256(key.encode()).digest()[:2], "big") & 0x3FF
    return _written(int(moment.timestamp() * 1_000_000) << 10 | clock)


def following(first: str, steps: int) -> str:
    """The TID so many microseconds later."""
    number = 0
    for letter in first:
        number = number << 5 | _ALPHABET.index(letter)
    return _written(number + (steps << 10))


def _written(number: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
