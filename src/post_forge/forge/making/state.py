"""What a build remembers for the next one: notes read, posts composed, files made. Kept in .post_forge/build.json.

Losing it costs time, never content: everything in it can be made again from the notes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from post_forge.errors import Problem, Source
from post_forge.forge.workspace import keep
from post_forge.model import Refusal

VERSION = 4
_SEAL = len('{"digest":"",') + 64  # bytes in front of the rest of the file, over which the digest is taken

DOWNLOADS = frozenset({"guide", "overview"})
"""Kinds of decks that are made to be downloaded: no day takes them, no channel posts them."""

Stamp = tuple[int, int]
"""Size in bytes and modification time in ns."""


@dataclass(frozen=True, slots=True)
class PostEntry:
    """One composed post: enough to list it, choose it and tell whether it has changed, without composing it again.

    `pictures` are the files of the note that its slides show, as paths from the workspace.
    """

    id: str
    title: str
    kind: str
    score: float
    key: str
    fingerprint: tuple[int, ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """One note as it was last read. `key` covers all that its posts depend on; `facts` is what the collection
    needs, `order`, `name`, `title` and `tags` what it says of itself (`order:`, `id:`), `rank` the place in the
    collection's order. `about` is what others say of it, `standing` where it stands in its path or series."""

    path: str
    stamp: Stamp
    digest: str
    key: str
    facts: Mapping[str, Any]
    order: float | None = None
    name: str = ""
    rank: int = 0
    title: str = ""
    tags: tuple[str, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)
    standing: Mapping[str, Any] = field(default_factory=dict)
    posts: tuple[PostEntry, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeEntry:
    """One post's files. `slides` holds a key per slide and format; `refusal` says why there are none."""

    note: str
    key: str
    files: Mapping[str, Stamp] = field(default_factory=dict)
    slides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    document: str = ""
    problems: tuple[Problem, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class CollectionEntry:
    """A collection as it was when all its notes were looked at: while its files are the same there is nothing to read.

    `stamp` is a digest of which files there are and when they changed; `problems` those of its index and its paths.
    """

    stamp: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """An id whose content has gone: given on when the same words turn up under another heading or in another file."""

    note: str
    fingerprint: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class State:
    """Everything remembered. `inputs` covers configuration, templates and the program itself; collections are known
    by their root, notes by their path, posts by their id."""

    inputs: str = ""
    collections: Mapping[str, CollectionEntry] = field(default_factory=dict)
    notes: Mapping[str, NoteEntry] = field(default_factory=dict)
    made: Mapping[str, MadeEntry] = field(default_factory=dict)
    lost: Mapping[str, Lost] = field(default_factory=dict)


def load(path: Path) -> State:
    """Read the state; an empty one where there is none, or where it is damaged, edited or of another version."""
    try:
        data = path.read_bytes()
        value = json.loads(data) if data == _sealed(b"{" + data[_SEAL:]) else {}
        return _state(value) if value.get("version") == VERSION else State()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return State()


def save(path: Path, state: State) -> None:
    """Write the state, whole or not at all. Raises WorkspaceError."""
    body = json.dumps({"version": VERSION, **asdict(state)}, ensure_ascii=False, separators=(",", ":"))
    keep(path, _sealed(body.encode()))


def _sealed(body: bytes) -> bytes:
    """A JSON object with a digest of all its bytes in front: what was edited or half-written is not believed."""
    return b'{"digest":"%s",' % hashlib.sha256(body[1:]).hexdigest().encode() + body[1:]


def digest(*values: Any) -> str:
    """SHA-256 (hex) over values of the model, the same in every process."""
    return hashlib.sha256(json.dumps([plain(value) for value in values], ensure_ascii=False).encode()).hexdigest()


def plain(value: Any) -> Any:
    """A value of the model as JSON knows it; sets are sorted so that two processes agree."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(value[key]) for key in sorted(value)}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _state(value: Mapping[str, Any]) -> State:
    return State(
        value["inputs"],
        {
            root: CollectionEntry(entry["stamp"], tuple(map(_problem, entry["problems"])))
            for root, entry in value["collections"].items()
        },
        {path: _note(entry) for path, entry in value["notes"].items()},
        {post: _made(entry) for post, entry in value["made"].items()},
        {post: Lost(entry["note"], tuple(entry["fingerprint"])) for post, entry in value["lost"].items()},
    )


def _post(value: dict[str, Any]) -> PostEntry:
    lists = {name: tuple(value.get(name, ())) for name in ("fingerprint", "pictures")}
    return PostEntry(**{**value, **lists})


def _note(value: dict[str, Any]) -> NoteEntry:
    return NoteEntry(
        **{
            **value,
            "stamp": tuple(value["stamp"]),
            "tags": tuple(value["tags"]),
            "posts": tuple(map(_post, value["posts"])),
            "refusals": tuple(map(_refusal, value["refusals"])),
            "problems": tuple(map(_problem, value["problems"])),
        }
    )


def _made(value: dict[str, Any]) -> MadeEntry:
    return MadeEntry(
        **{
            **value,
            "files": {name: tuple(stamp) for name, stamp in value["files"].items()},
            "slides": {name: tuple(keys) for name, keys in value["slides"].items()},
            "problems": tuple(map(_problem, value["problems"])),
            "refusal": _refusal(value["refusal"]) if value["refusal"] else None,
        }
    )


def _problem(value: dict[str, Any]) -> Problem:
    return Problem(**{**value, "source": Source(**value["source"]) if value["source"] else None})


def _refusal(value: dict[str, Any]) -> Refusal:
    return Refusal(**{**value, "source": Source(**value["source"])})
