"""A request -> the same with the channel's credentials, renewed when the network says that they have expired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from post_forge.publish.secrets import Secret
from post_forge.publish.values import Failure, Fetch, Lost, Request, Response, Send


class Authority(Protocol):
    """Who signs a channel's requests."""

    def sign(self, request: Request, send: Send) -> Request | Failure:
        """The request with credentials; a Failure if there are none to be had now."""
        ...

    def expired(self, reply: Response) -> bool:
        """Whether the network refused the credentials, and new ones may help."""
        ...

    def renew(self, send: Send) -> Failure | None:
        """Get new credentials; why not, if that cannot be."""
        ...


class Nobody:
    """No credentials: a folder of this machine asks for none."""

    def sign(self, request: Request, send: Send) -> Request | Failure:
        return request

    def expired(self, reply: Response) -> bool:
        return False

    def renew(self, send: Send) -> Failure | None:
        return Failure("auth", "there are no credentials to renew")


class Bearer:
    """One token that lasts until a person renews it."""

    def __init__(self, token: Secret, hint: str = "") -> None:
        self._token, self._hint = token, hint

    def sign(self, request: Request, send: Send) -> Request | Failure:
        return signed(request, self._token.reveal())

    def expired(self, reply: Response) -> bool:
        return reply.status == 401 and bool(self._hint)  # nothing can be renewed, but what to do is told

    def renew(self, send: Send) -> Failure | None:
        return Failure("auth", "the token is not accepted", self._hint)


def signed(request: Request, token: str) -> Request:
    """The request with a bearer token."""
    return replace(request, headers={**request.headers, "Authorization": f"Bearer {token}"})


def fetching(send: Send, authority: Authority, told: Callable[[Response], None] = lambda _: None) -> Fetch:
    """Send requests signed, and once more with new credentials if the old ones were refused: a request that was refused
    for its credentials did nothing. `told` hears every answer (what the network says of its budgets)."""

    def fetch(request: Request) -> Response | Lost | Failure:
        if request.open:
            return send(request)
        ready = authority.sign(request, send)
        if isinstance(ready, Failure):
            return ready
        reply = send(ready)
        if isinstance(reply, Response) and authority.expired(reply):
            failure = authority.renew(send)
            ready = authority.sign(request, send) if failure is None else failure
            if isinstance(ready, Failure):
                return ready
            reply = send(ready)
        if isinstance(reply, Response):
            told(reply)
        return reply

    return fetch
