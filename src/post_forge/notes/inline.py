"""Inline tokens -> `Text`, and what stood in the line that is no text: pictures and steering comments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from post_forge.model import Mark, Span, Text
from post_forge.notes.html import KNOWN
from post_forge.notes.maths import lowered, plain_maths, raised
from post_forge.notes.scripts import joins_without_space
from post_forge.notes.words import words

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARK_TOKENS: dict[str, Mark] = {"strong": "strong", "em": "emphasis", "s": "strike", "mark": "highlight"}
_MARK_TAGS: dict[str, Mark] = {
    "b": "strong", "strong": "strong", "summary": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code", "mark": "highlight",
    "del": "strike", "s": "strike", "strike": "strike",
}  # fmt: skip
_WITHOUT_TEXT = words("script style template svg iframe object video audio")
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))")
_DIRECTIVE = re.compile(r"<!--\s*(post|slide|layout|skip)\s*(?::\s*(.*?))?\s*-->", re.DOTALL)
_STARS = re.compile(
    r"(?<![A-Za-z0-9*\\])\*\*([^*\n]{1,300}?)\*\*(?!\*)|(?<!\*)\*\*([^*\n]{1,300}?)\*\*(?![A-Za-z0-9*])"
)
_MOST_MARKS = 20  # open at once; more is a tag that is never closed
_SAFE_LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RawPicture:
    """A picture as written: nothing about it is checked yet. `line` counts from 0 at the first line of its block."""

    target: str
    alt: str
    line: int
    embed: bool = False


@dataclass(frozen=True, slots=True)
class RawDirective:
    name: str
    value: str
    line: int


@dataclass(slots=True)
class Inline:
    """What a run of inline tokens holds. `start` is the line of the first words, counted as in `RawPicture`."""

    text: Text = field(default_factory=Text)
    start: int = 0
    pictures: list[RawPicture] = field(default_factory=list)
    directives: list[RawDirective] = field(default_factory=list)


def read_inline(tokens: Sequence[Token]) -> Inline:
    """The text with its marks; tags are dropped, entities decoded, footnote marks and comments gone."""
    reader = _Reader(frozenset(t.content[2:-1].strip().lower() for t in tokens if t.content.startswith("</")))
    for token in tokens:
        reader.take(token)
    reader.result.text = tidy(reader.spans)
    return reader.result


def attributes(tag: str) -> dict[str, str]:
    """`<img src="a.png" alt=x>` -> {"src": "a.png", "alt": "x"}, names in lower case, entities decoded."""
    return {name.lower(): unescape(double or single or bare) for name, double, single, bare in _ATTRIBUTE.findall(tag)}


def directive(comment: str, line: int) -> RawDirective | None:
    """`<!-- layout: statement -->` as a value; None for any other comment."""
    found = _DIRECTIVE.fullmatch(comment.strip())
    return RawDirective(found[1], found[2] or "", line) if found else None


class _Reader:
    """Takes one token after the other; knows which marks, link and tag are open."""

    def __init__(self, closed: frozenset[str]) -> None:
        self.closed = closed  # the names that a closing tag has
        self.result = Inline()
        self.spans: list[Span] = []
        self.marks: list[Mark] = []
        self.look: frozenset[Mark] = frozenset()
        self.href = ""
        self.silent = ""  # the tag whose content is dropped
        self.shift = ""  # "sup" or "sub"
        self.broken = False  # a soft line break waits for the next character
        self.line = 0
        self.begun = False

    def take(self, token: Token) -> None:
        kind = token.type
        if kind in {"text", "text_special"}:
            self.text(token.content)
        elif kind == "code_inline":
            self.code(token.content)
        elif kind in {"softbreak", "hardbreak"}:
            self.line_break(hard=kind == "hardbreak")
        elif token.tag in _MARK_TOKENS:
            self.mark(_MARK_TOKENS[token.tag], token.nesting > 0)
        else:
            self.other(token)

    def other(self, token: Token) -> None:
        kind = token.type
        if kind == "link_open":
            href = str(token.attrs.get("href", ""))
            self.href = href if _SAFE_LINK.match(href) else ""
        elif kind == "link_close":
            self.href = ""
        elif kind == "image":
            self.picture(str(token.attrs.get("src", "")), token.content)
        elif kind == "embed":
            self.result.pictures.append(RawPicture(token.content, "", self.line, embed=True))
        elif kind == "math_inline":
            self.maths(token.content)
        elif kind == "html_inline":
            self.tag(token.content)

    def text(self, words: str) -> None:
        if words and not self.silent:
            words = {"sup": raised, "sub": lowered}.get(self.shift, str)(words)
            self.add(words, self.look)

    def code(self, words: str) -> None:
        if not self.silent:
            self.add(words, self.look | {"code"})

    def add(self, words: str, look: frozenset[Mark]) -> None:
        if self.broken:
            self.broken = False
            if self.spans and not joins_without_space(self.spans[-1].text[-1:], words[:1]):
                shared = self.spans[-1].marks & look - {"code"}
                self.spans.append(Span(" ", shared))
        if words:
            if not self.begun and words.strip():
                self.begun, self.result.start = True, self.line
            self.spans.append(Span(words, look, self.href))

    def line_break(self, hard: bool) -> None:
        self.line += 1
        if self.silent:
            return
        if hard:
            self.spans.append(Span("\n"))
        else:
            self.broken = True

    def mark(self, name: Mark, opens: bool) -> None:
        if opens and len(self.marks) < _MOST_MARKS:
            self.marks.append(name)
        elif name in self.marks:
            self.marks.reverse()
            self.marks.remove(name)
            self.marks.reverse()
        self.look = frozenset(self.marks)

    def picture(self, target: str, alt: str) -> None:
        if not self.silent:
            self.result.pictures.append(RawPicture(target, alt, self.line))

    def maths(self, latex: str) -> None:
        words = plain_maths(latex)
        self.add(words or latex, self.look if words else self.look | {"math"})

    def tag(self, source: str) -> None:
        if source.startswith("<!--"):
            if found := directive(source, self.line):
                self.result.directives.append(found)
        elif found_tag := _TAG.match(source):
            self.named_tag(found_tag[2].lower(), found_tag[1] == "/", source)
        self.line += source.count("\n")

    def named_tag(self, name: str, closes: bool, source: str) -> None:
        if self.silent:
            if closes and name == self.silent:
                self.silent = ""
        elif name in _WITHOUT_TEXT:
            self.silent = "" if closes or source.endswith("/>") else name
        elif name in _MARK_TAGS:
            self.mark(_MARK_TAGS[name], not closes)
        elif name in {"sup", "sub"}:
            self.shift = "" if closes else name
        elif name == "br":
            self.spans.append(Span("\n"))
        elif name == "img" and not closes:
            found = attributes(source)
            self.picture(found.get("src", ""), found.get("alt", ""))
        elif name == "a":
            href = "" if closes else attributes(source).get("href", "")
            self.href = href if _SAFE_LINK.match(href) else ""
        elif not closes and source[1:-1].lower() == name and name not in KNOWN and name not in self.closed:
            self.text(source)  # `List<T>` and `<branch>` are no HTML


def tidy(spans: Sequence[Span]) -> Text:
    """Neighbours of one look joined, runs of spaces made one, no space at either end or beside a line break."""
    joined = _join(spans)
    if any("**" in span.text and "code" not in span.marks for span in joined):
        joined = _join([part for span in joined for part in _without_stars(span)])
    result: list[Span] = []
    for span in joined:
        words = span.text
        if "code" not in span.marks:
            words = re.sub(r"[ \t]*\n[ \t\n]*", "\n", re.sub(r"[ \t]{2,}", " ", words))
            if not result or result[-1].text.endswith((" ", "\n")):
                words = words.lstrip(" \n\xa0")
            if words.startswith("\n") and result:
                result[-1] = Span(result[-1].text.rstrip(" "), result[-1].marks, result[-1].href)
        if words:
            result.append(Span(words, span.marks, span.href))
    return Text(tuple(_trim_end(result)))


def _trim_end(spans: list[Span]) -> list[Span]:
    while spans and "code" not in spans[-1].marks:
        last = spans.pop()
        if words := last.text.rstrip(" \n\xa0"):
            spans.append(Span(words, last.marks, last.href))
            break
    return spans


def _join(spans: Sequence[Span]) -> list[Span]:
    result: list[Span] = []
    for span in spans:
        last = result[-1] if result else None
        if last and last.marks == span.marks and last.href == span.href:
            result[-1] = Span(last.text + span.text, span.marks, span.href)
        else:
            result.append(span)
    return result


def _without_stars(span: Span) -> list[Span]:
    """`** so **` is no bold by the standard, and was meant to be."""
    if "**" not in span.text or "code" in span.marks:
        return [span]
    parts: list[Span] = []
    place = 0
    for found in _STARS.finditer(span.text):
        parts.append(Span(span.text[place : found.start()], span.marks, span.href))
        parts.append(Span((found[1] or found[2]).strip(), span.marks | {"strong"}, span.href))
        place = found.end()
    parts.append(Span(span.text[place:], span.marks, span.href))
    return [part for part in parts if part.text]
