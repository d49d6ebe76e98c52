"""Lists of words, written as text, and patterns put together from lines."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of a string that is written over several lines."""
    return frozenset(words.split())


def any_of(*patterns: str, start: str = "", end: str = "") -> str:
    """A pattern that matches where one of the patterns does."""
    return f"{start}(?:{'|'.join(patterns)}){end}"
