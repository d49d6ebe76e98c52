"""The text of a note -> the text with what can be mended safely mended; nothing that its author meant is touched.

Each fix does one thing, is shown as a diff, and leaves nothing for a second run. What is not mended, and why: links (an
address may not answer by https), alternative texts (an invented one is worse than none), words of any kind.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping

from post_forge.check import authored, code, walking
from post_forge.check.values import NoteView
from post_forge.model import Handwritten

_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TIGHT = re.compile(r"(#{2,6})(?=[^#\s])(?!\d+\b)")


def _invisible(view: NoteView) -> list[str]:
    """Characters that nobody sees go, where no script needs them."""
    return [authored.INVISIBLE.sub("", line) if authored.seen_by_nobody(line) else line for line in view.lines]


def _control(view: NoteView) -> list[str]:
    """Control characters go; those that part words leave a space, as they do where a note is read."""
    return [_HARMFUL.sub(lambda found: " " if found[0] in "\x0b\x0c\x85" else "", line) for line in view.lines]


def _status(view: NoteView) -> list[str]:
    """Only towards `draft`: holding a note back is the safe side."""
    lines = list(view.lines)
    if found := authored.misspelt_status(view):
        number, column, word, meant = found
        line = lines[number - 1]
        lines[number - 1] = line[: column - 1] + meant + line[column - 1 + len(word) :]
    return lines


def _tags(view: NoteView) -> list[str]:
    """Tags on one line, or one a line, each once; the first way of writing it stays."""
    lines: list[str | None] = list(view.lines)
    seen: set[str] | None = None
    for number, line in walking.matter_lines(view):
        if inline := re.match(r"((?:hash)?tags\s*[:=]\s*\[)(.*)(\]\s*)$", line):
            words = [word.strip() for word in inline[2].split(",") if word.strip()]
            kept = list({word.strip("\"'").casefold(): word for word in reversed(words)}.values())[::-1]
            ordered = [word for at, word in enumerate(words) if word in kept and word not in words[:at]]
            if len(ordered) < len(words) and not re.search(r"[\"'\[{]", inline[2].replace('"', "").replace("'", "")):
                lines[number - 1] = f"{inline[1]}{', '.join(ordered)}{inline[3]}"
            seen = None
        elif re.match(r"(?:hash)?tags\s*:\s*$", line):
            seen = set()
        elif seen is not None and (item := re.match(r"\s*-\s+([^\s#].*?)\s*$", line)):
            word = item[1].strip("\"'").casefold()
            if word in seen:
                lines[number - 1] = None
            seen.add(word)
        elif line.strip():
            seen = None
    return [line for line in lines if line is not None]


def _spaces(view: NoteView) -> list[str]:
    lines = list(view.lines)
    for block in walking.blocks(view.note):
        if isinstance(block, Handwritten):
            for number, line in authored.own_lines(view, block):
                lines[number - 1] = line.rstrip()
    return lines


def _headings(view: NoteView) -> list[str]:
    """`##Title` gets its space."""
    lines = list(view.lines)
    for number, line in walking.prose_lines(view):
        lines[number - 1] = _TIGHT.sub(r"\1 ", line, count=1) if _TIGHT.match(line) else line
    return lines


def _rule_lines(view: NoteView) -> list[str]:
    """An empty line parts a sentence from the line of dashes below it."""
    lines: list[str] = []
    after = {number for number, _ in authored.swallowed(view)}
    for number, line in enumerate(view.lines, 1):
        lines += [line, ""] if number in after else [line]
    return lines


def _quotes(view: NoteView) -> list[str]:
    """Typographic characters in a block of code that is read without them, and is not with them."""
    lines = list(view.lines)
    parsers = code.PARSERS
    for block, first in walking.code_blocks(view):
        parse = parsers.get(block.lang)
        mended = block.text.translate(code.CURLY)
        if parse and mended != block.text and parse(block.text) is not None and parse(mended) is None:
            for number in range(first, first + block.text.count("\n") + 1):
                lines[number - 1] = view.line(number).translate(code.CURLY)
    return lines


FIXES: Mapping[str, Callable[[NoteView], list[str]]] = {
    "text.space": _spaces,
    "code.quotes": _quotes,
    "note.invisible": _invisible,
    "note.character": _control,
    "note.heading": _headings,
    "front.status": _status,
    "front.tags": _tags,  # this one may take lines out, the next adds some
    "note.rule-line": _rule_lines,
}
"""By rule, in the order they are made: those that look at blocks first, while all lines are where they were."""


def fixed(view: NoteView, wanted: Callable[[str], bool], read: Callable[[str], NoteView]) -> str:
    """The text with every wanted fix made; `read` reads a text as the note, which the next fix looks at."""
    for rule, fix in FIXES.items():
        if wanted(rule):
            text = "\n".join(fix(view))
            if text != view.text:
                view = read(text)
    return view.text


def diff(path: str, before: str, after: str) -> str:
    """What changes, as a unified diff; empty where nothing does."""
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), path, path, lineterm="")
    return "\n".join(lines)
