"""Lists of words, written as text, and patterns put together from lines."""

from __future__ import annotations

import re


def word_set(words: str) -> frozenset[str]:
    """The words of a string that is written over several lines."""
    return frozenset(words.split())


def any_of(*patterns: str, start: str = "", end: str = "") -> str:
    """A pattern that matches where one of the patterns does."""
    return f"{start}(?:{'|'.join(patterns)}){end}"


class AnyCase:
    """A pattern of small letters that finds words of any case: folding the words is many times quicker than a pattern
    that ignores case. What it finds is small letters, too."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)

    def search(self, words: str) -> re.Match[str] | None:
        return self._pattern.search(words.lower())

    def match(self, words: str) -> re.Match[str] | None:
        return self._pattern.match(words.lower())

    def findall(self, words: str) -> list[str]:
        return self._pattern.findall(words.lower())
