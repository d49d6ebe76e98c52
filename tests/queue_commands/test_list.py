"""`queue list` and `queue show`: what a person sees each day."""

from __future__ import annotations

from datetime import timedelta

from post_forge.queue import Circuit, Quota
from tests.queue_commands.conftest import fail, now


def test_the_list_is_in_the_order_of_time_and_can_be_narrowed(planned):
    every = planned("queue", "--json").json["deliveries"]
    assert [item["at"] for item in every] == sorted(item["at"] for item in every)
    assert {item["channel"] for item in planned("queue", "--channel", "toots", "--json").json["deliveries"]} == {
        "toots"
    }
    planned("queue", "hold", every[0]["id"])
    held = planned("queue", "list", "--state", "held", "--json").json["deliveries"]
    assert [item["id"] for item in held] == [every[0]["id"]]
    assert "nothing here is like that; there are" in planned("queue", "--state", "missed").out
    assert "there is no channel 'tots' in post_forge.yaml: archive, toots" in planned("queue", "--channel", "tots").err


def test_every_line_fits_and_has_an_id_that_can_be_copied(planned, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    ids = [item["id"] for item in planned("queue", "--json").json["deliveries"]]
    lines = planned("queue").out.splitlines()
    assert [any(name in line.split() for line in lines) for name in ids] == [True] * len(ids)
    assert all(len(line) <= 80 or line.split()[-1] in ids for line in lines)


def test_what_is_over_is_shown_when_it_is_asked_for(planned):
    name = planned.ids()[0]
    fail(planned, name, "publish")
    assert name not in planned("queue").out
    assert name in planned("queue", "--all").out
    assert name in planned("queue", "--state", "published").out


def test_the_month_as_a_calendar(planned):
    first = planned("queue", "--month").out
    assert "waits for approval" in first
    assert planned("queue", "--month", "2031-02").out.startswith("February 2031")
    assert planned("queue", "--month", "2031-13").code == 2


def test_what_stands_in_the_way_is_told(planned):
    later = now() + timedelta(hours=2)
    with planned.open() as store:
        store.keep_quota(Quota("toots", "media", now(), 3, later))
        store.keep_quota(Quota("toots", "posts", now(), 0, now() - timedelta(hours=1)))
        store.keep_circuit(Circuit("toots", "open", 5, later, "503 five times"))
    answer = planned("queue")
    assert "toots: media: 3 left, filled again" in answer.out
    assert "toots: posts" not in answer.out, "that budget is full again"
    assert "toots: nothing is sent there for now: 503 five times" in answer.err
    value = planned("queue", "--json").json
    assert [item["name"] for item in value["quotas"]] == ["media"]
    assert "queue.circuit" in [item["rule"] for item in value["problems"]]


def test_what_a_dead_worker_left_and_what_nobody_sent_is_told(planned):
    first, second = planned.ids()[:2]
    with planned.open() as store:
        past = now() - timedelta(days=1)
        store.change(first, "move", past, "test", at=past)
        store.change(second, "move", past, "test", at=past)
    answer = planned("queue")
    assert "2 whose time has passed were not sent" in answer.err
    with planned.open() as store:
        from post_forge.queue import Intent

        lease = store.claim(past, "worker-1", 30, only=[first])
        store.begin(lease, Intent("key"), past)
    assert f"{first}: it was left in the middle of being published" in planned("queue").err


def test_show_has_all_that_is_known_of_one(planned):
    name = planned.ids("toots")[0]
    post = name.partition("@")[0]
    fail(planned, name, "publish")
    out = planned("queue", "show", name).out
    assert "https://example.org/1" in out
    assert "America/New_York" in out
    assert f"output/{post}/" in out
    assert "publish" in out
    text = (planned.root / "output" / post / "mastodon.txt").read_text().strip().splitlines()[0]
    assert text in out
    (value,) = planned("queue", "show", name, "--json").json["deliveries"]
    assert value["state"] == "published"
    assert [item["step"] for item in value["receipts"]] == ["post"]
    assert len(planned("queue", "show", post, "--json").json["deliveries"]) == 1, "what is not out comes first"
    answer = planned("queue", "show", name[:-2])
    assert (answer.code, "did you mean" in answer.err) == (2, True)


def test_a_file_that_comes_by_git_counts_before_anything_is_written(planned):
    name = planned.ids()[0]
    post, channel = name.split("@")
    line = '{"post": "%s", "channel": "%s", "time": "2026-11-19T08:00:00Z", "url": "https://example.org/7"}\n'
    (planned.root / "published.jsonl").write_text(line % (post, channel))
    assert name not in planned("queue").out
    assert "https://example.org/7" in planned("history").out
    assert planned.delivery(name).state == "planned"
    (planned.root / "published.jsonl").write_text((line % (post, channel))[:-40])
    torn = planned("queue")
    assert "half a line" in torn.err
    assert "unsure" in torn.out


def test_a_file_that_nobody_can_read_stops_every_command_at_its_line(planned):
    (planned.root / "published.jsonl").write_text("<<<<<<< HEAD\nnonsense\n")
    for arguments in (
        ["queue"],
        ["history"],
        ["schedule"],
        ["schedule", "--take"],
        ["queue", "hold", planned.ids()[0]],
    ):
        answer = planned(*arguments)
        assert answer.code == 1, arguments
        assert "published.jsonl:1" in answer.err
        assert "published.jsonl:2" in answer.err


def test_a_queue_that_cannot_be_opened_is_told_and_left_alone(planned):
    file = planned.root / ".post_forge/queue.db"
    file.write_bytes(b"not a database, but long enough to look at it" * 100)
    before = file.read_bytes()
    for arguments in (["queue"], ["schedule", "--take"], ["history"]):
        answer = planned(*arguments)
        assert answer.code == 1
        assert "Traceback" not in answer.err
    assert file.read_bytes() == before
