"""published.jsonl as planning reads it: one reader for all commands, and nothing is passed over."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.errors import WorkspaceError
from post_forge.forge import open_workspace
from post_forge.forge.published import published, published_posts
from post_forge.forge.queueing.known import look
from post_forge.queue import read_lines
from post_forge.schedule import plan
from tests.schedule.builders import NOW, order, ready, table

LINE = (
    '{"post": "retry/keys", "channel": "mastodon", "time": "2026-11-20T08:00:04Z",'
    ' "url": "https://e.org/1", "content": "c1"}'
)


def known(folder, text: str, now: datetime = NOW):
    (folder / "published.jsonl").write_text(text)
    return look(open_workspace(folder), now)


def test_a_line_is_a_delivery_that_went_out_and_is_not_planned_again(tmp_path):
    (delivery,) = known(tmp_path, f"{LINE}\n").planned
    assert (delivery.id, delivery.state, delivery.content) == ("retry/keys@mastodon", "published", "c1")
    assert delivery.sent == delivery.at == NOW - timedelta(minutes=59, seconds=56)
    assert delivery.url == "https://e.org/1"
    made = [ready("retry/keys", 1), ready("retry/other", 2)]
    assert order(plan(made, [table()], [delivery], NOW)) == ["retry/other"]
    assert not (tmp_path / ".post_forge").exists()


def test_slots_other_offsets_and_keys_of_later_versions(tmp_path):
    times = {"time": "2026-11-20T10:05:00+01:00", "slot": "2026-11-20T10:00:00+01:00"}
    (delivery,) = known(tmp_path, json.dumps({"post": "p", "channel": "x", **times, "url": None, "later": [1]})).planned
    assert (delivery.at, delivery.sent) == (NOW, NOW + timedelta(minutes=5))


def test_repeats_are_numbered_and_merged_doubles_count_once(tmp_path):
    again = LINE.replace("2026-11-20", "2027-05-20").replace("e.org/1", "e.org/2")
    assert [item.round for item in known(tmp_path, "\n".join([again, LINE, LINE, ""])).planned] == [1, 2]


@pytest.mark.parametrize(
    ("more", "state", "planned"),
    [
        ('"state": "unsure"', "unsure", []),
        ('"state": "withdrawn"', "skipped", []),
        ('"state": "cleared"', None, ["p"]),
    ],
)
def test_what_is_in_doubt_or_was_withdrawn_is_not_planned_what_was_cleared_is(tmp_path, more, state, planned):
    line = f'{{"post": "p", "channel": "mastodon", "time": "2026-11-20T08:00:04Z", {more}}}\n'
    found = known(tmp_path, line).planned
    assert [item.state for item in found] == ([state] if state else [])
    assert order(plan([ready("p")], [table()], found, NOW)) == planned


def test_half_a_line_is_in_doubt_from_now_on(tmp_path):
    found = known(tmp_path, LINE[:70])
    (delivery,) = found.planned
    assert (delivery.state, delivery.at) == ("unsure", NOW)
    assert "half a line" in found.problems[0].message
    assert order(plan([ready("retry/keys")], [table()], [delivery], NOW)) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("<<<<<<< HEAD", "merge"),
        ("{}}", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"channel": "x", "time": "2026-11-20T08:00:04Z"}', "`post`"),
        ('{"post": "p", "channel": 3, "time": "2026-11-20T08:00:04Z"}', "`channel`"),
        ('{"post": "p", "channel": "x", "time": "2026-11-20T08:00:04"}', "`time`"),
        ('{"post": "p", "channel": "x", "time": "0001-01-01T00:00:00+14:00"}', "`time`"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_what_cannot_be_read_stops_planning_at_its_line_and_hides_no_other(tmp_path, line, told):
    (tmp_path / "published.jsonl").write_text(f"{LINE}\n\n{line}\n<<<<<<<\n")
    with pytest.raises(WorkspaceError) as caught:
        published(open_workspace(tmp_path))
    assert [str(problem.source) for problem in caught.value.problems] == ["published.jsonl:3", "published.jsonl:4"]
    assert told in caught.value.problems[0].message


def test_who_only_shows_it_goes_on_with_a_warning(tmp_path):
    (tmp_path / "published.jsonl").write_text(f"{LINE}\nnonsense\n")
    posts, problems = published_posts(open_workspace(tmp_path))
    assert posts == {"retry/keys"}
    assert [(str(item.source), item.severity) for item in problems] == [("published.jsonl:2", "warning")]


@given(st.text())
def test_no_text_breaks_it(text):
    read = read_lines(text.encode(), "p")
    assert len(read.lines) + len(read.problems) + bool(read.torn) <= len(text.split("\n"))


def test_what_a_broken_clock_wrote_does_not_break_a_plan(tmp_path):
    late = LINE.replace("2026-11-20T08:00:04Z", "9999-12-31T23:59:59Z")
    found = known(tmp_path, late).planned
    assert order(plan([ready("retry/keys")], [table()], found, datetime(2026, 11, 20, tzinfo=UTC))) == []
