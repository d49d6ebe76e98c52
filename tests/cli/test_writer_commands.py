"""`explain`, `edit` and `path` as a person calls them: what is printed, in which width, with which exit code."""

from __future__ import annotations

import json
import os
import pty
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from post_forge.cli.columns import columns
from tests.cli.test_commands import post_forge
from tests.forge.conftest import write_notes

POST = "retry/retries-multiply-the-load"


@pytest.fixture
def notes(tmp_path) -> Path:
    write_notes(tmp_path)
    (tmp_path / "content" / "way.path.yaml").write_text("title: Way\nnotes: [retry, locks]\n")
    return tmp_path


def on_a_terminal(*arguments: str, cwd: Path, **environment: str) -> tuple[int, str]:
    """The command with a terminal for everything: its exit code, and what the person sees."""
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "post_forge", *arguments],
        cwd=cwd, env=os.environ | environment, stdin=child, stdout=child, stderr=child,
    ) as process:  # fmt: skip
        os.close(child)
        shown = b""
        while True:
            try:
                piece = os.read(parent, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
    os.close(parent)
    return process.returncode, shown.decode().replace("\r\n", "\n")


def editor(tmp_path: Path, *lines: str) -> str:
    """An editor: a program that changes the file it is given."""
    path = tmp_path / "editor.py"
    path.write_text("\n".join(["import pathlib, sys", "file = pathlib.Path(sys.argv[-1])", *lines]))
    return shlex.join([sys.executable, str(path)])


# ---- explain


def test_explain_can_be_read_in_80_columns(notes):
    for arguments in (["retry"], ["retry", "--all"], ["locks"], [POST]):
        done = post_forge("explain", *arguments, cwd=notes)
        assert done.returncode == 0, done.stderr
        assert max(map(columns, done.stdout.splitlines())) <= 80
        assert "\x1b" not in done.stdout
    assert "hook" in done.stdout
    assert "a trap and its fix" in done.stdout


def test_explain_has_colours_on_a_terminal_alone(notes):
    assert "\x1b[" in on_a_terminal("explain", "retry", cwd=notes, TERM="xterm")[1]
    assert "\x1b[" not in on_a_terminal("explain", "retry", cwd=notes, TERM="xterm", NO_COLOR="1")[1]


def test_explain_gives_one_json_document(notes):
    told = json.loads(post_forge("explain", "retry", "--json", cwd=notes).stdout)
    assert [unit["post"] for unit in told["units"]] == [POST, "retry/a-retry-needs-a-key"]
    assert [hook["chosen"] for hook in told["units"][0]["hooks"]].count(True) == 1


def test_a_mistyped_note_is_wrong_usage_with_a_suggestion(notes):
    done = post_forge("explain", "rettry", cwd=notes)
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean 'retry'" in done.stderr


# ---- edit


def test_an_edited_text_goes_into_the_note_and_into_the_next_build(notes):
    change = editor(notes, "text = file.read_text()", "file.write_text(text.replace(text.split(chr(10))[0], 'Mine.'))")
    code, shown = on_a_terminal("edit", POST, "--network", "x", cwd=notes, VISUAL=change, EDITOR="false")
    assert code == 0, shown
    assert "content/retry.md:" in shown
    assert "```post x\nMine." in (notes / "content" / "retry.md").read_text("utf-8")
    assert post_forge("build", "-q", cwd=notes).returncode == 0
    assert (notes / "output" / POST / "x.txt").read_text("utf-8").startswith("Mine.")
    assert ">8" not in (notes / "output" / POST / "x.txt").read_text("utf-8")


def test_an_editor_sees_the_count_and_may_leave_the_text_as_it_is(notes):
    seen = notes / "seen.txt"
    copy = editor(notes, f"open({str(seen)!r}, 'w').write(file.read_text())")
    code, shown = on_a_terminal("edit", POST, "--network", "x", cwd=notes, VISUAL="", EDITOR=copy)
    assert code == 0
    assert "nothing was written" in shown
    assert "of 280" in seen.read_text("utf-8").partition(">8")[2]


def test_a_text_that_is_too_long_is_kept_and_its_place_named(notes):
    long = editor(notes, "file.write_text('word ' * 200)")
    code, shown = on_a_terminal("edit", POST, "--network", "x", cwd=notes, VISUAL=long)
    assert code == 2
    assert "too long" in shown
    kept = Path(shown.partition("your text is kept in ")[2].partition("; write it again")[0])
    assert kept.read_text("utf-8") == "word " * 200
    kept.write_text("Shorter now.", "utf-8")
    again = shown.strip().splitlines()[-1].split()
    assert post_forge(*again[1:], cwd=notes).returncode == 0
    assert "Shorter now." in (notes / "content" / "retry.md").read_text("utf-8")
    kept.unlink()
    kept.parent.rmdir()


@pytest.mark.parametrize(
    ("environment", "message"),
    [({"VISUAL": "", "EDITOR": ""}, "no editor is set"), ({"VISUAL": "vi"}, "needs a terminal")],
)
def test_without_an_editor_or_a_terminal_it_says_what_to_do(notes, environment, message):
    done = post_forge("edit", POST, cwd=notes, **environment)
    assert done.returncode == 2
    assert message in done.stderr
    assert "--text" in done.stderr


@pytest.mark.parametrize(
    ("command", "message"), [("no-such-editor-here", "cannot start"), ("false", "ended with code 1")]
)
def test_an_editor_that_fails_writes_nothing(notes, command, message):
    before = (notes / "content" / "retry.md").read_bytes()
    code, shown = on_a_terminal("edit", POST, cwd=notes, VISUAL=command)
    assert code == 2
    assert message in shown
    assert (notes / "content" / "retry.md").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["retry/retries-multiply-the-lod"], f"did you mean '{POST}'"),
        (["locks/retries-multiply-the-load"], f"did you mean '{POST}'"),
        (["retry"], "is a note"),
        ([POST, "--network", "mastadon"], "did you mean 'mastodon'"),
        (["today"], "post-forge today"),
        ([POST, "--text", "nowhere.txt"], "nowhere.txt"),
    ],
)
def test_wrong_turns_say_which_way_is_right(notes, arguments, message):
    done = post_forge("edit", "--text", "text.txt", *arguments, cwd=notes)
    assert done.returncode == 2
    assert message in done.stderr


def test_a_text_may_come_from_a_file_and_a_post_be_named_by_its_folder(notes):
    (notes / "text.txt").write_text("From a file.\r\n", newline="")
    done = post_forge("edit", f"output/{POST}/", "--network", "x", "--text", "text.txt", cwd=notes)
    assert done.returncode == 0, done.stderr
    assert "```post x\nFrom a file.\n```" in (notes / "content" / "retry.md").read_text("utf-8")


# ---- path


def test_path_prints_the_roadmap(notes):
    done = post_forge("path", cwd=notes)
    assert done.returncode == 0, done.stderr
    assert max(map(columns, done.stdout.splitlines())) <= 80
    assert "0 of 2 posted" in done.stdout
    assert "Next: Retries" in done.stdout
    (notes / "published.jsonl").write_text('{"post": "retry/x", "channel": "x", "time": "2026-11-20T08:00:00Z"}\n')
    assert "1 of 2 posted" in post_forge("path", "way", cwd=notes).stdout
    assert json.loads(post_forge("path", "--json", cwd=notes).stdout)["paths"][0]["out"] == 1


def test_a_missing_note_ends_with_one_and_prints_the_rest(notes):
    (notes / "content" / "way.path.yaml").write_text("title: Way\nnotes: [retry, lokcs]\n")
    done = post_forge("path", cwd=notes)
    assert done.returncode == 1
    assert "content/way.path.yaml:2:" in done.stderr
    assert "did you mean 'locks'" in done.stderr
    assert "Retries" in done.stdout
