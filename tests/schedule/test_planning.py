"""Which post gets which slot: one rule a test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from post_forge.schedule import Delivery, diff, plan, timetable_digest
from tests.schedule.builders import DAY, NOW, at, carried_out, days, order, posts, published, ready, table


def test_posts_take_the_free_slots_in_their_order_and_none_in_the_past():
    planned = plan(posts(3), [table(times={"mon-fri": ["09:00", "11:00"]})], [], NOW)  # it is 10:00 in Berlin
    assert days(planned) == {"p1": "11-20 11:00", "p2": "11-23 09:00", "p3": "11-23 11:00"}
    assert planned.empty == planned.unplanned == ()


def test_a_slot_at_this_very_moment_has_passed():
    assert days(plan(posts(1), [table()], [], at("2026-11-23T09:00"))) == {"p1": "11-24 09:00"}


def test_channels_are_planned_apart():
    tables = [table(), table("linkedin", "America/New_York", times={"sat": ["08:00"]})]
    planned = plan([ready("p1", 1), ready("p2", 2, channels=("linkedin",))], tables, [], NOW)
    assert days(planned) == {"p1": "11-23 09:00"}
    assert days(planned, "linkedin", "America/New_York") == {"p1": "11-21 08:00", "p2": "11-28 08:00"}


def test_a_post_for_a_channel_that_does_not_exist_is_told():
    planned = plan([ready("p1", 1, channels=("blog",))], [table()], [], NOW)
    assert planned.deliveries == ()
    assert [(item.post, item.wants_person) for item in planned.unplanned] == [("p1", True)]
    assert "blog" in planned.unplanned[0].reason


def test_a_first_run_with_a_thousand_posts_plans_one_for_each_slot_ahead():
    planned = plan(posts(1000), [table()], [], NOW, horizon=14 * DAY)
    moments = [item.at for item in planned.deliveries]
    assert len(moments) == len(set(moments)) == 10
    assert min(moments) > NOW
    assert len(planned.unplanned) == 990
    assert not any(item.wants_person for item in planned.unplanned)


def test_fresh_takes_the_newest_first():
    made = [ready("old", 1, fresh=1.0), ready("new", 2, fresh=9.0), ready("mid", 3, fresh=5.0)]
    assert order(plan(made, [table(order="fresh")], [], NOW)) == ["new", "mid", "old"]
    assert order(plan(made, [table(order="path")], [], NOW)) == ["old", "new", "mid"]


def test_days_with_a_category_take_nothing_else_and_keep_it_to_themselves():
    made = [
        ready("a", 1),
        ready("trap1", 2, categories=frozenset({"traps"})),
        ready("b", 3),
        ready("trap2", 4, categories=frozenset({"traps"})),
    ]
    planned = plan(made, [table(days={"mon": ["Traps"]})], [], NOW)
    assert days(planned) == {"trap1": "11-23 09:00", "a": "11-24 09:00", "b": "11-25 09:00", "trap2": "11-30 09:00"}
    assert [(item.slot.day.isoformat(), item.reason) for item in planned.empty] == [
        ("2026-11-26", "no post is left"),
        ("2026-11-27", "no post is left"),
    ]


def test_a_day_takes_the_most_wanted_category_that_is_left():
    made = [ready("a", 1), ready("s", 2, categories=frozenset({"series"})), ready("b", 3)]
    wanted = {"mon-fri": ["series", "rest"]}
    assert order(plan(made, [table(days=wanted)], [], NOW)) == ["s", "a", "b"]
    assert order(plan(made, [table(days={"mon": ["series"], "tue-fri": ["any"]})], [], NOW)) == ["s", "a", "b"]
    assert order(plan(made, [table(days={"fri": ["series"], "mon": ["any"]})], [], NOW)) == ["a", "b", "s"]


def test_a_category_that_has_no_day_with_a_time_wants_a_person():
    made = [ready("s", 1, categories=frozenset({"series"}))]
    planned = plan(made, [table(days={"sun": ["series"]})], [], NOW)
    assert [(item.reason, item.wants_person) for item in planned.unplanned] == [
        ("no day of the timetable takes its categories", True)
    ]


def test_a_channel_without_times_is_told():
    planned = plan(posts(1), [table(times={})], [], NOW)
    assert [(item.reason, item.wants_person) for item in planned.unplanned] == [("the channel has no times", True)]


def test_slots_nearer_than_the_gap_stay_empty():
    made = table(times={"mon-fri": ["09:00", "10:00", "13:00"]}, gap="3h")
    planned = plan(posts(3), [made], [], NOW)
    assert days(planned) == {"p1": "11-20 13:00", "p2": "11-23 09:00", "p3": "11-23 13:00"}
    assert [item.reason for item in planned.empty] == ["less than 3h from p2"]


def test_the_gap_counts_from_what_went_out():
    sent = published(Delivery("old", "mastodon", at("2026-11-20T09:00"), content="x"))
    made = table(times={"mon-fri": ["09:00", "12:00", "15:00"]}, gap="6h")
    assert days(plan([ready("p1", 1), ready("old", 0)], [made], [sent], NOW))["p1"] == "11-20 15:00"


def test_a_post_that_went_out_late_does_not_push_the_next_one_away():
    """The gap of the plan is from slot to slot; what really went out when is the worker's to look at."""
    rules = table(times={"mon-sun": ["09:00"]}, gap="24h")
    first = plan(posts(3), [rules], [], NOW)
    later = first.deliveries[0].at + timedelta(hours=1, minutes=30)
    known = [published(first.deliveries[0], late=timedelta(minutes=90)), *first.deliveries[1:]]
    assert plan(posts(3), [rules], known, later).deliveries == first.deliveries[1:]


def test_kindred_posts_are_kept_apart_and_others_step_in():
    made = [
        ready("a1", 1, topics=frozenset("a")),
        ready("a2", 2, topics=frozenset("a")),
        ready("b1", 3, topics=frozenset("b")),
        ready("c1", 4),
    ]
    planned = plan(made, [table(kindred_gap="3d")], [], NOW)
    assert days(planned) == {"a1": "11-23 09:00", "b1": "11-24 09:00", "c1": "11-25 09:00", "a2": "11-26 09:00"}
    passed = next(item for item in planned.planned if item.delivery.post == "a2").passed
    assert [(item.at, item.rule, item.other) for item in passed] == [(at("2026-11-24T09:00"), "kindred", "a1")]


def test_a_kindred_post_with_a_day_of_its_own_keeps_others_away_before_it():
    made = [
        ready("dated", 9, topics=frozenset("a"), publish_on=date(2026, 11, 25)),
        ready("a1", 1, topics=frozenset("a")),
        ready("b1", 2),
    ]
    planned = plan(made, [table(kindred_gap="3d")], [], NOW)
    assert days(planned) == {"b1": "11-23 09:00", "dated": "11-25 09:00", "a1": "11-30 09:00"}


# ---- days that notes ask for ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (date(2026, 11, 25), None, "11-25 09:00"),
        (date(2026, 11, 25), time(18, 30), "11-25 18:30"),  # a time that the timetable does not have
        (date(2026, 11, 22), None, "11-23 09:00"),  # a Sunday
        (date(2026, 11, 26), None, "11-27 09:00"),  # a blackout
        (date(2026, 11, 26), time(12), "11-27 09:00"),
        (date(2026, 11, 20), None, "11-23 09:00"),  # today's slot has passed
        (date(2026, 11, 20), time(8), "11-23 09:00"),
        (date(2020, 1, 1), None, "11-24 09:00"),  # over: its turn is its place in the order
    ],
)
def test_a_post_that_asks_for_a_day_gets_it_or_the_next_free_slot(day, clock, expected):
    made = [ready("p1", 1), ready("wish", 2, publish_on=day, publish_at=clock), ready("p3", 3)]
    assert days(plan(made, [table(blackout=["2026-11-26"])], [], NOW))["wish"] == expected


def test_a_wish_that_could_not_be_met_does_not_move_about_when_its_day_is_over():
    """Both ask for days of a blackout and got the first slots after it; then the first one's day passes."""
    made = [ready("x", 1, publish_on=date(2026, 11, 23)), ready("y", 2, publish_on=date(2026, 11, 24))]
    rules = table(blackout=["2026-11-23..2026-11-24"])
    first = plan(made, [rules], [], NOW)
    assert days(first) == {"x": "11-25 09:00", "y": "11-26 09:00"}
    assert plan(made, [rules], first.deliveries, at("2026-11-24T12:00")).deliveries == first.deliveries


def test_two_that_ask_for_one_day_get_neighbouring_slots():
    made = [ready(name, place, publish_on=date(2026, 11, 25)) for place, name in enumerate(["x", "y"])]
    assert days(plan(made, [table()], [], NOW)) == {"x": "11-25 09:00", "y": "11-26 09:00"}


def test_a_wish_that_comes_later_moves_those_behind_it_up_by_one_slot():
    first = plan(posts(4), [table()], [], NOW)
    made = [*posts(4), ready("wish", 5, publish_on=date(2026, 11, 24))]
    again = plan(made, [table()], first.deliveries, NOW)
    assert order(again) == ["p1", "wish", "p2", "p3", "p4"]
    assert plan(made, [table()], again.deliveries, NOW).deliveries == again.deliveries


# ---- the plan that was taken ---------------------------------------------------------------------------------------


def test_a_note_that_is_added_in_front_changes_nothing_that_was_planned():
    first = plan(posts(5), [table()], [], NOW)
    again = plan([ready("new", 0), *posts(5)], [table()], first.deliveries, NOW)
    assert order(again) == ["p1", "p2", "p3", "p4", "p5", "new"]
    assert diff(first.deliveries, again).same == 5
    assert order(plan([ready("new", 0), *posts(5)], [table()], first.deliveries, NOW, anew=True))[0] == "new"


def test_a_fresh_note_goes_first_but_for_the_next_seven_days():
    made = [ready(f"p{number}", number, fresh=-number) for number in range(1, 9)]
    first = plan(made, [table(order="fresh")], [], NOW)
    again = plan([*made, ready("new", 9, fresh=1.0)], [table(order="fresh")], first.deliveries, NOW)
    assert order(again) == ["p1", "p2", "p3", "p4", "p5", "new", "p6", "p7", "p8"]
    assert again.deliveries[5].at == at("2026-11-30T09:00")


def test_when_a_post_goes_those_behind_it_move_up():
    first = plan(posts(5), [table()], [], NOW)
    again = plan([item for item in posts(5) if item.post != "p2"], [table()], first.deliveries, NOW)
    assert order(again) == ["p1", "p3", "p4", "p5"]
    assert [item.at for item in again.deliveries] == [item.at for item in first.deliveries][:4]


@pytest.mark.parametrize("state", ["held", "skipped"])
def test_what_is_held_or_skipped_makes_room(state):
    first = plan(posts(4), [table()], [], NOW)
    kept = [replace(item, state=state) if item.post == "p2" else item for item in first.deliveries]
    again = plan(posts(4), [table()], kept, NOW)
    assert order(again) == ["p1", "p3", "p4"]
    assert [item.at for item in again.deliveries] == [item.at for item in first.deliveries][:3]
    assert [(item.post, item.wants_person) for item in again.unplanned] == [("p2", state == "held")]


@pytest.mark.parametrize("state", ["publishing", "failed", "unsure", "missed"])
def test_what_waits_for_a_person_is_never_planned_again(state):
    waits = Delivery("p1", "mastodon", NOW - DAY, state)
    planned = plan(posts(2), [table()], [waits], NOW)
    assert order(planned) == ["p2"]
    assert [item.post for item in planned.unplanned] == ["p1"]


def test_what_was_published_is_not_planned_again_also_where_an_old_plan_has_it():
    first = plan(posts(2), [table()], [], NOW)
    elsewhere = Delivery("p1", "mastodon", NOW - 3 * DAY, "published", sent=NOW - 3 * DAY)
    assert order(plan(posts(2), [table()], [elsewhere, *first.deliveries], NOW)) == ["p2"]
    assert order(plan(posts(2), [table()], [elsewhere], NOW)) == ["p2"]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"zone": "America/New_York"}, ["11-20 15:00", "11-23 15:00", "11-24 15:00"]),  # 09:00 there
        ({"times": {"mon": ["07:15"]}}, ["11-23 07:15", "11-30 07:15", "12-07 07:15"]),
        ({"times": {"mon-fri": ["09:00", "12:00"]}}, ["11-20 12:00", "11-23 09:00", "11-23 12:00"]),
        ({"blackout": ["2026-11-24"]}, ["11-23 09:00", "11-25 09:00", "11-26 09:00"]),
        ({"gap": "30h"}, ["11-23 09:00", "11-25 09:00", "11-27 09:00"]),
    ],
)
def test_another_timetable_plans_anew_in_the_old_order(other, expected):
    made = [ready("p3", 1), ready("p1", 2), ready("p2", 3)]
    first = plan(posts(3), [table()], [], NOW)
    again = plan(made, [table(**other)], first.deliveries, NOW)
    assert days(again) == dict(zip(["p1", "p2", "p3"], expected, strict=True))


def test_what_a_person_pinned_stays_through_all_that():
    first = plan(posts(3), [table()], [], NOW)
    pinned = [
        replace(item, at=at("2026-11-25T17:45"), pinned=True) if item.post == "p1" else item
        for item in first.deliveries
    ]
    for made, anew in ((table(), False), (table(times={"tue": ["07:00"]}), False), (table(gap="3d"), True)):
        again = plan(posts(3), [made], pinned, NOW, anew=anew)
        assert days(again)["p1"] == "11-25 17:45"
        assert len(again.deliveries) == 3


def test_a_delivery_keeps_what_else_is_known_of_it():
    first = plan(posts(1), [table()], [], NOW)
    kept = plan(posts(1), [table()], [replace(first.deliveries[0], reason="by request")], NOW)
    assert kept.deliveries[0].reason == "by request"
    moved = plan(posts(1), [table(times={"sat": ["12:00"]})], [replace(first.deliveries[0], reason="by request")], NOW)
    assert (moved.deliveries[0].reason, days(moved)) == ("by request", {"p1": "11-21 12:00"})
    assert moved.deliveries[0].rules == timetable_digest(table(times={"sat": ["12:00"]}))


def test_an_edited_post_keeps_its_slot_with_its_new_words():
    before, after = (ready("p1", 1, variants={"": (words,)}) for words in ("old", "new"))
    first = plan([before], [table()], [], NOW)
    again = plan([after], [table()], first.deliveries, NOW)
    assert [(item.id, item.content) for item in again.deliveries] == [("p1@mastodon", "new")]
    assert again.deliveries[0].at == first.deliveries[0].at


# ---- approval ------------------------------------------------------------------------------------------------------


def test_an_approval_is_bound_to_the_words_and_an_edit_takes_it_away():
    made = ready("p1", 1, variants={"": ("a",)}, approved=frozenset({"a"}))
    first = plan([made], [table(approval="required")], [], NOW)
    assert first.deliveries[0].state == "approved"
    edited = replace(made, variants={"": ("b",)})
    again = plan([edited], [table(approval="required")], first.deliveries, NOW)
    assert (again.deliveries[0].state, again.deliveries[0].at) == ("planned", first.deliveries[0].at)
    assert plan([made], [table()], [], NOW).deliveries[0].state == "planned"  # auto: nobody has to say so


def test_what_is_approved_comes_before_what_may_never_be():
    made = [ready("p1", 1), ready("p2", 2, variants={"": ("x",)}, approved=frozenset({"x"}))]
    assert order(plan(made, [table(approval="required")], [], NOW)) == ["p2", "p1"]
    assert order(plan(made, [table()], [], NOW)) == ["p1", "p2"]


# ---- late ----------------------------------------------------------------------------------------------------------


def outage(count: int, later: timedelta, **keys):
    """A plan for every day that was taken, and made again after nobody had looked for some time."""
    made = table(times={"mon-sun": ["09:00"]}, **keys)
    first = plan(posts(count), [made], [], NOW)
    return plan(posts(count), [made], first.deliveries, first.deliveries[0].at + later)


def test_what_was_missed_waits_for_a_person_and_the_others_stay():
    again = outage(5, timedelta(days=2, hours=3))
    assert order(again) == ["p1", "p2", "p3", "p4", "p5"]
    assert [item.state for item in again.deliveries] == ["missed", "missed", "missed", "planned", "planned"]
    assert [item.post for item in again.unplanned if item.wants_person] == ["p1", "p2", "p3"]


def test_with_next_slot_the_whole_sequence_moves():
    again = outage(5, timedelta(days=2, hours=3), missed="next-slot")
    assert list(days(again).items()) == [(f"p{number}", f"11-{23 + number} 09:00") for number in range(1, 6)]
    assert again.missed == ()


def test_what_is_due_and_not_too_late_stays_due():
    again = outage(3, timedelta(hours=1))
    assert [item.why for item in again.planned] == ["due", "kept", "kept"]


def test_what_nobody_approved_does_not_hold_up_what_is_approved():
    made = [ready("p1", 1), *(ready(f"p{n}", n, variants={"": ("x",)}, approved=frozenset("x")) for n in (2, 3))]
    rules = table(times={"mon-sun": ["09:00"]}, approval="required", missed="next-slot")
    first = plan(made, [rules], [], NOW)
    pinned_order = sorted(item.at for item in first.deliveries)
    waiting = [replace(item, at=pinned_order[int(item.post[1]) - 1]) for item in first.deliveries]  # p1 is next
    again = plan(made, [rules], waiting, pinned_order[0] + timedelta(hours=3))
    assert order(again) == ["p2", "p3", "p1"]
    assert days(again)["p2"] == "11-22 09:00"


# ---- repeats -------------------------------------------------------------------------------------------------------


def variants(*names: str) -> dict[str, tuple[str, ...]]:
    return {"": names}


def test_a_rested_post_comes_again_in_other_words_where_nothing_new_is_left():
    made = [ready("p1", 1, variants=variants("a", "b")), ready("p2", 2, variants=variants("c"))]
    planned = plan(made, [table(times={"mon": ["09:00"]}, repeat_after="20d")], [], NOW, horizon=120 * DAY)
    assert [(item.id, item.content, item.at.date().isoformat()) for item in planned.deliveries] == [
        ("p1@mastodon", "a", "2026-11-23"),
        ("p2@mastodon", "c", "2026-11-30"),
        ("p1@mastodon#2", "b", "2026-12-14"),
    ]


@pytest.mark.parametrize("keys", [{"repeat_after": "never"}, {"repeat_after": "300d"}])
def test_without_a_rest_that_ends_nothing_comes_again(keys):
    made = [ready("p1", 1, variants=variants("a", "b"))]
    assert order(plan(made, [table(**keys)], [], NOW, horizon=120 * DAY)) == ["p1"]


def test_the_same_words_never_go_out_twice():
    sent = published(Delivery("p1", "mastodon", NOW - 400 * DAY, content="a"))
    for words, expected in ((("a",), []), (("a", "b"), ["p1#2"]), (("b",), ["p1#2"]), (("",), [])):
        made = [ready("p1", 1, variants=variants(*words))]
        assert order(plan(made, [table()], [sent], NOW, horizon=30 * DAY)) == expected


def test_a_post_of_which_nobody_knows_the_words_that_went_out_does_not_come_again():
    sent = published(Delivery("p1", "mastodon", NOW - 400 * DAY))
    made = [ready("p1", 1, variants=variants("a", "b"))]
    assert order(plan(made, [table()], [sent], NOW, horizon=30 * DAY)) == []


def test_each_channel_has_variants_of_its_own():
    made = [ready("p1", 1, variants={"mastodon": ("m1", "m2"), "x": ("x1",)})]
    tables = [table(repeat_after="10d"), table("x", repeat_after="10d")]
    planned = plan(made, tables, [], NOW, horizon=60 * DAY)
    assert [item.content for item in planned.deliveries if item.channel == "mastodon"] == ["m1", "m2"]
    assert [item.content for item in planned.deliveries if item.channel == "x"] == ["x1"]


def test_a_new_post_takes_the_slot_of_a_planned_repeat():
    made = [ready(f"p{number}", number, variants=variants(f"a{number}", f"b{number}")) for number in range(1, 4)]
    rules = table(times={"mon": ["09:00"]}, repeat_after="10d")
    first = plan(made, [rules], [], NOW, horizon=60 * DAY)
    assert order(first) == ["p1", "p2", "p3", "p1#2", "p2#2", "p3#2"]
    again = plan([*made, ready("new", 4)], [rules], first.deliveries, NOW, horizon=60 * DAY)
    assert order(again) == ["p1", "p2", "p3", "new", "p2#2", "p3#2", "p1#2"]


def test_a_new_post_comes_before_a_repeat_of_a_more_wanted_category():
    sent = published(Delivery("old", "mastodon", NOW - 400 * DAY, content="a"))
    old = ready("old", 1, variants=variants("a", "b"), categories=frozenset({"traps"}))
    rules = table(times={"mon": ["09:00"]}, days={"mon": ["traps", "any"]})
    assert order(plan([old, ready("new", 2)], [rules], [sent], NOW, horizon=30 * DAY)) == ["new", "old#2"]


def test_a_year_goes_by_and_the_plan_with_it():
    made = posts(12)
    known = list(plan(made, [table(times={"mon": ["09:00"]})], [], NOW).deliveries)
    for week in range(1, 13):
        later = NOW + timedelta(weeks=week)
        known = carried_out(known, later)
        again = plan(made, [table(times={"mon": ["09:00"]})], known, later)
        assert not diff(known, again).changes


# ---- what a caller may get wrong -----------------------------------------------------------------------------------


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        plan(posts(1), [table()], [], NOW.replace(tzinfo=None))


def test_two_posts_with_one_id_are_refused():
    with pytest.raises(ValueError, match="one id"):
        plan([*posts(1), *posts(1)], [table()], [], NOW)
