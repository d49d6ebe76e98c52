"""A channel -> whether it could publish now: its secrets, its token's end, and a question that changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from post_forge.config import Channel
from post_forge.errors import ForgeError
from post_forge.forge.connecting.doctor_values import Finding, Health, of_problem
from post_forge.forge.connecting.login import channel_of as channel_of
from post_forge.forge.publishing.channels import connected, place_of, vault_of
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import publish
else:
    publish = Later("post_forge.publish")

_ASK = timedelta(seconds=90)
"""How far this machine's clock may be from a network's: signatures and tokens go by it."""


def of_channel(
    workspace: Workspace, channel: Channel, clock: Callable[[], datetime], *, offline: bool, x: bool
) -> list[Finding]:
    """What is to say of a channel; the last finding is whether its network answers. `x`: X, too, may be asked."""
    found: list[Finding] = []
    try:
        connection = connected(workspace, channel, clock)
        if channel.platform in publish.SERVERS or channel.platform == "mastodon":
            found += _token(workspace, channel, clock())
    except ForgeError as error:
        return [of_problem("channels", channel.name, problem) for problem in error.problems]
    if channel.platform in publish.LOCAL:
        return [_local(workspace, channel, connection)]
    if offline:
        return [*found, _said(channel, "skipped", "not asked: --offline")]
    if channel.platform == "x" and not x:
        return [*found, _said(channel, "skipped", "not asked: X takes 0.001 $ for an answer", "--x asks all the same")]
    return [*found, *_asked(channel, connection, clock)]


def _said(channel: Channel, state: Health, told: str, hint: str = "") -> Finding:
    return Finding("channels", channel.name, state, f"{channel.platform}: {told}", hint)


def _token(workspace: Workspace, channel: Channel, now: datetime) -> list[Finding]:
    tokens = vault_of(workspace, channel).load()
    problem = publish.token_problem(channel.name, channel.platform, tokens, now)
    if problem is not None:
        return [of_problem("tokens", channel.name, problem)]
    told = str(publish.expiry_of(channel.platform, tokens))
    return [Finding("tokens", channel.name, "works", f"{channel.platform}: {told}")]


def _local(workspace: Workspace, channel: Channel, connection: publish.Connection) -> Finding:
    network = connection.network
    folder = network.path.parent if isinstance(network, publish.Feed) else getattr(network, "folder", workspace.root)
    return _writable("channels", channel.name, folder, f"{channel.platform}: ")


def _writable(area: str, what: str, folder: Path, before: str = "") -> Finding:
    """Whether a folder, or the nearest one above it that is there, can be written."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir():
        return Finding(area, what, "broken", f"{before}{there} is a file", "move it away, or name another place")
    if not os.access(there, os.W_OK | os.X_OK):
        return Finding(area, what, "broken", f"{before}{there} cannot be written", f"chmod u+w {there}")
    return Finding(area, what, "works", f"{before}{folder} can be written")


def _asked(channel: Channel, connection: publish.Connection, clock: Callable[[], datetime]) -> list[Finding]:
    server = connection.network.server
    request = publish.logins.question(channel.platform, server)
    if channel.platform == "webhook":
        if not getattr(connection.network, "looks", False):
            return [_said(channel, "skipped", "not asked: a webhook may only be sent what shall be posted")]
        mark = "&" if "?" in server else "?"
        request = publish.Request("GET", f"{server}{mark}id=doctor", {"webhook-id": "doctor"})
    if request is None:
        return [_said(channel, "skipped", "there is nothing harmless to ask")]
    with publish.sending(connection, timeout=10, deadline=20) as send:
        reply = publish.fetching(send, connection.authority)(request)
    if not isinstance(reply, publish.Response):
        hint = getattr(reply, "hint", "") or "is the machine online?"
        return [_said(channel, "broken", connection.mask(reply.reason), hint)]
    return [*_clock_of(channel, reply, clock()), _answered(channel, connection, reply)]


def _answered(channel: Channel, connection: publish.Connection, reply: publish.Response) -> Finding:
    if channel.platform == "webhook" and reply.status == 404:
        return _said(channel, "works", "the receiver knows our signature")
    if reply.ok:
        who, _ = publish.logins.identity(channel.platform, reply)
        return _said(channel, "works", f"answers as {who}" if who else "answers")
    told = connection.mask(f"{reply.status}: {publish.message_of(reply)}")
    if reply.status == 429 or reply.status >= 500:
        return _said(channel, "warning", told, "the network is busy: look again later")
    if channel.platform == "linkedin" and reply.status == 403:
        return _said(channel, "skipped", "the token may post, and may not say whose it is", "scopes: openid profile")
    return _said(channel, "broken", told, f"`post-forge login {channel.name}`, or a new token")


def _clock_of(channel: Channel, reply: publish.Response, now: datetime) -> list[Finding]:
    """The network's own time, from the head of its answer."""
    try:
        theirs = parsedate_to_datetime(reply.headers.get("date", ""))
    except (ValueError, TypeError, IndexError):
        return []
    theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    apart = abs(now - theirs)
    if apart < _ASK:
        return []
    told = f"{channel.platform}'s clock and this machine's are {round(apart.total_seconds())} s apart"
    return [Finding("clock", channel.name, "warning", told, "let the system keep its clock (timedatectl, ntp)")]


def of_pictures(workspace: Workspace, clock: Callable[[], datetime], *, offline: bool) -> list[Finding]:
    """Whether pictures have a place in public, if a channel needs one, and whether the bucket knows our keys."""
    needing = [
        channel.name
        for channel in workspace.config.channels
        if publish.fetches_pictures(channel.platform, channel.options)
    ]
    try:
        place = place_of(workspace)
    except ForgeError as error:
        return [of_problem("pictures", "public", problem) for problem in error.problems]
    if place is None and needing:
        hint = "write `pictures:` (docs/channels.md); `threads` can do without for posts of words alone"
        return [
            Finding("pictures", "public", "warning", f"{', '.join(needing)}: no place in public for pictures", hint)
        ]
    if place is None:
        return []
    if place.folder is not None:
        return [_writable("pictures", "public", place.folder, f"shown as {place.url}: ")]
    return [_bucket(place, clock(), offline)]


def _bucket(place: publish.Place, now: datetime, offline: bool) -> Finding:
    told = f"the bucket {place.server}"
    request = place.question(now)
    if offline or request is None:
        return Finding("pictures", "public", "skipped", f"{told}: not asked: --offline")
    mask = publish.Masker([place.keys.secret.reveal()] if place.keys else [])
    with publish.Wire(publish.Allowed(place.server), mask, timeout=10, deadline=20) as wire:
        reply = wire(request)
    if isinstance(reply, publish.Lost):
        return Finding("pictures", "public", "broken", f"{told}: {reply.reason}", "is the machine online?")
    if reply.ok:
        return Finding("pictures", "public", "works", f"{told} knows our keys; shown as {place.url}")
    hint = "look at `pictures`: endpoint, bucket, region, keys"
    return Finding("pictures", "public", "broken", f"{told} answers {reply.status}", hint)
