"""What is saved is on the page at once: pictures, errors beside the last good ones, two pages that never disagree."""

from __future__ import annotations

import re
import signal
import time

import pytest

from tests.preview.conftest import Listener, Running, is_ready, run, start, until

POST = "retry/retries-multiply-the-load"


def save(studio: Running, old: str, new: str) -> None:
    note = studio.root / "content" / "retry.md"
    words = note.read_text(encoding="utf-8")
    assert old in words
    note.write_text(words.replace(old, new, 1), encoding="utf-8")


def the_post(studio: Running) -> str:
    return next(found for found in re.findall(r'href="/posts/(retry/[^"?#]+)"', studio.text("/posts")))


def test_a_saved_note_brings_its_new_pictures_and_only_those(studio):
    post = the_post(studio)
    before = studio.pictures(f"/posts/{post}", post)
    page = Listener(studio).start()
    save(studio, "up to a cap of 5 seconds", "up to a cap of 9 seconds")
    found = page.wait("slides", lambda data: data["post"] == post)["formats"]["portrait"]
    new = [url for url in found if url not in before]
    assert 0 < len(new) < len(before)
    assert all(studio.get(url).headers["content-type"] == "image/png" for url in new)
    assert page.wait("changed", lambda data: post in data["posts"])["pages"]
    assert "9 seconds" in studio.text(f"/posts/{post}")
    assert studio.pictures(f"/posts/{post}", post) == found
    assert sum(kind == "slides" for kind, _ in page.heard) == 1, "what came first was what the note says"


def test_a_note_that_cannot_be_read_keeps_its_last_good_pictures(studio):
    post = the_post(studio)
    note = studio.root / "content" / "retry.md"
    good, before = note.read_bytes(), studio.pictures(f"/posts/{post}", post)
    page = Listener(studio).start()
    note.write_bytes(b"\x00\x01\x02" * 50)
    page.wait("changed", lambda data: "content/retry.md" in data["notes"])
    until(lambda: studio.pictures(f"/posts/{post}", post) == before and "content/retry.md" in studio.text("/problems"))
    broken = studio.text(f"/posts/{post}")
    assert "trouble" in broken
    assert studio.get(before[0]).status_code == 200
    note.write_bytes(good)
    until(lambda: "content/retry.md:1" not in studio.text("/problems") or "error" not in studio.text(f"/posts/{post}"))
    until(lambda: studio.text(f"/posts/{post}").count("trouble") < broken.count("trouble"))


def test_a_broken_configuration_says_so_over_what_was_there(studio):
    config = studio.root / "post_forge.yaml"
    good = config.read_text(encoding="utf-8")
    config.write_text("brand: [\n", encoding="utf-8")
    until(lambda: "post_forge.yaml" in studio.text("/posts") and "stopped" in studio.text("/posts"))
    assert "Retries" in studio.text("/posts")
    config.write_text(good, encoding="utf-8")
    until(lambda: 'class="stopped"' not in studio.text("/posts"))


def test_a_workspace_that_never_could_be_read_says_why_and_mends_itself(workspace):
    config = workspace / "post_forge.yaml"
    good = config.read_text(encoding="utf-8")
    config.write_text("theme: [\n", encoding="utf-8")
    running = start(workspace)
    try:
        until(lambda: "post_forge.yaml" in running.get("/").text)
        assert running.get("/").status_code == 503
        config.write_text(good, encoding="utf-8")
        is_ready(running)
    finally:
        running.stop()


def test_what_a_check_finds_comes_to_the_page_by_itself_and_goes(studio):
    page = Listener(studio).start()
    save(studio, "Stop when the caller has stopped", "[Stop](http://papers.books/) when the caller has stopped")
    page.wait("problems", lambda data: data["warnings"] > 0)
    shown = studio.text("/problems")
    assert "link.http" in shown
    assert re.search(r'href="vscode://file/[^"]*/content/retry.md:\d+', shown)
    save(studio, "[Stop](http://papers.books/) when", "Stop when")
    until(lambda: "link.http" not in studio.text("/problems"))


def test_a_note_that_is_new_or_gone_is_noticed(studio):
    note = studio.root / "content" / "third.md"
    note.write_text((studio.root / "content" / "locks.md").read_text().replace("# Locks", "# Third"), encoding="utf-8")
    until(lambda: "3 notes" in studio.text("/posts") or "content/third.md" in studio.text("/posts"))
    note.unlink()
    until(lambda: "content/third.md" not in studio.text("/posts"))


def test_a_theme_that_is_changed_changes_its_pictures(studio):
    post = the_post(studio)
    before = studio.pictures(f"/posts/{post}", post)
    theme = studio.root / "templates" / "themes" / "mine" / "theme.yaml"
    theme.parent.mkdir(parents=True)
    theme.write_text('extends: night\ncolor: { accent: "#ffd479" }\n', encoding="utf-8")
    config = studio.root / "post_forge.yaml"
    config.write_text(config.read_text(encoding="utf-8") + "theme: mine\n", encoding="utf-8")
    mine = until(lambda: (found := studio.pictures(f"/posts/{post}", post)) != before and found)
    time.sleep(0.5)  # the watching of the new folder begins
    theme.write_text('extends: night\ncolor: { accent: "#8ad4ff" }\n', encoding="utf-8")
    until(lambda: studio.pictures(f"/posts/{post}", post) not in (mine, before))


def test_who_comes_back_hears_what_was_missed(studio):
    first = Listener(studio).start()
    save(studio, "5 seconds", "6 seconds")
    first.wait("changed")
    save(studio, "6 seconds", "7 seconds")
    until(lambda: sum(kind == "changed" for kind, _ in first.heard) >= 2)
    again = Listener(studio, last=first.ids[0]).start()
    again.wait("changed")
    assert again.heard[0][0] == "hello"
    assert first.ids[0] not in again.ids
    stranger = Listener(studio, last="another-99").start()
    assert set(stranger.wait("changed")["pages"]) >= {"today", "calendar", "theme"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_with_open_streams(studio, number):
    page = Listener(studio).start()
    begun = time.monotonic()
    assert studio.end(number) == 0
    assert time.monotonic() - begun < 5  # a thread or a stream that is waited for takes longer, or for ever
    assert page.ended.wait(5)


def test_the_lock_is_shown_and_told(studio):
    import fcntl
    import json

    page = Listener(studio).start()
    file = studio.root / ".post_forge" / "lock"
    file.parent.mkdir(exist_ok=True)
    with file.open("w+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        handle.write(json.dumps({"pid": 1, "command": "build", "since": "2026-11-20T14:02:00+00:00"}))
        handle.flush()
        assert page.wait("lock", lambda data: bool(data["busy"])) == {"busy": "post-forge build", "since": "14:02"}
        assert "post-forge build" in studio.text("/posts")
        answer = studio.act("keep")
        assert answer.status_code == 409
        assert answer.json()["busy"] == "post-forge build"
    page.wait("lock", lambda data: not data["busy"])
    assert studio.act("keep").status_code == 200


def test_a_command_of_the_terminal_shows_on_the_page(planned_workspace, tmp_path):
    import shutil

    root = tmp_path / "ws"
    shutil.copytree(planned_workspace, root)
    running = is_ready(start(root))
    try:
        page = Listener(running).start()
        entry = re.search(r'data-entry="([^"]+)"', running.text("/calendar"))[1]
        run(root, "queue", "hold", entry)
        page.wait("changed", lambda data: "calendar" in data["pages"])
        until(lambda: re.search(rf'data-entry="{re.escape(entry)}"[^>]*data-state="held"', running.text("/calendar")))
        assert running.act("release", ids=[entry]).status_code == 200
        assert "held" not in run(root, "queue", "show", entry)
    finally:
        running.stop()
