"""A delivery's steps, and what was kept of them -> everything sent once, and how the try ended.

The driver decides nothing about a network and keeps nothing itself: before a request leaves it says so (`ask`), after
it what is known (`answer`); what these keep, a successor finds. A step that readers see and that may have left is
looked for before anything else happens. It is sent again only when a look that would have seen it has not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from post_forge.publish import retry
from post_forge.publish.network import Looking, Network
from post_forge.publish.receipts import first_asked, latest
from post_forge.publish.retry import Budget
from post_forge.publish.values import (
    Absent,
    CannotTell,
    Failure,
    FailureKind,
    Fetch,
    Intent,
    Key,
    Outgoing,
    Receipt,
    Sent,
    Step,
    Verdict,
)

Outcome = str
"""`sent`, `not sent` or `unknown`: what is known of a step."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the driver needs from outside.

    `fetch` sends one request with the channel's credentials. `ask(step)` keeps that a request leaves now and gives a
    mark for it; `answer(mark, outcome, sent)` keeps what is known of it, for a mark or for a receipt that was found.
    Both raise what they like (a lost lease): then nothing more is sent. `spend(budget)` takes from the account's budget
    and says when to come back if nothing is left. `patience` is how many seconds may be slept in one try.
    """

    fetch: Fetch
    ask: Callable[[Step], Any]
    answer: Callable[[Any, Outcome, Sent | None], None]
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    chance: Callable[[], float]
    spend: Callable[[Budget], datetime | None] = lambda _: None
    mask: Callable[[str], str] = str
    patience: float = 30.0


def deliver(
    network: Network, post: Outgoing, intent: Intent, receipts: Sequence[Receipt], tools: Tools, tries: int = 1
) -> Verdict:
    """Send what is not out yet. `receipts` are those kept of earlier tries, in their order; `tries` counts this one.

    Raises what `ask` and `answer` raise, and WorkspaceError where a renewed token cannot be kept: the receipts then
    tell the next worker what may have left.
    """
    run = _Run(network, post, intent, receipts, tools, tries)
    try:
        if (reason := network.refusal(post)) and not run.out:
            raise _Ended("refused", reason)
        for _, steps in groupby(network.steps(post), key=lambda step: step.part):
            run.part(tuple(steps))
    except _Ended as ended:
        return run.verdict(ended)
    posts = run.posts()
    return Verdict("publish", url=posts[0].url, posts=posts)


class _Ended(Exception):  # noqa: N818
    """The try cannot go on now."""

    def __init__(self, kind: FailureKind, reason: str, hint: str = "", until: datetime | None = None) -> None:
        super().__init__(reason)
        self.kind, self.reason, self.hint, self.until = kind, reason, hint, until


class _Run:
    """One try."""

    def __init__(
        self,
        network: Network,
        post: Outgoing,
        intent: Intent,
        receipts: Sequence[Receipt],
        tools: Tools,
        tries: int,
    ) -> None:
        self.network, self.post, self.intent, self.tools, self.tries = network, post, intent, tools, tries
        self.patience = tools.patience
        self.known: dict[Key, Sent] = {}
        self.kept = latest(receipts)
        self.first_asked = first_asked(receipts)
        self.out: dict[Key, Outcome] = {
            key: kept.outcome for key, kept in self.kept.items() if kept.visible and kept.outcome != "not sent"
        }
        for key, kept in self.kept.items():
            if kept.visible and kept.outcome == "sent":
                self.known[key] = Sent(kept.remote, kept.url, kept.more)

    def posts(self) -> tuple[Sent, ...]:
        """What readers see by now, in its order."""
        return tuple(
            self.known[step.key] for step in self.network.steps(self.post) if step.visible and step.key in self.known
        )

    # ---- one part of the thread ----

    def part(self, steps: tuple[Step, ...]) -> None:
        final = steps[-1]
        if final.key in self.known:
            return
        ready = {step.key for step in steps[:-1] if self._recall(step)}
        kept = self.kept.get(final.key)
        if kept is not None and kept.outcome in ("open", "unknown") and self._is_out(final, kept):
            return
        for again in (False, True):
            for step in steps[:-1]:
                if again or step.key not in ready:
                    self.known.pop(step.key, None)
            if self._is_prepared(steps[:-1], again) and self._do(final, stale_ends=again):
                return
        raise AssertionError("a second stale answer ends the try")

    def _is_prepared(self, steps: tuple[Step, ...], again: bool) -> bool:
        """Prepare what is not ready. False: something that was prepared is gone."""
        for step in steps:
            if step.key in self.known:
                continue
            kept = self.kept.pop(step.key, None)
            if kept is not None and kept.outcome == "open":
                self.tools.answer(kept, "unknown", None)
            if not self._do(step, stale_ends=again):
                return False
        return True

    def _recall(self, step: Step) -> bool:
        """Take over what an earlier try made; whether it can still be used."""
        kept = self.kept.get(step.key)
        if kept is None or kept.outcome != "sent":
            return False
        self.known[step.key] = Sent(kept.remote, kept.url, kept.more)
        made = kept.answered or kept.asked
        return step.fresh is None or (made is not None and self.tools.clock() - made < step.fresh)

    # ---- one step ----

    def _do(self, step: Step, stale_ends: bool = True) -> bool:
        """Do one step, waiting and trying again as far as this try's patience goes. False: what was prepared for it is
        gone. Raises _Ended."""
        failures = 0
        while True:
            failure = self._once(step)
            if failure is None:
                return True
            if failure.kind == "stale" and not stale_ends:
                return False
            if failure.kind in ("refused", "duplicate", "auth", "stale"):
                raise _Ended(failure.kind, f"{step}: {failure.reason}", failure.hint, failure.until)
            failures += failure.kind != "wait"
            if failures >= retry.QUICK_TRIES or (failure.kind == "later" and failure.until is None):
                raise _Ended(failure.kind, f"{step}: {failure.reason}", failure.hint, failure.until)
            self._wait(failure, max(failures, 1), step)

    def _once(self, step: Step) -> Failure | None:
        """Send a step once, and look for it if nobody can say what became of it; None if it is done."""
        request = self.network.request(step, self.post, self.intent, self.known)
        if request is None:
            return None
        self._spend(step)
        again = step.key in self.first_asked
        mark = None if step.read else self.tools.ask(step)
        if step.visible:
            self.out[step.key] = "open"
            self.first_asked.setdefault(step.key, self.tools.clock())
        reply = self.tools.fetch(request)
        result = self.network.read(step, reply, self.known, self.tools.clock())
        if isinstance(result, Sent) and result.more.get("duplicate") and not again:
            result = Failure("refused", f"the account has the same post already: {result.url or result.remote}")
        if isinstance(result, Sent):
            self._keep(step, mark, result)
            return None
        if step.visible and (result.kind == "unknown" or (again and result.kind in ("stale", "duplicate"))):
            return self._after_looking(step, mark, result)
        self.out.pop(step.key, None)
        if mark is not None:
            self.tools.answer(mark, "not sent", None)
        return result

    def _after_looking(self, step: Step, mark: Any, result: Failure) -> Failure | None:
        """What a step in doubt comes to. A stale or duplicate answer is no doubt of this request, which did nothing: it
        may tell of an earlier one, that was looked for in vain."""
        self.out[step.key] = "unknown"
        self.tools.answer(mark, "unknown", None)
        if self._is_out(step, mark, settled=result.kind != "unknown"):
            return None
        if result.kind == "duplicate":
            self.out[step.key] = "unknown"
            reason = f"{step}: {result.reason}, and it cannot be found"
            raise _Ended("unknown", reason, "look at the account, then say what you see")
        return result if result.kind == "stale" else replace(result, kind="unsent")

    def _keep(self, step: Step, mark: Any, sent: Sent) -> None:
        if step.visible:
            self.out[step.key] = "sent"
        self.known[step.key] = sent
        if mark is not None:
            self.tools.answer(mark, "sent", sent)
        if step.visible and not sent.url and (url := self.network.address(sent, self.tools.fetch)):
            self.known[step.key] = replace(sent, url=url)
            self.tools.answer(mark, "sent", self.known[step.key])

    def _spend(self, step: Step) -> None:
        budget = self.network.budgets.get(step.budget)
        until = self.tools.spend(budget) if budget else None
        if budget and until:
            raise _Ended("later", f"{step}: the account's budget for {budget.name} is used up", until=until)

    # ---- looking ----

    def _is_out(self, step: Step, mark: Any, settled: bool = False) -> bool:
        """Look whether a step that may have left is out. A look that finds nothing counts only when the request has
        had time to arrive (`settled`: it has). Raises _Ended where looking cannot tell, or cannot be done now."""
        looks = 0
        while True:
            looking = Looking(self.tools.fetch, self.tools.clock(), self.first_asked[step.key])
            sight = self.network.look(step, self.post, self.intent, self.known, looking)
            if isinstance(sight, Sent):
                self._keep(step, mark, sight)
                return True
            if isinstance(sight, CannotTell):
                raise _Ended("unknown", f"{step}: {sight.reason}", "look at the account, then say what you see")
            if isinstance(sight, Absent):
                early = self.network.settles - (self.tools.clock() - self._asked(step, mark))
                if settled or early <= timedelta():
                    self.out.pop(step.key, None)
                    self.tools.answer(mark, "not sent", None)
                    return False
                if not self._sleep(early.total_seconds()):
                    until = self.tools.clock() + early
                    raise _Ended("wait", f"{step}: it may still arrive, and is looked for again", until=until)
                continue
            looks += 1
            if looks >= retry.QUICK_TRIES or sight.kind in ("auth", "refused"):
                raise _Ended(sight.kind, f"{step}: looking for it failed: {sight.reason}", sight.hint, sight.until)
            self._wait(sight, looks, step)

    def _asked(self, step: Step, mark: Any) -> datetime:
        """When the step was last sent."""
        asked = getattr(mark, "asked", None)
        return asked if isinstance(asked, datetime) else self.first_asked[step.key]

    # ---- waiting ----

    def _wait(self, failure: Failure, failures: int, step: Step) -> None:
        """Sleep before a step is done again, if there is patience for it; else end the try."""
        seconds = retry.quick_pause(failures, self.tools.chance())
        if failure.until:
            seconds = max((failure.until - self.tools.clock()).total_seconds(), 0.0)
        if not self._sleep(seconds):
            raise _Ended(failure.kind, f"{step}: {failure.reason}", failure.hint, failure.until)

    def _sleep(self, seconds: float) -> bool:
        """Whether there was patience for so long a sleep."""
        if seconds > self.patience:
            return False
        self.patience -= seconds
        self.tools.sleep(seconds)
        return True

    # ---- the end ----

    def verdict(self, ended: _Ended) -> Verdict:
        """What the end of a try means for the delivery."""
        mask, posts = self.tools.mask, self.posts()
        reason, hint = mask(ended.reason), mask(ended.hint)
        told = Verdict("doubt", reason, hint, url=posts[0].url if posts else "", posts=posts, failure=ended.kind)
        doubtful = any(outcome != "sent" for outcome in self.out.values())
        for_good = ended.kind in ("refused", "duplicate", "stale") or (ended.kind == "unknown" and doubtful)
        if ended.kind == "auth" and not self.out:
            for_good = True
        if ended.kind != "later" and retry.is_last(self.tries):
            for_good, reason = True, f"{reason} (tried {self.tries} times)"
        return _judged(told, reason, ended, self, for_good, doubtful)


def _judged(told: Verdict, reason: str, ended: _Ended, run: _Run, for_good: bool, doubtful: bool) -> Verdict:
    if for_good and not run.out:
        return replace(told, event="fail", reason=reason)
    if for_good:
        parts = len(run.post.parts)
        out = "" if doubtful else f"{len(told.posts)} of {parts} parts are out, and the next is not: "
        return replace(told, event="doubt", reason=out + reason)
    until = ended.until or run.tools.clock() + retry.pause(run.tries, run.tools.chance())
    return replace(told, event="pause" if run.out else "postpone", reason=reason, until=until)
