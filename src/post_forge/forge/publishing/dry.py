"""What is due, or what is named -> the requests that publishing would send, as a person may read them. Sends nothing,
stores nothing, asks no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from post_forge.config import Channel
from post_forge.errors import ForgeError, Problem, as_warning
from post_forge.forge.publishing.channels import rehearsed
from post_forge.forge.publishing.loading import load
from post_forge.forge.publishing.one_pass import channels_named
from post_forge.forge.publishing.values import Sending
from post_forge.forge.queueing.known import Known, look
from post_forge.forge.queueing.say import find
from post_forge.forge.schedule import timetables, zone_of
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import publish, queue, schedule
else:
    publish, queue, schedule = (Later(f"post_forge.{name}") for name in ("publish", "queue", "schedule"))


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One delivery with the requests of its steps, each as (step, request); `comment` is the first comment that a
    person writes below it."""

    id: str
    channel: str
    at: datetime
    requests: tuple[tuple[str, str], ...] = ()
    comment: str = ""
    problems: tuple[Problem, ...] = ()

    def json(self) -> dict[str, Any]:
        requests = [{"step": step, "request": request} for step, request in self.requests]
        return {"id": self.id, "channel": self.channel, "at": self.at.isoformat(), "requests": requests,
                "comment": self.comment}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """All of them; `next` is the first that comes later, where nothing is due."""

    deliveries: tuple[Rehearsal, ...]
    next: tuple[str, datetime] | None
    zone: str
    problems: tuple[Problem, ...] = ()


def rehearse(workspace: Workspace, now: datetime, sending: Sending = Sending()) -> Rehearsed:
    """Tell what `publish_due` would send now, or of named deliveries whatever their time. Raises UsageError."""
    channels = {channel.name: channel for channel in channels_named(workspace, sending.channels)}
    known = look(workspace, now)
    found = [item for item in _wanted(workspace, known, now, sending.names) if item.channel in channels]
    found = found[: sending.limit] if sending.limit else found
    told = tuple(_one(workspace, channels[item.channel], item, now) for item in found)
    ahead = [item for item in known.deliveries if item.state in queue.SENDABLE and item.at > now]
    first = min(ahead, key=lambda item: item.at, default=None)
    problems = (*known.problems, *(problem for item in told for problem in item.problems))
    after = (first.id, first.at) if first and not told else None
    return Rehearsed(told, after, zone_of(workspace)[0], tuple(dict.fromkeys(problems)))


def _wanted(workspace: Workspace, known: Known, now: datetime, names: Sequence[str]) -> list[queue.Delivery]:
    if names:
        return [item for name in names for item in find(known.deliveries, name)]
    tables = {item.channel: item for item in timetables(workspace, zone_of(workspace)[0])}
    decided = schedule.decide(known.planned, tables, now)
    ids = {decision.delivery.id for decision in decided if decision.action == "send"}
    left = {item.id for item in known.deliveries if item.state == "publishing" and not item.leased(now)}
    return [item for item in known.deliveries if item.id in ids | left]


def _one(workspace: Workspace, channel: Channel, item: queue.Delivery, now: datetime) -> Rehearsal:
    try:
        connection, problems = rehearsed(workspace, channel, lambda: now)
        loaded = load(workspace, channel, item, item.content)
    except ForgeError as error:
        return Rehearsal(item.id, channel.name, item.at, problems=error.problems)
    intent = connection.network.intent(loaded.post, now)
    requests = publish.dry_run(connection.network, loaded.post, intent, connection.mask)
    warnings = tuple(map(as_warning, problems))
    return Rehearsal(item.id, channel.name, item.at, requests, loaded.comment, warnings)
