"""Who must not get in: other sites, other names for this machine, paths upward, and what notes try to run."""

from __future__ import annotations

import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import pytest

from tests.preview.browser.conftest import until

EVIL = """# Evil <script>window.owned = 1</script>

<!-- post: evil -->
## A page cost the shop 40 minutes when it ran <img src=x onerror="window.owned = 1">

Every one of 300 pages that showed `"><script>window.owned = 1</script>` ran it in the browser of an editor.

1. **Escape what you print**, in 1 place of the code and not in each of the 20 templates that print it.
2. **Send a policy** that runs no script of a page, so that 1 mistake is not enough to lose the session.
3. **Read** [where a link leads](javascript:window.owned=1) before you click on it, 2 times if it came by mail.
"""


def asked(site, path, method="GET", body=None, **headers):
    where = urlsplit(site.url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=10)
    connection.request(method, path, body=body, headers=headers)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, data, dict(answer.getheaders())


def test_a_name_that_leads_here_from_elsewhere_is_refused(site):
    port = urlsplit(site.url).port
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", "169.254.169.254"):
        status, data, _ = asked(site, "/", Host=host)
        assert status in (400, 403, 421), host
        assert b"studio-token" not in data
    assert asked(site, "/", Host=f"127.0.0.1:{port}")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/%2e%2e/pyproject.toml",
        "/static/..%2f..%2fbase.html.jinja",
        "/pictures/../../post_forge.yaml",
        "/download/../../post_forge.yaml.zip",
        "/download/%2e%2e/%2e%2e.zip",
        "//etc/passwd",
        "/posts/..%2f..%2f..%2fetc/passwd",
    ],
)
def test_no_path_leads_out(path, site):
    status, data, _ = asked(site, path)
    assert status in (400, 404, 307, 308), status
    assert b"root:" not in data
    assert b"brand:" not in data
    assert b"extends" not in data


def test_changes_want_the_token_and_the_same_origin(site, open_page):
    page = open_page(site.url)
    token = page.locator('meta[name="studio-token"]').get_attribute("content")
    body = json.dumps({"ids": ["nobody@archive"]})
    plain = {"Content-Type": "application/json"}
    assert asked(site, "/actions/hold", "POST", body, **plain)[0] == 403
    assert asked(site, "/actions/hold", "POST", body, **plain, **{"X-Studio-Token": "guess"})[0] == 403
    elsewhere = {**plain, "X-Studio-Token": token, "Origin": "http://evil.example"}
    assert asked(site, "/actions/hold", "POST", body, **elsewhere)[0] == 403
    assert (
        asked(site, "/actions/hold", "POST", body, **plain, **{"X-Studio-Token": token, "Origin": site.url})[0] == 400
    )
    assert asked(site, "/actions/hold", **{"X-Studio-Token": token})[0] in (404, 405)


def test_another_sites_page_can_neither_change_nor_read_nor_frame(site, open_page):
    """A real page of another origin, in a real browser, that knows where the studio is."""
    content = f"""<!doctype html><title>evil</title>
      <form method="post" action="{site.url}/actions/hold" target="frame"><input name="ids" value="x@archive"></form>
      <iframe name="frame"></iframe><iframe id="page" src="{site.url}/"></iframe>
      <script>
        var read;
        document.forms[0].submit();
        fetch("{site.url}/posts").then(answer => answer.text()).then(text => read = text, () => read = "");
        fetch("{site.url}/actions/hold", {{method: "POST", mode: "no-cors", body: "ids=x@archive"}}).catch(() => 0);
      </script>"""

    class Evil(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Evil)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        page = open_page(f"http://127.0.0.1:{server.server_port}", faults=True)
        statuses = []
        page.on("response", lambda answer: statuses.append((answer.request.method, answer.status)))
        page.reload()
        until(page, "window.read !== undefined")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.read") == ""
        posted = {status for method, status in statuses if method == "POST"}
        assert posted == {403}
        framed = [frame for frame in page.frames if frame.url.startswith(site.url)]
        assert all("studio-token" not in frame.content() for frame in framed)
    finally:
        server.shutdown()
        server.server_close()


def test_what_a_note_says_is_never_run(site, open_page):
    (site.root / "content" / "evil.md").write_text(EVIL)
    page = open_page(site.url + "/posts")
    note = page.locator(".note", has_text="Evil")
    note.wait_for()
    address = site.url + note.locator(".cover").first.get_attribute("href")
    for where in (address, site.url + note.locator(".why").get_attribute("href"), site.url + "/problems"):
        page.goto(where)
        assert page.evaluate("window.owned") is None
        assert page.locator("main script, main img[onerror], main a[href^='javascript']").count() == 0
    page.goto(address)
    assert "<script>" in page.locator("#network-linkedin [data-copy]").first.get_attribute("data-copy")


def test_the_policy_runs_nothing_that_stands_in_a_page(site, open_page):
    status, _, headers = asked(site, "/", Host=urlsplit(site.url).netloc)
    policy = {key.lower(): value for key, value in headers.items()}["content-security-policy"]
    assert status == 200
    assert (
        "unsafe" not in policy and "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
    ) or "'self'" in policy
    page = open_page(site.url, faults=True)
    page.evaluate(
        "const one = document.createElement('script'); one.textContent = 'window.owned = 1'; document.body.append(one)"
    )
    assert page.evaluate("window.owned") is None


def test_read_only_shows_and_changes_nothing(built, tmp_path, open_page):
    import shutil

    from tests.preview.browser.conftest import serve, stop

    shutil.copytree(built, tmp_path / "ws")
    site = serve(tmp_path / "ws", "--read-only")
    try:
        page = open_page(site.url)
        assert page.locator("form[data-act], [data-edit]").count() == 0
        assert "vscode://" not in page.content()
        assert asked(site, "/actions/hold", "POST", "{}", **{"Content-Type": "application/json"})[0] == 403
        page.goto("about:blank")
    finally:
        stop(site)
