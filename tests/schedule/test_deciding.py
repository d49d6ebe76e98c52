"""What a worker does with what is due: on time, late, missed; never in a burst, always the same answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.schedule import ON_TIME, WAITING, Delivery, decide, next_due
from tests.schedule.builders import NOW, published, table, timetables

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def due(*ago: timedelta, state="planned", **more) -> list[Delivery]:
    """Deliveries whose slots were so long ago, the first one first."""
    return [Delivery(f"p{number}", "mastodon", NOW - time, state, **more) for number, time in enumerate(ago, 1)]


def actions(deliveries, **keys) -> list[str]:
    return [item.action for item in decide(deliveries, {"mastodon": table(**keys)}, NOW)]


@pytest.mark.parametrize(
    ("ago", "late", "missed", "expected"),
    [
        (timedelta(), "2h", "wait", "send"),
        (2 * HOUR, "2h", "wait", "send"),
        (2 * HOUR + MINUTE, "2h", "wait", "missed"),
        (2 * HOUR + MINUTE, "2h", "next-slot", "move"),
        (9 * MINUTE, "0m", "wait", "send"),  # a worker that looks every few minutes is on time
        (11 * MINUTE, "0m", "wait", "missed"),
    ],
)
def test_a_post_goes_out_up_to_the_channels_limit_and_then_is_missed(ago, late, missed, expected):
    assert actions(due(ago), late=late, missed=missed) == [expected]


def test_what_is_not_due_is_not_decided():
    assert decide(due(-MINUTE), {"mastodon": table()}, NOW) == ()
    assert decide(due(HOUR, state="held"), {"mastodon": table()}, NOW) == ()


def test_a_catch_up_is_capped_and_keeps_the_order():
    assert actions(due(5 * HOUR, 4 * HOUR, 3 * HOUR), late="6h") == ["send", "missed", "missed"]
    assert actions(due(5 * HOUR, 4 * HOUR, 3 * HOUR), late="6h", catch_up=2) == ["send", "send", "missed"]
    assert actions(due(5 * HOUR, 4 * HOUR), late="6h", catch_up=0, missed="next-slot") == ["move", "move"]
    assert actions(due(5 * HOUR, MINUTE), late="6h") == ["send", "send"]  # the second one is on time


def test_a_worker_that_dies_in_the_middle_of_a_catch_up_does_not_begin_it_again():
    deliveries = due(5 * HOUR, 4 * HOUR, 3 * HOUR)
    sent = replace(deliveries[0], state="published", sent=NOW - MINUTE)
    assert actions([sent, *deliveries[1:]], late="6h") == ["missed", "missed"]


def test_a_catch_up_of_last_week_does_not_count():
    old = published(Delivery("old", "mastodon", NOW - 170 * HOUR), late=3 * HOUR)
    assert actions([old, *due(HOUR)]) == ["send"]


def test_posts_are_kept_apart_by_when_they_really_went_out():
    sent = published(Delivery("old", "mastodon", NOW - 3 * HOUR), late=2 * HOUR)  # an hour ago
    (decision,) = decide([sent, *due(MINUTE)], {"mastodon": table(gap="2h")}, NOW)
    assert (decision.action, decision.until) == ("wait", NOW + HOUR)
    (decision,) = decide([sent, *due(MINUTE)], {"mastodon": table(gap="4h", late="2h")}, NOW)
    assert decision.action == "missed"  # waiting would take longer than it may be late
    assert actions(due(MINUTE, timedelta()), gap="1h") == ["send", "wait"]


@pytest.mark.parametrize("state", ["publishing", "unsure"])
def test_what_may_have_gone_out_counts_as_gone(state):
    maybe = Delivery("old", "mastodon", NOW - HOUR, state)
    assert actions([maybe, *due(MINUTE)], gap="2h") == ["wait"]


def test_a_clock_that_was_set_back_does_not_stop_a_channel_for_long():
    ahead = Delivery("old", "mastodon", NOW, "published", sent=NOW + 1000 * HOUR)
    (decision,) = decide([ahead, *due(MINUTE)], {"mastodon": table(gap="1h")}, NOW)
    assert (decision.action, decision.until) == ("wait", NOW + HOUR)


def test_without_approval_nothing_goes_out_and_in_the_end_it_is_missed():
    for ago, expected in ((MINUTE, "wait"), (3 * HOUR, "missed")):
        (decision,) = decide(due(ago), {"mastodon": table(approval="required")}, NOW)
        assert decision.action == expected
        assert "approved" in decision.reason
    assert actions(due(MINUTE, state="approved"), approval="required") == ["send"]


def test_a_time_that_a_person_chose_is_not_moved():
    assert actions(due(3 * HOUR, pinned=True), missed="next-slot") == ["missed"]


def test_channels_do_not_wait_for_each_other():
    tables = {"mastodon": table(gap="5h"), "x": table("x", gap="5h")}
    deliveries = [*due(MINUTE), Delivery("p1", "x", NOW), Delivery("p1", "gone", NOW)]
    assert [(item.delivery.channel, item.action) for item in decide(deliveries, tables, NOW)] == [
        ("mastodon", "send"),
        ("gone", "wait"),
        ("x", "send"),
    ]


def test_when_a_worker_has_to_look_again():
    tables = {"mastodon": table(gap="2h")}
    assert next_due([], tables, NOW) is None
    assert next_due(due(-HOUR, -2 * HOUR), tables, NOW) == NOW + HOUR
    assert next_due(due(HOUR, -2 * HOUR), tables, NOW) == NOW
    waiting = [published(Delivery("old", "mastodon", NOW - HOUR)), *due(MINUTE, -5 * HOUR)]
    assert next_due(waiting, tables, NOW) == NOW + HOUR
    assert next_due(due(MINUTE), {"mastodon": table(approval="required")}, NOW) == NOW - MINUTE + 2 * HOUR
    assert next_due([Delivery("p1", "gone", NOW)], tables, NOW) is None


@given(
    timetables(),
    st.lists(
        st.tuples(st.integers(-600, 3000), st.sampled_from([*sorted(WAITING), "published", "unsure"])), max_size=8
    ),
)
def test_carrying_decisions_out_one_by_one_decides_nothing_else(rules, drawn):
    """A worker may die after any of them: who comes after decides the rest as it would have."""
    known = {
        item.id: item
        for number, (minutes, state) in enumerate(drawn)
        for item in [Delivery(f"p{number}", "mastodon", NOW - minutes * MINUTE, state)]
    }
    known |= {name: replace(item, sent=min(item.at, NOW)) for name, item in known.items() if item.state == "published"}
    tables = {"mastodon": rules}
    first = {item.delivery.id: item.action for item in decide(known.values(), tables, NOW)}
    late = sum(action == "send" and NOW - known[name].at > ON_TIME for name, action in first.items())
    assert late <= rules.catch_up
    for name, action in first.items():
        again = {item.delivery.id: item.action for item in decide(known.values(), tables, NOW)}
        assert again[name] == action
        if action == "send":
            known[name] = replace(known[name], state="published", sent=NOW)
        elif action == "missed":
            known[name] = replace(known[name], state="missed")
