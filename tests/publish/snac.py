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

WHAT_TO_INSTALL = (
    "no snac here; run `tools/servers.sh snac` (it unpacks Debian's snac2 below .servers/), or name it in "
    "POST_FORGE_TEST_SNAC"
)
SERVERS = Path(__file__).parents[2] / ".servers"
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
    servers = Path(os.environ.get("POST_FORGE_SERVERS", SERVERS))
    named = [os.environ.get("POST_FORGE_TEST_SNAC"), servers / "snac/usr/bin/snac", shutil.which("snac")]
    return next((Path(found) for found in named if found and Path(found).is_file()), None)


class Server:
    def __init__(self, url, port, tokens):
        self.url, self.port, self.tokens, self.token = url, port, tokens, tokens[0]

    def client(self, token=""):
        """One connection a request: snac closes those that are kept."""
        import httpx2

        headers = {"Authorization": f"Bearer {token or self.token}"}
        single = httpx2.Limits(max_keepalive_connections=0)
        return httpx2.Client(base_url=self.url, headers=headers, timeout=20, limits=single)

    def statuses(self, token=""):
        """What readers see of one account, by the server's own list."""
        with self.client(token) as client:
            number = client.get("/api/v1/accounts/verify_credentials").json()["id"]
            return client.get(f"/api/v1/accounts/{number}/statuses", params={"limit": "500"}).json()

    def texts(self):
        """The words of all accounts, as they were sent."""
        found = []
        for token in self.tokens:
            with self.client(token) as client:
                sources = (f"/api/v1/statuses/{status['id']}/source" for status in self.statuses(token))
                found += [client.get(source).json()["text"] for source in sources]
        return found


@contextmanager
def running(program, accounts=1):
    """A server with so many accounts, and a token for each; gone afterwards."""
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
        names = ["ana", *(f"ana{number}" for number in range(1, accounts))]
        passwords = [_user(program, data, name) for name in names]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen([program, "httpd", data], stdout=log, stderr=log)
        try:
            url = f"http://{host}"
            _wait(process, url)
            yield Server(url, port, tuple(map(_login, [url] * accounts, names, passwords)))
        finally:
            process.terminate()
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _user(program, data, name):
    """A new account; its password."""
    asked = f"{name}\n\n"
    made = subprocess.run([program, "adduser", data, name], input=asked, text=True, check=True, capture_output=True)
    return re.search(r"password is (\S+)", made.stdout + made.stderr)[1]


def _login(url, name, password):
    """A token by the authorization code flow, its page filled in by us."""
    import httpx2

    back = "http://127.0.0.1:9/back"
    with httpx2.Client(base_url=url, timeout=10, limits=httpx2.Limits(max_keepalive_connections=0)) as client:
        names = {"client_name": "test", "redirect_uris": back, "scopes": "read write"}
        app = client.post("/api/v1/apps", data=names).json()
        asked = {"response_type": "code", "client_id": app["client_id"], "redirect_uri": back, "scope": "read write"}
        page = client.get("/oauth/authorize", params=asked).text
        fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
        fields |= {"login": name, "passwd": password}
        where = client.post("/oauth/x-snac-login", data=fields).headers["location"]
        code = parse_qs(urlsplit(where).query)["code"][0]
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
        asked |= {"client_id": app["client_id"], "client_secret": app["client_secret"]}
        return client.post("/oauth/token", data=asked).json()["access_token"]


def _wait(process, url):
    import httpx2

    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("snac did not start")
        try:
            httpx2.get(f"{url}/api/v1/instance", timeout=10)
            return
        except httpx2.TransportError:
            time.sleep(0.03)
    raise RuntimeError("snac did not answer")
