"""The frozen values of publishing: what goes out, which steps that takes, what a network answered, how a try ended.

Every moment is an aware datetime. Nothing here is secret but the `headers` of a request that was authorised, which is
why those are never written down (`masking.shown`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Literal, Protocol

# ---- what goes out --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Picture:
    """One picture as the network takes it: `kind` is its MIME type, `url` where it lies in public, if it does."""

    data: bytes
    kind: str
    alt: str
    width: int
    height: int
    url: str = ""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes, hex."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Facet:
    """A stretch of a text that is made clickable, in bytes of its UTF-8: `start` is inside, `end` is not."""

    start: int
    end: int
    kind: Literal["link", "tag", "mention"]
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """One post of a thread. `markup` is the text as the network's API wants it written, where that differs."""

    text: str
    pictures: tuple[Picture, ...] = ()
    facets: tuple[Facet, ...] = ()
    markup: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A link shown as a card below a post without pictures."""

    url: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The carousel as one file: PDF bytes and the title that the network shows above it."""

    data: bytes
    title: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """All that one delivery says. `id` is the delivery's; `content` the hash of its words and pictures.

    What follows `document` is for channels that hand posts over to people and programs: `title`, `link` (the note's
    address), `day` (the date of the slot where the channel is, ISO), `texts` by network as parts, `files` by name.
    """

    id: str
    parts: tuple[Part, ...]
    content: str = ""
    lang: str = "en"
    warning: str = ""
    card: Card | None = None
    document: Document | None = None
    title: str = ""
    link: str = ""
    day: str = ""
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intent:
    """What a successor must know to go on; made once, kept before the first byte leaves, then never changed.

    `key` is the idempotency key, `record` the first record key on networks that have one. `more["created"]` is the
    moment the post says that it was made (RFC 3339).
    """

    key: str
    record: str = ""
    parts: int = 1
    content: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


# ---- steps ----------------------------------------------------------------------------------------------------------

Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing asked of the network. `part` is the part of the thread and `item` the picture in it, both from 0.

    `visible`: readers see its result, so it must never happen twice. A `read` is a question, or prepares what is of no
    use to anybody else: it leaves no receipt, and whoever comes next asks again. What a step made is used for `fresh`
    only; `budget` names what it spends from the account.
    """

    name: str
    part: int = 0
    item: int = 0
    visible: bool = False
    read: bool = False
    fresh: timedelta | None = None
    budget: str = ""

    @property
    def key(self) -> Key:
        return self.name, self.part, self.item

    def __str__(self) -> str:
        return (
            self.name + (f" {self.item + 1}" if self.item else "") + (f" of part {self.part + 1}" if self.part else "")
        )


class Receipt(Protocol):
    """What was kept of a step that was asked for, by this worker or one before it."""

    @property
    def step(self) -> str: ...
    @property
    def part(self) -> int: ...
    @property
    def item(self) -> int: ...
    @property
    def visible(self) -> bool: ...
    @property
    def asked(self) -> datetime | None: ...
    @property
    def answered(self) -> datetime | None: ...
    @property
    def outcome(self) -> str: ...
    @property
    def remote(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def more(self) -> Mapping[str, str]: ...


# ---- over the wire --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. `headers` have no secret in them until the channel's authority has added it.

    `plain` is the body as a person may read it in a dry run, where the bytes are a picture. `open` requests carry no
    credentials (an address that is signed itself). `files` by name go to a folder, which takes no body.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    plain: str = ""
    open: bool = False
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON; None where it is none (an error page in HTML, nothing at all)."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer. `left` says that the request may have reached the network all the same; `refused` that this program
    does not send it at all."""

    left: bool
    reason: str
    refused: bool = False


Send = Callable[[Request], Response | Lost]

# ---- what became of it ----------------------------------------------------------------------------------------------

FailureKind = Literal[
    "unsent",  # the network did nothing with it: it may be sent again
    "later",  # the same, and the network says when
    "wait",  # the network is still at work on what was sent before
    "unknown",  # it may have done it: look
    "stale",  # something prepared for it is gone: prepare that again
    "duplicate",  # the account has such a post already: look whether it is ours
    "auth",  # the token is not accepted
    "refused",  # not this, not ever
]


@dataclass(frozen=True, slots=True)
class Sent:
    """The network has done it: its id for the result, the address that readers open, what later steps need."""

    remote: str
    url: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a step did not succeed; `until` is when it may be tried again, if the network said so."""

    kind: FailureKind
    reason: str
    hint: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """A look that would have seen it did not."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """A look that could not have seen it, or saw something that may be it or not."""

    reason: str


Fetch = Callable[[Request], Response | Lost | Failure]
"""Sends a request with the channel's credentials. A Failure: there are none, and nothing was sent."""

Sight = Sent | Absent | CannotTell | Failure
Known = Mapping[Key, Sent]

Event = Literal["publish", "postpone", "pause", "fail", "doubt"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a try ended, in the queue's words. `until` is when to try again (postpone, pause); `posts` what is out."""

    event: Event
    reason: str = ""
    hint: str = ""
    until: datetime | None = None
    url: str = ""
    posts: tuple[Sent, ...] = ()
    failure: FailureKind | Literal[""] = ""
