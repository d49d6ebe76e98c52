"""Which post is which: a post keeps its id when its heading or its file is renamed.

An id is made of the note's and the heading's slugs. When a build meets an id it does not know, it looks among the ids
that have lost their content for one whose words were mostly the same, and gives that id on. Pure functions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING

from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import compose
else:
    compose = Later("post_forge.compose")

SAME = 0.5  # share of common shingles above which two texts are one text edited (a rewrite shares almost none)
RESERVED = {"today"}  # output/today/ is the day's copy; no note may own it


@dataclass(frozen=True, slots=True)
class Known:
    """A post of an earlier build: where it came from, and the fingerprint of its words."""

    note: str
    fingerprint: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post of this build with the id that its headings suggest. `pinned` is set where the author wrote the id."""

    id: str
    note: str
    fingerprint: tuple[int, ...]
    pinned: bool = False


def settle(candidates: Iterable[Candidate], known: Mapping[str, Known], kept: Iterable[str] = ()) -> dict[int, str]:
    """The final id of each candidate, by its position.

    `kept` are ids of posts that did not change and are not among the candidates. First those that are what they were
    keep their id; then renamed ones take over the id that their words had; the rest are new and get a free id.
    """
    candidates = list(candidates)
    taken = set(kept)
    ids: dict[int, str] = {}

    def settle_on(position: int, post_id: str) -> None:
        ids[position] = post_id
        taken.add(post_id)

    for position, candidate in enumerate(candidates):
        free = candidate.id not in taken and not _is_reserved(candidate.id)
        if free and (candidate.pinned or _is_what_it_was(candidate, known)):
            settle_on(position, candidate.id)
    for position, post_id in _renamed(candidates, ids, known, taken):
        settle_on(position, post_id)
    for position, candidate in enumerate(candidates):
        if position not in ids:
            settle_on(position, _free(candidate.id, taken, known, candidate))
    return ids


def _is_reserved(post_id: str) -> bool:
    return post_id.partition("/")[0] in RESERVED


def _is_what_it_was(candidate: Candidate, known: Mapping[str, Known]) -> bool:
    before = known.get(candidate.id)
    return before is not None and (
        before.note == candidate.note or compose.likeness(before.fingerprint, candidate.fingerprint) >= SAME
    )


def _renamed(
    candidates: list[Candidate], ids: Mapping[int, str], known: Mapping[str, Known], taken: set[str]
) -> list[tuple[int, str]]:
    """Pairs of candidate and earlier id with the same words, the closest first, each used once."""
    lost = [post_id for post_id in known if post_id not in taken and not _is_reserved(post_id)]
    if not lost:
        return []
    pairs = sorted(
        (-alike, post_id, position)
        for position, candidate in enumerate(candidates)
        if position not in ids
        for post_id in lost
        if (alike := compose.likeness(known[post_id].fingerprint, candidate.fingerprint)) >= SAME
    )
    found: dict[int, str] = {}
    for _, post_id, position in pairs:
        if position not in found and post_id not in found.values():
            found[position] = post_id
    return list(found.items())


def _free(wanted: str, taken: set[str], known: Mapping[str, Known], candidate: Candidate) -> str:
    """`wanted`, or with a number behind it: an id that belonged to other words is not given to new ones."""
    note, _, post = wanted.partition("/")
    if note in RESERVED:
        note = f"{note}-note"
    options = chain([f"{note}/{post}"], (f"{note}/{post}-{number}" for number in count(2)))
    return next(option for option in options if option not in taken and _may_have(option, known, candidate))


def _may_have(option: str, known: Mapping[str, Known], candidate: Candidate) -> bool:
    return option not in known or known[option].note == candidate.note


def file_name(title: str) -> str:
    """A title as a file name: `Why retries fail?` -> `why-retries-fail`; letters of every script are kept."""
    folded = unicodedata.normalize("NFKD", title.lower())
    unaccented = re.sub("[\u0300-\u036f]", "", folded)  # Latin accents; other scripts need their marks
    words = re.sub(r"[^\w\u0900-\u0dff]+", "-", unicodedata.normalize("NFC", unaccented)).strip("-_")
    return words.encode()[:80].decode(errors="ignore").strip("-_")
