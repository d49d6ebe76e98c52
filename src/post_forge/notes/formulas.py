"""Formulas in a note -> `math_inline` and `math_block` tokens: `$x$`, `$$`, `\\( \\)`, `\\[ \\]`.

Most dollars of a backend note are prices and shell variables, so a pair of them has to read as mathematics.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_MATHS = re.compile(
    r"\$\$(?=[^\s$])([^$]{1,2000}?)(?<=[^\s\\$])\$\$"
    r"|\$(?=[^\s$])((?:[^$\\\n]|\\.){1,500}?)(?<=[^\s\\$])\$(?![A-Za-z0-9$])"
)
_TICKED = re.compile(r"\$`([^`\n]{1,500})`\$")
_BRACKETED = re.compile(r"\\\((.{1,500}?)\\\)|\\\[(.{1,1000}?)\\\]", re.DOTALL)
_LATEX = re.compile(r"\\[A-Za-z]{2,}|[\^_=<>]|^\S$")
_PROSE = re.compile(r"(?<![\\\w])[A-Za-z]{3,}(?:[ ,]+[A-Za-z]{2,})+")


def dollar_rule(state: StateInline, silent: bool) -> bool:
    """`$x^2$`, and not the space between two prices or two shell variables."""
    before = state.src[state.pos - 1] if state.pos else " "
    if before in "$\\_" or (before.isascii() and before.isalnum()):
        return False
    ticked = _TICKED.match(state.src, state.pos, state.posMax)
    found = ticked or _MATHS.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    content = found[1] or found[2] or ""
    if not ticked and not _reads_as_maths(content):
        return False
    state.pos = found.end()
    if not silent:
        state.push("math_inline", "", 0).content = content
    return True


def _reads_as_maths(content: str) -> bool:
    if content[0].isdigit() and " " in content and not _LATEX.search(content):
        return False
    return bool("\\" in content or not _PROSE.search(content))


def backslash_rule(state: StateInline, silent: bool) -> bool:
    """`\\( x^2 \\)`; brackets that were only escaped hold no LaTeX."""
    found = _BRACKETED.match(state.src, state.pos, state.posMax)
    content = (found[1] or found[2] or "") if found else ""
    if not found or not _LATEX.search(content) or _PROSE.search(content):
        return False
    state.pos = found.end()
    if not silent:
        state.push("math_inline", "", 0).content = content.strip()
    return True


def block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`$$` or `\\[` at the start of a line, up to the line that ends in `$$` or `\\]`."""
    begin, stop = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    opener = state.src[begin : begin + 2]
    closer = {"$$": "$$", "\\[": "\\]"}.get(opener)
    if closer is None or state.is_code_block(start):
        return False
    first = state.src[begin + 2 : stop].rstrip()
    last = _closing_line(state, start, end, first, closer)
    if last is None:
        return False
    if not silent:
        body = state.getLines(start, last + 1, state.blkIndent, False).strip()
        token = state.push("math_block", "", 0)
        token.content = body[2 : body.rindex(closer)].strip()
        token.map = [start, last + 1]
        state.line = last + 1
    return True


def _closing_line(state: StateBlock, start: int, end: int, first: str, closer: str) -> int | None:
    if closer in first:
        return start if first.endswith(closer) and first.count(closer) == 1 else None
    if closer == "\\]" and first and not _LATEX.search(first):
        return None
    for line in range(start + 1, min(end, start + 200)):
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
        if state.sCount[line] < state.blkIndent and text:
            return None
        if text.endswith(closer) or (closer == "$$" and text.startswith(closer)):
            return line
        if not text and closer == "\\]":
            return None
    return None
