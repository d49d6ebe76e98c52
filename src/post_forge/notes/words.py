"""Word lists, written as running text so that they stay short to read."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


def pairs(text: str) -> dict[str, str]:
    """`one 1 two 2` -> {"one": "1", "two": "2"}."""
    parts = text.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))
