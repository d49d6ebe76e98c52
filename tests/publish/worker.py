"""A worker as the program has one, for tests: the real queue, the real wire, killed from outside at any moment.

python -m tests.publish.worker DATABASE FOLDER NAME PLATFORM URL     deliver until nothing is left
python -m tests.publish.worker fake PLATFORM                         a network in a process of its own
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from post_forge.publish import MemoryVault, Secret, Tools, Wire, connect, deliver, fetching
from post_forge.queue import Intent, open_store
from tests.publish.fakes.base import reply, served
from tests.publish.fakes.bluesky import FakeBluesky
from tests.publish.fakes.linkedin import FakeLinkedIn
from tests.publish.fakes.mastodon import FakeMastodon
from tests.publish.fakes.meta import FakeMeta
from tests.publish.fakes.x import FakeX
from tests.publish.keeping import thread

FAKES = {
    "mastodon": lambda: FakeMastodon(keeps_keys=False),
    "bluesky": FakeBluesky,
    "linkedin": FakeLinkedIn,
    "x": FakeX,
    "threads": FakeMeta,
}
LEASE = 3.0
"""Seconds: a worker that was killed is replaced after so long."""


def clock():
    return datetime.now(UTC)


class Bench:
    """What one worker has in its hands while it works on one lease."""

    def __init__(self, store, lease):
        self.store, self.lease = store, lease

    def ask(self, step):
        self.lease, receipt = self.store.ask(
            self.lease, clock(), step.name, part=step.part, item=step.item, visible=step.visible
        )
        return receipt

    def answer(self, receipt, outcome, sent):
        known = {"remote": sent.remote, "url": sent.url, "more": sent.more} if sent else {}
        self.lease = self.store.answer(self.lease, receipt, clock(), outcome, **known)

    def spend(self, budget):
        taken = self.store.spend("ana", budget.name, budget.cost, clock(), limit=budget.limit, window=budget.window)
        return None if taken.taken else taken.free_at


def one(store, lease, network, fetch):
    """One try at one delivery."""
    pictures = 2 if network.name in ("mastodon", "bluesky") else 0
    post = thread(lease.delivery.post, pictures=pictures)
    made = network.intent(post, clock())
    intent = Intent(made.key, made.record, made.parts, made.content, made.more)
    lease = store.begin(lease, intent, clock())
    bench = Bench(store, lease)
    tools = Tools(fetch, bench.ask, bench.answer, clock, time.sleep, lambda: 0.0, bench.spend, patience=1.0)
    verdict = deliver(network, post, lease.intent, lease.receipts, tools)
    until = min(verdict.until, clock() + timedelta(seconds=0.3)) if verdict.until else None
    store.settle(bench.lease, verdict.event, clock(), reason=verdict.reason, url=verdict.url, until=until)


def run(database, folder, name, platform, url):
    keys = {"url": url, "account": "ana.test", "author": FakeLinkedIn.author}
    wanted = {"mastodon": ["url"], "bluesky": ["url", "account"], "linkedin": ["url", "author"]}.get(platform, ["url"])
    options = {name: keys[name] for name in wanted}
    options |= {"password": "$P"} if platform == "bluesky" else {"token": "$T"}
    options |= {"account": FakeMeta.account} if platform == "threads" else {}
    given = os.environ.get("SECRET_OF_A_REAL_SERVER")
    secrets = {"token": Secret(given or FakeMastodon.token), "password": Secret(given or FakeBluesky.password)}
    connection = connect(name, platform, options, secrets, MemoryVault(), clock)
    connection.network.settles = timedelta(seconds=0.2)  # the fake is near
    with open_store(database, Path(folder)) as store, Wire(connection.network.allowed, connection.mask) as wire:
        fetch = fetching(wire, connection.authority)
        while any(delivery.state not in ("published", "failed", "unsure") for delivery in store.deliveries()):
            lease = store.claim(clock(), name, LEASE)
            if lease is None:
                time.sleep(0.05)
                continue
            one(store, lease, connection.network, fetch)
    print("done", flush=True)


def fake(platform):
    """Serve until the input ends; `/list` tells what readers see."""
    network = FAKES[platform]()
    answer = network.answer

    def listed(asked):
        return reply(200, network.published) if asked.path == "/list" else answer(asked)

    network.answer = listed
    with served(network) as url:
        if platform == "linkedin":
            network.server = url
        print(json.dumps(url), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    fake(sys.argv[2]) if sys.argv[1] == "fake" else run(*sys.argv[1:])
