"""Every request -> let in or turned away before a page sees it: who it is for, where it comes from, how large it is.

A local server is within reach of every web page that its user has open. So: only requests that name this server as
their host (a foreign name that was pointed here is refused), changes only from its own pages and with a token, pictures
and pages for nobody else's pages, and answers that run nothing but the studio's own files.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

LARGEST = 256_000  # bytes of the body of a request
COOKIE = "post_forge_studio"
_KEYS = 16  # browsers that may be let in at once

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)


@dataclass(slots=True)
class Door:
    """Who may come in. `names` are the hosts that this server is called by, `port` its own; `addresses` says that any
    IP address may stand in their place (a name that was pointed here is still refused). `key` is what a browser shows
    once, for a cookie; "" where everybody who reaches the server is let in. `used` is told when it was."""

    names: frozenset[str]
    port: int
    addresses: bool = False
    key: str = ""
    used: Callable[[str], None] = lambda _: None
    sessions: list[str] = field(default_factory=list)

    def is_for_us(self, host: str) -> bool:
        """Whether a Host header names this server."""
        name, port = split_host(host)
        if port != str(self.port) and not (not port and self.port == 80):
            return False
        return name in self.names or (self.addresses and _is_address(name))

    def is_ours(self, origin: str, host: str) -> bool:
        """Whether an Origin header is that of our own pages, as they were asked for."""
        return origin == f"http://{host}"

    def opens(self, shown: str) -> str:
        """A new session for who shows the key, which is then another one; "" for who shows anything else."""
        if not self.key or not secrets.compare_digest(shown.encode(), self.key.encode()):
            return ""
        session = secrets.token_urlsafe(32)
        self.sessions = [*self.sessions, session][-_KEYS:]
        self.key = secrets.token_urlsafe(18)
        self.used(self.key)
        return session

    def knows(self, session: str) -> bool:
        return any(secrets.compare_digest(session.encode(), one.encode()) for one in self.sessions)


def split_host(host: str) -> tuple[str, str]:
    """`localhost:8765` -> ("localhost", "8765"); the brackets of an IPv6 address are taken off. What is no host gives
    ("", "")."""
    host = host.strip().lower()
    if host.startswith("["):
        name, bracket, rest = host[1:].partition("]")
        port = rest[1:] if rest.startswith(":") else ""
        return (name, port) if bracket and (not rest or rest.startswith(":")) else ("", "")
    name, _, port = host.partition(":")
    return ("", "") if ":" in port else (name.rstrip("."), port)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """The wrapper around the application."""

    def __init__(self, app: App, door: Door, *, read_only: bool = False) -> None:
        self.app, self.door, self.read_only = app, door, read_only

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            await self.app(scope, receive, send)
            return
        headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        reason = self._reason(scope["method"], headers)
        if reason:
            await refuse(send, *reason)
            return
        if self.door.key or self.door.sessions:
            if await self._knocks(scope, send):
                return
            if not self.door.knows(_cookie(headers)):
                await refuse(send, 401, "open the link that `post-forge preview` printed")
                return
        await self.app(scope, _limited(receive), _with_headers(send))

    def _reason(self, method: str, headers: Iterable[tuple[str, str]]) -> tuple[int, str] | None:
        """Why a request is turned away; None for one that is let in."""
        found: dict[str, list[str]] = {}
        for name, value in headers:
            found.setdefault(name, []).append(value)
        hosts = found.get("host", [])
        if len(hosts) != 1 or not self.door.is_for_us(hosts[0]):
            return 421, "this server is not called that"
        if method not in ("GET", "HEAD", "POST"):
            return 405, "only GET, HEAD and POST"
        origins, site = found.get("origin", []), found.get("sec-fetch-site", ["same-origin"])[0]
        if origins and not all(self.door.is_ours(one, hosts[0]) for one in origins):
            return 403, "this came from another site's page"
        if method == "POST":
            return self._reason_to_change(found, site)
        navigates = (
            found.get("sec-fetch-mode", [""])[0] == "navigate" and found.get("sec-fetch-dest", [""])[0] == "document"
        )
        if site not in ("same-origin", "none") and not navigates:
            return 403, "this is not for other sites' pages"
        return None

    def _reason_to_change(self, found: dict[str, list[str]], site: str) -> tuple[int, str] | None:
        if self.read_only:
            return 403, "nothing can be changed here: it was started with --read-only"
        if site not in ("same-origin", "none"):
            return 403, "this came from another site's page"
        length = found.get("content-length", ["0"])[0]
        if not length.isdecimal() or int(length) > LARGEST:
            return 413, f"more than {LARGEST:,} bytes"
        return None

    async def _knocks(self, scope: Message, send: Send) -> bool:
        """Whether this was the link with the key: it is answered with a cookie."""
        shown = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
        if scope["method"] != "GET" or not shown:
            return False
        session = self.door.opens(shown)
        if not session:
            return False
        cookie = f"{COOKIE}={session}; Path=/; HttpOnly; SameSite=Strict"
        # A page that goes on by itself: a cookie that is set by a redirect from another program is not sent at once.
        body = b'<!doctype html><meta http-equiv="refresh" content="0; url=/"><p><a href="/">Go on</a>'
        more = (("set-cookie", cookie), ("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store"))
        await _answer(send, 200, body, more)
        return True


def _cookie(headers: Iterable[tuple[str, str]]) -> str:
    for name, value in headers:
        if name == "cookie":
            try:
                found = SimpleCookie(value).get(COOKIE)
            except CookieError:
                continue
            if found:
                return found.value
    return ""


async def refuse(send: Send, status: int, reason: str) -> None:
    """Turn a request away, in words."""
    await _answer(send, status, f"{reason}\n".encode(), (("content-type", "text/plain; charset=utf-8"),))


async def _answer(send: Send, status: int, body: bytes, more: Iterable[tuple[str, str]]) -> None:
    headers = [(name.encode(), value.encode()) for name, value in (*HEADERS, *more)]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class TooLargeError(Exception):
    """The body of a request goes on and on."""


def _limited(receive: Receive) -> Receive:
    """A body without a length is counted while it comes."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST:
            raise TooLargeError
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = {name.lower() for name, _ in message["headers"]}
            own = [(name.encode(), value.encode()) for name, value in HEADERS if name.encode() not in given]
            message["headers"] = [*message["headers"], *own]
        await send(message)

    return wrapped
