"""The queue as a page shows it -> its rows, the free slots around them, what a plan would change, what was tried.

Looking changes nothing. What is slow (the plan reads every note) is apart, so that it can be worked out meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from post_forge.errors import ForgeError, Problem
from post_forge.forge.making import state
from post_forge.forge.queueing.known import exists, look
from post_forge.forge.queueing.listing import Row, health, rows_of
from post_forge.forge.queueing.say import possible
from post_forge.forge.schedule import Scheduled, scheduled, timetables, zone_of
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import queue, schedule
else:
    queue, schedule = Later("post_forge.queue"), Later("post_forge.schedule")

_DAY = timedelta(days=1)
_LIKELY = ("approve", "retry", "done", "release", "move", "hold", "skip", "deny", "look", "unapprove")


@dataclass(frozen=True, slots=True)
class QueueLook:
    """All deliveries in the order of time, the channels' timetables, the workspace's time zone; `problems` are what
    could not be read."""

    rows: tuple[Row, ...]
    timetables: Mapping[str, schedule.Timetable]
    zone: str
    problems: tuple[Problem, ...] = ()

    def of(self, post: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.delivery.post == post)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What taking the plan of this moment would change. `digest` names just this plan."""

    scheduled: Scheduled
    digest: str
    counts: Mapping[str, int]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """Everything that was done for one delivery."""

    attempts: tuple[queue.Attempt, ...] = ()
    receipts: tuple[queue.Receipt, ...] = ()
    entries: tuple[queue.Entry, ...] = ()


def queue_look(workspace: Workspace, now: datetime, titles: Mapping[str, str]) -> QueueLook:
    """The queue as it is. What cannot be read is told, and the rest is shown."""
    zone = zone_of(workspace)[0]
    tables = {table.channel: table for table in timetables(workspace, zone)}
    try:
        known = look(workspace, now)
    except ForgeError as error:
        return QueueLook((), tables, zone, error.problems)
    return QueueLook(tuple(rows_of(workspace, known, titles)), tables, zone, known.problems)


def queue_health(workspace: Workspace, now: datetime) -> tuple[tuple[queue.Quota, ...], tuple[Problem, ...]]:
    """What networks said of their budgets, and what a person should know. Slow where much was approved."""
    try:
        quotas, problems = health(workspace, look(workspace, now), now)
    except ForgeError as error:
        return (), error.problems
    return quotas, tuple(problems)


def seen_of(row: Row) -> str:
    """What tells one state of a delivery from another: an action on one that has changed since is refused."""
    item = row.delivery
    return state.digest(item.id, item.state, item.at.isoformat(), item.content, item.url, item.tries)[:16]


def verbs_of(row: Row) -> tuple[str, ...]:
    """What can be said of a delivery now, the most likely first. Nobody has to approve what goes out by itself."""
    found = possible(row.delivery)
    if not row.wants_approval:
        found = tuple(verb for verb in found if verb != "approve")
    if row.delivery.worker:
        found = (*found, "free")
    return tuple(sorted(found, key=lambda verb: _LIKELY.index(verb) if verb in _LIKELY else len(_LIKELY)))


def free_slots(found: QueueLook, now: datetime, first: date, last: date) -> tuple[schedule.Slot, ...]:
    """The slots from one day to another, both included, that lie ahead and that no delivery has."""
    taken = {(row.delivery.channel, row.delivery.at) for row in found.rows if row.delivery.state != "skipped"}
    slots: list[schedule.Slot] = []
    for table in found.timetables.values():
        zone = ZoneInfo(table.zone)
        begin = max(datetime.combine(first, time(), zone).astimezone(UTC), now)
        end = datetime.combine(last + _DAY, time(), zone).astimezone(UTC)
        slots += [
            slot
            for slot in schedule.slots(table, begin, end)
            if slot.day <= last and (slot.channel, slot.at) not in taken
        ]
    return tuple(sorted(slots))


def blackout_days(found: QueueLook, first: date, last: date) -> dict[date, tuple[str, ...]]:
    """The days on which channels do not post though they would, by the channels' names."""
    days = [first + _DAY * number for number in range((last - first).days + 1)]
    return {
        day: names
        for day in days
        if (
            names := tuple(
                name for name, table in found.timetables.items() if any(day in one for one in table.blackout)
            )
        )
    }


def proposal(workspace: Workspace, now: datetime) -> Proposal | None:
    """What taking the plan would change; None where it would change nothing, or nothing can be planned. Raises
    ForgeError where something has to be mended first."""
    made = scheduled(workspace, now)
    changes = made.diff
    kinds = ("added", "removed", "moved", "changed")
    if not changes.changes:
        return None
    found = sorted((item.id, item.at.isoformat(), item.state, item.content) for item in made.plan.deliveries)
    lines = tuple(made.diff_text(110).split("\n"))
    return Proposal(made, state.digest(found)[:24], {kind: changes.count(kind) for kind in kinds}, lines)


def proposed(workspace: Workspace, now: datetime) -> tuple[Proposal | None, tuple[Problem, ...]]:
    """The same, with what a person should know of the queue; nothing is raised."""
    problems = queue_health(workspace, now)[1]
    try:
        return proposal(workspace, now), problems
    except ForgeError as error:
        return None, tuple(dict.fromkeys((*error.problems, *problems)))


def tried(workspace: Workspace, names: Sequence[str]) -> dict[str, Tried]:
    """What was done for these deliveries."""
    if not exists(workspace):
        return {}
    try:
        with queue.open_store(workspace.config.database, workspace.state) as store:
            return {
                name: Tried(store.attempts(name), store.receipts(name), tuple(store.history(delivery=name)))
                for name in names
            }
    except ForgeError:
        return {}


def last_entry(workspace: Workspace) -> int:
    """The number of the journal's last entry: another one means that something has changed. 0 without a queue."""
    if not exists(workspace):
        return 0
    try:
        with queue.open_store(workspace.config.database, workspace.state) as store:
            return max((item.number for item in _last(store.history(limit=1))), default=0)
    except (ForgeError, TypeError):
        return 0


def _last(entries: Iterable[queue.Entry]) -> list[queue.Entry]:
    return list(entries)[-1:]
