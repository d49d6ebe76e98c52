"""The workspace: where it begins, who holds it, what is remembered."""

from __future__ import annotations

import subprocess
import sys

import pytest

from post_forge.errors import UsageError, WorkspaceError
from post_forge.forge import workspace as ws

HOLD = """
import sys, time
from pathlib import Path
from post_forge.forge import workspace as ws
with ws.lock(ws.open_workspace(Path(sys.argv[1])), "build"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the workspace until its standard input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_the_nearest_configuration_upward_makes_the_workspace(tmp_path):
    (tmp_path / "post_forge.yaml").write_text("theme: night\n")
    (tmp_path / "content" / "deep").mkdir(parents=True)
    assert ws.open_workspace(tmp_path / "content" / "deep").root == tmp_path.resolve()


def test_without_a_configuration_it_is_the_folder_itself(tmp_path):
    assert ws.open_workspace(tmp_path).root == tmp_path.resolve()


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError):
        ws.open_workspace(tmp_path / "nowhere")


def test_a_second_command_is_told_who_is_at_work(tmp_path, holder):
    with pytest.raises(WorkspaceError) as caught, ws.lock(ws.open_workspace(tmp_path), "today"):
        pass
    assert "`post-forge build` is at work here" in str(caught.value)
    assert str(holder.pid) in str(caught.value)


def test_a_killed_command_holds_nothing(tmp_path, holder):
    holder.kill()
    holder.wait()
    with ws.lock(ws.open_workspace(tmp_path), "today"):
        pass


def test_state_that_is_damaged_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "today.json"
    path.write_text("{ half")
    with pytest.raises(WorkspaceError):
        ws.read_state(path)
    assert path.read_text() == "{ half"


def test_state_comes_back(tmp_path):
    ws.write_state(tmp_path / "deep" / "x.json", {"a": [1, "é"]})
    assert ws.read_state(tmp_path / "deep" / "x.json") == {"a": [1, "é"]}
    assert ws.read_state(tmp_path / "none.json") == {}
