"""A delivery's state and what happens to it -> its next state, or why that cannot be. Pure, and the only such table.

    planned <-> approved       a person approves these words; other words take it away
    planned, approved -> held, skipped, missed -> planned again by a person
    planned, approved --begin--> publishing            the only way in: kept before the first byte leaves
    publishing --publish--> published                  the network has it
    publishing --postpone--> planned or approved       surely nothing is out; another try at `not_before`
    publishing --fail--> failed                        surely nothing is out; a person has to do something
    publishing --pause--> publishing                   some of it is out: whoever goes on looks first
    publishing --doubt--> unsure                       looking could not tell: only a person can
    unsure --confirm--> published, --deny--> failed, --look--> publishing
    published --withdraw--> withdrawn                  taken down; it has been out all the same

Nothing leads from a state in which something may be out to one from which it is sent, but for the words of somebody
who has looked (`postpone`, `fail`, `deny`). What was published is never sent again: a repeat is another round, with an
id of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

State = Literal[
    "planned", "approved", "held", "publishing", "published", "failed", "unsure", "missed", "skipped", "withdrawn"
]
Standing = State | Literal[""]
"""A state, or "" for a delivery that is not in the queue."""

Event = Literal[
    "plan",  # planning puts it in, or elsewhere
    "drop",  # planning has no place for it any more
    "approve",
    "unapprove",  # taken back, or its words were edited
    "hold",
    "release",
    "skip",
    "move",  # a person gives it another time
    "miss",
    "retry",  # a person wants it tried (again), at a time
    "begin",
    "resume",  # a worker goes on with what another left
    "publish",
    "postpone",
    "pause",
    "fail",
    "doubt",
    "confirm",  # a person says that it is out
    "deny",  # a person says that it is not
    "look",  # a person asks for another look at the network
    "found",  # published.jsonl, or an import, says that it is out
    "suspect",  # published.jsonl says that nobody knows whether it is out
    "amend",
    "withdraw",
]

STATES: Final[tuple[State, ...]] = get_args(State)
EVENTS: Final[tuple[Event, ...]] = get_args(Event)
SENDABLE: Final[frozenset[State]] = frozenset({"planned", "approved"})
"""What lies ahead, or is due: the only states that a worker can begin from."""

OUT: Final[frozenset[State]] = frozenset({"published", "withdrawn"})
"""What has been out."""

IN_DOUBT: Final[frozenset[State]] = frozenset({"publishing", "unsure"})
"""What may be out."""

BACK: Final = "<back>"  # to the state that it was held or begun from

_WAITING: Mapping[Event, State] = {
    "plan": "planned",
    "approve": "approved",
    "unapprove": "planned",
    "hold": "held",
    "skip": "skipped",
    "miss": "missed",
    "begin": "publishing",
    "confirm": "published",
    "found": "published",
    "suspect": "unsure",
}
_STOPPED: Mapping[Event, State] = {
    "move": "planned",
    "retry": "planned",
    "hold": "held",
    "skip": "skipped",
    "confirm": "published",
    "found": "published",
    "suspect": "unsure",
}
_NEXT: Mapping[Standing, Mapping[Event, Standing | Literal["<back>"]]] = {
    "": {"plan": "planned", "found": "published", "suspect": "unsure"},
    "planned": {**_WAITING, "drop": "", "move": "planned", "retry": "planned"},
    "approved": {**_WAITING, "drop": "", "move": "approved", "retry": "approved"},
    "held": {
        "approve": "approved",
        "unapprove": "held",
        "move": "held",
        "release": BACK,
        "skip": "skipped",
        "confirm": "published",
        "found": "published",
        "suspect": "unsure",
    },
    "publishing": {
        "resume": "publishing",
        "publish": "published",
        "postpone": BACK,
        "pause": "publishing",
        "fail": "failed",
        "doubt": "unsure",
        "confirm": "published",
        "found": "published",
        "suspect": "publishing",
    },
    "published": {"amend": "published", "withdraw": "withdrawn", "found": "published", "suspect": "published"},
    "failed": _STOPPED,
    "unsure": {
        "confirm": "published",
        "deny": "failed",
        "look": "publishing",
        "found": "published",
        "suspect": "unsure",
    },
    "missed": _STOPPED,
    "skipped": _STOPPED,
    "withdrawn": {"found": "withdrawn", "suspect": "withdrawn"},
}

_WHY: Mapping[Standing, str] = {
    "": "it is not in the queue",
    "planned": "it is planned",
    "approved": "it is approved and has its slot",
    "held": "it is held",
    "publishing": "it is being published",
    "published": "it has been published",
    "failed": "it has failed, and is not out",
    "unsure": "nobody knows whether it is out",
    "missed": "its slot was missed",
    "skipped": "it was skipped",
    "withdrawn": "it was withdrawn",
}
_HINT: Mapping[Standing, str] = {
    "held": "release it first",
    "publishing": "wait until the worker has ended; what it leaves open, the next one finishes",
    "published": "withdraw or amend it; to post it again is another round, which planning makes",
    "failed": "retry it, skip it, or say that it is out (done)",
    "unsure": "look at the account, then say that it is out (done) or is not (deny), or have it looked at again",
    "missed": "retry it now, move it to another time, or skip it",
    "skipped": "move it to a time, or retry it",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an event cannot happen to a delivery, and what can be done instead."""

    state: Standing
    event: Event
    message: str
    hint: str = ""


def next_state(state: Standing, event: Event, *, before: State = "planned") -> Standing | Refusal:
    """The state after the event. `before` is what a held or begun delivery goes back to, `planned` or `approved`."""
    after = _NEXT[state].get(event)
    if after is None:
        return Refusal(state, event, f"it cannot be {_PAST.get(event, event)}: {_WHY[state]}", _HINT.get(state, ""))
    if after == BACK:
        return before if before in SENDABLE else "planned"
    return after


_PAST: Mapping[Event, str] = {
    "plan": "planned",
    "drop": "dropped",
    "approve": "approved",
    "unapprove": "taken its approval",
    "hold": "held",
    "release": "released",
    "skip": "skipped",
    "move": "moved",
    "miss": "missed",
    "retry": "tried again",
    "begin": "begun",
    "resume": "resumed",
    "publish": "marked as published",
    "postpone": "postponed",
    "pause": "paused",
    "fail": "marked as failed",
    "doubt": "marked as unsure",
    "confirm": "marked as published",
    "deny": "marked as not sent",
    "look": "looked at again",
    "found": "marked as published",
    "suspect": "marked as unsure",
    "amend": "amended",
    "withdraw": "withdrawn",
}
