"""Path files (`*.path.yaml`) -> curricula: which notes, in which order, which of them may be left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from post_forge.errors import Problem, Source, as_warning, did_you_mean
from post_forge.notes.decoding import LARGEST, decode
from post_forge.notes.names import without_suffix
from post_forge.notes.values import Curriculum, Found, FoundNote, Stop
from post_forge.yamltext import Loaded, scan

RULE = "path.value"


def read_paths(found: Found) -> tuple[tuple[Curriculum, ...], tuple[Problem, ...]]:
    """Every path of a collection, and what is wrong in them; a note that is not there is left out with a warning."""
    curricula: list[Curriculum] = []
    problems: list[Problem] = []
    for file in found.paths:
        loaded, faults = _load(file)
        problems += map(as_warning, faults)
        if loaded is not None:
            curriculum, gaps = _curriculum(loaded, file, found)
            curricula.append(curriculum)
            problems += gaps
    return tuple(curricula), tuple(problems)


def _load(file: FoundNote) -> tuple[Loaded | None, tuple[Problem, ...]]:
    try:
        data = file.absolute.read_bytes()[:LARGEST]
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return None, (Problem("path.unreadable", f"this file cannot be read: {reason}", Source(file.path)),)
    text, problems = decode(data, file.path)
    return (None, problems) if text is None else scan(text, file.path)


def _curriculum(loaded: Loaded, file: FoundNote, found: Found) -> tuple[Curriculum, list[Problem]]:
    places = {without_suffix(note.place): note.place for note in found.notes}
    by_name = {without_suffix(note.place.rpartition("/")[2]): note.place for note in reversed(found.notes)}
    known = {**by_name, **places}
    stops: list[Stop] = []
    problems: list[Problem] = []
    for place, section, name, optional in _named(loaded):
        if name in known:
            stops.append(Stop(known[name], section, optional))
            continue
        source = loaded.where(*place) or Source(file.path, 1)
        hint = did_you_mean(name, known) if known else "there are no notes"
        problems.append(Problem(RULE, f"there is no note {name!r} in this collection", source, hint[:200], "warning"))
    value = loaded.value if isinstance(loaded.value, dict) else {}
    if not stops and not problems:
        message = "this path names no notes"
        hint = "write sections: [{ title: Basics, notes: [first-note, second-note] }]"
        problems.append(Problem(RULE, message, Source(file.path, 1), hint, "warning"))
    return Curriculum(str(value.get("title", "")), tuple(stops)), problems


def _named(loaded: Loaded) -> Iterator[tuple[tuple[str | int, ...], str, str, bool]]:
    """(key path, section, note, optional) of every entry, whether sections are written or the notes alone."""
    value: Any = loaded.value if isinstance(loaded.value, dict) else {}
    for number, section in enumerate(_list(value.get("sections"))):
        if isinstance(section, dict):
            title = str(section.get("title", ""))
            yield from _entries(section.get("notes"), ("sections", number, "notes"), title)
    yield from _entries(value.get("notes"), ("notes",), "")


def _entries(value: Any, place: tuple[str | int, ...], section: str) -> Iterator[tuple[Any, str, str, bool]]:
    for number, entry in enumerate(_list(value)):
        if isinstance(entry, dict):
            name = entry.get("note")
            yield (*place, number), section, without_suffix(str(name)), entry.get("optional") is True
        else:
            yield (*place, number), section, without_suffix(str(entry)), False


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
