"""What only a whole folder tells: which headings are slots (rule 7). Notes -> NoteFacts -> Collection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from post_forge.compose.chapters import heading_key
from post_forge.compose.values import Collection, NoteFacts
from post_forge.model import Note

_SHARE, _LEAST = 0.05, 5


def facts(note: Note) -> NoteFacts:
    """The heading keys of a note with their counts. Small and made of plain values, so that it can be kept as JSON."""
    counts = Counter(heading_key(str(section.title)) for section in note.walk())
    return NoteFacts(note.slug, dict(sorted(counts.items())))


def survey(facts: Iterable[NoteFacts]) -> Collection:
    """A heading that stands in 5 % of the files, and in five at least, is a slot and no title."""
    files: Counter[str] = Counter()
    notes = 0
    for one in facts:
        notes += 1
        files.update(one.headings.keys())
    least = max(_LEAST, _SHARE * notes)
    return Collection(frozenset(key for key, number in files.items() if key and number >= least), notes)


def slots_of(note: Note, collection: Collection) -> frozenset[str]:
    """The slots that matter for this note: the collection's, and the headings that it uses twice itself."""
    own = facts(note).headings
    return frozenset(key for key, number in own.items() if key in collection.slots or number > 1)


def view(collection: Collection, facts: NoteFacts) -> tuple[str, ...]:
    """What the collection decides about one note: its headings that are slots. Equal views compose equal posts."""
    return tuple(sorted(key for key in facts.headings if key in collection.slots))
