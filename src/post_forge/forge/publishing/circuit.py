"""How tries on a channel ended -> whether it is tried at all: the circuit that the queue keeps for every channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from random import SystemRandom
from typing import TYPE_CHECKING

from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import publish, queue
else:
    publish, queue = Later("post_forge.publish"), Later("post_forge.queue")

_CHANCE = SystemRandom()
_TIMES = 5  # that another worker may be first before this one leaves the circuit to it

FOR_THE_CHANNEL = frozenset({"unsent", "unknown", "wait"})
"""Failures that tell of the channel or its network, not of the post."""


def may_try(store: queue.Store, channel: str, now: datetime) -> tuple[bool, queue.Circuit]:
    """Whether a delivery of the channel may be tried now, and the circuit as it is then. Of several workers that ask
    a half-open one at once, one may."""
    for _ in range(_TIMES):
        kept = store.circuit(channel)
        allowed, after = publish.retry.may_try(_pure(kept), now)
        if after == _pure(kept):
            return allowed, kept
        if store.keep_circuit(_kept(kept, after, now)):
            return allowed, store.circuit(channel)
    return False, store.circuit(channel)


def after_try(store: queue.Store, channel: str, now: datetime, failure: str, reason: str) -> queue.Circuit:
    """Keep what a try says of the channel: `failure` is its kind, "" for none. A token that is not accepted opens the
    circuit at once: the next post would fare no better."""
    for _ in range(_TIMES):
        kept = store.circuit(channel)
        after = _after(_pure(kept), now, failure, reason)
        if after == _pure(kept) or store.keep_circuit(_kept(kept, after, now)):
            break
    return store.circuit(channel)


def _after(circuit: publish.retry.Circuit, now: datetime, failure: str, reason: str) -> publish.retry.Circuit:
    if failure == "auth":
        short = replace(circuit, failures=max(circuit.failures, publish.retry.OPENS_AT - 1))
        return publish.retry.after_failure(short, now, reason, _CHANCE.random())
    if failure in FOR_THE_CHANNEL:
        return publish.retry.after_failure(circuit, now, reason, _CHANCE.random())
    return publish.retry.after_success(circuit)


def _pure(kept: queue.Circuit) -> publish.retry.Circuit:
    return publish.retry.Circuit(kept.state, kept.failures, kept.until, kept.reason)


def _kept(kept: queue.Circuit, after: publish.retry.Circuit, now: datetime) -> queue.Circuit:
    values = {"state": after.state, "failures": after.failures, "until": after.until, "reason": after.reason}
    return replace(kept, **values, changed=now)  # type: ignore[arg-type] # the same fields
