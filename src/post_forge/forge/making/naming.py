"""What a person calls a note or a post -> the one that is meant, or an error that names those that could be."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from post_forge import output
from post_forge.errors import Problem, UsageError, did_you_mean
from post_forge.forge.making import identity, state
from post_forge.forge.making.collect import Collected, collect
from post_forge.forge.making.plan import Plan, Reader, plan, survey
from post_forge.forge.making.state import NoteEntry, PostEntry, State
from post_forge.forge.pipeline import state_file
from post_forge.forge.workspace import Workspace
from post_forge.model import Note, Post
from post_forge.notes import FoundNote

if TYPE_CHECKING:
    from post_forge import compose

_MOST_NAMED = 6


def note_named(workspace: Workspace, base: Path, name: str) -> tuple[Collected, FoundNote]:
    """The note that `name` is: a file seen from `base`, its place in the collection, or its slug.

    Raises UsageError for a name that is no note's, or several notes'.
    """
    path = Path(os.path.realpath(base / name))
    if os.path.isdir(path) and not _known(workspace, name):  # noqa: PTH112 - Path.is_dir may raise
        raise UsageError(Problem("usage.note", f"{name!r} is a folder", hint="name one note in it"))
    if os.path.isfile(path):  # noqa: PTH113 - as above
        collected = collect(workspace, path)
        return collected, next(note for note in collected.found.notes if note.path in collected.wanted)
    for collected in _collections(workspace, state.load(state_file(workspace))):
        meant = _called(collected.found.notes, name)
        if len(meant) == 1:
            return collected, meant[0]
        if meant:
            break
    else:
        collected = collect(workspace, None)
    if meant:
        hint = f"say which: {_some(note.place for note in meant)}"
        raise UsageError(Problem("usage.note", f"{len(meant)} notes are called {name!r}", hint=hint))
    if not collected.found.notes:
        hint = '`post-forge new "A title"` starts one'
        raise UsageError(Problem("usage.note", f"there are no notes in {collected.root}", hint=hint))
    slugs = [note.slug for note in collected.found.notes]
    hint = did_you_mean(name.rpartition("/")[2].rpartition(".")[0] or name, slugs)
    hint = f"notes here: {_some(slugs)}" if hint.startswith("known:") else hint
    raise UsageError(Problem("usage.note", f"there is no note {name!r}", hint=hint))


def _collections(workspace: Workspace, known: State) -> Iterator[Collected]:
    """The workspace's own collection, then those from elsewhere that were built in it."""
    own = collect(workspace, None)
    yield own
    for root in known.collections:
        if root != str(own.root) and os.path.isdir(root):  # noqa: PTH112 - Path.is_dir may raise
            yield collect(workspace, Path(root))


def _known(workspace: Workspace, name: str) -> bool:
    """A folder may have a note's name: `caching/` beside `caching.md`."""
    return bool(_called(collect(workspace, None).found.notes, name))


def _called(found: Iterable[FoundNote], name: str) -> list[FoundNote]:
    """The notes of a name: by path, place or slug, else by the file's own name without its folder."""
    wanted = name.removeprefix("./").rstrip("/")
    found = list(found)
    exact = [note for note in found if wanted in {note.path, note.place, note.slug, note.place.rpartition(".")[0]}]
    return exact or [note for note in found if Path(note.place).stem == wanted or Path(note.place).name == wanted]


@dataclass(frozen=True, slots=True)
class Named:
    """A post with its note: what is remembered of both, the note as read now, and the post as composed now.

    `position` is the post's place among those of its note; `about` what the collection says.
    """

    plan: Plan
    reader: Reader
    about: compose.Collection
    note: Note
    post: Post
    position: int


def post_named(workspace: Workspace, name: str) -> Named:
    """The post of an id (`caching/a-slug`), of a part that only one has (`a-slug`), of its folder in output/, or
    `today`. Raises UsageError where there is none or where several could be meant."""
    wanted = _as_id(workspace, name)
    known = state.load(state_file(workspace))
    plans = [plan(workspace, collected, known) for collected in _collections(workspace, known)]
    found = [
        (planned, *entry) for planned in plans if len(entries := _entries(planned, wanted)) == 1 for entry in entries
    ]
    if len(found) != 1:
        raise UsageError(_unknown(plans, wanted))
    planned, note_entry, post = found[0]
    if post.kind in state.DOWNLOADS:
        message = f"{post.id} is a deck to be downloaded and has no texts"
        raise UsageError(Problem("usage.post", message, hint=f"it lies in output/{post.id}/; name one of the posts"))
    reader = Reader(workspace, planned.collected, {**planned.others, **planned.notes})
    about = survey(planned.notes.values())
    note = reader.read(note_entry.path).note
    composed = reader.compose(note_entry.path, about) if note else ()
    position = note_entry.posts.index(post)
    if note is None or position >= len(composed):
        raise UsageError(Problem("usage.post", f"{note_entry.path} changed meanwhile", hint="run the command again"))
    return Named(planned, reader, about, note, replace(composed[position], id=post.id), position)


def _as_id(workspace: Workspace, name: str) -> str:
    """An id out of what shells complete: `output/caching/a-slug/`, `output/today`."""
    wanted = name.strip().removeprefix("./").removeprefix(f"{workspace.output}/").removeprefix("output/").rstrip("/")
    if wanted != "today":
        return wanted
    try:
        return str(json.loads((workspace.output / "today" / output.POST).read_bytes())["id"])
    except (OSError, ValueError, KeyError, TypeError):
        hint = "`post-forge today` makes it"
        raise UsageError(Problem("usage.post", "there is no post of today yet", hint=hint)) from None


def _entries(planned: Plan, wanted: str) -> list[tuple[NoteEntry, PostEntry]]:
    """The posts of this id, else those whose id ends in it."""
    entries = planned.entries()
    exact = [entry for entry in entries if entry[1].id == wanted]
    return exact or [entry for entry in entries if "/" not in wanted and entry[1].id.partition("/")[2] == wanted]


def _unknown(plans: Sequence[Plan], wanted: str) -> Problem:
    """Why there is no such post, and which one was probably meant."""
    several = [post.id for planned in plans for _, post in _entries(planned, wanted)]
    if several:
        return Problem("usage.post", f"{len(several)} posts are called {wanted!r}", hint=f"say which: {_some(several)}")
    ids = [post.id for planned in plans for _, post in planned.entries()]
    if not ids:
        return Problem("usage.post", "there are no posts", hint="`post-forge build` says what is refused and why")
    note, _, slug = wanted.partition("/")
    own = [post for post in ids if post.partition("/")[0] == note]
    if own and not slug:
        return Problem("usage.post", f"{wanted!r} is a note", hint=f"its posts: {_some(own)}")
    for refusal in (refusal for planned in plans for refusal in planned.refusals):
        if slug and identity.file_name(refusal.title) == slug:
            message = f"{refusal.title!r} makes no post: {refusal.reason}"
            hint = "`<!-- post: name -->` before the section makes it one"
            return Problem("usage.post", message, refusal.source, hint)
    elsewhere = [post for post in ids if slug and post.partition("/")[2] == slug]
    hint = f"did you mean {elsewhere[0]!r}?" if elsewhere else did_you_mean(wanted, ids)
    if hint.startswith("known:"):
        hint = f"posts of this note: {_some(own)}" if own else f"for example {ids[0]}; `post-forge build` makes all"
    return Problem("usage.post", f"there is no post {wanted!r}", hint=hint)


def _some(names: Iterable[str]) -> str:
    """The first names of many."""
    names = list(names)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
