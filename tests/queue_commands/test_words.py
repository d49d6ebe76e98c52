"""A person's word on deliveries, each through the command line: what it changes, what it refuses, what it hints at."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.queue_commands.conftest import fail, now


def test_hold_release_and_skip(planned):
    first, second = planned.ids()[:2]
    answer = planned("queue", "hold", first, second, "--reason", "wait for the release")
    assert answer.code == 0
    assert answer.out.count("planned > held") == 2
    assert planned.delivery(first).reason == "wait for the release"
    assert "held > planned" in planned("queue", "release", first).out
    assert "held > skipped" in planned("queue", "skip", second).out
    assert [item["before"] for item in planned("queue", "hold", first, "--json").json["changed"]] == ["planned"]


def test_a_post_stands_for_all_its_deliveries_that_are_not_out(planned):
    post = planned.ids("toots")[0].partition("@")[0]
    fail(planned, f"{post}@archive", "publish")
    answer = planned("queue", "hold", post, "--json")
    assert [item["id"] for item in answer.json["changed"]] == [f"{post}@toots"]
    assert planned("queue", "hold", f"output/{post}/").code == 1  # held already: told, not done twice


def test_one_bad_name_hides_no_other_and_is_told_with_what_was_meant(planned):
    name = planned.ids()[0]
    answer = planned("queue", "hold", name[:-1], name, "entirely/else")
    assert answer.code == 1
    assert f"did you mean '{name}'?" in answer.err
    assert "there is no 'entirely/else' in the queue" in answer.err
    assert "`post-forge queue list --all` shows what is there" in answer.err
    assert planned.delivery(name).state == "held"


def test_an_unknown_verb_is_wrong_usage_with_what_was_meant(planned):
    answer = planned("queue", "aprove", "x")
    assert (answer.code, "did you mean 'approve'?" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("event", "state", "verb", "hint"),
    [
        ("publish", "published", "skip", "another round"),
        ("fail", "failed", "hold", ""),
        ("fail", "failed", "deny", "post-forge queue retry"),
        ("doubt", "unsure", "retry", "post-forge queue done"),
        ("", "publishing", "move", "wait until it has ended"),
    ],
)
def test_what_the_state_forbids_is_a_sentence_with_what_to_do(planned, event, state, verb, hint):
    name = planned.ids()[0]
    fail(planned, name, event)
    words = [verb, name, "tomorrow 10:00"] if verb == "move" else [verb, name]
    answer = planned("queue", *words)
    if verb == "hold":
        assert (answer.code, planned.delivery(name).state) == (0, "held")
        return
    assert answer.code == 1
    assert f"error: {name}: " in answer.err
    assert hint in answer.err
    assert planned.delivery(name).state == state


def test_retry_makes_it_due_at_once_or_at_a_time(planned):
    first, second = planned.ids()[:2]
    fail(planned, first, "fail", "refused")
    assert "failed > planned" in planned("queue", "retry", first).out
    kept = planned.delivery(first)
    assert kept.pinned
    assert abs(kept.at - now()) < timedelta(minutes=5)
    planned("queue", "skip", second)
    assert planned("queue", "retry", second, "--at", "2099-01-01 10:00").code == 1
    assert planned("queue", "retry", second, "--at", "+2d").code == 0
    assert timedelta(days=1, hours=23) < planned.delivery(second).at - now() < timedelta(days=2, minutes=1)


def test_move_reads_the_clocks_of_the_channel_and_no_plan_moves_it_back(planned):
    name = planned.ids("toots")[0]
    day = (now() + timedelta(days=40)).date().isoformat()
    answer = planned("queue", "move", name, day, "18:15")
    assert answer.code == 0
    assert f"{day} 18:15" in answer.out
    assert "it waits for approval" in answer.err
    kept = planned.delivery(name)
    assert kept.at.astimezone(ZoneInfo("America/New_York")).strftime("%Y-%m-%d %H:%M") == f"{day} 18:15"
    planned("schedule", "--take")
    assert planned.delivery(name).at == kept.at


def test_a_day_alone_is_its_first_free_slot(planned):
    first, second = planned.ids()[:2]
    taken = planned.delivery(second).at.astimezone(ZoneInfo("Europe/Berlin"))
    answer = planned("queue", "move", first, taken.date().isoformat())
    assert answer.code == 1
    assert f"archive has no free slot on {taken.date()}" in answer.err
    assert f'give a time: "{taken.date()} 09:00"' in answer.err
    answer = planned("queue", "move", first, f"{taken.date().isoformat()} 09:00")
    assert f"{second} has the same slot; `post-forge schedule --take`" in answer.err


@pytest.mark.parametrize("words", ["soon", "2026-02-30 09:00", "25:00", "2020-01-01 09:00", "tomorrow 9", "+9x"])
def test_what_is_no_moment_ahead_is_told(planned, words):
    name = planned.ids()[0]
    before = planned.delivery(name).at
    answer = planned("queue", "move", name, words)
    assert answer.code == 1
    assert "tomorrow 09:00" in answer.err
    assert planned.delivery(name).at == before


@pytest.mark.parametrize("words", ["9999-12-31 09:00", "9999-12-31", "9999-12-30T23:00:00Z", "0001-01-01 09:00"])
def test_the_ends_of_the_calendar_are_too_far_away(planned, words):
    answer = planned("queue", "move", planned.ids()[0], words)
    assert answer.code == 1
    assert f"{words!r} is more than ten years away" in answer.err


def test_move_needs_to_know_what_and_when(planned):
    assert planned("queue", "move", "tomorrow", "09:00").code == 2
    assert planned("queue", "move").code == 2


def test_done_is_never_sent_again_and_stands_in_the_file(planned):
    name = planned.ids()[0]
    post = name.partition("@")[0]
    answer = planned("queue", "done", name, "https://example.org/@me/1", "--at", "now")
    assert "planned > published" in answer.out
    (line,) = planned.lines()
    assert (line["post"], line["url"]) == (post, "https://example.org/@me/1")
    planned("schedule", "--take")
    assert name not in planned.ids()
    assert planned("queue", "done", name, "https://example.org/2").code == 1


def test_done_can_tell_when_it_went_out(planned):
    name = planned.ids()[0]
    assert planned("queue", "done", name, "https://example.org/1", "--at", "2026-10-01 10:00").code == 0
    assert planned.delivery(name).sent == datetime(2026, 10, 1, 8, tzinfo=UTC)


def test_done_takes_one_delivery_and_a_real_address(planned):
    post = planned.ids("toots")[0].partition("@")[0]
    answer = planned("queue", "done", post, "https://example.org/1")
    assert (answer.code, f"{post}@archive, {post}@toots" in answer.err) == (1, True)
    assert planned("queue", "done", post, "nowhere").code == 2
    assert planned.lines() == []


def test_what_is_unsure_is_settled_by_who_has_looked_also_where_the_worker_s_clock_was_ahead(planned):
    first, second = planned.ids()[:2]
    fail(planned, first, "doubt", "the connection was lost")
    fail(planned, second, "doubt", "the connection was lost")
    listed = planned("queue").out
    assert listed.startswith("Wants you:")
    assert "the connection was lost" in listed
    assert f"post-forge queue done {first} URL" in listed
    assert planned("queue", "deny", first).code == 0
    assert planned.delivery(first).state == "failed"
    told = [item.get("state") for item in planned.lines() if item["post"] == first.partition("@")[0]]
    assert told == ["unsure", "cleared"]
    assert planned("queue", "look", second).code == 0
    assert planned.delivery(second).state == "publishing"


def test_a_stuck_lease_is_told_and_freed(planned):
    name = planned.ids()[0]
    with planned.open() as store:
        store.claim(now() + timedelta(days=30), "ahead-1", 60, only=[name])
    assert f"post-forge queue free {name}" in planned("queue").err
    assert planned("queue", "free", name).code == 0
    assert "a clock was wrong" not in planned("queue").err
    assert planned("queue", "free", name).code == 1


def test_two_people_at_once_and_both_are_heard(planned):
    names = planned.ids()
    started = [planned.start("queue", verb, name) for verb, name in zip(["hold", "skip"], names, strict=False)]
    told = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0, 0], told
    assert [planned.delivery(name).state for name in names[:2]] == ["held", "skipped"]


def test_two_who_say_the_same_at_once_are_not_heard_twice(planned):
    name = planned.ids()[0]
    started = [planned.start("queue", "done", name, f"https://example.org/{number}") for number in range(2)]
    told = [process.communicate(timeout=120) for process in started]
    assert sorted(process.returncode for process in started) == [0, 1], told
    assert len([item for item in planned.lines() if item["post"] == name.partition("@")[0]]) == 1


def test_the_journal_knows_who_said_what_and_why(planned):
    name = planned.ids()[0]
    planned("queue", "hold", name, "--reason", "token=abcdef0123456789")
    (entry,) = [
        item for item in json.loads(planned("history", name, "--json").out)["journal"] if item["event"] == "hold"
    ]
    assert "@" in entry["actor"]
    assert "abcdef0123456789" not in entry["reason"]
