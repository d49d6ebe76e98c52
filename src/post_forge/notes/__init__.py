"""A folder of Markdown files -> `Note` values.

find(root, workspace)            which notes there are
read_index(found)                what README and _collection.yaml say about them
read_paths(found)                which curricula lead through them
is_note_name(name)               whether a file is one by its name
read(found_note, root=...)       one file -> Note, or the errors that say why not
sensitive(text)                  what must not be published: secrets, addresses, placeholders
"""

from post_forge.notes.finding import find, is_note_name
from post_forge.notes.indexing import read_index
from post_forge.notes.paths import read_paths
from post_forge.notes.reading import read
from post_forge.notes.sensitive import sensitive
from post_forge.notes.values import Curriculum, Found, FoundNote, Index, IndexEntry, ReadResult, Stop

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
