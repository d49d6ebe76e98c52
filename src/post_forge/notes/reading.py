"""One found file -> a `Note`, or the errors that say why not. Nothing is raised for what an author can cause."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from post_forge.errors import Problem, Source
from post_forge.model import (
    Block,
    Code,
    Directive,
    Formula,
    Handwritten,
    Matter,
    Note,
    Paragraph,
    Quote,
    Section,
    Text,
    plain,
)
from post_forge.notes.blocks import build
from post_forge.notes.chat import without_chat
from post_forge.notes.decoding import LARGEST, decode
from post_forge.notes.front import Front, read_front
from post_forge.notes.language import language_of
from post_forge.notes.names import is_telling, readable
from post_forge.notes.parser import parser
from post_forge.notes.pictures import Checked, check_picture
from post_forge.notes.pieces import Piece
from post_forge.notes.preparing import prepare
from post_forge.notes.report import Report
from post_forge.notes.sectioning import Outline, outline
from post_forge.notes.titles import Cleaned, clean_title, note_title
from post_forge.notes.values import FoundNote, Index, IndexEntry, ReadResult

_MOST_LINES = 100_000
_MOST_BRACKETS = 60_000


def read(found: FoundNote, *, index: Index | None = None, root: Path) -> ReadResult:
    """Read one note. `index` may know its title, icon and summary; pictures are looked up below `root`."""
    data = _bytes(found)
    if isinstance(data, Problem):
        return ReadResult(None, (data,))
    text, problems = decode(data, found.path)
    if text is None:
        return ReadResult(None, problems)
    if refusal := _excess(text, found.path):
        return ReadResult(None, (refusal,))
    report = Report(found.path)
    report.add(*problems)
    front = read_front(text, report)
    pieces = without_chat(_pieces(front, found, report, root), report)
    parts = outline(pieces, bool(front.matter.title), report)
    entry = index.entries.get(found.place, IndexEntry()) if index else IndexEntry()
    title, icon = _title(front, parts, entry, found)
    note = Note(
        path=found.path,
        place=found.place,
        slug=found.slug,
        title=title,
        lead=parts.lead,
        sections=parts.sections,
        matter=front.matter,
        digest=hashlib.sha256(data).hexdigest(),
        lang=language_of(front.matter.lang, found.place, _prose(title, parts)),
        icon=icon or entry.icon,
        summary=front.matter.summary or entry.summary,
        problems=report.problems(),
    )
    return ReadResult(note, note.problems)


def _bytes(found: FoundNote) -> bytes | Problem:
    try:
        with found.absolute.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        message = f"this file cannot be read: {getattr(error, 'strerror', None) or error}".lower()
        return Problem("note.unreadable", message, Source(found.path), "check its permissions")
    if len(data) > LARGEST:
        message = f"this file is larger than {LARGEST // 1_000_000} MB and is left out"
        return Problem("note.size", message, Source(found.path), "split it into several notes")
    return data


def _excess(text: str, path: str) -> Problem | None:
    """What no author writes and what would take minutes to parse."""
    lines, brackets = text.count("\n"), text.count("[")
    if lines > _MOST_LINES:
        message = f"this file has {lines:,} lines, more than {_MOST_LINES:,}, and is left out"
    elif brackets > _MOST_BRACKETS:
        message = f"this file has {brackets:,} opening brackets, more than {_MOST_BRACKETS:,}, and is left out"
    else:
        return None
    return Problem("note.size", message, Source(path), "split it into several notes")


def _pieces(front: Front, found: FoundNote, report: Report, root: Path) -> list[Piece]:
    mdx = found.place.lower().endswith(".mdx")
    lines = prepare(front.body, front.first_line, report, mdx)

    def check(target: str, source: Source, embed: bool) -> Checked:
        checked = check_picture(target, source, found.absolute, root, embed)
        if checked.problem:
            report.add(checked.problem)
        return checked

    return build(parser(mdx).parse("\n".join(lines)), report, check, lines)


def _title(front: Front, parts: Outline, entry: IndexEntry, found: FoundNote) -> tuple[Text, str]:
    """Front matter's title, else the H1, else the index's, else the file's name.

    Where the name says nothing (a date, "notes"), the first heading does; other notes' first section is no title.
    """
    headed = note_title(parts.title.text) if parts.title else Cleaned(Text())
    given = note_title(plain(front.matter.title)) if front.matter.title else Cleaned(Text())
    listed = clean_title(plain(entry.title)) if entry.title else Cleaned(Text())
    named = readable(found.place)
    first = parts.sections[0] if parts.sections and not is_telling(named) else None
    icon = front.icon or given.icon or headed.icon or listed.icon
    if given.title:
        return (headed.title if str(headed.title) == str(given.title) else given.title), icon
    if headed.title or listed.title:
        return headed.title or listed.title, icon
    return (first.title, icon or first.icon) if first else (plain(named), icon)


def _prose(title: Text, parts: Outline) -> str:
    words: list[str] = [str(title)]
    size = 0
    for block in _blocks(parts):
        words += _words(block)
        size += len(words[-1])
        if size > 6_000:
            break
    return "\n".join(words)


def _blocks(parts: Outline) -> Iterator[Block]:
    yield from parts.lead
    for section in parts.sections:
        for below in section.walk():
            yield Paragraph(below.title, below.source)
            yield from below.blocks


def _words(block: Block) -> Sequence[str]:
    """The prose of a block; code says nothing about the language."""
    if isinstance(block, Paragraph):
        return ["".join(span.text for span in block.text.spans if "code" not in span.marks)]
    if isinstance(block, (Code, Directive, Formula, Handwritten)):
        return [""]
    if isinstance(block, Quote):
        return ["\n".join(words for inner in block.blocks for words in _words(inner))]
    items = getattr(block, "items", ())
    return ["\n".join(str(item.text) for item in items)]


__all__ = ["Matter", "Section", "read"]
