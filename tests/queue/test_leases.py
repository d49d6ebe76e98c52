"""Claims, leases and what a worker writes with them; on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from post_forge.queue import Intent, LeaseLost, StoreError
from tests.queue.builders import INTENT, at, begun, planned, sent


def test_the_earliest_that_is_due_is_claimed_once(store):
    store.take([planned("late", minutes=30), planned("b", minutes=2), planned("a", minutes=1)], at(), "schedule")
    first, second = store.claim(at(3), "w1", 60), store.claim(at(3), "w2", 60)
    assert (first.delivery.id, second.delivery.id) == ("a@mastodon", "b@mastodon")
    assert second.token > first.token
    assert (first.until, first.worker, first.found_open) == (at(4), "w1", False)
    assert store.claim(at(3), "w3", 60) is None


def test_only_what_was_chosen_on_those_channels_is_claimed(store):
    store.take([planned("a"), planned("b"), planned("a", "linkedin")], at(), "schedule")
    assert store.claim(at(), "w1", 60, only=[]) is None
    assert store.claim(at(), "w1", 60, only=["b@mastodon"]).delivery.id == "b@mastodon"
    assert store.claim(at(), "w1", 60, channels=["linkedin"]).delivery.id == "a@linkedin"
    assert [lease.delivery.id for lease in store.claim_many(at(), "w1", 60, 10)] == ["a@mastodon"]


@pytest.mark.parametrize("state", ["held", "skipped", "missed", "published", "failed", "unsure"])
def test_nothing_else_is_claimed(store, state):
    if state in ("published", "failed", "unsure"):
        lease = begun(store, "a")
        store.settle(lease, {"published": "publish", "failed": "fail", "unsure": "doubt"}[state], at())
    else:
        store.take([planned("a")], at(), "schedule")
        store.change("a@mastodon", {"held": "hold", "skipped": "skip", "missed": "miss"}[state], at(), "ana")
    assert store.delivery("a@mastodon").state == state
    assert store.claim(at(9999), "w2", 60) is None


def test_a_lease_ends_and_the_next_worker_fences_off_the_first(store):
    store.take([planned("a")], at(), "schedule")
    slept = store.claim(at(), "w1", 60)
    assert store.claim(at(0.99), "w2", 60) is None
    taken = store.claim(at(1), "w2", 60)
    assert taken.token > slept.token
    for write in (
        lambda: store.begin(slept, INTENT, at(2)),
        lambda: store.heartbeat(slept, at(2)),
        lambda: store.release(slept, at(2)),
    ):
        with pytest.raises(LeaseLost, match="w2 works on it"):
            write()
    assert store.begin(taken, INTENT, at(2)).delivery.state == "publishing"


def test_a_worker_of_the_same_name_is_fenced_off_too(store):
    store.take([planned("a")], at(), "schedule")
    slept, taken = store.claim(at(), "w1", 60), store.claim(at(5), "w1", 60)
    with pytest.raises(LeaseLost):
        store.begin(slept, INTENT, at(5))
    store.begin(taken, INTENT, at(5))


def test_a_delivery_that_was_dropped_and_planned_again_is_not_the_old_workers(store):
    store.take([planned("a")], at(), "schedule")
    slept = store.claim(at(), "w1", 60)
    store.take([], at(5), "schedule")
    store.take([planned("a")], at(5), "schedule")
    store.claim(at(5), "w1", 60)
    with pytest.raises(LeaseLost):
        store.begin(slept, INTENT, at(5))


def test_heartbeats_keep_a_lease(store):
    store.take([planned("a")], at(), "schedule")
    lease = store.claim(at(), "w1", 60)
    for minute in range(5):
        lease = store.heartbeat(lease, at(minute + 0.9))
        assert store.claim(at(minute + 1.5), "w2", 60) is None
    assert lease.until == at(5.9)


def test_every_step_renews_the_lease(store):
    lease, receipt = store.ask(begun(store, "a"), at(0.9), "media")
    assert lease.until == at(1.9)
    lease = store.answer(lease, receipt, at(1.8), "sent", remote="m1")
    assert store.claim(at(2.7), "w2", 60) is None
    assert store.claim(at(2.8), "w2", 60).found_open


def test_a_lease_that_ended_is_good_until_somebody_takes_over(store):
    lease = begun(store, "a")
    lease, _ = store.ask(lease, at(30), "media")
    assert lease.until == at(31)


def test_a_successor_finds_everything_that_was_kept(store):
    lease = begun(store, "a")
    lease, one = store.ask(lease, at(0.1), "media", item=0, more={"file": "01.png"})
    lease = store.answer(lease, one, at(0.2), "sent", remote="m1")
    lease, two = store.ask(lease, at(0.3), "post", visible=True)
    found = store.claim(at(10), "w2", 60)
    assert found.found_open
    assert found.intent == INTENT
    assert [(item.step, item.outcome, item.remote, item.visible) for item in found.receipts] == [
        ("media", "sent", "m1", False),
        ("post", "open", "", True),
    ]
    assert found.receipts[0].more == {"file": "01.png"}
    went_on = store.begin(found, Intent("another key"), at(10))
    assert (went_on.intent, went_on.attempt, went_on.found_open) == (INTENT, 2, False)
    looked = store.answer(went_on, went_on.receipts[1], at(11), "sent", remote="7", url="https://example.org/7")
    done = store.settle(looked, "publish", at(12))
    assert (done.state, done.url, done.sent, done.tries) == ("published", "https://example.org/7", at(11), 2)
    assert [(item.worker, item.outcome) for item in store.attempts("a@mastodon")] == [("w1", ""), ("w2", "publish")]
    assert two.number == 2


def test_what_a_worker_learns_too_late_is_in_the_journal(store):
    lease, receipt = store.ask(begun(store, "a"), at(0.1), "post", visible=True)
    store.claim(at(5), "w2", 60)
    with pytest.raises(LeaseLost):
        store.answer(lease, receipt, at(6), "sent", remote="7", url="https://example.org/7")
    late = store.history(delivery="a@mastodon")[-1]
    assert (late.event, late.actor, late.more["outcome"], late.more["url"]) == (
        "late",
        "w1",
        "sent",
        "https://example.org/7",
    )


def test_open_work_comes_before_what_is_due(store):
    begun(store, "z", minutes=5)
    store.take([planned("a")], at(5), "schedule", channels=[])
    assert store.claim(at(60), "w2", 60).delivery.id == "z@mastodon"


def test_a_postponed_one_is_planned_again_and_waits(store):
    lease, receipt = store.ask(begun(store, "a"), at(0.1), "media")
    lease = store.answer(lease, receipt, at(0.2), "not sent")
    waiting = store.settle(lease, "postpone", at(1), reason="429", until=at(20))
    assert (waiting.state, waiting.not_before, waiting.worker) == ("planned", at(20), "")
    assert store.claim(at(19), "w1", 60) is None
    again = store.claim(at(20), "w1", 60)
    assert not again.found_open
    fresh = store.begin(again, Intent("key-2"), at(20))
    assert (fresh.intent, fresh.delivery.not_before) == (Intent("key-2"), None)


@pytest.mark.parametrize("words", ["the same", "others"])
def test_the_keys_stay_when_readers_might_have_seen_it(store, words):
    """A request that is still on its way would be a second post under the key of the first."""
    lease, receipt = store.ask(begun(store, "a"), at(0.1), "post", visible=True)
    lease = store.answer(lease, receipt, at(0.2), "not sent")
    store.settle(lease, "postpone", at(1), until=at(2))
    meant = replace(INTENT, key="key-2", record="3kxyz", more={"created": "later"})
    meant = meant if words == "the same" else replace(meant, content="c2", parts=2)
    fresh = store.begin(store.claim(at(2), "w1", 60), meant, at(2)).intent
    assert (fresh.key, fresh.record) == (INTENT.key, INTENT.record)
    assert fresh == INTENT if words == "the same" else (fresh.content, fresh.parts) == ("c2", 2)


def test_a_thread_that_is_partly_out_is_paused_and_gone_on_with(store):
    lease = sent(store, begun(store, "a"), part=0)
    for event in ("postpone", "fail"):
        with pytest.raises(StoreError, match="some of it is out"):
            store.settle(lease, event, at(2))
    paused = store.settle(lease, "pause", at(2), until=at(30), reason="429")
    assert paused.state == "publishing"
    assert store.claim(at(29), "w2", 60) is None
    found = store.claim(at(30), "w2", 60)
    assert found.found_open
    assert found.receipts[0].url == "https://example.org/1"


@pytest.mark.parametrize("outcome", ["open", "unknown"])
def test_nobody_calls_a_doubt_failed_or_published(store, outcome):
    lease, receipt = store.ask(begun(store, "a"), at(0.1), "post", visible=True)
    if outcome == "unknown":
        lease = store.answer(lease, receipt, at(0.2), "unknown")
    for event in ("postpone", "fail", "publish"):
        with pytest.raises(StoreError):
            store.settle(lease, event, at(1))
    assert store.settle(lease, "doubt", at(1)).state == "unsure"


def test_what_readers_see_cannot_be_forgotten(store):
    lease = sent(store, begun(store, "a"))
    with pytest.raises(ValueError, match="cannot be forgotten"):
        store.answer(lease, lease.receipts[0], at(2), "not sent")


def test_steps_come_in_their_order(store):
    store.take([planned("a")], at(), "schedule")
    lease = store.claim(at(), "w1", 60)
    with pytest.raises(ValueError, match="begin"):
        store.ask(lease, at(), "media")
    with pytest.raises(ValueError, match="begin"):
        store.settle(lease, "publish", at())
    with pytest.raises(ValueError, match="hour"):
        store.claim(at(), "w1", 7200)


def test_a_clock_set_back_is_told_and_a_person_frees_it(store):
    store.take([planned("a")], at(), "schedule")
    store.claim(at(10_000), "w1", 60)
    assert store.claim(at(5), "w2", 60) is None
    assert [item.id for item in store.stuck(at(5))] == ["a@mastodon"]
    store.free("a@mastodon", at(6), "ana", reason="the clock was wrong")
    assert store.stuck(at(6)) == ()
    assert store.claim(at(6), "w2", 60).delivery.id == "a@mastodon"


def test_a_secret_in_what_is_kept_is_masked(store):
    lease = store.claim(at(), "w1", 60) or begun(store, "a")
    lease, receipt = store.ask(lease, at(), "media", more={"access_token": "abc", "file": "x?token=abc123"})
    assert receipt.more == {"access_token": "***", "file": "x?token=***"}
