"""Several real processes on one queue, and one that is killed; on both databases."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from post_forge.queue import Intent, open_store
from tests.queue.builders import at, planned

ROOT = Path(__file__).parents[2]
DELIVERIES = 60


def start(role, database, folder, name):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.queue.worker", role, database, str(folder), name],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_workers_that_race_publish_everything_once(store, database, folder):
    store.take([planned(f"n{number}") for number in range(DELIVERIES)], at(), "schedule")
    workers = [start("race", database, folder, f"w{number}") for number in range(3)]
    try:
        for worker in workers:
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            worker.stdin.write("go\n")
            worker.stdin.flush()
        told = [worker.communicate(timeout=120)[0].split() for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    assert Counter(name for names in told for name in names) == Counter(f"n{i}@mastodon" for i in range(DELIVERIES))
    assert all(item.state == "published" and item.tries == 1 for item in store.deliveries())
    events = Counter(entry.event for entry in store.history())
    assert {events[name] for name in ("plan", "claim", "begin", "ask", "answer", "publish")} == {DELIVERIES}


def test_what_a_killed_worker_leaves_is_whole_and_the_next_goes_on(store, database, folder):
    store.take([planned("a")], at(), "schedule")
    worker = start("stop", database, folder, "first")
    try:
        assert worker.stdout.readline() == "in the middle\n"
    finally:
        worker.kill()  # SIGKILL, inside a transaction
        worker.communicate()
    store.close()
    with open_store(database, folder) as after:
        assert [entry.event for entry in after.history()] == ["plan", "claim", "begin"]
        assert after.receipts("a@mastodon") == ()  # what was not committed has not happened
        assert after.claim(at(0.9), "second", 60) is None
        lease = after.claim(at(1), "second", 60)
        assert lease.found_open
        assert lease.intent == Intent("key of the first")
        assert [(item.worker, item.outcome) for item in after.attempts("a@mastodon")] == [("first", "")]


def test_two_processes_make_a_new_queue_at_once(folder):
    starters = [start("race", "sqlite", folder, f"w{number}") for number in range(3)]
    told = [starter.communicate("go\n", timeout=60)[0] for starter in starters]
    assert told == ["ready\n"] * 3
    assert [starter.returncode for starter in starters] == [0] * 3
