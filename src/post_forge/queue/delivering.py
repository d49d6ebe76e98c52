"""What a worker does with its lease -> rows: mark, ask, answer, settle. Each is one transaction, fenced by the token.

begin     publishing, with all that a successor must know; then the first byte may leave
ask       before each request: what is asked for
answer    after it: what the network said, or what a look at it has found
settle    published, or why not
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from post_forge.queue import claiming, rows
from post_forge.queue.errors import refused
from post_forge.queue.masking import masked, masked_map
from post_forge.queue.states import Event
from post_forge.queue.tables import attempts, deliveries, receipts
from post_forge.queue.values import Delivery, Entry, Intent, Lease, Receipt, utc

SETTLING: frozenset[Event] = frozenset({"publish", "postpone", "pause", "fail", "doubt"})


def begin(connection: Connection, lease: Lease, intent: Intent, now: datetime) -> Lease:
    """Mark the delivery as `publishing`, or go on with one that was found so; the lease comes back with the attempt's
    number and the intent that counts: the one that was kept, wherever something may have left with it."""
    now = utc(now)
    delivery = claiming.held(connection, lease)
    intent = _counting(lease, delivery, replace(intent, more=masked_map(intent.more)))
    event: Event = "resume" if delivery.state == "publishing" else "begin"
    until = now + timedelta(seconds=lease.seconds)
    begun = rows.shift(
        connection,
        delivery,
        event,
        now,
        lease.worker,
        more={"key": intent.key, "record": intent.record},
        worker=lease.worker,
        leased_until=until,
        token=lease.token,
        tries=delivery.tries + 1,
        not_before=None,
        before=delivery.before if event == "resume" else delivery.state,
    )
    number = begun.tries
    connection.execute(sa.update(deliveries).where(deliveries.c.id == begun.id).values(intent=asdict(intent)))
    connection.execute(
        sa.insert(attempts).values(
            delivery=begun.id,
            number=number,
            worker=lease.worker,
            token=lease.token,
            began=now,
            outcome="",
            reason="",
        )
    )
    return replace(lease, delivery=begun, until=until, intent=intent, attempt=number)


def _counting(lease: Lease, delivery: Delivery, intent: Intent) -> Intent:
    """The intent that counts: the kept one wherever something may have left with it. Its keys outlive even a look that
    saw nothing: a request that was on its way for long arrives under the same key as the next one, and is no second
    post where the network knows keys."""
    kept, asked = lease.intent, any(item.visible for item in lease.receipts)
    if kept is None or not (asked or delivery.state == "publishing"):
        return intent
    same = (kept.content, kept.parts) == (intent.content, intent.parts)
    if same or delivery.state == "publishing" or _may_be_out(lease.receipts):
        return kept
    return replace(intent, key=kept.key, record=kept.record)


def ask(
    connection: Connection,
    lease: Lease,
    now: datetime,
    step: str,
    part: int,
    item: int,
    visible: bool,
    more: Mapping[str, str],
) -> tuple[Lease, Receipt]:
    """Keep that a request is about to leave. Only a lease that has begun may ask."""
    now = utc(now)
    if not lease.attempt:
        raise ValueError("begin comes before the first request")
    renewed = claiming.renew(connection, lease, now)
    receipt = Receipt(lease.delivery.id, 0, lease.attempt, step, part, item, visible, now, more=masked_map(more))
    last = sa.select(sa.func.coalesce(sa.func.max(receipts.c.number), 0)).where(receipts.c.delivery == receipt.delivery)
    values = {**asdict(receipt), "number": last.scalar_subquery() + 1}
    number = connection.execute(sa.insert(receipts).values(values).returning(receipts.c.number)).scalar_one()
    receipt = replace(receipt, number=number)
    where = {"number": str(number), "step": step, "part": str(part), "item": str(item)}
    _note(connection, lease, now, "ask", where)
    return replace(renewed, receipts=(*renewed.receipts, receipt)), receipt


def answer(connection: Connection, lease: Lease, receipt: Receipt, now: datetime, **known: object) -> Lease:
    """Keep what is known of a request: its outcome, and the network's id and URL."""
    now = utc(now)
    renewed = claiming.renew(connection, lease, now)
    answered = replace(receipt, answered=now, **known)  # type: ignore[arg-type] # the store's door has checked them
    answered = replace(answered, url=masked(answered.url), more=masked_map({**receipt.more, **answered.more}))
    if receipt.visible and receipt.outcome == "sent" and answered.outcome != "sent":
        raise ValueError("what readers see cannot be forgotten")
    same = sa.and_(receipts.c.delivery == receipt.delivery, receipts.c.number == receipt.number)
    connection.execute(sa.update(receipts).where(same).values(asdict(answered)))
    _note(connection, lease, now, "answer", _told(answered))
    others = [answered if item.number == receipt.number else item for item in renewed.receipts]
    return replace(renewed, receipts=tuple(others))


def late(connection: Connection, lease: Lease, receipt: Receipt, now: datetime, known: Mapping[str, object]) -> None:
    """Keep in the journal what a worker learned after it had lost its lease: it may tell of a post that is out."""
    outcome, remote, url = (str(known.get(name, "")) for name in ("outcome", "remote", "url"))
    told = {**_told(receipt), "outcome": outcome, "remote": remote, "url": url}
    delivery = rows.locked(connection, lease.delivery.id)
    entry = Entry(0, utc(now), lease.worker, delivery.id, "late", delivery.state, delivery.state, "", told)
    rows.write_journal(connection, [entry])


def settle(
    connection: Connection, lease: Lease, event: Event, now: datetime, reason: str, url: str, until: datetime | None
) -> Delivery:
    """End an attempt. `until` is when it may be tried again, for `postpone` and `pause`."""
    now = utc(now)
    if event not in SETTLING or not lease.attempt:
        raise ValueError(f"no attempt ends with {event!r}" if lease.attempt else "begin comes before the end")
    delivery = claiming.held(connection, lease)
    kept = rows.receipts_of(connection, [delivery.id]).get(delivery.id, ())
    _check(delivery, event, kept)
    changes: dict[str, Any] = {"not_before": utc(until) if until else None}
    if event == "publish":
        first = next((item for item in kept if item.visible and item.outcome == "sent"), None)
        changes |= {"sent": first.answered if first else now, "url": masked(url) or (first.url if first else "")}
    settled = rows.shift(connection, delivery, event, now, lease.worker, reason, **changes)
    this = sa.and_(attempts.c.delivery == delivery.id, attempts.c.number == lease.attempt)
    values = {"ended": now, "outcome": event, "reason": masked(reason)}
    connection.execute(sa.update(attempts).where(this).values(values))
    return settled


def _check(delivery: Delivery, event: Event, kept: tuple[Receipt, ...]) -> None:
    """Nobody says that nothing is out while a step that readers see was sent or is in doubt; nor that it is all out."""
    doubtful = [item for item in kept if item.visible and item.outcome in ("open", "unknown")]
    if event == "publish" and doubtful:
        what = f"{doubtful[0].step}, part {doubtful[0].part + 1}"
        raise refused("queue.doubt", f"{delivery.id}: nobody knows yet whether it is out ({what})", "look, then answer")
    if event in ("postpone", "fail") and _may_be_out(kept):
        hint = "pause it to go on later, or mark it as unsure"
        raise refused("queue.visible", f"{delivery.id}: some of it is out, or may be", hint)


def _may_be_out(kept: tuple[Receipt, ...]) -> bool:
    return any(item.visible and item.outcome != "not sent" for item in kept)


def give_up_doubts(connection: Connection, delivery: Delivery, now: datetime) -> None:
    """A person has looked: what was in doubt was not sent. Raises StoreError where a part is known to be out."""
    kept = rows.receipts_of(connection, [delivery.id]).get(delivery.id, ())
    out = [item for item in kept if item.visible and item.outcome == "sent"]
    if out:
        message = f"{delivery.id}: part {out[0].part + 1} is out ({out[0].url or out[0].remote})"
        raise refused("queue.visible", message, "mark it as done, or have it looked at again to go on with the rest")
    doubtful = sa.and_(receipts.c.delivery == delivery.id, receipts.c.outcome.in_(["open", "unknown"]))
    connection.execute(sa.update(receipts).where(doubtful).values(outcome="not sent", answered=now))


def _told(receipt: Receipt) -> dict[str, str]:
    told = {"number": str(receipt.number), "step": receipt.step, "part": str(receipt.part), "item": str(receipt.item)}
    return {**told, "outcome": receipt.outcome, "remote": receipt.remote, "url": receipt.url}


def _note(connection: Connection, lease: Lease, now: datetime, event: str, more: Mapping[str, str]) -> None:
    entry = Entry(0, now, lease.worker, lease.delivery.id, event, "publishing", "publishing", "", more)
    rows.write_journal(connection, [entry])
