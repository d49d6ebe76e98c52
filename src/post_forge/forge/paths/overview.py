"""The paths that ask for one (`overview: true`) -> decks of the whole way, remembered like the posts of a note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from post_forge import notes
from post_forge.errors import Source
from post_forge.forge.making import state
from post_forge.forge.making.state import NoteEntry, State
from post_forge.forge.paths.standing import About
from post_forge.later import Later
from post_forge.model import Post

if TYPE_CHECKING:
    from post_forge import compose
    from post_forge.forge.making.collect import Collected
else:
    compose = Later("post_forge.compose")


class Reading(Protocol):
    """What is asked of the reader of a collection."""

    @property
    def collected(self) -> Collected: ...
    @property
    def curricula(self) -> tuple[tuple[notes.Curriculum, ...], Any]: ...
    @property
    def options(self) -> compose.Options: ...
    @property
    def entries(self) -> Mapping[str, NoteEntry]: ...
    @property
    def sent(self) -> Mapping[str, datetime]: ...


def overviews(
    reader: Reading, about: Mapping[str, About], known: State, inputs: str
) -> list[tuple[NoteEntry, Post | None]]:
    """An entry for each overview, and its post where it is not the one that is remembered."""
    found: list[tuple[NoteEntry, Post | None]] = []
    for number, (file, curriculum) in enumerate(_wanted(reader)):
        stages = _stages(curriculum, reader, about)
        key = state.digest(inputs, curriculum.title, curriculum.description, stages, _lang(curriculum, reader, about))
        before = known.notes.get(file.path)
        rank = len(reader.collected.found.notes) + number
        entry = NoteEntry(file.path, (file.size, file.mtime_ns), "", key, {}, rank=rank, title=curriculum.title)
        if before is not None and before.key == key and known.inputs == inputs:
            found.append((replace(entry, posts=before.posts), None))
        else:
            found.append((entry, _post(curriculum, stages, reader, about)))
    return found


def overview_posts(reader: Reading, path: str) -> tuple[Post, ...]:
    """The overview that the path file of this name asks for, made again."""
    about = {one: entry.about for one, entry in reader.entries.items() if entry.about}
    return tuple(
        _post(curriculum, _stages(curriculum, reader, about), reader, about)
        for file, curriculum in _wanted(reader)
        if file.path == path
    )


def _wanted(reader: Reading) -> Iterable[tuple[notes.FoundNote, notes.Curriculum]]:
    """The paths that want an overview and lie below the folder that is looked at."""
    collected = reader.collected
    asked = {one.path: one for one in reader.curricula[0] if one.overview and one.stops}
    return [
        (file, asked[file.path])
        for file in collected.found.paths
        if file.path in asked and file.absolute.is_relative_to(collected.below)
    ]


def _post(curriculum: notes.Curriculum, stages: Any, reader: Reading, about: Mapping[str, About]) -> Post:
    return compose.overview(
        curriculum.name,
        curriculum.title or curriculum.name,
        curriculum.description,
        stages,
        _lang(curriculum, reader, about),
        Source(curriculum.path, 1),
        reader.options,
    )


def _lang(curriculum: notes.Curriculum, reader: Reading, about: Mapping[str, About]) -> str:
    """The language of its first topic."""
    paths = {note.place: note.path for note in reader.collected.found.notes}
    return next((about[path]["lang"] for stop in curriculum.stops if (path := paths[stop.place]) in about), "en")


def _stages(curriculum: notes.Curriculum, reader: Reading, about: Mapping[str, About]) -> tuple[compose.Stage, ...]:
    """The sections with those of their topics that everybody may see."""
    paths = {note.place: note.path for note in reader.collected.found.notes}
    stages = []
    for title, stops in groupby(curriculum.stops, key=lambda stop: stop.section):
        topics = [
            _milestone(about[path], stop.optional, path in reader.sent, curriculum.levels.get(title, ""))
            for stop in stops
            if (path := paths[stop.place]) in about and about[path]["status"] != "private"
        ]
        stages.append(compose.Stage(title, curriculum.about.get(title, ""), tuple(topics)))
    return tuple(stages)


def _milestone(about: About, optional: bool, out: bool, level: str) -> compose.Milestone:
    coming = about["status"] == "draft" and not out
    return compose.Milestone(
        about["title"], about["level"] or level, about["minutes"], optional, out, coming, about["badge"]
    )
