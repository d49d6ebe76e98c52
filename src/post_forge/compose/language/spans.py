"""Cut and join texts without losing their marks: offsets of the plain words in, Text out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from post_forge.model import Span, Text

_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_SPACELESS = re.compile(r"[\u2e80-\u9fff\uff00-\uff0f\uff1a-\uff1f\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W_]")


def cut(text: Text, start: int, end: int) -> Text:
    """The characters from start up to end, with their marks."""
    spans: list[Span] = []
    at = 0
    for span in text.spans:
        low, high = max(start - at, 0), min(end - at, len(span.text))
        if low < high:
            whole = low == 0 and high == len(span.text)
            spans.append(span if whole else Span(span.text[low:high], span.marks, span.href))
        at += len(span.text)
        if at >= end:
            break
    return Text(tuple(spans))


def trim(text: Text, extra: str = "") -> Text:
    """The text without white space (and the `extra` characters) at its ends."""
    words = str(text)
    chars = " \t\n\u3000" + extra
    start = len(words) - len(words.lstrip(chars))
    return cut(text, start, max(start, len(words.rstrip(chars))))


def without(text: Text, ranges: Iterable[tuple[int, int]]) -> Text:
    """The text with some ranges taken out (given in order, not overlapping)."""
    stops = [0, *(stop for pair in ranges for stop in pair), len(str(text))]
    kept: list[Span] = []
    for low, high in list(pairwise(stops))[::2]:
        for span in cut(text, low, high).spans:
            if kept and (kept[-1].marks, kept[-1].href) == (span.marks, span.href):
                span = Span(kept.pop().text + span.text, span.marks, span.href)
            kept.append(span)
    return Text(tuple(kept))


def join(texts: Iterable[Text], between: str = " ") -> Text:
    """Texts one after the other."""
    spans: list[Span] = []
    for text in texts:
        last = spans[-1].text[-1:] if spans else ""
        if spans and between and not (between == " " and _SPACELESS.match(last or " ")):
            spans.append(Span(between))
        spans.extend(text.spans)
    return Text(tuple(spans))


def glue(pieces: Iterable[str]) -> str:
    """Sentences as one text: a space between them, but none after a Chinese or Japanese one."""
    whole = ""
    for piece in pieces:
        whole += (
            (piece if not whole or _SPACELESS.match(whole[-1]) or whole[-1] in "」』）" else f" {piece}")
            if piece
            else ""
        )
    return whole


def colon(before: str) -> str:
    """The colon behind a label or a title, as wide as its script."""
    return "：" if before and _SPACELESS.match(before[-1]) else ": "


def linked(text: Text) -> float:
    """The share of a text that is links, 0 to 1."""
    total = sum(len(span.text.strip()) for span in text.spans)
    return sum(len(span.text.strip()) for span in text.spans if span.href) / total if total else 0.0


def strong(words: str | Text) -> Text:
    """The words with the mark `strong` on every span."""
    spans = (Span(words),) if isinstance(words, str) else words.spans
    return Text(tuple(Span(span.text, span.marks | {"strong"}, span.href) for span in spans))


def count_words(words: str) -> int:
    """How many words a reader meets; two characters of Chinese or Japanese count as one word."""
    if words.isascii() or not _SPACELESS.search(words):
        return sum(1 for token in words.split() if token.isalnum() or _WORD.search(token))
    wide = len(_SPACELESS.findall(words))
    rest = _SPACELESS.sub(" ", words)
    return -(-wide // 2) + sum(1 for token in rest.split() if token.isalnum() or _WORD.search(token))


def width(words: str) -> int:
    """Columns of text: a wide character (Chinese, Japanese, Korean) takes two."""
    return len(words) if words.isascii() else len(words) + len(_WIDE.findall(words))


def marked(text: Text, mark: str) -> list[tuple[int, int]]:
    """Where runs with a mark stand, as offsets."""
    found: list[tuple[int, int]] = []
    at = 0
    for span in text.spans:
        end = at + len(span.text)
        if mark in span.marks:
            if found and found[-1][1] == at:
                found[-1] = (found[-1][0], end)
            else:
                found.append((at, end))
        at = end
    return found
