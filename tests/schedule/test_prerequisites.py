"""A topic is not scheduled before what it builds on: on any channel, in any order, whatever else asks for the slot."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from post_forge.schedule import Delivery, explain_text, plan, simulate, too_early
from tests.schedule.builders import DAY, NOW, at, days, order, published, ready, table


def after(name: str, place: int, *groups: str | tuple[str, ...], **more):
    requires = tuple(frozenset((group,) if isinstance(group, str) else group) for group in groups)
    return ready(name, place, requires=requires, **more)


def test_a_post_waits_for_the_first_post_of_what_it_builds_on():
    posts = [after("b", 1, ("a1", "a2")), ready("a1", 2), ready("a2", 3)]
    assert order(plan(posts, [table()], [], NOW)) == ["a1", "b", "a2"]


def test_the_freshest_waits_too():
    posts = [after("b", 1, "a", fresh=9.0), ready("a", 2, fresh=1.0), ready("c", 3, fresh=5.0)]
    assert order(plan(posts, [table(order="fresh")], [], NOW)) == ["c", "a", "b"]


def test_what_is_out_already_holds_nothing_up():
    history = [published(Delivery("a", "mastodon", NOW - DAY))]
    planned = plan([after("b", 1, "a"), ready("a", 2)], [table(repeat_after="never")], history, NOW)
    assert order(planned) == ["b"]


def test_every_channel_has_its_own_order():
    tables = [table(), table("linkedin", times={"mon-fri": ["09:00"]})]
    planned = plan([after("b", 1, "a"), ready("a", 2)], tables, [published(Delivery("a", "mastodon", NOW - DAY))], NOW)
    assert order(planned)[0] == "b"
    assert order(planned, "linkedin") == ["a", "b"]


def test_a_topic_that_never_comes_to_a_channel_holds_nothing_up():
    posts = [after("b", 1, "a", "gone"), ready("a", 2, channels=("linkedin",))]
    assert order(plan(posts, [table()], [], NOW)) == ["b"]
    tables = [table(days={"mon-fri": ["trap"]})]
    posts = [after("b", 1, "a", categories=frozenset({"trap"})), ready("a", 2, categories=frozenset({"code"}))]
    assert order(plan(posts, tables, [], NOW)) == ["b"]


def test_a_chain_goes_out_link_by_link():
    posts = [after("d", 1, "c"), after("c", 2, "b"), after("b", 3, "a"), ready("a", 4)]
    planned = plan(posts, [table()], [], NOW)
    assert order(planned) == ["a", "b", "c", "d"]
    assert planned.unplanned == ()


def test_a_circle_is_told_and_stops_nobody_else():
    planned = plan([after("a", 1, "b"), after("b", 2, "a"), ready("c", 3)], [table()], [], NOW)
    assert order(planned) == ["c"]
    assert sorted(item.post for item in planned.unplanned) == ["a", "b"]
    assert "builds on" in planned.unplanned[0].reason


def test_a_plan_that_was_taken_gives_way_where_it_breaks_the_order():
    posts = [ready("b", 1), ready("a", 2)]
    taken = plan(posts, [table()], [], NOW)
    assert order(taken) == ["b", "a"]
    again = plan([after("b", 1, "a"), ready("a", 2)], [table()], taken.deliveries, NOW)
    assert order(again) == ["a", "b"]
    assert again.deliveries == plan([after("b", 1, "a"), ready("a", 2)], [table()], again.deliveries, NOW).deliveries


def test_a_plan_that_keeps_the_order_stays():
    posts = [ready("a", 1), after("b", 2, "a"), ready("c", 3)]
    taken = plan(posts, [table()], [], NOW)
    again = plan(posts, [table()], taken.deliveries, NOW)
    assert [entry.why for entry in again.planned] == ["kept"] * 3


def test_a_date_before_what_it_builds_on_is_told():
    posts = [after("b", 1, "a", publish_on=date(2026, 11, 23)), ready("a", 2, publish_on=date(2026, 11, 26))]
    planned = plan(posts, [table()], [], NOW)
    assert days(planned) == {"b": "11-23 09:00", "a": "11-26 09:00"}
    assert [(delivery.post, other) for delivery, other in too_early(planned, posts, [])] == [("b", "a")]


def test_the_explanation_says_what_it_waited_for():
    posts = [after("b", 1, "a"), ready("a", 2)]
    planned = plan(posts, [table()], [], NOW)
    assert "it builds on 'Title of a'" in explain_text(planned, posts, [table()])


def test_a_year_is_played_in_order():
    posts = [after(f"p{n}", 10 - n, f"p{n - 1}") if n else ready("p0", 10) for n in range(8)]
    played = simulate(posts, [table(repeat_after="never")], at("2026-11-20T12:00"), days=60)
    sent = [item.post for item in sorted(played.deliveries, key=lambda item: item.at) if item.state == "published"]
    assert sent == [f"p{n}" for n in range(8)]


EDGES = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20)


@given(edges=EDGES, gap=st.sampled_from(["0m", "50h"]), kinds=st.lists(st.integers(0, 2), min_size=12, max_size=12))
def test_no_plan_breaks_the_order(edges, gap, kinds):
    """Edges lead from a larger number to a smaller one, so there are no circles; places are turned round."""
    wanted = {n: {f"p{low}" for high, low in edges if high == n > low} for n in range(12)}
    posts = [after(f"p{n}", 12 - n, *sorted(wanted[n]), topics=frozenset({str(kinds[n])})) for n in range(12)]
    planned = plan(posts, [table(kindred_gap=gap)], [], NOW)
    sent = order(planned)
    assert len(sent) == 12
    assert planned.unplanned == ()
    for n in range(12):
        assert all(sent.index(other) < sent.index(f"p{n}") for other in wanted[n])
    again = plan(posts, [table(kindred_gap=gap)], planned.deliveries, NOW)
    assert again.deliveries == planned.deliveries
