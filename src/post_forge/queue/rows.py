"""Rows of the tables <-> values, and the writes that all others are made of: a change of state, its journal entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from post_forge.queue.errors import StoreError, refused
from post_forge.queue.masking import masked, masked_map
from post_forge.queue.states import Event, Refusal, Standing, next_state
from post_forge.queue.tables import deliveries, journal, receipts
from post_forge.queue.values import Delivery, Entry, Intent, Receipt

_DELIVERY = tuple(item.name for item in fields(Delivery))
COLUMNS = [deliveries.c[name] for name in _DELIVERY]
_RECEIPT = tuple(item.name for item in fields(Receipt))
_ENTRY = tuple(item.name for item in fields(Entry))
PLANNING = 0x706C616E  # whoever puts deliveries in, one at a time ("plan" in ASCII)
MANY = 900  # parameters of one statement at most; older SQLite takes 999


def alone(connection: Connection, number: int) -> None:
    """Let no other worker do the same until this transaction ends. A writer on SQLite is alone as it is."""
    if connection.dialect.name != "sqlite":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


# ---- deliveries ----------------------------------------------------------------------------------------------------


def select_deliveries() -> sa.Select[Any]:
    """All columns that make a Delivery, in the order that its fields have."""
    return sa.select(*COLUMNS)


def delivery_of(row: sa.Row[Any]) -> Delivery:
    return Delivery(**row._mapping)


def columns_of(delivery: Delivery) -> dict[str, Any]:
    """A new row for the delivery."""
    return {"id": delivery.id, **{name: getattr(delivery, name) for name in _DELIVERY}, "intent": None}


def locked(connection: Connection, delivery: str) -> Delivery:
    """The delivery, which nobody else can change before this transaction ends. Raises StoreError if there is none."""
    row = connection.execute(select_deliveries().where(deliveries.c.id == delivery).with_for_update()).one_or_none()
    if row is None:
        raise refused("queue.unknown", f"there is no {delivery} in the queue", "`post-forge queue` lists what is there")
    return delivery_of(row)


def update(connection: Connection, delivery: Delivery) -> None:
    """Keep every field of a delivery that is there already."""
    values = {name: getattr(delivery, name) for name in _DELIVERY}
    connection.execute(sa.update(deliveries).where(deliveries.c.id == delivery.id).values(values))


def shift(
    connection: Connection,
    delivery: Delivery,
    event: Event,
    now: datetime,
    actor: str,
    reason: str = "",
    more: Mapping[str, str] | None = None,
    *,
    approved: bool = False,
    **changes: Any,
) -> Delivery:
    """Let an event happen to a delivery that is locked: its next state, its changes, the journal's entry.

    The lease ends with it, unless `changes` name another. `approved` says that what becomes planned has the approval of
    a person. Raises StoreError where the state does not allow the event.
    """
    after = allowed(delivery, event)
    after = "approved" if approved and after == "planned" else after
    entry = Entry(0, now, actor, delivery.id, event, delivery.state, after, masked(reason), more or {})
    (number,) = write_journal(connection, [entry])
    lease = {"worker": "", "leased_until": None, "token": number}
    # The latest word counts, also that of a machine whose clock is behind: times of changes only ever grow.
    when = max(now, delivery.changed + timedelta(microseconds=1)) if delivery.changed else now
    values = {"state": after, "reason": masked(reason), "changed": when, **lease, **changes}
    changed = replace(delivery, **values)
    update(connection, changed)
    return changed


def allowed(delivery: Delivery, event: Event) -> Standing:
    """The state after the event. Raises StoreError with the reason why there is none."""
    after = next_state(delivery.state, event, before=delivery.before)
    if isinstance(after, Refusal):
        raise no(delivery, after)
    return after


def no(delivery: Delivery, refusal: Refusal) -> StoreError:
    return refused("queue.state", f"{delivery.id}: {refusal.message}", refusal.hint)


# ---- the rest ------------------------------------------------------------------------------------------------------


def write_journal(connection: Connection, entries: Sequence[Entry]) -> list[int]:
    """Append entries, whose numbers are given here; those come back in the same order."""
    if not entries:
        return []
    rows = [
        {name: getattr(entry, name) for name in _ENTRY if name not in ("number", "more")}
        | {"more": masked_map(entry.more)}
        for entry in entries
    ]
    statement = sa.insert(journal).returning(journal.c.number, sort_by_parameter_order=True)
    return list(connection.execute(statement, rows).scalars())


def entry_of(row: sa.Row[Any]) -> Entry:
    return Entry(**row._mapping)


def select_entries() -> sa.Select[Any]:
    return sa.select(*(journal.c[name] for name in _ENTRY)).order_by(journal.c.number)


def receipts_of(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[Receipt, ...]]:
    """The receipts of each delivery, in the order they were asked for."""
    found: dict[str, list[Receipt]] = {}
    columns = [receipts.c[name] for name in _RECEIPT]
    for some in batches(sorted(ids)):
        statement = sa.select(*columns).where(receipts.c.delivery.in_(some))
        for row in connection.execute(statement.order_by(receipts.c.delivery, receipts.c.number)):
            found.setdefault(row.delivery, []).append(Receipt(*row))
    return {delivery: tuple(items) for delivery, items in found.items()}


def intents_of(connection: Connection, ids: Iterable[str]) -> dict[str, Intent]:
    """What was kept of each delivery before its first byte left."""
    found: dict[str, Intent] = {}
    for some in batches(sorted(ids)):
        statement = sa.select(deliveries.c.id, deliveries.c.intent).where(deliveries.c.id.in_(some))
        found |= {row.id: Intent(**row.intent) for row in connection.execute(statement) if row.intent}
    return found


def batches(items: Sequence[Any], size: int = MANY) -> Iterable[Sequence[Any]]:
    """The items in runs that one statement can take."""
    return (items[start : start + size] for start in range(0, len(items), size))
