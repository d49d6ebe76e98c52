"""A workspace and the time -> what is due sent, once: one pass over all channels, each in a thread of its own.

make ready   build what is due, plan, mark what was missed       (publish_ready)
channels     those that have something due, or something that another worker left in the middle
send         one delivery after another; a channel that fails or hangs delays no other     (publish_delivery)
tell         published.jsonl learns what is out
catch up     build everything else, and plan it
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from post_forge.config import Channel
from post_forge.errors import ForgeError, Problem, UsageError, did_you_mean
from post_forge.forge.publishing.announcing import announce
from post_forge.forge.publishing.channels import connected
from post_forge.forge.publishing.circuit import after_try, may_try
from post_forge.forge.publishing.delivery import LEASE, Line, work_on
from post_forge.forge.publishing.kept import forget_files, keep_files, kept_folder, sweep_kept
from post_forge.forge.publishing.loading import load
from post_forge.forge.publishing.parts import wanted_files
from post_forge.forge.publishing.ready import catch_up, due, half_way, make_ready, next_due, redrawn
from post_forge.forge.publishing.values import Outcome, Pass, Sending, Surroundings
from post_forge.forge.queueing.known import opened
from post_forge.forge.queueing.say import find
from post_forge.forge.ready import record_of
from post_forge.forge.schedule import zone_of
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import publish, queue
else:
    publish, queue = Later("post_forge.publish"), Later("post_forge.queue")


def publish_due(
    workspace: Workspace,
    sending: Sending = Sending(),
    around: Surroundings | None = None,
    *,
    look_back: bool = False,
) -> Pass:
    """Send what is due, once. May be called by several workers at once, on several machines.

    Raises UsageError for a channel or a name that is not there, StoreError where the queue cannot be used. When it is
    interrupted nothing more is begun, and what is under way has `around.bound` seconds to end; what then has not is
    left for the next pass, which looks before it sends.
    """
    around = around or Surroundings()
    channels = channels_named(workspace, sending.channels)
    ready = make_ready(workspace, around, plan=sending.plan, look_back=look_back)
    now = around.clock()
    with opened(workspace, now) as (store, _):
        wanted = _wanted(store, sending.names)
        decided = [item.delivery.id for item in due(workspace, store, now)]
        ids = frozenset(name for name in decided if wanted is None or name in wanted)
        team = _Team(workspace, store, around, sending, ids, problems=[*redrawn(workspace, store, ids)])
        team.run([channel for channel in channels if _has_work(store, channel, ids, now)])
    finished, later = catch_up(workspace, around) if ready.planned else (True, ())
    with opened(workspace, around.clock()) as (store, _):
        after = next_due(workspace, store, around.clock())
        problems = (*ready.problems, *team.problems, *later, *_for_a_person(store))
        open_ones = store.deliveries(states=["publishing", "unsure"])
    mine = [item for item in open_ones if not sending.channels or item.channel in sending.channels]
    half = half_way(mine, {one.id for one in team.outcomes}, workspace, around.clock())
    sweep_kept(workspace, (kept_folder(workspace, item.id, item.content) for item in open_ones), time.time())
    missed = tuple(_missed(item) for item in ready.missed)
    outcomes = (*missed, *sorted((*team.outcomes, *half), key=lambda one: (one.channel, one.id)))
    return Pass(outcomes, after, zone_of(workspace)[0], ready.planned, finished, tuple(dict.fromkeys(problems)))


def channels_named(workspace: Workspace, names: Collection[str]) -> tuple[Channel, ...]:
    """The channels with these names, all if there are none. Raises UsageError with the one that was meant."""
    known = {channel.name: channel for channel in workspace.config.channels}
    for name in names:
        if name not in known:
            message = f"there is no channel {name!r} in post_forge.yaml"
            raise UsageError(Problem("usage.channel", message, hint=did_you_mean(name, known)))
    return tuple(channel for name, channel in known.items() if not names or name in names)


def _wanted(store: queue.Store, names: Sequence[str]) -> frozenset[str] | None:
    """The ids that names stand for; None for all there are."""
    if not names:
        return None
    deliveries = store.deliveries()
    return frozenset(item.id for name in names for item in find(deliveries, name))


def _has_work(store: queue.Store, channel: Channel, ids: Collection[str], now: datetime) -> bool:
    found = store.deliveries(states=["planned", "approved", "publishing"], channels=[channel.name])
    return any(item.id in ids or (item.state == "publishing" and not item.leased(now)) for item in found)


def _missed(item: queue.Delivery) -> Outcome:
    hint = "`post-forge queue retry` sends it now, `move` at another time"
    return Outcome(item.id, item.channel, "missed", item.reason, hint)


def _for_a_person(store: queue.Store) -> list[Problem]:
    """What nobody can tell is loud at every pass, until somebody has looked."""
    return [
        Problem(
            "queue.unsure",
            f"{item.id}: nobody knows whether it is out: {item.reason}",
            None,
            f"look at the account, then `post-forge queue done {item.id} URL`, or `deny`",
            "warning",
        )
        for item in store.deliveries(states=["unsure"])
    ]


@dataclass(slots=True)
class _Team:
    """The workers of one pass, a thread for each channel, and what they bring back."""

    workspace: Workspace
    store: queue.Store
    around: Surroundings
    sending: Sending
    ids: frozenset[str]
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    bugs: list[BaseException] = field(default_factory=list)
    begun: int = 0
    mutex: threading.Lock = field(default_factory=threading.Lock)

    def run(self, channels: Sequence[Channel]) -> None:
        """Let every channel work. An interrupt stops them all in order, and is then passed on."""
        # Their ends are events: after a signal a thread that still runs may count as joined (Python 3.11).
        ended: list[threading.Event] = []
        try:
            for channel in channels:
                end = threading.Event()
                threading.Thread(target=self._guarded, args=(channel, end), daemon=True).start()
                ended.append(end)
            for end in ended:
                while not end.wait(0.5):  # with a time-out, so that a signal is heard meanwhile
                    pass
        except BaseException:
            self.around.stop.set()
            self._wait(ended)
            with suppress(ForgeError):
                queue.sync(self.store, self.workspace.root / queue.FILE, self.around.clock())
            raise
        if self.bugs:
            raise self.bugs[0]

    def _wait(self, ended: Sequence[threading.Event]) -> None:
        """Give what is under way its time; another interrupt ends the waiting."""
        until = time.monotonic() + self.around.bound
        with suppress(BaseException):
            for end in ended:
                end.wait(max(until - time.monotonic(), 0))

    def _guarded(self, channel: Channel, end: threading.Event) -> None:
        """What stops one channel stops no other."""
        try:
            self._work(channel)
        except ForgeError as error:
            with self.mutex:
                self.problems += [replace(one, message=f"{channel.name}: {one.message}") for one in error.problems]
                self.outcomes += [
                    Outcome(name, channel.name, "left", error.problems[0].message, error.problems[0].hint)
                    for name in self._left(channel)
                ]
        except BaseException as error:  # noqa: BLE001 - a mistake of the program: told when all others have ended
            with self.mutex:
                self.bugs.append(error)
        finally:
            end.set()

    def _left(self, channel: Channel) -> list[str]:
        """What is due on a channel and was not tried."""
        tried = {outcome.id for outcome in self.outcomes}
        return [name for name in sorted(self.ids - tried) if _channel_of(name) == channel.name]

    def _work(self, channel: Channel) -> None:
        connection = connected(self.workspace, channel, self.around.clock)
        with publish.sending(connection) as send:
            line = self._line(channel, connection, send)
            tried: set[str] = set()
            while not self.around.stop.is_set() and self._may_begin():
                allowed, circuit = may_try(self.store, channel.name, self.around.clock())
                if not allowed:
                    self._tell_open(channel, circuit)
                    return
                lease = self._claim(channel, tried)
                if lease is None:
                    break
                tried.add(lease.delivery.id)
                self._one(line, lease)
        self._tell_put_off(channel)

    def _line(self, channel: Channel, connection: publish.Connection, send: publish.values.Send) -> Line:
        return Line(
            channel.name,
            self.store,
            connection,
            send,
            self.around,
            partial(load, self.workspace, channel),
            partial(self._keep, channel),
            lambda item, content: forget_files(self.workspace, item.id, content),
            partial(announce, self.workspace, self.sending.announce, self.around),
        )

    def _keep(self, channel: Channel, item: queue.Delivery, content: str) -> None:
        record = record_of(self.workspace, item.post)
        names = wanted_files(channel)(record) if record else ()
        keep_files(self.workspace, item.id, content, item.post, names)

    def _may_begin(self) -> bool:
        """Take one from what may be begun in this pass."""
        with self.mutex:
            if self.sending.limit and self.begun >= self.sending.limit:
                return False
            self.begun += 1
            return True

    def _claim(self, channel: Channel, tried: set[str]) -> queue.Lease | None:
        who = f"{socket.gethostname()}/{os.getpid()}/{channel.name}"
        lease = self.store.claim(
            self.around.clock(), who, LEASE, only=self.ids - tried or {""}, channels=[channel.name]
        )
        if lease is not None and lease.delivery.id in tried:
            self.store.release(lease, self.around.clock())
            return None
        if lease is None:
            with self.mutex:
                self.begun -= 1
        return lease

    def _one(self, line: Line, lease: queue.Lease) -> None:
        """One delivery, and what its end says of the channel."""
        told = self.around.told
        told(
            "begins",
            {"delivery": lease.delivery.id, "slot": lease.delivery.at.isoformat(), "try": lease.delivery.tries + 1},
        )
        try:
            outcome, failure = work_on(line, lease)
        except queue.StoreError as error:
            reason = error.problems[0].message
            outcome = Outcome(lease.delivery.id, line.channel, "left", reason, error.problems[0].hint)
            with self.mutex:
                self.outcomes.append(outcome)
            raise
        told("ends", {key: value for key, value in outcome.json().items() if value})
        with self.mutex:
            self.outcomes.append(outcome)
            if outcome.good:  # at once: whoever reads only the file should know as soon as the queue does
                queue.sync(self.store, self.workspace.root / queue.FILE, self.around.clock())
        if outcome.ended != "left":
            circuit = after_try(self.store, line.channel, self.around.clock(), failure, outcome.reason)
            if circuit.state == "open":
                told("circuit", {"channel": line.channel, "until": str(circuit.until), "reason": circuit.reason})

    def _tell_open(self, channel: Channel, circuit: queue.Circuit) -> None:
        reason = f"nothing is sent to {channel.name} for now: {circuit.reason or 'it failed too often'}"
        with self.mutex:
            self.begun -= 1
            self.outcomes += [
                Outcome(name, channel.name, "later", reason, "", until=circuit.until) for name in self._left(channel)
            ]

    def _tell_put_off(self, channel: Channel) -> None:
        """What is due, and waits for another try."""
        now = self.around.clock()
        with self.mutex:
            left = self._left(channel)
        for item in self.store.deliveries(channels=[channel.name]):
            if item.id in left and item.not_before and item.not_before > now:
                outcome = Outcome(item.id, channel.name, "later", item.reason, "", until=item.not_before)
                with self.mutex:
                    self.outcomes.append(outcome)


def _channel_of(delivery: str) -> str:
    return delivery.rpartition("@")[2].partition("#")[0]
