"""Small real workspaces: a few notes that each give a post."""

from __future__ import annotations

from pathlib import Path

import pytest

from post_forge import forge

RETRY = """\
---
title: Retries
tags: [reliability]
---

A payment service lost its database for 40 seconds. The retries kept it down for another 20 minutes.

## Retries multiply the load

**The trap:** Three layers that try three times each send 27 requests for one click. A service that is failing gets 27
times the load that made it fail.

**The fix:** Retry at one layer, the one closest to the user, and give the others one attempt each.

- **Budget**: Allow retries for at most 10 % of all requests, and fail the rest at once.
- **Backoff**: Double the wait after every attempt, up to a cap of 5 seconds.
- **Jitter**: Draw the wait at random below the cap, so that clients do not come back in step.
- **Deadline**: Stop when the caller has stopped waiting, because nobody reads the answer.

## A retry needs a key

A client that times out does not know whether the first request was carried out. Sending the same request again can
charge a card twice.

1. The client makes a random key and sends it with the request.
2. The server stores the key and the answer in one transaction.
3. The second request with the key gets the stored answer, and nothing happens twice.

```python
def charge(key, amount):
    known = answers.get(key)
    if known is not None:
        return known
    return answers.store(key, bank.charge(amount))
```

Keys expire. A day is enough for clients that retry for minutes.
"""
LOCKS = """\
# Locks

Two workers sold the last seat of a theatre in the same second, and both customers came.

## Lock the row or check the version

| Question | Pessimistic | Optimistic |
|---|---|---|
| Cost without conflict | A lock per row | A version column |
| Cost of a conflict | Waiting | Trying again |
| Best when conflicts are | Common | Rare |

Pessimistic locking waits before it reads. Optimistic locking reads first, and finds out when it writes that another
worker was quicker. With 2 conflicts in 1,000 updates the optimistic worker does almost no extra work.

**The trap:** A lock that is held during a call to another service lasts as long as that service takes to answer.

**The fix:** Make the call first, and lock only around the write.
"""
CACHE = """\
# Caches

The front page of a shop took 4 seconds for 11 minutes every morning, right after its cache was emptied.

## One miss becomes a thousand

**The trap:** When a popular entry expires, every visitor of that moment misses it. A thousand identical queries reach
the database at once, and each is slower than the one before.

**The fix:** Let the first miss load the entry, and let the others wait for its result.

- **Spread**: Add up to 10 % to each lifetime by chance, so that entries do not expire together.
- **Early**: Renew what is asked for often a little before it expires.
- **Stale**: Serve the old entry for some seconds more while the new one is on its way.
"""
OUTBOX = """\
# Outbox

An order was saved, its message was lost, and the warehouse heard of 312 parcels two days late.

## Save the message with the order

A row and a message go to two systems. Whichever is written first, a crash between the two leaves them apart.

1. Write the order and a row of the outbox in the same transaction.
2. A relay reads the outbox and hands each row to the broker.
3. It deletes a row only after the broker has confirmed it.

**The trap:** The relay can die before it deletes, and then it sends the same row twice. Consumers must know what they
have already handled.
"""


def write_notes(root: Path) -> None:
    content = root / "content"
    content.mkdir(parents=True, exist_ok=True)
    (content / "retry.md").write_text(RETRY, encoding="utf-8")
    (content / "locks.md").write_text(LOCKS, encoding="utf-8")
    (root / "post_forge.yaml").write_text('brand: { name: Test, handle: "@test" }\n', encoding="utf-8")


@pytest.fixture
def notes(tmp_path) -> Path:
    """The root of a workspace with two notes."""
    write_notes(tmp_path)
    return tmp_path


@pytest.fixture
def build():
    """Build a workspace in this process."""

    def run(root: Path, **wishes) -> forge.Report:
        return forge.build(forge.open_workspace(root), forge.Wishes(**{"jobs": 1, **wishes}))

    return run


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def times(folder: Path) -> dict[str, int]:
    """Every file below a folder with the time it was written."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
