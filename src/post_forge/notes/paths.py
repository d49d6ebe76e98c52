"""Path files (`*.path.yaml`) -> curricula: which notes, in which order, which of them may be left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from post_forge.errors import Problem, Source, as_warning, did_you_mean
from post_forge.notes.decoding import LARGEST, decode
from post_forge.notes.names import without_suffix
from post_forge.notes.values import Curriculum, Found, FoundNote, Stop
from post_forge.yamltext import Loaded, scan

RULE, MISSING = "path.value", "path.note"
_ENDING = ".path.yaml"
_LONGEST_HINT = 200
_KEYS = ("title", "description", "sections", "notes", "overview", "strict")
_SECTION_KEYS = ("title", "description", "level", "notes")
_ENTRY_KEYS = ("note", "optional")


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
    value = loaded.value if isinstance(loaded.value, dict) else {}
    stops: list[Stop] = []
    problems = list(_unknown_keys(loaded, value))
    for place, section, name, optional in _named(loaded):
        source = loaded.where(*place) or Source(file.path, 1)
        if name in known:
            stops.append(Stop(known[name], section, optional, source))
            continue
        message = f"there is no note {name!r} in this collection" if name else "this entry names no note"
        hint = _meant(name, known) if name else "write - note: its-file-name"
        problems.append(Problem(MISSING, message, source, hint, "warning"))
    if not stops and all(problem.rule == "path.key" for problem in problems):
        message = "this path names no notes"
        hint = "write sections: [{ title: Basics, notes: [first-note, second-note] }]"
        problems.append(Problem(RULE, message, Source(file.path, 1), hint, "warning"))
    about = {str(one.get("title", "")): _text(one, "description") for one in _list(value.get("sections")) if _map(one)}
    stem = file.place.rpartition("/")[2].removesuffix(_ENDING)
    title, description = _text(value, "title"), _text(value, "description")
    levels = {str(one.get("title", "")): _text(one, "level") for one in _list(value.get("sections")) if _map(one)}
    flags = {key: _flag(loaded, value, key, problems) for key in ("overview", "strict")}
    return Curriculum(title, tuple(stops), stem, file.path, description, about, levels=levels, **flags), problems


def _flag(loaded: Loaded, value: Mapping[str, Any], key: str, problems: list[Problem]) -> bool:
    found = value.get(key)
    if found not in (None, True, False):
        problems.append(Problem(RULE, f"{key} is true or false", loaded.where(key), severity="warning"))
    return found is True


def _meant(name: str, known: Mapping[str, str]) -> str:
    """Which note was probably meant; a few names where none comes near."""
    hint = did_you_mean(name, known) if known else "there are no notes"
    return hint if len(hint) <= _LONGEST_HINT else f"write its file name without the ending, as {min(known)!r}"


def _unknown_keys(loaded: Loaded, value: Mapping[str, Any]) -> Iterator[Problem]:
    """Keys that would be ignored without a word."""
    yield from _checked(loaded, (), value, _KEYS)
    for number, section in enumerate(_list(value.get("sections"))):
        if _map(section):
            yield from _checked(loaded, ("sections", number), section, _SECTION_KEYS)
            for place, entry in enumerate(_list(section.get("notes"))):
                yield from _checked(loaded, ("sections", number, "notes", place), entry, _ENTRY_KEYS)
    for place, entry in enumerate(_list(value.get("notes"))):
        yield from _checked(loaded, ("notes", place), entry, _ENTRY_KEYS)


def _checked(loaded: Loaded, place: tuple[str | int, ...], value: Any, known: tuple[str, ...]) -> Iterator[Problem]:
    for key in value if _map(value) else ():
        if key not in known:
            source = loaded.where(*place, key)
            yield Problem("path.key", f"unknown key {str(key)!r}", source, did_you_mean(str(key), known), "warning")


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
            yield (*place, number), section, without_suffix(_text(entry, "note")), entry.get("optional") is True
        else:
            yield (*place, number), section, without_suffix(str(entry)), False


def _map(value: Any) -> bool:
    return isinstance(value, dict)


def _text(value: Mapping[str, Any], key: str) -> str:
    """A text as it was meant: a missing one is empty."""
    found = value.get(key)
    return "" if found is None else " ".join(str(found).split())


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
