"""Wall-clock times through real changes of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.schedule import slots, timetable_digest, transitions
from tests.schedule.builders import DAY, NOW, ZONES, at, table, timetables


def shown(zone: str, first: str, last: str, *clocks: str) -> list[str]:
    """What the clocks of a zone show at every slot between two local dates, both included."""
    made = table(zone=zone, times={"mon-sun": clocks})
    start, end = at(f"{first}T00:00", zone) - timedelta(seconds=1), at(f"{last}T23:59:59", zone)
    found = slots(made, start, end)
    assert all(slot.at.tzinfo is UTC for slot in found)
    return [f"{slot.at.astimezone(ZoneInfo(zone)):%m-%d %H:%M %z}{' moved' if slot.moved else ''}" for slot in found]


def test_a_time_stays_on_the_wall_when_the_offset_changes():
    assert shown("Europe/Berlin", "2027-03-27", "2027-03-29", "09:00") == [
        "03-27 09:00 +0100",
        "03-28 09:00 +0200",
        "03-29 09:00 +0200",
    ]


@pytest.mark.parametrize(
    ("zone", "day", "clock", "expected"),
    [
        ("Europe/Berlin", "2027-03-28", "02:30", "03-28 03:30 +0200 moved"),
        ("Europe/Berlin", "2027-03-28", "02:00", "03-28 03:00 +0200 moved"),
        ("America/New_York", "2027-03-14", "02:30", "03-14 03:30 -0400 moved"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "10-04 02:45 +1100 moved"),  # clocks go forward by 30 minutes
        ("Australia/Lord_Howe", "2026-10-04", "02:45", "10-04 02:45 +1100"),
        ("America/Sao_Paulo", "2018-11-04", "00:00", "11-04 01:00 -0200 moved"),  # the gap was at midnight
        ("America/Sao_Paulo", "2018-11-04", "00:30", "11-04 01:30 -0200 moved"),
        ("Africa/Casablanca", "2024-04-14", "02:30", "04-14 03:30 +0100 moved"),  # the end of Ramadan
    ],
)
def test_an_hour_that_does_not_exist_moves_forward(zone, day, clock, expected):
    assert shown(zone, day, day, clock) == [expected]


@pytest.mark.parametrize(
    ("zone", "day", "clock", "expected"),
    [
        ("Europe/Berlin", "2026-10-25", "02:30", "10-25 02:30 +0200"),
        ("America/New_York", "2026-11-01", "01:30", "11-01 01:30 -0400"),
        ("Australia/Lord_Howe", "2027-04-04", "01:45", "04-04 01:45 +1100"),
        ("America/Sao_Paulo", "2018-02-17", "23:30", "02-17 23:30 -0200"),
        ("Africa/Casablanca", "2024-03-10", "02:30", "03-10 02:30 +0100"),  # the beginning of Ramadan
    ],
)
def test_an_hour_that_comes_twice_counts_once_and_the_first_time(zone, day, clock, expected):
    assert shown(zone, day, day, clock) == [expected]


def test_a_zone_without_changes_has_none():
    zone = "Asia/Kolkata"
    assert {line[-5:] for line in shown(zone, "2026-01-01", "2026-12-31", "06:30")} == {"+0530"}
    assert transitions(zone, datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)) == ()


def test_a_day_that_was_left_out_has_no_slots():
    """Samoa went over the date line: 2011-12-30 never was there."""
    assert shown("Pacific/Apia", "2011-12-28", "2012-01-01", "09:00", "23:30") == [
        "12-28 09:00 -1000",
        "12-28 23:30 -1000",
        "12-29 09:00 -1000",
        "12-29 23:30 -1000",
        "12-31 09:00 +1400",
        "12-31 23:30 +1400",
        "01-01 09:00 +1400",
        "01-01 23:30 +1400",
    ]


def test_the_posts_of_a_day_that_was_left_out_do_not_go_to_the_next():
    made = table(zone="Pacific/Apia", times={"fri": ["10:00"], "sat": ["09:00"]})
    found = slots(made, at("2011-12-29T12:00", "Pacific/Apia"), at("2012-01-01T12:00", "Pacific/Apia"))
    assert [slot.at for slot in found] == [at("2011-12-31T09:00", "Pacific/Apia")]


def test_two_times_that_meet_in_a_gap_are_one_slot():
    backwards = shown("Europe/Berlin", "2027-03-28", "2027-03-28", "03:30", "02:30")
    assert backwards == ["03-28 03:30 +0200"]
    assert shown("Europe/Berlin", "2027-03-28", "2027-03-28", "02:30", "03:30", "03:00") == [
        "03-28 03:00 +0200",
        "03-28 03:30 +0200",
    ]


def test_weekdays_blackouts_and_both_ends_of_the_span():
    made = table(times={"mon-wed": ["09:00"], "wed": ["18:00", "09:00"]}, blackout=["2026-11-24", "12-24..01-02"])
    found = slots(made, at("2026-11-23T09:00"), at("2026-11-25T18:00"))
    assert [slot.at for slot in found] == [at("2026-11-25T09:00"), at("2026-11-25T18:00")]
    christmas = slots(made, at("2026-12-22T12:00"), at("2027-01-04T12:00"))
    assert [slot.day.isoformat() for slot in christmas] == ["2026-12-23", "2026-12-23", "2027-01-04"]


@given(timetables(), st.integers(0, 400), st.integers(0, 60))
def test_slots_are_in_order_within_the_span_and_shown_as_the_timetable_says(made, start, length):
    first = NOW + timedelta(hours=start * 7)
    last = first + length * DAY
    found = slots(made, first, last)
    moments = [slot.at for slot in found]
    assert moments == sorted(set(moments))
    for slot in found:
        local = slot.at.astimezone(ZoneInfo(made.zone))
        assert first < slot.at <= last
        assert slot.clock in made.times[slot.day.weekday()]
        assert not any(slot.day in blackout for blackout in made.blackout)
        assert slot.moved or (local.date(), local.time()) == (slot.day, slot.clock)


@given(timetables(), st.lists(st.integers(0, 40), min_size=1, max_size=4))
def test_slots_of_a_span_are_those_of_its_parts(made, lengths):
    cuts = [NOW]
    for length in lengths:
        cuts.append(cuts[-1] + timedelta(hours=7 * length))
    parts = [slot for first, last in pairwise(cuts) for slot in slots(made, first, last)]
    assert parts == slots(made, NOW, cuts[-1])


def test_transitions_are_found_to_the_second():
    year = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    assert [change.at for change in transitions("Europe/Berlin", *year)] == [
        datetime(2026, 3, 29, 1, tzinfo=UTC),
        datetime(2026, 10, 25, 1, tzinfo=UTC),
    ]
    lord_howe = transitions("Australia/Lord_Howe", *year)
    assert [change.after - change.before for change in lord_howe] == [timedelta(minutes=-30), timedelta(minutes=30)]
    apia = transitions("Pacific/Apia", datetime(2011, 12, 1, tzinfo=UTC), datetime(2012, 1, 15, tzinfo=UTC))
    assert [(change.at, change.after - change.before) for change in apia] == [
        (datetime(2011, 12, 30, 10, tzinfo=UTC), timedelta(days=1))
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"zone": "Europe/Paris"},
        {"times": {"mon-fri": ["09:30"]}},
        {"days": {"mon": ["traps"]}},
        {"blackout": ["12-24"]},
        {"gap": "1h"},
        {"kindred_gap": "1d"},
    ],
)
def test_the_digest_changes_with_what_decides_slots(other):
    assert timetable_digest(table(**other)) != timetable_digest(table())


def test_the_digest_does_not_change_with_anything_else():
    same = table(late="5h", missed="next-slot", order="fresh", approval="required", times={"fri,mon-thu": ["9:00"]})
    assert timetable_digest(same) == timetable_digest(table())


def test_every_zone_of_the_tests_has_its_rules():
    assert all(ZoneInfo(zone).utcoffset(NOW) is not None for zone in ZONES)
