"""A request -> its response, or how it was lost: the only module that opens a connection.

Every request has a connection of its own: a kept one that the server has closed meanwhile would leave in doubt whether
the request arrived. What the connection has done so far decides whether a lost request may have left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from post_forge.publish.guard import Allowed, is_public
from post_forge.publish.masking import Masker
from post_forge.publish.values import Lost, Request, Response

if TYPE_CHECKING:
    import httpx2

MOST_BYTES = 8_000_000
"""The longest answer that is read. A page of 40 statuses has some 200 kB."""


class Wire:
    """Sends requests of one channel. Close it, or use it in a `with`.

    `timeout` is in seconds, for each of connecting, one write and one read; `deadline` for a whole request.
    """

    def __init__(
        self, allowed: Allowed, mask: Masker, *, agent: str = "post-forge", timeout: float = 20, deadline: float = 50
    ) -> None:
        import httpx2  # 50 ms that only those pay who publish

        self._allowed, self._mask, self._deadline = allowed, mask, deadline
        self._client = httpx2.Client(
            timeout=timeout,
            follow_redirects=False,  # a redirect would carry the credentials elsewhere
            trust_env=False,  # nor does a .netrc or a proxy of the environment get them
            limits=httpx2.Limits(max_keepalive_connections=0),
            headers={"user-agent": agent, "accept": "application/json"},
        )

    def __enter__(self) -> Wire:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def __call__(self, request: Request) -> Response | Lost:
        """Send it once. Never raises for what a server or the network does."""
        import httpx2

        if refusal := self._allowed.refusal(request.url):
            return Lost(False, f"not sent: {refusal}", refused=True)
        trip = _Trip(guarded=not self._allowed.is_own(request.url))
        try:
            return self._send(request, trip)
        except _PrivateAddress as error:
            return Lost(False, f"not sent: {error}", refused=True)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            words = str(error) or type(error).__name__
            return Lost(trip.left, self._mask(f"{_host(request.url)}: {words}"))

    def _send(self, request: Request, trip: _Trip) -> Response | Lost:
        started = time.monotonic()
        extensions = {"trace": trip.trace}
        with self._client.stream(
            request.method,
            request.url,
            headers=dict(request.headers),
            content=request.body or None,
            extensions=extensions,
        ) as answer:
            body = bytearray()
            for piece in answer.iter_bytes(65_536):
                body += piece
                if len(body) > MOST_BYTES:
                    return Lost(True, f"{_host(request.url)}: its answer is longer than {MOST_BYTES:,} bytes")
                if time.monotonic() - started > self._deadline:
                    return Lost(True, f"{_host(request.url)}: its answer took more than {self._deadline:g} s")
            return Response(answer.status_code, _lowered(answer.headers), bytes(body))


def _lowered(headers: httpx2.Headers) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2]


class _PrivateAddress(Exception):  # noqa: N818
    """The name led to an address that is not on the open internet."""


class _Trip:
    """How far one request has come, and where its connection leads."""

    def __init__(self, guarded: bool) -> None:
        self.left, self._guarded = False, guarded

    @property
    def trace(self) -> Callable[[str, Mapping[str, Any]], None]:
        return self._trace

    def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        if event.endswith("send_request_headers.started"):
            self.left = True
        elif event == "connection.connect_tcp.complete" and self._guarded:
            stream = info["return_value"]
            address = str(stream.get_extra_info("server_addr")[0])
            if not is_public(address):
                stream.close()
                raise _PrivateAddress(f"the address {address} is not on the open internet")
