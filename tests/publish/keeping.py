"""A worker without a database for tests: a clock that stands still, receipts that outlive a crash, faults."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from post_forge.publish import Lost, Outgoing, Part, Picture, Response, Sent, Tools, deliver
from tests.publish.fakes.base import read

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ENDS = ("publish", "fail", "doubt")


class Crash(BaseException):
    """The process was killed here."""


class Clock:
    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Kept:
    number: int
    step: str
    part: int
    item: int
    visible: bool
    asked: datetime
    outcome: str = "open"
    answered: datetime | None = None
    remote: str = ""
    url: str = ""
    more: dict = field(default_factory=dict)


class Keeper:
    """Keeps receipts as the queue does, and may be killed before or after it has kept one."""

    def __init__(self, clock, faults=()):
        self.clock, self.kept, self.faults = clock, [], iter(faults)
        self.intent = None

    @property
    def receipts(self):
        return tuple(self.kept)

    def ask(self, step):
        self.may_crash("crash before ask")
        kept = Kept(len(self.kept), step.name, step.part, step.item, step.visible, self.clock())
        self.kept.append(kept)
        self.may_crash("crash after ask")
        return kept

    def answer(self, mark, outcome, sent):
        self.may_crash("crash before answer")
        known = {"remote": sent.remote, "url": sent.url, "more": dict(sent.more)} if sent else {}
        self.kept[mark.number] = replace(self.kept[mark.number], outcome=outcome, answered=self.clock(), **known)
        self.may_crash("crash after answer")

    def may_crash(self, where):
        if where in CRASHES and next(self.faults, "pass") == where:
            raise Crash(where)


CRASHES = ("crash before ask", "crash after ask", "crash before answer", "crash after answer")
BEFORE = {
    "refuse": Lost(False, "connection refused"),
    "drop request": Lost(True, "connection reset"),
    "503 before": Response(503, {}, b"<html>unavailable"),
    "429": Response(429, {"retry-after": "5"}, b"{}"),
    "late": Lost(True, "timed out"),
    "kill before": None,
}
AFTER = {
    "lose reply": Lost(True, "connection closed"),
    "503 after": Response(503, {}, b""),
    "rubbish after": Response(200, {}, b"<html>not what you asked for"),
}
FAULTS = ("pass", *BEFORE, *AFTER, "kill after")


class Wired:
    """A wire to a fake in this process. One fault is used up per request; then all goes well."""

    def __init__(self, fake, clock, faults=()):
        self.fake, self.clock, self.faults, self.late = fake, clock, iter(faults), []

    def __call__(self, request):
        self.arrive()
        asked = read(request.method, request.url, request.headers, request.body)
        fault = next(self.faults, "pass")
        if fault in BEFORE:
            return self.before(fault, asked)
        status, headers, body = self.fake.answer(asked)
        if fault == "kill after":
            raise Crash(fault)
        return AFTER.get(fault) or Response(status, headers, body)

    def before(self, fault, asked):
        """What the network never sees, or sees later."""
        if fault == "kill before":
            raise Crash(fault)
        if fault == "late":
            self.late.append((self.clock() + timedelta(seconds=8), asked))
        return BEFORE[fault]

    def arrive(self):
        """Requests that were on their way reach the network."""
        for when, held in [item for item in self.late if item[0] <= self.clock()]:
            self.late.remove((when, held))
            self.fake.answer(held)


def tools(keeper, clock, fetch, **more):
    return Tools(fetch, keeper.ask, keeper.answer, clock, clock.sleep, lambda: 0.5, **more)


def work(network, post, keeper, clock, fetch, most=80, **more):
    """Deliver as a worker would that is started again after every crash, until there is an end."""
    intent = keeper.intent or network.intent(post, clock())
    keeper.intent = intent
    verdict = None
    for tries in range(1, most):
        try:
            verdict = deliver(
                network, post, intent, keeper.receipts, tools(keeper, clock, fetch, **more), min(tries, 5)
            )
        except Crash:
            clock.sleep(60)
            continue
        if verdict.event in ENDS:
            return verdict
        clock.now = max(verdict.until, clock.now)
    raise AssertionError(f"no end: {verdict}")


def png(shade):
    """A real picture of 8 x 8 px."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([shade]) * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def picture(number=1, alt="A slide", size=100):
    return Picture(b"\x89PNG" + bytes([number]) * size, "image/png", f"{alt} {number}", 1080, 1350)


def thread(*texts, pictures=0, **more):
    parts = [Part(text, tuple(picture(number) for number in range(pictures)) if not place else ())
             for place, text in enumerate(texts)]  # fmt: skip
    return Outgoing("retry/keys@channel", tuple(parts), "hash", **more)


def sent_of(verdict) -> tuple[Sent, ...]:
    return verdict.posts
