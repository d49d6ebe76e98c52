"""A lease on one delivery -> the delivery settled: loaded, marked, sent, and what the network answered kept.

The order is what makes it once: what is sent is compared with what was approved, `publishing` is on the disk before the
first byte leaves, each request is kept before it leaves and after it is answered, and a successor looks before it
sends.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from post_forge.errors import ForgeError
from post_forge.forge.publishing.values import Outcome, Surroundings
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import publish, queue
else:
    publish, queue = Later("post_forge.publish"), Later("post_forge.queue")

LEASE = 120.0
"""Seconds that a delivery is one worker's without a word from it; longer than any request."""

_RENEWED_BELOW = timedelta(seconds=LEASE * 0.75)
_ELSEWHERE = "elsewhere"
_TRY_AGAIN = timedelta(minutes=5)
_ENDS: dict[str, Any] = {
    "publish": "published",
    "postpone": "later",
    "pause": "later",
    "fail": "failed",
    "doubt": "unsure",
}


class Stopped(Exception):  # noqa: N818
    """The program was asked to end: nothing more is sent."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a delivery says, and the first comment that belongs below it."""

    post: publish.Outgoing
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What one channel's worker works with. `load` gives what a delivery says, in the words of a content hash; `keep`
    and `forget` care for a copy of it; `announce` gives "", or why what is about to be sent could not be announced."""

    channel: str
    store: queue.Store
    connection: publish.Connection
    send: publish.values.Send
    around: Surroundings
    load: Callable[[queue.Delivery, str], Loaded]
    keep: Callable[[queue.Delivery, str], None]
    forget: Callable[[queue.Delivery, str], None]
    announce: Callable[[queue.Delivery], str]


def work_on(line: Line, lease: queue.Lease) -> tuple[Outcome, str]:
    """Do what can be done for the delivery now; how it ended, and the kind of failure, if it was one.

    Raises StoreError where the queue cannot be written: what it holds tells the next worker what may have left.
    """
    hands = _Hands(line, lease)
    try:
        return hands.work()
    except queue.LeaseLost as error:
        return hands.outcome("left", str(error.problems[0].message)), ""


class _Hands:
    """One worker at one delivery."""

    def __init__(self, line: Line, lease: queue.Lease) -> None:
        self.line, self.lease = line, lease
        self.store, self.clock, self.stop = line.store, line.around.clock, line.around.stop
        self.mutex = threading.Lock()
        self.answer_told: Any = None

    def outcome(self, ended: Any, reason: str = "", hint: str = "", **more: Any) -> Outcome:
        return Outcome(self.lease.delivery.id, self.line.channel, ended, reason, hint, **more)

    def work(self) -> tuple[Outcome, str]:
        lease = self.lease
        wanted = lease.delivery.content
        if lease.found_open:
            if lease.intent is None or lease.intent.more.get(_ELSEWHERE):
                return self._begun_elsewhere(), ""
            wanted = lease.intent.content or wanted
        try:
            loaded = self.line.load(lease.delivery, wanted)
            if not lease.found_open:
                self.line.keep(lease.delivery, wanted)
        except (ForgeError, OSError) as error:
            return self._cannot_load(error), ""
        return self._send(loaded)

    # ---- what cannot be sent ----

    def _begun_elsewhere(self) -> Outcome:
        """Another machine began with it, and only that one knows what left: nobody here can look."""
        reason = "it was begun on another machine, which alone knows what it sent"
        self._begin(queue.Intent(_ELSEWHERE, content=self.lease.delivery.content, more={_ELSEWHERE: "yes"}))
        self.store.settle(self.lease, "doubt", self.clock(), reason=reason)
        return self.outcome("unsure", reason, "look at the account, then say what you see")

    def _cannot_load(self, error: Exception) -> Outcome:
        """Nothing is sent that is not what was approved. What is half out waits for its words, or for a person."""
        found = error.problems[0] if isinstance(error, ForgeError) else None
        reason, hint = (found.message, found.hint) if found else (str(error), "")
        lease = self.lease
        if not lease.found_open:
            self.store.release(lease, self.clock(), reason=reason)
            return self.outcome("left", reason, hint)
        assert lease.intent is not None
        self._begin(lease.intent)
        until = self.clock() + _TRY_AGAIN
        if not _may_be_out(lease):
            self.store.settle(self.lease, "postpone", self.clock(), reason=reason, until=self.clock())
            return self.outcome("later", reason, hint, until=until)
        reason = f"some of it is out, or may be, and its words are not here any more: {reason}"
        self.store.settle(self.lease, "doubt", self.clock(), reason=reason)
        return self.outcome("unsure", reason, "look at the account, then say what you see")

    # ---- sending ----

    def _begin(self, intent: publish.Intent | queue.Intent) -> publish.Intent:
        """Mark it, and give the intent that counts: that of whoever began, wherever something may have left."""
        made = queue.Intent(intent.key, intent.record, intent.parts, intent.content, intent.more)
        self.lease = self.store.begin(self.lease, made, self.clock())
        kept = self.lease.intent or made
        return publish.Intent(kept.key, kept.record, kept.parts, kept.content, kept.more)

    def _send(self, loaded: Loaded) -> tuple[Outcome, str]:
        network = self.line.connection.network
        intent = self._begin(network.intent(loaded.post, self.clock()))
        if not self.lease.receipts and (refusal := self.line.announce(self.lease.delivery)):
            return self._settle(publish.Verdict("postpone", refusal, until=self.clock() + _TRY_AGAIN), loaded), ""
        tools = publish.Tools(
            publish.fetching(self._through, self.line.connection.authority, self._hear),
            self._ask,
            self._answer,
            self.clock,
            self._sleep,
            random.random,
            self._spend,
            self.line.connection.mask,
        )
        try:
            verdict = publish.deliver(
                network, loaded.post, intent, self.lease.receipts, tools, self.lease.delivery.tries
            )
        except Stopped:
            event: Any = "pause" if _may_be_out(self.lease) else "postpone"
            verdict = publish.Verdict(event, "the program was stopped", until=self.clock())
        return self._settle(_patient(verdict, self.clock()), loaded), verdict.failure

    def _settle(self, verdict: publish.Verdict, loaded: Loaded) -> Outcome:
        settled = self.store.settle(
            self.lease, verdict.event, self.clock(), reason=verdict.reason, url=verdict.url, until=verdict.until
        )
        if verdict.event in ("publish", "fail", "postpone"):
            self.line.forget(self.lease.delivery, loaded.post.content)
        self._keep_quota()
        parts = tuple(sent.url or sent.remote for sent in verdict.posts)
        comment = loaded.comment if verdict.event == "publish" else ""
        ended = _ENDS[verdict.event]
        return self.outcome(
            ended, verdict.reason, verdict.hint, url=settled.url, parts=parts, until=verdict.until, comment=comment
        )

    # ---- what the driver asks for ----

    def _through(self, request: publish.Request) -> Any:
        """Send a request; a lease that ends soon is renewed first, so that no other worker begins meanwhile."""
        with self.mutex:
            if self.lease.until - self.clock() < _RENEWED_BELOW:
                self.lease = self.store.heartbeat(self.lease, self.clock())
        return self.line.send(request)

    def _ask(self, step: publish.Step) -> queue.Receipt:
        if self.stop.is_set():
            raise Stopped
        self.lease, receipt = self.store.ask(
            self.lease, self.clock(), step.name, part=step.part, item=step.item, visible=step.visible
        )
        self.line.around.told("asks", {"delivery": self.lease.delivery.id, "step": str(step)})
        return receipt

    def _answer(self, receipt: queue.Receipt, outcome: Any, sent: publish.Sent | None) -> None:
        known = {"remote": sent.remote, "url": sent.url, "more": sent.more} if sent else {}
        self.lease = self.store.answer(self.lease, receipt, self.clock(), outcome, **known)  # type: ignore[arg-type]

    def _sleep(self, seconds: float) -> None:
        if self.stop.wait(seconds):
            raise Stopped

    def _spend(self, budget: publish.retry.Budget) -> datetime | None:
        spent = self.store.spend(
            self.line.channel, budget.name, budget.cost, self.clock(), limit=budget.limit, window=budget.window
        )
        return None if spent.taken else spent.free_at or self.clock() + budget.window

    def _hear(self, reply: publish.Response) -> None:
        self.answer_told = publish.budget_of(reply, self.clock())

    def _keep_quota(self) -> None:
        """What the network said last of the account's budget."""
        left, resets = self.answer_told or (None, None)
        if left is not None:
            self.store.keep_quota(queue.Quota(self.line.channel, "requests", self.clock(), left, resets))


def _may_be_out(lease: queue.Lease) -> bool:
    return any(receipt.visible and receipt.outcome != "not sent" for receipt in lease.receipts)


def _patient(verdict: publish.Verdict, now: datetime) -> publish.Verdict:
    """A token that is not accepted is no fault of the post: it waits for a new one as long as its lateness allows."""
    if verdict.event == "fail" and verdict.failure == "auth":
        return replace(verdict, event="postpone", until=now + _TRY_AGAIN)
    return verdict
