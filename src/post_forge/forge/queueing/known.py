"""The workspace -> what its queue and its published.jsonl know together, and the queue itself where it is changed.

Looking changes nothing: where there is no queue yet none is made, and what the file tells is taken into account without
being written down. Whoever changes the queue opens it with `opened`, which brings both together first.
"""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from post_forge.errors import Problem
from post_forge.forge.published import published
from post_forge.forge.ready import contents_built
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import queue, schedule
else:
    queue, schedule = Later("post_forge.queue"), Later("post_forge.schedule")

EDITED = "its words, its slides or the theme have changed"
_FILE = "queue.db"
_WAITS = frozenset({"planned", "approved"})
_OUT = frozenset({"published", "withdrawn", "publishing", "unsure"})  # out, or may be


@dataclass(frozen=True, slots=True)
class Known:
    """All deliveries there are, in the order of their slots, and all approvals; `problems` are warnings."""

    deliveries: tuple[queue.Delivery, ...] = ()
    approvals: tuple[queue.Approval, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def approved(self) -> dict[str, frozenset[str]]:
        """The content hashes that a person approved, by post."""
        found: dict[str, frozenset[str]] = {}
        for item in self.approvals:
            found[item.post] = found.get(item.post, frozenset()) | {item.content}
        return found

    @property
    def planned(self) -> tuple[schedule.Delivery, ...]:
        """The deliveries in the words of planning."""
        return tuple(map(for_planning, self.deliveries))


def exists(workspace: Workspace) -> bool:
    """Whether there may be a queue to look at: a file that is not there is not made by looking."""
    database = workspace.config.database
    if database.startswith("$"):
        database = os.environ.get(database.removeprefix("$").strip("{}"), database)
    if database == "sqlite":
        return (workspace.state / _FILE).exists()
    if database.startswith("sqlite:"):
        return (workspace.root / database.partition(":///")[2].partition("?")[0]).exists()
    return True


@contextmanager
def opened(workspace: Workspace, now: datetime) -> Iterator[tuple[queue.Store, tuple[Problem, ...]]]:
    """The queue, made where there is none, once it and published.jsonl have learned from each other; and warnings.

    What is published, or settled, while it is open is told to the file when it closes. Raises StoreError.
    """
    with queue.open_store(workspace.config.database, workspace.state) as store:
        problems = queue.sync(store, workspace.root / queue.FILE, now).problems
        yield store, problems
        queue.sync(store, workspace.root / queue.FILE, now)


def look(workspace: Workspace, now: datetime) -> Known:
    """What is known, as if the queue and the file had been brought together and every waiting delivery had the words
    that were built last. Raises WorkspaceError where published.jsonl cannot be read whole, StoreError."""
    told, problems = published(workspace)
    deliveries: tuple[queue.Delivery, ...] = ()
    approvals: tuple[queue.Approval, ...] = ()
    if exists(workspace):
        with queue.open_store(workspace.config.database, workspace.state) as store:
            deliveries, approvals = store.deliveries(), store.approvals()
    merged = queue.merge(deliveries, told, now)
    known = Known(_learned(deliveries, merged.lessons, now), approvals, (*problems, *merged.problems))
    return replace(known, deliveries=_as_built(workspace, known, now))


def known_by(store: queue.Store, problems: tuple[Problem, ...] = ()) -> Known:
    """What an open queue knows."""
    return Known(store.deliveries(), store.approvals(), problems)


def refresh(workspace: Workspace, store: queue.Store, now: datetime) -> tuple[str, ...]:
    """Give every waiting delivery the words that were built last. One whose words have changed is not approved any
    more, unless these words are approved, too. The ids of those that changed."""
    known = known_by(store)
    before = {item.id: item for item in known.deliveries}
    changed = {item.id: item.content for item in _as_built(workspace, known, now) if item != before[item.id]}
    return store.reword(changed, now, actor(), reason=EDITED) if changed else ()


def actor() -> str:
    """Who is at the keyboard, for the journal."""
    try:
        who = getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as containers have
        who = "somebody"
    return f"{who}@{socket.gethostname()}"


# ---- in memory -----------------------------------------------------------------------------------------------------


def _learned(
    deliveries: Iterable[queue.Delivery], lessons: Iterable[queue.Lesson], now: datetime
) -> tuple[queue.Delivery, ...]:
    """The deliveries with what the file tells of them, as the queue will keep it."""
    found = {item.id: item for item in deliveries}
    for lesson in lessons:
        item, row = lesson.publication, found.get(lesson.id)
        state: Any = _AFTER.get(lesson.event) or ("withdrawn" if item.state == "withdrawn" else "published")
        if row is not None and row.state == "publishing" and state == "unsure":
            continue
        at = now if state == "unsure" else item.time
        row = row or queue.Delivery(item.post, item.channel, item.slot or at, round=item.round)
        sent: dict[str, Any] = {"sent": item.time, "url": item.url or row.url} if lesson.event == "found" else {}
        found[lesson.id] = replace(row, state=state, content=item.content or row.content, reason="", **sent)
    return tuple(sorted(found.values(), key=lambda item: (item.at, item.id)))


_AFTER: Mapping[str, Any] = {"suspect": "unsure", "deny": "failed", "withdraw": "withdrawn"}


def _as_built(workspace: Workspace, known: Known, now: datetime) -> tuple[queue.Delivery, ...]:
    """The deliveries, those that wait with the hash of what was built, and approved if just that is approved."""
    platforms = {channel.name: channel.platform for channel in workspace.config.channels}
    asked = {one.name for one in workspace.config.channels if workspace.config.schedule_of(one).approval == "required"}
    sent = {(item.post, item.channel, item.content) for item in known.deliveries if item.state in _OUT}
    approved = {(item.post, item.content) for item in known.approvals}

    def one(item: queue.Delivery) -> queue.Delivery:
        if item.state not in _WAITS or item.channel not in platforms or item.leased(now):
            return item
        built = contents_built(workspace, item.post, platforms[item.channel])
        left = [one for one in built if (item.post, item.channel, one) not in sent]
        if built and not left:  # all its words went out: the next plan has no place for it
            return item
        content = item.content if item.content in left or not left else left[0]
        state: Any = item.state if content == item.content else "planned"
        if item.channel in asked:
            state = "approved" if (item.post, content) in approved else "planned"
        return replace(item, content=content, state=state)

    return tuple(map(one, known.deliveries))


def for_planning(delivery: queue.Delivery) -> schedule.Delivery:
    """A delivery in the words of planning. One that was withdrawn is skipped for ever: not planned again, and not
    repeated either."""
    values = {item.name: getattr(delivery, item.name) for item in fields(schedule.Delivery)}
    if delivery.state == "withdrawn":
        values |= {"state": "skipped", "reason": "it was withdrawn"}
    return schedule.Delivery(**values)


def for_keeping(delivery: schedule.Delivery) -> queue.Delivery:
    """A planned delivery in the words of the queue."""
    return queue.Delivery(**{item.name: getattr(delivery, item.name) for item in fields(delivery)})
