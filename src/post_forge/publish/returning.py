"""A browser that comes back to this machine after a login -> the address it came with.

Listens on loopback only, for one answer: whatever else asks gets nothing, and an answer with another state than the
login's does not end the waiting.
"""

from __future__ import annotations

import hmac
import threading
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from post_forge.errors import Problem, WorkspaceError

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

PATH = "/callback"
_PAGE = b"""<!doctype html><meta charset="utf-8"><title>Post Forge</title>
<p style="font: 20px/1.5 system-ui; margin: 4em auto; max-width: 24em">%s</p>"""


class Returning:
    """A server on 127.0.0.1:`port`, to be used in a `with`. Raises WorkspaceError where another listens there."""

    def __init__(self, port: int, state: str) -> None:
        from http.server import HTTPServer  # only a login needs it

        self.address = ""
        self._came = threading.Event()
        try:
            self._server = HTTPServer(("127.0.0.1", port), self._handler(state))
        except OSError as error:
            message = f"port {port} of this machine is taken: {(error.strerror or str(error)).lower()}"
            hint = "stop what listens there, write `port:` into the channel, or use --paste"
            raise WorkspaceError(Problem("login.port", message, hint=hint)) from None
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    def __enter__(self) -> Returning:
        self._thread.start()  # from now on: a browser in a terminal keeps its caller waiting until it is closed
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait(self, seconds: float) -> str:
        """The address that the browser came back with; "" if it did not in so many seconds."""
        self._came.wait(seconds)
        return self.address

    def _handler(self, state: str) -> type[BaseHTTPRequestHandler]:
        from http.server import BaseHTTPRequestHandler

        waiting = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5  # a client that says nothing holds nobody up

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                given = parse_qs(parts.query).get("state", [""])[-1]
                host = self.headers.get("Host", "").rpartition(":")[0]
                if parts.path != PATH or host not in ("127.0.0.1", "localhost"):
                    return self._say(404, b"There is nothing here.")
                if not hmac.compare_digest(given.encode(), state.encode()):
                    return self._say(400, b"This is not the login that Post Forge began.")
                waiting.address = self.path
                self._say(200, b"Post Forge has what it needs. You can close this page.")
                return waiting._came.set()

            def _say(self, status: int, words: bytes) -> None:
                body = _PAGE % words
                self.send_response(status)
                for name, value in (
                    ("Content-Type", "text/html; charset=utf-8"),
                    ("Content-Length", str(len(body))),
                    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
                    ("Referrer-Policy", "no-referrer"),
                    ("Cache-Control", "no-store"),
                    ("Connection", "close"),
                ):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing: the address has the code in it."""

        return Handler
