"""Short ways to say what the tests of the queue speak of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from post_forge.queue import Delivery, Intent

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
INTENT = Intent("key-1", record="3kabc", parts=1, content="c1")


def at(minutes: float = 0) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def planned(post: str, channel: str = "mastodon", minutes: float = 0, **more) -> Delivery:
    return Delivery(post, channel, at(minutes), **{"content": f"hash of {post}", **more})


def begun(store, post: str = "a/one", minutes: float = 0, worker: str = "w1", seconds: float = 60):
    """A delivery that a worker has just marked as publishing."""
    store.take([planned(post)], at(minutes), "test", channels=[])
    lease = store.claim(at(minutes), worker, seconds)
    return store.begin(lease, INTENT, at(minutes))


def sent(store, lease, minutes: float = 1, url: str = "https://example.org/1", step: str = "post", **more):
    """A step that readers see, asked for and answered."""
    lease, receipt = store.ask(lease, at(minutes), step, visible=True, **more)
    return store.answer(lease, receipt, at(minutes), "sent", remote=url.rsplit("/")[-1], url=url)
