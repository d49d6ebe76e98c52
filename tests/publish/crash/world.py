"""One network on one database -> what its own list shows when every worker has died often enough and all is settled.

The network is forked first, then one worker for each place and another for each that dies. Some are told to die at a
step of the journal, the others are killed from here at any moment; always by SIGKILL.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from post_forge.queue import Delivery, open_store
from tests.publish import pds, snac
from tests.publish.crash import network
from tests.publish.crash.posts import accounts, channel_of, name_of, number_of, texts_of
from tests.publish.crash.worker import LEASE, Orders, prepared, work

FORKS = multiprocessing.get_context("fork")
"""A worker is there in 5 ms, with everything loaded; this process has no thread and no open database to inherit."""

STEPS = 5
"""What a delivery writes to the journal, about: claim, begin, ask, answer, settle; more where it has pictures."""


@dataclass(frozen=True)
class World:
    """`database` is `sqlite` or a URL. `rate`: the part of all connections that break. `in_turn`: each worker dies one
    step of the journal later than the one before, and none at any other moment. `seconds`: then it is given up."""

    platform: str
    database: str
    folder: str
    deliveries: int
    kills: int
    workers: int = 3
    rate: float = 0.1
    seed: str = "0"
    sabotage: str = ""
    in_turn: bool = False
    lease: float = LEASE
    seconds: float = 520.0


@dataclass
class Found:
    """What a world came to. `lost`: not on the network's list, or on it and the queue does not say so. `errors`:
    workers that ended with an error of their own, requests that the network complains of."""

    world: World
    kills: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0


def play(world: World) -> Found:
    """Publish a queue in this world to its end."""
    begun = time.monotonic()
    found = Found(world)
    with open_store(world.database, Path(world.folder)) as store:
        store.take(plan_of(world), datetime.now(UTC), "crash")
    with server(world) as (texts, secrets, port), served(world, port) as asking:
        orders = Orders(
            world.platform, world.database, world.folder, asking.recv(), secrets, world.sabotage, lease=world.lease
        )
        Killer(world, orders, found, begun + world.seconds).run()
        asking.send("list")
        told = asking.recv()
        found.faults = {name: count for name, count in told["drawn"].items() if name != "pass"}
        found.errors += told["complaints"][:5]
        count(found, told["texts"] if told["texts"] is not None else texts())
    found.seconds = time.monotonic() - begun
    return found


def plan_of(world: World) -> list[Delivery]:
    """All of them due."""
    due = datetime.now(UTC) - timedelta(minutes=1)
    where = [(number, channel_of(number, world.deliveries)) for number in range(world.deliveries)]
    return [Delivery(name_of(number), channel, due, content=f"hash-{number}") for number, channel in where]


def count(found: Found, texts: list[str]) -> None:
    """What the network's own list says, held against what the queue says of each delivery."""
    world, out = found.world, Counter(texts)
    with open_store(world.database, Path(world.folder)) as store:
        deliveries = store.deliveries()
    assert len(deliveries) == world.deliveries
    waiting = [item.id for item in deliveries if item.state in ("planned", "publishing")]
    if waiting:
        found.errors.append(f"{len(waiting)} deliveries have not come to an end: {', '.join(waiting[:3])} ...")
    for item in deliveries:
        seen = [out[text] for text in texts_of(number_of(item.post), world.platform)]
        if max(seen) > 1:
            found.doubled.append(f"{item.id}: {seen} times, {item.state} {item.reason}")
        if item.state == "unsure":
            found.unsure.append(f"{item.id}: {seen} times out; {item.reason}")
        elif item.id not in waiting and (min(seen) == 0 or item.state != "published"):
            found.lost.append(f"{item.id}: {seen} times out, {item.state} {item.reason}")


# ---- the processes ---------------------------------------------------------------------------------------------------


@contextmanager
def server(world: World):
    """A real server, where the world has one: its list of texts, its accounts' secrets, its port."""
    if world.platform == "snac":
        with snac.running(snac.find(), accounts(world.deliveries)) as real:
            yield real.texts, real.tokens, real.port
    elif world.platform == "pds":
        with pds.running(pds.find()) as real:
            yield real.texts, (real.password,), real.port
    else:
        yield None, (), 0


@contextmanager
def served(world: World, port: int):
    """The network's process: the connection to it."""
    here, there = FORKS.Pipe()
    process = FORKS.Process(target=network.serve, args=(there, world.platform, world.seed, world.rate, port))
    process.start()
    there.close()  # if the network ends, we hear of it
    try:
        yield here
    finally:
        process.kill()
        process.join()


class Killer:
    """Keeps a worker in each place, and takes its life."""

    def __init__(self, world: World, orders: Orders, found: Found, until: float) -> None:
        self.world, self.found, self.until = world, found, until
        self.chance = random.Random(world.seed)
        self.done, self.born, self.begun = 0, 0, time.monotonic()
        self.lives: dict[Any, float] = {}  # a worker's process -> when it is killed from here
        self.reading, writing = os.pipe()
        os.set_blocking(self.reading, False)
        self.orders, self.wire = replace(orders, progress=writing), prepared(orders)

    def run(self) -> None:
        finished = 0
        try:
            while finished < self.world.workers and time.monotonic() < self.until:
                while len(self.lives) + finished < self.world.workers:
                    self.begin_a_life()
                time.sleep(0.02)
                self.kill_those_whose_time_has_come()
                finished += self.bury()
        finally:
            for worker in self.lives:
                worker.kill()
                worker.join()
        if finished < self.world.workers:
            self.found.errors.append(f"no time was left: this world was given up after {self.world.seconds:.0f} s")

    def begin_a_life(self) -> None:
        """A worker with its fate: at a step of the journal, at a moment, or none any more."""
        self.born += 1
        self.heed()
        orders, end = self.fate(self.world.kills - self.found.kills - len(self.lives))
        worker = FORKS.Process(target=live, args=(orders, f"w{self.born}", self.wire))
        worker.start()
        self.lives[worker] = end

    def fate(self, kills: int) -> tuple[Orders, float]:
        """What a worker is told of its death, and when it is killed, if so many are still to die."""
        if kills <= 0:
            return self.orders, float("inf")
        where = ("before", "inside", "after")[self.born % 3]
        if self.world.in_turn:
            return replace(self.orders, die_at=self.born, die_where=where), float("inf")
        share = max(self.world.deliveries - self.done, 1) / kills  # deliveries in such a life, of all workers
        if self.chance.random() < 0.5:
            at = self.chance.randint(1, max(int(STEPS * share), STEPS))
            return replace(self.orders, die_at=at, die_where=where), float("inf")
        pace = (time.monotonic() - self.begun) / self.done if self.done > 5 else 0.05
        return self.orders, time.monotonic() + self.chance.uniform(0.05, 0.1 + share * min(pace, 0.2))

    def heed(self) -> None:
        """How many deliveries came to an end so far, as their workers told."""
        with suppress(BlockingIOError):
            self.done += len(os.read(self.reading, 65_536))

    def kill_those_whose_time_has_come(self) -> None:
        for worker, end in self.lives.items():
            if time.monotonic() >= end:
                worker.kill()

    def bury(self) -> int:
        """The workers that ended: how many of them because nothing was left."""
        gone = [worker for worker in self.lives if worker.exitcode is not None]
        for worker in gone:
            del self.lives[worker]
            self.found.kills += worker.exitcode == -signal.SIGKILL
            if worker.exitcode not in (0, -signal.SIGKILL):
                self.found.errors.append(f"a worker ended with {worker.exitcode}; its traceback stands above")
        if len(self.found.errors) > 2:
            self.until = 0.0
        return sum(worker.exitcode == 0 for worker in gone)


def live(orders: Orders, name: str, wire: Any) -> None:
    """A worker's process."""
    random.seed()  # else all would have the same chances
    work(orders, name, wire)
