"""A network in a process of its own, behind a proxy that breaks its connections; it counts from its own list."""

from __future__ import annotations

import random
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import replace

from tests.publish.fakes.base import read, reply
from tests.publish.fakes.bluesky import FakeBluesky
from tests.publish.fakes.linkedin import FakeLinkedIn
from tests.publish.fakes.mastodon import FakeMastodon
from tests.publish.fakes.meta import FakeMeta
from tests.publish.fakes.x import FakeX
from tests.publish.proxy import FAULTS, Proxy, running

FAKES = {  # those with the most steps first
    "instagram": lambda: FakeMeta(kind="instagram"),
    "threads": FakeMeta,
    "x": FakeX,
    "linkedin": FakeLinkedIn,
    "mastodon": lambda: FakeMastodon(polls=2),
    "fork": lambda: FakeMastodon(keeps_keys=False),
    "bluesky": FakeBluesky,
}


class Draw:
    """A fault for so many of a hundred connections, each kind as often as any other."""

    def __init__(self, seed, rate):
        self.chance, self.rate, self.drawn, self.lock = random.Random(seed), rate, Counter(), threading.Lock()

    def __call__(self):
        with self.lock:
            fault = self.chance.choice(FAULTS) if self.chance.random() < self.rate else "pass"
            self.drawn[fault] += 1
            return fault


class Accounts:
    """Many accounts of one fake network: the first piece of a path is the account's."""

    def __init__(self, make):
        self.make, self.fakes, self.complaints, self.lock = make, {}, [], threading.Lock()
        self.url = ""

    def answer(self, raw):
        """The bytes of a request -> those of its answer. What a fake asserts of requests is a complaint."""
        head, _, body = raw.partition(b"\r\n\r\n")
        line, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = line.split(" ", 2)
        asked = read(method, path, dict(item.split(": ", 1) for item in lines), body)
        _, account, rest = asked.path.split("/", 2)
        try:
            status, headers, data = self.fake(account).answer(replace(asked, path=f"/{rest}"))
        except Exception as error:  # noqa: BLE001 - whatever it is, the run must hear of it
            self.complaints.append(f"{line}: {type(error).__name__}: {error}")
            status, headers, data = reply(500, {"error": "a complaint"})
        lines = [f"HTTP/1.1 {status} Status", f"content-length: {len(data)}", "connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + data

    def fake(self, account):
        with self.lock:
            if account not in self.fakes:
                self.fakes[account] = self.make()
                self.fakes[account].server = f"{self.url}/{account}"
            return self.fakes[account]

    def told(self):
        texts = [text for fake in self.fakes.values() for text in fake.published]
        return {"texts": texts, "complaints": self.complaints}


class FakeProxy(Proxy):
    """A proxy with the network in the same process: what it forwards is answered here."""

    def __init__(self, accounts, draw):
        super().__init__(0, draw)
        self.accounts = accounts
        accounts.url = self.url

    def ask(self, request):
        return self.accounts.answer(request)


def serve(asking, platform, seed, rate, port):
    """In a process of its own: a fake, or the server that listens on `port`, behind the proxy. Says its address; then
    answers each question with what readers see by its own list (None: ask the server) and which faults there were."""
    draw = Draw(seed, rate)
    accounts = None if port else Accounts(FAKES[platform])
    proxy = Proxy(port, draw) if port else FakeProxy(accounts, draw)
    with running(proxy), suppress(EOFError):
        asking.send(proxy.url)
        while asking.recv():
            proxy.drain()
            told = accounts.told() if accounts else {"texts": None, "complaints": []}
            asking.send({**told, "drawn": dict(draw.drawn)})
