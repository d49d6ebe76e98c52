"""The words of the configuration: read into a timetable, wrong ones told with their place in the file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, time, timedelta
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge import config
from post_forge.errors import ConfigError
from post_forge.schedule import Blackout, read_blackout, read_day, read_span, read_timetable, span
from post_forge.schedule.reading import weekdays

FILE = """\
    timezone: Europe/Madrid
    channels:
      archive: { platform: folder }
      mastodon:
        platform: mastodon
        url: https://example.org
        timezone: America/New_York
        times: { tue-thu: ["12:30"] }
        late: 30m
        missed: next-slot
        approval: required
        blackout: ["2027-08-01..2027-08-15"]
        days: { tue: traps }
    schedule:
      times: { mon-fri: [9:00] }
      days: { mon: Traps, fri: [series, any] }
      blackout: [12-24..01-06, 2027-05-01]
      gap: 4h
      kindred_gap: 3d
      catch_up: 2
      repeat_after: never
"""


def load(tmp_path, text: str, cache=None) -> config.Config:
    (tmp_path / config.FILE).write_text(dedent(text), encoding="utf-8")
    return config.load(tmp_path, cache)


def timetable(read: config.Config, place: int):
    channel = read.channels[place]
    return read_timetable(channel.name, channel.timezone or read.timezone, asdict(read.schedule_of(channel)))


def test_a_schedule_is_read_and_a_channel_may_say_otherwise(tmp_path):
    archive, mastodon = (timetable(load(tmp_path, FILE), place) for place in (0, 1))
    assert archive.zone == "Europe/Madrid"
    assert archive.times == dict.fromkeys(range(5), (time(9),))
    assert archive.days == {0: ("traps",), 4: ("series", "any")}
    assert (archive.gap, archive.kindred_gap, archive.late) == (
        timedelta(hours=4),
        timedelta(days=3),
        timedelta(hours=2),
    )
    assert (archive.missed, archive.approval, archive.catch_up, archive.repeat_after) == ("wait", "auto", 2, None)
    assert mastodon.zone == "America/New_York"
    assert mastodon.times == dict.fromkeys((1, 2, 3), (time(12, 30),))
    assert mastodon.days == {1: ("traps",)}
    assert (mastodon.late, mastodon.missed, mastodon.approval) == (timedelta(minutes=30), "next-slot", "required")
    assert mastodon.gap == archive.gap
    assert len(archive.blackout) == 2
    assert len(mastodon.blackout) == 3


def test_the_platform_sees_only_its_own_keys(tmp_path):
    assert load(tmp_path, FILE).channels[1].options == {"url": "https://example.org"}


def test_a_schedule_survives_being_kept(tmp_path):
    cache = tmp_path / "config.json"
    first = load(tmp_path, FILE, cache)
    assert cache.exists()
    assert load(tmp_path, FILE, cache) == first
    assert timetable(load(tmp_path, FILE, cache), 1) == timetable(first, 1)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("schedule:\n  blackout: [2026-02-30]", 2, "no day 2026-02-30"),
        ("schedule:\n  blackout: [2026-12-24..2026-12-01]", 2, "ends before it begins"),
        ("schedule:\n  blackout: [christmas]", 2, "not a date"),
        ("schedule:\n  blackout: [12-24..2027-01-06]", 2, "not a date"),
        ("schedule:\n  missed: later", 2, "not allowed here"),
        ("schedule:\n  catch_up: many", 2, "whole number"),
        ("schedule:\n  catch_up: -1", 2, "greater than or equal to 0"),
        ("schedule:\n  kindred_gap: soon", 2, "span of time"),
        ("schedule:\n  gap: 100000d", 2, "span of time"),
        ("schedule:\n  days: { funday: traps }", 2, "weekday"),
        ("schedule:\n  kindered_gap: 3d", 2, "unknown key"),
        ("channels:\n  x:\n    platform: x\n    late: soon", 4, "span of time"),
        ("channels:\n  x:\n    platform: x\n    approval: maybe", 4, "not allowed here"),
        ("channels:\n  x:\n    platform: x\n    timezone: Europe/Berln", 4, "no time zone"),
    ],
)
def test_a_wrong_word_is_told_with_its_line(tmp_path, text, line, told):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    (problem,) = caught.value.problems
    assert (problem.source.line, told in problem.message) == (line, True), problem


@pytest.mark.parametrize(
    ("words", "days"),
    [("mon", [0]), ("tue-thu", [1, 2, 3]), ("sat,sun", [5, 6]), ("fri-mon", [4, 5, 6, 0]), ("mon-sun", [*range(7)])],
)
def test_weekdays(words, days):
    assert list(weekdays(words)) == days


@pytest.mark.parametrize(
    ("words", "inside", "outside"),
    [
        ("2026-12-24", [date(2026, 12, 24)], [date(2026, 12, 25), date(2027, 12, 24)]),
        ("2026-12-24..2027-01-06", [date(2026, 12, 31), date(2027, 1, 6)], [date(2027, 1, 7), date(2027, 12, 31)]),
        ("12-25", [date(2026, 12, 25), date(2030, 12, 25)], [date(2026, 12, 24)]),
        (
            "12-24..01-06",
            [date(2026, 12, 24), date(2027, 1, 6), date(2028, 1, 1)],
            [date(2026, 12, 23), date(2027, 1, 7)],
        ),
        ("02-29", [date(2028, 2, 29)], [date(2027, 2, 28), date(2027, 3, 1)]),
    ],
)
def test_blackouts(words, inside, outside):
    read: Blackout = read_blackout(words)
    assert all(day in read for day in inside)
    assert not any(day in read for day in outside)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026-12-24", (date(2026, 12, 24), None)),
        ("2026-12-24 18:00", (date(2026, 12, 24), time(18))),
        ("2026-12-24T8:30", (date(2026, 12, 24), time(8, 30))),
        ("2026-12-24T18:00:00", (date(2026, 12, 24), time(18))),
    ],
)
def test_the_day_that_a_note_asks_for(words, expected):
    assert read_day(words) == expected


@pytest.mark.parametrize("words", ["", "soon", "2026-02-30", "24.12.2026", "2026-12-24 25:00", "2026-12-24 18"])
def test_a_wish_that_is_no_day(words):
    with pytest.raises(ValueError):  # noqa: PT011 - which words the standard library finds does not matter
        read_day(words)


@given(st.integers(0, 9_999), st.sampled_from("mhdw"))
def test_spans_are_written_as_they_are_read(number, unit):
    length = read_span(f"{number}{unit}")
    parts = [part for part in span(length).replace("m", "m ").replace("h", "h ").replace("d", "d ").split(" ") if part]
    written = sum((read_span(part) for part in parts), timedelta())
    assert written == length or (length > timedelta(days=1) and length - written < timedelta(hours=1))
