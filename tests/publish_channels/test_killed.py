"""The real queue and channels that hand posts over, a worker that is killed again and again: each post is there once.

python -m tests.publish_channels.test_killed WORKSPACE PLATFORM URL     deliver until nothing is left
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen
from xml.etree import ElementTree as ET

import pytest

from post_forge.publish import MemoryVault, Secret, Tools, connect, deliver, fetching, sending
from post_forge.queue import Delivery, Intent, open_store
from tests.publish_channels.posts import post
from tests.publish_channels.receiver import SECRET

ROOT = Path(__file__).parents[2]
POSTS, KILLS = 5, 3
LEASE = 2.0


def clock():
    return datetime.now(UTC)


def one(store, lease, connection, fetch):
    """One try at one delivery, as a worker of the program makes it."""
    network, outgoing = connection.network, post(pictures=3, name=lease.delivery.id)
    made = network.intent(outgoing, clock())
    lease = store.begin(lease, Intent(made.key, made.record, made.parts, made.content, made.more), clock())
    held = [lease]

    def ask(step):
        held[0], receipt = store.ask(held[0], clock(), step.name, part=step.part, item=step.item, visible=step.visible)
        return receipt

    def answer(receipt, outcome, sent):
        known = {"remote": sent.remote, "url": sent.url, "more": sent.more} if sent else {}
        held[0] = store.answer(held[0], receipt, clock(), outcome, **known)

    tools = Tools(fetch, ask, answer, clock, time.sleep, lambda: 0.0, patience=1.0)
    verdict = deliver(network, outgoing, lease.intent, lease.receipts, tools)
    until = clock() + timedelta(seconds=0.2) if verdict.until else None
    store.settle(held[0], verdict.event, clock(), reason=verdict.reason, url=verdict.url, until=until)


def run(workspace, platform, url):
    options = {"webhook": {"url": f"{url}/hook", "secret": "$S"}}.get(platform, {})
    connection = connect(
        "own", platform, options, {"secret": Secret(SECRET)}, MemoryVault(), clock, workspace=workspace
    )
    connection.network.settles = timedelta(seconds=0.2)  # the receiver is near
    with open_store("sqlite", workspace / ".post_forge") as store, sending(connection) as send:
        fetch = fetching(send, connection.authority)
        while any(item.state not in ("published", "failed", "unsure") for item in store.deliveries()):
            lease = store.claim(clock(), "w", LEASE)
            if lease is None:
                time.sleep(0.05)
            else:
                one(store, lease, connection, fetch)


def published(workspace, platform, url):
    """What is there, by the channel's own list."""
    if platform == "webhook":
        with urlopen(f"{url}/list") as page:
            return json.load(page)
    if platform == "feed":
        feed = ET.parse(workspace / "posted/own/feed.xml").getroot()
        return [entry.findtext("{http://www.w3.org/2005/Atom}id") for entry in feed if entry.tag.endswith("entry")]
    return [json.loads(path.read_text())["delivery"] for path in workspace.glob("posted/own/*/delivery.json")]


@pytest.mark.parametrize("platform", ["folder", "feed", "webhook"])
def test_each_post_is_there_once(platform, tmp_path):
    chance, due = random.Random(platform), clock() - timedelta(minutes=1)
    receiver = [sys.executable, "-m", "tests.publish_channels.receiver"]
    server = subprocess.Popen(receiver, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        url = json.loads(server.stdout.readline())
        with open_store("sqlite", tmp_path / ".post_forge") as store:
            store.take([Delivery(f"killed/post-{n}", "own", due, content=f"h{n}") for n in range(POSTS)], due, "test")
            for kill in range(KILLS + 1):
                program = [sys.executable, "-m", "tests.publish_channels.test_killed", str(tmp_path), platform, url]
                worker = subprocess.Popen(program, cwd=ROOT)
                try:
                    if kill < KILLS:
                        wait_for_an_entry(store, worker)
                        time.sleep(chance.random() * 0.05)
                        worker.kill()
                    assert worker.wait(120) in (0, -9)
                finally:
                    worker.kill()
                    worker.wait()
            assert {item.state for item in store.deliveries()} == {"published"}
        found = published(tmp_path, platform, url)
    finally:
        server.kill()
        server.communicate()
    assert len(found) == POSTS
    assert set(Counter(found).values()) == {1}


def wait_for_an_entry(store, worker):
    before = asked(store)
    for _ in range(2000):
        if asked(store) > before or worker.poll() is not None:
            return
        time.sleep(0.005)


def asked(store):
    return sum(entry.event == "ask" for entry in store.history(limit=10_000))


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
