"""A person's word on one delivery -> its row: approve, hold, skip, move, retry, done and the like.

A person's word ends a lease that has not begun: the worker that held it is fenced off and sends nothing. A delivery
that is being published is the worker's until its lease ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from post_forge.queue import delivering, rows
from post_forge.queue.errors import refused
from post_forge.queue.masking import masked
from post_forge.queue.states import SENDABLE, Event
from post_forge.queue.tables import approvals
from post_forge.queue.values import Approval, Delivery, utc

PERSONS: frozenset[Event] = frozenset(
    {
        "approve", "unapprove", "hold", "release", "skip", "move", "miss", "retry",
        "confirm", "deny", "look", "amend", "withdraw",
    }
)  # fmt: skip
_TIMED: frozenset[Event] = frozenset({"move", "retry"})
_BACK: frozenset[Event] = frozenset({"move", "retry", "release"})  # into the plan


def change(
    connection: Connection,
    delivery_id: str,
    event: Event,
    now: datetime,
    actor: str,
    reason: str,
    at: datetime | None,
    url: str,
    content: str,
    pixels: str,
) -> Delivery:
    """Let one of `PERSONS` happen. `at` is the new time of `move` and `retry` (retry: now, if none is given), or when a
    post that is `confirm`ed went out. `content` is what an amended post says now.

    Raises StoreError where its state does not allow it.
    """
    now = utc(now)
    if event not in PERSONS or (event == "move" and at is None):
        raise ValueError(f"{event!r} is nobody's to say, or lacks its time")
    delivery = rows.locked(connection, delivery_id)
    if delivery.state == "publishing" and delivery.leased(now):
        message = f"{delivery.id}: {delivery.worker} is publishing it"
        raise refused("queue.busy", message, "wait until it has ended; its lease ends by itself if it has died")
    rows.allowed(delivery, event)
    if event == "deny":
        delivering.give_up_doubts(connection, delivery, now)
    elif event in ("approve", "unapprove"):
        _keep_approval(connection, delivery, event, now, actor, pixels)
    changes, more = _changes(delivery, event, utc(at) if at else now, masked(url), content)
    approved = event in _BACK and _is_approved(connection, delivery)
    return rows.shift(connection, delivery, event, now, actor, reason, more, approved=approved, **changes)


def reword(
    connection: Connection, contents: Mapping[str, str], now: datetime, actor: str, reason: str
) -> tuple[str, ...]:
    """Give deliveries that wait the hash of their words as they are now: an edit takes an approval away, unless these
    words are approved. The approval of the old ones is kept: it counts again if the edit is taken back."""
    now = utc(now)
    changed = []
    for name in sorted(contents):
        delivery = rows.locked(connection, name)
        if delivery.state not in SENDABLE or delivery.leased(now):
            continue
        reworded = replace(delivery, content=contents[name])
        approved = _is_approved(connection, reworded)
        if reworded == delivery and approved == (delivery.state == "approved"):
            continue
        event: Event = "approve" if approved else "unapprove"
        before = "approved" if approved else "planned"
        more = {"content": f"{delivery.content} > {reworded.content}"}
        rows.shift(connection, delivery, event, now, actor, reason, more, content=reworded.content, before=before)
        changed.append(name)
    return tuple(changed)


def _changes(
    delivery: Delivery, event: Event, at: datetime, url: str, content: str
) -> tuple[dict[str, object], dict[str, str]]:
    """What an event changes besides the state, and what the journal says of that."""
    if event in _TIMED:
        told = {"at": f"{delivery.at.isoformat()} > {at.isoformat()}"}
        return {"at": at, "pinned": True, "not_before": None}, told
    if event == "confirm":
        return {"sent": at, "url": url, "not_before": None}, {"url": url}
    if event == "amend":
        told = {"content": f"{delivery.content} > {content or delivery.content}"}
        return {"url": url or delivery.url, "content": content or delivery.content}, told
    if event == "approve":
        return {"before": "approved"}, {"content": delivery.content}
    if event == "hold":
        return {"before": delivery.state if delivery.state in SENDABLE else "planned"}, {}
    changes: dict[Event, dict[str, object]] = {"unapprove": {"before": "planned"}, "look": {"not_before": None}}
    return changes.get(event, {}), {}


def _keep_approval(
    connection: Connection, delivery: Delivery, event: Event, now: datetime, actor: str, pixels: str
) -> None:
    """Keep the approval of these words, or take it back. Raises StoreError where nobody knows the words."""
    if event == "approve" and not delivery.content:
        hint = "build it, then take the plan: an approval is for certain words and pictures"
        raise refused("queue.content", f"{delivery.id}: nobody knows yet what would go out", hint)
    connection.execute(sa.delete(approvals).where(_same(delivery)))
    if event == "approve":
        values = {"post": delivery.post, "content": delivery.content, "at": now, "actor": actor, "pixels": pixels}
        connection.execute(sa.insert(approvals).values(values))


def _same(delivery: Delivery) -> sa.ColumnElement[bool]:
    return sa.and_(approvals.c.post == delivery.post, approvals.c.content == delivery.content)


def _is_approved(connection: Connection, delivery: Delivery) -> bool:
    """What comes back into the plan need not wait for an approval that its words have."""
    return (
        bool(delivery.content)
        and connection.execute(sa.select(approvals.c.post).where(_same(delivery))).first() is not None
    )


def approved(connection: Connection) -> tuple[Approval, ...]:
    """Every approval there is."""
    table = approvals.c
    statement = sa.select(table.post, table.content, table.at, table.actor, table.pixels)
    return tuple(Approval(*row) for row in connection.execute(statement.order_by(table.post, table.content)))
