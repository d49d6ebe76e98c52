"""The queue: which post goes to which channel when, who is at it, what the networks answered, and all that happened.

    open_store(database, folder)            -> Store    SQLite or PostgreSQL; made, brought up to date or refused
    store.take(plan, now, actor)                        a plan replaces what was planned
    store.claim(now, worker, lease_seconds) -> Lease    one worker at a time, fenced by a token
    store.begin, ask, answer, settle                    kept before and after every step towards a network
    store.change(id, event, now, actor)                 what a person says: approve, hold, skip, move, retry, done ...
    store.history(...)                      -> Entry    every change, with its time, its actor and its reason
    sync(store, path, now)                              the queue and published.jsonl learn from each other
    import_history(store, data, path, ...)              what was posted before this program

    next_state(state, event)                            the state machine, pure
    read_lines, settled                                 published.jsonl as values, without a database

The values and the pure functions load at once; a store needs SQLAlchemy, which is loaded when one is opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from post_forge.queue.appending import append, read
from post_forge.queue.errors import LeaseLost, StoreError
from post_forge.queue.history_import import is_address, read_history
from post_forge.queue.masking import masked
from post_forge.queue.merging import Lesson, Merge, merge, publication_of
from post_forge.queue.published import FILE, Publication, Published, line_of, read_lines, settled
from post_forge.queue.states import (
    EVENTS,
    IN_DOUBT,
    OUT,
    SENDABLE,
    STATES,
    Event,
    Refusal,
    Standing,
    State,
    next_state,
)
from post_forge.queue.syncing import Synced, import_history, sync
from post_forge.queue.values import (
    Approval,
    Attempt,
    Circuit,
    Delivery,
    Entry,
    Intent,
    Lease,
    Outcome,
    Quota,
    Receipt,
    Spent,
    Taken,
    delivery_id,
)

if TYPE_CHECKING:
    from post_forge.queue.store import Store as Store


def open_store(database: str, folder: Path) -> Store:
    """Open the queue that post_forge.yaml's `database` names: `sqlite` (queue.db in `folder`, the workspace's
    .post_forge), a sqlite:/// or postgresql:// URL, or `$NAME` for an environment variable that holds one.

    Tables are made where there are none, and brought up to date after a copy. Raises StoreError for a database that is
    newer, damaged, another program's, locked, or not to be reached; it is then as it was.
    """
    from post_forge.queue import store  # SQLAlchemy: 130 ms that only those pay who open a queue

    return store.open_store(database, folder)


def look_into(database: str, folder: Path) -> tuple[str, str]:
    """What the database holds (`nothing`, `current` or `older`) and its version; makes and changes nothing.

    Raises StoreError for a database that could not be used.
    """
    from post_forge.queue import opening

    return opening.look_into(database, folder)


__all__ = [
    "EVENTS",
    "FILE",
    "IN_DOUBT",
    "OUT",
    "SENDABLE",
    "STATES",
    "Approval",
    "Attempt",
    "Circuit",
    "Delivery",
    "Entry",
    "Event",
    "Intent",
    "Lease",
    "LeaseLost",
    "Lesson",
    "Merge",
    "Outcome",
    "Publication",
    "Published",
    "Quota",
    "Receipt",
    "Refusal",
    "Spent",
    "Standing",
    "State",
    "StoreError",
    "Synced",
    "Taken",
    "append",
    "delivery_id",
    "import_history",
    "is_address",
    "line_of",
    "look_into",
    "masked",
    "merge",
    "next_state",
    "open_store",
    "publication_of",
    "read",
    "read_history",
    "read_lines",
    "settled",
    "sync",
]
