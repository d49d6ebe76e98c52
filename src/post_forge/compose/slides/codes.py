"""Code, changes and terminals as slides (rule 25): whole, lean, on two slides, the first block; never too small."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from post_forge.compose.language import spans
from post_forge.compose.language.words import word_set
from post_forge.compose.slides.page import Page, Place
from post_forge.compose.units import diagrams
from post_forge.compose.units.changes import as_changes, inner_lang, is_change, is_hunk
from post_forge.compose.units.sessions import as_session, is_command, is_typed
from post_forge.compose.values import CodePart
from post_forge.model import Code, Dialogue, Graph, Slide, Span, Text

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


_WEIGHTS = {"code": 2.3, "diff": 2.7, "terminal": 2.3, "diagram": 2.4, "figure": 3.4}
_MOST_FILES = 2
Cuts = Callable[[list[str], int], int | None]
"""How good a cut before a line is (0 is best), None where the lines must stay together."""


def code_pages(part: CodePart, place: Place) -> list[Page]:
    """One or two slides, or none if the code cannot be shown well: a change, a terminal, a drawing, else plain code."""
    if part.figure is not None:
        return [_drawn(part, part.figure, place.under(part.title))]
    if part.diagram:
        return as_code(part, place, "diagram")
    for layout in ("diff", "terminal"):
        if pages := as_code(part, place, layout):
            return pages
        if _read_as(part.code, layout):
            return []
    return as_code(part, place, "code")


def _drawn(part: CodePart, figure: Graph | Dialogue, place: Place) -> Page:
    """A diagram by itself; `focus` names the box that it leads to."""
    more = {"focus": str(diagrams.focus(figure))}
    slide = Slide("diagram", part.source, place.title, place.kicker, diagram=figure, more=more)
    return Page(slide, _WEIGHTS["figure"], str(place.title), part.role, place.title)


def as_code(part: CodePart, place: Place, layout: str) -> list[Page]:
    """The pages of one layout; none where the code is nothing of the kind, or does not fit."""
    place = place.under(part.title)
    more = {"lang": inner_lang(part.code)} if layout == "diff" and inner_lang(part.code) else {}
    pages = []
    for whole in _read_as(part.code, layout)[:_MOST_FILES]:
        for piece in (whole,) if layout == "diagram" else fit_code(whole, layout):
            slide = Slide(layout, piece.source, place.title, place.kicker, code=piece, more=more)
            pages.append(Page(slide, _WEIGHTS[layout], str(place.title), part.role, place.title))
    return pages


def _read_as(code: Code, layout: str) -> tuple[Code, ...]:
    """The code as a layout shows it; () where it is nothing of the kind."""
    if layout == "diff":
        return as_changes(code)
    if layout == "terminal":
        session = as_session(code)
        return (session,) if session else ()
    return (code,)


def fit_code(code: Code, layout: str = "code") -> tuple[Code, ...]:
    """The code in the largest shape that fits: whole, lean, in two, its first block with a comment; () if none does.

    Only plain code gets leaner: of a change or a session every line counts.
    """
    cuts = _CUTS.get(layout, _code_cut)
    lines = _strip_ends(code.text.split("\n"))
    if layout == "diff" and lines and is_hunk(lines[0]):
        lines = lines[1:]
    if not lines or max(map(spans.width, lines)) > _LONGEST_LINE:
        return ()
    if fits(lines):
        return (_with(code, lines, 0),)
    lean_lines = _lean(lines) if layout == "code" else []
    if lean_lines and fits(lean_lines):
        return (_with(code, lean_lines, -1),)
    if halves := split_lines(lines, layout) or (split_lines(lean_lines, layout) if lean_lines else None):
        first, second = halves
        at = len(first)
        return (
            _with(code, first, 0 if halves[0] == lines[: len(first)] else -1),
            _with(code, second, -1 if at == 0 else at),
        )
    return _first_block(code, lean_lines or lines, _comment(code.lang) if layout == "code" else "…", cuts)


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


def split_lines(lines: list[str], layout: str = "code") -> tuple[list[str], list[str]] | None:
    """Two parts that each fit, cut where the layout may be cut; the most even cut wins."""
    cut = _CUTS.get(layout, _code_cut)
    cuts = []
    for index in range(1, len(lines)):
        outer = cut(lines, index)
        if outer is None:
            continue
        first, second = _strip_ends(lines[:index]), _strip_ends(lines[index:])
        if len(first) >= 2 and len(second) >= 2 and fits(first) and fits(second):
            cuts.append((abs(len(first) - len(second)) + outer, index))
    if not cuts:
        return None
    index = min(cuts)[1]
    second = lines[index + 1 :] if layout == "diff" and is_hunk(lines[index]) else lines[index:]
    return _strip_ends(lines[:index]), _strip_ends(second)


def _code_cut(lines: list[str], index: int) -> int | None:
    """At a blank line or before a top-level definition."""
    blank = not lines[index].strip()
    if not blank and not _TOP_LEVEL.match(lines[index]):
        return None
    return 0 if not blank or (index + 1 < len(lines) and not lines[index + 1][:1].isspace()) else 4


def _change_cut(lines: list[str], index: int) -> int | None:
    """Before a hunk, else at a blank line, else where changed lines begin or end; both parts show a change."""
    if not (any(map(is_change, lines[:index])) and any(map(is_change, lines[index:]))):
        return None
    if is_hunk(lines[index]):
        return 0
    if is_change(lines[index]) and is_change(lines[index - 1]):
        return None
    return 2 if not lines[index].strip() else 8


def _session_cut(lines: list[str], index: int) -> int | None:
    """Before a command; at a blank line only among what one command answers."""
    if is_command(lines[index]) or (is_typed(lines[index]) and not is_typed(lines[index - 1])):
        return 0
    return 6 if not lines[index].strip() else None


_CUTS: dict[str, Cuts] = {"code": _code_cut, "diff": _change_cut, "terminal": _session_cut}


def _first_block(code: Code, lines: list[str], more: str, cut: Cuts) -> tuple[Code, ...]:
    """The lines up to a cut, closed by a line of ours (`more`) that says there is more."""
    if not more:
        return ()
    for index in range(len(lines) - 1, 2, -1):
        block = _strip_ends(lines[:index])
        if cut(lines, index) is not None and len(block) >= 3 and fits([*block, more]):
            return (_with(code, [*block, more], -1),)
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
