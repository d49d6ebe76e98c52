"""What was made of the same values lately: a collection is looked at as a whole first, then composed note by note.

Values are known by what they are in memory, not by what they say: comparing two chapters costs more than reading one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Keeps the last `most` results and the values that they were made of, so that no other can take their place."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[tuple[Hashable, ...], tuple[tuple[object, ...], T]] = {}
        self._lock = Lock()

    def of(self, values: Sequence[object], *rest: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, or gave lately for the very same values and an equal rest."""
        key = (tuple(map(id, values)), *rest)
        kept = self._kept.get(key)
        if kept is not None:
            return kept[1]
        made = make()
        with self._lock:
            self._kept[key] = (tuple(values), made)
            while len(self._kept) > self._most:
                self._kept.pop(next(iter(self._kept)))
        return made
