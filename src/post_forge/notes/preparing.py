"""The lines of a note's body -> the lines that are parsed: what the parser does not know becomes Markdown or blank.

Lines are replaced, never removed, and only a missing fence adds one, so that every block keeps the author's line.
Code is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from post_forge.errors import Source
from post_forge.notes import fences
from post_forge.notes.report import Report

_ATTRIBUTES = re.compile(r"[ \t>]*\{(?::[^{}]*|[.#][^\s{}]+[^{}]*|[\w-]+=[^{}]*)\}[ \t]*$")
_CONTENTS = re.compile(r"[ \t]*(?:\[\[?_?TOC_?\]\]?|\{:\s*toc\s*\}|\$\{toc\}|@\[toc\][^\n]*)[ \t]*$", re.IGNORECASE)
_SHORTCODE = re.compile(r"[ \t]*(?:\{%-?\s*(.*?)\s*-?%\}|\{\{[<%]\s*(.*?)\s*/?[>%]\}\})[ \t]*$")
_CODE_OPEN = re.compile(r"(?:highlight|code|codeblock)\b\s*\"?([\w+#-]*)")
_HINT = re.compile(r"(?:hint|note|notice|callout|admonition|alert|tip|info|warning|danger|caution)\b")
_CARD = re.compile(r"[ \t]*@\[[a-z]+\]\([^)]*\)[ \t]*$")
_TIGHT_HEADING = re.compile(r"(#{2,6})(?=[^#\s])(?!\d+\b)")
_WIDE_SPACE_HEADING = re.compile(r"(#{1,6})[\u00a0\u3000]+")
_TAG_LINE = re.compile(r"[ \t]*#[^\W\d_][\w/-]*(?:[ \t,]+#[^\W\d_][\w/-]*)*[ \t]*$")
_MODULE = re.compile(r"(?:import\s+(?:[\w*{]|[\"']).*|export\s+(?:default|const|let|function|async|class|\{|\*).*)$")
_COMPONENT = re.compile(r"</?[A-Z][\w.]*(?:\s(?:[^<>{}\"']|\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{[^{}]*\})*\})*)?/?>|</?>")
_EXPRESSION = re.compile(r"\{/\*.*?\*/\}|\{[\"'`]\s*[\"'`]\}", re.DOTALL)

Lines = list[str]


def prepare(body: str, first_line: int, report: Report, mdx: bool) -> Lines:
    """The lines to parse; `report.lines` is set to the author's number of each."""
    lines = body.split("\n")
    numbers = list(range(first_line, first_line + len(lines)))
    if "```" in body or "~~~" in body:
        lines, numbers = fences.repair(lines, numbers, report)
    report.lines = numbers
    if mdx:
        lines = _without_mdx(lines)
    if "{%" in body or "{{" in body:
        lines = _shortcodes(lines)
    if "%%" in body or "<!--" in body:
        lines = _comments(lines, report)
    return _each(lines, lambda line, number: _cleaned(line, number, report))


def _each(lines: Lines, change: Callable[[str, int], str | None]) -> Lines:
    code = fences.covered(lines)
    result: Lines = []
    for number, (line, hidden) in enumerate(zip(lines, code, strict=True)):
        changed = None if hidden else change(line, number)
        result.append(line if changed is None else changed)
    return result


def _cleaned(line: str, number: int, report: Report) -> str | None:
    """A line without what stands for itself alone; None where it stays."""
    start = line.lstrip()[:1]
    if start == "#":
        return _heading_line(line, number, report)
    if start == "{" and _ATTRIBUTES.match(line):
        return ""
    if start in "[{$@" and start and (_CONTENTS.match(line) or _CARD.match(line)):
        return ""
    return None


def _heading_line(line: str, number: int, report: Report) -> str | None:
    """`##Title` is meant as a heading; a line of nothing but `#tags` says nothing on a slide."""
    if tight := _TIGHT_HEADING.match(line):
        message = f"a heading has a space after {tight[1]}; this line was read as a heading"
        report.warn("note.heading", message, report.source(number), "put a space there")
        return f"{tight[1]} {line[tight.end() :]}"
    if wide := _WIDE_SPACE_HEADING.match(line):
        return f"{wide[1]} {line[wide.end() :]}"
    return "" if _TAG_LINE.match(line) and " #" in line.strip() else None


def _comments(lines: Lines, report: Report) -> Lines:
    """Obsidian's `%%` blocks blanked; an HTML comment that never ends taken for its first line alone."""
    code = fences.covered(lines)
    last_end = max((number for number, line in enumerate(lines) if "-->" in line), default=-1)
    last_mark = max((number for number, line in enumerate(lines) if "%%" in line and not code[number]), default=-1)
    result: Lines = []
    inside = False
    for number, line in enumerate(lines):
        if code[number]:
            result.append(line)
            continue
        marks = line.count("%%")
        if inside or (marks == 1 and line.lstrip().startswith("%%") and number < last_mark):
            inside = inside ^ (marks % 2 == 1)
            line = line.rpartition("%%")[2] if not inside else ""
        if "<!--" in line and number > last_end:
            source = Source(report.path, report.lines[number])
            report.warn(
                "note.comment", "this comment is never closed; its line is left out", source, "close it with -->"
            )
            line = line.partition("<!--")[0]
        result.append(line)
    return result


def _shortcodes(lines: Lines) -> Lines:
    """Liquid, Hugo and GitBook tags on a line of their own: highlighted code becomes a fence, a hint a callout."""
    code = fences.covered(lines)
    result = list(lines)
    dropped = ""  # the tag whose content is left out
    for number, line in enumerate(lines):
        found = None if code[number] else _SHORTCODE.match(line)
        words = (found[1] or found[2] or "") if found else ""
        if dropped:
            result[number] = ""
            dropped = "" if words.lstrip("/ ").startswith(("endcomment", dropped)) and found else dropped
        elif found:
            result[number] = _shortcode(words)
            dropped = "comment" if words.split()[:1] == ["comment"] else ""
    return result if any("```" in line for line in lines) or result != lines else lines


def _shortcode(words: str) -> str:
    if words.startswith(("endhighlight", "/highlight", "/ highlight", "endcode", "/code", "endcodeblock")):
        return "```"
    if opened := _CODE_OPEN.match(words):
        return f"```{opened[1]}" if words.startswith("highlight") or opened[1] else ""
    if words.startswith(("end", "/")):
        return ":::" if _HINT.match(words.lstrip("/ ").removeprefix("end")) else ""
    if hint := _HINT.match(words):
        style = re.search(r"(?:style|type)?=?\"([a-z]+)\"|\s([a-z]+)\s*$", words)
        return f"::: {(style[1] or style[2]) if style else hint[0]}"
    return ""


def _without_mdx(lines: Lines) -> Lines:
    """Module lines blanked (up to the empty line that ends them), component tags taken out, their content kept."""
    code = fences.covered(lines)
    result: Lines = []
    module = False
    for line, hidden in zip(lines, code, strict=True):
        if hidden:
            result.append(line)
            continue
        module = bool(line.strip()) and (module or _MODULE.match(line) is not None)
        result.append("" if module else line)
    return _without_components(result)


def _without_components(lines: Lines) -> Lines:
    """Tags may go over several lines, so runs of lines between fences are looked at as one text."""
    code = fences.covered(lines)
    result: Lines = []
    run: Lines = []
    for line, hidden in zip([*lines, ""], [*code, True], strict=True):
        if hidden:
            result += _run_without_components(run)
            run = []
            result.append(line)
        else:
            run.append(line)
    return result[:-1]


def _run_without_components(run: Lines) -> Lines:
    text = "\n".join(run)
    if "<" in text:
        text = _COMPONENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    if "{" in text:
        text = _EXPRESSION.sub(lambda found: "\n" * found[0].count("\n"), text)
    kept = text.split("\n") if run else []
    return [
        line.lstrip() if line[:4].isspace() and not _in_list(kept, number) else line for number, line in enumerate(kept)
    ]


def _in_list(lines: Lines, number: int) -> bool:
    """Whether an indented line belongs to a list item above it, rather than to a component."""
    for line in reversed(lines[max(0, number - 40) : number]):
        if line.strip() and not line[0].isspace():
            return re.match(r"[-*+]\s|\d+[.)]\s", line) is not None
    return False
