"""What the fake networks share: requests read, answers made, a server on loopback that may run in its own process."""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """A request as a network reads it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body or b"{}")

    @property
    def form(self):
        return {name: values[-1] for name, values in parse_qs(self.body.decode()).items()}

    @property
    def multipart(self):
        """The parts of a form: name -> (file name, bytes)."""
        boundary = self.headers["content-type"].partition("boundary=")[2].encode()
        found = {}
        for piece in self.body.split(b"--" + boundary)[1:-1]:
            head, _, data = piece.strip(b"\r\n").partition(b"\r\n\r\n")
            name = re.search(rb'name="([^"]+)"', head)[1].decode()
            file = re.search(rb'filename="([^"]+)"', head)
            found[name] = (file[1].decode() if file else "", data)
        return found


class Fake:
    """A network: `handle` is its whole behaviour. `published` is what readers see, as texts."""

    token = "token-that-nobody-may-see"

    def __init__(self, clock=None):
        from datetime import UTC, datetime

        self.clock = clock or (lambda: datetime.now(UTC))
        self.asked: list[Asked] = []
        self.lock = threading.Lock()
        self.number = 1000

    def next(self):
        self.number += 1
        return str(self.number)

    def answer(self, asked):
        with self.lock:
            self.asked.append(asked)
            if self.needs_token(asked) and not self.knows(asked):
                return self.unknown_token()
            return self.handle(asked)

    def needs_token(self, asked):
        return True

    def knows(self, asked):
        return asked.headers.get("authorization") == f"Bearer {self.token}"

    def unknown_token(self):
        return 401, {}, b'{"error":"The access token is invalid"}'

    def handle(self, asked):
        raise NotImplementedError

    @property
    def published(self):
        raise NotImplementedError


def reply(status, body=None, **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"content-type": "application/json", **names}, b"" if body is None else json.dumps(body).encode()


def read(method, url, headers, body):
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return Asked(method, parts.path, query, {name.lower(): value for name, value in headers.items()}, body)


@contextmanager
def served(fake):
    """The fake on a port of loopback; its URL."""

    class Handler(BaseHTTPRequestHandler):
        def _any(self):
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, headers, data = fake.answer(read(self.command, self.path, dict(self.headers), body))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any  # noqa: N815

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request, client_address):
            pass  # a client that went away

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
