"""What is due -> leases: who may work on which delivery until when, one worker at a time.

A lease is fenced by its token, the number of the journal's entry that gave it out. Every write with a lease compares
tokens in its own transaction: a worker that slept while another took over changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from post_forge.errors import Problem
from post_forge.queue import rows
from post_forge.queue.errors import LeaseLost
from post_forge.queue.tables import SENDABLE_SQL, Moment, Words, deliveries, journal
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
    until = now + length
    given = {"now": now, "limit": limit, "only": sorted(only or ()), "channels": sorted(channels or ())}
    chosen = Chosen(only is not None, channels is not None, limit == 1)
    take = _take_at_once if connection.dialect.name == "postgresql" else _take_one_by_one
    taken = take(connection, chosen, given, worker, until)
    begun = [item.id for item in taken if item.tries]
    receipts = rows.receipts_of(connection, begun) if begun else {}
    intents = rows.intents_of(connection, begun) if begun else {}
    return tuple(
        Lease(item, worker, item.token, until, seconds, intents.get(item.id), receipts.get(item.id, ()))
        for item in taken
    )


class Chosen(NamedTuple):
    """Which lists a claim is narrowed by, and whether it is for one: what a statement looks like depends on nothing
    else. That it is one stands in the statement itself, because PostgreSQL plans for many where it cannot know."""

    only: bool
    channels: bool
    one: bool


def _take_at_once(
    connection: Connection, chosen: Chosen, given: dict[str, Any], worker: str, until: datetime
) -> list[Delivery]:
    """On PostgreSQL one statement finds, journals and marks them: each further one is another journey to the server."""
    found = connection.execute(_at_once(chosen), {**given, "worker": worker, "until": until})
    taken = [rows.delivery_of(row) for row in found]
    return sorted(taken, key=lambda item: (item.state != "publishing", item.at, item.id))


@cache
def _at_once(chosen: Chosen) -> sa.Update:
    table, given = deliveries.c, sa.bindparam
    here = _left_open(chosen).with_only_columns(table.id, table.state).cte("left_open")
    already = sa.select(sa.func.count()).select_from(here).scalar_subquery()
    then = _due(chosen).with_only_columns(table.id, table.state)
    then = then.where(already == 0) if chosen.one else then.limit(given("limit", type_=sa.Integer) - already)
    due = then.cte("due")
    found = sa.union_all(sa.select(here.c.id, here.c.state), sa.select(due.c.id, due.c.state)).subquery()
    empty = sa.literal("")
    words = sa.select(given("now", type_=Moment), given("worker", type_=Words), found.c.id, sa.literal("claim"))
    line = words.add_columns(found.c.state, found.c.state, empty, sa.literal({}, sa.JSON))
    names = ["at", "actor", "delivery", "event", "before", "after", "reason", "more"]
    entry = sa.insert(journal).from_select(names, line).returning(journal.c.number, journal.c.delivery).cte("entry")
    values = {"token": entry.c.number, "worker": given("worker"), "leased_until": given("until")}
    return sa.update(deliveries).where(table.id == entry.c.delivery).values(values).returning(*rows.COLUMNS)


def _take_one_by_one(
    connection: Connection, chosen: Chosen, given: dict[str, Any], worker: str, until: datetime
) -> list[Delivery]:
    """SQLite has no statement that does it all, and needs none: its writer is alone."""
    found = [rows.delivery_of(row) for row in connection.execute(_left_open(chosen), given)]
    if len(found) < given["limit"]:
        given = {**given, "limit": given["limit"] - len(found)}
        found += [rows.delivery_of(row) for row in connection.execute(_due(chosen), given)]
    if not found:
        return []
    entries = [Entry(0, given["now"], worker, item.id, "claim", item.state, item.state) for item in found]
    tokens = rows.write_journal(connection, entries)
    taken = [
        replace(item, worker=worker, token=token, leased_until=until) for item, token in zip(found, tokens, strict=True)
    ]
    connection.execute(
        _MARK, [{"which": item.id, "token_": item.token, "worker_": worker, "until": until} for item in taken]
    )
    return taken


_MARK = (
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("which"))
    .values(token=sa.bindparam("token_"), worker=sa.bindparam("worker_"), leased_until=sa.bindparam("until"))
)


@cache
def _left_open(chosen: Chosen) -> sa.Select[Any]:
    """What somebody began and nobody has now."""
    return _free(chosen).where(deliveries.c.state == "publishing")


@cache
def _due(chosen: Chosen) -> sa.Select[Any]:
    due = _free(chosen).where(SENDABLE_SQL, deliveries.c.at <= sa.bindparam("now"))
    return due.where(deliveries.c.id.in_(sa.bindparam("only", expanding=True))) if chosen.only else due


def _free(chosen: Chosen) -> sa.Select[Any]:
    """The first of what nobody has, and what need not wait. On PostgreSQL rows that another worker is claiming are
    passed over."""
    table, now = deliveries.c, sa.bindparam("now", type_=Moment)
    limit = sa.literal_column("1") if chosen.one else sa.bindparam("limit", type_=sa.Integer)
    statement = (
        rows.select_deliveries()
        .where(
            sa.or_(table.leased_until.is_(None), table.leased_until <= now),
            sa.or_(table.not_before.is_(None), table.not_before <= now),
        )
        .order_by(table.at, table.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (
        statement.where(table.channel.in_(sa.bindparam("channels", expanding=True))) if chosen.channels else statement
    )


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
    until = utc(now) + timedelta(seconds=lease.seconds)
    given = {"which": lease.delivery.id, "token_": lease.token, "worker_": lease.worker, "until": until}
    if connection.execute(_RENEW, given).first() is None:
        raise lost(lease, rows.locked(connection, lease.delivery.id))
    return replace(lease, until=until)


_RENEW = (
    sa.update(deliveries)
    .where(
        deliveries.c.id == sa.bindparam("which"),
        deliveries.c.token == sa.bindparam("token_"),
        deliveries.c.worker == sa.bindparam("worker_"),
    )
    .values(leased_until=sa.bindparam("until"))
    .returning(deliveries.c.id)
)


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
