"""What can go wrong with the store, told as problems."""

from __future__ import annotations

from post_forge.errors import ForgeError, Problem, Source


class StoreError(ForgeError):
    """The queue cannot be opened, read or written, or does not allow what was asked for."""


class LeaseLost(StoreError):  # noqa: N818 - said by the store to a worker, in the words of the field
    """A worker writes with a lease that has ended, or that was given to another. It must stop at once, and send nothing
    more: whoever holds the delivery now looks what has become of it."""


def refused(rule: str, message: str, hint: str = "", place: str = "") -> StoreError:
    """A StoreError of one problem. `place` is a database's file, or its URL without the password."""
    return StoreError(Problem(rule, message, Source(place) if place else None, hint))
