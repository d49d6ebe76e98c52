"""What a channel's configuration says -> its network and who signs its requests; all mistakes in it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from post_forge.errors import ConfigError, Problem, Source
from post_forge.publish.authority import Authority, Bearer, Nobody
from post_forge.publish.bluesky import Bluesky
from post_forge.publish.expiry import LIVES
from post_forge.publish.failing import Failing
from post_forge.publish.feed import Feed
from post_forge.publish.folder import Folder
from post_forge.publish.linkedin import VERSION, LinkedIn
from post_forge.publish.masking import Masker
from post_forge.publish.mastodon import Mastodon
from post_forge.publish.meta import Instagram, Threads, renewal
from post_forge.publish.network import Network
from post_forge.publish.options import LOCAL, channel_problems
from post_forge.publish.public import InPublic, Keyed, Place
from post_forge.publish.secrets import Secret
from post_forge.publish.sessions import BlueskySession, LongLived, OAuth2
from post_forge.publish.values import Send
from post_forge.publish.vault import Vault
from post_forge.publish.webhook import Signer, Webhook, pictures_of
from post_forge.publish.wire import Wire
from post_forge.publish.x import X

SERVERS: Mapping[str, str] = {
    "bluesky": "https://bsky.social",
    "linkedin": "https://api.linkedin.com",
    "x": "https://api.x.com",
    "instagram": "https://graph.instagram.com/v23.0",
    "threads": "https://graph.threads.net/v1.0",
}
"""Where the API of a network is unless a channel's `url` says otherwise."""

POSTED = "posted"
"""The folder of the workspace below which local channels write unless one names another."""

_EXPIRED = "the token has expired or was revoked: make a new one, or log in again"


@dataclass(frozen=True, slots=True)
class Connection:
    """A channel that is ready: its network, who signs, and what masks its secrets in every message."""

    network: Network
    authority: Authority
    mask: Masker


@dataclass(frozen=True, slots=True)
class _Given:
    """What a connection is made of."""

    name: str
    platform: str
    words: Mapping[str, str]
    secrets: Mapping[str, Secret]
    vault: Vault
    mask: Masker
    clock: Callable[[], datetime]
    workspace: Path
    source: Source | None

    @property
    def server(self) -> str:
        return self.words.get("url") or SERVERS.get(self.platform, "")

    def known(self, key: str) -> str:
        """What the configuration says, else what the login found out."""
        return self.words.get(key) or str(self.vault.load().get(key) or "")


def connect(
    name: str,
    platform: str,
    options: Mapping[str, object],
    secrets: Mapping[str, Secret],
    vault: Vault,
    clock: Callable[[], datetime],
    source: Source | None = None,
    workspace: Path | None = None,
    place: Place | None = None,
) -> Connection:
    """A channel made ready. `secrets` are those of its keys that hold any, read; `vault` has the tokens of a login and
    keeps what is renewed; paths are told from `workspace` (the current folder); `place` is where pictures lie in public
    for networks that fetch them. Sends nothing. Raises ConfigError with all that is wrong."""
    if problems := channel_problems(name, platform, options, source):
        raise ConfigError(*problems)
    mask = Masker(secret.reveal() for secret in secrets.values())
    words = {key: str(value).strip() for key, value in options.items() if value is not None}
    root = (workspace or Path()).resolve()
    given = _Given(name, platform, words, secrets, vault, mask, clock, root, source)
    if platform in LOCAL:
        return Connection(_local(given), Nobody(), mask)
    network, authority = _network(given), _authority(given)
    if place is None or not fetches_pictures(platform, options):
        return Connection(network, authority, mask)
    if place.keys:
        mask.add(place.keys.secret.reveal())
    return Connection(InPublic(network, place), Keyed(authority, place, clock), mask)


def fetches_pictures(platform: str, options: Mapping[str, object]) -> bool:
    """Whether a channel's network fetches pictures from addresses in public."""
    return platform in ("instagram", "threads") or (platform == "webhook" and options.get("pictures") == "links")


def sending(connection: Connection, *, timeout: float = 20, deadline: float = 50) -> AbstractContextManager[Send]:
    """What sends a channel's requests, to be used in a `with`: the wire, or for a folder what writes it. `timeout` is
    in seconds for each of connecting, one write and one read, `deadline` for a whole request."""
    network = connection.network
    disk = network.sender()
    if disk is not None and network.server.startswith("file:"):
        return disk
    wire = Wire(network.allowed, connection.mask, timeout=timeout, deadline=deadline)
    return _both(wire, disk) if disk is not None else wire


@contextmanager
def _both(wire: Wire, disk: AbstractContextManager[Send]) -> Iterator[Send]:
    """A sender that writes what goes to a folder and sends the rest."""
    with wire as web, disk as files:
        yield lambda request: files(request) if request.url.startswith("file:") else web(request)


def _local(given: _Given) -> Network:
    own = re.sub(r"[^\w.-]+", "-", given.name).strip("-.") or given.platform
    path = (given.workspace / Path(given.words.get("path") or f"{POSTED}/{own}").expanduser()).resolve()
    if given.platform == "failing":
        words = given.words
        times = int(words.get("often") or 1)
        return Failing(path, given.workspace, words["fault"], words.get("at") or "post", times)
    if given.platform == "feed":
        path = path if path.suffix == ".xml" else path / "feed.xml"
        most, title = int(given.words.get("entries") or 50), given.words.get("title", "")
        return Feed(path, given.workspace, given.clock, url=given.words.get("url", ""), title=title, most=most)
    return Folder(path, given.workspace)


def _network(given: _Given) -> Network:
    platform, server, words = given.platform, given.server, given.words
    if platform == "mastodon":
        return Mastodon(server, words.get("visibility") or "public")
    if platform == "bluesky":
        return Bluesky(server, words["account"], words.get("gallery", "").lower() in ("true", "yes"))
    if platform == "linkedin":
        version, visibility = words.get("version") or VERSION, words.get("visibility") or "PUBLIC"
        author = given.known("author") or _missing(given, "author", "write `author: urn:li:person:...`")
        return LinkedIn(author, server=server, version=version, visibility=visibility.upper())
    if platform == "x":
        return X(server)
    if platform == "instagram":
        account = given.known("account") or _missing(given, "account", "write the account's number")
        return Instagram(account, server)
    if platform == "webhook":
        looks = words.get("look", "").lower() in ("true", "yes")
        return Webhook(server, pictures_of(words.get("pictures", "")), looks)
    return Threads(given.known("account") or "me", server)


def _authority(given: _Given) -> Authority:
    server, secrets, vault = given.server, given.secrets, given.vault
    if given.platform == "bluesky":
        password = secrets.get("password") or Secret(given.known("password") or _missing(given, "password"))
        given.mask.add(password.reveal())
        return BlueskySession(server, given.words["account"], password, vault, given.mask.add, given.clock)
    if given.platform == "webhook":
        return Signer(secrets["secret"], given.clock)
    refreshed = given.platform == "x" and ("refresh_token" in secrets or "token" not in secrets)
    if refreshed and ("token" in secrets or given.known("refresh")):
        first = {}
        if "token" in secrets:
            first = {"access": secrets["token"].reveal(), "refresh": secrets["refresh_token"].reveal()}
        client = (given.known("client_id"), secrets.get("client_secret"))
        return OAuth2(f"{server}/2/oauth2/token", first, client, vault, given.mask.add, given.clock)
    token = secrets.get("token")
    if token is None and not given.known("access"):
        _missing(given, "token")
    if given.platform in LIVES:
        hint = f"tokens of {given.platform} live for {LIVES[given.platform].days} days: `post-forge login {given.name}`"
        kind = {"instagram": "ig_refresh_token", "threads": "th_refresh_token"}.get(given.platform, "")
        renew = partial(renewal, server, kind) if kind else lambda _now, _issued: None
        return LongLived(token, vault, given.mask.add, given.clock, hint, renew)
    token = token or Secret(given.known("access"))
    given.mask.add(token.reveal())
    return Bearer(token, _EXPIRED)


def _missing(given: _Given, key: str, how: str = "") -> str:
    how = how or f"name it: `{key}: $NAME`"
    message = f"{given.name}: there is no `{key}` for {given.platform}"
    hint = f"`post-forge login {given.name}`, or {how}"
    raise ConfigError(Problem("channel.login", message, given.source, hint))
