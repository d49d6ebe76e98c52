"""A workspace that was really built, copied for every test, and the command line as a person calls it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from post_forge import forge
from post_forge.cli import run
from post_forge.queue import Delivery, Intent, open_store
from post_forge.queue.store import Store
from tests.forge.conftest import write_notes

CONFIG = """\
timezone: Europe/Berlin
formats: [square]
channels:
  archive: { platform: folder }
  toots: { platform: mastodon, url: "https://example.social", timezone: America/New_York, times: { mon-fri: ["08:30"] },
           approval: required }
schedule:
  times: { mon-sat: ["09:00"] }
"""


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self):
        assert self.code == 0, self.err
        return json.loads(self.out)


class Desk:
    """One workspace and its author."""

    def __init__(self, root: Path, capsys) -> None:
        self.root, self.capsys = root, capsys

    def __call__(self, *arguments: str) -> Answer:
        self.capsys.readouterr()
        code = run(["-C", str(self.root), *arguments])
        return Answer(code, *self.capsys.readouterr())

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """The same in a process of its own."""
        command = [sys.executable, "-m", "post_forge", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=self.root, stdout=pipe, stderr=pipe, text=True, env=os.environ)

    def open(self) -> Store:
        return open_store("sqlite", self.root / ".post_forge")

    def delivery(self, name: str) -> Delivery | None:
        with self.open() as store:
            return store.delivery(name)

    def ids(self, channel: str = "archive") -> list[str]:
        """What waits on a channel, in the order of time."""
        with self.open() as store:
            found = store.deliveries(states=["planned", "approved"], channels=[channel])
        return [item.id for item in found]

    def lines(self) -> list[dict]:
        """published.jsonl."""
        path = self.root / "published.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def configure(self, old: str, new: str) -> None:
        path = self.root / "post_forge.yaml"
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    def build(self) -> forge.Report:
        return forge.build(forge.open_workspace(self.root), forge.Wishes(jobs=1))


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("built")
    write_notes(root)
    (root / "post_forge.yaml").write_text(CONFIG)
    assert not forge.build(forge.open_workspace(root), forge.Wishes(jobs=1)).errors
    return root


@pytest.fixture
def desk(built, tmp_path, capsys, monkeypatch) -> Desk:
    monkeypatch.setenv("COLUMNS", "100")
    root = tmp_path / "brand"
    shutil.copytree(built, root)
    return Desk(root, capsys)


@pytest.fixture
def planned(desk) -> Desk:
    """The same with its plan taken."""
    assert desk("schedule", "--take").code == 0
    return desk


def now() -> datetime:
    return datetime.now(UTC)


def fail(desk: Desk, name: str, event: str, reason: str = "") -> None:
    """Let a worker begin with a delivery when its time comes, and end like this; "" for one that dies on the way."""
    with desk.open() as store:
        at = store.delivery(name).at
        lease = store.claim(at, "worker-1", 30, only=[name])
        lease = store.begin(lease, Intent("key", content="c"), at)
        if event in ("doubt", "publish"):
            lease, receipt = store.ask(lease, at, "post", visible=True)
            outcome = "sent" if event == "publish" else "unknown"
            lease = store.answer(lease, receipt, at, outcome, remote="1", url="https://example.org/1")
        if event:
            store.settle(lease, event, at, reason=reason, url="https://example.org/1" if event == "publish" else "")
