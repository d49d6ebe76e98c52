"""The queue's door: every question to it and every change of it, each one transaction. The clock is always an argument.

It holds no rules of its own: states.py says what may follow what, the modules beside this one what each change writes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from post_forge.queue import claiming, deciding, delivering, learning, limits, rows, taking
from post_forge.queue.engine import writing
from post_forge.queue.errors import LeaseLost
from post_forge.queue.looking import Looking
from post_forge.queue.merging import Lesson
from post_forge.queue.opening import Schema, open_engine
from post_forge.queue.states import Event
from post_forge.queue.values import (
    Circuit,
    Delivery,
    Intent,
    Lease,
    Outcome,
    Quota,
    Receipt,
    Spent,
    Taken,
)


class Store(Looking):
    """An open queue. May be used by several threads; processes open one each. Every method raises StoreError for what
    the database refuses (locked, full, gone), and has then changed nothing."""

    # ---- planning, and what a person says ---------------------------------------------------------------------------

    def take(
        self,
        plan: Iterable[Delivery],
        now: datetime,
        actor: str,
        *,
        reason: str = "",
        channels: Collection[str] | None = None,
    ) -> Taken:
        """Keep a plan in place of all that was planned or approved (on these channels only, if named)."""
        with writing(self.engine) as connection:
            return taking.take(connection, plan, now, actor, reason, channels)

    def change(
        self,
        delivery: str,
        event: Event,
        now: datetime,
        actor: str,
        *,
        reason: str = "",
        at: datetime | None = None,
        url: str = "",
        content: str = "",
        pixels: str = "",
    ) -> Delivery:
        """Let a person's word happen: approve, unapprove, hold, release, skip, move, miss, retry, confirm (done), deny,
        look, amend, withdraw. Raises StoreError where the delivery's state does not allow it."""
        with writing(self.engine) as connection:
            return deciding.change(connection, delivery, event, now, actor, reason, at, url, content, pixels)

    def reword(self, contents: Mapping[str, str], now: datetime, actor: str, *, reason: str = "") -> tuple[str, ...]:
        """Give waiting deliveries (by id) the hash of the words that they have now, and the approval that these words
        have or lack; what a worker has is left. The ids of those that changed."""
        with writing(self.engine) as connection:
            return deciding.reword(connection, contents, now, actor, reason)

    def free(self, delivery: str, now: datetime, actor: str, *, reason: str = "") -> Delivery:
        """End the lease on a delivery whatever it says: for a worker that is known to be dead."""
        with writing(self.engine) as connection:
            return claiming.take_away(connection, rows.locked(connection, delivery), now, actor, reason)

    # ---- working ----------------------------------------------------------------------------------------------------

    def claim(
        self,
        now: datetime,
        worker: str,
        lease_seconds: float,
        *,
        only: Collection[str] | None = None,
        channels: Collection[str] | None = None,
    ) -> Lease | None:
        """The next delivery that is left open or due, for this worker alone; None where there is none."""
        found = self.claim_many(now, worker, lease_seconds, 1, only=only, channels=channels)
        return found[0] if found else None

    def claim_many(
        self,
        now: datetime,
        worker: str,
        lease_seconds: float,
        limit: int,
        *,
        only: Collection[str] | None = None,
        channels: Collection[str] | None = None,
    ) -> tuple[Lease, ...]:
        """Up to `limit` of them: what was left in the middle first, then what is due (and in `only`, if given)."""
        with writing(self.engine) as connection:
            return claiming.claim(connection, now, worker, lease_seconds, only, channels, limit)

    def heartbeat(self, lease: Lease, now: datetime) -> Lease:
        """The lease at its full length again. Raises LeaseLost."""
        with writing(self.engine) as connection:
            return claiming.renew(connection, lease, now)

    def release(self, lease: Lease, now: datetime, *, reason: str = "") -> None:
        """Give a delivery back as it is. Raises LeaseLost."""
        with writing(self.engine) as connection:
            claiming.release(connection, lease, now, reason)

    def begin(self, lease: Lease, intent: Intent, now: datetime) -> Lease:
        """Mark as `publishing` before the first byte, or go on with what was found so. Work with the intent that comes
        back: it is the one that was kept. Raises LeaseLost."""
        with writing(self.engine) as connection:
            return delivering.begin(connection, lease, intent, now)

    def ask(
        self,
        lease: Lease,
        now: datetime,
        step: str,
        *,
        part: int = 0,
        item: int = 0,
        visible: bool = False,
        more: Mapping[str, str] | None = None,
    ) -> tuple[Lease, Receipt]:
        """Keep that a request leaves now. Raises LeaseLost: then it must not leave."""
        with writing(self.engine) as connection:
            return delivering.ask(connection, lease, now, step, part, item, visible, more or {})

    def answer(
        self,
        lease: Lease,
        receipt: Receipt,
        now: datetime,
        outcome: Outcome,
        *,
        remote: str = "",
        url: str = "",
        more: Mapping[str, str] | None = None,
    ) -> Lease:
        """Keep what is known of a request now. Raises LeaseLost; what was known is in the journal all the same."""
        known = {"outcome": outcome, "remote": remote, "url": url, "more": more or {}}
        try:
            with writing(self.engine) as connection:
                return delivering.answer(connection, lease, receipt, now, **known)
        except LeaseLost:
            with writing(self.engine) as connection:
                delivering.late(connection, lease, receipt, now, known)
            raise

    def settle(
        self,
        lease: Lease,
        event: Event,
        now: datetime,
        *,
        reason: str = "",
        url: str = "",
        until: datetime | None = None,
    ) -> Delivery:
        """End the attempt: publish, postpone, pause, fail, doubt. Raises LeaseLost, and StoreError for an end that the
        receipts speak against (something is out, or nobody knows)."""
        with writing(self.engine) as connection:
            return delivering.settle(connection, lease, event, now, reason, url, until)

    # ---- limits -----------------------------------------------------------------------------------------------------

    def spend(self, account: str, name: str, amount: int, now: datetime, *, limit: int, window: timedelta) -> Spent:
        """Take so much from an account's budget, or learn when it is there again; 0 only looks."""
        with writing(self.engine) as connection:
            return limits.spend(connection, account, name, amount, now, limit=limit, window=window)

    def keep_quota(self, quota: Quota) -> None:
        """Keep what a network said of a budget, unless something newer is known."""
        with writing(self.engine) as connection:
            limits.keep_quota(connection, quota)

    def keep_circuit(self, circuit: Circuit) -> bool:
        """Keep what follows on a circuit that was read; False where another worker was first."""
        with writing(self.engine) as connection:
            return limits.keep_circuit(connection, circuit)

    # ---- published.jsonl --------------------------------------------------------------------------------------------

    def learn(self, lessons: Iterable[Lesson], now: datetime, actor: str) -> tuple[str, ...]:
        """Let deliveries learn what a file tells of them; the ids of those that changed."""
        with writing(self.engine) as connection:
            return learning.learn(connection, lessons, now, actor)


def open_store(database: str, folder: Path, *, schema: Schema | None = None) -> Store:
    """Open the queue, and make or bring up to date its tables. Raises StoreError for one that cannot be used."""
    return Store(open_engine(database, folder, schema))
