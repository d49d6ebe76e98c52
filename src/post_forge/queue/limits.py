"""What an account has used and what its network said of that; whether a channel is tried at all. Values and counting
only: what follows from them is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from post_forge.queue.masking import masked
from post_forge.queue.tables import accounts, circuits, spendings
from post_forge.queue.values import Circuit, Quota, Spent, utc

KEPT = timedelta(days=8)  # no network counts over a longer window
_QUOTA = tuple(item.name for item in fields(Quota))
_CIRCUIT = tuple(item.name for item in fields(Circuit))


def spend(
    connection: Connection, account: str, name: str, amount: int, now: datetime, *, limit: int, window: timedelta
) -> Spent:
    """Take `amount` from a budget of `limit` in any `window`, or nothing if that much is not left; 0 only looks. Of
    several workers who ask at once no two get the same. Moments ahead of `now` count as now: the clock was set back."""
    now = utc(now)
    _lock(connection, account, name)
    mine = sa.and_(spendings.c.account == account, spendings.c.name == name)
    connection.execute(sa.delete(spendings).where(mine, spendings.c.at <= now - max(window, KEPT)))
    statement = sa.select(spendings.c.at, spendings.c.amount).where(mine, spendings.c.at > now - window)
    spent = [(min(at, now), used) for at, used in connection.execute(statement.order_by(spendings.c.at))]
    used = sum(item[1] for item in spent)
    if used + amount > limit:
        return Spent(False, used, _free_at(spent, used + amount - limit, window) if amount <= limit else None)
    if amount:
        values = {"account": account, "name": name, "at": now, "amount": amount}
        connection.execute(sa.insert(spendings).values(values))
    return Spent(True, used + amount)


def _free_at(spent: list[tuple[datetime, int]], needed: int, window: timedelta) -> datetime:
    """When enough of what was spent has left the window."""
    for at, amount in spent:
        needed -= amount
        if needed <= 0:
            return at + window
    raise AssertionError("more is needed than was spent")


def _lock(connection: Connection, account: str, name: str) -> None:
    """Make the account's row, if need be, and hold it until the transaction ends."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = {"account": account, "name": name, "reason": ""}
    connection.execute(insert(accounts).values(row).on_conflict_do_nothing())
    same = sa.and_(accounts.c.account == account, accounts.c.name == name)
    connection.execute(sa.select(accounts.c.account).where(same).with_for_update())


def keep_quota(connection: Connection, quota: Quota) -> None:
    """Keep what a network said, unless something newer is known."""
    _lock(connection, quota.account, quota.name)
    same = sa.and_(accounts.c.account == quota.account, accounts.c.name == quota.name)
    newer = sa.or_(accounts.c.told.is_(None), accounts.c.told <= utc(quota.told))
    values = {"told": quota.told, "remaining": quota.remaining, "resets": quota.resets, "reason": masked(quota.reason)}
    connection.execute(sa.update(accounts).where(same, newer).values(values))


def quotas(connection: Connection) -> tuple[Quota, ...]:
    """What networks have said."""
    statement = sa.select(*(accounts.c[name] for name in _QUOTA)).where(accounts.c.told.is_not(None))
    return tuple(Quota(*row) for row in connection.execute(statement.order_by(accounts.c.account, accounts.c.name)))


def circuit(connection: Connection, channel: str) -> Circuit:
    """The channel's circuit; a closed one where nothing was kept."""
    statement = sa.select(*(circuits.c[name] for name in _CIRCUIT)).where(circuits.c.channel == channel)
    row = connection.execute(statement).one_or_none()
    return Circuit(*row) if row else Circuit(channel)


def keep_circuit(connection: Connection, new: Circuit) -> bool:
    """Keep a circuit that was made from the one that is kept. False: another worker was first; read it again."""
    values = {name: getattr(new, name) for name in _CIRCUIT}
    values |= {"version": new.version + 1, "reason": masked(new.reason)}
    if new.version == 0:
        insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        made = insert(circuits).values(values).on_conflict_do_nothing().returning(circuits.c.version)
        return connection.execute(made).first() is not None
    same = sa.and_(circuits.c.channel == new.channel, circuits.c.version == new.version)
    changed = sa.update(circuits).where(same).values(values).returning(circuits.c.version)
    return connection.execute(changed).first() is not None
