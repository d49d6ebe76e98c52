"""Inline Markdown beyond CommonMark: wikilinks, embeds, highlights, maths, short names, attribute lists, footnotes.

Each rule is a function of (state, silent) as markdown-it has it: it looks at `state.src[state.pos]`, moves `state.pos`
past what it took and returns True, or returns False. `silent` asks for the move alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from post_forge.notes import emphasis, formulas
from post_forge.notes.emoji import NAMED

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
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
_DUNDER = re.compile(
    r"__(?:init|main|name|str|repr|call|enter|exit|dict|slots|new|del|len|iter|next|eq|hash|file|all|class|doc|module|"
    r"getattr|setattr|getitem|setitem|delitem|contains|add|lt|bool|future|version|typename|proto|dirname|filename|await|"
    r"aenter|aexit|aiter|anext|post_init|init_subclass|annotations|import|builtins|schema|type)__(?!\w)"
)
Rule = Callable[["StateInline", bool], bool]


def install(markdown: MarkdownIt) -> None:
    """Add the rules to a parser."""
    inline = markdown.inline.ruler
    inline.before("escape", "dialects", _dialects)
    inline.after("link", "no_target", _no_target)
    inline.at("emphasis", emphasis.rule)
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    markdown.block.ruler.before("fence", "maths", formulas.block_rule, alternatives)


def _dialects(state: StateInline, silent: bool) -> bool:
    rule = _RULES.get(state.src[state.pos])
    return rule is not None and rule(state, silent)


def _before(state: StateInline) -> str:
    return state.src[state.pos - 1] if state.pos else " "


def _ascii_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")


def _drop(pattern: re.Pattern[str]) -> Rule:
    def rule(state: StateInline, silent: bool) -> bool:  # noqa: ARG001
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
    "$": formulas.dollar_rule,
    "_": _underscores,
    "\\": formulas.backslash_rule,
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
