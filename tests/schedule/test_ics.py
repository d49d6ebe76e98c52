"""The calendar file, read back by a reader that follows RFC 5545 section 3.1 and 3.3.11 on its own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.schedule import Delivery, plan, to_ics
from tests.schedule.builders import NOW, at, posts, table


def events(text: str) -> list[dict[str, str]]:
    """Every VEVENT as a map of its properties, unfolded and unescaped."""
    assert text.endswith("\r\n")
    raw = text.encode()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in ("END",):
            assert name not in found[-1]
            found[-1][name] = re.sub(r"\\(.)", lambda part: "\n" if part[1] in "nN" else part[1], value)
    return found


def test_an_event_says_what_goes_where_and_when():
    delivery = Delivery("retry/keys", "mastodon", at("2026-11-23T09:00"))
    (event,) = events(to_ics([delivery], {"retry/keys": "Keys, locks; and \\ more"}, NOW))
    assert event["DTSTART"] == "20261123T080000Z"
    assert event["DTSTAMP"] == "20261120T090000Z"
    assert event["SUMMARY"] == "mastodon: Keys, locks; and \\ more"
    assert event["DESCRIPTION"] == "planned\nretry/keys@mastodon"
    assert (event["STATUS"], event["TRANSP"], event["DURATION"]) == ("TENTATIVE", "TRANSPARENT", "PT15M")
    assert "URL" not in event


def test_what_went_out_has_its_moment_and_its_url():
    delivery = Delivery("p", "x", NOW, "published", sent=NOW + timedelta(minutes=7), url="https://example.org/1")
    (event,) = events(to_ics([delivery], {}, NOW))
    assert (event["DTSTART"], event["STATUS"]) == ("20261120T090700Z", "CONFIRMED")
    assert event["URL"] == "https://example.org/1"
    (event,) = events(to_ics([replace(delivery, url="https://a\r\nSUMMARY:b")], {}, NOW))
    assert "URL" not in event


def test_an_event_keeps_its_identity_when_it_moves():
    first = plan(posts(3), [table()], [], NOW)
    moved = plan(posts(3), [table(times={"sat": ["18:00"]})], first.deliveries, NOW)
    before, after = (events(to_ics(made.deliveries, made.titles, NOW)) for made in (first, moved))
    assert [event["UID"] for event in before] == [event["UID"] for event in after]
    assert len({event["UID"] for event in before}) == 3
    assert [event["DTSTART"] for event in before] != [event["DTSTART"] for event in after]


@pytest.mark.parametrize("title", ["a" * 300, "漢" * 100, "é" * 150, "👩‍💻" * 40, "a, b; c\\n" * 30])
def test_long_lines_are_folded_between_characters(title):
    (event,) = events(to_ics([Delivery("p", "x", NOW)], {"p": title}, NOW))
    assert event["SUMMARY"] == f"x: {title}"


@given(st.text(max_size=200), st.text(max_size=30))
def test_any_title_survives(title, channel):
    (event,) = events(to_ics([Delivery("p", channel, NOW)], {"p": title}, NOW))

    def seen(text: str) -> str:
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", lines)

    assert event["SUMMARY"] == f"{seen(channel)}: {seen(title)}"


def test_far_away_years_have_four_digits():
    (event,) = events(to_ics([Delivery("p", "x", datetime(999, 1, 2, tzinfo=UTC))], {}, NOW))
    assert event["DTSTART"] == "09990102T000000Z"
