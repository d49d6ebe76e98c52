"""A build that is killed (SIGKILL) at any moment, then run again, gives the bytes of an undisturbed build."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time

import pytest

from tests.forge.conftest import LOCKS, RETRY, snapshot, write_notes

MOMENTS = 6


def start(root) -> subprocess.Popen:
    command = [sys.executable, "-m", "post_forge", "-C", str(root), "build", "--quiet", "--jobs", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def finish(root) -> float:
    begun = time.monotonic()
    process = start(root)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return time.monotonic() - begun


def more_notes(root) -> None:
    """Enough posts that a kill falls between them, and that two workers are at work."""
    write_notes(root)
    for number in range(3):
        (root / "content" / f"retry-{number}.md").write_text(RETRY.replace("40 seconds", f"{number + 50} seconds"))


def edit(root) -> None:
    (root / "content" / "retry.md").write_text(RETRY.replace("10 %", "20 %"))
    (root / "content" / "locks.md").unlink(missing_ok=True)
    (root / "content" / "seats.md").write_text(LOCKS.replace("theatre", "cinema").replace("# Locks", "# Seats"))


def whole(root) -> bool:
    """Whether every post.json that lies there names only files that lie there: a reader never sees half a post."""
    import json

    for record in (root / "output").glob("*/*/post.json"):
        folder = record.parent
        if list(folder.glob(".intent*")):
            continue
        if not all((folder / name).exists() for name in json.loads(record.read_bytes())["files"]):
            return False
    return True


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The bytes and the seconds of a build, and of a second one after an edit."""
    root = tmp_path_factory.mktemp("undisturbed")
    more_notes(root)
    first = finish(root)
    bytes_of_first = snapshot(root / "output")
    edit(root)
    second = finish(root)
    return (bytes_of_first, first), (snapshot(root / "output"), second)


def test_killed_builds_leave_nothing_behind(tmp_path, undisturbed):
    killed = 0
    for moment in range(MOMENTS):
        root = tmp_path / f"killed-{moment}"
        more_notes(root)
        for wanted, seconds in undisturbed:
            killed += kill_after(root, seconds * (0.15 + 0.85 * moment / MOMENTS))
            killed += kill_after(root, seconds * (0.15 + 0.85 * (MOMENTS - moment) / MOMENTS))
            assert whole(root)
            finish(root)
            assert snapshot(root / "output") == wanted, f"killed at moment {moment}"
            edit(root)
        shutil.rmtree(root)
    assert killed > MOMENTS  # most of the kills came before the end


def kill_after(root, seconds: float) -> bool:
    """Start a build and kill it; whether it was still running."""
    process = start(root)
    time.sleep(seconds)
    running = process.poll() is None
    process.kill()
    process.communicate()
    return running


def test_two_builds_at_once_corrupt_nothing(tmp_path, undisturbed):
    wanted, _ = undisturbed[0]
    more_notes(tmp_path)
    builds = [start(tmp_path), start(tmp_path)]
    errors = [build.communicate(timeout=120)[1] for build in builds]
    assert 0 in [build.returncode for build in builds]
    for build, text in zip(builds, errors, strict=True):
        assert build.returncode in (0, 1)
        assert "Traceback" not in text
        assert build.returncode == 0 or "is at work here" in text
    assert snapshot(tmp_path / "output") == wanted
