"""Code, drawings and diagrams -> slides: every line, cut between blocks where it must be, in type that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from post_forge.compose.guides.values import UnshownError
from post_forge.compose.slides.codes import fits
from post_forge.compose.units import diagrams
from post_forge.compose.units.changes import as_changes, inner_lang
from post_forge.compose.units.sessions import as_session
from post_forge.model import Code, Slide

_WORD = re.compile(r"\w+")
_BLANK, _OUTER, _ANY = 0, 3, 40
"""What a cut costs, in lines away from the middle: at a blank line, before a line without indent, anywhere."""


def code_slides(block: Code) -> list[Slide]:
    """The slides of one fence. Raises UnshownError for a diagram that cannot be drawn or is too large."""
    if not block.text.strip():
        return []
    try:
        figure = diagrams.figure(block)
    except diagrams.UndrawnError as error:
        raise UnshownError(f"this diagram is not drawn: {error.why}", error.source) from None
    drawn = replace(block, text=diagrams.trimmed(block.text))
    if figure is not None and (block.lang in diagrams.MERMAID or not diagrams.fits(drawn)):
        more = {"focus": str(diagrams.focus(figure))}
        return [Slide("diagram", block.source, diagram=figure, more=more)]
    if diagrams.is_diagram(block):
        if not diagrams.fits(drawn):
            why = f"this drawing is wider than {diagrams.COLUMNS} columns or longer than {diagrams.LINES} lines"
            raise UnshownError(why, block.source)
        return [Slide("diagram", block.source, code=drawn)]
    return _listed(block)


def _listed(block: Code) -> list[Slide]:
    """Code as a change, a terminal or a listing: the first of them that shows every word."""
    changes = as_changes(block)
    if changes and _words(*changes) == _words(block):
        more = {"lang": inner_lang(block)} if inner_lang(block) else {}
        return [Slide("diff", one.source, code=one, more=more) for whole in changes for one in pieces(whole)]
    session = as_session(block)
    if session and _words(session) == _words(block):
        return [Slide("terminal", one.source, code=one) for one in pieces(session)]
    return [Slide("code", one.source, code=one) for one in pieces(block)]


def _words(*codes: Code) -> list[str]:
    return [word for code in codes for word in _WORD.findall(code.text)]


def pieces(code: Code) -> Iterator[Code]:
    """The code as it is, or in parts that each fit a slide."""
    lines = _ends_off(code.text.split("\n"))
    if fits(lines) or len(lines) < 2:
        yield replace(code, text="\n".join(lines), focus=code.focus if len(lines) == code.text.count("\n") + 1 else ())
        return
    first, second = halves(lines)
    yield from pieces(replace(code, text="\n".join(first), focus=()))
    yield from pieces(replace(code, text="\n".join(second), focus=()))


def halves(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines in two parts, cut near the middle: at a blank line, else before one without indent, else anywhere."""
    middle = len(lines) / 2
    cut = min(range(1, len(lines)), key=lambda at: (abs(at - middle) + _cost(lines, at), at))
    return _ends_off(lines[:cut]), _ends_off(lines[cut:])


def _cost(lines: list[str], at: int) -> int:
    if not lines[at].strip():
        return _BLANK
    opens = not lines[at][:1].isspace() and lines[at][:1] not in ")]}>"
    return _OUTER if opens else _ANY


def _ends_off(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return [line.rstrip() for line in lines[start:end]]
