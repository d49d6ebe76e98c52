"""Code fences: which lines they cover, what their info string says, and the repair of those that do not pair."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from post_forge.errors import Source
from post_forge.notes.report import Report
from post_forge.notes.words import words

_FENCE = re.compile(r"^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?[ \t]*)(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*?)[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_HEADING = re.compile(r"^#{1,6}[ \t]+\S")
_MARKDOWN = frozenset({"markdown", "md", "mdx"})
_HASH_COMMENTS = words("""
    python py bash sh shell zsh console yaml yml toml ini conf dockerfile docker ruby rb perl r make makefile env
    properties nginx elixir terraform hcl powershell ps1 julia graphql
""")
_TITLE = re.compile(r"(?:title|filename|file|name)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s}]+))")
_FOCUS = re.compile(r"\{([\d,\s-]+)\}|(?:hl_lines|highlight)\s*=\s*[\"']?([\d,\s-]+)")


@dataclass(frozen=True, slots=True)
class Info:
    """An info string taken apart: ```` ```python title="pay.py" {2,4-5} ````."""

    lang: str
    rest: str = ""
    title: str = ""
    focus: tuple[int, ...] = ()


def read_info(info: str) -> Info:
    """Any dialect's: `python:pay.py`, `{.python title="x"}`, `js {1,3}`, `hl_lines="2 3"`."""
    info = info.strip()
    title = _TITLE.search(info)
    named = (title[1] or title[2] or title[3]) if title else ""
    lines = _FOCUS.search(info)
    word = re.sub(r"^\{\s*\.?|\}$", "", info).replace("{", " ").split(maxsplit=1)
    lang, _, file = (word[0] if word else "").partition(":")
    lang = lang.lower().strip(".,}")
    if "=" in lang:
        lang = ""
    return Info(lang, word[1] if len(word) > 1 else "", named or file, _numbers(lines[1] or lines[2]) if lines else ())


def _numbers(text: str) -> tuple[int, ...]:
    result: list[int] = []
    for part in re.split(r"[,\s]+", text.strip()):
        first, _, last = part.partition("-")
        if first.isdecimal() and (not last or last.isdecimal()):
            result += range(int(first[:5]), min(int(last[:5] or first[:5]), int(first[:5]) + 500) + 1)
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Fence:
    """An opening line, its closing line (None where it has none), and the lines inside that open again; from 0."""

    start: int
    end: int | None
    prefix: str
    mark: str
    lang: str
    again: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    prefix: str
    mark: str
    info: str


def scan(lines: Sequence[str]) -> list[Fence]:
    """The fences as CommonMark pairs them: a closing line has no info string and is as long as the opening one."""
    found: list[Fence] = []
    opener: _Line | None = None
    again: list[int] = []
    in_list = False
    for number, text in enumerate(lines):
        line = _fence_line(number, text)
        if opener is None and text.strip():
            in_list = _ITEM.match(text) is not None or (
                in_list and (text[0].isspace() or lines[number - 1].strip() != "")
            )
        if opener and _leaves(opener, text, in_list):
            found.append(_fence(opener, number - 1, again))
            opener, again = None, []
        if not line:
            continue
        if opener is None:
            opener = line
        elif line.mark[0] == opener.mark[0] and len(line.mark) >= len(opener.mark):
            if line.info:
                again.append(number)
            else:
                found.append(_fence(opener, number, again))
                opener, again = None, []
    if opener:
        found.append(_fence(opener, None, again))
    return found


def _fence_line(number: int, text: str) -> _Line | None:
    if "```" not in text and "~~~" not in text:
        return None
    match = _FENCE.match(text)
    return _Line(number, match[1], match[2], match[3]) if match else None


def _fence(opener: _Line, end: int | None, again: list[int]) -> Fence:
    return Fence(opener.number, end, opener.prefix, opener.mark, read_info(opener.info).lang, tuple(again))


def _leaves(opener: _Line, text: str, in_list: bool) -> bool:
    """A fence in a quote or a list item ends where they end: at a line without the `>`, or at the left edge."""
    if ">" in opener.prefix:
        return ">" not in text[: len(opener.prefix) + 3]
    width = len(opener.prefix.expandtabs(4))
    return in_list and width >= 2 and bool(text.strip()) and not text[0].isspace() and not _FENCE.match(text)


def covered(lines: Sequence[str]) -> list[bool]:
    """For each line whether it is code (the fences themselves too)."""
    code = [False] * len(lines)
    for fence in scan(lines):
        end = len(lines) - 1 if fence.end is None else fence.end
        code[fence.start : end + 1] = [True] * (end + 1 - fence.start)
    return code


def _broken(fences: Sequence[Fence]) -> Fence | None:
    """The first fence that never closes or in which another one opens."""
    return next((fence for fence in fences if fence.end is None or fence.again), None)


def repair(lines: list[str], numbers: list[int], report: Report) -> tuple[list[str], list[int]]:
    """Lines whose fences pair, and the author's number of each. Every repair is reported with its place.

    A ```` ```markdown ```` wrapper round a whole chapter is unwrapped; a fence that stays open closes at the next
    heading, or before the line that opens the next one.
    """
    for _ in range(50):
        fence = _broken(scan(lines))
        if fence is None:
            break
        done = _unwrap(lines, numbers, fence, report) or _close(lines, numbers, fence, report)
        if done is None:
            break
        lines, numbers = done
    return lines, numbers


Repaired = tuple[list[str], list[int]]


def _unwrap(lines: list[str], numbers: list[int], fence: Fence, report: Report) -> Repaired | None:
    if fence.lang not in _MARKDOWN or not (fence.again or fence.end is None):
        return None
    before = _trouble(lines)
    alone = _blanked(lines, fence.start)
    closer = _outer_closer(lines, fence)
    both = _blanked(alone, closer) if closer is not None else alone
    best = both if closer is not None and _trouble(both) < before else alone
    if _trouble(best) >= before:
        return None
    message = "this ```markdown fence wraps text that holds fences itself; it was taken away"
    report.warn(
        "note.fence",
        message,
        Source(report.path, numbers[fence.start]),
        "delete this line" + _and_closer(best, both, numbers, closer),
    )
    return best, numbers


def _and_closer(best: list[str], both: list[str], numbers: list[int], closer: int | None) -> str:
    return f" and line {numbers[closer]}" if closer is not None and best is both else ""


def _trouble(lines: Sequence[str]) -> int:
    return sum((fence.end is None) + len(fence.again) for fence in scan(lines))


def _outer_closer(lines: Sequence[str], fence: Fence) -> int | None:
    """The line that closes the wrapper when fences inside it are counted as pairs."""
    depth = 1
    for number in range(fence.start + 1, len(lines)):
        line = _fence_line(number, lines[number])
        if not line or line.mark[0] != fence.mark[0]:
            continue
        depth += 1 if line.info else -1
        if depth == 0:
            return number
    return None


def _blanked(lines: Sequence[str], number: int) -> list[str]:
    return [*lines[:number], "", *lines[number + 1 :]]


def _close(lines: list[str], numbers: list[int], fence: Fence, report: Report) -> Repaired | None:
    """Put a closing line where the code must have ended."""
    place = _next_heading(lines, fence)
    if place is None and fence.again:
        place = fence.again[0]
    if place is None:
        if fence.end is None:
            message = "this code fence is never closed; all that follows is code"
            report.warn(
                "note.fence",
                message,
                Source(report.path, numbers[fence.start]),
                "close it with ``` on a line of its own",
            )
        return None
    message = f"this code fence is never closed; it was closed before line {numbers[place]}"
    report.warn(
        "note.fence", message, Source(report.path, numbers[fence.start]), "close it with ``` on a line of its own"
    )
    indent = re.sub(r"[^\s>]", " ", fence.prefix)
    closer = indent + fence.mark
    return [*lines[:place], closer, *lines[place:]], [*numbers[:place], numbers[max(0, place - 1)], *numbers[place:]]


def _next_heading(lines: Sequence[str], fence: Fence) -> int | None:
    """The first heading inside that cannot be a comment of the code's language."""
    stop = fence.again[0] if fence.again else fence.end if fence.end is not None else len(lines)
    least = 2 if fence.lang in _HASH_COMMENTS or not fence.lang else 1
    for number in range(fence.start + 1, stop):
        text = lines[number]
        if _HEADING.match(text) and len(text) - len(text.lstrip("#")) >= least and not lines[number - 1].strip():
            return number
    return None
