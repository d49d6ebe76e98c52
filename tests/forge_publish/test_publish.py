"""What is due goes out, once, on every channel; what is not what was approved does not."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime, timedelta

from post_forge.queue import Intent
from post_forge.queue.tables import approvals
from tests.forge_publish.conftest import TOKEN, a_minute_after


def ended(done):
    return {outcome.channel: outcome.ended for outcome in done.outcomes}


def test_what_is_due_goes_out_once_on_every_channel(desk, mastodon):
    slot = a_minute_after(desk.first("toots"))
    done = desk.publish(slot)
    assert ended(done) == {"archive": "published", "toots": "published"}
    assert len(mastodon.posts) == 1
    assert [line["channel"] for line in desk.lines()] == ["archive", "toots"]
    assert len(list((desk.root / "posted" / "archive").glob("*/slides/*.png"))) > 1
    assert desk.publish(slot).outcomes == ()
    assert len(mastodon.posts) == 1
    assert done.next == desk.first("toots").at


def test_the_command_line_says_what_went_out_and_what_comes_next(desk, mastodon):
    first = desk.first("toots")
    desk("queue", "move", first.id, "now")
    answer = desk("publish")
    assert answer.code == 0
    assert answer.out.startswith(f"published  {first.id}  https://example.social/")
    again = desk("publish", "--json")
    assert again.json["deliveries"] == []
    assert again.json["next"]
    assert first.id in desk("history").out


def test_a_dry_run_shows_every_request_and_sends_nothing(desk, mastodon):
    name = desk.first("toots").id
    before = (desk.root / ".post_forge" / "queue.db").read_bytes()
    answer = desk("publish", "--dry-run", name)
    assert answer.code == 0
    assert f"POST {mastodon.url}/api/v2/media" in answer.out
    assert f"POST {mastodon.url}/api/v1/statuses" in answer.out
    assert "Authorization: ***" in answer.out
    assert TOKEN not in answer.out + answer.err
    assert mastodon.posts == []
    assert (desk.root / ".post_forge" / "queue.db").read_bytes() == before
    steps = [one["step"] for one in desk("publish", "--dry-run", name, "--json").json["deliveries"][0]["requests"]]
    assert steps[-1].startswith("post")


def test_a_dry_run_needs_no_token_and_says_that_it_is_missing(desk, monkeypatch):
    monkeypatch.delenv("MASTODON_TOKEN")
    answer = desk("publish", "--dry-run", desk.first("toots").id)
    assert "POST http://127.0.0.1:9/api/v1/statuses" in answer.out
    assert "MASTODON_TOKEN is not set" in answer.err


def test_one_channel_and_so_many(desk, mastodon):
    slot = a_minute_after(desk.first("toots"))
    assert ended(desk.publish(slot, "archive")) == {"archive": "published"}
    assert mastodon.posts == []
    assert desk.publish(slot, limit=1).outcomes[0].channel == "toots"
    assert desk("publish", "--channel", "tots").code == 2


def test_nothing_is_sent_where_no_plan_was_taken(desk, mastodon):
    for name in ("queue.db", "queue.db-wal", "queue.db-shm"):
        (desk.root / ".post_forge" / name).unlink(missing_ok=True)
    answer = desk("publish")
    assert "nothing is planned" in answer.out
    assert desk("queue", "list", "--json").json["deliveries"] == []


def test_a_machine_that_keeps_no_queue_plans_what_is_due_and_knows_what_went_out(desk, mastodon):
    slot = desk.first("toots").at
    for _ in range(2):
        for name in ("queue.db", "queue.db-wal", "queue.db-shm"):
            (desk.root / ".post_forge" / name).unlink(missing_ok=True)
        from post_forge import forge
        from tests.forge_publish.conftest import surroundings

        around = surroundings(slot + timedelta(minutes=30))
        done = forge.publish_due(desk.workspace, forge.Sending(plan=True), around, look_back=True)
        assert done.good
    assert len(mastodon.posts) == 1, "the second machine has read published.jsonl"


def test_late_is_missed_and_waits_for_a_person(desk, mastodon):
    first = desk.first("toots")
    answer = desk.publish(first.at + timedelta(hours=3), "toots")
    assert ended(answer) == {"archive": "missed", "toots": "missed"}
    assert not answer.good
    assert desk.delivery(first.id).state == "missed"
    assert mastodon.posts == []


def test_after_an_outage_one_post_goes_out_late_and_the_others_are_missed(desk, mastodon):
    text = (desk.root / "post_forge.yaml").read_text()
    (desk.root / "post_forge.yaml").write_text(text.replace('["09:00"]', '["09:00", "09:20", "09:40"]'))
    desk("schedule", "--take")
    with desk.open() as store:
        slots = store.deliveries(states=["planned"], channels=["toots"])
    day = [item for item in slots if item.at.date() == slots[0].at.date()]
    assert len(day) > 1
    done = desk.publish(day[-1].at + timedelta(minutes=30), "toots")
    states = [desk.delivery(item.id).state for item in day]
    assert states == ["published", *["missed"] * (len(day) - 1)]
    assert len(mastodon.posts) == 1
    assert not done.good


def test_an_edit_is_built_and_planned_before_it_is_sent(desk, mastodon):
    first = desk.first("toots")
    desk.edit("Two workers sold the last seat", "Two workers sold the very last seat")
    desk.edit("A payment service lost", "A paying service lost")
    assert desk.publish(a_minute_after(first), "toots").good
    sent = desk.delivery(first.id)
    assert sent.state == "published"
    assert sent.content == desk.lines()[-1]["content"]


def test_an_edit_takes_the_approval_away(desk, mastodon):
    text = (desk.root / "post_forge.yaml").read_text().replace("schedule:", "schedule:\n  approval: required")
    (desk.root / "post_forge.yaml").write_text(text)
    desk("schedule", "--take")
    first = desk.first("toots")
    slot = a_minute_after(first)
    assert desk("queue", "approve", first.id).code == 0
    desk.edit("seat", "chair")
    desk.edit("service", "system")
    assert desk.publish(slot, "toots").outcomes == ()
    assert desk.delivery(first.id).content != first.content
    assert mastodon.posts == []
    desk("queue", "approve", first.id)
    assert desk.publish(slot, "toots").good
    assert len(mastodon.posts) == 1


def test_pictures_that_another_version_draws_are_told_and_the_approval_holds(desk, mastodon):
    text = (desk.root / "post_forge.yaml").read_text().replace("schedule:", "schedule:\n  approval: required")
    (desk.root / "post_forge.yaml").write_text(text)
    desk("schedule", "--take")
    first = desk.first("toots")
    assert desk("queue", "approve", first.id).code == 0
    with desk.open() as store, store.engine.begin() as connection:
        connection.execute(approvals.update().values(pixels="files:pixels of another version"))
    done = desk.publish(a_minute_after(first), "toots")
    assert done.good
    assert len(mastodon.posts) == 1
    assert [problem.rule for problem in done.problems] == ["queue.pixels"]


def test_what_is_not_what_was_planned_is_not_sent(desk, mastodon, monkeypatch):
    """Somebody changes output/ between the plan and the sending: the hash tells."""
    from post_forge.forge.publishing import one_pass as publish_pass

    first = desk.first("toots")
    path = desk.root / "output" / first.post / "post.json"

    def meddle(*arguments):
        found = publish_pass_due(*arguments)
        record = json.loads(path.read_text())
        record["texts"]["mastodon"]["parts"][0] += " Buy now!"
        path.write_text(json.dumps(record))
        return found

    publish_pass_due = publish_pass.due
    monkeypatch.setattr(publish_pass, "due", meddle)
    done = desk.publish(a_minute_after(first), "toots")
    assert mastodon.posts == []
    (outcome,) = [one for one in done.outcomes if one.channel == "toots"]
    assert (outcome.ended, outcome.reason[:9]) == ("left", "its words")
    assert desk.delivery(first.id).state == "planned"


def test_what_was_begun_on_another_machine_is_never_sent_from_here(desk, mastodon):
    first = desk.first("toots")
    line = {
        "post": first.post,
        "channel": "toots",
        "time": "2026-01-01T00:00:00Z",
        "state": "unsure",
        "round": 1,
        "version": 1,
    }
    (desk.root / "published.jsonl").write_text(json.dumps(line) + "\n")
    slot = a_minute_after(first)
    desk.publish(slot, "toots")
    assert desk.delivery(first.id).state == "unsure"
    with desk.open() as store:
        store.change(first.id, "look", slot, "ana")
    for _ in range(2):
        done = desk.publish(slot, "toots")
        assert "another machine" in done.outcomes[0].reason
        assert mastodon.posts == []
        with desk.open() as store:
            store.change(first.id, "look", slot, "ana")


def test_what_was_left_in_the_middle_is_finished_with_the_words_it_was_begun_with(desk, mastodon):
    first = desk.first("toots")
    slot = a_minute_after(first)
    with desk.open() as store:
        lease = store.claim(slot, "dead", 1, only=[first.id])
        lease = store.begin(lease, Intent("key-of-the-dead", content=first.content), slot)
        store.ask(lease, slot, "post", visible=True)
    from post_forge.forge.publishing.kept import keep_files
    from post_forge.forge.publishing.parts import wanted_files
    from post_forge.forge.ready import record_of

    record = record_of(desk.workspace, first.post)
    channel = next(one for one in desk.workspace.config.channels if one.name == "toots")
    keep_files(desk.workspace, first.id, first.content, first.post, wanted_files(channel)(record))
    words = record["texts"]["mastodon"]["parts"][0]
    desk.edit("seat", "chair")
    desk.edit("service", "system")
    done = desk.publish(slot + timedelta(minutes=2), "toots")
    assert [outcome.ended for outcome in done.outcomes if outcome.id == first.id] == ["published"]
    assert mastodon.posts == [words.strip()]
    assert not (desk.root / ".post_forge" / "sending").exists()


def test_copies_that_nobody_goes_on_with_are_removed(desk, mastodon):
    place = desk.root / ".post_forge" / "sending"
    for name, age in (("old", 7200), ("young", 60)):
        (place / name).mkdir(parents=True)
        (place / name / "post.json").write_text("{}")
        os.utime(place / name, (time.time() - age,) * 2)
    desk.publish(desk.first("toots").at - timedelta(hours=1))
    assert [folder.name for folder in place.iterdir()] == ["young"]


def test_a_withdrawn_post_is_never_planned_again(desk, mastodon):
    first = desk.first("toots")
    desk.publish(a_minute_after(first), "toots")
    answer = desk("queue", "withdraw", first.id, "--reason", "a typo")
    assert answer.code == 0, answer.err
    assert mastodon.posts == []
    assert desk.lines()[-1]["state"] == "withdrawn"
    later = datetime.now(UTC) + timedelta(days=900)
    planned = desk("schedule", "--json", "--now", f"{later:%Y-%m-%d}").json["planned"]
    assert [one for one in planned if one["post"] == first.post and one["channel"] == "toots"] == []
    assert desk("queue", "withdraw", first.id).code == 1


def test_amend_changes_the_words_where_the_network_can(desk, mastodon):
    first = desk.first("toots")
    desk.publish(a_minute_after(first), "toots")
    before = mastodon.posts
    desk.edit("seat", "chair")
    desk.edit("service", "system")
    desk("build")
    answer = desk("queue", "amend", first.id)
    assert answer.code == 0, answer.err
    assert mastodon.posts != before
    assert len(mastodon.posts) == 1


def test_where_a_network_cannot_a_person_is_told_and_can_say_that_it_is_done(desk, mastodon):
    first = desk.first("toots")
    desk("queue", "done", first.id, "https://example.social/@ana/1")
    answer = desk("queue", "withdraw", first.id)
    assert answer.code == 1
    assert "--by-hand" in answer.err
    assert desk("queue", "withdraw", first.id, "--by-hand").code == 0
    assert desk.delivery(first.id).state == "withdrawn"
