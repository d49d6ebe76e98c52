"""The commands where the machine is unkind: closed streams, full disks, odd encodings, signals, paths to nowhere."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_commands import post_forge
from tests.forge.conftest import LOCKS, snapshot, write_notes

COMMAND = [sys.executable, "-m", "post_forge"]


@pytest.fixture
def notes(tmp_path) -> Path:
    write_notes(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A workspace that is built, with a title that ASCII cannot say and a file whose name is no text."""
    root = tmp_path_factory.mktemp("built")
    write_notes(root)
    (root / "content" / "locks.md").write_text(LOCKS.replace("# Locks", "# Sperren für 日本"), encoding="utf-8")
    assert post_forge("build", "--quiet", cwd=root).returncode == 0
    Path(os.fsdecode(os.fsencode(root / "content") + b"/b\xff.md")).write_text("# Bad name\n")
    return root


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_of_the_terminal_will_do(built, encoding):
    for arguments in (["check"], ["build", "--json"], ["today", "--all"], ["today", "--json"]):
        done = subprocess.run(
            [*COMMAND, *arguments], cwd=built, env=os.environ | {"PYTHONIOENCODING": encoding}, capture_output=True
        )
        assert b"Traceback" not in done.stderr
        if "--json" in arguments:
            json.loads(done.stdout.decode(encoding))


@pytest.mark.parametrize("arguments", [["today"], ["check", "--json"], ["--help"], ["build", "--help"]])
def test_a_closed_standard_output_is_no_traceback(notes, arguments):
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, *arguments], cwd=notes, capture_output=True, text=True
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [["today"], ["check", "--json"], ["--help"]])
def test_an_output_that_takes_nothing_is_told_in_a_line(notes, arguments):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, *arguments], cwd=notes, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "error: no space left on device"
    assert "Traceback" not in done.stderr


def many(root: Path) -> None:
    write_notes(root)
    for number in range(12):
        text = LOCKS.replace("theatre", f"theatre{number}").replace("same second", f"same {number} seconds")
        (root / "content" / f"locks-{number}.md").write_text(text.replace("customers", f"customers{number}"))


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_asked_for_end_keeps_what_was_finished_and_lets_go(tmp_path, sign, code):
    many(tmp_path)
    process = subprocess.Popen(
        [*COMMAND, "build", "--jobs", "2"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(sign, signal.SIG_DFL),  # ignored where the tests run in the background
    )
    while not list((tmp_path / "output").glob("*/*/post.json")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(sign)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in errors) == (code, False), errors
    with pytest.raises(ProcessLookupError):  # no worker is left in its group
        os.killpg(process.pid, 0)
    finished = {path.parent for path in (tmp_path / "output").glob("*/*/post.json")}
    report = json.loads(post_forge("build", "--json", cwd=tmp_path).stdout)
    assert finished
    assert len(report["posts"]) - len(report["made"]) >= len(finished) - 10  # handed out, but not yet told


def test_an_interrupt_while_the_program_loads_is_no_traceback(notes):
    for moment in (0.0, 0.02, 0.05, 0.1):
        process = subprocess.Popen([*COMMAND, "check"], cwd=notes, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(0.05 + moment)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == -signal.SIGINT or b"Traceback" not in errors


@pytest.mark.parametrize("path", ["x" * 5000, "post_forge.yaml", "nowhere/deep", "/dev/null/x"])
@pytest.mark.parametrize("verb", ["build", "check", "today"])
def test_a_path_that_is_no_note_is_wrong_usage(notes, verb, path):
    before = snapshot(notes / "content")
    done = post_forge(verb, path, cwd=notes)
    assert done.returncode == 2
    assert path[:20] in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(notes / "content") == before


def test_a_folder_without_notes_is_said_to_have_none(tmp_path):
    for verb, code in (("build", 0), ("check", 0), ("today", 1)):
        done = post_forge(verb, cwd=tmp_path)
        said = done.stdout if verb == "check" else done.stderr  # findings are what check is asked for
        assert (done.returncode, "there are no notes in" in said) == (code, True), verb


def test_skipping_wants_a_reason_and_a_post(notes):
    for arguments, word in (
        (["--skip", ""], "say why"),
        (["--skip", " "], "say why"),
        (["--skip", "dull"], "has no post yet"),
        (["--another"], "has no post yet"),
        (["--another", "--skip", "dull"], "do not go together"),
        (["--another", "--date", "2999-01-01"], "future"),
    ):
        done = post_forge("today", *arguments, cwd=notes)
        assert (done.returncode, word in done.stderr) == (2, True), arguments
        assert not (notes / ".post_forge" / "today.json").exists()


@pytest.mark.parametrize("content", ["[]", "null", '"x"', "{", '{"days": []}', '{"days": {"2026-11-20": 5}}'])
def test_choices_that_are_damaged_are_refused_and_kept(notes, content):
    (notes / ".post_forge").mkdir()
    (notes / ".post_forge" / "today.json").write_text(content)
    done = post_forge("today", cwd=notes)
    assert (done.returncode, "damaged" in done.stderr) == (1, True)
    assert (notes / ".post_forge" / "today.json").read_text() == content


def test_an_error_shows_its_line_from_wherever_it_is_asked(notes):
    (notes / "post_forge.yaml").write_text("formats: [sqare]\n")
    for cwd, arguments in ((notes / "content", []), (notes.parent, [f"-C{notes.name}"]), (notes.parent, ["-C", notes])):
        done = post_forge(*arguments, "build", cwd=cwd)
        assert "did you mean 'square'" in done.stderr
        if not arguments or len(arguments) == 2:
            assert "1 | formats: [sqare]" in done.stderr


def test_a_secret_that_stands_in_a_wrong_line_is_not_printed(notes):
    (notes / "post_forge.yaml").write_text(
        "channels: { m: { platform: mastodn, token: hunter2hunter2 } }\ndatabase: mysql://me:hunter2@example.org/x\n"
    )
    done = post_forge("build", cwd=notes)
    assert done.returncode == 1
    assert "mastodn" in done.stderr
    assert "mysql" in done.stderr
    assert "hunter2" not in done.stdout + done.stderr


def test_next_steps_can_be_pasted(tmp_path):
    assert "cd 'my brand' && post-forge today" in post_forge("init", "my brand", cwd=tmp_path).stdout


@pytest.mark.parametrize("title", ["Changelog", "license", "Contributing"])
def test_a_note_is_not_started_under_a_name_that_is_not_read(notes, title):
    before = snapshot(notes)
    assert post_forge("new", title, cwd=notes).returncode == 2
    assert set(snapshot(notes)) - set(before) <= {".post_forge/config.json"}


@pytest.mark.parametrize(
    ("content", "place"), [("notes", "notes"), ("['topics/**', more]", "topics"), ("['*.md']", "."), ("[]", "content")]
)
def test_a_note_is_started_where_notes_are_looked_for(notes, content, place):
    (notes / "post_forge.yaml").write_text(f"content: {content}\n")
    assert post_forge("new", "Why retries fail", cwd=notes).returncode == 0
    assert (notes / place / "why-retries-fail.md").exists()


@pytest.mark.parametrize(
    ("python", "word"), [("", "3.11"), ("exit 1", "3.11"), ('case "$*" in *venv*) exit 1;; esac', "venv")]
)
def test_setting_up_without_a_good_python_says_one_line_and_leaves_nothing(tmp_path, python, word):
    tools = Path(__file__).parents[2] / "tools" / "setup.sh"
    (tmp_path / "bin").mkdir()
    for name in ("sh", "cat"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    if python:
        (tmp_path / "bin" / "python3").write_text(f"#!/bin/sh\n{python}\n")
        (tmp_path / "bin" / "python3").chmod(0o755)
    done = subprocess.run(
        ["sh", str(tools), "constraints.txt"],
        cwd=tmp_path,
        env={"PATH": str(tmp_path / "bin")},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) == 1
    assert word in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


LOST = """
import sys, time, weakref
from post_forge import __main__
sys.unraisablehook = __main__._lost
class Anything: pass
def drop(_): raise KeyboardInterrupt
thing = Anything()
watched = weakref.ref(thing, drop)
try:
    del thing
    time.sleep(20)
except KeyboardInterrupt:
    print("came again")
"""


def test_an_interrupt_that_python_drops_comes_again():
    done = subprocess.run([sys.executable, "-c", LOST], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("came again\n", "")
