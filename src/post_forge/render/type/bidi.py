"""A line of text in two directions -> levels (UAX #9), and levels -> the order in which parts are shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_UNKNOWN = frozenset(("", "B", "LRI", "RLI", "FSI", "PDI"))
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
    resolve_neutral_types(storage, False)
    resolve_implicit_levels(storage, False)
    kept = {id(entry) for entry in storage["chars"]}
    levels: list[int] = []
    for entry in everything:  # what rule X9 removes takes the level of what stands before it
        levels.append(entry["level"] if id(entry) in kept else (levels[-1] if levels else base))
    return levels


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
