"""What only a whole folder tells: which headings are slots (rule 7), how good its units are. Notes -> Collection."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from post_forge.compose.hooks.finding import hooks
from post_forge.compose.hooks.scoring import FLOOR, LEAST, points_of
from post_forge.compose.language.phrases import phrases_for
from post_forge.compose.units.chapters import heading_key
from post_forge.compose.units.choosing import plan
from post_forge.compose.values import Collection, NoteFacts
from post_forge.model import Note

_SHARE, _LEAST = 0.05, 5
_QUARTER = 4


def facts(note: Note) -> NoteFacts:
    """The heading keys of a note with their counts, and its units' points with theirs.

    Small and made of plain values, so that it can be kept as JSON. The units are those that the note would have alone:
    the collection's slots are not known yet.
    """
    headings = _headings(note)
    own = frozenset(key for key, number in headings.items() if number > 1)
    phrases = phrases_for(note.lang, ())
    points = Counter[str]()
    for unit in plan(note, own, "", phrases)[0]:
        if found := hooks(unit, phrases):
            points[_step(sum(points_of(unit, found).values()))] += 1
    return NoteFacts(note.slug, headings, dict(sorted(points.items())))


def survey(facts: Iterable[NoteFacts]) -> Collection:
    """A heading that stands in 5 % of the files, and in five at least, is a slot and no title.

    Where fewer than a quarter of the units reach the usual points, the bar lies where a quarter does, but not below the
    floor: thirty snippets give posts as well.
    """
    files: Counter[str] = Counter()
    points: Counter[float] = Counter()
    notes = 0
    for one in facts:
        notes += 1
        files.update(one.headings.keys())
        points.update({float(step): number for step, number in one.scores.items()})
    least = max(_LEAST, _SHARE * notes)
    slots = frozenset(key for key, number in files.items() if key and number >= least)
    return Collection(slots, notes, _bar(points))


def _bar(points: Mapping[float, int]) -> float:
    """The points that a quarter of the units reach, infinite where the usual ones will do."""
    wanted = sum(points.values()) / _QUARTER
    reached = 0
    for step in sorted(points, reverse=True):
        reached += points[step]
        if reached >= wanted:
            return math.inf if step >= LEAST else max(step, FLOOR)
    return math.inf


def _step(points: float) -> str:
    """Points in steps of a half, rounded down: a mended sentence seldom moves the bar."""
    return f"{math.floor(points * 2) / 2:g}"


def _headings(note: Note) -> dict[str, int]:
    counts = Counter(heading_key(str(section.title)) for section in note.walk())
    return dict(sorted(counts.items()))


def slots_of(note: Note, collection: Collection) -> frozenset[str]:
    """The slots that matter for this note: the collection's, and the headings that it uses twice itself."""
    return frozenset(key for key, number in _headings(note).items() if key in collection.slots or number > 1)


def view(collection: Collection, facts: NoteFacts) -> tuple[str, ...]:
    """What the collection decides about one note: its headings that are slots, and the bar where it is not the usual.

    Equal views compose equal posts.
    """
    slots = sorted(key for key in facts.headings if key in collection.slots)
    return (*slots, f"bar {collection.bar:g}") if math.isfinite(collection.bar) else tuple(slots)
