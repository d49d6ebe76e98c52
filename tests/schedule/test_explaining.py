"""Why each post has its slot: every rule that decides is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from post_forge.schedule import explain_text, plan, plan_json
from tests.schedule.builders import DAY, NOW, at, ready, table

GOLDEN = """\
Mon 2026-11-23 09:00  mastodon  Retries multiply
    number 1 in the collection's order, and the first slot free for it
Tue 2026-11-24 09:00  mastodon  (empty: no post of series is left)
Wed 2026-11-25 09:00  mastodon  Black Friday
    it asks for 2026-11-25
Thu 2026-11-26 09:00  mastodon  Locks
    number 3 in the collection's order, and the first slot free for it
Fri 2026-11-27 09:00  mastodon  Retries need a key
    number 2 in the collection's order, and the first slot free for it
    not on Thu 2026-11-26 09:00: less than 4d from a kindred one, 'Retries
    multiply'

without a slot (looked up to Sun 2026-12-20):
  A series without an end on mastodon: it is held
  Elsewhere: it is for blog, and there is no such channel"""


def situation():
    made = [
        ready("r1", 1, title="Retries multiply", topics=frozenset("r")),
        ready("r2", 2, title="Retries need a key", topics=frozenset("r")),
        ready("l", 3, title="Locks"),
        ready("b", 4, title="Black Friday", publish_on=date(2026, 11, 25)),
        ready("s", 5, title="A series without an end", categories=frozenset({"series"})),
        ready("e", 6, title="Elsewhere", channels=("blog",)),
    ]
    rules = table(kindred_gap="4d", days={"tue": ["series"]}, times={"mon-fri": ["09:00"]})
    first = plan(made[4:5], [rules], [], NOW, horizon=30 * DAY)
    held = [replace(item, state="held") for item in first.deliveries]
    return plan(made, [rules], held, NOW, horizon=30 * DAY), made, rules


def test_every_slot_is_explained():
    made, posts, rules = situation()
    text = explain_text(made, posts, [rules])
    assert text == GOLDEN
    assert all(len(line) <= 80 for line in text.splitlines())
    assert all(len(line) <= 50 for line in explain_text(made, posts, [rules], width=50).splitlines())


def test_the_same_as_json():
    made, posts, rules = situation()
    value = plan_json(made, posts, [rules])
    assert [entry["title"] for entry in value["planned"]] == [
        "Retries multiply",
        "Black Friday",
        "Locks",
        "Retries need a key",
    ]
    assert value["planned"][0]["local"] == "2026-11-23T09:00+01:00"
    assert value["planned"][0]["at"] == "2026-11-23T08:00:00Z"
    assert value["planned"][1]["reasons"] == ["it asks for 2026-11-25"]
    assert value["empty"][0]["reason"] == "no post of series is left"
    assert [entry["wants_person"] for entry in value["unplanned"]] == [True, True]


def reasons_of(posts, rules, history=(), now=NOW, **more) -> list[str]:
    value = plan_json(plan(posts, [rules], history, now, **more), posts, [rules])
    return value["planned"][0]["reasons"]


def test_the_other_reasons():
    one = [ready("p", 1, variants={"": ("a", "b")})]
    first = plan(one, [table()], [], NOW).deliveries
    assert reasons_of(one, table(order="fresh")) == ["the freshest of those that waited for this slot"]
    assert reasons_of(one, table(), first) == ["as in the plan that was taken"]
    assert reasons_of(one, table(times={"sat": ["09:00"]}), first) == [
        "it has lost its earlier slot and keeps its turn"
    ]
    assert reasons_of(one, table(), [replace(first[0], pinned=True)]) == ["a person put it there"]
    assert reasons_of(one, table(), first, first[0].at + timedelta(minutes=5)) == ["its slot has come"]
    sent = [replace(first[0], state="published", sent=first[0].at)]
    assert reasons_of(one, table(repeat_after="30d"), sent) == [
        "nothing new is left for this slot; it has rested 30d, and comes again in other words"
    ]
    assert reasons_of(one, table(approval="required"))[-1] == "waits for approval; without it, it is missed"
    assert reasons_of([replace(one[0], approved=frozenset("a"))], table(approval="required"))[-1] == "approved"
    assert reasons_of(one, table(days={"mon": ["rest"], "tue": ["x"]}))[-1] == "Mon takes rest"
    asks = [replace(one[0], publish_on=date(2026, 12, 24))]
    assert reasons_of(asks, table(blackout=["12-24..12-26"])) == [
        "it asks for 2026-12-24, a day without posts; this is the first free slot after it"
    ]
    gap = reasons_of(one, table(times={"mon-sun": ["02:30"]}), now=at("2027-03-27T12:00"))
    assert gap[-1] == "02:30 does not exist on this day: it moves forward with the clocks"
