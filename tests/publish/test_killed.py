"""The real queue, a network in a process of its own, a worker that is killed again and again: each post is out once."""

from __future__ import annotations

import json
import os
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
    with fake(platform) as url:
        plan = killed_again_and_again(platform, url, tmp_path / ".post_forge")
        with Wire(Allowed(url), Masker()) as wire:
            out = Counter(wire(Request("GET", f"{url}/list")).json())
    assert out == plan


def test_nor_on_snac(snac, tmp_path):
    plan = killed_again_and_again("mastodon", snac.url, tmp_path / ".post_forge", snac.token)
    out = Counter(snac.texts())
    assert {post: out[post] for post in plan} == plan


def test_nor_on_the_pds(pds, tmp_path):
    plan = killed_again_and_again("bluesky", pds.url, tmp_path / ".post_forge", pds.password)
    out = Counter(pds.texts())
    assert {post: out[post] for post in plan} == plan


def killed_again_and_again(platform, url, folder, secret=""):
    """Publish a queue with workers that are killed, but for the last one; how often each post should be out."""
    chance, due = random.Random(platform), datetime.now(UTC) - timedelta(minutes=1)
    environment = {**os.environ, **({"SECRET_OF_A_REAL_SERVER": secret} if secret else {})}
    plan = [Delivery(f"killed/post-{number}", "a", due, content=f"h{number}") for number in range(POSTS)]
    with open_store("sqlite", folder) as store:
        store.take(plan, due, "test")
        for kill in range(KILLS + 1):
            program = [sys.executable, "-m", "tests.publish.worker", "sqlite", str(folder), f"w{kill}", platform, url]
            worker = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.DEVNULL, env=environment)
            try:
                if kill < KILLS:
                    wait_for_an_entry(store, worker)
                    time.sleep(chance.random() * 0.15)
                    worker.kill()
                assert worker.wait(120) in (0, -9)
            finally:
                worker.kill()
                worker.wait()
        assert {delivery.state for delivery in store.deliveries()} == {"published"}
    return {delivery.post: 1 for delivery in plan}


def wait_for_an_entry(store, worker):
    """Until the worker has asked for something, so that each kill is in the middle of its work."""
    before = asked(store)
    for _ in range(1000):
        if asked(store) > before or worker.poll() is not None:
            return
        time.sleep(0.01)


def asked(store):
    return sum(entry.event == "ask" for entry in store.history(limit=100_000))
