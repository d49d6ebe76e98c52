"""Plans for who looks on: of the notes that are done while a first reading lasts, or with one note that was saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from post_forge.forge.making.plan import Plan, Reader, compose_note, settle
from post_forge.forge.making.state import NoteEntry, State
from post_forge.model import Post

if TYPE_CHECKING:
    from post_forge import compose


def so_far(
    reader: Reader,
    entries: Mapping[str, NoteEntry],
    composed: Mapping[str, tuple[Post, ...]],
    known: State,
) -> Plan:
    """The plan of the notes that are done."""
    ranked = {path: replace(entry, rank=rank) for rank, (path, entry) in enumerate(entries.items())}
    return settle(reader, ranked, dict(composed), known, known.inputs, ())


def replan(before: Plan, reader: Reader, collection: compose.Collection, path: str) -> Plan:
    """The plan with one note read and composed again, while what the collection decides stays as it was.

    The next `plan` takes everything into account, and reads the note again. One that cannot be read keeps its posts.
    """
    known, result = before.notes[path], reader.read(path)
    draft = replace(known, stamp=(0, 0), key="", problems=result.problems)
    composed: dict[str, tuple[Post, ...]] = {}
    if result.note is not None:
        draft = replace(draft, digest=result.note.digest, title=str(result.note.title), tags=result.note.matter.tags)
        draft, composed[path] = compose_note(draft, result, reader, collection)
    entries = dict(before.notes)
    state = State(before.inputs, {}, {**before.others, **entries}, {}, before.lost)
    return settle(reader, {**entries, path: draft}, composed, state, before.inputs, before.problems)
