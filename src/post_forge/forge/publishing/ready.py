"""The workspace before a pass -> its posts built, its plan kept up to date, what was missed marked: ready to be sent.

A plan that was taken once is kept up to date: notes that came, went or changed are built and planned anew, as
`schedule --take` does. Where no plan was ever taken none is made, unless it is asked for. What is due is built first,
everything else after it is out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Container, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from post_forge.errors import ForgeError, Problem, WorkspaceError, as_warning
from post_forge.forge.publishing.building import build_rest, build_some
from post_forge.forge.publishing.values import Outcome, Surroundings
from post_forge.forge.queueing.known import actor, exists, known_by, opened, refresh
from post_forge.forge.queueing.pixels import look_alike
from post_forge.forge.queueing.plan import take_plan
from post_forge.forge.ready import record_of
from post_forge.forge.schedule import timetables, zone_of
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import queue, schedule
else:
    queue, schedule = Later("post_forge.queue"), Later("post_forge.schedule")

_PATIENCE = 60.0  # seconds that a pass waits for another command: a build of a large collection
_AHEAD = timedelta(hours=1)
_LONGEST = timedelta(minutes=10)
_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True)
class Readied:
    """What was found out while getting ready. `missed` are the deliveries that are too late now."""

    planned: bool
    missed: tuple[queue.Delivery, ...] = ()
    problems: tuple[Problem, ...] = ()


def make_ready(workspace: Workspace, around: Surroundings, *, plan: bool, look_back: bool) -> Readied:
    """Build what is due, plan, and mark what was missed. What cannot be built or planned is a warning: what was planned
    before is sent all the same. With `look_back` a first plan begins as long ago as a post may be late, so that a
    machine that keeps no queue finds what is due now. Raises StoreError."""
    problems: list[Problem] = []
    now = around.clock()
    with opened(workspace, now) as (store, told):
        problems += told
        before = {item.id: item for item in store.deliveries()}
        soon = {item.delivery.post for item in _decisions(workspace, store, now)}
    taken_once = any(item.rules for item in before.values())
    if taken_once:
        soon |= {item.post for item in before.values() if item.state == "publishing"}
        problems += _warned(lambda: [*build_some(workspace, soon)], around) if soon else []
        problems += _warned(lambda: _plan(workspace, now), around)
    elif plan:
        problems += _warned(lambda: [*build_rest(workspace, 0, lambda: False).problems], around)
        begin = now - _tolerated(workspace) if look_back else None
        problems += _warned(lambda: _plan(workspace, now, begin), around)
    with opened(workspace, now) as (store, _):
        refresh(workspace, store, now)
        for decision in _decisions(workspace, store, now):
            if decision.action == "missed":  # what moves to the next slot is planning's
                store.change(decision.delivery.id, "miss", now, actor(), reason=decision.reason)
        after = store.deliveries()
    late = (item for item in after if item.state == "missed" and item.id in before)
    missed = tuple(item for item in late if before[item.id].state in queue.SENDABLE)
    problems += _clock_problems(after, now)
    return Readied(taken_once or any(item.rules for item in after), missed, tuple(dict.fromkeys(problems)))


def catch_up(workspace: Workspace, around: Surroundings) -> tuple[bool, tuple[Problem, ...]]:
    """Build all that is not built yet, and plan what that has brought: after what was due is out, since it may take
    long. Whether it came to an end; what cannot be done is a warning."""
    finished = True
    now = around.clock()
    slot = look_ahead(workspace, now) if around.in_time else None
    until = slot if slot and slot > now else now + _LONGEST  # what is stuck in the queue must not stop it

    def both() -> list[Problem]:
        nonlocal finished
        rest = build_rest(workspace, 1 if around.in_time else 0, lambda: around.in_time and around.clock() >= until)
        finished = rest.finished
        return [*rest.problems, *(_plan(workspace, around.clock()) if rest.changed else [])]

    return finished, tuple(dict.fromkeys(_warned(both, around)))


def due(workspace: Workspace, store: queue.Store, now: datetime) -> tuple[schedule.Decision, ...]:
    """What is to be sent now, in the order of its slots."""
    return tuple(item for item in _decisions(workspace, store, now) if item.action == "send")


def redrawn(workspace: Workspace, store: queue.Store, ids: Collection[str]) -> tuple[Problem, ...]:
    """Approved posts that another version of the program draws otherwise: they go out all the same, and it is told."""
    pixels = {(item.post, item.content): item.pixels for item in store.approvals()}
    found = []
    for item in store.deliveries(states=["approved"]):
        approved = pixels.get((item.post, item.content), "")
        record = record_of(workspace, item.post) if item.id in ids and approved else None
        if record and not look_alike(workspace, item.post, record, approved):
            message = f"{item.id}: its pictures are drawn a little differently than those that were approved"
            hint = "another version of the program draws them; the approval of the words and slides holds"
            found.append(Problem("queue.pixels", message, None, hint, "warning"))
    return tuple(found)


def next_due(workspace: Workspace, store: queue.Store, now: datetime) -> datetime | None:
    """When there is something to do again: a slot, a try that was put off, a delivery that another worker left."""
    tables = {item.channel: item for item in timetables(workspace, zone_of(workspace)[0])}
    deliveries = store.deliveries()
    waiting = [item for item in deliveries if item.not_before is None or item.not_before <= now]
    put_off = [item.not_before for item in deliveries if item.not_before and item.not_before > now]
    under_way = [
        item for item in deliveries if item.state == "publishing" and item.not_before is None and item.channel in tables
    ]
    left = [item.leased_until if item.leased(now) and item.leased_until else now for item in under_way]
    known = [item for item in known_by(store).planned if item.channel in tables]
    ids = {item.id for item in waiting}
    slot = schedule.next_due([item for item in known if item.id in ids], tables, now)
    return min([*put_off, *left, *([slot] if slot else [])], default=None)


def half_way(
    deliveries: Iterable[queue.Delivery], told: Container[str], workspace: Workspace, now: datetime
) -> list[Outcome]:
    """What somebody began and has not ended, as far as this pass did nothing with it: it was due, and is not known to
    be out."""
    channels = {channel.name for channel in workspace.config.channels}
    found = []
    for item in deliveries:
        if item.state != "publishing" or item.id in told or (item.not_before and item.not_before > now):
            continue
        if item.channel not in channels:
            reason = f"it was begun, and {item.channel} stands in post_forge.yaml no more"
            hint = f"bring the channel back, or look at the account and say `post-forge queue done {item.id} URL`"
            found.append(Outcome(item.id, item.channel, "left", reason, hint))
        elif item.leased(now):
            reason = "a worker has begun it; if that one is dead, a later pass looks, and goes on"
            found.append(Outcome(item.id, item.channel, "later", reason, until=item.leased_until))
    return found


def look_ahead(workspace: Workspace, now: datetime) -> datetime | None:
    """The same for a queue that nobody has open; None where there is none. Raises StoreError."""
    if not exists(workspace):
        return None
    with queue.open_store(workspace.config.database, workspace.state) as store:
        return next_due(workspace, store, now)


def _decisions(workspace: Workspace, store: queue.Store, now: datetime) -> tuple[schedule.Decision, ...]:
    tables = {item.channel: item for item in timetables(workspace, zone_of(workspace)[0])}
    return schedule.decide(known_by(store).planned, tables, now)


def _plan(workspace: Workspace, now: datetime, begin: datetime | None = None) -> list[Problem]:
    taken = take_plan(workspace, now, begin=begin)
    return [as_warning(problem) for problem in taken.scheduled.problems]


def _warned(step: Callable[[], list[Problem]], around: Surroundings) -> list[Problem]:
    """Do a step; what stops it is a warning. A lock that another command has is waited for."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return step()
        except WorkspaceError as error:
            locked = error.problems[0].rule == "workspace.locked"
            if not locked or time.monotonic() > end or around.stop.wait(1):
                return [as_warning(problem) for problem in error.problems]
        except queue.StoreError:
            raise
        except ForgeError as error:
            return [as_warning(problem) for problem in error.problems]


def _tolerated(workspace: Workspace) -> timedelta:
    """How late a post may be on every channel, and a little less: planning takes a moment."""
    tables = timetables(workspace, zone_of(workspace)[0])
    shortest = min((item.late for item in tables), default=timedelta())
    return max(shortest, schedule.ON_TIME) - timedelta(minutes=1)


def _clock_problems(deliveries: tuple[queue.Delivery, ...], now: datetime) -> list[Problem]:
    """What was changed later than it is now tells that the clock was set back, or was ahead."""
    ahead = [item for item in deliveries if item.changed and item.changed > now + _AHEAD]
    if not ahead:
        return []
    latest = max(item.changed for item in ahead if item.changed)
    message = f"the queue knows of {latest:%Y-%m-%d %H:%M} UTC, and it is {now:%Y-%m-%d %H:%M} UTC now"
    hint = "check the clock of this machine; what is out is not sent again, what is planned waits for its time"
    return [Problem("queue.clock", message, None, hint, "warning")]
