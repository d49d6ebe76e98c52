"""What the XML parser could not read -> a problem at the template line that wrote it, with a hint that is true."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.parsers import expat

from post_forge.errors import Problem, Source
from post_forge.render.boxes import read_place
from post_forge.render.places import located
from post_forge.render.theme import Theme

_MARK = re.compile(r' at="([^"]+:\d+:\d+)"')
_CLOSING = re.compile(r"</\s*([\w:-]+)")
_BARE_AND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)")
_BARE_LESS = re.compile(r"<(?![A-Za-z/!?{%#])")
_FAR = 10_000


def explain(error: expat.ExpatError, markup: str, open_tags: list[tuple[str, Source]], theme: Theme) -> Problem:
    """The one problem that stopped the parser.

    `open_tags` are the elements that were open then, outermost first, with the places of their tags.
    """
    raw = markup.encode("utf-8", "replace")
    at = _byte_of(raw, error)
    before, after = raw[:at].decode(errors="ignore"), raw[at : at + 200].decode(errors="ignore")
    nearest = _nearest(before) or _first_file(markup)
    reason = expat.ErrorString(error.code)
    if reason == "mismatched tag":
        return _mismatched(before, after, open_tags, nearest, theme)
    if reason == "junk after document element":
        return _after_the_slide(after, nearest, theme)
    if reason == "no element found":
        what, tag = "the layout is empty", re.compile(r"\S")
        if open_tags:
            (name, nearest), tag = open_tags[-1], re.compile(r"<[\w:.-]+")
            what = f"<{name}> is never closed"
        problem = Problem("template.xml", what, nearest, "a layout is one <slide> with everything inside it")
        return located(problem, theme, [tag])
    return _malformed(reason, before, after, nearest, theme)


def _after_the_slide(after: str, nearest: Source | None, theme: Theme) -> Problem:
    mark = _MARK.search(after)
    place = read_place(mark[1]) if mark else nearest
    problem = Problem("template.root", "something stands after </slide>", place, "a layout is one <slide>")
    patterns = [re.compile(r"<[\w:.-]+")] if mark else [re.compile(r"(?<=</slide>)\s*\S+"), re.compile("</slide>")]
    return located(problem, theme, patterns, 0 if mark else _FAR)


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


def _first_file(markup: str) -> Source | None:
    """The beginning of the file that wrote the first tag: where something stands that comes before it."""
    mark = _MARK.search(markup)
    return Source(read_place(mark[1]).path, 1, 1) if mark else None


def _mismatched(
    before: str, after: str, open_tags: list[tuple[str, Source]], nearest: Source | None, theme: Theme
) -> Problem:
    closing = _CLOSING.search(before[before.rfind("</") :] + after)
    name = closing[1] if closing else "?"
    if name not in [tag for tag, _ in open_tags]:
        hint = "take it out, or open the element before"
        problem = Problem("template.xml", f"</{name}> closes nothing", nearest, hint, length=0)
        pattern = re.compile(rf"</\s*{re.escape(name)}\s*>?")
        places = [nearest, *(Source(place.path, place.line) for _, place in reversed(open_tags))]
        tries = [located(replace(problem, source=place), theme, [pattern], _FAR) for place in places]
        return next((one for one in tries if one.length), tries[0])
    tag, place = open_tags[-1]
    hint = f"write <{tag}/>" if tag == "br" else f"write </{tag}> before </{name}>"
    return located(Problem("template.xml", f"<{tag}> is never closed", place, hint), theme, [re.compile(r"<[\w:.-]+")])


def _malformed(reason: str, before: str, after: str, nearest: Source | None, theme: Theme) -> Problem:
    inside_tag = before.rfind("<") > before.rfind(">")
    tag = re.compile(r"<[\w:.-]+")
    if reason == "duplicate attribute":
        first = _MARK.search(after) if inside_tag is False else None
        place = read_place(first[1]) if first else nearest
        return located(Problem("template.xml", "an attribute is given twice", place, "keep one of them"), theme, [tag])
    if reason == "undefined entity" or after.startswith("&") or before.endswith("&"):
        hint = "write & as &amp;; other characters stand for themselves"
        return located(Problem("template.xml", "a bare & or an entity", nearest, hint), theme, [_BARE_AND], _FAR)
    if _BARE_LESS.match(before[-1:] + after) or _BARE_LESS.match(after):
        return located(Problem("template.xml", "a bare <", nearest, "write < as &lt;"), theme, [_BARE_LESS], _FAR)
    hint = 'write attributes as name="value", & as &amp; and < as &lt;'
    what = "this tag cannot be read" if inside_tag else f"this markup cannot be read ({reason})"
    return located(Problem("template.xml", what, nearest, hint), theme, [tag])
