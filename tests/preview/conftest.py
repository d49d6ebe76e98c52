"""A real studio: the command in a process of its own, on a free port of this machine, and clients that speak to it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest

from tests.forge.conftest import LOCKS

Made = TypeVar("Made")
SOON = 30  # seconds: longer than anything here takes, also on a machine that is busy
NOTE = """\
---
title: Retries
tags: [reliability]
---

A payment service lost its database for 40 seconds. The retries kept it down for another 20 minutes.

## Retries multiply the load

**The trap:** Three layers that try three times each send 27 requests for one click. A service that is failing gets 27
times the load that made it fail.

**The fix:** Retry at one layer, the one closest to the user, and give the others one attempt each.

- **Budget**: Allow retries for at most 10 % of all requests, and fail the rest at once.
- **Backoff**: Double the wait after every attempt, up to a cap of 5 seconds.
- **Jitter**: Draw the wait at random below the cap, so that clients do not come back in step.
- **Deadline**: Stop when the caller has stopped waiting, because nobody reads the answer.
"""
CONFIG = """\
brand: { name: Test, handle: "@test" }
timezone: UTC
channels:
  archive: { platform: folder, approval: required, times: { mon-sun: ["09:00"] } }
"""


def write_workspace(root: Path) -> Path:
    (root / "content").mkdir(parents=True)
    (root / "content" / "retry.md").write_text(NOTE, encoding="utf-8")
    (root / "content" / "locks.md").write_text(LOCKS, encoding="utf-8")
    (root / "post_forge.yaml").write_text(CONFIG, encoding="utf-8")
    return root


def on_a_loop(scene: Coroutine[Any, Any, Made]) -> Made:
    """What a coroutine comes to, in a thread of its own: where a browser was opened, Playwright's loop lasts as long as
    the test session and runs in the thread of the tests, which can have no other."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, scene).result()


def run(root: Path, *words: str, code: int = 0) -> str:
    """A command of the terminal in the workspace."""
    command = [sys.executable, "-m", "post_forge", "-C", str(root), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=4 * SOON, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@dataclass
class Running:
    """A studio that runs. `said` is what it printed."""

    root: Path
    base: str
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    reader: threading.Thread = field(default_factory=threading.Thread)

    def client(self, **more: Any) -> httpx2.Client:
        return httpx2.Client(
            base_url=self.base, timeout=SOON, verify=False, **more
        )  # plain HTTP: no certificates to load

    def get(self, path: str, **headers: str) -> httpx2.Response:
        with self.client() as client:
            return client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def text(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text[:500]
        return answer.text

    @property
    def token(self) -> str:
        return re.search(r'name="studio-token" content="([^"]*)"', self.text("/posts"))[1]

    def act(self, name: str, **fields: Any) -> httpx2.Response:
        with self.client() as client:
            return client.post(f"/actions/{name}", json=fields, headers={"X-Studio-Token": self.token})

    def pictures(self, path: str, post: str) -> list[str]:
        """The addresses of a post's slides on a page."""
        page = self.text(path)
        found = re.findall(rf'<img[^>]*src="(/pictures/[0-9a-f]+\.png)"[^>]*data-post="{re.escape(post)}"', page)
        return list(dict.fromkeys(found))

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.reader.join(SOON)
        assert self.process.stdout
        self.process.stdout.close()

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(SOON)


@dataclass
class Listener:
    """What one open page hears."""

    running: Running
    last: str = ""
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)

    def start(self) -> Listener:
        threading.Thread(target=self._listen, daemon=True).start()
        assert self.begun.wait(SOON)
        return self

    def _listen(self) -> None:
        headers = {"Last-Event-ID": self.last} if self.last else {}
        try:
            with (
                httpx2.Client(base_url=self.running.base, timeout=None, verify=False) as client,
                client.stream("GET", "/events", headers=headers) as answer,
            ):
                kind = ""
                for line in answer.iter_lines():
                    name, _, value = line.partition(": ")
                    if name == "id":
                        self.ids.append(value)
                    elif name == "event":
                        kind = value
                    elif name == "data":
                        self.heard.append((kind, json.loads(value)))
                        self.begun.set()
        except httpx2.HTTPError:
            pass
        self.ended.set()

    def wait(self, kind: str, good: Callable[[dict[str, Any]], bool] = lambda _: True) -> dict[str, Any]:
        """The first event of a kind that is as wanted."""
        return until(
            lambda: next((data for name, data in self.heard if name == kind and good(data)), None), str(self.heard)
        )


def until(look: Callable[[], Any], otherwise: str = "it never came") -> Any:
    """What `look` gives, once it gives something."""
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError(otherwise)


def start(root: Path, *more: str, **environment: str) -> Running:
    command = [sys.executable, "-m", "post_forge", "-C", str(root), "preview", "--no-open", *more]
    if "--port" not in more:
        command += ["--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **environment}
    )
    running = Running(root, "", process)
    ready = threading.Event()

    def read() -> None:
        assert process.stdout
        for line in process.stdout:
            running.said.append(line.strip())
            ready.set()
        ready.set()

    running.reader = threading.Thread(target=read, daemon=True)
    running.reader.start()
    assert ready.wait(SOON)
    running.base = running.said[0].split("?")[0].rstrip("/") if running.said else ""
    return running


def is_ready(running: Running) -> Running:
    """Wait until all notes were read."""
    until(lambda: "2 notes" in running.get("/posts").text)
    return running


@pytest.fixture
def workspace(tmp_path) -> Path:
    return write_workspace(tmp_path / "ws")


@pytest.fixture
def studio(workspace) -> Iterator[Running]:
    """A studio of a test's own."""
    running = is_ready(start(workspace))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[Running]:
    """One studio for tests that change nothing."""
    running = is_ready(start(write_workspace(tmp_path_factory.mktemp("shared") / "ws")))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def planned_workspace(tmp_path_factory) -> Path:
    """Two notes, built, with a plan that was taken."""
    root = write_workspace(tmp_path_factory.mktemp("planned") / "ws")
    run(root, "build", "--jobs", "1")
    run(root, "schedule", "--take")
    return root
