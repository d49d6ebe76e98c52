"""What a person says of deliveries -> the queue: approve, hold, release, move, skip, retry, done, deny and the like.

Each delivery is changed by itself, in one transaction: what one refuses keeps no other from being changed.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

from post_forge.errors import ForgeError, Problem, UsageError
from post_forge.forge.queueing.known import actor, known_by, opened, refresh
from post_forge.forge.queueing.pixels import seen
from post_forge.forge.queueing.when import read_when
from post_forge.forge.ready import record_of
from post_forge.forge.schedule import timetables, zone_of
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import queue, schedule
else:
    queue, schedule = Later("post_forge.queue"), Later("post_forge.schedule")

VERBS: Mapping[str, queue.Event] = {
    "approve": "approve",
    "unapprove": "unapprove",
    "hold": "hold",
    "release": "release",
    "move": "move",
    "skip": "skip",
    "retry": "retry",
    "done": "confirm",
    "deny": "deny",
    "look": "look",
}
"""A verb of the command line, and the event that it is to the state machine."""

_FIRST = {"held": "release", "failed": "retry", "missed": "retry", "skipped": "move", "unsure": "done"}
_ALL = "`post-forge queue list --all` shows what is there; `post-forge schedule --take` plans what was built"
_MORE = {"move": "WHEN", "done": "URL"}


@dataclass(frozen=True, slots=True)
class Changed:
    """One delivery before and after; `zone` is the time zone of its channel."""

    before: queue.Delivery
    after: queue.Delivery
    zone: str


@dataclass(frozen=True, slots=True)
class Said:
    """What was changed, and what was refused."""

    changed: tuple[Changed, ...] = ()
    problems: tuple[Problem, ...] = ()


def say(
    workspace: Workspace,
    verb: str,
    names: Sequence[str],
    now: datetime,
    *,
    when: str = "",
    url: str = "",
    reason: str = "",
) -> Said:
    """Let `verb` happen to deliveries: ids, or posts, which stand for all their deliveries that are not out.

    Raises UsageError where `when` or `url` is none, WorkspaceError, StoreError.
    """
    if url and not queue.is_address(url):
        hint = "copy the address of the post on its network: https://..."
        raise UsageError(Problem("usage.url", f"{url!r} is not the address of a post", hint=hint))
    with opened(workspace, now) as (store, problems):
        refresh(workspace, store, now)
        speaker = _Speaker(workspace, store, now, problems)
        for delivery in speaker.named(names, one_only=bool(url)):
            speaker.change(delivery, verb, when, url, reason)
    return Said(tuple(speaker.changed), tuple(dict.fromkeys(speaker.problems)))


def possible(delivery: queue.Delivery) -> tuple[str, ...]:
    """The verbs that the delivery's state allows."""
    return tuple(
        verb
        for verb, event in VERBS.items()
        if (verb != "unapprove" or "approved" in (delivery.state, delivery.before))
        and not isinstance(queue.next_state(delivery.state, event, before=delivery.before), queue.Refusal)
    )


def command_for(delivery: queue.Delivery) -> str:
    """The command that a delivery which waits for a person most likely needs; "" for one that does not."""
    verb = _FIRST.get(delivery.state, "")
    return " ".join(filter(None, ("post-forge queue", verb, shlex.quote(delivery.id), _MORE.get(verb)))) if verb else ""


def find(deliveries: Sequence[queue.Delivery], name: str) -> tuple[queue.Delivery, ...]:
    """The delivery with this id, or those of the post: of its next round, one for each channel that it is not out on.

    A post that comes again has rounds; nobody who sends or approves a post means the one half a year ahead too.
    Raises UsageError where there is none: with the id that was meant, if that can be guessed.
    """
    name = name.removeprefix("./").removeprefix("output/").rstrip("/")
    if exact := [item for item in deliveries if item.id == name]:
        return tuple(exact)
    mine = [item for item in deliveries if item.post == name]
    if mine:
        ahead = [item for item in mine if item.state not in queue.OUT]
        following = min((item.round for item in ahead), default=0)
        return tuple(item for item in ahead if item.round == following) or tuple(mine)
    known = [item.id for item in deliveries] + [item.post for item in deliveries]
    close = get_close_matches(name, dict.fromkeys(known), n=1)
    hint = f"did you mean {close[0]!r}?" if close else _ALL
    if not deliveries:
        hint = "it is empty: `post-forge schedule --take` fills it"
    raise UsageError(Problem("queue.unknown", f"there is no {name!r} in the queue", hint=hint))


class _Speaker:
    """Carries one command through all its deliveries."""

    def __init__(self, workspace: Workspace, store: queue.Store, now: datetime, problems: Iterable[Problem]) -> None:
        self.workspace, self.store, self.now = workspace, store, now
        self.deliveries = known_by(store).deliveries
        self.zone = zone_of(workspace)[0]
        self.timetables = {item.channel: item for item in timetables(workspace, self.zone)}
        self.changed: list[Changed] = []
        self.problems = list(problems)

    def named(self, names: Sequence[str], *, one_only: bool) -> list[queue.Delivery]:
        """The deliveries of all names, each once; one that is unknown is a problem and hides no other."""
        found: dict[str, queue.Delivery] = {}
        for name in names:
            try:
                found |= {item.id: item for item in find(self.deliveries, name)}
            except UsageError as error:
                self.problems += error.problems
        if one_only and len(found) > 1:
            hint = f"name one: {', '.join(sorted(found))}"
            self.problems.append(Problem("queue.several", "one address is that of one post on one channel", hint=hint))
            return []
        return list(found.values())

    def change(self, delivery: queue.Delivery, verb: str, when: str, url: str, reason: str) -> None:
        timetable = self.timetables.get(delivery.channel) or schedule.Timetable(delivery.channel, self.zone)
        if verb == "approve" and timetable.approval == "auto":
            hint = "`approval: required` in post_forge.yaml asks for it; `post-forge queue hold` keeps one back"
            self._tell("queue.auto", f"{delivery.id}: it goes out without approval", hint)
            return
        try:
            if verb == "free":
                after = self._free(delivery, reason)
            else:
                at = self._moment(delivery, timetable, verb, when)
                pixels = self._seen(delivery) if verb == "approve" else ""
                event = VERBS[verb]
                after = self.store.change(
                    delivery.id, event, self.now, actor(), reason=reason, at=at, url=url, pixels=pixels
                )
        except ForgeError as error:
            self.problems += [_with_command(problem, delivery) for problem in error.problems]
            return
        self.changed.append(Changed(delivery, after, timetable.zone))
        self._warn(after, timetable)

    def _moment(self, delivery: queue.Delivery, timetable: schedule.Timetable, verb: str, when: str) -> datetime | None:
        if not when:
            return None
        others = {item.at for item in self.deliveries if item.channel == delivery.channel and item.id != delivery.id}
        at = read_when(when, self.now, timetable, others, past=verb == "done")
        if verb == "done" and at > self.now:
            raise UsageError(Problem("usage.when", f"{when!r} is still to come", hint="say when it went out"))
        return at

    def _free(self, delivery: queue.Delivery, reason: str) -> queue.Delivery:
        if not delivery.worker:
            raise UsageError(Problem("queue.free", f"{delivery.id}: no worker has it"))
        return self.store.free(delivery.id, self.now, actor(), reason=reason)

    def _seen(self, delivery: queue.Delivery) -> str:
        """The pictures that are approved. Raises UsageError where nobody can have seen them."""
        record = record_of(self.workspace, delivery.post)
        try:
            if record is not None:
                return seen(self.workspace, delivery.post, record)
        except (OSError, ValueError):  # its pictures are gone, or no pictures any more
            pass
        message = f"{delivery.id}: it is not whole in output/, so nobody can see what would go out"
        raise UsageError(Problem("queue.unbuilt", message, hint="`post-forge build`, look at it, then approve it"))

    def _warn(self, after: queue.Delivery, timetable: schedule.Timetable) -> None:
        """Say what a person would want to know now."""
        if after.state not in queue.SENDABLE:
            return
        other = next(
            (
                item
                for item in self.deliveries
                if (item.channel, item.at) == (after.channel, after.at)
                and item.state in queue.SENDABLE
                and item.id != after.id
            ),
            None,
        )
        if other:
            hint = "`post-forge schedule --take` gives it another one"
            self._tell("queue.slot", f"{after.id}: {other.id} has the same slot", hint)
        if after.state == "planned" and timetable.approval == "required" and after.pinned:
            hint = f"`post-forge queue approve {shlex.quote(after.id)}`"
            self._tell("queue.approval", f"{after.id}: it waits for approval", hint)

    def _tell(self, rule: str, message: str, hint: str) -> None:
        self.problems.append(Problem(rule, message, None, hint, "warning"))


def _with_command(problem: Problem, delivery: queue.Delivery) -> Problem:
    """A refusal with the command that helps."""
    command = command_for(delivery) if problem.rule == "queue.state" else ""
    return replace(problem, hint=f"{problem.hint}: `{command}`") if command else problem
