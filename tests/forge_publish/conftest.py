"""A workspace that was really built, its plan taken, and networks in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from post_forge import forge
from post_forge.cli import run
from post_forge.forge import Sending, Surroundings
from post_forge.queue import open_store
from tests.forge.conftest import write_notes
from tests.forge_publish.network import network

CONFIG = """\
timezone: Europe/Berlin
formats: [square]
channels:
  archive: {{ platform: folder }}
  toots: {{ platform: mastodon, url: "{mastodon}", token: $MASTODON_TOKEN }}
schedule:
  times: {{ mon-sun: ["09:00"] }}
"""
NOWHERE = "http://127.0.0.1:9"
TOKEN = "token-that-nobody-may-see"


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


class Desk:
    """One workspace and its author."""

    def __init__(self, root: Path, capsys) -> None:
        self.root, self.capsys = root, capsys
        self.processes: list[subprocess.Popen[str]] = []

    def __call__(self, *arguments: str) -> Answer:
        self.capsys.readouterr()
        code = run(["-C", str(self.root), *arguments])
        return Answer(code, *self.capsys.readouterr())

    def start(self, *arguments: str, to: Path | None = None) -> subprocess.Popen[str]:
        """The same in a process of its own, that tells its errors to a file, if one is given."""
        command = [sys.executable, "-m", "post_forge", "-C", str(self.root), *arguments]
        pipe = subprocess.PIPE
        with to.open("w") if to else nullcontext(pipe) as errors:
            out = subprocess.DEVNULL if to else pipe
            process = subprocess.Popen(command, stdout=out, stderr=errors, text=True, env=os.environ)
        self.processes.append(process)
        return process

    def end(self) -> None:
        """End what a test that failed has left."""
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.communicate(timeout=10)

    @property
    def workspace(self):
        return forge.open_workspace(self.root, remember=False)

    def configure(self, text: str = "", **urls: str) -> None:
        whole = (text or CONFIG).format(**{"mastodon": NOWHERE, **urls})
        (self.root / "post_forge.yaml").write_text(whole)

    def open(self):
        return open_store("sqlite", self.root / ".post_forge")

    def delivery(self, name: str):
        with self.open() as store:
            return store.delivery(name)

    def first(self, channel: str):
        """The first delivery that waits on a channel."""
        with self.open() as store:
            return store.deliveries(states=["planned", "approved"], channels=[channel])[0]

    def lines(self) -> list[dict]:
        path = self.root / "published.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def publish(self, at: datetime, *channels: str, **more) -> forge.Pass:
        """A pass at a moment, with sleeps that do not last."""
        around = more.pop("around", None) or surroundings(at)
        return forge.publish_due(self.workspace, Sending(channels, **more), around)

    def edit(self, old: str, new: str) -> None:
        """Edit every note that has these words."""
        for note in (self.root / "content").rglob("*.md"):
            note.write_text(note.read_text().replace(old, new))


def surroundings(at: datetime, **more) -> Surroundings:
    """A clock that begins at `at`, and runs."""
    began = datetime.now(UTC)
    return replace(Surroundings(lambda: at + (datetime.now(UTC) - began)), **more)


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("built")
    write_notes(root)
    (root / "post_forge.yaml").write_text(CONFIG.format(mastodon=NOWHERE))
    assert not forge.build(forge.open_workspace(root), forge.Wishes(jobs=1)).errors
    forge.take_plan(forge.open_workspace(root), datetime.now(UTC))
    return root


@pytest.fixture
def desk(built, tmp_path, capsys, monkeypatch) -> Iterator[Desk]:
    """A copy of the workspace with its plan taken."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("MASTODON_TOKEN", TOKEN)
    monkeypatch.setenv("BLUESKY_PASSWORD", "abcd-efgh-ijkl-mnop")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("POST_FORGE_LOOK_EVERY", "0.3")
    root = tmp_path / "brand"
    shutil.copytree(built, root)
    desk = Desk(root, capsys)
    yield desk
    desk.end()


@pytest.fixture
def mastodon(desk):
    with network("mastodon") as net:
        desk.configure(mastodon=net.url)
        yield net


def a_minute_after(delivery) -> datetime:
    return delivery.at + timedelta(minutes=1)
