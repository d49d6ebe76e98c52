"""The state machine: no way through it publishes a post twice."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.queue import EVENTS, OUT, SENDABLE, STATES, Refusal, next_state

# What each event claims of the world: True, the post is out; False, it is not; None, nothing is said.
CLAIMS = {
    "publish": True, "confirm": True, "found": True, "amend": True, "withdraw": True,
    "postpone": False, "fail": False, "deny": False,
}  # fmt: skip


def walk(start, world, event):
    """The states of (delivery, world) that an event may lead to, where nobody says what is not so.

    `world` is how many posts are out. A worker may send while it is publishing, and then the network has one more; a
    worker that goes on with what another left looks first, and sends only if nothing is there.
    """
    after = next_state(start, event)
    claim = CLAIMS.get(event)
    if isinstance(after, Refusal) or (claim is not None and claim != (world > 0)):
        return
    yield after, world
    if event == "begin" or (event == "resume" and world == 0):
        yield after, world + 1


def test_no_path_publishes_twice():
    seen, front = set(), {("", 0)}
    while front:
        seen |= front
        front = {
            found for (state, world), event in product(front, EVENTS) for found in walk(state, world, event)
        } - seen
    # A person may say `confirm` of what was never begun only if it is out: posted by hand, or found.
    assert {world for _, world in seen} == {0, 1}
    assert {state for state, world in seen if world} <= {"publishing", "unsure", "published", "withdrawn"}
    assert {state for state, _ in seen} == {"", *STATES}


def test_every_state_can_be_reached_and_every_event_happens_somewhere():
    results = {(state, event): next_state(state, event) for state, event in product(("", *STATES), EVENTS)}
    good = {pair: after for pair, after in results.items() if not isinstance(after, Refusal)}
    assert {*good.values()} == {"", *STATES}
    assert {event for _, event in good} == {*EVENTS}


def test_only_what_is_planned_or_approved_can_be_begun():
    assert {state for state in ("", *STATES) if not isinstance(next_state(state, "begin"), Refusal)} == SENDABLE


def test_what_has_been_out_never_leaves():
    for state, event in product(OUT, EVENTS):
        after = next_state(state, event)
        assert isinstance(after, Refusal) or after in OUT


@pytest.mark.parametrize("before", ["planned", "approved"])
def test_what_was_held_or_postponed_goes_back_to_what_it_was(before):
    assert next_state("held", "release", before=before) == before
    assert next_state("publishing", "postpone", before=before) == before


@given(st.sampled_from(("", *STATES)), st.sampled_from(EVENTS), st.sampled_from(STATES))
def test_a_step_is_a_state_or_says_why_not(state, event, before):
    after = next_state(state, event, before=before)
    if isinstance(after, Refusal):
        assert (after.state, after.event) == (state, event)
        assert after.message.startswith("it cannot be ")
        assert after.message.partition(": ")[2].split()[0] in ("it", "its", "nobody")
    else:
        assert after in ("", *STATES)


def test_a_refusal_says_what_to_do():
    refusal = next_state("unsure", "skip")
    assert isinstance(refusal, Refusal)
    assert refusal.message == "it cannot be skipped: nobody knows whether it is out"
    assert "(done)" in refusal.hint


def test_the_index_of_what_is_due_knows_the_states_that_can_be_begun():
    from post_forge.queue.tables import SENDABLE_SQL

    assert {word.strip("' ") for word in str(SENDABLE_SQL).partition("(")[2].rstrip(")").split(",")} == SENDABLE
