"""Inline Markdown beyond CommonMark: wikilinks, embeds, highlights, maths, short names, attribute lists, footnotes.

Each rule is a function of (state, silent) as markdown-it has it: it looks at `state.src[state.pos]`, moves `state.pos`
past what it took and returns True, or returns False. `silent` asks for the move alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from post_forge.notes.emoji import NAMED
from post_forge.notes.scripts import is_cjk

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

# Every run is bounded, so that a line of 20,000 openers without a closer stays quick.
_WIKILINK = re.compile(r"\[\[([^\[\]\n|]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")
_EMBED = re.compile(r"!\[\[([^\[\]\n|]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,100}\]")
_NO_TARGET = re.compile(r"\[([^\[\]\n]{1,300})\]\[[^\[\]\n]{0,300}\]")
_CARD = re.compile(r"@\[[a-z]{1,30}\]\([^)\n]{0,500}\)")
_SHORTCODE = re.compile(r"\{\{(?!\{\{).{0,500}?\}\}|\{%.{0,500}?%\}|\{/\*.{0,2000}?\*/\}", re.DOTALL)
_ATTRIBUTES = re.compile(
    r"\{:[^{}\n]{0,300}\}|\{(?:[.#][^\s{}]{1,100}|[\w-]{1,50}=(?:\"[^\"\n]{0,200}\"|[\w.%-]{1,100}))(?:\s[^{}\n]{0,300})?\}"
)
_NAME = re.compile(r":([a-z0-9_+-]{1,40}):")
_COMMENT = re.compile(r"%%.{1,2000}?%%", re.DOTALL)
_ANCHOR = re.compile(r"\^[A-Za-z0-9-]{1,100}(?=\n|$)")
_NOTE = re.compile(r"\^\[[^\[\]\n]{0,2000}\]")
_MATHS = re.compile(
    r"\$\$(?=[^\s$])([^$]{1,2000}?)(?<=[^\s\\$])\$\$"
    r"|\$(?=[^\s$])((?:[^$\\\n]|\\.){1,500}?)(?<=[^\s\\$])\$(?![A-Za-z0-9$])"
)
_DUNDER = re.compile(
    r"__(?:init|main|name|str|repr|call|enter|exit|dict|slots|new|del|len|iter|next|eq|hash|file|all|class|doc|module|"
    r"getattr|setattr|getitem|setitem|delitem|contains|add|lt|bool|future|version|typename|proto|dirname|filename|await|"
    r"aenter|aexit|aiter|anext|post_init|init_subclass|annotations|import|builtins|schema|type)__(?!\w)"
)
_TICKED = re.compile(r"\$`([^`\n]{1,500})`\$")
_BRACKETED = re.compile(r"\\\((.{1,500}?)\\\)|\\\[(.{1,1000}?)\\\]", re.DOTALL)
_LATEX = re.compile(r"\\[A-Za-z]{2,}|[\^_=<>]|^\S$")
_PROSE = re.compile(r"(?<![\\\w])[A-Za-z]{3,}(?:[ ,]+[A-Za-z]{2,})+")

Rule = Callable[["StateInline", bool], bool]


def install(markdown: MarkdownIt) -> None:
    """Add the rules to a parser."""
    inline = markdown.inline.ruler
    inline.before("escape", "dialects", _dialects)
    inline.after("link", "no_target", _no_target)
    inline.at("emphasis", _emphasis)
    markdown.block.ruler.before(
        "fence", "maths", _maths_block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _dialects(state: StateInline, silent: bool) -> bool:
    rule = _RULES.get(state.src[state.pos])
    return rule is not None and rule(state, silent)


def _before(state: StateInline) -> str:
    return state.src[state.pos - 1] if state.pos else " "


def _ascii_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")


def _drop(pattern: re.Pattern[str]) -> Rule:
    def rule(state: StateInline, silent: bool) -> bool:
        found = pattern.match(state.src, state.pos, state.posMax)
        if found:
            state.pos = found.end()
        return found is not None

    return rule


def _push(state: StateInline, kind: str, content: str, info: str = "") -> None:
    token = state.push(kind, "", 0)
    token.content, token.info = content, info


def _bracket(state: StateInline, silent: bool) -> bool:
    """`[[page|label]]` is its label, `[^1]` nothing."""
    if footnote := _FOOTNOTE.match(state.src, state.pos, state.posMax):
        state.pos = footnote.end()
        return True
    link = _WIKILINK.match(state.src, state.pos, state.posMax)
    if not link or (link[1] != link[1].strip() and not link[2]) or re.fullmatch(r"[\d\s,.-]+", link[1]):
        return False
    state.pos = link.end()
    if not silent:
        _push(state, "text", (link[2] or _page(link[1])).strip())
    return True


def _page(target: str) -> str:
    """`folder/Page#Heading` -> Page; `#Heading` -> Heading."""
    page, _, heading = target.partition("#")
    return (page.rstrip("\\").rpartition("/")[2].removesuffix(".md") or heading.lstrip("#^")).strip()


def _bang(state: StateInline, silent: bool) -> bool:
    embed = _EMBED.match(state.src, state.pos, state.posMax)
    if not embed:
        return False
    state.pos = embed.end()
    if not silent:
        _push(state, "embed", embed[1].rstrip("\\").strip(), embed[2] or "")
    return True


def _curly(state: StateInline, silent: bool) -> bool:
    return _drop_shortcode(state, silent) or _drop_attributes(state, silent)


_drop_shortcode, _drop_attributes = _drop(_SHORTCODE), _drop(_ATTRIBUTES)
_drop_anchor, _drop_note = _drop(_ANCHOR), _drop(_NOTE)


def _caret(state: StateInline, silent: bool) -> bool:
    return _drop_note(state, silent) or (_before(state) in " \n" and _drop_anchor(state, silent))


def _equals(state: StateInline, silent: bool) -> bool:
    """`==marked==`, where it does not read as a comparison."""
    source, start = state.src, state.pos + 2
    if not source.startswith("==", state.pos) or _before(state) in "=!<>" or _ascii_word(_before(state)):
        return False
    end = source.find("==", start, state.posMax)
    inside = source[start:end]
    if end < 0 or not inside or inside[0] in "= \n" or inside[-1] in " \n" or source.startswith("=", end + 2):
        return False
    if not silent:
        whole, state.posMax, state.pos = state.posMax, end, start
        state.push("mark_open", "mark", 1)
        state.md.inline.tokenize(state)
        state.push("mark_close", "mark", -1)
        state.posMax = whole
    state.pos = end + 2
    return True


def _colon(state: StateInline, silent: bool) -> bool:
    found = _NAME.match(state.src, state.pos, state.posMax)
    if not found or found[1] not in NAMED or _ascii_word(_before(state)):
        return False
    state.pos = found.end()
    if not silent:
        _push(state, "text", NAMED[found[1]])
    return True


def _dollar(state: StateInline, silent: bool) -> bool:
    """`$x^2$`, and not the space between two prices or two shell variables."""
    if _ascii_word(_before(state)) or _before(state) in "$\\":
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
        _push(state, "math_inline", content)
    return True


def _reads_as_maths(content: str) -> bool:
    if content[0].isdigit() and " " in content and not _LATEX.search(content):
        return False
    return bool("\\" in content or not _PROSE.search(content))


def _backslash(state: StateInline, silent: bool) -> bool:
    """`\\( x^2 \\)`; brackets that were only escaped hold no LaTeX."""
    found = _BRACKETED.match(state.src, state.pos, state.posMax)
    content = (found[1] or found[2] or "") if found else ""
    if not found or not _LATEX.search(content) or _PROSE.search(content):
        return False
    state.pos = found.end()
    if not silent:
        _push(state, "math_inline", content.strip())
    return True


def _underscores(state: StateInline, silent: bool) -> bool:
    """`__init__` is a name, not a bold "init"."""
    found = _DUNDER.match(state.src, state.pos, state.posMax)
    if not found or _ascii_word(_before(state)):
        return False
    state.pos = found.end()
    if not silent:
        _push(state, "text", found[0])
    return True


_RULES: dict[str, Rule] = {
    "[": _bracket,
    "!": _bang,
    "@": _drop(_CARD),
    "{": _curly,
    "=": _equals,
    ":": _colon,
    "%": _drop(_COMMENT),
    "^": _caret,
    "$": _dollar,
    "_": _underscores,
    "\\": _backslash,
}


def _no_target(state: StateInline, silent: bool) -> bool:
    """`[text][missing]` is its text; `a[i][j]` is not a link."""
    if state.src[state.pos] != "[" or _ascii_word(_before(state)):
        return False
    found = _NO_TARGET.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    state.pos = found.end()
    if not silent:
        _push(state, "text", found[1])
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
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
        _push(state, "text", "*")
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


def _maths_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
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
