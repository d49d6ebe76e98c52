"""Questions to an open queue -> values. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from post_forge.queue import claiming, deciding, learning, limits, rows
from post_forge.queue.engine import place_of, reading
from post_forge.queue.states import State
from post_forge.queue.tables import attempts, deliveries, journal
from post_forge.queue.values import Approval, Attempt, Circuit, Delivery, Entry, Intent, Quota, Receipt, utc

_ATTEMPT = [attempts.c[name] for name in Attempt.__dataclass_fields__]


class Looking:
    """An open queue, as far as it can be looked at."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.engine.dispose()

    @property
    def place(self) -> str:
        """The file, or the URL without its password."""
        return place_of(self.engine)

    def deliveries(
        self, *, states: Collection[State] | None = None, channels: Collection[str] | None = None
    ) -> tuple[Delivery, ...]:
        """What is in the queue, in the order of its slots: all of it, or that in these states, on these channels."""
        statement = rows.select_deliveries().order_by(deliveries.c.at, deliveries.c.id)
        if states is not None:
            statement = statement.where(deliveries.c.state.in_(sorted(states)))
        if channels is not None:
            statement = statement.where(deliveries.c.channel.in_(sorted(channels)))
        with reading(self.engine) as connection:
            return tuple(rows.delivery_of(row) for row in connection.execute(statement))

    def delivery(self, delivery: str) -> Delivery | None:
        """One delivery by its id."""
        statement = rows.select_deliveries().where(deliveries.c.id == delivery)
        with reading(self.engine) as connection:
            row = connection.execute(statement).one_or_none()
            return rows.delivery_of(row) if row else None

    def intent(self, delivery: str) -> Intent | None:
        """What was kept of a delivery before its first byte left."""
        with reading(self.engine) as connection:
            return rows.intents_of(connection, [delivery]).get(delivery)

    def receipts(self, delivery: str) -> tuple[Receipt, ...]:
        """Every remote step of a delivery, in the order they were asked for."""
        with reading(self.engine) as connection:
            return rows.receipts_of(connection, [delivery]).get(delivery, ())

    def attempts(self, delivery: str) -> tuple[Attempt, ...]:
        """Every try at a delivery, the first one first."""
        table = attempts.c
        statement = sa.select(*_ATTEMPT).where(table.delivery == delivery).order_by(table.number)
        with reading(self.engine) as connection:
            return tuple(Attempt(*row) for row in connection.execute(statement))

    def history(
        self,
        *,
        delivery: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        events: Collection[str] | None = None,
        limit: int | None = None,
    ) -> tuple[Entry, ...]:
        """The journal, oldest first: of one delivery, from a moment up to just before another, of certain events; the
        last `limit` of them."""
        table = journal.c
        statement = rows.select_entries()
        if delivery:
            statement = statement.where(table.delivery == delivery)
        if since:
            statement = statement.where(table.at >= utc(since))
        if until:
            statement = statement.where(table.at < utc(until))
        if events is not None:
            statement = statement.where(table.event.in_(sorted(events)))
        if limit is not None:
            statement = statement.order_by(None).order_by(table.number.desc()).limit(limit)
        with reading(self.engine) as connection:
            found = [rows.entry_of(row) for row in connection.execute(statement)]
        return tuple(sorted(found, key=lambda entry: entry.number))

    def stuck(self, now: datetime) -> tuple[Delivery, ...]:
        """Deliveries whose lease ends later than any lease can, because a clock was set back; `free` ends it."""
        with reading(self.engine) as connection:
            return claiming.stuck(connection, now)

    def approvals(self) -> tuple[Approval, ...]:
        """Every approval of certain words and pictures."""
        with reading(self.engine) as connection:
            return deciding.approved(connection)

    def quotas(self) -> tuple[Quota, ...]:
        """What networks have said of budgets."""
        with reading(self.engine) as connection:
            return limits.quotas(connection)

    def circuit(self, channel: str) -> Circuit:
        """Whether a channel is tried; closed where nothing else was kept."""
        with reading(self.engine) as connection:
            return limits.circuit(connection, channel)

    def ids_out(self) -> dict[str, tuple[str, ...]]:
        """The network's ids of what is out, by delivery."""
        with reading(self.engine) as connection:
            return learning.ids_out(connection)
