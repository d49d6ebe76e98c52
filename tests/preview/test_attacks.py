"""What other people's pages, names and paths could try: nothing of it gets in."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from tests.preview.conftest import SOON, Running, until

FOREIGN = ("evil.example", "evil.example:{port}", "localhost.evil.example:{port}", "127.0.0.1.evil.example:{port}",
           "192.168.1.4:{port}", "[::2]:{port}", "localhost", "127.0.0.1:1", "", "localhost:{port}:1")  # fmt: skip


def raw(running: Running, request: str) -> str:
    """Bytes as they are: no client tidies them."""
    port = int(running.base.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), SOON) as line:
        line.sendall(request.replace("{port}", str(port)).encode("latin-1"))
        found = b""
        while b"\r\n\r\n" not in found and (more := line.recv(65536)):
            found += more
        line.settimeout(2)
        try:
            while more := line.recv(65536):
                found += more
        except TimeoutError:
            pass
    return found.decode("latin-1")


@pytest.mark.parametrize("host", FOREIGN)
def test_a_name_that_was_pointed_here_is_refused(shared, host):
    answer = raw(shared, f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
    assert answer.split()[1] in ("421", "400")
    assert "Retries" not in answer


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "LOCALHOST:{port}"])
def test_its_own_names_are_let_in(shared, host):
    assert raw(shared, f"GET /posts HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").startswith("HTTP/1.1 200")


def test_two_hosts_are_one_too_many(shared):
    head = "GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert raw(shared, head).split()[1] in ("421", "400")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1", "http://127.0.0.1"])
def test_another_sites_page_changes_nothing(shared, origin):
    with shared.client() as client:
        answer = client.post(
            "/actions/count",
            json={"network": "x", "text": "a"},
            headers={"X-Studio-Token": shared.token, "Origin": origin},
        )
    assert answer.status_code == 403


def test_its_own_page_may(shared):
    with shared.client() as client:
        headers = {"X-Studio-Token": shared.token, "Origin": shared.base, "Sec-Fetch-Site": "same-origin"}
        answer = client.post("/actions/count", json={"network": "x", "text": "a"}, headers=headers)
    assert answer.json()["counts"] == [1]


@pytest.mark.parametrize("token", ["", "x", "x" * 43])
def test_a_change_needs_the_token(shared, token):
    with shared.client() as client:
        headers = {"X-Studio-Token": token} if token else {}
        answer = client.post("/actions/count", json={"network": "x", "text": "a"}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["ok"] is False


def test_a_change_is_never_a_get(shared):
    assert shared.get("/actions/keep").status_code == 404
    with shared.client() as client:
        assert client.put("/posts").status_code == 405
        assert client.request("TRACE", "/").status_code == 405


def test_other_sites_may_not_even_embed_its_pictures(shared):
    picture = re.search(r"/pictures/[0-9a-f]+\.small\.png", shared.text("/posts"))[0]
    image = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"}
    assert shared.get(picture, **image).status_code == 403
    assert (
        shared.get("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate", Sec_Fetch_Dest="iframe").status_code
        == 403
    )
    page = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert shared.get("/", **page).status_code == 200  # a link from elsewhere is only a link


PATHS = (
    "/static/../values.py",
    "/static/..%2fpages%2ftoday.html.jinja",
    "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/static//etc/passwd",
    "/static/css/../../../post_forge.yaml",
    "/static/%00",
    "/static/css%5c..%5c..",
    "/pictures/../../post_forge.yaml",
    "/pictures/..%2f..%2fpost_forge.yaml.png",
    "/pictures/%2fetc%2fpasswd.png",
    "/download/..%2f..%2f..%2fetc/passwd.zip",
    "/download/%2e%2e/%2e%2e.zip",
    "/download/retry/x/..%2f/01.png",
    "/download/retry/x/portrait/../../01.png",
    "/posts/..%2f..%2fetc/passwd",
    "/explain/..%2f..%2fetc%2fpasswd",
    "/explain/content%2fretry.md",
    "/../../etc/passwd",
    "/content/retry.md",
    "/post_forge.yaml",
    "/.post_forge/lock",
)


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_to_a_file(shared, path):
    answer = raw(shared, f"GET {path} HTTP/1.1\r\nHost: localhost:{{port}}\r\nConnection: close\r\n\r\n")
    assert answer.split()[1] == "404"
    assert "root:" not in answer
    assert "timezone: UTC" not in answer


def test_a_link_out_of_the_workspace_shows_nothing(studio, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret\n\nThe password is swordfish.\n", encoding="utf-8")
    (studio.root / "content" / "linked.md").symlink_to(secret)
    listed = studio.root / "content" / "more.md"
    listed.write_text((studio.root / "content" / "retry.md").read_text().replace("Retries", "More"), encoding="utf-8")
    until(lambda: "more.md" in studio.get("/posts").text)
    pages = "".join(studio.get(path).text for path in ("/", "/posts", "/problems"))
    assert "swordfish" not in pages
    assert studio.get("/explain/linked").status_code == 404


def test_what_is_in_a_note_never_runs(studio):
    words = '# <script>alert(1)</script> Locks\n\n<img src=x onerror=alert(2)> tells `"><svg onload=alert(3)>`.\n'
    note = studio.root / "content" / "locks.md"
    body = note.read_text(encoding="utf-8").partition("\n")[2]
    heading = '## Lock "the" <script>alert(4)</script> row\n\n```post x\n</textarea><script>alert(5)</script>\n```\n'
    note.write_text(words + body.replace("## Lock the row or check the version\n", heading), encoding="utf-8")
    until(lambda: "alert(5)" in studio.get("/posts").text + "".join(studio.get(url).text for url in posts(studio)))
    for url in ["/", "/posts", "/problems", "/calendar", "/explain/locks", *posts(studio)]:
        html = studio.get(url).text
        assert not re.search(r"<(script|img|svg)[^>]*(alert|onerror|onload)", html), url
        assert "<script>alert" not in html, url
        assert not re.search(r"<[^>]+\son\w+=", html), url


def posts(running: Running) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="(/posts/[^"?#]+)"', running.get("/posts").text)))


def test_every_answer_says_what_it_may_do(shared):
    for path in ("/", "/posts", "/nothing", "/static/nothing", "/pictures/x.png"):
        headers = shared.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers
    page = shared.text("/")
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*src=)|javascript:", page)


def test_a_body_without_end_is_cut_off(shared):
    with shared.client() as client:
        large = client.post("/actions/count", content=b"x" * 300_000, headers={"X-Studio-Token": shared.token})
        assert large.status_code == 413

        def endless():
            for _ in range(40):
                yield b"y" * 10_000

        answer = client.post("/actions/count", content=endless(), headers={"X-Studio-Token": shared.token})
        assert answer.status_code == 413
    assert shared.get("/").status_code == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b"\xff", "application/json"),
        (b"[" * 5000, "application/json"),
        (b'{"network": 5, "text": null}', "application/json"),
        (b"a=1", "text/plain"),
    ],
)
def test_nonsense_is_answered_in_words(shared, body, kind):
    with shared.client() as client:
        headers = {"X-Studio-Token": shared.token, "Content-Type": kind}
        answer = client.post("/actions/count", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["problems"]


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "x"]
)
def test_a_form_never_leads_to_another_site(shared, back):
    with shared.client() as client:
        given = {"token": shared.token, "back": back, "network": "x", "text": "a"}
        answer = client.post("/actions/count", data=given, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"


def test_it_listens_for_this_machine_only(shared):
    port = int(shared.base.rpartition(":")[2])
    lines = Path("/proc/net/tcp")
    if not lines.exists():
        pytest.skip("no /proc/net/tcp to look at")
    own = [line.split()[1] for line in lines.read_text().splitlines()[1:] if line.split()[1].endswith(f":{port:04X}")]
    assert own
    assert all(address.startswith("0100007F") for address in own)
