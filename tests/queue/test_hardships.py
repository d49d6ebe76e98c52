"""A disk that is full, a database that is locked, read-only or gone, a clock that is set back: at every step of a
delivery the worker is told so, nothing is half written, and afterwards it goes on where it was."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest

from post_forge.queue import StoreError, open_store
from tests.queue.builders import INTENT, at, planned

STEPS = ("take", "claim", "begin", "ask", "answer", "spend", "settle", "change")


class Walk:
    """A delivery's way through the store, step by step; each may be tried again."""

    def __init__(self, store, minutes=lambda step: 0.1 * STEPS.index(step)):
        self.store, self.minutes, self.lease, self.receipt = store, minutes, None, None

    def step(self, name):
        getattr(self, name)(at(self.minutes(name)))

    def take(self, now):
        self.store.take([planned("a"), planned("b", minutes=600)], now, "schedule")

    def claim(self, now):
        self.lease = self.store.claim(now, "w1", 3600)
        assert self.lease is not None

    def begin(self, now):
        self.lease = self.store.begin(self.lease, INTENT, now)

    def ask(self, now):
        self.lease, self.receipt = self.store.ask(self.lease, now, "post", visible=True, more={"words": "x" * 60_000})

    def answer(self, now):
        self.lease = self.store.answer(self.lease, self.receipt, now, "sent", remote="7", url="https://example.org/7")

    def spend(self, now):
        assert self.store.spend("ana", "posts", 1, now, limit=5, window=timedelta(hours=1)).taken

    def settle(self, now):
        self.store.settle(self.lease, "publish", now)

    def change(self, now):
        self.store.change("b@mastodon", "hold", now, "ana")


def seen(store):
    """All that the store holds of what happens here."""
    ids = [item.id for item in store.deliveries()]
    return store.deliveries(), store.history(), [(store.receipts(id_), store.attempts(id_)) for id_ in ids]


def endured(store, step, hardship, rule):
    """Come to a step, meet the hardship there, and go on when it is over; the problem that was told."""
    walk = Walk(store)
    for name in STEPS[: STEPS.index(step)]:
        walk.step(name)
    before = seen(store)
    with hardship, pytest.raises(StoreError) as caught:
        walk.step(step)
    (problem,) = caught.value.problems
    assert problem.rule == rule, problem
    assert problem.hint
    assert problem.source is not None
    assert seen(store) == before
    for name in STEPS[STEPS.index(step) :]:
        walk.step(name)
    assert [(item.state, item.url) for item in store.deliveries()] == [
        ("published", "https://example.org/7"),
        ("held", ""),
    ]
    assert [entry.event for entry in store.history()] == [
        "plan", "plan", "claim", "begin", "ask", "answer", "publish", "hold",
    ]  # fmt: skip


# ---- a disk that is full ---------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 1 MB; skipped where none can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here (root may, on Linux)")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def filled(place):
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass
    yield
    filler.unlink()


@pytest.mark.parametrize("step", ["take", "claim", "begin", "ask", "answer", "settle"])
def test_a_full_disk(small_disk, step):
    with open_store("sqlite", small_disk / ".post_forge") as store:
        with store.engine.connect() as connection:  # else the log is begun anew now and then, in the room that it has
            connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 0")
        endured(store, step, filled(small_disk), "queue.full")


def test_published_jsonl_on_a_full_disk_is_left_as_it_was(small_disk):
    from post_forge.queue import sync

    path = small_disk / "published.jsonl"
    with open_store("sqlite", small_disk / ".post_forge") as store:
        walk = Walk(store)
        for name in STEPS:
            walk.step(name)
        path.write_text("")
        with filled(small_disk), pytest.raises(StoreError, match=r"cannot be written: no space left") as caught:
            sync(store, path, at(60))
        assert "by the next command that can" in caught.value.problems[0].hint
        assert path.read_text() == ""
        assert sync(store, path, at(61)).written == 1


# ---- a database that somebody else has locked, may not be written, or is gone ---------------------------------------


@contextmanager
def locked(store, database, folder):
    """Another program holds the lock that every write needs."""
    if database == "sqlite":
        with closing(sqlite3.connect(folder / "queue.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    import psycopg

    with psycopg.connect(database) as other:
        other.execute("LOCK TABLE post_forge_delivery, post_forge_account, post_forge_journal IN EXCLUSIVE MODE")
        yield
        other.rollback()


@pytest.mark.parametrize("step", ["take", "begin", "ask", "settle"])
def test_a_locked_database(database, folder, step, monkeypatch):
    monkeypatch.setattr("post_forge.queue.engine.PATIENCE", 0.1 if database == "sqlite" else 1.0)
    with open_store(database, folder) as store:
        endured(store, step, locked(store, database, folder), "queue.locked")


@contextmanager
def read_only(store, database):
    if database == "sqlite":
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
        yield
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = OFF")
        return
    import psycopg

    name = database.split("/")[3].partition("?")[0]
    with psycopg.connect(database, autocommit=True) as other:
        other.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        store.engine.dispose()
        yield
        other.execute("SET default_transaction_read_only = off")
        other.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        store.engine.dispose()


@pytest.mark.parametrize("step", STEPS)
def test_a_read_only_database(store, database, step):
    endured(store, step, read_only(store, database), "queue.readonly")


@contextmanager
def remounted(place):
    """The disk, that could be written until now, can only be read: what Linux does with one that fails."""
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    yield
    subprocess.run(["mount", "-o", "remount,rw", str(place)], check=True)


def test_a_disk_that_becomes_read_only(small_disk):
    with open_store("sqlite", small_disk / ".post_forge") as store:
        walk = Walk(store)
        for name in ("take", "claim", "begin"):
            walk.step(name)
    with (
        remounted(small_disk),
        pytest.raises(StoreError) as caught,
        open_store("sqlite", small_disk / ".post_forge") as store,
    ):
        Walk(store).step("change")
    (problem,) = caught.value.problems
    assert problem.rule in ("queue.readonly", "queue.open"), problem
    assert problem.hint
    with open_store("sqlite", small_disk / ".post_forge") as store:
        assert store.delivery("a@mastodon").state == "publishing"
        walk.store = store
        for name in ("ask", "answer", "settle"):
            walk.step(name)
        assert store.delivery("a@mastodon").state == "published"


@pytest.mark.parametrize("step", STEPS)
def test_a_server_that_throws_everybody_out_is_asked_again(ready_postgresql, folder, step):
    """It was restarted between two steps: nothing is told, because nothing was lost."""
    import psycopg

    with open_store(ready_postgresql, folder) as store:
        walk = Walk(store)
        for name in STEPS:
            if name == step:
                with psycopg.connect(ready_postgresql, autocommit=True) as other:
                    other.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
            walk.step(name)
        assert store.delivery("a@mastodon").state == "published"


def test_a_server_that_dies_in_the_middle_of_a_transaction_has_changed_nothing(ready_postgresql, folder):
    import psycopg
    import sqlalchemy as sa

    with open_store(ready_postgresql, folder) as store:
        walk = Walk(store)
        for name in ("take", "claim", "begin"):
            walk.step(name)
        before, thrown = seen(store), []

        def throw_out(_connection):
            if thrown:
                return
            thrown.append(True)
            with psycopg.connect(ready_postgresql, autocommit=True) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

        sa.event.listen(store.engine, "commit", throw_out)
        with pytest.raises(StoreError) as caught:
            walk.step("ask")
        assert "check that the server runs" in str(caught.value)
        assert seen(store) == before
        for name in ("ask", "answer", "settle"):
            walk.step(name)
        assert store.delivery("a@mastodon").state == "published"


# ---- a clock that is set back ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS[2:])
def test_a_clock_set_back_in_the_middle_of_a_delivery(store, step):
    """Tokens decide, not clocks: the worker goes on, nobody takes over, and the journal keeps its order."""
    back = {name: -600 if STEPS.index(name) >= STEPS.index(step) else 0 for name in STEPS}
    walk = Walk(store, back.__getitem__)
    for name in STEPS:
        walk.step(name)
        assert store.claim(at(back[name]), "w2", 60) is None or name == "take"
        if name == "take":  # that was w2, which is dead at once
            store.free("a@mastodon", at(0), "ana")
    assert store.delivery("a@mastodon").state == "published"
    events = [entry.event for entry in store.history(delivery="a@mastodon")]
    assert events == ["plan", "claim", "release", "claim", "begin", "ask", "answer", "publish"]
    changed = [item.changed for item in store.deliveries()]
    assert all(moment is not None for moment in changed)


def test_what_was_published_in_the_future_is_not_published_again(store, tmp_path):
    """The clock was a year ahead when it went out, and is right now."""
    from post_forge.queue import sync

    walk = Walk(store, lambda step: 525_600)
    for name in STEPS:
        walk.step(name)
    sync(store, tmp_path / "published.jsonl", at(525_601))
    store.take([planned("a"), planned("c")], at(0), "schedule")
    assert [lease.delivery.id for lease in store.claim_many(at(0), "w2", 60, 9)] == ["c@mastodon"]
    with open_store("sqlite", tmp_path / "elsewhere") as other:
        other.take([planned("a")], at(0), "schedule")
        sync(other, tmp_path / "published.jsonl", at(1))
        assert other.claim(at(60), "w3", 60) is None
