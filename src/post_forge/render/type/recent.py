"""A bounded cache: keeps what was asked for lately, forgets the rest half by half. Contains no knowledge of type."""

from __future__ import annotations

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """A mapping that holds entries up to a `limit`: their number, or the sum of the weights they are put with.

    Two generations: when the young one is full, it becomes the old one and the old one is dropped. Cheaper than an
    ordered cache (a hit among the young is one look-up) and as flat in memory. What is dropped is made again when it
    is asked for; a value that was old and is asked for is simply put once more by its owner.
    """

    __slots__ = ("_half", "_held", "_old", "young")

    def __init__(self, limit: int) -> None:
        self._half = max(1, limit // 2)
        self._held = 0
        self._old: dict[K, V] = {}
        self.young: dict[K, V] = {}

    def get(self, key: K, weight: int = 1) -> V | None:
        """The value, or None. What was old becomes young again, with this weight."""
        found = self.young.get(key)
        if found is None and key in self._old:
            found = self._old[key]
            self.put(key, found, weight)
        return found

    def put(self, key: K, value: V, weight: int = 1) -> None:
        """Keep a value."""
        if self._held + weight > self._half:
            self._old, self.young, self._held = self.young, {}, 0
        self.young[key] = value
        self._held += weight

    def __len__(self) -> int:
        return len(self.young) + len(self._old)
