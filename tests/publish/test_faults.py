"""Whatever goes wrong, whenever the process is killed: each part is out once in the end, or somebody is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.publish import Absent, Bearer, Secret, deliver, fetching
from tests.publish.keeping import CRASHES, FAULTS, Clock, Crash, Keeper, Wired, thread, tools, work
from tests.publish.networks import NETWORKS

FAULT_LISTS = st.lists(st.sampled_from(FAULTS), max_size=14)
CRASH_LISTS = st.lists(st.sampled_from(("pass", *CRASHES)), max_size=16)
SHAPES = st.sampled_from([("one",), ("one", "two"), ("same", "same", "three")])


@pytest.mark.parametrize("make", NETWORKS)
@given(faults=FAULT_LISTS, crashes=CRASH_LISTS, texts=SHAPES, pictures=st.sampled_from([0, 1, 3]))
def test_each_part_is_out_once_or_somebody_is_asked(make, faults, crashes, texts, pictures):
    clock = Clock()
    case = make(clock)
    post = case.post(texts, pictures)
    keeper = Keeper(clock, crashes)
    wire = Wired(case.fake, clock, faults)
    verdict = work(case.network, post, keeper, clock, fetching(wire, case.authority))
    clock.sleep(3600)
    for _, held in wire.late:  # whatever was still on its way arrives now
        case.fake.answer(held)
    out, wanted = Counter(case.fake.published), Counter(part.text for part in post.parts)
    assert not out - wanted, "doubled"
    if verdict.event == "publish":
        assert out == wanted, "lost"
        assert len(verdict.posts) == len(post.parts)
        assert all(kept.outcome == "sent" for kept in keeper.kept if kept.visible and kept.outcome != "not sent")
    elif verdict.event == "fail":
        assert not out, "called failed, and readers see it"
    else:
        assert case.may_be_unsure, verdict


@pytest.mark.parametrize("make", NETWORKS)
@pytest.mark.parametrize("fault", [*FAULTS, *CRASHES])
def test_one_fault_at_every_request(make, fault):
    for place in range(16):
        clock = Clock()
        case = make(clock)
        post = case.post(("one", "two"), 2)
        one = ["pass"] * place + [fault]
        crashes, faults = (one, ()) if fault in CRASHES else ((), one)
        keeper = Keeper(clock, crashes)
        verdict = work(case.network, post, keeper, clock, fetching(Wired(case.fake, clock, faults), case.authority))
        assert verdict.event == "publish", (place, verdict)
        assert Counter(case.fake.published) == Counter(part.text for part in post.parts)


def test_without_looking_posts_are_doubled(monkeypatch):
    """The proof that the tests above would see it."""
    case = NETWORKS[1](clock := Clock())  # a fork that ignores the key
    monkeypatch.setattr(type(case.network), "look", lambda *_: Absent())
    keeper = Keeper(clock)
    wire = Wired(case.fake, clock, ["lose reply"])
    assert work(case.network, thread("one"), keeper, clock, fetching(wire, case.authority)).event == "publish"
    assert case.fake.published == ["one", "one"]


def test_without_the_mark_before_posts_are_doubled():
    """The same, for a worker that keeps nothing until it has an answer."""
    case = NETWORKS[1](clock := Clock())
    keeper = Keeper(clock)
    wire = Wired(case.fake, clock, ["kill after"])
    fetch = fetching(wire, case.authority)
    post = thread("one")
    with pytest.raises(Crash):
        deliver(case.network, post, case.network.intent(post, clock()), (), tools(keeper, clock, fetch))
    keeper.kept.clear()
    work(case.network, thread("one"), keeper, clock, fetch)
    assert case.fake.published == ["one", "one"]


@pytest.mark.parametrize("make", NETWORKS)
@pytest.mark.parametrize("place", range(8))
def test_a_worker_that_has_lost_its_lease_sends_nothing_more(make, place):
    case = make(clock := Clock())
    post = case.post(("one", "two"), 2)
    keeper = Keeper(clock)
    fetch = fetching(Wired(case.fake, clock), case.authority)
    hands = tools(keeper, clock, fetch)

    class LeaseLostError(Exception):
        pass

    def ask(step):
        if len(keeper.kept) == place:
            before.append(len(case.fake.asked))
            raise LeaseLostError
        return keeper.ask(step)

    before = []
    try:
        deliver(case.network, post, case.network.intent(post, clock()), (), replace(hands, ask=ask))
    except LeaseLostError:
        assert len(case.fake.asked) == before[0]


def test_a_token_that_is_refused_ends_the_try_without_a_second_request():
    case = NETWORKS[0](clock := Clock())
    wire = Wired(case.fake, clock)
    verdict = work(case.network, thread("one"), Keeper(clock), clock, fetching(wire, Bearer(Secret("wrong-token"))))
    assert (verdict.event, verdict.failure) == ("fail", "auth")
    assert len(case.fake.asked) == 1
