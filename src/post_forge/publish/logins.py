"""A login on a network -> the address a person opens, and what is sent with the code that comes back. Sends nothing.

All five are the authorization code of OAuth 2 (RFC 6749), with a `state` that is compared and, where the network knows
it, PKCE (RFC 7636, S256). What differs stands in FLOWS; sources, read on 2026-11-20:

- Mastodon: docs.joinmastodon.org/methods/oauth, methods/apps: an application is registered first, by us
- LinkedIn: learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow
- X: docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code
- Instagram: developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/business-login
- Threads: developers.facebook.com/documentation/threads/get-started/get-access-tokens-and-permissions (2026-08-12)
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from urllib.parse import parse_qs, urlencode, urlsplit

from post_forge.errors import Problem, UsageError
from post_forge.publish.authority import signed
from post_forge.publish.network import fields_of
from post_forge.publish.sessions import seconds_of
from post_forge.publish.values import Request, Response

PORT = 8723
"""Where the browser comes back to, unless a channel's `port` says otherwise: the address is registered there."""

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Flow:
    """One network's way. `authorize` is opened, `token` gives the token; paths below the channel's `url` where it has
    one. `upgrade` makes a token of an hour one of 60 days. `back` is the host that the browser comes back to on this
    machine; "" where the network takes https addresses only, and the address is pasted."""

    authorize: str
    token: str
    scope: str
    back: str = "127.0.0.1"
    secret: bool = True
    pkce: bool = False
    basic: bool = False
    upgrade: tuple[str, str] | None = None


FLOWS: Mapping[str, Flow] = MappingProxyType(
    {
        "mastodon": Flow(
            "/oauth/authorize",
            "/oauth/token",
            "read:accounts read:statuses write:media write:statuses",
            pkce=True,
        ),
        "linkedin": Flow(
            "https://www.linkedin.com/oauth/v2/authorization",
            "https://www.linkedin.com/oauth/v2/accessToken",
            "openid profile w_member_social",
            back="localhost",
        ),
        "x": Flow(
            "https://x.com/i/oauth2/authorize",
            "https://api.x.com/2/oauth2/token",
            "tweet.read tweet.write users.read media.write offline.access",
            secret=False,
            pkce=True,
            basic=True,
        ),
        "instagram": Flow(
            "https://www.instagram.com/oauth/authorize",
            "https://api.instagram.com/oauth/access_token",
            "instagram_business_basic,instagram_business_content_publish",
            back="",
            upgrade=("https://graph.instagram.com/access_token", "ig_exchange_token"),
        ),
        "threads": Flow(
            "https://threads.com/oauth/authorize",
            "https://graph.threads.net/oauth/access_token",
            "threads_basic,threads_content_publish",
            back="",
            upgrade=("https://graph.threads.net/access_token", "th_exchange_token"),
        ),
    }
)
"""By platform. Bluesky has none: an app password is asked for."""


@dataclass(frozen=True, slots=True)
class App:
    """This program as the network knows it: an application that the person, or for Mastodon this program, registered.

    `server` is the channel's own address, "" where the network's is meant; `redirect` where the browser comes back to.
    """

    client: str
    secret: str
    redirect: str
    server: str = ""


def place_in(address: str, server: str) -> str:
    """An address of a flow as it is on this channel's server."""
    if not server:
        return address
    return server.rstrip("/") + (urlsplit(address).path if "://" in address else address)


def challenge_of(verifier: str) -> str:
    """The S256 challenge of PKCE."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def registration(server: str, redirect: str) -> Request:
    """What makes this program known to a server that speaks Mastodon's API."""
    fields = {"client_name": "Post Forge", "redirect_uris": redirect, "scopes": FLOWS["mastodon"].scope}
    return Request("POST", f"{server.rstrip('/')}/api/v1/apps", _FORM, urlencode(fields).encode())


def address_to_open(platform: str, app: App, state: str, verifier: str) -> str:
    """Where the person says yes."""
    flow = FLOWS[platform]
    fields = {"response_type": "code", "client_id": app.client, "redirect_uri": app.redirect}
    fields |= {"scope": flow.scope, "state": state}
    if flow.pkce:
        fields |= {"code_challenge": challenge_of(verifier), "code_challenge_method": "S256"}
    return f"{place_in(flow.authorize, app.server)}?{urlencode(fields)}"


def code_of(returned: str, state: str) -> str:
    """The code in the address that the browser came back to. Raises UsageError for one that is not ours, or a no."""
    query = parse_qs(urlsplit(returned.strip()).query)
    given = {name: values[-1] for name, values in query.items()}
    if not hmac.compare_digest(given.get("state", "").encode(), state.encode()):
        message = "this is not the address that this login led to: its state is another"
        hint = "paste the whole address of the page that came last, and log in again if the page is old"
        raise UsageError(Problem("login.state", message, hint=hint))
    if error := given.get("error"):
        told = given.get("error_description") or error
        raise UsageError(Problem("login.refused", f"the network says no: {told[:200]}", hint="log in again"))
    if not given.get("code"):
        raise UsageError(Problem("login.code", "there is no code in this address", hint="log in again"))
    return given["code"].removesuffix("#_")


def exchange(platform: str, app: App, code: str, verifier: str) -> Request:
    """What makes a token of the code."""
    flow = FLOWS[platform]
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect, "client_id": app.client}
    headers = dict(_FORM)
    if flow.pkce:
        fields["code_verifier"] = verifier
    if app.secret and flow.basic:
        headers["Authorization"] = f"Basic {base64.b64encode(f'{app.client}:{app.secret}'.encode()).decode()}"
    elif app.secret:
        fields["client_secret"] = app.secret
    return Request("POST", place_in(flow.token, app.server), headers, urlencode(fields).encode())


def upgrade(platform: str, app: App, token: str) -> Request | None:
    """What makes a token of an hour one of 60 days; None where the first one is good."""
    if (way := FLOWS[platform].upgrade) is None:
        return None
    query = urlencode({"grant_type": way[1], "client_secret": app.secret})
    return signed(Request("GET", f"{place_in(way[0], app.server)}?{query}"), token)


def tokens_of(reply: Response, now: datetime) -> dict[str, str]:
    """What to keep of an answer with a token; nothing if there is none in it."""
    found = fields_of(reply)
    if isinstance(found.get("data"), list) and found["data"] and isinstance(found["data"][0], dict):
        found = found["data"][0]  # Instagram wraps it, by some versions of its page
    if not reply.ok or not found.get("access_token"):
        return {}
    moment = now.astimezone(UTC)
    tokens = {"access": str(found["access_token"]), "issued": moment.isoformat()}
    if found.get("refresh_token"):
        tokens["refresh"] = str(found["refresh_token"])
    if found.get("expires_in"):
        tokens["until"] = (moment + seconds_of(found["expires_in"], 3600)).isoformat()
    if found.get("user_id"):
        tokens["account"] = str(found["user_id"])
    return tokens


# ---- who is it? -----------------------------------------------------------------------------------------------------


def question(platform: str, server: str) -> Request | None:
    """A question that any good token may ask and that changes nothing; X takes 0.001 $ for the answer (2026-11-20)."""
    base = server.rstrip("/")
    where = {
        "mastodon": f"{base}/api/v1/accounts/verify_credentials",
        "bluesky": f"{base}/xrpc/com.atproto.server.getSession",
        "linkedin": f"{base}/v2/userinfo",
        "x": f"{base}/2/users/me",
        "instagram": f"{base}/me?fields=user_id,username",
        "threads": f"{base}/me?fields=id,username",
    }
    return Request("GET", where[platform]) if platform in where else None


def identity(platform: str, reply: Response) -> tuple[str, dict[str, str]]:
    """Whose account answered, as a person calls it, and what of it a channel needs (LinkedIn's URN, a number)."""
    found = fields_of(reply)
    data = found.get("data")
    inner = data[0] if isinstance(data, list) and data else data
    found = {**found, **inner} if isinstance(inner, dict) else found
    name = next((str(found[key]) for key in ("acct", "handle", "username", "name") if found.get(key)), "")
    if platform == "linkedin" and found.get("sub"):
        return name, {"author": f"urn:li:person:{re.sub(r'[^A-Za-z0-9_-]', '', str(found['sub']))}"}
    number = str(found.get("user_id") or found.get("id") or "")
    return name, {"account": number} if platform in ("instagram", "threads") and number else {}
