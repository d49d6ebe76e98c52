"""How quick the queue is: a plan of 10,000 posts for 6 channels, claims one by one and in batches, whole deliveries.

`python bench/store.py` prints a line a figure, `--json` an object; `--claims 2000` for more of them. PostgreSQL is
measured where it is installed: a server of its own, on a Unix socket, that does not wait for the disk.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.schedule import NOW, posts, tables
from post_forge.queue import Delivery, Intent, open_store
from post_forge.queue.store import Store
from post_forge.schedule import plan
from tests.queue import server

AIMS = {"plan 10,000 posts for 6 channels, s": 3.0, "postgresql: single claims a second": 1000.0}
"""What these figures are meant to be: at most so many seconds, at least so many a second."""


def planning() -> float:
    """Processor seconds: the whole plan, from posts to deliveries."""
    many, rules = posts(10_000), tables("09:00", "12:00", "15:00", "18:00")
    begun = time.process_time()
    made = plan(many, rules, [], NOW, horizon=timedelta(days=2_600))
    assert len(made.deliveries) >= 60_000
    return time.process_time() - begun


def measure(name: str, store: Store, claims: int) -> dict[str, float]:
    """Figures of one database with 10,000 deliveries that are due."""
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    due = [Delivery(f"note{number}/post", f"channel{number % 6}", now, content="c") for number in range(10_000)]
    found = {"take a plan of 10,000, s": _seconds(lambda: store.take(due, now, "bench"))}
    store.claim(now, "bench", 60)
    spent = _seconds(lambda: [store.claim(now, "bench", 60) for _ in range(claims)])
    found["single claims a second"] = claims / spent
    taken: list[int] = []
    spent = _seconds(lambda: taken.extend(len(store.claim_many(now, "bench", 60, 100)) for _ in range(10)))
    found["claims in batches of 100, a second"] = sum(taken) / spent
    number = max(claims // 10, 1)
    found["whole deliveries a second"] = number / _seconds(lambda: [_deliver(store, now) for _ in range(number)])
    return {f"{name}: {what}": figure for what, figure in found.items()}


def _deliver(store: Store, now: datetime) -> None:
    """What a worker writes for one post of one part without pictures."""
    lease = store.claim(now, "bench", 60)
    assert lease is not None
    lease, receipt = store.ask(store.begin(lease, Intent("key"), now), now, "post", visible=True)
    store.settle(store.answer(lease, receipt, now, "sent", remote="1", url="https://example.org/1"), "publish", now)


def _seconds(call: object) -> float:
    begun = time.perf_counter()
    call()  # type: ignore[operator]
    return time.perf_counter() - begun


@contextmanager
def stores() -> Iterator[Iterator[tuple[str, Store]]]:
    """Each database there is here."""
    with tempfile.TemporaryDirectory(prefix="post-forge-bench-") as folder:
        yield _stores(Path(folder))


def _stores(folder: Path) -> Iterator[tuple[str, Store]]:
    with open_store("sqlite", folder / ".post_forge") as store:
        yield "sqlite", store
    binaries = server.find_binaries()
    if binaries is None:
        print(server.WHAT_TO_INSTALL, file=sys.stderr)
        return
    with server.running(binaries) as url, open_store(url, folder / ".post_forge") as store:
        yield "postgresql", store


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one object")
    parser.add_argument("--claims", type=int, default=1000, help="single claims on each database")
    asked = parser.parse_args()
    figures = {"plan 10,000 posts for 6 channels, s": planning()}
    with stores() as found:
        for name, store in found:
            figures |= measure(name, store, asked.claims)
    if asked.json:
        print(json.dumps({"figures": {name: round(figure, 3) for name, figure in figures.items()}, "aims": AIMS}))
        return
    for name, figure in figures.items():
        aim = f"   (aim: {AIMS[name]:g})" if name in AIMS else ""
        print(f"{name:<52} {figure:>10,.2f}{aim}")


if __name__ == "__main__":
    main()
