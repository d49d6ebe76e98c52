"""A process that is asked to end in the middle of anything ends in order, and what it left is finished once."""

from __future__ import annotations

import signal
import time
from datetime import UTC, datetime, timedelta

import pytest

from post_forge.queue import Intent


def wait_for(check, seconds=90):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := check():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_in_the_middle_of_a_request_lets_it_end(desk, mastodon, number):
    first = desk.first("toots")
    desk("queue", "move", first.id, "now")
    mastodon.control(after=1)
    process = desk.start("publish", "--channel", "toots")
    wait_for(lambda: mastodon.visible)
    process.send_signal(number)
    _, errors = process.communicate(timeout=120)
    assert process.returncode in (143, 130)
    assert "Traceback" not in errors
    mastodon.control(after=0)
    left = desk.delivery(first.id)
    assert left.state in ("publishing", "published")
    assert left.worker == "", "nobody has to wait for a lease to end"
    desk.publish(datetime.now(UTC) + timedelta(seconds=5), "toots")
    assert desk.delivery(first.id).state == "published"
    assert len(mastodon.posts) == 1


def test_a_kill_in_the_middle_is_looked_at_first(desk, mastodon):
    first = desk.first("toots")
    desk("queue", "move", first.id, "now")
    mastodon.control(after=5)
    process = desk.start("publish", "--channel", "toots")
    wait_for(lambda: mastodon.visible)
    wait_for(lambda: mastodon.posts)
    process.kill()
    process.communicate(timeout=10)
    mastodon.control(after=0)
    assert desk.delivery(first.id).state == "publishing"
    done = desk.publish(datetime.now(UTC) + timedelta(minutes=3), "toots")
    assert [outcome.ended for outcome in done.outcomes] == ["published"]
    assert len(mastodon.posts) == 1
    assert mastodon.visible >= 1


def test_two_workers_at_once_send_it_once(desk, mastodon):
    first = desk.first("toots")
    desk("queue", "move", first.id, "now")
    processes = [desk.start("publish", "--channel", "toots") for _ in range(2)]
    for process in processes:
        _, errors = process.communicate(timeout=120)
        assert "Traceback" not in errors
    assert desk.delivery(first.id).state == "published"
    assert len(mastodon.posts) == 1


def begun_by_the_dead(desk, first, seconds: int) -> datetime:
    """A worker takes a delivery in its slot, and is heard of no more."""
    slot = first.at + timedelta(minutes=1)
    with desk.open() as store:
        lease = store.claim(slot, "dead", seconds, only=[first.id])
        lease = store.begin(lease, Intent("key-of-the-dead", content=first.content), slot)
        store.ask(lease, slot, "post", visible=True)
    return slot


def test_what_somebody_left_half_way_is_not_told_as_all_well(desk, mastodon):
    first = desk.first("toots")
    slot = begun_by_the_dead(desk, first, 120)
    done = desk.publish(slot, "toots")
    (outcome,) = [one for one in done.outcomes if one.id == first.id]
    assert (outcome.ended, outcome.until) == ("later", slot + timedelta(seconds=120))
    assert not done.good


def test_what_was_begun_on_a_channel_that_is_gone_is_told_with_what_to_do(desk, mastodon):
    first = desk.first("toots")
    slot = begun_by_the_dead(desk, first, 1)
    desk.configure("channels:\n  archive: {{ platform: folder }}\nschedule:\n  times: {{ mon-sun: ['09:00'] }}\n")
    done = desk.publish(slot + timedelta(minutes=5))
    (outcome,) = [one for one in done.outcomes if one.id == first.id]
    assert (outcome.ended, "no more" in outcome.reason) == ("left", True)
    assert f"done {first.id}" in outcome.hint
    assert done.next is None or done.next > slot + timedelta(minutes=6)
