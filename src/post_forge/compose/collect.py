"""What only a whole folder tells: which headings are slots (rule 7), how good its units are. Notes -> Collection."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from post_forge.compose.hooks.finding import hooks
from post_forge.compose.hooks.scoring import FLOOR, LEAST, led, points_of, rank_of
from post_forge.compose.identity import fingerprint
from post_forge.compose.language.phrases import phrases_for
from post_forge.compose.units.chapters import heading_key
from post_forge.compose.units.choosing import Unit, plan
from post_forge.compose.units.kinds import sentences_of
from post_forge.compose.values import CodePart, Collection, NoteFacts
from post_forge.model import Note

_SHARE, _LEAST = 0.05, 5
_PRINT = 8
"""Hashes of a unit that are kept: two units that share seven of eight are the same text, or nearly."""
_FEW = 16
"""One unit in so many gives a post where fewer reach the usual points."""


def facts(note: Note) -> NoteFacts:
    """The heading keys of a note with their counts, and its units' points with theirs.

    Small and made of plain values, so that it can be kept as JSON. The units are those that the note would have alone:
    the collection's slots are not known yet.
    """
    headings = _headings(note)
    own = frozenset(key for key, number in headings.items() if number > 1)
    phrases = phrases_for(note.lang, ())
    points, prints = Counter[str](), dict[str, tuple[int, ...]]()
    for unit in plan(note, own, "", phrases)[0]:
        if found := led(unit, hooks(unit, phrases)):
            points[f"{rank_of(points_of(unit, found), found):g}"] += 1
            prints.setdefault(unit.key, _print(unit))
    return NoteFacts(note.slug, headings, dict(sorted(points.items())), prints)


def _print(unit: Unit) -> tuple[int, ...]:
    """The fingerprint of what a unit says and shows: the same words around other code are another lesson."""
    shown = [part.code.text for chapter in unit.chapters for part in chapter.parts if isinstance(part, CodePart)]
    words = [*sentences_of(unit.chapters), *shown]
    return fingerprint(words)[:_PRINT] if any(words) else ()


def survey(facts: Iterable[NoteFacts]) -> Collection:
    """A heading that stands in 5 % of the files, and in five at least, is a slot and no title.

    Where fewer than one unit in sixteen reaches the usual points, the best sixteenth is enough, but nothing below the
    floor: thirty snippets give a few posts as well. Units are ranked, and no two alike, so one more or one less note
    moves one unit over the bar and never all that are alike.
    """
    files: Counter[str] = Counter()
    points: Counter[float] = Counter()
    copies, seen, notes = set[tuple[str, str]](), dict[int, tuple[str, frozenset[int]]](), 0
    for one in facts:
        notes += 1
        copies |= _copies(one, seen)
        files.update(one.headings.keys())
        points.update({float(step): number for step, number in one.scores.items()})
    least = max(_LEAST, _SHARE * notes)
    slots = frozenset(key for key, number in files.items() if key and number >= least)
    return Collection(slots, notes, _bar(points), frozenset(copies))


def _copies(one: NoteFacts, seen: dict[int, tuple[str, frozenset[int]]]) -> set[tuple[str, str]]:
    """The units of a note that say what a unit of an earlier note says; the others are `seen` from now on."""
    found = set()
    for key, numbers in one.prints.items():
        print_ = frozenset(numbers)
        others = {seen[number] for number in print_ if number in seen}
        if any(slug != one.slug and len(print_ & other) * 8 >= len(print_) * 7 for slug, other in others):
            found.add((one.slug, key))
            continue
        for number in print_:
            seen.setdefault(number, (one.slug, print_))
    return found


def _bar(ranks: Mapping[float, int]) -> float:
    """The rank that is enough, infinite where the usual points will do."""
    wanted = math.ceil(sum(ranks.values()) / _FEW)
    reached = 0
    for rank in sorted(ranks, reverse=True):
        reached += ranks[rank]
        if reached >= wanted:
            return math.inf if rank >= LEAST else max(rank, FLOOR)
    return math.inf


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
    copies = sorted(f"copy {key}" for slug, key in collection.copies if slug == facts.slug)
    return (*slots, *copies, *([f"bar {collection.bar:g}"] if math.isfinite(collection.bar) else ()))
