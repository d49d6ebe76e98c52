"""The keys that a channel of each platform may have in post_forge.yaml, as data; a channel's keys -> all that is wrong.

Imports nothing slow: this is read whenever the configuration has changed, also by commands that publish nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

from post_forge.errors import Problem, Source, did_you_mean
from post_forge.publish.secrets import plain_secret

Check = Callable[[str], str]
"""What is wrong with a value, with what to do behind "; "; "" if nothing is."""

Where = Callable[[str], Source | None]
"""Where a key of the channel stands; "" is the channel itself."""

LOCAL = frozenset({"folder", "feed", "failing"})
"""The platforms that are files on this machine: nothing is sent, and nobody has to sign."""

VISIBILITIES = ("public", "unlisted", "private", "direct")
FAULTS = ("refuse", "drop-request", "lose-reply", "busy", "rate-limit", "token", "refuse-post", "stall", "kill")
MOMENTS = ("prepare", "post", "look")


@dataclass(frozen=True, slots=True)
class Option:
    """One key: what its value must be, whether a channel cannot do without it, whether it names a secret."""

    check: Check = lambda _: ""
    needed: bool = False
    secret: bool = False


def _parts(value: str) -> SplitResult:
    """The parts of an address; none of what cannot be taken apart."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return urlsplit("")
    return parts


def _address(value: str) -> str:
    parts = _parts(value)
    if parts.scheme == "https" and parts.hostname and not parts.username:
        return ""
    if parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1"):
        return ""
    shown = "this" if "@" in value else repr(value[:80])  # it may have a password in it
    return f"{shown} is no address to send to; write https://example.social, without a name or a password in it"


def _page(value: str) -> str:
    parts = _parts(value)
    good = parts.scheme in ("http", "https") and parts.hostname and not parts.username
    shown = "this" if "@" in value else repr(value[:80])
    return "" if good else f"{shown} is no address that others can open; write https://example.org/feed.xml"


def _one_of(*words: str) -> Check:
    return lambda value: "" if value in words else f"{value!r} is not known here; {did_you_mean(value, words)}"


def _matching(pattern: str, what: str) -> Check:
    return lambda value: "" if re.fullmatch(pattern, value) else f"{value[:80]!r} is not {what}"


_SECRET = Option(secret=True)
_TEXT = Option()
_URL = Option(_address)
_KEEP = Option(_one_of("file", "keyring"))
_YES_OR_NO = Option(_one_of("true", "false", "yes", "no"))
_PORT = Option(_matching(r"[1-9]\d{3,4}", "a port (1024 to 65535)"))
_COUNT = Option(_matching(r"[1-9]\d{0,3}", "a number from 1 to 9999"))
_OVERFLOW = {"overflow": Option(_one_of("thread", "first", "refuse"))}
_URN = Option(_matching(r"urn:li:(person|organization):[\w-]+", "a URN (urn:li:person:... or urn:li:organization:...)"))
_APP = {"client_id": _TEXT, "client_secret": _SECRET}

OPTIONS: Mapping[str, Mapping[str, Option]] = MappingProxyType(
    {  # `overflow` and `carousel` say how a post is cut for the channel; its publisher does not know them
        "mastodon": {
            "url": Option(_address, needed=True),
            "token": _SECRET,
            "visibility": Option(_one_of(*VISIBILITIES)),
            "content_warning": _TEXT,
            "thread": _YES_OR_NO,
            **_OVERFLOW,
            "keep": _KEEP,
        },
        "bluesky": {
            "account": Option(needed=True),
            "password": _SECRET,
            "url": _URL,
            "gallery": _YES_OR_NO,
            "thread": _YES_OR_NO,
            **_OVERFLOW,
            "keep": _KEEP,
        },
        "linkedin": {
            "author": _URN,
            "token": _SECRET,
            "url": _URL,
            "version": Option(_matching(r"20\d\d(0[1-9]|1[0-2])", "a month of the API (202609)")),
            "visibility": Option(_one_of("public", "connections", "PUBLIC", "CONNECTIONS")),
            "carousel": Option(_one_of("document", "pictures")),
            **_OVERFLOW,
            **_APP,
            "port": _PORT,
            "redirect": _URL,
            "keep": _KEEP,
        },
        "x": {
            "thread": _YES_OR_NO,
            "token": _SECRET,
            "refresh_token": _SECRET,
            "url": _URL,
            **_OVERFLOW,
            **_APP,
            "port": _PORT,
            "keep": _KEEP,
        },
        "instagram": {
            "account": Option(_matching(r"\d{5,25}", "the account's number (17841400000000000)")),
            "token": _SECRET,
            "url": _URL,
            **_OVERFLOW,
            **_APP,
            "redirect": _URL,
            "keep": _KEEP,
        },
        "threads": {
            "thread": _YES_OR_NO,
            "account": _TEXT,
            "token": _SECRET,
            "url": _URL,
            **_OVERFLOW,
            **_APP,
            "redirect": _URL,
            "keep": _KEEP,
        },
        "folder": {"path": _TEXT},
        "webhook": {
            "url": Option(_address, needed=True),
            "secret": Option(needed=True, secret=True),
            "pictures": Option(_one_of("form", "links", "none")),
            "look": _YES_OR_NO,
        },
        "feed": {"path": _TEXT, "url": Option(_page), "title": _TEXT, "entries": _COUNT},
        "failing": {
            "path": _TEXT,
            "fault": Option(_one_of(*FAULTS), needed=True),
            "at": Option(_one_of(*MOMENTS)),
            "often": _COUNT,
        },
    }
)


PICTURES: Mapping[str, Option] = MappingProxyType(
    {
        "url": Option(_page),
        "folder": _TEXT,
        "endpoint": _URL,
        "bucket": Option(_matching(r"[a-zA-Z0-9._-]{1,100}", "the name of a bucket")),
        "region": Option(_matching(r"[a-z0-9-]{1,40}", "a region (eu-central-1, auto)")),
        "access_key": _SECRET,
        "secret_key": _SECRET,
        "prefix": _TEXT,
        "acl": Option(_one_of("public-read", "private", "authenticated-read", "bucket-owner-full-control")),
    }
)
"""The keys of `pictures`: where they lie in public for networks that fetch them."""

SECRET_KEYS = frozenset(key for keys in OPTIONS.values() for key, option in keys.items() if option.secret)
"""The keys of channels that name secrets."""


def secret_keys(platform: str) -> tuple[str, ...]:
    """The keys of a platform that name secrets."""
    return tuple(key for key, option in OPTIONS.get(platform, {}).items() if option.secret)


def channel_problems(
    name: str,
    platform: str,
    options: Mapping[str, object],
    source: Source | None = None,
    where: Where | None = None,
) -> list[Problem]:
    """What is wrong with a channel's own keys, all of it. `options` are those beside the schedule's, as written;
    `where` tells the place of a key, else all are at `source`. No message has a value in it that may be a secret."""
    place: Where = where or (lambda _: source)
    known = OPTIONS.get(platform)
    if known is None:
        hint = did_you_mean(platform, OPTIONS)
        return [Problem("channel.platform", f"{name}: {platform!r} is no network to publish to", place(""), hint)]
    found = [
        Problem("channel.missing", f"{name}: a channel of {platform} needs `{key}`", place(""))
        for key, option in known.items()
        if option.needed and not str(options.get(key) or "").strip()
    ]
    return found + option_problems("channel", f"{name}: {platform}", known, options, place)


def option_problems(
    rule: str, what: str, known: Mapping[str, Option], options: Mapping[str, object], where: Where
) -> list[Problem]:
    """What is wrong with keys and values, whichever are there. `what` has the keys ("mastodon: mastodon")."""
    found: list[Problem] = []
    for key, value in options.items():
        if key not in known:
            hint, length = did_you_mean(key, known), len(key)
            found.append(Problem(f"{rule}.key", f"{what} has no key {key!r}", where(key), hint, length=length))
        else:
            found += _of_value(rule, what.partition(":")[0], (key, known[key]), value, where(key))
    return found


def _of_value(
    rule: str, name: str, keyed: tuple[str, Option], value: object, source: Source | None
) -> Iterator[Problem]:
    key, option = keyed
    words = written(value)
    if words is None:
        yield Problem(f"{rule}.{key}", f"{name}: `{key}` must be one value", source, length=len(key))
    elif option.secret:
        if (words or not option.needed) and (problem := plain_secret(key, words, source)):
            yield problem
    elif words and (wrong := option.check(words)):
        message, _, hint = wrong.partition("; ")
        yield Problem(f"{rule}.{key}", f"{name}: {message}", source, hint, length=len(key))


def written(value: object) -> str | None:
    """A scalar as a person wrote it; None for a list or a map."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).strip() if isinstance(value, (str, int, float)) else None
