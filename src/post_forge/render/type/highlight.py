"""Source code -> lines of (text, kind), the kinds being the names of a theme's code colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

KINDS = (
    "text",
    "keyword",
    "function",
    "call",
    "name",
    "string",
    "number",
    "argument",
    "type",
    "decorator",
    "operator",
    "comment",
)
Part = tuple[str, str]
MOST_CHARACTERS = 20_000  # more than any slide shows; longer code is not looked at

# Pygments names its tokens by a path; the longest prefix wins.
_KINDS = {
    "Comment": "comment",
    "Comment.Preproc": "keyword",
    "Comment.PreprocFile": "string",
    "Generic.Deleted": "type",
    "Generic.Heading": "comment",
    "Generic.Inserted": "string",
    "Generic.Output": "comment",
    "Generic.Prompt": "operator",
    "Generic.Subheading": "comment",
    "Generic.Traceback": "type",
    "Keyword": "keyword",
    "Keyword.Type": "type",
    "Literal": "string",
    "Literal.Date": "number",
    "Literal.Number": "number",
    "Literal.Scalar": "string",
    "Literal.String.Doc": "comment",
    "Literal.String.Interpol": "operator",
    "Name": "name",
    "Name.Attribute": "argument",
    "Name.Builtin": "type",
    "Name.Builtin.Pseudo": "name",
    "Name.Class": "type",
    "Name.Decorator": "decorator",
    "Name.Exception": "type",
    "Name.Function": "function",
    "Name.Tag": "argument",
    "Operator": "operator",
    "Operator.Word": "keyword",
    "Punctuation": "operator",
}
_ALIASES = {"curl": "bash", "jsonc": "json", "json5": "json", "sh-session": "console", "terminal": "console"}
_SHELLS = {"Bash", "Bash Session", "PowerShell", "PowerShell Session", "Fish"}
_DEFINES = {"def", "func", "fn", "fun", "function", "sub"}
_CAN_BE_CALLED = {"name", "argument", "type", "text"}


@lru_cache(32)
def highlight(code: str, lang: str) -> tuple[tuple[Part, ...], ...]:
    """The lines of `code`, each as parts that join to the line exactly. An unknown language is all "text"."""
    lexer = _lexer(lang.strip().casefold())
    parts: Iterable[Part] = [(code, "text")]
    if lexer is not None and len(code) <= MOST_CHARACTERS:
        found = lexer.get_tokens_unprocessed(code + "\n")  # several lexers count on the last line feed
        tokens = [(_kind(str(kind)[6:]), value) for _, kind, value in found if value]
        if "".join([value for _, value in tokens]) == code + "\n":
            return tuple(_lines(_parts(tokens, lexer.name)))[:-1]
    return tuple(_lines(parts))


@lru_cache(64)
def _lexer(lang: str) -> Any:
    """A lexer by the name an author writes behind the fence; None when there is no such language."""
    if not lang or lang in ("text", "plain", "plaintext", "txt", "none", "output"):
        return None
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(_ALIASES.get(lang, lang))
    except ClassNotFound:
        return None


@lru_cache(512)
def _kind(token: str) -> str:
    while token:
        if token in _KINDS:
            return _KINDS[token]
        token = token.rpartition(".")[0]
    return "text"


def _parts(tokens: Sequence[tuple[str, str]], lexer: str) -> Iterator[Part]:
    """Tokens with what only their neighbours tell: calls, definitions, named arguments, commands."""
    shell = lexer in _SHELLS
    solid = [index for index, (_, value) in enumerate(tokens) if not value.isspace()]
    after = dict(zip(solid, [*(tokens[index][1] for index in solid[1:]), ""], strict=False))
    depth, defining, command, before = 0, False, True, ""
    for index, (kind, value) in enumerate(tokens):
        if index not in after:
            command = command or "\n" in value
            yield value, kind
            continue
        follows = after[index]
        if shell and kind == "text":
            kind = "call" if command else "argument" if value.startswith("-") else "text"
        elif kind in _CAN_BE_CALLED and follows.startswith("(") and before != "@":
            kind = "function" if defining else "call"
        elif kind == "name" and depth and follows == "=" and before[-1:] in ("(", ","):
            kind = "argument"
        defining = (defining or (kind == "keyword" and value in _DEFINES)) and kind != "function"
        if not value.isalnum():
            opened, closed = (sum([value.count(one) for one in brackets]) for brackets in ("([{", ")]}"))
            depth = max(0, depth + opened - closed)
        command = kind == "operator" and value.strip() in ("|", "&&", "||", ";", "$", "$(", "#", ">")
        before = value
        yield value, kind


def _lines(parts: Iterable[Part]) -> Iterator[tuple[Part, ...]]:
    """Parts cut at line ends; blanks and neighbours of one kind join what stands before them."""
    line: list[Part] = []
    for text, kind in parts:
        if "\n" not in text:
            _join(line, text, kind)
            continue
        first, *more = text.split("\n")
        _join(line, first, kind)
        for piece in more:
            yield tuple(line)
            line = []
            _join(line, piece, kind)
    yield tuple(line)


def _join(line: list[Part], text: str, kind: str) -> None:
    if not text:
        return
    if line and (line[-1][1] == kind or text.isspace()):
        line[-1] = (line[-1][0] + text, line[-1][1])
    else:
        line.append((text, kind))
