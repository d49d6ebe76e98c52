"""How `run` is -> .post_forge/health.json, an endpoint on loopback if one is configured, and the service manager."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from post_forge.errors import ForgeError, Problem, UsageError
from post_forge.forge.workspace import Workspace, write_state

FILE = "health.json"
STALE = timedelta(minutes=5)
"""A worker that has not looked for so long is not well."""


def write_health(workspace: Workspace, health: dict[str, Any]) -> bool:
    """Keep how it is; whether that could be written."""
    try:
        write_state(workspace.state / FILE, health)
    except ForgeError:
        return False
    return True


def is_well(health: dict[str, Any], now: datetime) -> bool:
    """Whether it looked not long ago, and its last pass did not fail."""
    looked = datetime.fromisoformat(str(health.get("looked", "1970-01-01T00:00:00+00:00")))
    return bool(now - looked < STALE) and not health.get("error")


@contextmanager
def served(port: int, health: Callable[[], dict[str, Any]], clock: Callable[[], datetime]) -> Iterator[None]:
    """GET anything on 127.0.0.1:`port`: the health as JSON, 200 if it is well, else 503; with port 0 nothing is
    served. Raises UsageError for a port that is taken."""
    if not port:
        yield
        return
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer  # 10 ms that only those pay who ask for it

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            found = health()
            body = json.dumps(found).encode()
            self.send_response(200 if is_well(found, clock()) else 503)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    except OSError as error:
        hint = "choose another one: `run: { port: 8766 }` in post_forge.yaml"
        raise UsageError(Problem("run.port", f"port {port} cannot be used: {error.strerror}", hint=hint)) from None
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def notify(words: str) -> None:
    """Tell systemd (`Type=notify`): READY=1, WATCHDOG=1, STOPPING=1. Elsewhere nothing happens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
        door.connect("\0" + address[1:] if address.startswith("@") else address)
        door.sendall(words.encode())
