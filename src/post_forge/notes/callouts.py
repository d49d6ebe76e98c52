"""Admonitions of every dialect -> `callout_open` and `callout_close` tokens around their content.

`::: tip Title` up to `:::`, `/// note | Title` up to `///`, `!!! warning "Title"` and `??? note` with an indented body.
`> [!NOTE] Title` is a quote to the block parser; `mark_quotes` puts its kind and title into the token.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from post_forge.notes.words import words

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

_FENCE = re.compile(r"(:{3,}|/{3,})\s*(\{[^}\n]*\}|[A-Za-z][\w-]*)?\s*(.*)$")
_CLOSER = re.compile(r"(:{3,}|/{3,})\s*$")
_INDENTED = re.compile(r"(?:!!!|\?\?\?\+?)\s+([A-Za-z][\w-]*(?:\s+[a-z][\w-]*)*)\s*(?:\"(.*)\")?\s*$")
_QUOTED = re.compile(r"\[!([A-Za-z][\w-]*)(?:\|[^\]]*)?\][+-]?[ \t]*(.*)")
_BRACED = re.compile(r"\.?(?:callout-)?([A-Za-z][\w-]*)")
_LAYOUT = words("columns column grid tabs tab div row cards card left right center figure panel-tabset")


def install(markdown: MarkdownIt) -> None:
    """Add the rules to a parser."""
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    markdown.block.ruler.before("fence", "callout", _callout, alternatives)
    markdown.core.ruler.before("inline", "mark_quotes", mark_quotes)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _callout(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    if begin >= state.eMarks[start] or state.src[begin] not in ":/!?" or state.is_code_block(start):
        return False
    text = _line(state, start)
    if text.startswith((":::", "///")):
        return _fenced(state, start, end, silent, text)
    if text.startswith(("!!!", "???")):
        return _indented(state, start, end, silent, text)
    return False


def _fenced(state: StateBlock, start: int, end: int, silent: bool, text: str) -> bool:
    found = _FENCE.match(text)
    if not found or (not found[2] and not found[3]):
        if not silent and _CLOSER.match(text):  # a closer without its opener says nothing
            state.line = start + 1
            return True
        return False
    if found[1][0] == "/" and not found[2]:
        return False
    if silent:
        return True
    last = _closing(state, start, end, found[1][0], len(found[1]))
    kind, title = _fence_title(found[2] or "", found[3])
    if kind == "message":  # Zenn's word
        kind, title = ("warning", "") if title == "alert" else ("note", title)
    _emit(state, kind, title, start, start + 1, last)
    state.line = min(last + 1, end)
    return True


def _fence_title(kind: str, rest: str) -> tuple[str, str]:
    title = rest.strip().removeprefix("|").strip()
    if kind.startswith("{"):
        braced = _BRACED.search(kind)
        named = re.search(r'title="([^"]*)"', kind)
        return (braced[1] if braced else ""), (named[1] if named else title)
    if title.startswith("[") and title.endswith("]"):
        title = title[1:-1]
    return kind, re.sub(r"^\{.*\}$", "", title).strip('"')


def _closing(state: StateBlock, start: int, end: int, marker: str, length: int) -> int:
    """The line of the closing fence; the end where there is none. Inner fences of the same kind are counted."""
    depth = 1
    for line in range(start + 1, end):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return line - 1
        text = _line(state, line)
        if not text.startswith(marker * 3):
            continue
        if _CLOSER.match(text):
            depth -= 1
            if depth == 0 or len(text.strip()) == length != 3:
                return line
        elif _FENCE.match(text):
            depth += 1
    return end


def _indented(state: StateBlock, start: int, end: int, silent: bool, text: str) -> bool:
    found = _INDENTED.match(text)
    if not found:
        return False
    if silent:
        return True
    indent, last = state.sCount[start] + 4, start + 1
    while last < end and (state.isEmpty(last) or state.sCount[last] >= indent):
        last += 1
    old, state.blkIndent = state.blkIndent, indent
    _emit(state, found[1].split()[0], found[2] or "", start, start + 1, last)
    state.blkIndent = old
    state.line = last
    return True


def _emit(state: StateBlock, kind: str, title: str, start: int, first: int, last: int) -> None:
    token = state.push("callout_open", "div", 1)
    token.map = [start, last]
    token.meta = {"kind": kind.lower(), "layout": kind.lower() in _LAYOUT}
    _title(state, title, start)
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    state.md.block.tokenize(state, first, last)
    state.parentType, state.lineMax = parent, line_max
    state.push("callout_close", "div", -1)


def _title(state: Any, title: str, line: int) -> None:
    """The title is inline Markdown; its tokens come first."""
    if title:
        token = state.push("inline", "", 0)
        token.content, token.map, token.children = title, [line, line + 1], []


def mark_quotes(state: StateCore) -> None:
    """`> [!note]- Title` -> the quote's `meta` holds the kind and an inline token of the title."""
    from markdown_it.token import Token

    for place, token in enumerate(state.tokens[:-2]):
        if token.type != "blockquote_open" or state.tokens[place + 1].type != "paragraph_open":
            continue
        inline = state.tokens[place + 2]
        found = _QUOTED.match(inline.content)
        if not found:
            continue
        children: list[Token] = []
        state.md.inline.parse(found[2].strip(), state.md, state.env, children)
        token.meta = {"kind": found[1].lower(), "title": children}
        inline.content = inline.content[found.end() :].lstrip("\n")
        inline.map = [inline.map[0] + 1, inline.map[1]] if inline.map else None
        state.tokens[place + 1].map = inline.map
