"""A folder of Markdown files -> `Note` values.

find(root, workspace)            which notes there are
read_index(found)                what README and _collection.yaml say about them
read_paths(found)                which curricula lead through them
is_note_name(name)               whether a file is one by its name
read(found_note, root=...)       one file -> Note, or the errors that say why not
sensitive(text)                  what must not be published: secrets, addresses, placeholders
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from post_forge.notes.finding import find, is_note_name
from post_forge.notes.sensitive import sensitive
from post_forge.notes.values import Curriculum, Found, FoundNote, Index, IndexEntry, ReadResult, Stop

if TYPE_CHECKING:
    from post_forge.notes.indexing import read_index
    from post_forge.notes.paths import read_paths
    from post_forge.notes.reading import read

__all__ = [
    "Curriculum",
    "Found",
    "FoundNote",
    "Index",
    "IndexEntry",
    "ReadResult",
    "Stop",
    "find",
    "is_note_name",
    "read",
    "read_index",
    "read_paths",
    "sensitive",
]

_LATER = {"read": "reading", "read_index": "indexing", "read_paths": "paths"}


def __getattr__(name: str) -> Any:
    """Reading is loaded when it is asked for: where no note has changed, finding them is all there is to do."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
