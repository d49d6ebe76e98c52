"""The same over the command line: `post-forge publish` of a real workspace, killed again and again.

Here nothing of the program is played by the harness: the sample notes are built, the plan is taken, and two processes
at a time call the command, by a clock that runs thirty times as fast. `tools/crash.py --command` runs it.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from post_forge import forge
from post_forge.cli import run as command_line
from post_forge.forge.publishing import delivery as publish_delivery
from post_forge.forge.publishing import values as publish_values
from post_forge.queue import FILE, open_store
from tests.publish.crash.world import FORKS, Found, World, served
from tests.publish.fakes.bluesky import FakeBluesky
from tests.publish.fakes.linkedin import FakeLinkedIn
from tests.publish.fakes.meta import FakeMeta

ROOT = Path(__file__).parents[3]
NETWORKS = {"fork": "mastodon", "bluesky": "bluesky", "linkedin": "linkedin", "x": "x"}
MORE = {
    "bluesky": {"account": "ana.test", "password": "$SECRET_PASSWORD"},
    "linkedin": {"author": FakeLinkedIn.author, "token": "$SECRET_TOKEN"},
}
SPEED = 30
"""So much faster is the program's clock: a lease of two minutes is four seconds."""
AT_ONCE = 2


@dataclass(frozen=True)
class Fast:
    """The clock of the program."""

    began: datetime

    def __call__(self) -> datetime:
        return self.began + (datetime.now(UTC) - self.began) * SPEED


def play(folder: Path, each: int, kills: int, rate: float, seed: str, seconds: float = 240.0) -> list[Found]:
    """Publish so many posts on each network; what each came to."""
    worlds = [
        World(name, "sqlite", str(folder / ".post_forge"), each, kills, 1, rate, f"{seed}/{name}") for name in NETWORKS
    ]
    begun = time.monotonic()
    with ExitStack() as stack:
        asking = {world.platform: stack.enter_context(served(world, 0)) for world in worlds}
        ids = made(folder, {name: here.recv() for name, here in asking.items()}, each)
        killed, errors = calls(folder, ids, kills, random.Random(seed), begun + seconds)
        found = [judged(folder, world, asking[world.platform], ids) for world in worlds]
    found[0].kills, found[0].errors = killed, found[0].errors + errors
    for item in found:
        item.seconds = time.monotonic() - begun
    return found


def made(folder: Path, urls: dict[str, str], each: int) -> frozenset[str]:
    """A workspace that is built, with a plan in which so many deliveries of each channel are due now."""
    shutil.copytree(ROOT / "content", folder / "content")
    channels = {}
    for name, platform in NETWORKS.items():
        channels[name] = {"platform": platform, "url": f"{urls[name]}/a0", **MORE.get(name, {"token": "$SECRET_TOKEN"})}
    rules = {"times": {"mon-sun": ["03:00"]}, "late": "30d", "catch_up": each}
    # JSON is YAML; the folder of the repository's own settings is not taken along.
    settings = {"timezone": "UTC", "formats": ["square"], "channels": channels, "schedule": rules}
    (folder / "post_forge.yaml").write_text(json.dumps(settings))
    os.environ |= {"SECRET_TOKEN": FakeMeta.token, "SECRET_PASSWORD": FakeBluesky.password}
    os.environ |= {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_STATE_HOME": str(folder / "state")}
    workspace = forge.open_workspace(folder, remember=False)
    assert not forge.build(workspace, forge.Wishes(jobs=1)).errors
    now = datetime.now(UTC)
    forge.take_plan(workspace, now)
    due: list[str] = []
    with open_store("sqlite", folder / ".post_forge") as store:
        for name in NETWORKS:
            due += [item.id for item in store.deliveries(states=["planned"], channels=[name])][:each]
        for id_ in due:
            store.change(id_, "move", now, "crash", at=now - timedelta(minutes=1))
    return frozenset(due)


# ---- calling the command ---------------------------------------------------------------------------------------------


def calls(folder: Path, ids: frozenset[str], kills: int, chance: random.Random, until: float) -> tuple[int, list[str]]:
    """Call it, two at a time, until nothing of this is left; how often one was killed, and what went wrong."""
    clock, lives, killed, errors = Fast(datetime.now(UTC)), {}, 0, []
    try:
        while waiting(folder, ids) and time.monotonic() < until and not errors:
            while len(lives) < AT_ONCE:
                process = FORKS.Process(target=call, args=(folder, clock))
                process.start()
                lives[process] = time.monotonic() + (chance.uniform(0.1, 3.0) if killed + len(lives) < kills else 1e9)
            time.sleep(0.1)
            for process in [process for process, end in lives.items() if time.monotonic() >= end]:
                process.kill()
                process.join()
            for process in [process for process in lives if process.exitcode is not None]:
                del lives[process]
                killed += process.exitcode == -signal.SIGKILL
                if process.exitcode not in (0, 3, -signal.SIGKILL):  # 3: something is not out yet
                    errors.append(f"the command ended with {process.exitcode}: {told(folder)}")
    finally:
        for process in lives:
            process.kill()
            process.join()
    return killed, errors


def waiting(folder: Path, ids: frozenset[str]) -> bool:
    with open_store("sqlite", folder / ".post_forge") as store:
        return any(item.id in ids for item in store.deliveries(states=["planned", "approved", "publishing"]))


def call(folder: Path, clock: Fast) -> None:
    """In a process of its own: the command, by a clock that runs fast and with sleeps that are as short."""
    publish_values.Surroundings.__init__.__defaults__ = (clock, *publish_values.Surroundings.__init__.__defaults__[1:])
    sleep = publish_delivery._Hands._sleep
    publish_delivery._Hands._sleep = lambda hands, seconds: sleep(hands, seconds / SPEED)
    with (folder / "output.txt").open("a") as output, redirect_stdout(output), redirect_stderr(output):
        code = command_line(["-C", str(folder), "publish"])
    sys.exit(code)


def told(folder: Path) -> str:
    return (folder / "output.txt").read_text()[-2000:]


# ---- what came of it -------------------------------------------------------------------------------------------------


def judged(folder: Path, world: World, here: Any, ids: frozenset[str]) -> Found:
    """The network's list held against the queue and published.jsonl."""
    found = Found(world)
    here.send("list")
    answer = here.recv()
    found.errors += answer["complaints"][:5]
    found.faults = {name: count for name, count in answer["drawn"].items() if name != "pass"}
    lines = [json.loads(line) for line in (folder / FILE).read_text().splitlines()]
    listed = {f"{line['post']}@{line['channel']}" for line in lines if line.get("state", "") in ("", "published")}
    expected = 0
    with open_store("sqlite", folder / ".post_forge") as store:
        for item in [item for item in store.deliveries(channels=[world.platform]) if item.id in ids]:
            intent = store.intent(item.id)
            expected += intent.parts if intent and item.state == "published" else 0
            if item.state == "unsure":
                expected += sum(receipt.visible and receipt.outcome == "sent" for receipt in store.receipts(item.id))
                found.unsure.append(f"{item.id}: {item.reason}")
            elif item.state != "published" or item.id not in listed:
                found.lost.append(f"{item.id}: {item.state} {item.reason}, in {FILE}: {item.id in listed}")
    texts = answer["texts"]
    found.doubled += [f"{len(texts)} are out, and {expected} should be"] if len(texts) > expected else []
    found.lost += [f"{len(texts)} are out, and {expected} should be"] if len(texts) < expected else []
    return found
