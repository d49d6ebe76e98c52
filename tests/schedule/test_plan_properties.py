"""What holds for every plan, whatever posts, timetables and histories there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from post_forge.schedule import WAITING, Plan, Ready, Timetable, diff, plan, slots
from tests.schedule.builders import DAY, NOW, carried_out, one_post, some_posts, timetables

HORIZON = 40 * DAY


def check(made: Plan, posts: list[Ready], rules: Timetable, now=NOW) -> None:
    """No slot in the past, none twice; no post twice but as a repeat in other words; gaps; every slot accounted for."""
    entries = [entry for entry in made.planned if entry.why != "due"]
    by_id = {item.post: item for item in posts}
    all_slots = {slot.at for slot in slots(rules, now, made.until)}
    assert all(entry.delivery.at > now for entry in entries)
    assert max(Counter(entry.delivery.at for entry in entries).values(), default=1) == 1
    assert max(Counter(item.id for item in made.deliveries).values(), default=1) == 1
    words = Counter((item.post, item.content) for item in made.deliveries)
    assert max(words.values(), default=1) == 1
    assert all(rules.repeat_after is not None for item in made.deliveries if item.round > 1)
    for first, second in pairwise(entries):
        assert second.delivery.at - first.delivery.at >= rules.gap
    for first, second in combinations(entries, 2):
        near = second.delivery.at - first.delivery.at < rules.kindred_gap
        assert not (near and by_id[first.delivery.post].topics & by_id[second.delivery.post].topics)
    for entry in entries:
        own_time = by_id[entry.delivery.post].publish_at is not None and entry.why == "dated"
        assert own_time or entry.delivery.at in all_slots
    used = {entry.delivery.at for entry in made.planned}
    last = max(used, default=now)
    empty = {entry.slot.at for entry in made.empty}
    assert not used & empty
    assert {at for at in all_slots if at < last} <= used | empty  # slots are used or told to be empty
    planned = {item.post for item in made.deliveries}
    assert planned | {item.post for item in made.unplanned} == set(by_id)  # and posts are planned, or told why not


@given(some_posts(), timetables())
def test_a_plan_keeps_its_rules_and_is_not_changed_by_planning_again(posts, rules):
    made = plan(posts, [rules], [], NOW, horizon=HORIZON)
    check(made, posts, rules)
    assert plan(posts, [rules], [], NOW, horizon=HORIZON) == made
    assert plan(list(reversed(posts)), [rules], [], NOW, horizon=HORIZON).deliveries == made.deliveries
    again = plan(posts, [rules], made.deliveries, NOW, horizon=HORIZON)
    check(again, posts, rules)
    assert again.deliveries == made.deliveries
    assert not diff(made.deliveries, again).changes


@given(some_posts(), timetables(), one_post(99))
def test_a_note_that_is_added_reshuffles_nothing(posts, rules, added):
    """In every order the others keep theirs; where the order is not `fresh` they keep their slots, but for repeats, and
    unless the new one asks for a day."""
    added = replace(added, publish_on=None, publish_at=None)
    made = plan(posts, [rules], [], NOW, horizon=HORIZON)
    again = plan([*posts, added], [rules], made.deliveries, NOW, horizon=HORIZON)
    check(again, [*posts, added], rules)
    before = {item.id: item.at for item in made.deliveries if item.round == 1}
    after = {item.id: item.at for item in again.deliveries if item.round == 1 and item.id in before}
    settled = {name for name, at in before.items() if rules.order != "fresh" or at < NOW + rules.settled}
    assert {name: before[name] for name in settled} == {name: after[name] for name in settled}


@given(some_posts(), timetables(), st.data())
def test_what_goes_makes_room_and_the_rules_still_hold(posts, rules, data):
    made = plan(posts, [rules], [], NOW, horizon=HORIZON)
    gone = data.draw(st.sets(st.sampled_from([item.post for item in posts]), max_size=2)) if posts else set()
    state = data.draw(st.sampled_from(["held", "skipped"]))
    stopped = data.draw(st.integers(0, max(0, len(made.deliveries) - 1)))
    known = [replace(item, state=state) if place == stopped else item for place, item in enumerate(made.deliveries)]
    left = [item for item in posts if item.post not in gone]
    again = plan(left, [rules], known, NOW, horizon=HORIZON)
    check(again, left, rules)
    kept = [item for item in known if item.state not in WAITING]
    assert plan(left, [rules], [*kept, *again.deliveries], NOW, horizon=HORIZON).deliveries == again.deliveries


@given(some_posts(), timetables(), timetables())
def test_another_timetable_plans_anew_what_is_not_yet_sent(posts, rules, others):
    made = plan(posts, [rules], [], NOW, horizon=HORIZON)
    later = NOW + 3 * DAY
    known = carried_out(made.deliveries, later)
    again = plan(posts, [others], known, later, horizon=HORIZON)
    sent = {item.id for item in known if item.state == "published"}
    assert not sent & {item.id for item in again.deliveries}
    moments = {slot.at for slot in slots(others, later, again.until)}
    assert all(entry.delivery.at in moments or entry.why == "dated" for entry in again.planned)


@given(some_posts(), timetables(), st.integers(0, 500))
def test_nothing_is_lost_whenever_the_worker_comes_back(posts, rules, hours):
    """After any outage every post is planned, sent, missed or told of; and nothing has come twice."""
    made = plan(posts, [rules], [], NOW, horizon=HORIZON)
    later = NOW + timedelta(hours=hours)
    again = plan(posts, [rules], made.deliveries, later, horizon=HORIZON)
    check(again, posts, rules, later)
    late = [item for item in again.deliveries if item.at <= later and item.state in WAITING]
    assert all(later - item.at <= rules.late for item in late)


@given(some_posts(), timetables("mastodon"), timetables("linkedin"))
def test_one_channel_is_planned_as_if_it_were_alone(posts, first, second):
    both = plan(posts, [first, second], [], NOW, horizon=HORIZON)
    for rules in (first, second):
        alone = plan(posts, [rules], [], NOW, horizon=HORIZON)
        assert [item for item in both.deliveries if item.channel == rules.channel] == list(alone.deliveries)
