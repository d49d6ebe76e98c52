"""Notes written into a folder and read, as short as a test needs them."""

from __future__ import annotations

from pathlib import Path

from post_forge import notes
from post_forge.model import Note, Text
from post_forge.notes import FoundNote, ReadResult


def write(root: Path, place: str, text: str | bytes) -> Path:
    """A file below `root`, with its folders."""
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read_file(root: Path, text: str | bytes, place: str = "topic.md") -> ReadResult:
    """What reading one file gives."""
    path = write(root, place, text)
    state = path.stat()
    return notes.read(FoundNote(path, place, place, "topic", state.st_size, state.st_mtime_ns), root=root)


def note_of(root: Path, text: str | bytes, place: str = "topic.md") -> Note:
    """The note of one file that can be read."""
    result = read_file(root, text, place)
    assert result.note is not None, result.problems
    return result.note


def marked(text: Text) -> str:
    """Text with its marks written out: `a <strong>b</strong>`."""
    parts = []
    for span in text.spans:
        names = sorted(span.marks)
        parts.append("".join(f"<{n}>" for n in names) + span.text + "".join(f"</{n}>" for n in reversed(names)))
    return "".join(parts)
