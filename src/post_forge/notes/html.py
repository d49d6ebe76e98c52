"""A block of raw HTML -> the parts of it that a note can keep: text (with its inline tags), headings, items, code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal

from post_forge.notes.words import words

LARGEST = 200_000  # characters in one block

PartKind = Literal["text", "heading", "item", "code", "comment", "table", "table-end", "quote", "quote-end", "dropped"]

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<close>/)?(?P<name>[A-Za-z][\w:.-]*)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|<[!?][^>]*>",
    re.DOTALL,
)
_INLINE = words("""
    a b i em strong code kbd samp tt mark del s strike sub sup br img span small big u ins q cite abbr time font var
    label input button picture source wbr bdi bdo ruby rt rp data dfn
""")
_WITHOUT_TEXT = words("script style template svg iframe object video audio head noscript math form select")

_BLOCKS = words("""
    address article aside base blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset
    figcaption figure footer frame frameset h1 h2 h3 h4 h5 h6 header hr html legend li link main menu menuitem meta nav
    ol optgroup option p param pre progress meter search section summary table tbody td tfoot th thead title tr track
    ul area map embed canvas slot output textarea datalist strike acronym nobr
""")
KNOWN = _INLINE | _WITHOUT_TEXT | _BLOCKS  # the names of HTML's elements


@dataclass(frozen=True, slots=True)
class Part:
    """`level` is that of a heading; `line` counts from 0 at the first line of the block."""

    kind: PartKind
    text: str
    line: int
    level: int = 0


def parts(source: str) -> list[Part]:
    """The parts in their order. What is no inline tag ends a paragraph; scripts and the like vanish with content."""
    return list(_Splitter(source).run()) if len(source) <= LARGEST else [Part("dropped", "", 0)]


class _Splitter:
    def __init__(self, source: str) -> None:
        self.source = source
        self.kind: PartKind = "text"
        self.level = 0
        self.words: list[str] = []
        self.start = 0

    def run(self) -> Iterator[Part]:
        place, silent = 0, ""
        for found in _TOKEN.finditer(self.source):
            name = (found["name"] or "").lower()
            if silent:
                if not (found["close"] and name == silent):
                    continue
                if silent == "pre":
                    yield from self.code(place, found.start())
                silent, place = "", found.end()
                continue
            self.add(place, found.start())
            place = found.end()
            if name in _INLINE:
                self.add(found.start(), place)
            elif name in _WITHOUT_TEXT or name == "pre":
                yield from self.flush()
                silent = "" if found["close"] or found[0].endswith("/>") else name
            else:
                yield from self.block(name, bool(found["close"]), found)
        if silent == "pre":
            yield from self.code(place, len(self.source))
        elif not silent:
            self.add(place, len(self.source))
        yield from self.flush()

    def add(self, start: int, end: int) -> None:
        words = self.source[start:end]
        if not words:
            return
        if not any(word.strip() for word in self.words):
            self.words.clear()
            self.start = start + len(words) - len(words.lstrip())
        self.words.append(words)

    def line(self, place: int) -> int:
        return self.source.count("\n", 0, place)

    def flush(self) -> Iterator[Part]:
        text = "".join(self.words).strip()
        if text:
            yield Part(
                self.kind, "\n".join(line.strip() for line in text.split("\n")), self.line(self.start), self.level
            )
        self.words.clear()

    def code(self, start: int, end: int) -> Iterator[Part]:
        text = re.sub(r"</?[A-Za-z][^<>]*>", "", self.source[start:end])
        yield Part("code", unescape(text).strip("\n"), self.line(start))

    def block(self, name: str, closes: bool, found: re.Match[str]) -> Iterator[Part]:
        yield from self.flush()
        place = self.line(found.start())
        if found[0].startswith("<!--"):
            yield Part("comment", found[0], place)
        elif name == "table":
            yield Part("table-end" if closes else "table", "", place)
        elif name == "blockquote" or (name == "aside" and (closes or "quote" in (found["rest"] or ""))):
            yield Part("quote-end" if closes else "quote", "", place)
        self.level = int(name[1]) if re.fullmatch(r"h[1-6]", name) and not closes else 0
        self.kind = "heading" if self.level else "item" if name == "li" and not closes else "text"
        if name == "summary" and not closes:
            self.words.append("<b>")
            self.start = found.end()
