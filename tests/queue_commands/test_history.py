"""`history`: what went out, every change, and what was posted before this program."""

from __future__ import annotations

import pytest

from tests.queue_commands.conftest import fail


def test_what_went_out_is_listed_with_its_address(planned):
    assert planned("history").out.startswith("nothing went out yet")
    first, second = planned.ids()[:2]
    fail(planned, first, "publish")
    planned("queue", "done", second, "https://example.org/2")
    out = planned("history").out
    assert f"{first}  https://example.org/1" in out
    assert f"{second}  https://example.org/2" in out
    assert len(planned("history", "--json").json["published"]) == 2
    assert planned("history", "--since", "2099-01-01", "--json").json["published"] == []
    assert [item["id"] for item in planned("history", first, "--json").json["published"]] == [first]


def test_one_post_has_its_journal_and_one_that_was_taken_out_has_it_still(planned):
    name = planned.ids()[0]
    post = name.partition("@")[0]
    planned("queue", "hold", name, "--reason", "wait")
    out = planned("history", post).out
    assert f"{name}  planned > held  hold: wait" in out
    assert f"{post}@toots" in out
    assert "wait" not in planned("history").out
    assert "hold: wait" in planned("history", "--journal").out
    planned.configure("  toots: {", "  old: {")
    planned("schedule", "--take")
    assert "planned > gone" in planned("history", f"{post}@toots").out
    answer = planned("history", f"{name}x")
    assert (answer.code, "did you mean" in answer.err) == (2, True)


def test_what_was_posted_before_is_imported_once(planned):
    name = planned.ids()[0]
    post, channel = name.split("@")
    file = planned.root / "before.csv"
    file.write_text(f"post,channel,time,url\n{post},{channel},2025-03-01 09:00,https://example.org/old\n")
    assert "1 publication would come in" in planned("history", "import", "before.csv", "--dry-run").out
    assert planned.delivery(name).state == "planned"
    assert planned.lines() == []
    assert "1 publication came in; published.jsonl has 1 line more" in planned("history", "import", "before.csv").out
    assert planned.delivery(name).state == "published"
    assert [(item["post"], item["time"]) for item in planned.lines()] == [(post, "2025-03-01T08:00:00Z")]
    assert planned("history", "import", "before.csv", "--json").json["learned"] == []
    assert len(planned.lines()) == 1


def test_a_name_that_is_nobody_s_is_told_because_it_would_go_out_again(planned):
    post = planned.ids()[0].partition("@")[0]
    file = planned.root / "before.json"
    file.write_text(f'[{{"post": "{post}s", "channel": "tots", "time": "2025-03-01T09:00:00Z"}}]')
    answer = planned("history", "import", "before.json")
    assert answer.code == 0
    assert "there is no channel 'tots' here; did you mean 'toots'?" in answer.err
    assert f"there is no post '{post}s' here; did you mean '{post}'?" in answer.err


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "post,channle,time\nx,y,2025-01-01\n", "a.csv:1: error: unknown heading 'channle'"),
        ("a.json", '[{"post": "x"}]', "a.json:1"),
        ("gone.csv", None, "cannot read"),
    ],
)
def test_a_file_with_mistakes_imports_nothing(planned, name, content, told):
    if content:
        (planned.root / name).write_text(content)
    answer = planned("history", "import", name)
    assert answer.code in (1, 2)
    assert told in answer.err
    assert planned.lines() == []
