"""Words -> lines of a terminal: wrapped by what they take up there, with a hanging indent."""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width

_BREAKS = re.compile(r"\s+|(?<=[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef])")


def columns(text: str) -> int:
    """How many columns a text takes up: two for a wide character, none for a mark above or below one."""
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(char) or char == "\u200d" else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most `width` columns that begin with `first`, then with `rest`; a word that is longer is broken."""
    lines, line, start = [], first, columns(first)
    used = start
    for word in _words(text, max(8, width - max(start, columns(rest)))):
        gap = "" if used == start or not word[0] else " "
        if used > start and used + len(gap) + columns(word[1]) > width:
            lines.append(line.rstrip())
            line, start, gap = rest, columns(rest), ""
            used = start
        line += gap + word[1]
        used += len(gap) + columns(word[1])
    return [*lines, line.rstrip()]


def _words(text: str, most: int) -> list[tuple[bool, str]]:
    """(space before it, word); Chinese and Japanese may break after every character."""
    words: list[tuple[bool, str]] = []
    end, spaced = 0, False
    for found in [*_BREAKS.finditer(text), None]:
        stop = found.start() if found else len(text)
        if word := text[end:stop]:
            words.extend((spaced and at == 0, word[at : at + most]) for at in range(0, len(word), most))
            spaced = False
        if found:
            spaced = spaced or bool(found[0])
            end = found.end()
    return words


def cut(text: str, width: int) -> str:
    """The text on one line of at most `width` columns; what was longer ends in an ellipsis."""
    line = " ".join(text.split())
    if columns(line) <= width:
        return line
    while line and columns(line) > width - 1:
        line = line[:-1]
    return line.rstrip() + "…"
