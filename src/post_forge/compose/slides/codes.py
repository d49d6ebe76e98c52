"""Code as slides (rule 25): as it is, without imports, on two slides, its first block; never smaller than the floor."""

from __future__ import annotations

import re
from dataclasses import replace

from post_forge.compose import spans
from post_forge.compose.slides.page import Page, Place
from post_forge.compose.values import CodePart
from post_forge.compose.words import word_set
from post_forge.model import Code, Slide, Span, Text

LARGE, SMALL = (44, 14), (50, 16)
"""Columns and lines that a code slide holds at 32 px and at 28 px."""
_LONGEST_LINE = 150
_IMPORT = re.compile(
    r"^\s*(?:import\s|from\s+\S+\s+import\s|#include|using\s+[\w.]+;|use\s+[\w:]+|require\b|package\s|"
    r"const .*=\s*require\()"
)
_TOP_LEVEL = re.compile(
    r"^(?:def |class |async def |@|func |fn |pub |public |private |function |export |const |type |struct |impl |"
    r"interface |CREATE |SELECT |INSERT |UPDATE |ALTER |BEGIN|#|//|--)"
)
_HASH = word_set(
    """python py bash sh shell zsh ruby rb yaml yml toml dockerfile docker makefile perl r elixir ini conf nginx"""
)
_DASH = word_set("sql lua haskell hs elm postgres postgresql plsql mysql")
_SEMI = word_set("lisp clojure clj scheme asm")
_NONE = word_set("json text txt console diff html xml markdown md css") | {""}


def code_pages(part: CodePart, place: Place) -> list[Page]:
    """One or two code slides, or none if the code cannot be shown well."""
    place = place.under(part.title)
    if part.diagram:
        slide = Slide("diagram", part.source, place.title, place.kicker, code=part.code)
        return [Page(slide, 2.4, str(place.title), part.role)]
    pieces = fit_code(part.code)
    pages = []
    for piece in pieces:
        slide = Slide("code", piece.source, place.title, place.kicker, code=piece)
        pages.append(Page(slide, 2.3, str(place.title), part.role, place.title))
    return pages


def fit_code(code: Code) -> tuple[Code, ...]:
    """The code in the largest shape that fits: whole, lean, in two, its first block with a comment; () if none does."""
    lines = _strip_ends(code.text.split("\n"))
    if not lines or max(map(spans.width, lines)) > _LONGEST_LINE:
        return ()
    if fits(lines):
        return (_with(code, lines, 0),)
    lean_lines = _lean(lines)
    if lean_lines and fits(lean_lines):
        return (_with(code, lean_lines, -1),)
    if halves := split_lines(lines) or (split_lines(lean_lines) if lean_lines else None):
        first, second = halves
        at = len(first)
        return (
            _with(code, first, 0 if halves[0] == lines[: len(first)] else -1),
            _with(code, second, -1 if at == 0 else at),
        )
    return _first_block(code, lean_lines or lines)


def fits(lines: list[str]) -> bool:
    """Does it fit at either size, wrapped lines counted as what they take?"""
    return any(height(lines, columns) <= most for columns, most in (LARGE, SMALL))


def height(lines: list[str], columns: int) -> int:
    """Rows on the slide: a long line takes one more for every `columns` less a hanging indent of 4."""
    total = 0
    for line in lines:
        wide = spans.width(line)
        total += 1 if wide <= columns else 1 + -(-(wide - columns) // (columns - 4))
    return total


def split_lines(lines: list[str]) -> tuple[list[str], list[str]] | None:
    """Two parts that each fit, cut at a blank line or before a top-level definition; the most even cut wins."""
    cuts = []
    for index in range(2, len(lines) - 1):
        blank = not lines[index].strip()
        if not blank and not _TOP_LEVEL.match(lines[index]):
            continue
        first, second = _strip_ends(lines[:index]), _strip_ends(lines[index:])
        if len(first) >= 2 and len(second) >= 2 and fits(first) and fits(second):
            outer = 0 if not blank or (index + 1 < len(lines) and not lines[index + 1][:1].isspace()) else 4
            cuts.append((abs(len(first) - len(second)) + outer, index))
    if not cuts:
        return None
    index = min(cuts)[1]
    return _strip_ends(lines[:index]), _strip_ends(lines[index:])


def _first_block(code: Code, lines: list[str]) -> tuple[Code, ...]:
    """The lines up to a blank line, closed by a comment that says there is more."""
    comment = _comment(code.lang)
    if not comment:
        return ()
    for index in range(len(lines) - 1, 2, -1):
        starts_new = not lines[index].strip() or (_TOP_LEVEL.match(lines[index]) and not lines[index][:1].isspace())
        block = _strip_ends(lines[:index])
        if starts_new and len(block) >= 3 and fits([*block, comment]):
            return (_with(code, [*block, comment], -1),)
    return ()


def _comment(lang: str) -> str:
    if lang in _HASH:
        return "# …"
    if lang in _DASH:
        return "-- …"
    if lang in _SEMI:
        return ";; …"
    return "" if lang in _NONE else "// …"


def _lean(lines: list[str]) -> list[str]:
    """Without imports, with blank lines merged."""
    kept: list[str] = []
    for line in lines:
        if _IMPORT.match(line) or (not line.strip() and (not kept or not kept[-1].strip())):
            continue
        kept.append(line)
    return _strip_ends(kept)


def _strip_ends(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return [line.rstrip() for line in lines[start:end]]


def _with(code: Code, lines: list[str], offset: int) -> Code:
    """The code with other lines. Focus lines only survive where their numbers still hold (offset >= 0)."""
    whole = offset == 0 and len(lines) == code.text.count("\n") + 1
    focus = code.focus if whole else ()
    return replace(code, text="\n".join(lines), focus=focus)


def title_of(code: Code) -> Text:
    """The file name of the code, as a title."""
    return Text((Span(code.title),)) if code.title else Text()
