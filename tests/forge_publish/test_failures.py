"""What goes wrong around a pass: each has a message, delays nobody else, and loses nothing."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from post_forge import forge
from post_forge.errors import ForgeError
from post_forge.forge import Sending
from tests.forge_publish.conftest import NOWHERE, a_minute_after, surroundings
from tests.forge_publish.network import network


def outcome_of(done, channel="toots"):
    return next(outcome for outcome in done.outcomes if outcome.channel == channel)


def test_a_network_that_is_gone_is_told_and_the_post_goes_out_later(desk):
    first = desk.first("toots")
    slot = a_minute_after(first)
    told = outcome_of(desk.publish(slot))
    assert told.ended == "later"
    assert "127.0.0.1:9" in told.reason
    assert told.until > slot
    with network("mastodon") as net:
        desk.configure(mastodon=net.url)
        assert outcome_of(desk.publish(slot)).ended == "later", "its pause is not over"
        assert outcome_of(desk.publish(told.until)).ended == "published"
        assert len(net.posts) == 1


def test_the_exit_code_says_that_something_is_not_out(desk):
    desk("queue", "move", desk.first("toots").id, "now")
    answer = desk("publish")
    assert answer.code == 3
    assert answer.out.startswith("not yet")


def test_a_channel_that_hangs_delays_no_other(desk, mastodon):
    mastodon.control(before=3)
    began = time.monotonic()
    done_at: dict[str, float] = {}
    known: dict[str, list[str]] = {}

    def told(event, fields):
        if event == "ends":
            done_at[fields["channel"]] = time.monotonic() - began
            known[fields["channel"]] = [line["channel"] for line in desk.lines()]

    slot = a_minute_after(desk.first("toots"))
    done = desk.publish(slot, around=surroundings(slot, told=told))
    assert done.good
    assert done_at["archive"] < done_at["toots"] - 1
    assert known["toots"] == ["archive"], "published.jsonl does not wait for the slowest"


def test_a_channel_that_is_not_configured_well_delays_no_other(desk, mastodon, monkeypatch):
    monkeypatch.delenv("MASTODON_TOKEN")
    done = desk.publish(a_minute_after(desk.first("toots")))
    assert outcome_of(done, "archive").ended == "published"
    told = outcome_of(done)
    assert (told.ended, "MASTODON_TOKEN is not set" in told.reason) == ("left", True)
    assert desk.first("toots").state == "planned"


def test_a_token_that_is_revoked_opens_the_circuit_and_a_new_one_closes_it(desk, mastodon):
    mastodon.control(revoke=1)
    first = desk.first("toots")
    slot = a_minute_after(first)
    told = outcome_of(desk.publish(slot, "toots"))
    assert told.ended == "later"
    assert "the token is not accepted" in told.reason
    assert desk.delivery(first.id).state == "planned", "a new token lets it go out"
    with desk.open() as store:
        circuit = store.circuit("toots")
    assert circuit.state == "open"
    assert "nothing is sent to toots for now" in outcome_of(desk.publish(slot + timedelta(seconds=30), "toots")).reason
    mastodon.control(revoke=0)
    assert outcome_of(desk.publish(circuit.until + timedelta(minutes=6), "toots")).ended == "published"
    with desk.open() as store:
        assert store.circuit("toots").state == "closed"
    assert len(mastodon.posts) == 1


def test_a_token_that_is_revoked_in_the_middle_of_a_thread_loses_nothing(desk, mastodon):
    """The first part is out when the token goes: the rest follows, and nothing comes twice."""
    first = desk.first("toots")
    slot = a_minute_after(first)
    mastodon.control(after=1)

    def told(event, fields):
        if event == "asks" and fields["step"] == "post":
            mastodon.control(revoke=1, after=0)

    told_end = outcome_of(desk.publish(slot, "toots", around=surroundings(slot, told=told)))
    assert told_end.ended == "later"
    parts = len(mastodon.published)
    mastodon.control(revoke=0)
    with desk.open() as store:
        again = store.circuit("toots").until + timedelta(minutes=6)
    assert outcome_of(desk.publish(again, "toots")).ended == "published"
    assert len(mastodon.posts) == 1
    assert len(mastodon.published) >= parts


def test_a_queue_that_is_locked_is_told(desk, mastodon, monkeypatch):
    monkeypatch.setattr("post_forge.queue.engine.PATIENCE", 0.2)
    slot = a_minute_after(desk.first("toots"))
    with sqlite3.connect(desk.root / ".post_forge" / "queue.db") as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ForgeError, match="locked by another process"):
            desk.publish(slot)
        other.rollback()
    assert mastodon.posts == []
    assert desk.publish(slot).good


def test_a_queue_that_cannot_be_written_sends_nothing(desk, mastodon, monkeypatch):
    """Read-only for SQLite itself: a mode would not stop a user who may do everything."""
    from post_forge.queue import engine

    real = engine.sqlite_engine

    def readonly(url, **more):
        made = real(url, **more)
        from sqlalchemy import event

        event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
        return made

    monkeypatch.setattr(engine, "sqlite_engine", readonly)
    with pytest.raises(ForgeError, match="cannot be written"):
        desk.publish(a_minute_after(desk.first("toots")))
    assert mastodon.posts == []


def test_a_disk_that_is_full_loses_nothing(desk, mastodon):
    """The queue may grow by a few pages only: the pass ends with a message, before or after something went out."""
    first = desk.first("toots")
    desk("queue", "move", first.id, "now")
    size = (desk.root / ".post_forge" / "queue.db").stat().st_size
    for room in (8, 24):
        limit = size + room * 4096
        script = (
            "import resource, sys, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
            f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {resource.RLIM_INFINITY}));"
            "from post_forge.cli import run; sys.exit(run(sys.argv[1:]))"
        )
        command = [sys.executable, "-c", script, "-C", str(desk.root), "publish", "--channel", "toots"]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ, check=False)
        assert "Traceback" not in done.stderr, done.stderr
        assert len(mastodon.posts) <= 1
    with desk.open() as store:
        for _ in range(3):
            item = store.delivery(first.id)
            if item.leased_until:
                store.free(first.id, item.leased_until, "ana")
    desk("publish", "--channel", "toots")
    at = desk.delivery(first.id)
    if at.state != "published":
        desk.publish((at.not_before or at.at) + timedelta(minutes=1), "toots")
    assert desk.delivery(first.id).state == "published"
    assert len(mastodon.posts) == 1


def test_a_clock_that_is_set_back_is_told_and_nothing_goes_out_twice(desk, mastodon):
    first = desk.first("toots")
    slot = a_minute_after(first)
    desk.publish(slot)
    done = desk.publish(slot - timedelta(days=2))
    assert any("check the clock" in problem.hint for problem in done.problems)
    assert len(mastodon.posts) == 1
    desk.publish(slot + timedelta(minutes=5))
    assert len(set(mastodon.posts)) == len(mastodon.posts)
    assert [line["post"] for line in desk.lines() if line["channel"] == "toots"].count(first.post) == 1


def test_notes_that_cannot_be_built_stop_nothing_that_was_built(desk, mastodon):
    (desk.root / "post_forge.yaml").write_text((desk.root / "post_forge.yaml").read_text() + "theme: no-such-theme\n")
    done = desk.publish(a_minute_after(desk.first("toots")))
    assert outcome_of(done).ended == "published"
    assert any("theme" in problem.message for problem in done.problems)
    assert desk.first("toots"), "the rest of the plan stays"


def test_what_is_announced_first_is_sent_only_if_that_worked(desk, mastodon):
    first = desk.first("toots")
    slot = a_minute_after(first)
    refused = ("sh", "-c", "grep -q unsure published.jsonl && echo 'rejected (fetch first)' >&2; exit 1")
    told = outcome_of(desk.publish(slot, "toots", announce=refused))
    assert told.ended == "later"
    assert "rejected (fetch first)" in told.reason
    assert mastodon.posts == []
    assert [line["state"] for line in desk.lines()] == ["unsure", "cleared"]
    done = forge.publish_due(
        desk.workspace, Sending(("toots",), announce=("grep", "unsure", "published.jsonl")), surroundings(told.until)
    )
    assert outcome_of(done).ended == "published"
    assert desk.lines()[-1]["url"]


def test_a_plan_that_names_a_channel_without_a_network_says_so(desk):
    desk.configure(mastodon=NOWHERE)
    done = desk.publish(a_minute_after(desk.first("toots")))
    assert outcome_of(done, "archive").ended == "published"
    assert outcome_of(done, "toots").ended == "later"
