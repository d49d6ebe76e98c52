"""The text of a diagram without what draws nothing: front matter, comments, directives; and places in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FRONT = re.compile(r"\A\s*---[ \t]*\n.*?\n[ \t]*---[ \t]*(?=\n|\Z)", re.DOTALL)
_DIRECTIVE = re.compile(r"%%\{.*?\}%%", re.DOTALL)
_COMMENT = re.compile(r"^[ \t]*%%[^\n]*|[ \t]%%[^\n\"]*$", re.MULTILINE)
_ACCESSIBLE = re.compile(r"^[ \t]*acc(?:Title|Descr)[ \t]*(?::[^\n]*|\{[^}]*\})", re.MULTILINE)
_KIND = re.compile(r"\s*([A-Za-z][\w-]*)")
_HEADER = re.compile(
    r"\s*(?:graph|flowchart(?:-elk)?)[ \t]+(?:TB|TD|BT|RL|LR)\b|\s*(?:graph|flowchart|sequenceDiagram|"
    r"stateDiagram(?:-v2)?|classDiagram|erDiagram|gantt|pie|mindmap|gitGraph|journey|timeline)[ \t]*;?(?:\n|$)"
)


class MermaidError(Exception):
    """A diagram that cannot be drawn. `line` and `column` count from 1 in its own text."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"{message} (line {line}, column {column})")
        self.message, self.line, self.column = message, line, column


@dataclass(frozen=True, slots=True)
class Source:
    """The text to read. What was taken out has become blanks, so that every place is still the author's."""

    text: str

    def error(self, message: str, at: int) -> MermaidError:
        """The error at an offset into the text."""
        line = self.text.count("\n", 0, at) + 1
        return MermaidError(message, line, at - (self.text.rfind("\n", 0, at) + 1) + 1)

    def words(self, at: int) -> str:
        """What stands at an offset, for a message."""
        return self.text[at:].lstrip().split("\n")[0][:24].rstrip()


def prepared(text: str) -> Source:
    """The text with everything that draws nothing blanked out."""
    for pattern in (_FRONT, _DIRECTIVE, _COMMENT, _ACCESSIBLE):
        text = pattern.sub(_blank, text)
    return Source(text)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def kind_of(source: Source) -> tuple[str, int]:
    """The first word and where it stands."""
    found = _KIND.match(source.text)
    return (found[1], found.start(1)) if found else ("", 0)


def is_mermaid(text: str) -> bool:
    """Whether a text without a language is a Mermaid diagram: it begins with the header of one."""
    return bool(_HEADER.match(prepared(text).text))
