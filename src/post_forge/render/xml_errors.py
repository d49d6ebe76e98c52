"""What the XML parser could not read -> a problem at the template line that wrote it, with a hint that is true."""

from __future__ import annotations

import re
from xml.parsers import expat

from post_forge.errors import Problem, Source
from post_forge.render.boxes import read_place
from post_forge.render.theme import Theme

_MARK = re.compile(r' at="([^"]+:\d+:\d+)"')
_CLOSING = re.compile(r"</\s*([\w:-]+)")
_BARE_AND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)")
_BARE_LESS = re.compile(r"<(?![a-z/!?{%#])")


def explain(error: expat.ExpatError, markup: str, open_tags: list[tuple[str, Source]], theme: Theme) -> Problem:
    """The one problem that stopped the parser.

    `open_tags` are the elements that were open then, outermost first, with the places of their tags.
    """
    raw = markup.encode("utf-8", "replace")
    at = _byte_of(raw, error)
    before, after = raw[:at].decode(errors="ignore"), raw[at : at + 200].decode(errors="ignore")
    nearest = _nearest(before)
    reason = expat.ErrorString(error.code)
    if reason == "mismatched tag":
        return _mismatched(before, after, open_tags, nearest, theme)
    if reason == "junk after document element":
        return Problem("template.root", "something stands after </slide>", nearest, "a layout is one <slide>")
    if reason == "no element found":
        place = open_tags[-1][1] if open_tags else nearest
        what = f"<{open_tags[-1][0]}> is never closed" if open_tags else "the layout is empty"
        return Problem("template.xml", what, place, "a layout is one <slide> with everything inside it")
    return _malformed(reason, before, after, nearest, theme)


def _byte_of(raw: bytes, error: expat.ExpatError) -> int:
    """Where the parser stopped, as an index of bytes (the error counts lines from 1 and bytes of a line from 0)."""
    start = 0
    for _ in range(error.lineno - 1):
        start = raw.find(b"\n", start) + 1
    return start + error.offset


def _nearest(before: str) -> Source | None:
    """The last opening tag that was read."""
    marks = _MARK.findall(before)
    return read_place(marks[-1]) if marks else None


def _mismatched(
    before: str, after: str, open_tags: list[tuple[str, Source]], nearest: Source | None, theme: Theme
) -> Problem:
    closing = _CLOSING.search(before[before.rfind("</") :] + after)
    name = closing[1] if closing else "?"
    if name not in [tag for tag, _ in open_tags]:
        place = _find(theme, nearest, re.compile(rf"</\s*{re.escape(name)}\b"))
        message = f"</{name}> closes nothing"
        return Problem("template.xml", message, place, "take it out, or open the element before", length=len(name) + 3)
    tag, place = open_tags[-1]
    hint = f"write <{tag}/>" if tag == "br" else f"write </{tag}> before </{name}>"
    return Problem("template.xml", f"<{tag}> is never closed", place, hint, length=len(tag) + 1)


def _malformed(reason: str, before: str, after: str, nearest: Source | None, theme: Theme) -> Problem:
    inside_tag = before.rfind("<") > before.rfind(">")
    if reason == "duplicate attribute":
        first = _MARK.search(after) if inside_tag is False else None
        place = read_place(first[1]) if first else nearest
        return Problem("template.xml", "an attribute is given twice", place, "keep one of them")
    if reason == "undefined entity" or after.startswith("&") or before.endswith("&"):
        hint = "write & as &amp;; other characters stand for themselves"
        return Problem("template.xml", "a bare & or an entity", _find(theme, nearest, _BARE_AND), hint)
    if _BARE_LESS.match(before[-1:] + after) or _BARE_LESS.match(after):
        return Problem("template.xml", "a bare <", _find(theme, nearest, _BARE_LESS), "write < as &lt;")
    hint = 'write attributes as name="value", & as &amp; and < as &lt;'
    what = "this tag cannot be read" if inside_tag else f"this markup cannot be read ({reason})"
    return Problem("template.xml", what, nearest, hint)


def _find(theme: Theme, nearest: Source | None, pattern: re.Pattern[str]) -> Source | None:
    """The first place from the nearest tag on where the template's own file has the pattern."""
    file = theme.file(nearest.path) if nearest else None
    if nearest is None or file is None or not file.is_file():
        return nearest
    for number, line in enumerate(file.read_text("utf-8").split("\n"), 1):
        skip = nearest.column if number == nearest.line else 0
        if number >= nearest.line and (match := pattern.search(line, skip)):
            return Source(nearest.path, number, match.start() + 1)
    return nearest
