"""Code that shows a change, in any dialect -> unified diffs of one file each, in the language `diff`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from post_forge.model import Code

_LANGS = frozenset({"diff", "patch", "udiff", "git-diff", "gitdiff"})
_MIXED = re.compile(r"^(?:(?:diff|patch)[-_:+](?P<after>[\w+#-]+)|(?P<before>[\w+#-]+)[-_:+](?:diff|patch))$")
_HUNK = re.compile(r"^@@+ -\d+(?:,\d+)? (?:-\d+(?:,\d+)? )*\+\d+(?:,\d+)? @@")
_META = re.compile(
    r"^(?:diff --git |index [0-9a-f]{4,}|(?:new|deleted) file mode |(?:old|new) mode |similarity index |rename |copy |"
    r"Only in |Binary files |\\ No newline)"
)
_NOTED = re.compile(r"\s*(?://|#|--|;|%|/\*|<!--)\s*\[!code\s+(\+\+|--)(?::(\d+))?\]\s*(?:\*/|-->)?\s*$")
_FILE = re.compile(r"^(?:---|\+\+\+) (?:[ab]/)?([^\t\n]+?)(?:\t.*)?$")
_NOWHERE = "/dev/null"


def as_changes(code: Code) -> tuple[Code, ...]:
    """One diff for each file of a change: signs in the first column, no headers, the file's name as the title.

    A hunk's header stays where there are several, for lines are missing between them. Known are fences of the
    languages diff and patch (also `diff-js`), unified diffs in any other fence, and lines that a comment marks
    (`[!code ++]`, `[!code --]`).
    """
    lines = code.text.split("\n")
    if noted := _from_notes(lines):
        return (replace(code, text="\n".join(noted), lang="diff", title=code.title),)
    mixed = _MIXED.match(code.lang)
    if not (code.lang in _LANGS or mixed or _looks_like_one(lines)):
        return ()
    found = [_clean(part, code) for part in _files(lines)]
    return tuple(one for one in found if _changes(one.text.split("\n")))


def inner_lang(code: Code) -> str:
    """The language of what is changed, where the fence names it (`diff-js`); "" where it does not."""
    mixed = _MIXED.match(code.lang)
    if mixed:
        return mixed["after"] or mixed["before"]
    return code.lang if any(map(_NOTED.search, code.text.split("\n"))) and code.lang not in _LANGS else ""


def is_hunk(line: str) -> bool:
    """Does a hunk begin here?"""
    return bool(_HUNK.match(line))


def is_change(line: str) -> bool:
    """Is this line added or taken away?"""
    return line[:1] in ("+", "-")


def _looks_like_one(lines: Sequence[str]) -> bool:
    """A hunk's header, with lines that are added or taken away below it."""
    at = next((number for number, line in enumerate(lines) if _HUNK.match(line)), None)
    return at is not None and _changes(lines[at + 1 :])


def _changes(lines: Sequence[str]) -> bool:
    return any(is_change(line) and line[1:].strip() for line in lines)


def _files(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines of each file of a diff."""
    part: list[str] = []
    for number, line in enumerate(lines):
        pair = line.startswith("--- ") and number + 1 < len(lines) and lines[number + 1].startswith("+++ ")
        begins = line.startswith("diff --git ") or (pair and any(_HUNK.match(one) or is_change(one) for one in part))
        if begins and any(one.strip() for one in part):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _clean(lines: Sequence[str], code: Code) -> Code:
    title, body = "", []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        before = lines[number - 1] if number else ""
        old = line.startswith("--- ") and following.startswith("+++ ")
        new = line.startswith("+++ ") and before.startswith("--- ")
        if old or new:
            name = _FILE.match(line)
            title = name[1] if name and name[1] != _NOWHERE else title
        elif not _META.match(line):
            body.append(line)
    hunks = [number for number, line in enumerate(body) if is_hunk(line)]
    if hunks and not any(line.strip() for line in body[: hunks[0]]):
        body = body[hunks[0] + 1 :]
    while body and not body[0].strip():
        body.pop(0)
    text = "\n".join(line.rstrip() for line in _dedented(body)).rstrip("\n")
    return replace(code, text=text, lang="diff", title=code.title or title.rsplit("/", 1)[-1], focus=())


def _dedented(lines: Sequence[str]) -> list[str]:
    """Without the indent that all lines share behind their signs."""
    said = [line[1:] for line in lines if line[1:].strip() and not is_hunk(line)]
    if not said or any(line[:1] not in ("+", "-", " ", "") for line in lines if not is_hunk(line)):
        return list(lines)
    shared = min(len(line) - len(line.lstrip(" ")) for line in said)
    return [line if is_hunk(line) else line[:1] + line[1 + shared :] for line in lines]


def _from_notes(lines: Sequence[str]) -> list[str]:
    """Lines whose comments say that they are added or taken away, written with signs; [] where no comment does."""
    if not any(map(_NOTED.search, lines)):
        return []
    made: list[str] = []
    sign, left = " ", 0
    for line in lines:
        found = _NOTED.search(line)
        if found:
            sign, left = found[1][0], int(found[2] or 1)
            line = line[: found.start()]
        made.append((sign if left > 0 else " ") + line if line or left > 0 else "")
        left -= 1
    return made
