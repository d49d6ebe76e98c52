"""Stars in a line -> emphasis, as CommonMark has it but for two cases that notes need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from post_forge.notes.scripts import is_cjk

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline


def rule(state: StateInline, silent: bool) -> bool:
    """CommonMark's rule, but a Chinese, Japanese or Korean neighbour lets `**「x」**` open and close.

    By the standard, punctuation inside the stars needs a space outside them, which these scripts do not write
    (https://github.com/tats-u/markdown-cjk-friendly, the amendment this follows).
    """
    from markdown_it.rules_inline import emphasis
    from markdown_it.rules_inline.state_inline import Delimiter

    if silent or state.src[state.pos] != "*":
        return emphasis.tokenize(state, silent)
    start, end = state.pos, state.pos
    while end < state.posMax and state.src[end] == "*":
        end += 1
    left, right = state.src[start - 1] if start else " ", state.src[end] if end < state.posMax else " "
    opens, closes = _flanks(left, right), _flanks(right, left)
    if left.isdigit() and right.isdigit():  # 2*3*4 is a product
        opens = closes = False
    for _ in range(end - start):
        state.push("text", "", 0).content = "*"
        state.delimiters.append(Delimiter(42, end - start, len(state.tokens) - 1, -1, opens, closes))
    state.pos = end
    return True


def _flanks(outside: str, inside: str) -> bool:
    if inside.isspace():
        return False
    if not _punctuation(inside) or is_cjk(inside):
        return True
    return outside.isspace() or _punctuation(outside) or is_cjk(outside)


def _punctuation(character: str) -> bool:
    from markdown_it.common.utils import isMdAsciiPunct, isPunctChar

    return isMdAsciiPunct(ord(character)) or isPunctChar(character)
