"""Lessons of published.jsonl, or of an import -> rows of the queue, each with its entry in the journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from post_forge.queue import delivering, rows
from post_forge.queue.masking import masked
from post_forge.queue.merging import Lesson
from post_forge.queue.published import Publication
from post_forge.queue.states import OUT, State
from post_forge.queue.tables import deliveries, receipts
from post_forge.queue.values import Delivery, Entry, utc


def learn(connection: Connection, lessons: Iterable[Lesson], now: datetime, actor: str) -> tuple[str, ...]:
    """Let every delivery learn what it has to; those that are new come in. The ids of what was changed."""
    rows.alone(connection, rows.PLANNING)
    now = utc(now)
    new: list[Delivery] = []
    entries: list[Entry] = []
    changed: list[str] = []
    for lesson in sorted(lessons, key=lambda lesson: lesson.id):
        item = lesson.publication
        row = connection.execute(
            rows.select_deliveries().where(deliveries.c.id == lesson.id).with_for_update()
        ).one_or_none()
        if row is None:
            made = _made(item, now)
            new.append(made)
            entries.append(Entry(0, now, actor, made.id, lesson.event, "", made.state, "", {"url": item.url}))
        elif not _apply(connection, rows.delivery_of(row), lesson, now, actor):
            continue
        changed.append(lesson.id)
    if new:
        connection.execute(sa.insert(deliveries), [rows.columns_of(item) for item in new])
    rows.write_journal(connection, entries)
    return tuple(changed)


def _made(item: Publication, now: datetime) -> Delivery:
    states: dict[str, State] = {"unsure": "unsure", "cleared": "failed", "withdrawn": "withdrawn"}
    state = states.get(item.state, "published")
    return Delivery(
        item.post,
        item.channel,
        item.slot or (now if state == "unsure" else item.time),
        state,
        item.round,
        item.content,
        sent=item.time if state in OUT else None,
        url=masked(item.url),
        changed=now,
    )


def _apply(connection: Connection, row: Delivery, lesson: Lesson, now: datetime, actor: str) -> bool:
    item = lesson.publication
    if row.state == "publishing" and (row.leased(now) or lesson.event == "suspect"):
        return False  # since the comparison a worker has begun with it
    if row.state in OUT and lesson.event in ("found", "suspect"):
        return False  # or it went out from here
    changes: dict[str, Any] = {}
    if lesson.event == "found":
        changes = {"sent": item.time, "url": masked(item.url), "content": item.content or row.content}
    elif lesson.event == "deny":
        delivering.give_up_doubts(connection, row, now)
    changed = rows.shift(connection, row, lesson.event, now, actor, "", {"url": item.url}, **changes)
    if item.state == "withdrawn" and changed.state == "published":
        rows.shift(connection, changed, "withdraw", now, actor)
    return True


def ids_out(connection: Connection) -> dict[str, tuple[str, ...]]:
    """The network's ids of what readers see, one per part, by delivery."""
    table = receipts.c
    statement = sa.select(table.delivery, table.remote).where(
        table.visible, table.outcome == "sent", table.remote != ""
    )
    found: dict[str, tuple[str, ...]] = {}
    for delivery, remote in connection.execute(statement.order_by(table.delivery, table.part, table.number)):
        found[delivery] = (*found.get(delivery, ()), remote)
    return found
