"""One worker's life, in a process of its own: claim, publish, settle, until nothing is left or somebody kills it.

It is the program's own queue, driver, networks and wire. Three things are other than in the program: times are short,
a delivery is never given up for the number of its tries, and a worker may be told to die at a step of the journal.
"""

from __future__ import annotations

import os
import random
import signal
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from post_forge.publish import Absent, FileVault, Secret, Step, Tools, Wire, connect, deliver, fetching
from post_forge.queue import Intent, LeaseLost, StoreError, open_store
from tests.publish.crash.posts import number_of, outgoing
from tests.publish.fakes.bluesky import FakeBluesky
from tests.publish.fakes.linkedin import FakeLinkedIn
from tests.publish.fakes.meta import FakeMeta

LEASE = 4.0
TIMEOUT = 0.8  # the proxy stalls for longer
SETTLES = 0.75
"""Of a lease: what the proxy holds back arrives sooner than this."""
ENOUGH = 20
"""Tries of a delivery that a broken program can neither end nor call failed."""
SABOTAGE = ("blind", "mark late", "mark early")
"""blind: no look at the network. mark late: nothing is kept before an answer is there. mark early: what readers see is
kept as sent before it is."""


@dataclass(frozen=True)
class Orders:
    """What a worker is told: where the queue and the network are, and when to die."""

    platform: str
    database: str
    folder: str
    url: str
    secrets: tuple[str, ...] = ()
    sabotage: str = ""
    die_at: int = 0
    die_where: str = "after"
    progress: int = -1
    lease: float = LEASE


def clock():
    return datetime.now(UTC)


def nap(seconds):
    """A second of patience is a fifth of one here."""
    time.sleep(seconds / 5)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


class Journal:
    """The store, counting what is written to it; at one of these steps the process dies: before it, inside its
    transaction, or after it."""

    def __init__(self, store, orders):
        self.store, self.orders, self.at, self.where = store, orders, orders.die_at, orders.die_where
        self.number, self.armed = 0, False
        sa.event.listen(store.engine, "commit", lambda _: self.armed and die())

    def __call__(self, name, *arguments, **options):
        self.number += 1
        if self.number == self.at:
            if self.where == "before":
                die()
            self.armed = self.where == "inside"
        found = getattr(self.store, name)(*arguments, **options)
        if self.number == self.at:
            die()
        return found

    def claim(self, name):
        lease = self.store.claim(clock(), name, self.orders.lease)
        if lease is not None:
            self.number += 1
            if self.number == self.at:
                die()
        return lease


class Hands:
    """What a worker has in its hands while it works on one lease."""

    def __init__(self, journal, lease, intent):
        self.journal, self.lease = journal, lease
        self.begin(intent)

    def begin(self, intent):
        self.lease = self.journal("begin", self.lease, intent, clock())

    @property
    def intent(self):
        return self.lease.intent

    def ask(self, step):
        where = {"part": step.part, "item": step.item, "visible": step.visible}
        self.lease, receipt = self.journal("ask", self.lease, clock(), step.name, **where)
        return receipt

    def answer(self, receipt, outcome, sent):
        known = {"remote": sent.remote, "url": sent.url, "more": sent.more} if sent else {}
        self.lease = self.journal("answer", self.lease, receipt, clock(), outcome, **known)

    def spend(self, budget):
        account, options = self.lease.delivery.channel, {"limit": budget.limit, "window": budget.window}
        taken = self.journal("spend", account, budget.name, budget.cost, clock(), **options)
        return None if taken.taken else taken.free_at

    def settle(self, verdict):
        until = None
        if verdict.until:  # half an hour's patience is half a second's here; a look waits as long as it must
            longest = timedelta(seconds=SETTLES * self.lease.seconds if verdict.failure == "wait" else 1)
            until = min(verdict.until, clock() + longest)
        known = {"reason": verdict.reason, "url": verdict.url, "until": until}
        self.journal("settle", self.lease, verdict.event, clock(), **known)


class LateHands(Hands):
    """Keeps nothing before an answer is there."""

    def begin(self, intent):
        self.meant, self.marks = intent, {}

    @property
    def intent(self):
        return self.meant

    def ask(self, step):
        return step

    def answer(self, step, outcome, sent):
        self.begin_at_last()
        if isinstance(step, Step):
            self.marks[step] = self.marks.get(step) or super().ask(step)
            step = self.marks[step]
        super().answer(step, outcome, sent)

    def settle(self, verdict):
        self.begin_at_last()
        super().settle(verdict)

    def begin_at_last(self):
        if not self.lease.attempt:
            super().begin(self.meant)


class EarlyHands(Hands):
    """Keeps what readers see as sent before it is."""

    def ask(self, step):
        receipt = super().ask(step)
        if step.visible:
            self.lease = self.journal("answer", self.lease, receipt, clock(), "sent", remote="surely")
        return receipt

    def answer(self, receipt, outcome, sent):
        if not receipt.visible:
            super().answer(receipt, outcome, sent)

    def settle(self, verdict):
        try:
            super().settle(verdict)
        except StoreError:  # the queue knows that something is out
            again = self.lease.delivery.tries < ENOUGH  # a reply to what is not there is refused for ever
            self.journal("settle", self.lease, "pause" if again else "doubt", clock())


HANDS = {"": Hands, "blind": Hands, "mark late": LateHands, "mark early": EarlyHands}


class Channels:
    """The accounts of a world, connected when they are first needed."""

    def __init__(self, orders, wire=None):
        self.orders, self.made, self.wire = orders, {}, wire

    def __getitem__(self, channel):
        if channel not in self.made:
            self.made[channel] = self.connect(channel)
        return self.made[channel]

    def connect(self, channel):
        orders = self.orders
        vault = FileVault(Path(orders.folder) / "tokens", channel)
        platform, options, secrets = wanted(orders, channel)
        connection = connect(channel, platform, options, secrets, vault, clock)
        network = connection.network
        network.settles = min(network.settles, timedelta(seconds=SETTLES * orders.lease))
        if orders.sabotage == "blind":
            network.settles, network.look = timedelta(), lambda *_: Absent()
        if self.wire is None:  # one for all: they are at one address, and making one takes 30 ms
            self.wire = Wire(network.allowed, connection.mask, timeout=TIMEOUT, deadline=5)
        return network, fetching(self.wire, connection.authority)


def wanted(orders, channel):
    """What post_forge.yaml would say of a channel."""
    real = {"snac": "mastodon", "pds": "bluesky", "fork": "mastodon"}
    platform = real.get(orders.platform, orders.platform)
    options = {"url": orders.url if orders.secrets else f"{orders.url}/{channel}"}
    options |= {"linkedin": {"author": FakeLinkedIn.author}, "bluesky": {"account": "ana.test"}}.get(platform, {})
    options |= {"account": FakeMeta.account} if platform in ("threads", "instagram") else {}
    name = "password" if platform == "bluesky" else "token"
    fakes = FakeBluesky.password if platform == "bluesky" else FakeMeta.token
    number = int(channel.removeprefix("a"))
    secret = Secret(orders.secrets[number % len(orders.secrets)] if orders.secrets else fakes)
    return platform, {**options, name: "$SECRET"}, {name: secret}


def prepared(orders):
    """A wire for all workers of a world, made before they are forked, without a connection."""
    channels = Channels(orders)
    channels.connect("a0")
    return channels.wire


def work(orders, name, wire):
    """Until nothing is left."""
    channels = Channels(orders, wire)
    with open_store(orders.database, Path(orders.folder)) as store:
        journal = Journal(store, orders)
        while True:
            lease = journal.claim(name)
            if lease is not None:
                one(orders, journal, lease, channels)
            elif not store.deliveries(states=["planned", "approved", "publishing"]):
                return
            else:
                time.sleep(0.25)


def one(orders, journal, lease, channels):
    """One try at one delivery."""
    network, fetch = channels[lease.delivery.channel]
    post = outgoing(number_of(lease.delivery.post), orders.platform, lease.delivery.id)
    made = network.intent(post, clock())
    try:
        intent = Intent(made.key, made.record, made.parts, made.content, made.more)
        hands = HANDS[orders.sabotage](journal, lease, intent)
        tools = Tools(fetch, hands.ask, hands.answer, clock, nap, random.random, hands.spend, patience=2.0)
        verdict = deliver(network, post, hands.intent, lease.receipts, tools, min(lease.delivery.tries + 1, 5))
        hands.settle(verdict)
    except LeaseLost:
        return  # another took it over: it looks, and goes on
    if orders.progress >= 0 and verdict.event in ("publish", "fail", "doubt"):
        os.write(orders.progress, b".")
