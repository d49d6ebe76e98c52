"""Budgets and circuits; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from post_forge.queue import Circuit, Quota
from tests.queue.builders import at

HALF_HOUR = timedelta(minutes=30)


def test_a_budget_is_spent_and_comes_back_as_its_window_moves(store):
    def spend(amount, minutes):
        return store.spend("ana@host", "media", amount, at(minutes), limit=30, window=HALF_HOUR)

    assert (spend(20, 0).used, spend(10, 5).used) == (20, 30)
    refused = spend(4, 10)
    assert (refused.taken, refused.used, refused.free_at) == (False, 30, at(30))
    assert spend(25, 31).free_at == at(35)
    assert spend(20, 31).taken
    assert spend(0, 31).used == 30
    assert spend(31, 31).free_at is None


def test_budgets_do_not_share(store):
    for account, name in (("a", "media"), ("a", "posts"), ("b", "media")):
        assert store.spend(account, name, 1, at(), limit=1, window=HALF_HOUR).taken
        assert not store.spend(account, name, 1, at(), limit=1, window=HALF_HOUR).taken


def test_a_clock_set_back_gives_no_budget_away(store):
    assert store.spend("a", "media", 30, at(500), limit=30, window=HALF_HOUR).taken
    refused = store.spend("a", "media", 1, at(0), limit=30, window=HALF_HOUR)
    assert (refused.taken, refused.free_at) == (False, at(30))


def test_what_a_network_said_is_kept_and_older_news_is_not(store):
    newer = Quota("a", "posts", at(5), remaining=3, resets=at(20), reason="x-rate-limit-reset")
    store.keep_quota(newer)
    store.keep_quota(replace(newer, told=at(1), remaining=9))
    store.spend("a", "media", 1, at(), limit=1, window=HALF_HOUR)
    assert store.quotas() == (newer,)


def test_of_two_workers_one_changes_the_circuit(store):
    seen = store.circuit("mastodon")
    assert seen == Circuit("mastodon")
    opened = replace(seen, state="open", failures=5, until=at(30), reason="503 five times", changed=at())
    assert store.keep_circuit(opened)
    assert not store.keep_circuit(replace(seen, failures=1))
    again = store.circuit("mastodon")
    assert again == replace(opened, version=1)
    assert store.keep_circuit(replace(again, state="half-open"))
    assert not store.keep_circuit(replace(again, state="closed"))
    assert store.circuit("mastodon").state == "half-open"
