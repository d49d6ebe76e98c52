"""What is due -> leases: who may work on which delivery until when, one worker at a time.

A lease is fenced by its token, the number of the journal's entry that gave it out. Every write with a lease compares
tokens in its own transaction: a worker that slept while another took over changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from post_forge.errors import Problem
from post_forge.queue import rows
from post_forge.queue.errors import LeaseLost
from post_forge.queue.tables import SENDABLE_SQL, deliveries
from post_forge.queue.values import Delivery, Entry, Lease, utc

LONGEST = timedelta(hours=1)
"""No lease lasts longer. One that seems to was given out by a clock that was ahead (`stuck`)."""


def claim(
    connection: Connection,
    now: datetime,
    worker: str,
    seconds: float,
    only: Collection[str] | None,
    channels: Collection[str] | None,
    limit: int,
) -> tuple[Lease, ...]:
    """Give out up to `limit` deliveries: first those that another worker left in the middle, then what is due, the
    earliest first; of what is due those in `only`, if that is given."""
    now = utc(now)
    length = timedelta(seconds=seconds)
    if not worker or not timedelta() < length <= LONGEST:
        raise ValueError("a lease needs a worker's name and a length of up to an hour")
    left_open = _free(now, channels).where(deliveries.c.state == "publishing")
    found = _some(connection, left_open, limit)
    if len(found) < limit:
        found += _some(connection, _due(_free(now, channels), now, only), limit - len(found))
    if not found:
        return ()
    entries = [Entry(0, now, worker, item.id, "claim", item.state, item.state) for item in found]
    tokens = rows.write_journal(connection, entries)
    until = now + length
    table = deliveries.c
    connection.execute(
        sa.update(deliveries)
        .where(table.id == sa.bindparam("which"))
        .values(token=sa.bindparam("number"), worker=worker, leased_until=until),
        [{"which": item.id, "number": token} for item, token in zip(found, tokens, strict=True)],
    )
    begun = [item.id for item in found if item.tries]
    receipts, intents = rows.receipts_of(connection, begun), rows.intents_of(connection, begun)
    return tuple(
        Lease(
            replace(item, worker=worker, token=token, leased_until=until),
            worker,
            token,
            until,
            seconds,
            intents.get(item.id),
            receipts.get(item.id, ()),
        )
        for item, token in zip(found, tokens, strict=True)
    )


def _free(now: datetime, channels: Collection[str] | None) -> sa.Select[Any]:
    """What nobody has, and what need not wait."""
    table = deliveries.c
    statement = rows.select_deliveries().where(
        sa.or_(table.leased_until.is_(None), table.leased_until <= now),
        sa.or_(table.not_before.is_(None), table.not_before <= now),
    )
    return statement if channels is None else statement.where(table.channel.in_(sorted(channels)))


def _due(statement: sa.Select[Any], now: datetime, only: Collection[str] | None) -> sa.Select[Any]:
    due = statement.where(SENDABLE_SQL, deliveries.c.at <= now)
    return due if only is None else due.where(deliveries.c.id.in_(sorted(only)))


def _some(connection: Connection, statement: sa.Select[Any], limit: int) -> list[Delivery]:
    """The first of them. On PostgreSQL rows that another worker is claiming are passed over; a writer on SQLite is
    alone."""
    first = statement.order_by(deliveries.c.at, deliveries.c.id).limit(limit).with_for_update(skip_locked=True)
    return [rows.delivery_of(row) for row in connection.execute(first)]


def held(connection: Connection, lease: Lease) -> Delivery:
    """The delivery of a lease that still counts, locked. Raises LeaseLost for one that does not."""
    delivery = rows.locked(connection, lease.delivery.id)
    if delivery.token != lease.token or delivery.worker != lease.worker:
        raise lost(lease, delivery)
    return delivery


def lost(lease: Lease, delivery: Delivery) -> LeaseLost:
    who = f"{delivery.worker} works on it" if delivery.worker else f"it is {delivery.state}"
    message = f"{lease.delivery.id}: {lease.worker} has lost it; now {who}"
    return LeaseLost(Problem("queue.lease", message, hint="nothing more is sent by this worker"))


def renew(connection: Connection, lease: Lease, now: datetime) -> Lease:
    """The lease with its full length from now on. One that ended, but that nobody took over, begins again: tokens
    decide, not clocks. Raises LeaseLost."""
    delivery = held(connection, lease)
    until = utc(now) + timedelta(seconds=lease.seconds)
    rows.update(connection, replace(delivery, leased_until=until))
    return replace(lease, until=until)


def release(connection: Connection, lease: Lease, now: datetime, reason: str) -> None:
    """Give a delivery back as it is, for whoever claims it next. Raises LeaseLost."""
    take_away(connection, held(connection, lease), now, lease.worker, reason)


def take_away(connection: Connection, delivery: Delivery, now: datetime, actor: str, reason: str) -> Delivery:
    """End whatever lease there is on a locked delivery."""
    entry = Entry(0, utc(now), actor, delivery.id, "release", delivery.state, delivery.state, reason)
    (token,) = rows.write_journal(connection, [entry])
    free = replace(delivery, worker="", leased_until=None, token=token)
    rows.update(connection, free)
    return free


def stuck(connection: Connection, now: datetime) -> tuple[Delivery, ...]:
    """Deliveries whose lease ends later than any lease can: the clock has been set back since, here or elsewhere.

    They are not taken over by themselves, because a worker whose clock is ahead may be at work on them.
    """
    statement = rows.select_deliveries().where(deliveries.c.leased_until > utc(now) + LONGEST)
    return tuple(rows.delivery_of(row) for row in connection.execute(statement.order_by(deliveries.c.id)))
