"""A worker in a process of its own, for tests: `python -m tests.queue.worker ROLE DATABASE FOLDER NAME`.

race    claim and publish until nothing is left; prints a line for each it published
stop    mark a delivery as publishing, and stand still in the middle of the next transaction
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import sqlalchemy as sa

from post_forge.queue import Intent, open_store
from tests.queue.builders import at


def race(store, name):
    print("ready", flush=True)
    sys.stdin.readline()
    while lease := store.claim(at(), name, 60):
        lease = store.begin(lease, Intent(f"{lease.delivery.id} by {name}"), at())
        lease, receipt = store.ask(lease, at(), "post", visible=True)
        lease = store.answer(lease, receipt, at(), "sent", remote=name)
        print(store.settle(lease, "publish", at()).id, flush=True)


def stop(store, name):
    lease = store.begin(store.claim(at(), name, 60), Intent("key of the first"), at())

    @sa.event.listens_for(store.engine, "commit")
    def stand_still(_connection):
        print("in the middle", flush=True)
        time.sleep(60)

    lease, _ = store.ask(lease, at(), "post", visible=True)
    print("went on", flush=True)


if __name__ == "__main__":
    role, database, folder, name = sys.argv[1:]
    with open_store(database, Path(folder)) as store:
        {"race": race, "stop": stop}[role](store, name)
