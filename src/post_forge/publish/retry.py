"""How often it failed -> when to try again, whether a channel is tried at all, what an account may still spend. Pure.

Random numbers are arguments (from 0 up to 1), and so is the clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

# ---- back-off -------------------------------------------------------------------------------------------------------

QUICK_TRIES = 3
"""How often one step is sent within one try of a delivery, if the network surely did nothing with it."""

MOST_TRIES = 10
"""How often a delivery is tried before a person is asked: with the pauses between, about half a day."""

_FIRST, _LONGEST = 30.0, 3 * 3600.0


def quick_pause(failures: int, chance: float) -> float:
    """Seconds before a step is sent again within one try, after it failed so often: half to all of 1, 2, 4 ..."""
    return float(2 ** (max(failures, 1) - 1)) * (0.5 + chance / 2)


def pause(tries: int, chance: float) -> timedelta:
    """How long a delivery waits after so many tries: half to all of 30 s, 1 min, 2 min ... 3 h, by `chance`, so that
    what failed together does not come back together."""
    longest = min(_FIRST * 2 ** min(max(tries, 1) - 1, 20), _LONGEST)
    return timedelta(seconds=longest * (0.5 + chance / 2))


def is_last(tries: int) -> bool:
    """Whether a person is asked now instead of trying again."""
    return tries >= MOST_TRIES


# ---- the circuit of a channel ---------------------------------------------------------------------------------------

OPENS_AT = 5
"""Failures in a row, of any delivery of the channel, after which it is left alone for a while."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """Whether a channel is tried: `closed` yes, `open` not before `until`, `half-open` one delivery, to see."""

    state: Literal["closed", "open", "half-open"] = "closed"
    failures: int = 0
    until: datetime | None = None
    reason: str = ""


def may_try(circuit: Circuit, now: datetime) -> tuple[bool, Circuit]:
    """Whether a delivery of the channel may be tried now, and the circuit after that was allowed."""
    if circuit.state == "closed":
        return True, circuit
    if circuit.until is not None and now < circuit.until:
        return False, circuit
    return True, replace(circuit, state="half-open", until=now + timedelta(minutes=10))


def after_failure(circuit: Circuit, now: datetime, reason: str, chance: float) -> Circuit:
    """The circuit after a try that failed for the channel's or the network's sake (not for the post's)."""
    failures = circuit.failures + 1
    if failures < OPENS_AT and circuit.state == "closed":
        return replace(circuit, failures=failures, reason=reason)
    return Circuit("open", failures, now + pause(failures - OPENS_AT + 4, chance), reason)


def after_success(_circuit: Circuit) -> Circuit:
    """The circuit after the network answered as it should; a refused post is such an answer too."""
    return Circuit()


# ---- budgets --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Budget:
    """What an account may do in any window of time, as the network publishes it; `source` says where."""

    name: str
    limit: int
    window: timedelta
    source: str
    cost: int = 1
