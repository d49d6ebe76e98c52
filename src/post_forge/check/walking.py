"""A note -> its blocks and texts in the order of the file, and which of its lines are code or front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from post_forge.check.values import NoteView
from post_forge.errors import Source
from post_forge.model import Block, Code, Listing, Note, Paragraph, Table, Text

_FENCE = re.compile(r"[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*(`{3,}|~{3,})(.*)$")


def blocks(note: Note) -> Iterator[Block]:
    """Every block of a note, those inside lists, quotes and callouts too."""
    for block in (*note.lead, *(block for section in note.walk() for block in section.blocks)):
        yield from _inside(block)


def _inside(block: Block) -> Iterator[Block]:
    yield block
    for item in getattr(block, "items", ()):
        for inner in item.blocks:
            yield from _inside(inner)
    for inner in getattr(block, "blocks", ()):
        yield from _inside(inner)


def texts(note: Note) -> Iterator[tuple[Text, Source]]:
    """Every text of a note with its place: titles, paragraphs, items, cells."""
    yield note.title, Source(note.path, 1)
    for section in note.walk():
        yield section.title, section.source
    for block in blocks(note):
        if isinstance(block, Paragraph):
            yield block.text, block.source
        elif isinstance(block, Listing):
            yield from ((item.text, item.source) for item in block.items)
        elif isinstance(block, Table):
            for number, row in enumerate((block.head, *block.rows)):
                line = block.source.line + number + (1 if number else 0)  # the line of dashes below the head
                yield from ((cell, Source(block.source.path, line)) for cell in row)


def code_words(note: Note) -> frozenset[str]:
    """What stands as code in a note: inside its sentences, and every line of its blocks."""
    lines = (line.strip() for block in blocks(note) if isinstance(block, Code) for line in block.text.split("\n"))
    return frozenset(line for line in lines if line) | frozenset(
        span.text.strip()
        for text, _ in texts(note)
        for span in text.spans
        if "code" in span.marks and span.text.strip()
    )


def code_blocks(view: NoteView) -> Iterator[tuple[Code, int]]:
    """Every block of code with the line its first line stands on."""
    for block in blocks(view.note):
        if isinstance(block, Code):
            fenced = _FENCE.match(view.line(block.source.line)) is not None
            yield block, block.source.line + fenced


def column_of(view: NoteView, line: int, code: str, column: int) -> int:
    """The column in the file of a column of a line of dedented code, both counted from 1; 0 where it is not there."""
    start = view.line(line).find(code.strip())
    return start + 1 + max(0, column - 1 - (len(code) - len(code.lstrip()))) if code.strip() and start >= 0 else 0


def prose_lines(view: NoteView) -> Iterator[tuple[int, str]]:
    """The lines of the body that are no code, with their numbers."""
    closing = ""
    first = matter_end(view)
    for number, line in enumerate(view.lines[first:], first + 1):
        found = _FENCE.match(line)
        if closing:
            if found and found[1].startswith(closing) and not found[2].strip():
                closing = ""
        elif found and not (found[1][0] == "`" and "`" in found[2]):
            closing = found[1]
        else:
            yield number, line


def matter_end(view: NoteView) -> int:
    """How many lines front matter takes, its fences included; 0 where there is none."""
    first = view.lines[0].rstrip() if view.lines else ""
    if first not in ("---", "+++"):
        return 0
    closers = ("---", "...") if first == "---" else ("+++",)
    found = (number for number, line in enumerate(view.lines[1:], 2) if line.rstrip() in closers)
    return next(found, 0)


def matter_lines(view: NoteView) -> Iterator[tuple[int, str]]:
    """The lines of front matter without its fences, with their numbers."""
    yield from enumerate(view.lines[1 : max(1, matter_end(view) - 1)], 2)


def matter_line(view: NoteView, *keys: str) -> Source:
    """Where one of the keys stands in front matter; the first line of the note where none does."""
    for number, line in matter_lines(view):
        if re.match(rf"\s*[\"']?(?:{'|'.join(map(re.escape, keys))})[\"']?\s*[:=]", line, re.IGNORECASE):
            return view.at(number, len(line) - len(line.lstrip()) + 1)
    return view.at(1)
