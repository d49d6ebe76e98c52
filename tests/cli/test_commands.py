"""The commands as a person calls them: what is printed, where it goes, with which exit code."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forge.conftest import snapshot, write_notes


def post_forge(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "post_forge", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def notes(tmp_path) -> Path:
    write_notes(tmp_path)
    return tmp_path


def test_help_lists_every_command(tmp_path):
    done = post_forge("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert all(verb in done.stdout for verb in ("init", "new", "check", "build", "today"))


@pytest.mark.parametrize("verb", ["init", "new", "check", "build", "today"])
def test_every_command_explains_itself(tmp_path, verb):
    assert post_forge(verb, "--help", cwd=tmp_path).returncode == 0


def test_a_mistyped_command_is_wrong_usage_with_a_suggestion(tmp_path):
    done = post_forge("biuld", cwd=tmp_path)
    assert done.returncode == 2
    assert "did you mean 'build'" in done.stderr


def test_today_prints_the_text_and_says_where_everything_is(notes):
    done = post_forge("today", "--date", "2026-11-20", cwd=notes)
    assert done.returncode == 0, done.stderr
    folder = notes / "output" / "today"
    assert (folder / "linkedin.txt").read_text().strip() in done.stdout
    for word in ("2026-11-20", "of 3000", "of 280", "of 500", "of 300", "of 2200", "output/today/alt.txt", "post 1 of"):
        assert word in done.stdout
    assert (folder / "slides" / "portrait" / "01.png").exists()


def test_today_is_the_same_however_often_it_is_asked(notes):
    first = post_forge("today", "--json", "--date", "2026-11-20", cwd=notes)
    second = post_forge("today", "--json", "--date", "2026-11-20", cwd=notes)
    assert json.loads(first.stdout)["post"]["id"] == json.loads(second.stdout)["post"]["id"]


def test_another_and_skip_choose_again_until_nothing_is_left(notes):
    ids = []
    for arguments in ([], ["--another"], ["--skip", "out of date"]):
        done = post_forge("today", "--json", *arguments, cwd=notes)
        assert done.returncode == 0, done.stderr
        ids.append(json.loads(done.stdout)["post"]["id"])
    assert len(set(ids)) == 3
    last = post_forge("today", "--another", cwd=notes)
    assert last.returncode == 1
    assert "no post to choose" in last.stderr


def test_a_day_in_the_future_is_not_kept(notes):
    done = post_forge("today", "--json", "--date", "2999-01-01", cwd=notes)
    assert done.returncode == 0, done.stderr
    assert not json.loads(done.stdout)["kept"]
    assert not (notes / ".post_forge" / "today.json").exists()


def test_a_date_that_is_none_is_wrong_usage(notes):
    done = post_forge("today", "--date", "tomorow", cwd=notes)
    assert done.returncode == 2
    assert "2026-11-20" in done.stderr


def test_today_without_notes_says_how_to_begin(tmp_path):
    done = post_forge("today", cwd=tmp_path)
    assert done.returncode == 1
    assert "no notes" in done.stderr
    assert "post-forge new" in done.stderr


def test_build_reports_in_lines_where_it_is_piped(notes):
    done = post_forge("build", cwd=notes)
    assert done.returncode == 0, done.stderr
    assert "2 notes" in done.stdout
    assert "decks" in done.stderr


def test_build_is_silent_when_asked(notes):
    done = post_forge("build", "--quiet", cwd=notes)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_build_gives_one_json_document(notes):
    done = post_forge("build", "--json", cwd=notes)
    report = json.loads(done.stdout)
    assert report["notes"] == 2
    assert report["posts"] == report["made"] == report["new"]
    assert done.stderr == ""


def test_build_shows_a_bar_on_a_terminal(notes):
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "post_forge", "build"], cwd=notes, stdout=subprocess.PIPE, stderr=child, text=True
    ) as process:
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
        process.communicate()
    os.close(parent)
    assert b"making" in shown


def test_an_error_shows_the_line_and_ends_with_one(notes):
    (notes / "post_forge.yaml").write_text("brand: { name: Test }\nformats: [portrait, sqare]\n")
    done = post_forge("build", cwd=notes)
    assert done.returncode == 1
    assert "post_forge.yaml:2:" in done.stderr
    assert "formats: [portrait, sqare]" in done.stderr
    assert "did you mean 'square'" in done.stderr
    assert "^" in done.stderr


def test_a_bad_note_is_named_and_the_others_are_built(notes):
    (notes / "content" / "bad.md").write_bytes(b"# caf\xe9\n")
    done = post_forge("build", cwd=notes)
    assert done.returncode == 1
    assert "content/bad.md:1" in done.stderr
    assert "3 notes" in done.stdout
    assert list((notes / "output").glob("retry/*/post.json"))


def test_a_path_that_is_not_there_is_wrong_usage(notes):
    done = post_forge("build", "nowhere", cwd=notes)
    assert done.returncode == 2
    assert "nowhere" in done.stderr


def test_check_lists_problems_and_writes_nothing(notes):
    (notes / "content" / "bad.md").write_bytes(b"# caf\xe9\n")
    before = snapshot(notes)
    done = post_forge("check", "--json", cwd=notes)
    assert done.returncode == 1
    assert [problem["file"] for problem in json.loads(done.stdout)["problems"] if problem["severity"] == "error"] == [
        "content/bad.md"
    ]
    assert snapshot(notes) == before


def test_c_works_as_if_started_there(notes, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = post_forge("-C", notes, "build", "content/retry.md", "--json", cwd=elsewhere)
    assert json.loads(done.stdout)["notes"] == 1
    assert list(elsewhere.iterdir()) == []


def test_init_makes_a_workspace_once(tmp_path):
    assert post_forge("init", "my brand", cwd=tmp_path).returncode == 0
    root = tmp_path / "my brand"
    assert (root / "post_forge.yaml").exists()
    assert len(list((root / "content").glob("*.md"))) >= 15
    before = snapshot(root)
    again = post_forge("init", "my brand", cwd=tmp_path)
    assert again.returncode == 1
    assert snapshot(root) == before


def test_init_writes_over_nothing(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "caching.md").write_text("mine")
    done = post_forge("init", ".", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "content" / "caching.md").read_text() == "mine"
    assert "left as it is: content/caching.md" in done.stdout


def test_new_starts_a_note_that_is_a_draft(tmp_path):
    write_notes(tmp_path)
    done = post_forge("new", 'Why "retries" fail?', cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    path = tmp_path / "content" / "why-retries-fail.md"
    assert 'title: "Why \\"retries\\" fail?"' in path.read_text()
    assert post_forge("new", 'Why "retries" fail?', cwd=tmp_path).returncode == 2
    report = json.loads(post_forge("build", "--json", cwd=tmp_path).stdout)
    assert not [post for post in report["posts"] if "why-retries-fail" in post]


def test_output_that_nobody_reads_is_no_traceback(notes):
    process = subprocess.Popen(
        [sys.executable, "-m", "post_forge", "today", "--all"],
        cwd=notes,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()
    process.wait()


def test_a_terminal_cannot_be_steered_by_a_note(notes):
    (notes / "content" / "evil.md").write_bytes("# \x1b[31mRed \u202eevil\n\n\x1b]0;title\x07 text\n".encode())
    for arguments in (["check"], ["build"], ["today", "--all"]):
        done = post_forge(*arguments, cwd=notes)
        assert "\x1b" not in done.stdout + done.stderr
        assert "\u202e" not in done.stdout + done.stderr
