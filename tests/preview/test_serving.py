"""Ports, names, browsers, read-only and the door for others: how a studio is reached."""

from __future__ import annotations

import re
import socket
import subprocess
import sys

from tests.preview.conftest import SOON, Running, is_ready, start


def test_today_is_the_first_page_without_any_token(shared):
    answer = shared.get("/")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert 'data-page="today"' in answer.text


def test_every_page_answers(shared):
    for path in (
        "/",
        "/?day=2030-01-01",
        "/posts",
        "/posts?q=retries&kind=&problems=1",
        "/posts?page=99",
        "/calendar",
        "/calendar?week=2026-W49",
        "/problems",
        "/theme?theme=paper&format=square",
        "/history",
        "/explain/retry",
    ):
        assert shared.get(path).status_code == 200, path
    for path in ("/nothing", "/posts/a/b", "/posts/retry", "/explain/nothing", "/?day=nonsense", "/calendar/x"):
        assert shared.get(path).status_code == 404, path
    assert shared.get("/calendar?month=9999-99&channel=nothing&week=0-W99").status_code == 200


def test_a_fragment_is_the_block_alone(shared):
    whole, rows = shared.text("/posts"), shared.get("/posts", X_Studio_Fragment="rows")
    assert rows.status_code == 200
    assert "<html" not in rows.text
    assert rows.text.strip()[:40] in whole
    assert shared.get("/posts", X_Studio_Fragment="nonsense").status_code == 404


def test_pictures_are_drawn_when_asked_for_and_kept_for_ever(shared):
    small = re.search(r"/pictures/[0-9a-f]+\.small\.png", shared.text("/posts"))[0]
    answer = shared.get(small)
    assert answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content.startswith(b"\x89PNG")
    assert int.from_bytes(answer.content[16:20]) == 360
    assert int.from_bytes(shared.get(small.replace(".small", "")).content[16:20]) == 1080
    assert shared.get("/pictures/" + "0" * 64 + ".png").status_code == 404


def test_a_post_can_be_taken_away(shared):
    import io
    import zipfile

    post = re.search(r'href="/posts/(retry/[^"?#]+)"', shared.text("/posts"))[1]
    archive = zipfile.ZipFile(io.BytesIO(shared.get(f"/download/{post}.zip").content))
    names = {name.partition("/")[2] for name in archive.namelist()}
    assert {"linkedin.txt", "x.txt", "alt.txt", "carousel.pdf", "slides/portrait/01.png"} <= names
    assert shared.get(f"/download/{post}.pdf").content.startswith(b"%PDF")
    slide = shared.get(f"/download/{post}/portrait/01.png")
    assert slide.headers["content-disposition"].startswith("attachment")
    assert shared.get(f"/download/{post}/portrait/99.png").status_code == 404


def test_static_files_are_served_with_their_version(shared):
    script = re.search(r'src="(/static/[^"]+\.js\?v=[0-9a-f]+)"', shared.text("/"))[1]
    answer = shared.get(script)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert shared.get(script.partition("?")[0]).headers["cache-control"] == "no-cache"


def test_looking_changes_nothing_in_the_workspace(workspace):
    from tests.forge.conftest import snapshot

    before = snapshot(workspace)
    running = is_ready(start(workspace, "--read-only"))
    try:
        for path in ("/", "/posts", "/calendar", "/problems", "/theme", "/history"):
            running.text(path)
    finally:
        running.stop()
    assert snapshot(workspace) == before


def test_read_only_refuses_every_change_and_tells_no_path(workspace):
    running = is_ready(start(workspace, "--read-only"))
    try:
        assert running.token == ""
        for name in ("approve", "edit", "keep", "build", "count"):
            with running.client() as client:
                assert client.post(f"/actions/{name}", json={}, headers={"X-Studio-Token": "x"}).status_code == 403
        assert str(workspace) not in "".join(running.text(path) for path in ("/", "/posts", "/problems"))
        assert "vscode://" not in running.text("/posts")
    finally:
        running.stop()


def test_a_port_that_is_taken_is_told_and_the_next_is_taken_where_none_was_asked_for(workspace):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "post_forge", "-C", str(workspace), "preview", "--port", str(port)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SOON, check=False)
    assert done.returncode == 2
    assert f"port {port} is in use" in done.stderr
    from post_forge.preview.serve import PORT, listen

    with listen("127.0.0.1", None) as first, listen("127.0.0.1", None) as second:
        assert PORT <= first.getsockname()[1] < second.getsockname()[1]


def door(running: Running) -> str:
    return re.search(r"\?key=([\w-]+)", running.said[0])[1]


def test_others_come_in_by_a_link_that_works_once(workspace):
    running = start(workspace, "--host", "0.0.0.0")
    port = running.base.rpartition(":")[2]
    running.base = f"http://127.0.0.1:{port}"
    try:
        assert running.get("/").status_code == 401
        assert running.get("/?key=wrong").status_code == 401
        assert running.get("/pictures/x.png").status_code == 401
        key = door(running)
        with running.client() as client:
            answer = client.get(f"/?key={key}")
            cookie = answer.headers["set-cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie
            assert client.get("/posts").status_code in (200, 503)
        assert running.get(f"/?key={key}").status_code == 401
        assert running.get("/", Cookie="post_forge_studio=wrong").status_code == 401
        assert running.get("/", Host=f"evil.example:{port}").status_code == 421
    finally:
        running.stop()


def test_the_first_page_tells_that_notes_are_being_read(tmp_path):
    from tests.preview.conftest import NOTE, write_workspace

    root = write_workspace(tmp_path / "ws")
    for number in range(40):
        (root / "content" / f"n{number}.md").write_text(NOTE.replace("Retries", f"Retries{number}"), encoding="utf-8")
    running = start(root)
    try:
        first = running.get("/")
        assert first.status_code in (200, 503)
        assert "read" in first.text
    finally:
        running.stop()
