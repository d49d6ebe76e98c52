"""A line of text in two directions -> levels (UAX #9), and levels -> the order in which parts are shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_UNKNOWN = frozenset(("", "B", "LRI", "RLI", "FSI", "PDI"))
MOST_OPEN = 63  # brackets waiting to be closed (BD16)
OBJECT = "\ufffc"  # stands for an isolated part: a neutral, whatever it holds


def has_right_to_left(text: str) -> bool:
    """Whether any part of a text could run from right to left. False means every level is 0."""
    return _RIGHT_TO_LEFT.search(text) is not None


def base_level(text: str) -> int:
    """1 when the first strong character is right to left (rules P2 and P3), else 0."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return 0
        if kind in ("R", "AL"):
            return 1
    return 0


def levels_of(text: str, base: int) -> list[int]:
    """The embedding level of each character of one hard line.

    What the library does not know (isolate marks, code points without a meaning, separators) counts as neutral.
    """
    from bidi.algorithm import (
        explicit_embed_and_overrides,
        get_embedding_levels,
        get_empty_storage,
        resolve_implicit_levels,
        resolve_neutral_types,
        resolve_weak_types,
    )

    storage = get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    known = "".join(OBJECT if unicodedata.bidirectional(c) in _UNKNOWN else c for c in text)
    get_embedding_levels(known, storage)
    everything = list(storage["chars"])
    explicit_embed_and_overrides(storage)
    resolve_weak_types(storage)
    if brackets_in(text):
        for run in storage["runs"]:
            pair_brackets(everything_in(storage["chars"], run), run["sor"])
    resolve_neutral_types(storage, False)
    resolve_implicit_levels(storage, False)
    kept = {id(entry) for entry in storage["chars"]}
    levels: list[int] = []
    for entry in everything:  # what rule X9 removes takes the level of what stands before it
        levels.append(entry["level"] if id(entry) in kept else (levels[-1] if levels else base))
    return levels


def everything_in(chars: list[dict[str, Any]], run: Mapping[str, int]) -> list[dict[str, Any]]:
    """The characters of a level run."""
    return chars[run["start"] : run["start"] + run["length"]]


def brackets_in(text: str) -> bool:
    """Whether a text may hold a pair of brackets."""
    return any(character in text for character in "()[]{}") or not text.isascii()


@lru_cache(512)
def partner(character: str) -> str:
    """The closing bracket of an opening one (Bidi_Paired_Bracket), else ""."""
    from bidi.mirror import MIRRORED

    other = MIRRORED.get(character, "")
    paired = unicodedata.category(character) == "Ps" and other and unicodedata.category(other) == "Pe"
    return unicodedata.normalize("NFC", other) if paired else ""


def pairs_of(chars: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """The brackets of a run that belong together (BD16), in the order in which they open."""
    found: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    for at, entry in enumerate(chars):
        if entry["type"] != "ON":
            continue
        if closing := partner(entry["ch"]):
            if len(waiting) == MOST_OPEN:
                return []
            waiting.append((closing, at))
        elif unicodedata.category(entry["ch"]) == "Pe":
            mark = unicodedata.normalize("NFC", entry["ch"])
            place = next((n for n in range(len(waiting) - 1, -1, -1) if waiting[n][0] == mark), None)
            if place is not None:
                found.append((waiting[place][1], at))
                del waiting[place:]
    return sorted(found)


def pair_brackets(chars: Sequence[dict[str, Any]], before: str) -> None:
    """Rule N0: both brackets of a pair run in the direction of what they hold, or of the words in front of them.

    Without it `f(x)` at the end of a Hebrew sentence loses its last bracket to the other side. `before` is the
    direction at the start of the run; the types in `chars` are changed.
    """
    for start, end in pairs_of(chars):
        own = "LR"[chars[start]["level"] % 2]
        inside = {_strong(entry["type"]) for entry in chars[start + 1 : end]} - {""}
        if not inside:
            continue
        if own in inside:
            way = own
        else:
            earlier = (_strong(entry["type"]) for entry in reversed(chars[:start]))
            way = next(filter(None, earlier), before)
            way = way if way in inside else own
        for place in (start, end):
            chars[place]["type"] = way
            for entry in chars[place + 1 :]:
                if entry["orig"] != "NSM":
                    break
                entry["type"] = way


def _strong(kind: str) -> str:
    """L or R for what is strong here: numbers count as right to left."""
    return kind if kind in ("L", "R") else "R" if kind in ("EN", "AN") else ""


def display_order(levels: Sequence[int]) -> list[int]:
    """The indices of parts from left to right, given their levels in logical order (rule L2)."""
    order = list(range(len(levels)))
    if not any(levels):
        return order
    lowest_odd = min((level for level in levels if level % 2), default=None)
    if lowest_odd is None:
        return order
    for level in range(max(levels), lowest_odd - 1, -1):
        at = 0
        while at < len(order):
            if levels[order[at]] < level:
                at += 1
                continue
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = end
    return order
