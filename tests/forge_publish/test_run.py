"""A worker that stays up, as a process: it sends in the slot, follows what is edited, and ends in order."""

from __future__ import annotations

import json
import signal
import socket
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from post_forge.forge.running.health import is_well, notify
from post_forge.forge.running.log import line_of
from tests.forge_publish.conftest import TOKEN
from tests.forge_publish.test_stopped import wait_for

CLOCKS = """\
# Clocks

A cache served yesterday's prices for an hour, because two machines disagreed about the time by forty seconds.

## A wall clock may go backwards

**The trap:** A time-out that is measured with the wall clock ends at once, or never, when the clock is set back by the
service that keeps it right.

**The fix:** Measure how long something takes with a clock that only grows, and keep the wall clock for
people.

- **Time-outs**: Take the monotonic clock before and after, and compare the difference with the limit.
- **Leases**: Let the database say when a lease ends, so that only one clock counts for all workers.
- **Logs**: Write the wall clock with its offset, since readers compare lines of several machines.
- **Tests**: Hand the clock over as an argument, and set it back by an hour in one of them.
"""


@contextmanager
def running(desk, *arguments):
    """The process; its lines are in `run.log` of the workspace."""
    log = desk.root.parent / "run.log"
    process = desk.start("run", "--log", "json", *arguments, to=log)
    try:
        yield process, lambda: [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)


def events(lines):
    return [line["event"] for line in lines()]


def test_it_sends_in_the_slot_follows_edits_and_ends_in_order(desk, mastodon):
    first = desk.first("toots")
    health = desk.root / ".post_forge" / "health.json"
    with running(desk) as (process, lines):
        wait_for(lambda: "pass" in events(lines))
        assert desk("queue", "move", first.id, "now").code == 0
        wait_for(lambda: mastodon.posts)
        wait_for(lambda: any(line.get("ended") == "published" for line in lines()))
        assert is_well(json.loads(health.read_text()), datetime.now(UTC))

        (desk.root / "content" / "clocks.md").write_text(CLOCKS)
        wait_for(lambda: "changed" in events(lines))
        wait_for(lambda: any(item.post.startswith("clocks/") for item in planned(desk)))

        config = desk.root / "post_forge.yaml"
        config.write_text(config.read_text().replace('["09:00"]', '["10:30"]'))
        wait_for(lambda: "configured" in events(lines))
        wait_for(lambda: all(item.at.minute == 30 for item in planned(desk) if not item.pinned))

        config.write_text(config.read_text() + "thme: night\n")
        wait_for(lambda: any("thme" in line.get("message", "") for line in lines()))
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 0
    assert events(lines)[-1] == "stops"
    assert json.loads(health.read_text())["state"] == "stopped"
    assert TOKEN not in json.dumps(lines())
    assert len(mastodon.posts) == 1


def planned(desk):
    with desk.open() as store:
        return store.deliveries(states=["planned"])


def test_a_signal_in_the_middle_lets_it_end_and_the_next_worker_goes_on(desk, mastodon):
    first = desk.first("toots")
    desk("queue", "move", first.id, "now")
    mastodon.control(after=1)
    with running(desk, "--channel", "toots") as (process, _):
        wait_for(lambda: mastodon.visible)
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 0
    mastodon.control(after=0)
    desk.publish(datetime.now(UTC) + timedelta(seconds=5), "toots")
    assert desk.delivery(first.id).state == "published"
    assert len(mastodon.posts) == 1


def test_the_health_endpoint_says_whether_it_is_well(desk, mastodon):
    config = desk.root / "post_forge.yaml"
    port = 47_000 + hash(str(desk.root)) % 1_000
    config.write_text(config.read_text() + f"run: {{ port: {port} }}\n")

    def asked():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            error.close()
            return None
        except OSError:
            return None

    with running(desk) as (process, _):
        status, told = wait_for(asked)
        assert (status, told["state"]) == (200, "running")
        again = desk.start("run")
        _, errors = again.communicate(timeout=120)
        assert again.returncode == 2
        assert "cannot be used" in errors
        process.send_signal(signal.SIGINT)
        assert process.wait(120) == 0


def test_a_line_holds_one_event_and_no_secret():
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    fields = {"id": "a/b@x", "reason": "no\nanswer", "token": "t0p", "ended": "later"}
    line = line_of("ends", fields, now, "text")
    start = "time=2026-11-20T12:00:00.000Z level=warning event=ends id=a/b@x"
    assert line == start + ' reason="no\\nanswer" token=*** ended=later'


def test_the_service_manager_is_told(tmp_path, monkeypatch):
    notify("READY=1")  # nobody listens
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        notify("READY=1")
        assert manager.recv(100) == b"READY=1"


def test_a_worker_that_has_not_looked_for_long_is_not_well():
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert is_well({"looked": "2026-11-20T11:59:00+00:00"}, now)
    assert not is_well({"looked": "2026-11-20T11:50:00+00:00"}, now)
    assert not is_well({"looked": "2026-11-20T11:59:00+00:00", "error": "the disk is full"}, now)
    assert not is_well({}, now)
