"""Source code, a diff or a terminal session -> its lines as they are shown: parts, kind, a sign beside them.

A diff loses its first column: the sign stands in the gutter, and old and new lines are coloured as the language they
are written in. In a terminal what was typed stands out from what was answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["code", "diff", "console"]
Part = tuple[str, str]

MINUS = "\u2212"
PROMPTS = ("$ ", "> ")
"""How a line begins that was typed."""

_HEAD = re.compile(r"(?:diff --git |index [0-9a-f]{4,}|(?:new|deleted) file mode|similarity index|rename (?:from|to) )")
_HUNK = re.compile(r"@@+ -\d")


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One line: parts of (text, kind of token), what the line is ("added", "removed", "meta", "command", "output" or
    "" for plain code), and the sign in the gutter."""

    parts: tuple[Part, ...]
    role: str = ""
    sign: str = ""


@lru_cache(64)
def code_lines(text: str, lang: str, kind: Kind) -> tuple[CodeLine, ...]:
    """The lines of a block of code."""
    if kind == "diff":
        return _diff(text.split("\n"), lang)
    if kind == "console":
        return tuple(_session(line) for line in text.split("\n"))
    from post_forge.render.type import highlight

    return tuple(CodeLine(parts) for parts in highlight(text, lang))


def shown(text: str, kind: Kind) -> str:
    """The text as it is set: a diff without the signs of its first column."""
    if kind != "diff":
        return text
    return "\n".join(said for said, _ in _read(text.split("\n")))


# ---- diffs -----------------------------------------------------------------------------------------------------------


def _read(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Each line without its sign, and its role."""
    found: list[tuple[str, str]] = []
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else ""
        before = lines[at - 1] if at else ""
        names_file = line.startswith("--- ") and following.startswith("+++ ")
        names_file = names_file or (line.startswith("+++ ") and before.startswith("--- "))
        if names_file or _HEAD.match(line) or _HUNK.match(line) or line.startswith("\\ "):
            found.append((line, "meta"))
        elif line[:1] in ("+", "-"):
            found.append((line[1:], "added" if line[0] == "+" else "removed"))
        else:
            found.append((line.removeprefix(" "), ""))
    return found


def _diff(lines: Sequence[str], lang: str) -> tuple[CodeLine, ...]:
    """Old and new are coloured each as a whole, so that a string over several lines stays a string."""
    from post_forge.render.type import highlight

    read = _read(lines)
    sides = {}
    for side in ("removed", "added"):
        at = [number for number, (_, role) in enumerate(read) if role in ("", side)]
        colored = highlight("\n".join(read[number][0] for number in at), lang)
        sides[side] = dict(zip(at, colored, strict=True)) if at else {}
    signs = {"added": "+", "removed": MINUS}
    made = []
    for number, (said, role) in enumerate(read):
        parts = ((said, "comment"),) if role == "meta" else sides["removed" if role == "removed" else "added"][number]
        made.append(CodeLine(parts, role, signs.get(role, "")))
    return tuple(made)


# ---- terminals -------------------------------------------------------------------------------------------------------


def _session(line: str) -> CodeLine:
    """A typed line: its prompt, then the command in the colours of a shell; else an answer."""
    from post_forge.render.type import highlight

    prompt = next((one for one in PROMPTS if line.startswith(one)), "")
    if not prompt:
        role = "comment" if line.startswith("# ") else "output"
        return CodeLine(((line, role),) if line else (), role)
    command = highlight(line[len(prompt) :], "bash")[0] if line[len(prompt) :] else ()
    return CodeLine(((prompt, "prompt"), *command), "command")
