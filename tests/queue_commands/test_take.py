"""`schedule` shows the plan and takes it: what was shown is kept, and nothing is before somebody says so."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time

import pytest

from post_forge import forge
from post_forge.errors import WorkspaceError
from tests.queue_commands.conftest import fail, now


def test_looking_makes_no_queue_and_says_how_to_take_the_plan(desk):
    answer = desk("schedule")
    assert answer.code == 0
    assert "post-forge schedule --take" in answer.err
    assert not list((desk.root / ".post_forge").glob("queue*"))
    assert not (desk.root / "published.jsonl").exists()
    answer = desk("queue")
    assert (answer.code, "post-forge schedule --take" in answer.out) == (0, True)
    assert not list((desk.root / ".post_forge").glob("queue*"))


def test_what_was_shown_is_taken_and_taking_it_again_changes_nothing(desk):
    shown = desk("schedule", "--json").json
    taken = desk("schedule", "--take", "--json").json
    assert taken["taken"]["added"] == [item["id"] for item in shown["planned"]]
    with desk.open() as store:
        kept = {item.id: (item.at, item.content) for item in store.deliveries()}
    assert {name: at.isoformat().replace("+00:00", "Z") for name, (at, _) in kept.items()} == {
        item["id"]: item["at"] for item in shown["planned"]
    }
    assert all(content for _, content in kept.values())
    again = desk("schedule", "--take")
    assert "nothing changed" in again.out
    assert "as before" in again.out
    assert "the queue is as this plan has it" in desk("schedule").err
    assert desk("schedule", "--json").json["diff"]["changes"] == []


def test_a_change_of_the_times_is_a_diff_until_it_is_taken(planned):
    first = planned.ids()[0]
    before = planned.delivery(first).at
    planned.configure('mon-sat: ["09:00"]', 'mon-sat: ["17:45"]')
    assert "  > " in planned("schedule").out
    assert planned.delivery(first).at == before
    assert "changed" in planned("schedule", "--take").out
    assert planned.delivery(first).at.astimezone().minute == 45


def test_a_channel_that_goes_takes_its_deliveries_along(planned):
    planned.configure("  archive: { platform: folder }\n", "")
    listed = planned("queue")
    assert "'archive', which is no channel any more" in listed.err
    assert "taken out" in planned("schedule", "--take").out
    assert planned.ids() == []


def test_what_the_file_tells_is_not_planned_and_comes_into_the_queue(desk):
    name = desk("schedule", "--json").json["planned"][0]["id"]
    post, channel = name.split("@")
    line = {"post": post, "channel": channel, "time": "2026-11-01T08:00:00Z", "url": "https://example.org/1"}
    (desk.root / "published.jsonl").write_text(json.dumps(line) + "\n")
    assert name not in [item["id"] for item in desk("schedule", "--json").json["planned"]]
    desk("schedule", "--take")
    assert desk.delivery(name).state == "published"
    (desk.root / "published.jsonl").unlink()
    desk("schedule", "--take")
    assert [item["url"] for item in desk.lines()] == ["https://example.org/1"]


@pytest.mark.parametrize("option", [["--now", "2026-12-01"], ["--simulate", "9d"], ["--ics"], ["--month"]])
def test_only_the_plan_of_now_can_be_taken(desk, option):
    answer = desk("schedule", "--take", *option)
    assert answer.code == 2
    assert "--take" in answer.err
    assert not list((desk.root / ".post_forge").glob("queue*"))


def test_a_plan_that_has_become_another_one_is_not_taken(desk):
    workspace = forge.open_workspace(desk.root)
    shown = forge.scheduled(workspace, now())
    forge.take_plan(workspace, now())
    desk("queue", "skip", desk.ids()[0])
    with pytest.raises(WorkspaceError, match="not the one that was shown"):
        forge.take_plan(workspace, now(), shown=shown)


def test_what_a_worker_has_is_left_and_named(planned):
    name = planned.ids()[0]
    with planned.open() as store:
        store.claim(store.delivery(name).at, "worker-1", 60, only=[name])
    planned.configure('mon-sat: ["09:00"]', 'mon-sat: ["17:45"]')
    answer = planned("schedule", "--take")
    assert answer.code == 0
    assert f"under way: {name}" in answer.err


@pytest.mark.parametrize(("said", "stored"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_a_person_at_a_terminal_is_asked(desk, said, stored):
    code, told = at_a_terminal(desk.root, said)
    assert code == 0
    assert "Take this plan? [y/N]" in told
    assert bool(list((desk.root / ".post_forge").glob("queue.db"))) == stored
    assert ("taken: " in told, "nothing was stored" in told) == (stored, not stored)


def test_two_who_take_the_plan_at_once_leave_one_plan(desk):
    started = [desk.start("schedule", "--take", "--json") for _ in range(2)]
    told = [process.communicate(timeout=120) for process in started]
    codes = [process.returncode for process in started]
    assert 0 in codes
    for code, (out, err) in zip(codes, told, strict=True):
        assert json.loads(out) if code == 0 else "is at work here" in err
    with desk.open() as store:
        plans = [entry for entry in store.history() if entry.event == "plan"]
        assert len(plans) == len(store.deliveries())


def test_what_failed_is_not_planned_again_by_itself(planned):
    name = planned.ids()[0]
    fail(planned, name, "fail", "the token was refused")
    planned("schedule", "--take")
    assert planned.delivery(name).state == "failed"
    assert name not in [item["id"] for item in planned("schedule", "--json").json["planned"]]
    month = re.sub(r"\s+", " ", planned("schedule", "--month").out)
    assert "wants a person" in month


def at_a_terminal(root, said: str) -> tuple[int, str]:
    """`post-forge schedule` on a terminal whose reader answers the question."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "post_forge", "schedule"]
    with subprocess.Popen(command, cwd=root, stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ) as process:
        os.close(theirs)
        told, answered, end = "", False, time.monotonic() + 120
        while time.monotonic() < end:
            if select.select([ours], [], [], 1)[0]:
                try:
                    data = os.read(ours, 65536)
                except OSError:
                    break
                told += data.decode(errors="replace")
            if "[y/N]" in told and not answered:
                os.write(ours, said.encode())
                answered = True
        process.wait(10)
    os.close(ours)
    return process.returncode, told
