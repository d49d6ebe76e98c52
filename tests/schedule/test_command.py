"""`post-forge schedule` as a person calls it, over notes that were really built."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from post_forge import forge
from post_forge.errors import UsageError
from post_forge.forge.making.state import load
from post_forge.forge.ready import ready_posts
from post_forge.forge.schedule import machine_zone, read_outage
from tests.forge.conftest import write_notes

CONFIG = """\
timezone: Europe/Berlin
formats: [square]
channels:
  archive: { platform: folder }
  toots: { platform: mastodon, url: "https://example.social", timezone: America/New_York, times: { mon-fri: ["08:30"] },
           approval: required }
schedule:
  times: { mon-sat: ["09:00"] }
"""
NOW = ("--now", "2026-11-20T10:00")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("schedule")
    write_notes(root)
    (root / "post_forge.yaml").write_text(CONFIG)
    done = call(root, "build", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def workspace(built) -> Path:
    """The built workspace as it was: what a test leaves in it is taken away."""
    config, note = built / "post_forge.yaml", next(iter(sorted((built / "content").glob("*.md"))))
    before = config.read_text(), note.read_text()
    yield built
    config.write_text(before[0])
    note.write_text(before[1])
    (built / "published.jsonl").unlink(missing_ok=True)


def call(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "post_forge", *arguments],
        cwd=root,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def planned(root: Path, *arguments: str) -> dict:
    done = call(root, "schedule", "--json", *NOW, *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_plan_has_every_post_once_on_every_channel(workspace):
    value = planned(workspace)
    posts = [
        path.parent.relative_to(workspace / "output").as_posix()
        for path in (workspace / "output").glob("*/*/post.json")
    ]
    assert len(posts) > 1
    assert sorted(entry["id"] for entry in value["planned"] if entry["round"] == 1) == sorted(
        f"{post}@{channel}" for post in posts for channel in ("archive", "toots")
    )
    assert value["planned"][0]["local"] == "2026-11-20T08:30-05:00"  # 14:30 in Berlin, still ahead


def test_what_comes_again_has_rested_for_180_days(workspace):
    plan = planned(workspace)["planned"]
    first = {(entry["post"], entry["channel"]): datetime.fromisoformat(entry["at"]) for entry in reversed(plan)}
    again = [entry for entry in plan if entry["round"] > 1]
    assert {entry["why"] for entry in again} == {"repeat"}
    for entry in again:
        rest = datetime.fromisoformat(entry["at"]) - first[entry["post"], entry["channel"]]
        assert rest >= timedelta(days=180)


def test_nothing_is_written(workspace):
    before = {path: path.stat().st_mtime_ns for path in workspace.rglob("*")}
    for arguments in (("--month",), ("--simulate", "30d")):
        assert call(workspace, "schedule", *NOW, *arguments).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in workspace.rglob("*")} == before


def test_two_processes_print_the_same(workspace):
    first, second = (call(workspace, "schedule", "--explain", *NOW, PYTHONHASHSEED=seed) for seed in "12")
    assert first.stdout == second.stdout != ""


def test_a_person_reads_what_would_change_why_and_when(workspace):
    done = call(workspace, "schedule", *NOW, COLUMNS="80")
    assert "archive (Europe/Berlin)" in done.stdout
    assert "toots (America/New_York)" in done.stdout
    assert "nothing was stored" in done.stderr
    assert "waits for approval" in call(workspace, "schedule", "--explain", *NOW).stdout
    month = call(workspace, "schedule", "--month", *NOW, COLUMNS="80").stdout
    assert month.startswith("November 2026")
    assert all(len(line) <= 80 for line in month.splitlines())
    assert call(workspace, "schedule", "--month", "2027-06", *NOW).stdout.startswith("June 2027")
    assert call(workspace, "schedule", "--ics", *NOW).stdout.startswith("BEGIN:VCALENDAR\n")


def test_a_year_is_played_with_outages(workspace):
    done = call(workspace, "schedule", "--simulate", "365d", "--outage", "2026-11-21..2026-11-24", *NOW)
    assert done.returncode == 0
    assert "Sun 2027-03-28 Europe/Berlin: 1h does not exist from 02:00 to 03:00" in done.stdout
    assert "Sat 2026-11-21 00:00 to Tue 2026-11-24 00:00 (3d)" in done.stdout
    value = json.loads(
        call(workspace, "schedule", "--simulate", "9d", "--outage", "2026-11-21..2026-11-22", "--json", *NOW).stdout
    )
    assert value["channels"]["archive"]["missed"] == 1


def test_what_published_jsonl_tells_is_not_planned_again(workspace):
    first = planned(workspace)["planned"]
    sent = {"post": first[0]["post"], "channel": "toots", "time": "2026-11-18T08:00:00Z", "url": "https://e.org/1"}
    (workspace / "published.jsonl").write_text(json.dumps(sent) + "\n")
    assert f"{sent['post']}@toots" not in [entry["id"] for entry in planned(workspace)["planned"]]
    assert f"{sent['post']}@archive" in [entry["id"] for entry in planned(workspace)["planned"]]
    assert "https://e.org/1" in call(workspace, "schedule", "--ics", *NOW).stdout


def test_a_damaged_published_jsonl_stops_the_plan(workspace):
    (workspace / "published.jsonl").write_text('{"post": "a"\n<<<<<<< HEAD\n')
    done = call(workspace, "schedule", *NOW)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "published.jsonl:1" in done.stderr
    assert "published.jsonl:2" in done.stderr
    (workspace / "published.jsonl").write_bytes(b"\xff\xfe\n")
    assert "not UTF-8" in call(workspace, "schedule", *NOW).stderr


def test_a_record_that_somebody_damaged_is_left_to_the_next_build(workspace):
    record = next(iter(sorted((workspace / "output").glob("*/*/post.json"))))
    before = record.read_bytes()
    try:
        for data in (b"", b"[]", b'{"texts": [], "comments": {}, "pictures": {}}', b"[" * 100_000):
            record.write_bytes(data)
            opened = forge.open_workspace(workspace)
            posts, _ = ready_posts(opened, load(opened.state / "build.json"))
            assert posts
            assert record.parent.relative_to(workspace / "output").as_posix() not in {item.post for item in posts}
    finally:
        record.write_bytes(before)


def test_a_category_that_no_post_has_is_told_with_its_place(workspace):
    days = "  days: { mon: traps, tue: trips }"
    (workspace / "post_forge.yaml").write_text(f"{CONFIG}{days}\n")
    line, column = CONFIG.count("\n") + 1, days.index("tue") + 1
    done = call(workspace, "schedule", *NOW)
    assert f"post_forge.yaml:{line}:{column}: warning: tue: no post is of the category 'trips'" in done.stderr


def test_a_workspace_without_posts_says_what_to_do(tmp_path):
    write_notes(tmp_path)
    done = call(tmp_path, "schedule", *NOW)
    assert done.returncode == 1
    assert "post-forge build" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--month", "2026-13"),
        ("--simulate", "soon"),
        ("--simulate", "0d"),
        ("--now", "noon"),
        ("--now", "9999-12-31"),
        ("--days", "99999"),
        ("--outage", "2026-12-01..2026-12-02"),
        ("--simulate", "9d", "--outage", "2026-12-02..2026-12-01"),
    ],
)
def test_wrong_usage_is_exit_code_two(workspace, arguments):
    done = call(workspace, "schedule", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_what_a_note_asks_for_is_read(workspace):
    note = sorted((workspace / "content").glob("*.md"))[0]
    opened = forge.open_workspace(workspace)
    known = load(opened.state / "build.json")
    path = note.relative_to(workspace).as_posix()

    def first_with(matter: str):
        note.write_text(f"---\n{matter}\n---\n# Locks\n")
        posts, problems = ready_posts(opened, known)
        return next((item for item in posts if path in item.topics), None), problems

    ready, problems = first_with("publish_on: 2026-12-24 18:00\nchannels: [Mastodon]\ntags: [SQL]\nseries: Data")
    assert problems == ()
    assert (ready.publish_on, ready.publish_at) == (date(2026, 12, 24), time(18))
    assert ready.channels == ("toots",)
    assert {"series", "data", "sql", "content"} <= ready.categories
    assert ready.topics == {path, "#sql"}
    ready, (problem,) = first_with("title: Locks\npublish_on: soon")
    assert (ready.publish_on, str(problem.source)) == (None, f"{path}:3")
    assert first_with("status: draft") == (None, ())


def test_fresh_follows_git_so_that_every_clone_plans_alike(workspace):
    (workspace / "post_forge.yaml").write_text(CONFIG + "  order: fresh\n")
    notes = sorted(path.name for path in (workspace / "content").glob("*.md"))
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "init", "-q"], cwd=workspace, check=True)
    try:
        for day, name in enumerate(reversed(notes), 1):
            stamp = f"2026-01-{day:02d}T12:00:00Z"
            subprocess.run(["git", "add", f"content/{name}"], cwd=workspace, check=True)
            subprocess.run(
                ["git", *identity, "commit", "-qm", name],
                cwd=workspace,
                check=True,
                env=os.environ | {"GIT_COMMITTER_DATE": stamp, "GIT_AUTHOR_DATE": stamp},
            )
        value = planned(workspace)
        order = [entry["post"] for entry in value["planned"] if entry["channel"] == "archive"]
        opened = forge.open_workspace(workspace)
        posts, _ = ready_posts(opened, load(opened.state / "build.json"))
        newest = {item.post for item in posts if f"content/{notes[0]}" in item.topics}
        assert set(order[: len(newest)]) == newest
    finally:
        subprocess.run(["rm", "-rf", ".git"], cwd=workspace, check=True)


def test_the_machines_time_zone(tmp_path):
    link, file = tmp_path / "localtime", tmp_path / "timezone"
    assert machine_zone(None, link, file) == ""
    file.write_text("Asia/Kolkata\n")
    assert machine_zone(None, link, file) == "Asia/Kolkata"
    zones = tmp_path / "zoneinfo" / "Europe"
    zones.mkdir(parents=True)
    (zones / "Berlin").touch()
    link.symlink_to(zones / "Berlin")
    assert machine_zone(None, link, file) == "Europe/Berlin"
    assert machine_zone(":America/New_York", link, file) == "America/New_York"
    assert machine_zone("../../etc/passwd", link, file) == "Europe/Berlin"
    assert machine_zone("Nowhere/Here", link, file) == "Europe/Berlin"


def test_an_outage_is_read_in_the_workspaces_time_zone():
    outage = read_outage("2026-12-01..2026-12-02T12:00Z", "Europe/Berlin")
    assert outage.first.isoformat() == "2026-11-30T23:00:00+00:00"
    for words in ("tomorrow", "2026-12-01", "0001-01-01..2026-12-01", "2026-12-01..2026-12-01"):
        with pytest.raises(UsageError):
            read_outage(words, "Europe/Berlin")


def test_the_command_line_does_not_load_the_stage_before_it_is_asked_for():
    code = "import post_forge.cli, post_forge.forge, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "post_forge.schedule" not in done.stdout.split()
