"""A plan that a person has agreed to -> the queue. Planned and kept under one lock: what is kept is what was shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from post_forge.errors import Problem, WorkspaceError
from post_forge.forge.queueing.known import actor, for_keeping, known_by, opened
from post_forge.forge.schedule import Scheduled, scheduled
from post_forge.forge.workspace import Workspace, lock

if TYPE_CHECKING:
    from post_forge import queue


@dataclass(frozen=True, slots=True)
class TakenPlan:
    """The plan that was taken, and what that changed in the queue. `place` is where the queue lies."""

    scheduled: Scheduled
    taken: queue.Taken
    place: str


def take_plan(
    workspace: Workspace,
    now: datetime,
    horizon: timedelta | None = None,
    shown: Scheduled | None = None,
    begin: datetime | None = None,
) -> TakenPlan:
    """Plan, and keep the plan in place of what was planned before. `shown` is the plan that somebody has agreed to;
    `begin` is when the plan begins, if not now.

    Raises WorkspaceError where another command is at work, where nothing can be planned, and where the plan has become
    another one than was shown; StoreError.
    """
    with lock(workspace, "schedule"), opened(workspace, now) as (store, problems):
        found = scheduled(workspace, begin or now, horizon, known_by(store, problems))
        if shown is not None and _deliveries(shown) != _deliveries(found):
            hint = "look at it again: `post-forge schedule`"
            raise WorkspaceError(
                Problem("schedule.changed", "the plan is not the one that was shown any more", hint=hint)
            )
        taken = store.take(map(for_keeping, found.plan.deliveries), now, actor())
        return TakenPlan(found, taken, workspace.shown(workspace.root / store.place))


def _deliveries(found: Scheduled) -> frozenset[tuple[str, datetime, str, str]]:
    return frozenset((item.id, item.at, item.state, item.content) for item in found.plan.deliveries)
