"""The month on a terminal: nothing is wider than it, nothing of the month is missing."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.schedule import Delivery, month_text, plan
from post_forge.schedule.wording import cut, one_line, padded, width_of
from tests.schedule.builders import DAY, NOW, at, posts, some_posts, table, timetables

TITLES = {
    "a": "Retries multiply the load",
    "b": "塔の下のデータベースと再試行",
    "c": "Locks",
}
DELIVERIES = [
    Delivery("a", "mastodon", at("2026-12-01T09:00"), "published", sent=at("2026-12-01T09:00")),
    Delivery("a", "linkedin", at("2026-12-01T09:00"), "published", sent=at("2026-12-01T09:01")),
    Delivery("b", "mastodon", at("2026-12-02T09:00")),
    Delivery("b", "linkedin", at("2026-12-02T12:30"), "missed"),
    Delivery("c", "mastodon", at("2026-12-31T23:45")),
    Delivery("a", "mastodon", at("2027-01-01T00:15"), round=2),
]

GOLDEN = """\
December 2026                                                      Europe/Berlin
Mon        Tue        Wed        Thu        Fri        Sat        Sun
           1          2          3          4          5          6
           09:00*l m  09:00?m
           Retries m… 塔の下の…
                      12:30!l
                      塔の下の…
7          8          9          10         11         12         13
14         15         16         17         18         19         20
21         22         23         24         25         26         27
28         29         30         31
                                 23:45 m
                                 Locks

Tue  1  09:00* l m  Retries multiply the load
Wed  2  09:00? m    塔の下のデータベースと再試行
        12:30! l    塔の下のデータベースと再試行
Thu 31  23:45  m    Locks

l linkedin   m mastodon   * sent   ! wants a person   ? waits for approval"""

NARROW = """\
December 2026     Europe/Berlin
Tue  1  09:00* l m  Retries mu…
Wed  2  09:00? m    塔の下のデ…
        12:30! l    塔の下のデ…
Thu 31  23:45  m    Locks

l linkedin   m mastodon
* sent   ! wants a person
? waits for approval"""


def test_the_month_as_a_grid():
    waits = frozenset({"b@mastodon"})
    assert month_text(DELIVERIES, TITLES, "Europe/Berlin", 2026, 12, unapproved=waits) == GOLDEN


def test_the_month_where_there_is_no_room_for_a_grid():
    waits = frozenset({"b@mastodon"})
    assert month_text(DELIVERIES, TITLES, "Europe/Berlin", 2026, 12, width=31, unapproved=waits) == NARROW


def test_a_moment_belongs_to_the_month_that_the_readers_clocks_show():
    january = month_text(DELIVERIES, TITLES, "Europe/Berlin", 2027, 1)
    assert "Fri  1  00:15  m  Retries" in january
    assert "        18:15  m    Retries" in month_text(DELIVERIES, TITLES, "America/New_York", 2026, 12)


def test_a_month_without_posts_says_so():
    assert "no post in this month" in month_text(DELIVERIES, TITLES, "Europe/Berlin", 2027, 2, width=30)


def test_channels_are_told_apart_by_their_first_letters():
    names = ["mastodon", "mastodon-es", "linkedin", "x"]
    deliveries = [Delivery("a", name, at("2026-12-01T09:00")) for name in names]
    last = month_text(deliveries, TITLES, "Europe/Berlin", 2026, 12).splitlines()[-1]
    assert last == "l linkedin   mastodon- mastodon-es"


@given(some_posts(30), timetables(), st.integers(30, 200), st.sampled_from(["Europe/Berlin", "Asia/Kolkata"]))
def test_every_delivery_of_the_month_is_in_the_list_and_no_line_is_too_wide(made, rules, width, zone):
    made = [replace(item, title=f"{item.post} 漢字 e\u0301 title") for item in made]
    planned = plan(made, [rules], [], NOW, horizon=80 * DAY)
    text = month_text(planned.deliveries, planned.titles, zone, 2026, 12, width=width)
    lines = text.splitlines()
    assert all(width_of(line) <= width for line in lines)
    local = [item.at.astimezone(ZoneInfo(zone)) for item in planned.deliveries]
    wanted = sorted(f"{moment:%H:%M}" for moment in local if (moment.year, moment.month) == (2026, 12))
    body = lines if width < 69 else lines[lines.index("") :]
    assert sorted(line[8:13] for line in body if line[10:11] == ":") == wanted


@pytest.mark.parametrize(
    ("text", "width"),
    [("plain", 5), ("漢字", 4), ("e\u0301", 1), ("👩‍💻", 4), ("日本語 text", 11), ("", 0)],
)
def test_the_width_of_text(text, width):
    assert width_of(text) == width


@given(st.text(max_size=40), st.integers(2, 30))
def test_cut_text_fits_and_cannot_steer_a_terminal(text, width):
    assert width_of(cut(text, width)) <= width
    assert width_of(padded(text, width)) == width
    assert one_line(text).isprintable() or "\u200d" in text or "\ufe0f" in text
    assert "\x1b" not in cut(f"\x1b[31m{text}", width)


def test_a_calendar_of_a_plan_has_every_slot_of_the_plan():
    made = plan(posts(30), [table()], [], NOW)
    in_all = 0
    for year, month in ((2026, 11), (2026, 12), (2027, 1)):
        text = month_text(made.deliveries, made.titles, "Europe/Berlin", year, month)
        in_all += sum("  m  Title" in line for line in text.splitlines())
    assert in_all == len(made.deliveries) == 30
