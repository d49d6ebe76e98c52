"""A network in a process of its own, that counts from its own list and misbehaves when it is told to.

python -m tests.forge_publish.network PLATFORM     serves until its input ends

/list                what readers see
/control?before=S    wait S seconds before a request that readers will see is handled; after=S: before it is answered
/control?revoke=1    no token is accepted any more; revoke=0: all are good again
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

from tests.publish.fakes.base import reply, served
from tests.publish.fakes.bluesky import FakeBluesky
from tests.publish.fakes.linkedin import FakeLinkedIn
from tests.publish.fakes.mastodon import FakeMastodon
from tests.publish.fakes.meta import FakeMeta
from tests.publish.fakes.x import FakeX

FAKES = {
    "mastodon": lambda: FakeMastodon(keeps_keys=False, limit=5000),
    "bluesky": FakeBluesky,
    "linkedin": FakeLinkedIn,
    "x": FakeX,
    "threads": FakeMeta,
}
VISIBLE = ("/api/v1/statuses", "/xrpc/com.atproto.repo.putRecord", "/rest/posts", "/2/tweets")


class Net:
    """The network as a test sees it."""

    def __init__(self, url, process):
        self.url, self.process = url, process

    def ask(self, path):
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return json.loads(answer.read())

    @property
    def published(self):
        return self.ask("/list")

    @property
    def posts(self):
        """The same without those parts of threads that only carry pictures."""
        return [text for text in self.published if not re.search(r" \d+/\d+$", text) or "\n" in text]

    @property
    def visible(self):
        """How many requests that readers see have come in, handled or not."""
        return self.ask("/seen")

    def control(self, **words):
        self.ask("/control?" + "&".join(f"{key}={value}" for key, value in words.items()))

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@contextmanager
def network(platform):
    command = [sys.executable, "-m", "tests.forge_publish.network", platform]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=os.environ)
    net = Net(json.loads(process.stdout.readline()), process)
    try:
        yield net
    finally:
        if process.poll() is None:
            net.stop()


def serve(platform):
    fake = FAKES[platform]()
    answer, knows, state, seen = fake.answer, fake.knows, {"before": 0.0, "after": 0.0, "revoke": 0.0}, []

    def controlled(asked):
        if asked.path == "/list":
            return reply(200, fake.published)
        if asked.path == "/seen":
            return reply(200, len(seen))
        if asked.path == "/control":
            state.update({key: float(value) for key, value in asked.query.items()})
            return reply(200, state)
        visible = asked.method == "POST" and asked.path in VISIBLE
        if visible:
            seen.append(asked.path)
            time.sleep(state["before"])
        told = answer(asked)
        time.sleep(state["after"] if visible else 0)
        return told

    fake.answer = controlled
    fake.knows = lambda asked: not state["revoke"] and knows(asked)
    with served(fake) as url:
        if platform == "linkedin":
            fake.server = url
        print(json.dumps(url), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    serve(sys.argv[1])
