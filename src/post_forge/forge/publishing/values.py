"""The frozen values of sending: what became of each delivery, and what a whole pass did."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from post_forge.errors import Problem

Ended = Literal["published", "later", "failed", "unsure", "missed", "left"]
"""`later`: it is tried again by itself; `left`: nothing was done with it now, and `reason` says why."""

Told = Callable[[str, Mapping[str, Any]], None]
"""Hears what happens while it happens: the event's name, and what belongs to it. Never a secret."""


def _silent(event: str, fields: Mapping[str, Any]) -> None:
    pass


def _clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Sending:
    """What is wished of one pass. `names` are deliveries or posts (all, if there are none); `limit` is the most
    deliveries that are begun (0: no limit); `plan`: plan also where no plan was ever taken. `announce` is a command to
    run when published.jsonl tells what is about to be sent; without its consent (exit code 0) nothing is."""

    channels: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    limit: int = 0
    plan: bool = False
    announce: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a pass needs from outside: the clock, a flag that says stop, who hears what happens, `bound` in seconds for
    what is under way when it has to stop."""

    clock: Callable[[], datetime] = _clock
    stop: threading.Event = field(default_factory=threading.Event)
    told: Told = _silent
    bound: float = 75.0
    in_time: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one delivery. `until` is when it is tried again; `hint` what a person can do, `comment` the first
    comment that a person has to write below it; `parts` are the addresses of the posts of a thread."""

    id: str
    channel: str
    ended: Ended
    reason: str = ""
    hint: str = ""
    url: str = ""
    parts: tuple[str, ...] = ()
    until: datetime | None = None
    comment: str = ""

    @property
    def good(self) -> bool:
        return self.ended == "published"

    def json(self) -> dict[str, Any]:
        until = self.until.isoformat("T", "seconds").replace("+00:00", "Z") if self.until else None
        return {
            "id": self.id, "channel": self.channel, "ended": self.ended, "reason": self.reason, "hint": self.hint,
            "url": self.url, "parts": list(self.parts), "until": until, "comment": self.comment,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass did. `next` is when there is something to do again, `zone` the workspace's time zone; `planned`
    says whether there is any plan at all, `finished` whether everything is built."""

    outcomes: tuple[Outcome, ...] = ()
    next: datetime | None = None
    zone: str = "UTC"
    planned: bool = True
    finished: bool = True
    problems: tuple[Problem, ...] = ()

    @property
    def good(self) -> bool:
        """Whether everything that was due is out."""
        return all(outcome.good for outcome in self.outcomes)
