"""A folder as a channel: whole or not at all, once however often it is tried or killed."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.publish import MemoryVault, Nobody, amend, connect, dry_run, fetching, sending, shelf, withdraw
from tests.publish.keeping import CRASHES, Clock, Keeper, work
from tests.publish_channels.posts import LOSSES, Lossy, post

ROOT = Path(__file__).parents[2]


def folder(workspace, name="archive", **options):
    return connect(name, "folder", options, {}, MemoryVault(), Clock(), workspace=workspace)


def publish(connection, outgoing, faults=(), crashes=()):
    clock = Clock()
    keeper = Keeper(clock, crashes)
    with sending(connection) as send:
        fetch = fetching(Lossy(send, faults), connection.authority)
        return work(connection.network, outgoing, keeper, clock, fetch)


def made(workspace, channel="posted/archive"):
    """The folders that a person sees."""
    return sorted(place.name for place in (workspace / channel).iterdir() if not place.name.startswith("."))


def test_a_post_is_ready_to_paste(tmp_path):
    texts = {"linkedin": ("Long.",), "x": ("First.", "Second.")}
    verdict = publish(folder(tmp_path), post("One.", pictures=2, texts=texts, files={"media/x/01.jpg": b"jpg"}))
    assert (verdict.event, verdict.url) == ("publish", "posted/archive/2026-11-20-retry-keys")
    place = tmp_path / verdict.url
    files = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    pasted = {"linkedin.txt", "x.txt", "alt.txt", "slides/01.png", "slides/02.png", "carousel.pdf", "media/x/01.jpg"}
    assert files == {*pasted, "delivery.json"}
    assert (place / "x.txt").read_text() == "First.\n---\nSecond.\n"
    assert (place / "alt.txt").read_text() == "1. A slide 1\n\n2. A slide 2\n"
    told = json.loads((place / "delivery.json").read_text())
    assert (told["delivery"], told["title"]) == ("retry/keys@archive", "Retries need keys")
    assert set(told["files"]) == pasted


@given(faults=st.lists(st.sampled_from(LOSSES), max_size=8), crashes=st.lists(st.sampled_from(("pass", *CRASHES))))
def test_whatever_goes_wrong_it_is_there_once(tmp_path_factory, faults, crashes):
    workspace = tmp_path_factory.mktemp("ws")
    assert publish(folder(workspace), post(pictures=1), faults, crashes).event == "publish"
    assert made(workspace) == ["2026-11-20-retry-keys"]


def test_two_deliveries_of_one_day_lie_side_by_side(tmp_path):
    connection = folder(tmp_path)
    for content in ("a", "b", "a"):
        assert publish(connection, replace(post(), content=content)).event == "publish"
    assert made(tmp_path) == ["2026-11-20-retry-keys", "2026-11-20-retry-keys-2"]


@pytest.mark.parametrize("name", ["../../etc/x@a", ".git/x@a", "重试/" + "幂等" * 200 + "@a", "@a", "a/b\nc@a"])
def test_a_name_never_leads_out_or_is_too_long(tmp_path, name):
    verdict = publish(folder(tmp_path), post(name=name))
    assert verdict.event == "publish"
    assert (tmp_path / verdict.url / "post.txt").is_file()
    assert (tmp_path / verdict.url).resolve().parent == tmp_path / "posted/archive"


def test_a_file_never_leads_out(tmp_path):
    verdict = publish(folder(tmp_path), post(files={"../../evil.txt": b"x"}))
    assert verdict.event == "fail"
    assert "is no name" in verdict.reason
    assert not list(tmp_path.rglob("*"))


def test_what_stands_in_the_way_is_left_alone(tmp_path):
    (tmp_path / "posted/archive").mkdir(parents=True)
    (tmp_path / "posted/archive/2026-11-20-retry-keys").write_text("mine")
    (tmp_path / "posted/archive/2026-11-20-retry-keys-2").mkdir()
    (tmp_path / "posted/archive/2026-11-20-retry-keys-2/mine.txt").write_text("mine")
    assert publish(folder(tmp_path), post()).url == "posted/archive/2026-11-20-retry-keys-3"
    assert (tmp_path / "posted/archive/2026-11-20-retry-keys").read_text() == "mine"


def test_a_full_disk_leaves_nothing_and_is_tried_again(tmp_path, monkeypatch):
    full = iter([True] * 2)

    def fsync(handle):
        if next(full, False):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shelf.os, "fsync", fsync)
    assert publish(folder(tmp_path), post(pictures=3)).event == "publish"
    assert made(tmp_path) == ["2026-11-20-retry-keys"]
    assert not list((tmp_path / "posted/archive").glob(".*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "posted").mkdir(mode=0o500)
    assert "permission denied" in publish(folder(tmp_path), post()).reason


def test_another_path_and_where_it_is_told(tmp_path):
    outside = tmp_path / "elsewhere"
    verdict = publish(folder(tmp_path / "ws", path=str(outside)), post())
    assert verdict.url == (outside / "2026-11-20-retry-keys").as_uri()


def test_withdrawing_takes_away_what_was_put_and_nothing_else(tmp_path):
    connection = folder(tmp_path)
    verdict = publish(connection, post(pictures=1))
    (tmp_path / verdict.url / "notes of my own.txt").write_text("mine")
    with sending(connection) as send:
        fetch = fetching(send, connection.authority)
        for _ in range(2):
            done = withdraw(connection.network, verdict.posts, fetch, Clock()())
            assert (len(done.done), done.problems) == (1, ())
    assert [path.name for path in (tmp_path / verdict.url).iterdir()] == ["notes of my own.txt"]


def test_amending_changes_the_words(tmp_path):
    connection = folder(tmp_path)
    verdict = publish(connection, post("Old.", pictures=1))
    with sending(connection) as send:
        done = amend(connection.network, verdict.posts, post("New.", pictures=1), send, Clock()())
    assert not done.problems
    assert (tmp_path / verdict.url / "post.txt").read_text() == "New.\n"


def test_twins_that_race_make_one_folder(tmp_path):
    connection, outgoing = folder(tmp_path), post(pictures=2)
    intent = connection.network.intent(outgoing, Clock()())
    request = connection.network.request(connection.network.steps(outgoing)[0], outgoing, intent, {})
    answers = []

    def put():
        with sending(connection) as send:
            answers.append(send(request).status)

    racing = [threading.Thread(target=put) for _ in range(8)]
    for one in racing:
        one.start()
    for one in racing:
        one.join()
    assert sorted(answers) == [200] * 7 + [201]
    assert made(tmp_path) == ["2026-11-20-retry-keys"]


def test_a_dry_run_lists_the_files(tmp_path):
    connection, outgoing = folder(tmp_path), post(pictures=1)
    ((step, told),) = dry_run(
        connection.network, outgoing, connection.network.intent(outgoing, Clock()()), connection.mask
    )
    assert step == "post"
    assert "slides/01.png  104 bytes" in told
    assert "Authorization" not in told
    assert not (tmp_path / "posted").exists()
    assert isinstance(connection.authority, Nobody)


PUT = """
import sys
from pathlib import Path
from post_forge.publish import MemoryVault, connect, sending
from tests.publish.keeping import Clock
from tests.publish_channels.posts import post
connection = connect("archive", "folder", {}, {}, MemoryVault(), Clock(), workspace=Path(sys.argv[1]))
outgoing = post(pictures=10, files={f"more/{n}.bin": bytes(200_000) for n in range(60)})
intent = connection.network.intent(outgoing, Clock()())
print("ready", flush=True)
with sending(connection) as send:
    send(connection.network.request(connection.network.steps(outgoing)[0], outgoing, intent, {}))
print("done", flush=True)
"""


def test_killed_at_any_moment_it_is_whole_or_not_there(tmp_path):
    chance = random.Random(1)
    seen = set()
    for _ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", PUT, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.random() * 0.08)
        child.kill()
        child.communicate()
        seen.add(len(made(tmp_path)) if (tmp_path / "posted/archive").exists() else 0)
    subprocess.run([sys.executable, "-c", PUT, str(tmp_path)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    assert made(tmp_path) == ["2026-11-20-retry-keys"]
    assert len(list((tmp_path / "posted/archive/2026-11-20-retry-keys").rglob("*.bin"))) == 60
    assert seen <= {0, 1}


def test_what_killed_workers_left_is_removed_when_it_is_old(tmp_path):
    old, young = (tmp_path / "posted/archive" / name for name in (".a.x.draft", ".b.x.draft"))
    for place in (old, young):
        place.mkdir(parents=True)
    os.utime(old, (0, 0))
    publish(folder(tmp_path), post())
    assert not old.exists()
    assert young.exists()
