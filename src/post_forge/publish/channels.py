"""What a channel's configuration says -> its network and who signs its requests; all mistakes in it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from post_forge.errors import ConfigError, Problem, Source, did_you_mean
from post_forge.publish.authority import Authority, Bearer, Nobody
from post_forge.publish.bluesky import Bluesky
from post_forge.publish.folder import Folder
from post_forge.publish.linkedin import VERSION, LinkedIn
from post_forge.publish.masking import Masker
from post_forge.publish.mastodon import VISIBILITIES, Mastodon
from post_forge.publish.meta import Instagram, Threads
from post_forge.publish.network import Network
from post_forge.publish.secrets import Secret
from post_forge.publish.sessions import BlueskySession, OAuth2, Vault
from post_forge.publish.values import Send
from post_forge.publish.wire import Wire
from post_forge.publish.x import X

_SERVERS = {
    "bluesky": "https://bsky.social",
    "linkedin": "https://api.linkedin.com",
    "x": "https://api.x.com",
    "instagram": "https://graph.instagram.com/v23.0",
    "threads": "https://graph.threads.net/v1.0",
}
LOCAL = frozenset({"folder"})
"""The platforms that are files on this machine: nothing is sent, and nobody has to sign."""

POSTED = "posted"
"""The folder of the workspace below which they write unless a channel names another."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "mastodon": ("url", "token"),
    "bluesky": ("account", "password"),
    "linkedin": ("author", "token"),
    "x": ("token",),
    "instagram": ("account", "token"),
    "threads": ("token",),
    "folder": (),
}
"""The keys that a channel of each network must have."""

ALLOWED: Mapping[str, tuple[str, ...]] = {
    "mastodon": ("visibility",),
    "bluesky": ("url", "gallery"),
    "linkedin": ("url", "version", "visibility"),
    "x": ("url", "refresh_token", "client_id", "client_secret"),
    "instagram": ("url",),
    "threads": ("url", "account"),
    "folder": ("path",),
}
"""The keys that it may have."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A channel that is ready: its network, who signs, and what masks its secrets in every message."""

    network: Network
    authority: Authority
    mask: Masker


def channel_problems(
    name: str, platform: str, options: Mapping[str, object], source: Source | None = None
) -> list[Problem]:
    """What is wrong with a channel's own keys. `options` are those beside the schedule's."""
    known = (*NEEDED.get(platform, ()), *ALLOWED.get(platform, ()))
    if platform not in NEEDED:
        hint = did_you_mean(platform, NEEDED)
        return [Problem("channel.platform", f"{name}: {platform!r} is no network to publish to", source, hint)]
    found = [
        Problem("channel.missing", f"{name}: a channel of {platform} needs `{key}`", source)
        for key in NEEDED[platform]
        if not str(options.get(key) or "").strip()
    ]
    found += [
        Problem("channel.key", f"{name}: {platform} has no key {key!r}", source, did_you_mean(key, known))
        for key in options
        if key not in known
    ]
    if problem := _address_problem(name, str(options.get("url") or ""), source):
        found.append(problem)
    visibility = str(options.get("visibility") or "public")
    if platform == "mastodon" and visibility not in VISIBILITIES:
        message = f"{name}: {visibility!r} is no visibility"
        found.append(Problem("channel.visibility", message, source, did_you_mean(visibility, VISIBILITIES)))
    return found


def _address_problem(name: str, url: str, source: Source | None) -> Problem | None:
    parts = urlsplit(url)
    if not url or (parts.scheme == "https" and parts.hostname and not parts.username):
        return None
    if parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1"):
        return None
    hint = "write https://example.social, without a name or a password in it"
    return Problem("channel.url", f"{name}: {url[:80]!r} is no address to send a token to", source, hint)


def connect(
    name: str,
    platform: str,
    options: Mapping[str, object],
    secrets: Mapping[str, Secret],
    vault: Vault,
    clock: Callable[[], datetime],
    source: Source | None = None,
    workspace: Path | None = None,
) -> Connection:
    """A channel made ready. `secrets` are those of its keys that hold any, read; `vault` keeps what is renewed; paths
    are told from `workspace` (the current folder). Sends nothing. Raises ConfigError with all that is wrong."""
    if problems := channel_problems(name, platform, options, source):
        raise ConfigError(*problems)
    mask = Masker(secret.reveal() for secret in secrets.values())
    words = {key: str(value).strip() for key, value in options.items()}
    server = words.get("url") or _SERVERS.get(platform, "")
    if platform in LOCAL:
        network = _local(name, platform, words, (workspace or Path()).resolve())
        return Connection(network, Nobody(), mask)
    network = _network(platform, server, words)
    return Connection(network, _authority(platform, server, words, secrets, vault, mask, clock), mask)


def _network(platform: str, server: str, words: Mapping[str, str]) -> Network:
    if platform == "mastodon":
        return Mastodon(server, words.get("visibility") or "public")
    if platform == "bluesky":
        return Bluesky(server, words["account"], words.get("gallery", "").lower() in ("true", "yes"))
    if platform == "linkedin":
        version, visibility = words.get("version") or VERSION, words.get("visibility") or "PUBLIC"
        return LinkedIn(words["author"], server=server, version=version, visibility=visibility.upper())
    if platform == "x":
        return X(server)
    if platform == "instagram":
        return Instagram(words["account"], server)
    return Threads(words.get("account") or "me", server)


def _local(name: str, platform: str, words: Mapping[str, str], workspace: Path) -> Network:
    own = re.sub(r"[^\w.-]+", "-", name).strip("-.") or platform
    path = Path(words.get("path") or f"{POSTED}/{own}").expanduser()
    return Folder((workspace / path).resolve(), workspace)


def sending(connection: Connection, *, timeout: float = 20, deadline: float = 50) -> AbstractContextManager[Send]:
    """What sends a channel's requests, to be used in a `with`: the wire, or for a folder what writes it. `timeout` is
    in seconds for each of connecting, one write and one read, `deadline` for a whole request."""
    wire = connection.network.sender()
    return wire or Wire(connection.network.allowed, connection.mask, timeout=timeout, deadline=deadline)


def _authority(
    platform: str,
    server: str,
    words: Mapping[str, str],
    secrets: Mapping[str, Secret],
    vault: Vault,
    mask: Masker,
    clock: Callable[[], datetime],
) -> Authority:
    if platform == "bluesky":
        return BlueskySession(server, words["account"], secrets["password"], vault, mask.add, clock)
    if platform == "x" and "refresh_token" in secrets:
        first = {"access": secrets["token"].reveal(), "refresh": secrets["refresh_token"].reveal()}
        client = (words.get("client_id", ""), secrets.get("client_secret"))
        return OAuth2(f"{server}/2/oauth2/token", first, client, vault, mask.add, clock)
    return Bearer(secrets["token"], "the token has expired or was revoked: make a new one, or log in again")
