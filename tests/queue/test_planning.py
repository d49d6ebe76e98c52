"""Plans are taken, and people have their say; on both databases."""

from __future__ import annotations

import pytest

from post_forge.queue import LeaseLost, StoreError
from tests.queue.builders import INTENT, at, begun, planned, sent


def test_a_plan_comes_in_and_is_read_back_as_it_was(store):
    plan = (planned("a/one", minutes=5, rules="r1", pinned=True), planned("b/two", "linkedin", 1, round=2))
    taken = store.take(plan, at(), "schedule", reason="a first plan")
    assert taken.added == ("a/one@mastodon", "b/two@linkedin#2")
    kept = store.deliveries()
    assert [(item.id, item.at, item.content, item.pinned, item.rules) for item in kept] == [
        ("b/two@linkedin#2", at(1), "hash of b/two", False, ""),
        ("a/one@mastodon", at(5), "hash of a/one", True, "r1"),
    ]
    assert {item.changed for item in kept} == {at()}
    assert [(entry.event, entry.actor, entry.reason, entry.after) for entry in store.history()] == [
        ("plan", "schedule", "a first plan", "planned")
    ] * 2


def test_another_plan_moves_adds_drops_and_leaves_the_rest_untouched(store):
    store.take([planned("a"), planned("b"), planned("c")], at(), "schedule")
    numbers = len(store.history())
    taken = store.take([planned("a"), planned("b", minutes=9), planned("d")], at(1), "schedule")
    assert (taken.added, taken.changed, taken.dropped) == (("d@mastodon",), ("b@mastodon",), ("c@mastodon",))
    assert len(store.history()) == numbers + 3
    assert store.delivery("c@mastodon") is None
    (moved,) = store.history(delivery="b@mastodon", since=at(1))
    assert moved.more["at"].endswith(at(9).isoformat())
    assert [entry.event for entry in store.history(delivery="c@mastodon")] == ["plan", "drop"]


def test_a_plan_of_some_channels_leaves_the_others(store):
    store.take([planned("a"), planned("a", "linkedin")], at(), "schedule")
    assert store.take([], at(1), "schedule", channels=["linkedin"]).dropped == ("a@linkedin",)


def test_a_plan_touches_nothing_that_is_under_way_or_over(store):
    lease = begun(store, "a")
    store.take([planned("b"), planned("c")], at(), "schedule", channels=[])
    store.claim(at(), "w2", 60, only=["b@mastodon"])
    store.change("c@mastodon", "hold", at(), "ana")
    plan = [planned("a", minutes=90), planned("b", minutes=90), planned("c", minutes=90)]
    assert store.take(plan, at(0.5), "schedule").left == ("a@mastodon", "b@mastodon", "c@mastodon")
    assert {item.at for item in store.deliveries()} == {at()}
    assert store.take([], at(0.5), "schedule").dropped == ()
    store.settle(lease, "publish", at(2), url="https://example.org/1")
    store.take([planned("a", minutes=99)], at(3), "schedule")
    assert store.delivery("a@mastodon").state == "published"


def test_a_worker_that_slept_does_not_begin_with_what_was_moved(store):
    store.take([planned("a")], at(), "schedule")
    slept = store.claim(at(), "w1", 60)
    store.take([planned("a", minutes=600)], at(5), "schedule")
    with pytest.raises(LeaseLost):
        store.begin(slept, INTENT, at(6))


def test_a_plan_of_ten_thousand_is_taken_and_taken_again(store):
    plan = [planned(f"n{number}/p", minutes=number) for number in range(10_000)]
    assert len(store.take(plan, at(), "schedule").added) == 10_000
    again = store.take(plan, at(1), "schedule")
    assert (again.added, again.changed, again.dropped) == ((), (), ())
    assert len(store.take(plan[:10], at(2), "schedule").dropped) == 9_990


def test_a_plan_of_other_states_is_a_bug(store):
    with pytest.raises(ValueError, match="a@mastodon"):
        store.take([planned("a", state="published")], at(), "schedule")


def test_an_approval_is_for_certain_words(store):
    store.take([planned("a")], at(), "schedule")
    assert store.change("a@mastodon", "approve", at(1), "ana", pixels="p1").state == "approved"
    (approval,) = store.approvals()
    assert (approval.post, approval.content, approval.actor, approval.pixels) == ("a", "hash of a", "ana", "p1")
    assert store.change("a@mastodon", "unapprove", at(2), "ana", reason="its words were edited").state == "planned"
    assert store.approvals() == ()


def test_what_nobody_has_built_cannot_be_approved(store):
    store.take([planned("a", content="")], at(), "schedule")
    with pytest.raises(StoreError, match="what would go out"):
        store.change("a@mastodon", "approve", at(1), "ana")


def test_hold_move_and_release_keep_the_approval(store):
    store.take([planned("a")], at(), "schedule")
    store.change("a@mastodon", "approve", at(1), "ana")
    assert (
        store.change("a@mastodon", "hold", at(2), "ana", reason="wait for the launch").reason == "wait for the launch"
    )
    moved = store.change("a@mastodon", "move", at(3), "ana", at=at(500))
    assert (moved.state, moved.at, moved.pinned) == ("held", at(500), True)
    assert store.change("a@mastodon", "release", at(4), "ana").state == "approved"


def test_a_missed_one_is_tried_again_when_a_person_says_so(store):
    store.take([planned("a"), planned("b")], at(), "schedule")
    store.change("a@mastodon", "miss", at(200), "w1", reason="it is 3h20m late")
    assert store.claim(at(300), "w1", 60, only=["a@mastodon"]) is None
    retried = store.change("a@mastodon", "retry", at(300), "ana")
    assert (retried.state, retried.at) == ("planned", at(300))
    assert store.claim(at(300), "w1", 60, only=["a@mastodon"]).delivery.id == "a@mastodon"
    taken = store.take([planned("b", state="missed")], at(301), "schedule")
    assert taken.changed == ("b@mastodon",)
    assert store.history(delivery="b@mastodon")[-1].event == "miss"


def test_a_person_who_posted_by_hand_says_so(store):
    store.take([planned("a")], at(), "schedule")
    done = store.change("a@mastodon", "confirm", at(7), "ana", url="https://example.org/by-hand")
    assert (done.state, done.sent, done.url) == ("published", at(7), "https://example.org/by-hand")


def test_a_persons_word_takes_the_delivery_from_a_worker_that_has_not_begun(store):
    store.take([planned("a")], at(), "schedule")
    lease = store.claim(at(), "w1", 60)
    store.change("a@mastodon", "hold", at(), "ana")
    with pytest.raises(LeaseLost, match="w1 has lost it; now it is held"):
        store.begin(lease, INTENT, at())


def test_nobody_interferes_with_a_worker_that_publishes(store):
    lease = begun(store, "a")
    for event in ("hold", "skip", "confirm"):
        with pytest.raises(StoreError, match="publishing"):
            store.change("a@mastodon", event, at(0.5), "ana")
    store.settle(lease, "doubt", at(1), reason="the reply was lost")
    assert store.change("a@mastodon", "confirm", at(2), "ana", url="https://example.org/9").state == "published"


def test_a_person_who_finds_nothing_says_so_and_it_is_tried_again(store):
    lease = begun(store, "a")
    lease, receipt = store.ask(lease, at(1), "post", visible=True)
    store.settle(lease, "doubt", at(2), reason="time-out")
    assert store.change("a@mastodon", "deny", at(3), "ana").state == "failed"
    assert [item.outcome for item in store.receipts("a@mastodon")] == ["not sent"]
    store.change("a@mastodon", "retry", at(4), "ana")
    lease = store.begin(store.claim(at(5), "w1", 60), INTENT, at(5))
    assert store.settle(sent(store, lease), "publish", at(6)).state == "published"
    assert receipt.number == 1


def test_nobody_denies_what_is_known_to_be_out(store):
    lease = sent(store, begun(store, "a"), part=0)
    store.settle(lease, "doubt", at(2), reason="part 2 of 3 was refused")
    with pytest.raises(StoreError, match="part 1 is out"):
        store.change("a@mastodon", "deny", at(3), "ana")
    assert store.change("a@mastodon", "look", at(4), "ana").state == "publishing"
    assert store.claim(at(5), "w2", 60).found_open


def test_amend_and_withdraw_are_kept(store):
    store.settle(sent(store, begun(store, "a")), "publish", at(2))
    assert store.change("a@mastodon", "amend", at(3), "ana", content="c2").content == "c2"
    assert store.change("a@mastodon", "withdraw", at(4), "ana", reason="a wrong figure").state == "withdrawn"
    assert [entry.event for entry in store.history()][-3:] == ["publish", "amend", "withdraw"]
    with pytest.raises(StoreError, match="it was withdrawn"):
        store.change("a@mastodon", "retry", at(5), "ana")


def test_an_unknown_id_is_told(store):
    with pytest.raises(StoreError, match="there is no x@y in the queue"):
        store.change("x@y", "hold", at(), "ana")


def test_words_that_no_database_takes_and_secrets_are_kept_out(store):
    store.take([planned("a", reason="nul \0 and \ud800")], at(), "schedule")
    said = "https://u:pw@host/x?access_token=abcdef&b=1 Bearer abcdefghijkl"
    store.change("a@mastodon", "skip", at(1), "ana", reason=said)
    assert store.delivery("a@mastodon").reason == "https://***:***@host/x?access_token=***&b=1 Bearer ***"
    assert "abcdef" not in str(store.history())


def test_a_naive_time_is_refused(store):
    with pytest.raises(ValueError, match="time zone"):
        store.take([planned("a")], at().replace(tzinfo=None), "schedule")
