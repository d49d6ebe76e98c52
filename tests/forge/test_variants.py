"""A post that comes again says it in other words: post.json, the plan, and what is sent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from post_forge import forge, queue, schedule
from post_forge.errors import WorkspaceError
from post_forge.forge.making import state
from post_forge.forge.pipeline import state_file
from post_forge.forge.publishing.loading import load
from post_forge.forge.ready import contents, ready_posts

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
NOTE = """# Leases

## A lease that ends too early

- **The Trap:** A worker that pauses for 40 seconds loses its lease and runs on. Two workers write one row.
- **The Fix:** Give every lease a number, and let the database refuse a smaller one.

Nobody sees it before the bill comes, for both of them log success. A clock that jumps back 3 minutes breaks every lease
of the cluster at once, and the retries of all workers hit the same table. Renewing every 10 seconds costs one write for
each job and saves none of them from a long pause.
"""


@pytest.fixture
def built(tmp_path, build):
    root = tmp_path / "leases"
    (root / "content").mkdir(parents=True)
    (root / "content" / "leases.md").write_text(NOTE)
    (root / "post_forge.yaml").write_text("channels:\n  archive: { platform: mastodon, url: https://example.social }\n")
    report = build(root)
    workspace = forge.open_workspace(root, remember=False)
    [post] = report.posts
    return workspace, post, json.loads((root / "output" / post / "post.json").read_bytes())


def test_post_json_has_a_second_text_for_each_network(built):
    _, _, record = built
    [again] = record["variants"]
    assert again.keys() <= record["texts"].keys()
    for network, told in again.items():
        assert told["parts"] != record["texts"][network]["parts"]
        assert all(count <= told["limit"] for count in told["counts"])


def test_the_plan_knows_both_and_a_repeat_takes_the_second(built):
    workspace, post, record = built
    [ready], _ = ready_posts(workspace, state.load(state_file(workspace)))
    first, second = ready.variants["archive"]
    assert (first, second) == contents(record, "mastodon")
    daily = schedule.Timetable("archive", times={day: (time(9),) for day in range(7)}, repeat_after=timedelta(days=20))
    planned = schedule.plan([ready], [daily], [], NOW, horizon=timedelta(days=90)).deliveries
    assert [(item.post, item.round, item.content) for item in planned] == [(post, 1, first), (post, 2, second)]
    sent = replace(planned[0], state="published", sent=planned[0].at)
    later = schedule.plan([ready], [daily], [sent], NOW + timedelta(days=5), horizon=timedelta(days=90)).deliveries
    assert [item.content for item in later if item.state == "planned"] == [second]


def test_what_is_sent_is_what_the_plan_says(built):
    workspace, post, record = built
    channel = workspace.config.channels[0]
    for content, texts in zip(contents(record, "mastodon"), (record["texts"], record["variants"][0]), strict=True):
        item = queue.Delivery(post, channel.name, NOW, content=content)
        loaded = load(workspace, channel, item, content)
        [said] = texts["mastodon"]["parts"]
        assert loaded.post.parts[0].text == said  # what follows holds the other pictures
        assert loaded.post.content == content
    with pytest.raises(WorkspaceError):
        load(workspace, channel, queue.Delivery(post, channel.name, NOW), "0" * 64)
