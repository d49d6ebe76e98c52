"""A post that comes again: what a person says of the post is said of its next round."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from post_forge.errors import UsageError
from post_forge.forge.queueing.say import find
from post_forge.queue import Delivery

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def delivery(channel: str, state: str, round_: int = 1) -> Delivery:
    return Delivery("locks/read", channel, NOON.replace(year=2025 + round_), state, round_)


def ids(*deliveries: Delivery) -> list[str]:
    return [item.id for item in find(deliveries, "locks/read")]


def test_the_round_half_a_year_ahead_is_not_meant():
    both = [delivery(channel, "planned", round_) for round_ in (1, 2) for channel in ("x", "toots")]
    assert ids(*both) == ["locks/read@x", "locks/read@toots"]


def test_a_channel_that_is_out_does_not_lend_its_next_round():
    assert ids(delivery("x", "published"), delivery("x", "planned", 2), delivery("toots", "held")) == [
        "locks/read@toots"
    ]


def test_when_all_is_out_the_next_round_is_meant():
    assert ids(delivery("x", "published"), delivery("x", "planned", 2)) == ["locks/read@x#2"]


def test_a_round_can_be_named():
    both = [delivery("x", "planned"), delivery("x", "planned", 2)]
    assert [item.id for item in find(both, "locks/read@x#2")] == ["locks/read@x#2"]
    with pytest.raises(UsageError):
        find(both, "locks/read@x#3")
