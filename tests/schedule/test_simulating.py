"""A year of a worker's life: every slot has its post, through outages and changes of the clocks."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from post_forge.schedule import Outage, simulate, simulation_json, simulation_text
from tests.schedule.builders import DAY, NOW, at, posts, ready, table

DAILY = {"mon-sun": ["09:00"]}


@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
@pytest.mark.parametrize("clock", ["02:15", "09:00", "23:59"])
def test_a_year_has_one_post_in_every_slot(zone, clock):
    played = simulate(posts(400), [table(zone=zone, times={"mon-sun": [clock]})], NOW)
    tally = played.tallies["mastodon"]
    assert tally.slots in (365, 366)
    assert (tally.on_time, tally.late, tally.missed, tally.empty) == (tally.slots, 0, 0, 0)
    sent = [item for item in played.deliveries if item.state == "published"]
    assert [item.post for item in sent] == [f"p{number}" for number in range(1, tally.slots + 1)]
    local = [item.at.astimezone(ZoneInfo(zone)) for item in sent]
    assert [(day.date() - local[0].date()).days for day in local] == [*range(tally.slots)]  # no day is left out
    moved = [day for day in local if f"{day:%H:%M}" != clock]
    assert len(moved) <= (clock == "02:15" and zone != "Asia/Kolkata")  # the hour that does not exist


def test_how_often_the_worker_plans_changes_nothing():
    rules = [table(zone="America/New_York", times={"mon-fri": ["02:30", "12:00"]}, missed="next-slot", gap="3h")]
    outages = [Outage(NOW + 30 * DAY, NOW + 33 * DAY), Outage(NOW + 100 * DAY, NOW + 100 * DAY + timedelta(hours=1))]
    played = [
        simulate(posts(700), rules, NOW, days=200, outages=outages, every=every)
        for every in (3 * DAY, 10 * DAY, 50 * DAY)
    ]
    sent = [[(item.id, item.sent) for item in one.deliveries if item.state == "published"] for one in played]
    assert sent[0] == sent[1] == sent[2]


def test_an_outage_misses_what_it_covers_and_catches_up_with_one():
    outage = Outage(at("2026-12-01T08:00"), at("2026-12-04T10:30"))
    played = simulate(posts(400), [table(times=DAILY)], NOW, days=60, outages=[outage])
    tally = played.tallies["mastodon"]
    assert (tally.slots, tally.on_time, tally.late, tally.missed, tally.empty) == (60, 56, 1, 3, 0)
    late = [item for item in played.deliveries if item.sent and item.sent != item.at]
    assert [(item.at, item.sent) for item in late] == [(at("2026-12-04T09:00"), at("2026-12-04T10:30"))]


def test_with_next_slot_an_outage_loses_nothing_and_keeps_the_order():
    outage = Outage(at("2026-12-01T08:00"), at("2026-12-04T12:30"))
    played = simulate(posts(400), [table(times=DAILY, missed="next-slot")], NOW, days=60, outages=[outage])
    tally = played.tallies["mastodon"]
    assert (tally.on_time, tally.late, tally.missed, tally.moved, tally.empty) == (56, 0, 0, 4, 4)
    sent = [item.post for item in played.deliveries if item.state == "published"]
    assert sent == [f"p{number}" for number in range(1, 57)]


def test_an_outage_holds_from_its_first_moment_to_before_its_last():
    for first, last, sent in (
        ("2026-12-01T09:00", "2026-12-01T09:30", "2026-12-01T09:30"),
        ("2026-12-01T08:00", "2026-12-01T09:00", "2026-12-01T09:00"),
    ):
        played = simulate(posts(1), [table()], at("2026-11-30T12:00"), days=3, outages=[Outage(at(first), at(last))])
        assert [item.sent for item in played.deliveries] == [at(sent)]


def test_an_outage_over_the_hour_that_comes_twice():
    """02:30 came twice; the worker slept through the first one and wakes between: it goes out once."""
    outage = Outage(at("2026-10-24T12:00"), at("2026-10-25T02:45"))
    rules = table(times={"mon-sun": ["02:30"]})
    played = simulate(posts(9), [rules], at("2026-10-23T12:00"), days=4, outages=[outage])
    assert [(item.post, item.sent) for item in played.deliveries if item.state == "published"] == [
        ("p1", at("2026-10-24T02:30")),
        ("p2", at("2026-10-25T02:45")),
        ("p3", at("2026-10-26T02:30")),
        ("p4", at("2026-10-27T02:30")),
    ]


def test_repeats_fill_the_year_while_there_are_other_words():
    made = [ready(f"p{number}", number, variants={"": tuple(f"{number}.{v}" for v in range(3))}) for number in (1, 2)]
    played = simulate(made, [table(times={"mon": ["09:00"]}, repeat_after="30d")], NOW)
    tally = played.tallies["mastodon"]
    assert (tally.on_time, tally.repeats) == (6, 4)
    assert tally.dry_from == at("2027-02-15T09:00")
    words = [item.content for item in played.deliveries]
    assert len(words) == len(set(words))


def test_what_needs_approval_is_taken_to_have_it():
    played = simulate(posts(3), [table(approval="required")], NOW, days=10)
    assert played.tallies["mastodon"].on_time == 3


GOLDEN = """\
365 days from Fri 2026-11-20 10:00 (Europe/Berlin)

channel   slots  on time  late  repeats  missed  moved  empty
mastodon    365      299     1        0       5      0     60  Europe/Berlin
x           260      257     0        0       0      3      3  Australia/Lord_Howe
mastodon has nothing left to post from Wed 2027-09-22 09:00 on

clock changes:
  Sun 2027-03-28 Europe/Berlin: 1h does not exist from 02:00 to 03:00
  Sun 2027-04-04 Australia/Lord_Howe: 30m comes twice from 01:30 to 02:00
  Sun 2027-10-03 Australia/Lord_Howe: 30m does not exist from 02:00 to 02:30
  Sun 2027-10-31 Europe/Berlin: 1h comes twice from 02:00 to 03:00

outages:
  Sun 2027-03-28 01:00 to Sun 2027-03-28 10:00 (8h)
  Tue 2027-06-01 00:00 to Sun 2027-06-06 00:00 (5d)"""


def played():
    rules = [
        table(times=DAILY),
        table("x", "Australia/Lord_Howe", times={"mon-thu,sun": ["02:15"]}, missed="next-slot"),
    ]
    outages = [
        Outage(at("2027-03-28T01:00"), at("2027-03-28T10:00")),
        Outage(at("2027-06-01T00:00"), at("2027-06-06T00:00")),
    ]
    return simulate(posts(305), rules, NOW, outages=outages)


def test_the_summary():
    assert simulation_text(played(), "Europe/Berlin") == GOLDEN


def test_the_summary_as_json():
    value = simulation_json(played())
    assert value["channels"]["mastodon"]["missed"] == 5
    assert value["clock_changes"][0] == {
        "at": "2027-03-28T01:00:00Z",
        "zone": "Europe/Berlin",
        "before": 3600,
        "after": 7200,
    }
    assert value["outages"][0]["first"] == "2027-03-28T00:00:00Z"
