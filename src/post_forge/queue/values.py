"""The frozen values of the queue: a delivery, who works on it, what was tried, what the network answered, what changed.

Every moment is an aware datetime, kept in UTC to the microsecond; a naive one is refused where it enters (`utc`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from post_forge.queue.states import Event, Standing, State

Outcome = Literal["open", "sent", "not sent", "unknown"]
"""What is known of one remote step: `open` until something is known, `unknown` when a look could not tell either."""


def utc(moment: datetime) -> datetime:
    """The moment in UTC. Raises ValueError for one that does not say where it is."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC)


def delivery_id(post: str, channel: str, round_: int = 1) -> str:
    """Stable through every plan: `retry/keys@mastodon`, its first repeat `retry/keys@mastodon#2`."""
    return f"{post}@{channel}" + (f"#{round_}" if round_ > 1 else "")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One post to one channel at one slot. The first ten fields and `reason` are those that planning knows.

    `not_before` is when it may be tried again, `tries` how often it was begun. `before` is the state it came from when
    it was held or begun. `worker` and `leased_until` say who has it; `token` is the number of the journal's entry that
    last gave it out or took it away.
    """

    post: str
    channel: str
    at: datetime
    state: State = "planned"
    round: int = 1
    content: str = ""
    pinned: bool = False
    rules: str = ""
    sent: datetime | None = None
    url: str = ""
    reason: str = ""
    before: State = "planned"
    not_before: datetime | None = None
    tries: int = 0
    worker: str = ""
    token: int = 0
    leased_until: datetime | None = None
    changed: datetime | None = None

    @property
    def id(self) -> str:
        return delivery_id(self.post, self.channel, self.round)

    def leased(self, now: datetime) -> bool:
        """Whether a worker has it."""
        return self.leased_until is not None and self.leased_until > now


@dataclass(frozen=True, slots=True)
class Intent:
    """What a successor must know to go on where another stopped; kept before the first byte leaves, then never changed.

    `key` is the idempotency key, `record` the record key on networks that have one; `parts` is how many posts the
    thread has, `content` the hash of what goes out. `more` holds what else a publisher needs. None of it is a secret.
    """

    key: str
    record: str = ""
    parts: int = 1
    content: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One remote step: kept before its request leaves (`asked`), completed by what is known of it afterwards.

    `step` names it in the publisher's words ("media", "container", "post"), `part` is the part of the thread and `item`
    the picture in it, both from 0. `visible` says that readers see its result: such a step, sent or in doubt, can never
    be forgotten. `remote` is the network's id for the result.
    """

    delivery: str
    number: int
    attempt: int
    step: str
    part: int = 0
    item: int = 0
    visible: bool = False
    asked: datetime | None = None
    outcome: Outcome = "open"
    answered: datetime | None = None
    remote: str = ""
    url: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One worker's try at a delivery. `outcome` is the event that ended it, "" while it lasts or if its worker died."""

    delivery: str
    number: int
    worker: str
    token: int
    began: datetime
    ended: datetime | None = None
    outcome: Event | Literal[""] = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lease:
    """A delivery in the hands of one worker until `until`, fenced by `token`: a later one makes this one void. Every
    write with it renews it for `seconds`; what a worker sends must time out sooner than that.

    If `delivery.state` is `publishing`, another worker was in the middle of it: look at the network before anything is
    sent. `intent` and `receipts` are what it left behind; `attempt` is 0 until `begin`.
    """

    delivery: Delivery
    worker: str
    token: int
    until: datetime
    seconds: float
    intent: Intent | None = None
    receipts: tuple[Receipt, ...] = ()
    attempt: int = 0

    @property
    def found_open(self) -> bool:
        """Whether something may have gone out already."""
        return self.delivery.state == "publishing" and self.attempt == 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: what happened to a delivery, when, by whom and why. Entries are only ever added.

    `before` and `after` are "" where the delivery was not in the queue. `event` is one of the state machine's, or
    claim, release (of a lease), ask, answer, late (an answer that came after the lease was lost).
    """

    number: int
    at: datetime
    actor: str
    delivery: str
    event: str
    before: Standing = ""
    after: Standing = ""
    reason: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Approval:
    """A person's word for these very texts, slides and theme. `pixels` is the digest of the pictures they saw."""

    post: str
    content: str
    at: datetime
    actor: str
    pixels: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """What an account has used of one budget in a window of time. `taken` says whether what was asked for is in it;
    if not, `free_at` is when it may be asked for again (None: never, it is more than the whole budget)."""

    taken: bool
    used: int
    free_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """What a network itself last said of an account's budget: how much is left, and when it is filled again."""

    account: str
    name: str
    told: datetime
    remaining: int | None = None
    resets: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Circuit:
    """Whether a channel is tried at all. `version` is that of the row it was read from: an older one is not kept."""

    channel: str
    state: Literal["closed", "open", "half-open"] = "closed"
    failures: int = 0
    until: datetime | None = None
    reason: str = ""
    changed: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a plan did, by delivery ids. `left` are those that are past planning, or that a worker has."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
