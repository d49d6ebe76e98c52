"""The label of a box or a line, as Mermaid writes it -> text with marks: entities, breaks and quotes resolved."""

from __future__ import annotations

import re
from html import unescape

from post_forge.model import Span, Text

_BREAK = re.compile(r"\s*(?:<br\s*/?\s*>|\\n)\s*|[ \t]*\n[ \t]*")
_ENTITY = re.compile(r"#(\w{1,8});")
_TAG = re.compile(
    r"</?(?:b|i|u|s|em|strong|sub|sup|small|big|span|div|p|font|center|code|tt|pre|a)(?:\s[^<>]*)?/?>", re.I
)
_ICON = re.compile(r"\bfa[bklrs]?:fa-[\w-]+\s*")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_ITALIC = re.compile(r"(?<![\w*])[*_](?=[^\s*_])(.+?)(?<=[^\s*_])[*_](?![\w*])", re.DOTALL)

_CODE = re.compile(
    r"[\w.:]+\([^()]*\)|[a-z]\w*(?:_\w+)+|[A-Z][A-Z0-9]*_[A-Z0-9_]+|(?:GET|POST|PUT|PATCH|DELETE|HEAD) /\S*|"
    r"/\w[\w/{}.:-]*|(?:SELECT|INSERT INTO|UPDATE|DELETE FROM) .+|`[^`]+`|"
    r"[\w.-]+\.(?:py|go|rs|js|ts|java|rb|c|h|sql|ya?ml|json|class|so)"
)


def label(written: str) -> Text:
    """What a label says. A line of it that is code as a whole is marked so; a line break is "\\n"."""
    words = written.strip()
    if len(words) > 1 and words[0] == words[-1] == '"':
        words = words[1:-1].strip()
    if len(words) > 1 and words[0] == words[-1] == "`":
        words = _ITALIC.sub(r"\1", _BOLD.sub(r"\2", words[1:-1]))
    words = _ICON.sub("", _TAG.sub("", _BREAK.sub("\n", words)))
    words = unescape(_ENTITY.sub(lambda found: f"&#{found[1]};" if found[1].isdigit() else f"&{found[1]};", words))
    lines = [" ".join(line.split()) for line in words.split("\n")]
    return marked([line for line in lines if line])


def marked(lines: list[str]) -> Text:
    """Lines as a text; those that are code are marked."""
    made: list[Span] = []
    for number, line in enumerate(lines):
        bare = line[1:-1] if len(line) > 2 and line[0] == line[-1] == "`" else line
        code = bool(_CODE.fullmatch(line))
        made.append(
            Span(("\n" if number else "") + (bare if code else line), frozenset({"code"}) if code else frozenset())
        )
    return Text(tuple(made))
