"""Credentials that expire -> ones that work: Bluesky's sessions, and tokens that OAuth 2 renews.

What was renewed is kept at once, before it is used: a refresh token may work only once, and a crash must not lose the
one that came instead.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from post_forge.errors import WorkspaceError
from post_forge.publish.authority import signed
from post_forge.publish.classify import failure_of
from post_forge.publish.network import fields_of, moment_of
from post_forge.publish.secrets import Secret
from post_forge.publish.values import Failure, Lost, Request, Response, Send
from post_forge.publish.vault import Vault

Tokens = Mapping[str, str]


def seconds_of(value: object, usual: int) -> timedelta:
    """How long a token lives, as a network tells it in seconds; `usual` where that makes no sense."""
    words = str(value)
    return timedelta(seconds=int(words) if words.isdecimal() and len(words) < 10 else usual)


class BlueskySession:
    """An app password -> a session, refreshed as long as that works: createSession may be called 300 times a day only.

    `mask` hears of every token before it is used.
    """

    def __init__(
        self,
        server: str,
        account: str,
        password: Secret,
        vault: Vault,
        mask: Callable[[str], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._server, self._account, self._password = server.rstrip("/"), account.removeprefix("@"), password
        self._vault, self._mask, self._clock = vault, mask, clock
        self._tokens: Tokens | None = None

    def sign(self, request: Request, send: Send) -> Request | Failure:
        if self._tokens is None:
            self._learn(self._vault.load())
        if not (self._tokens or {}).get("access") and (failure := self.renew(send)):
            return failure
        return signed(request, (self._tokens or {})["access"])

    def expired(self, reply: Response) -> bool:
        return reply.status == 401 or (
            reply.status == 400 and fields_of(reply).get("error") in ("ExpiredToken", "InvalidToken")
        )

    def renew(self, send: Send) -> Failure | None:
        refresh = (self._tokens or {}).get("refresh", "")
        if refresh:
            call = f"{self._server}/xrpc/com.atproto.server.refreshSession"
            reply = send(signed(Request("POST", call), refresh))
            if self._take(reply):
                return None
            if isinstance(reply, Lost) or reply.status >= 500 or reply.status == 429:
                return failure_of(reply, self._clock(), visible=False)
        call = f"{self._server}/xrpc/com.atproto.server.createSession"
        body = json.dumps({"identifier": self._account, "password": self._password.reveal()}).encode()
        reply = send(Request("POST", call, {"Content-Type": "application/json"}, body))
        if self._take(reply):
            return None
        failure = failure_of(reply, self._clock(), visible=False) or Failure("unsent", "no session in the answer")
        hint = "make a new app password: Settings > Privacy and security > App passwords"
        return replace(failure, hint=hint) if failure.kind == "auth" else failure

    def _take(self, reply: Response | Lost) -> bool:
        found = fields_of(reply) if isinstance(reply, Response) and reply.ok else {}
        access, refresh = str(found.get("accessJwt") or ""), str(found.get("refreshJwt") or "")
        if not access or not refresh:
            return False
        kept = self._vault.load()  # the password of a login stays beside what comes of it
        self._learn({"access": access, "refresh": refresh, "account": self._account, "server": self._server})
        self._vault.save({**kept, **(self._tokens or {})})
        return True

    def _learn(self, tokens: Tokens) -> None:
        own = tokens.get("account") == self._account and tokens.get("server") == self._server
        self._tokens = tokens if own else {}
        for name in ("access", "refresh"):
            self._mask(self._tokens.get(name, ""))


class OAuth2:
    """An access token with a refresh token: X's (two hours, the refresh token works once), LinkedIn's, Meta's likewise.

    `first` are the tokens of the login; what was renewed since, and lies in the vault, wins.
    """

    def __init__(
        self,
        address: str,
        first: Tokens,
        client: tuple[str, Secret | None],
        vault: Vault,
        mask: Callable[[str], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._address, self._first, self._client = address, first, client
        self._vault, self._mask, self._clock = vault, mask, clock
        self._tokens: Tokens | None = None

    def sign(self, request: Request, send: Send) -> Request | Failure:
        if self._tokens is None:
            kept = self._vault.load()
            same = kept.get("origin", "") == self._first.get("refresh", "")
            self._learn(kept if same and kept.get("access") else self._first)
        if self._is_over() and (failure := self.renew(send)):
            return failure
        return signed(request, (self._tokens or {}).get("access", ""))

    def expired(self, reply: Response) -> bool:
        return reply.status == 401

    def renew(self, send: Send) -> Failure | None:
        used = (self._tokens or {}).get("access", "")
        with self._vault.locked():
            kept = self._vault.load()
            mine = kept.get("origin", "") == self._first.get("refresh", "")
            if mine and kept.get("access") and kept["access"] != used:
                self._learn(kept)  # another program was quicker, and the refresh token that is known here is used up
                return None
            return self._renew(send)

    def _renew(self, send: Send) -> Failure | None:
        refresh = (self._tokens or {}).get("refresh", "")
        if not refresh:
            return Failure("auth", "the token is not accepted any more", "log in again")
        name, secret = self._client
        fields = {"grant_type": "refresh_token", "refresh_token": refresh, "client_id": name}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if secret is not None:
            pair = base64.b64encode(f"{name}:{secret.reveal()}".encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        reply = send(Request("POST", self._address, headers, urlencode(fields).encode()))
        found = fields_of(reply) if isinstance(reply, Response) and reply.ok else {}
        if not found.get("access_token"):
            failure = failure_of(reply, self._clock(), visible=False) or Failure("unsent", "no token in the answer")
            refused = failure.kind in ("auth", "refused")
            return Failure("auth", failure.reason, "log in again") if refused else failure
        over = self._clock() + seconds_of(found.get("expires_in"), 3600)
        tokens = {
            "access": str(found["access_token"]),
            "refresh": str(found.get("refresh_token") or refresh),
            "until": over.astimezone(UTC).isoformat(),
            "origin": self._first.get("refresh", ""),
        }
        self._vault.save({**self._vault.load(), **tokens})
        self._learn(tokens)
        return None

    def _is_over(self) -> bool:
        until = (self._tokens or {}).get("until")
        return bool(until) and datetime.fromisoformat(str(until)) <= self._clock() + timedelta(minutes=2)

    def _learn(self, tokens: Tokens) -> None:
        self._tokens = tokens
        for name in ("access", "refresh"):
            self._mask(tokens.get(name, ""))


class LongLived:
    """A token of weeks: LinkedIn's, which a person renews, and Meta's, which is renewed here in time.

    `first` is the token that the configuration names, None for that of a login. When it was first seen is kept, and for
    Meta what came instead of it; a vault that cannot be written costs no more than that. `renewal` makes the request
    for a new token from the time and the moment the old one was made; None where it cannot be had now.
    """

    def __init__(
        self,
        first: Secret | None,
        vault: Vault,
        mask: Callable[[str], None],
        clock: Callable[[], datetime],
        hint: str,
        renewal: Callable[[datetime, datetime], Request | None] = lambda _now, _issued: None,
    ) -> None:
        self._first, self._vault, self._mask, self._clock = first, vault, mask, clock
        self._hint, self._renewal = hint, renewal
        self._tokens: Tokens | None = None

    def sign(self, request: Request, send: Send) -> Request | Failure:
        if self._tokens is None:
            self._tokens = self._loaded()
            self._prolong(send)
        return signed(request, self._tokens["access"])

    def expired(self, reply: Response) -> bool:
        return reply.status == 401

    def renew(self, send: Send) -> Failure | None:
        return Failure("auth", "the token is not accepted any more", self._hint)

    def _loaded(self) -> Tokens:
        kept = dict(self._vault.load())
        if self._first is None:
            self._mask(kept.get("access", ""))
            return kept
        first = self._first.reveal()
        origin = hashlib.sha256(first.encode()).hexdigest()[:12]
        if kept.get("origin") != origin:  # another token than before: how old it is nobody knows
            now = self._clock().astimezone(UTC).isoformat()
            left = {key: value for key, value in kept.items() if key not in ("access", "until", "refresh")}
            kept = {**left, "origin": origin, "issued": now, "guess": "yes"}
            self._keep(kept)
        return {**kept, "access": kept.get("access") or first}

    def _prolong(self, send: Send) -> None:
        """Get a new token while the old one is good; if that fails, the old one is used as long as it lasts."""
        tokens, now = self._tokens or {}, self._clock()
        issued = moment_of(tokens.get("issued"))
        early = timedelta(days=2 if tokens.get("guess") else 30)
        if issued is None or now - issued < early or (request := self._renewal(now, issued)) is None:
            return
        reply = send(signed(request, tokens["access"]))
        found = fields_of(reply) if isinstance(reply, Response) and reply.ok else {}
        access = str(found.get("access_token") or "")
        if not access:
            return
        self._mask(access)
        until = now + seconds_of(found.get("expires_in"), 60 * 86_400)
        made = {"access": access, "issued": now.astimezone(UTC).isoformat(), "until": until.astimezone(UTC).isoformat()}
        self._tokens = {**{key: value for key, value in tokens.items() if key != "guess"}, **made}
        self._keep(self._tokens)

    def _keep(self, tokens: Tokens) -> None:
        with contextlib.suppress(WorkspaceError):
            self._vault.save(tokens)
