"""snac, a real server of Mastodon's API that ignores the Idempotency-Key: installed here, started for the tests."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

WHAT_TO_INSTALL = "no snac here; install it (Debian backports: apt install snac2), or name it in POST_FORGE_TEST_SNAC"
_SETTINGS = {
    "protocol": "http",
    "num_threads": 16,  # with fewer it waits for itself
    "queue_timeout": 1,
    "queue_timeout_2": 1,
    "disable_inbox_collection": True,
    "disable_sandbox": True,
}


def find():
    """The program, or None."""
    found = os.environ.get("POST_FORGE_TEST_SNAC") or shutil.which("snac")
    return Path(found) if found and Path(found).is_file() else None


class Server:
    def __init__(self, url, port, token):
        self.url, self.port, self.token = url, port, token

    def client(self):
        """One connection a request: snac closes those that are kept."""
        import httpx2

        headers = {"Authorization": f"Bearer {self.token}"}
        single = httpx2.Limits(max_keepalive_connections=0)
        return httpx2.Client(base_url=self.url, headers=headers, timeout=20, limits=single)

    def statuses(self):
        """What readers see, by the server's own list."""
        with self.client() as client:
            number = client.get("/api/v1/accounts/verify_credentials").json()["id"]
            return client.get(f"/api/v1/accounts/{number}/statuses", params={"limit": "500"}).json()

    def texts(self):
        """Their words, as they were sent."""
        found = self.statuses()
        with self.client() as client:
            return [client.get(f"/api/v1/statuses/{item['id']}/source").json()["text"] for item in found]


@contextmanager
def running(program):
    """A server with one account, and a token for it; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="post-forge-snac-"))
    try:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        data = folder / "data"
        host = f"127.0.0.1:{port}"
        asked = f"127.0.0.1\n{port}\n{host}\n\n\n"
        subprocess.run([program, "init", data], input=asked, text=True, check=True, capture_output=True)
        settings = data / "server.json"
        settings.write_text(json.dumps(json.loads(settings.read_text()) | _SETTINGS))
        made = subprocess.run(
            [program, "adduser", data, "ana"], input="ana\n\n", text=True, check=True, capture_output=True
        )
        password = re.search(r"password is (\S+)", made.stdout + made.stderr)[1]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen([program, "httpd", data], stdout=log, stderr=log)
        try:
            url = f"http://{host}"
            yield Server(url, port, _login(process, url, password))
        finally:
            process.terminate()
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _login(process, url, password):
    """A token by the authorization code flow, its page filled in by us."""
    import httpx2

    back = "http://127.0.0.1:9/back"
    with httpx2.Client(base_url=url, timeout=10, limits=httpx2.Limits(max_keepalive_connections=0)) as client:
        _wait(process, client)
        names = {"client_name": "test", "redirect_uris": back, "scopes": "read write"}
        app = client.post("/api/v1/apps", data=names).json()
        asked = {"response_type": "code", "client_id": app["client_id"], "redirect_uri": back, "scope": "read write"}
        page = client.get("/oauth/authorize", params=asked).text
        fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
        fields |= {"login": "ana", "passwd": password}
        where = client.post("/oauth/x-snac-login", data=fields).headers["location"]
        code = parse_qs(urlsplit(where).query)["code"][0]
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
        asked |= {"client_id": app["client_id"], "client_secret": app["client_secret"]}
        return client.post("/oauth/token", data=asked).json()["access_token"]


def _wait(process, client):
    import httpx2

    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("snac did not start")
        try:
            client.get("/api/v1/instance")
            return
        except httpx2.TransportError:
            time.sleep(0.03)
    raise RuntimeError("snac did not answer")
