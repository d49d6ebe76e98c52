"""The real queue, a network in a process of its own, a worker that is killed again and again: each post is out once."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from post_forge.publish import Allowed, Masker, Request, Wire
from post_forge.queue import Delivery, open_store
from tests.publish.worker import FAKES

ROOT = Path(__file__).parents[2]
POSTS = 8
KILLS = 4


@contextmanager
def fake(platform):
    program = [sys.executable, "-m", "tests.publish.worker", "fake", platform]
    process = subprocess.Popen(program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("platform", sorted(FAKES))
def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(platform, tmp_path):
    folder, chance = tmp_path / ".post_forge", random.Random(platform)
    due = datetime.now(UTC) - timedelta(minutes=1)
    plan = [Delivery(f"note/post-{number}", "a", due, content=f"h{number}") for number in range(POSTS)]
    with open_store("sqlite", folder) as store, fake(platform) as url:
        store.take(plan, due, "test")
        for kill in range(KILLS + 1):
            program = [sys.executable, "-m", "tests.publish.worker", "sqlite", str(folder), f"w{kill}", platform, url]
            worker = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.DEVNULL)
            try:
                if kill < KILLS:
                    wait_for_an_entry(store, worker)
                    time.sleep(chance.random() * 0.15)
                    worker.kill()
                assert worker.wait(120) in (0, -9)
            finally:
                worker.kill()
                worker.wait()
        with Wire(Allowed(url), Masker()) as wire:
            out = Counter(wire(Request("GET", f"{url}/list")).json())
        states = Counter(delivery.state for delivery in store.deliveries())
    assert out == Counter(delivery.post for delivery in plan)
    assert states == {"published": POSTS}


def wait_for_an_entry(store, worker):
    """Until the worker has asked for something, so that each kill is in the middle of its work."""
    before = asked(store)
    for _ in range(1000):
        if asked(store) > before or worker.poll() is not None:
            return
        time.sleep(0.01)


def asked(store):
    return sum(entry.event == "ask" for entry in store.history(limit=100_000))
