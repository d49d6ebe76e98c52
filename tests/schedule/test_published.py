"""published.jsonl: every line counts, and one that cannot be read is never passed over."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.schedule import plan, read_published
from tests.schedule.builders import NOW, order, ready, table

LINE = (
    '{"post": "retry/keys", "channel": "mastodon", "time": "2026-11-20T08:00:04Z",'
    ' "url": "https://e.org/1", "content": "c1"}'
)


def test_a_line_is_a_delivery_that_went_out():
    (delivery,), problems = read_published(f"{LINE}\n", "published.jsonl")
    assert problems == ()
    assert (delivery.id, delivery.state, delivery.content) == ("retry/keys@mastodon", "published", "c1")
    assert delivery.sent == delivery.at == NOW - timedelta(minutes=59, seconds=56)
    assert delivery.url == "https://e.org/1"


def test_other_offsets_slots_and_keys_of_later_versions():
    line = json.dumps(
        {
            "post": "p",
            "channel": "x",
            "time": "2026-11-20T10:05:00+01:00",
            "slot": "2026-11-20T10:00:00+01:00",
            "url": None,
            "later": [1],
        }
    )
    (delivery,), problems = read_published(line, "published.jsonl")
    assert (delivery.at, delivery.sent, problems) == (NOW, NOW + timedelta(minutes=5), ())


def test_repeats_are_numbered_and_merged_doubles_count_once():
    again = LINE.replace("2026-11-20", "2027-05-20")
    deliveries, _ = read_published("\n".join([LINE, again, LINE, ""]), "published.jsonl")
    assert [item.round for item in deliveries] == [1, 2]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("<<<<<<< HEAD", "merge"),
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"channel": "x", "time": "2026-11-20T08:00:04Z"}', "`post`"),
        ('{"post": "", "channel": "x", "time": "2026-11-20T08:00:04Z"}', "`post`"),
        ('{"post": "p", "channel": 3, "time": "2026-11-20T08:00:04Z"}', "`channel`"),
        ('{"post": "p", "channel": "x", "time": "yesterday"}', "`time`"),
        ('{"post": "p", "channel": "x", "time": "2026-11-20T08:00:04"}', "`time`"),
        ('{"post": "p", "channel": "x", "time": "0001-01-01T00:00:00+14:00"}', "`time`"),
        ('{"post": "p", "channel": "x", "time": "2026-11-20T08:00:04Z", "round": 0}', "`round`"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_line_and_hides_no_other(line, told):
    deliveries, problems = read_published(f"{LINE}\n\n{line}\n{LINE.replace('keys', 'other')}\n", "published.jsonl")
    assert len(deliveries) == 2
    (problem,) = problems
    assert (problem.source.path, problem.source.line, problem.severity) == ("published.jsonl", 3, "error")
    assert told in problem.message


@given(st.text())
def test_no_text_breaks_it(text):
    deliveries, problems = read_published(text, "published.jsonl")
    assert len(deliveries) + len(problems) == sum(bool(line.strip()) for line in text.split("\n"))


def test_what_it_tells_is_not_planned_again():
    sent, _ = read_published(LINE, "published.jsonl")
    made = [ready("retry/keys", 1), ready("retry/other", 2)]
    assert order(plan(made, [table()], sent, NOW)) == ["retry/other"]
