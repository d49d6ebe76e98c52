"""A plan -> the queue: it replaces what was planned before, in one transaction; what is under way stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from post_forge.queue import rows
from post_forge.queue.states import SENDABLE, Event
from post_forge.queue.tables import deliveries
from post_forge.queue.values import Delivery, Entry, Taken, utc

_MANY = 500  # new rows after which the database counts anew: it would sort them all for every claim until it has
_MAY_COME = frozenset({*SENDABLE, "missed"})
_PLANNED = ("at", "state", "content", "pinned", "rules", "reason")


def take(
    connection: Connection,
    plan: Iterable[Delivery],
    now: datetime,
    actor: str,
    reason: str,
    channels: Collection[str] | None,
) -> Taken:
    """Keep the deliveries of a plan in place of all that were `planned` or `approved`, on those channels or on all.

    A delivery that a worker has, or that is past planning, stays as it is. Raises ValueError for deliveries that no
    plan makes: of another state, or two with one id.
    """
    now = utc(now)
    wanted = {item.id: item for item in plan}
    plan = tuple(wanted.values())
    if wrong := [item.id for item in plan if item.state not in _MAY_COME]:
        raise ValueError(f"no plan makes these: {', '.join(wrong)}")
    rows.alone(connection, rows.PLANNING)
    known = _known(connection, [*wanted])
    taker = _Taker(now, actor, reason)
    for delivery in plan:
        taker.put(delivery, known.get(delivery.id))
    for old in known.values():
        if old.id not in wanted and old.state in SENDABLE and (channels is None or old.channel in channels):
            taker.drop(old)
    return taker.write(connection)


def _known(connection: Connection, ids: list[str]) -> dict[str, Delivery]:
    """What waits, and what the plan names, locked in one order, so that two who do this never wait for each other."""
    waiting = rows.select_deliveries().where(deliveries.c.state.in_(sorted(SENDABLE)))
    found = [rows.delivery_of(row) for row in connection.execute(waiting.order_by(deliveries.c.id).with_for_update())]
    known = {item.id: item for item in found}
    rest = sorted({*ids} - known.keys())
    for some in rows.batches(rest):
        for row in connection.execute(rows.select_deliveries().where(deliveries.c.id.in_(some))):
            item = rows.delivery_of(row)
            known[item.id] = item
    return known


class _Taker:
    """Collects what taking a plan writes, so that ten thousand deliveries are a few statements."""

    def __init__(self, now: datetime, actor: str, reason: str) -> None:
        self.now, self.actor, self.reason = now, actor, reason
        self.new: list[Delivery] = []
        self.changed: list[Delivery] = []
        self.dropped: list[str] = []
        self.left: list[str] = []
        self.entries: list[Entry] = []

    def put(self, wanted: Delivery, old: Delivery | None) -> None:
        event: Event = "miss" if wanted.state == "missed" else "plan"
        if old is None:
            new = Delivery(wanted.post, wanted.channel, utc(wanted.at), round=wanted.round, changed=self.now)
            new = self._as_planned(new, wanted)
            self.new.append(new)
            self._note(new, "plan", "", new.state)
        elif old.state not in SENDABLE or old.leased(self.now):
            if old.state != wanted.state or old.leased(self.now):
                self.left.append(old.id)
        elif (new := self._as_planned(old, wanted)) != replace(old, changed=self.now):
            self.changed.append(new)
            moved = {"at": f"{old.at.isoformat()} > {new.at.isoformat()}"} if old.at != new.at else {}
            self._note(new, event, old.state, new.state, moved)

    def _as_planned(self, old: Delivery, wanted: Delivery) -> Delivery:
        values: dict[str, Any] = {name: getattr(wanted, name) for name in _PLANNED}
        return replace(old, **{**values, "at": utc(wanted.at)}, changed=self.now)

    def drop(self, old: Delivery) -> None:
        if old.leased(self.now):
            self.left.append(old.id)
            return
        self.dropped.append(old.id)
        self._note(old, "drop", old.state, "", {"at": old.at.isoformat()})

    def _note(self, item: Delivery, event: Event, before: Any, after: Any, more: dict[str, str] | None = None) -> None:
        reason = self.reason or item.reason
        self.entries.append(Entry(0, self.now, self.actor, item.id, event, before, after, reason, more or {}))

    def write(self, connection: Connection) -> Taken:
        if self.new:
            connection.execute(sa.insert(deliveries), [rows.columns_of(item) for item in self.new])
            if len(self.new) > _MANY:
                connection.execute(sa.text(f"ANALYZE {deliveries.name}"))
        if self.changed:
            names = (*_PLANNED, "changed")
            # A worker that let its lease end must not begin with it at a time that is no longer the right one.
            free = {"worker": "", "leased_until": None}
            statement = sa.update(deliveries).where(deliveries.c.id == sa.bindparam("which"))
            values = [
                {"which": item.id} | {f"new_{name}": getattr(item, name) for name in names} for item in self.changed
            ]
            connection.execute(statement.values({name: sa.bindparam(f"new_{name}") for name in names} | free), values)
        for some in rows.batches(self.dropped):
            connection.execute(sa.delete(deliveries).where(deliveries.c.id.in_(some)))
        rows.write_journal(connection, self.entries)
        return Taken(
            tuple(item.id for item in self.new),
            tuple(item.id for item in self.changed),
            tuple(self.dropped),
            tuple(self.left),
        )
