"""Fire drills: every fault happens as often as it was told, then the post is there, once."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from post_forge.publish import MemoryVault, connect, failing, fetching, sending
from post_forge.publish.options import FAULTS, MOMENTS
from tests.publish.keeping import Clock, Keeper, work
from tests.publish_channels.posts import post
from tests.publish_channels.test_folder import made

ROOT = Path(__file__).parents[2]


def drill(workspace, **options):
    return connect("drill", "failing", options, {}, MemoryVault(), Clock(), workspace=workspace)


def publish(connection, outgoing=None, keeper=None):
    keeper = keeper or Keeper(Clock())
    with sending(connection) as send:
        fetch = fetching(send, connection.authority)
        return work(connection.network, outgoing or post(), keeper, keeper.clock, fetch)


@pytest.mark.parametrize("at", MOMENTS)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("times", [1, 4])
def test_a_drill_ends_as_it_should(tmp_path, monkeypatch, fault, at, times):
    if fault == "kill":
        pytest.skip("kills the process: see below")
    monkeypatch.setattr(failing, "STALL", 0.0)
    verdict = publish(drill(tmp_path, fault=fault, at=at, often=times))
    if at == "look" or fault not in ("token", "refuse-post"):  # nothing has to be looked for in a drill at `look`
        assert verdict.event == "publish"
        assert made(tmp_path, "posted/drill") == ["2026-11-20-retry-keys"]
    else:
        assert (verdict.event, verdict.failure) == ("fail", "auth" if fault == "token" else "refused")
        assert not (tmp_path / "posted/drill/2026-11-20-retry-keys").exists()


KILLED = """
import sys
from pathlib import Path
from tests.publish_channels.test_failing import drill, publish
print(publish(drill(Path(sys.argv[1]), fault="kill")).event, flush=True)
"""


def test_a_drill_that_kills(tmp_path):
    runs = [
        subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
        for _ in range(2)
    ]
    assert [run.returncode for run in runs] == [-signal.SIGKILL, 0], runs[1].stderr
    assert runs[1].stdout == "publish\n"
    assert made(tmp_path, "posted/drill") == ["2026-11-20-retry-keys"]
