"""A line of code -> lines that fit: all spaces kept, a hanging indent and a mark where a long line goes on."""

from __future__ import annotations

from post_forge.render.type.cutting import all_stops, window
from post_forge.render.type.lines import Line
from post_forge.render.type.pieces import Paragraph, Piece
from post_forge.render.type.shape import look_of, shape
from post_forge.render.values import Glyph

HANG = 4  # columns a continuation stands to the right of its line's own indent
MARK = "\u21aa"
MARK_SIZE = 0.72
_BREAK_AFTER, _BREAK_ELSE = " ,;({[", ".=+-*/|&:<>)]}?"
_NEVER_FIRST = (*" ,;.)]}:", "")


def code_lines(paragraph: Paragraph, width: float, source: int) -> list[Line]:
    """One source line as one line or more."""
    text = paragraph.text
    if not text:
        return [Line((), 0, source)]
    whole = _piece(paragraph, 0, len(text))
    if whole.width <= width:
        return [Line((whole,), 0, source)]
    cell = _cell(paragraph)
    indent = len(text) - len(text.lstrip(" "))
    hang = min((indent + HANG) * cell, width / 2)
    lines, start = [], 0
    while start < len(text):
        room = width - (hang if start else 0.0)
        end = _end(paragraph, start, room, indent)
        mark = _mark(paragraph, cell) if start else ()
        shown = start + len(text[start:end].rstrip(" ")) or end  # a line of blanks alone keeps them
        lines.append(Line((_piece(paragraph, start, shown),), 0, source, hang if start else 0.0, mark))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
    return lines


def _piece(paragraph: Paragraph, start: int, end: int) -> Piece:
    """A stretch of code with its spaces, those at its end too."""
    fragments = paragraph.fragments(start, end)
    last = fragments[-1] if fragments else None
    tail = last.shaped.tail * last.size if last else 0.0
    return Piece(paragraph.text[start:end], fragments, (), sum([f.width for f in fragments]), 0.0, tail, 0.0, 0.0)


def _end(paragraph: Paragraph, start: int, room: float, indent: int) -> int:
    """Where a line that starts at `start` ends: after a separator of its second half, else as far as it goes."""
    text = paragraph.text
    rest = _piece(paragraph, start, min(len(text), start + window(room, _cell(paragraph))))
    if rest.width <= room:
        return start + len(rest.text)
    room -= max((fragment.after for fragment in rest.fragments), default=0.0)  # a chip is closed at the line's end
    stops = all_stops(rest, start)
    fitting = [offset for offset, x in stops if x <= room + 0.01] or [stops[0][0]]
    late = [offset for offset in reversed(fitting[len(fitting) // 2 :]) if offset > indent]
    for separators in (_BREAK_AFTER, _BREAK_ELSE):
        for offset in late:
            if text[offset - 1] in separators and text[offset : offset + 1] not in _NEVER_FIRST:
                return offset
    return fitting[-1]


def _cell(paragraph: Paragraph) -> float:
    face = paragraph.runs[paragraph.spans[0].run].face
    chain = paragraph.book.chain(face)
    return (chain.cell or 0.6) * face.size + face.tracking * face.size


def _mark(paragraph: Paragraph, cell: float) -> tuple[Glyph, ...]:
    """The sign of a continuation, small, two columns left of its text, in the code's first colour at half strength."""
    face = paragraph.runs[paragraph.spans[0].run].face
    shaped = shape(paragraph.book, face, look_of(face), MARK, False)
    size, color = MARK_SIZE * face.size, paragraph.runs[0].color[:7] + "80"
    if shaped.missing:
        return ()
    left = -cell - shaped.width * size  # its right edge one column before the text
    return tuple(
        Glyph(paragraph.book.key(number, size), gid, left + x * size, y * size, color)
        for number, gid, x, y in shaped.glyphs
    )
