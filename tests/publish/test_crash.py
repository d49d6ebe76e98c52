"""A short `make crash`: workers killed again and again, connections that break, and each post is out once; and the
proof that the harness would see it otherwise."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from post_forge.queue import open_store
from tests.publish.crash.network import FAKES
from tests.publish.crash.posts import channel_of, name_of, texts_of
from tests.publish.crash.run import good, total
from tests.publish.crash.world import Found, World, count, plan_of

ROOT = Path(__file__).parents[2]
LAST = re.compile(r"(\d+) deliveries, (\d+) kills, (\d+) faults: (\d+) lost, (\d+) doubled, (\d+) unsure")


def crash(*arguments, timeout=280):
    """The program's own command: its exit code, its last line as figures, all that it printed."""
    program = [sys.executable, ROOT / "tools/crash.py", *arguments]
    done = subprocess.run(program, capture_output=True, text=True, timeout=timeout, check=False)
    last = LAST.fullmatch(done.stdout.splitlines()[-1]) if done.stdout else None
    assert last, done.stdout + done.stderr
    names = ("deliveries", "kills", "faults", "lost", "doubled", "unsure")
    return done.returncode, dict(zip(names, map(int, last.groups()), strict=True)), done.stdout + done.stderr


def test_three_hundred_deliveries_and_thirty_kills_lose_and_double_nothing():
    code, sums, told = crash("--deliveries", "300", "--kills", "42", "--seed", "short")
    assert code == 0, told
    assert sums["deliveries"] >= 300
    assert sums["kills"] >= 30, told
    assert sums["faults"] >= 50, told
    assert (sums["lost"], sums["doubled"]) == (0, 0), told
    assert sums["unsure"] <= 1, told


@pytest.mark.parametrize(
    ("sabotage", "platform", "seen", "rate"),
    [
        ("blind", "fork", "doubled", "0.4"),
        ("mark late", "linkedin", "lost", "0"),
        ("mark early", "fork", "lost", "0.4"),
    ],
)
def test_the_harness_sees_a_program_that_is_broken(sabotage, platform, seen, rate):
    """Without looking, posts are doubled. With the mark made after the send, what is out is not known to be, and comes
    again where the network lets it; with the mark of success made before, what never left counts as out."""
    code, sums, told = crash(
        "--deliveries", "48", "--kills", "30", "--rate", rate, "--lease", "1.2", "--in-turn", "--database", "sqlite",
        "--platform", platform, "--sabotage", sabotage,
    )  # fmt: skip
    assert code == 1
    assert sums[seen] > 0, told
    assert f"{platform}, {seen}: crash/post-" in told


def test_workers_that_die_at_every_step_of_the_journal_lose_and_double_nothing():
    """The first at its first step, the next at its second ... on each network; before, inside and after the step."""
    code, sums, told = crash(
        "--deliveries", "84", "--kills", "112", "--rate", "0", "--lease", "1.2", "--in-turn", "--database", "sqlite",
        *(word for name in FAKES for word in ("--platform", name)),
    )  # fmt: skip
    assert code == 0, told
    assert sums["kills"] >= 70, told
    assert (sums["lost"], sums["doubled"], sums["unsure"]) == (0, 0, 0), told


def test_what_is_out_twice_or_not_or_unknown_is_told_from_the_networks_list(tmp_path):
    world = World("fork", "sqlite", str(tmp_path / ".post_forge"), 4, 0)
    with open_store("sqlite", tmp_path / ".post_forge") as store:
        store.take(plan_of(world), datetime.now(UTC), "test")
        store.change(f"{name_of(3)}@{channel_of(3, 4)}", "miss", datetime.now(UTC), "test")
        for number in range(3):
            store.change(f"{name_of(number)}@{channel_of(number, 4)}", "confirm", datetime.now(UTC), "test")
    found = Found(world)
    count(found, [*texts_of(0, "fork"), *texts_of(1, "fork") * 2, *texts_of(3, "fork")])
    assert [item.partition(":")[0] for item in found.doubled] == ["crash/post-00001@a0"]
    assert [item.partition(":")[0] for item in found.lost] == ["crash/post-00002@a0", "crash/post-00003@a0"]
    assert not good(found)
    assert total([found]) == "4 deliveries, 0 kills, 0 faults: 2 lost, 1 doubled, 0 unsure"


def test_linkedin_alone_may_leave_one_of_a_hundred_in_doubt():
    doubt = ["crash/post-00001@a0: [1] times out; nobody can tell"]
    assert good(Found(World("linkedin", "sqlite", "", 100, 0), unsure=doubt))
    assert not good(Found(World("linkedin", "sqlite", "", 99, 0), unsure=doubt))
    assert not good(Found(World("x", "sqlite", "", 1000, 0), unsure=doubt))
