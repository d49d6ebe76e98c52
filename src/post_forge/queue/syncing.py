"""The queue and published.jsonl -> both know what either knew. To be done before planning, and after publishing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from post_forge.errors import Problem
from post_forge.queue import appending
from post_forge.queue.errors import StoreError
from post_forge.queue.history_import import read_history
from post_forge.queue.merging import merge, publication_of
from post_forge.queue.published import FILE, line_of, read_lines, settled

if TYPE_CHECKING:
    from post_forge.queue.store import Store


@dataclass(frozen=True, slots=True)
class Synced:
    """`learned` are the deliveries that the file told the queue of, `written` the lines that were added to the file."""

    learned: tuple[str, ...] = ()
    written: int = 0
    problems: tuple[Problem, ...] = ()


def sync(store: Store, path: Path, now: datetime) -> Synced:
    """Bring the queue and the file together. Raises StoreError where the file has a line that nobody can read, or
    cannot be read or written: planning without it could publish a post again."""
    read = read_lines(appending.read(path), path.name)
    lines, problems, known = read.lines, read.problems, ""
    if read.torn and _is_ours(read.torn.text, store):
        known = read.torn.text
    elif read.torn:
        problems = (*problems, read.torn.problem)
        lines = (*lines, read.torn.told) if read.torn.told else lines
    if errors := [item for item in problems if item.severity == "error"]:
        raise StoreError(*errors)
    told, twice = settled(lines, path.name)
    result = merge(store.deliveries(), told, now, store.ids_out())
    learned = store.learn(result.lessons, now, FILE)
    written = appending.append(path, result.lines, torn=known)
    return Synced(learned, written, (*problems, *twice, *result.problems))


def _is_ours(torn: str, store: Store) -> bool:
    """Whether half a line is the beginning of one that this queue writes: it is written anew, and nothing is lost."""
    ids = store.ids_out()
    wanted = (publication_of(delivery, ids.get(delivery.id, ())) for delivery in store.deliveries())
    return any(line_of(item).startswith(torn) for item in wanted if item)


def import_history(store: Store, data: bytes, name: str, zone: tzinfo, path: Path, now: datetime, actor: str) -> Synced:
    """Take in what was posted before this program (`data` of a CSV or JSON file called `name`), into the queue and into
    published.jsonl at `path`. Doing it again changes nothing.

    Raises StoreError for anything wrong in it, with its line: then nothing is imported.
    """
    imported = read_history(data, name, zone)
    before = sync(store, path, now)
    told, problems = settled(imported, name)
    lessons = merge(store.deliveries(), told, now).lessons
    learned = store.learn(lessons, now, actor)
    after = sync(store, path, now)
    return Synced(learned, after.written, (*before.problems, *problems, *after.problems))
