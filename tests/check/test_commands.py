"""`post-forge check` as a person and a program call it: what it prints, its exit codes, and that it writes nothing."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
from dataclasses import dataclass
from pathlib import Path

from post_forge.cli.root import run
from tests.check.planted import NOTE, OTHER, by_hand, fence, note

BAD = fence("python", "def retry(call)\n    return call()") + "\nSee [Redis](http://redis.io/docs).\n"


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


def post_forge(root: Path, *arguments: object) -> Done:
    """The command in this process: a dozen of new ones would take longer than all that they check."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(["-C", str(root), "check", *map(str, arguments)])
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    return Done(code, out.getvalue(), err.getvalue())


def snapshot(root: Path) -> dict[str, tuple[int, bytes]]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def test_findings_stand_by_file_and_line_and_nothing_is_written(root):
    (root / NOTE).write_text(note(BAD), encoding="utf-8")
    before = snapshot(root)
    done = post_forge(root)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    start = lines.index("content/a.md")
    assert "does not parse: expected ':' [code.python]" in lines[start + 1]
    assert "this link is not https: http://redis.io/docs [link.http]" in done.stdout
    assert "0 errors, 2 warnings" in done.stdout
    assert snapshot(root) == before


def test_warnings_count_only_with_strict_and_errors_always(root):
    (root / NOTE).write_text(note(BAD), encoding="utf-8")
    assert post_forge(root, "--strict").returncode == 1
    (root / NOTE).write_text(note(by_hand("x", "Too long. " * 60)), encoding="utf-8")
    assert post_forge(root).returncode == 1


def test_json_has_a_schema_that_stays(root):
    (root / NOTE).write_text(note(BAD), encoding="utf-8")
    value = json.loads(post_forge(root, "--json").stdout)
    assert set(value) == {
        "schema", "notes", "posts", "errors", "warnings", "silenced", "rules", "refusals", "problems",
    }  # fmt: skip
    assert (value["schema"], value["errors"], value["warnings"]) == (1, 0, 2)
    assert value["rules"] == {"code.python": 1, "link.http": 1}
    assert set(value["problems"][0]) == {
        "rule", "severity", "message", "hint", "file", "line", "column", "length", "fixable",
    }  # fmt: skip
    link = next(problem for problem in value["problems"] if problem["rule"] == "link.http")
    text = (root / NOTE).read_text(encoding="utf-8").split("\n")[link["line"] - 1]
    assert text[link["column"] - 1 :].startswith("http://redis.io/docs")


def test_rules_and_areas_can_be_asked_for_and_left_out(root):
    (root / NOTE).write_text(note(BAD), encoding="utf-8")
    assert json.loads(post_forge(root, "--json", "--rule", "code").stdout)["rules"] == {"code.python": 1}
    assert json.loads(post_forge(root, "--json", "--ignore", "code").stdout)["rules"] == {"link.http": 1}
    wrong = post_forge(root, "--rule", "code.pyhton")
    assert wrong.returncode == 2
    assert "did you mean 'code.python'?" in wrong.stderr


def test_the_page_of_a_rule_is_printed(root):
    done = post_forge(root, "--explain", "code.python")
    assert done.returncode == 0
    assert done.stdout.startswith("### code.python\n\n**warning**")
    assert "unit.score" in post_forge(root, "--explain", "all").stdout
    assert post_forge(root, "--explain", "nonsense").returncode == 2


def test_a_configuration_that_cannot_be_read_does_not_hide_what_is_wrong_in_notes(root):
    (root / NOTE).write_text(note(BAD), encoding="utf-8")
    (root / "post_forge.yaml").write_text("thene: night\n", encoding="utf-8")
    done = post_forge(root, "--json")
    assert done.returncode == 1
    assert set(json.loads(done.stdout)["rules"]) == {"config.key", "code.python", "link.http"}
    before = snapshot(root)
    assert "nothing to mend" in post_forge(root, "--fix").stdout
    assert snapshot(root) == before


def test_a_template_that_cannot_be_used_does_not_hide_what_is_wrong_in_notes(root):
    (root / NOTE).write_text(note(BAD), encoding="utf-8")
    (root / "templates" / "posts").mkdir(parents=True)
    (root / "templates" / "posts" / "x.txt.jinja").write_text("{% if %}\n", encoding="utf-8")
    found = json.loads(post_forge(root, "--json").stdout)["rules"]
    assert {"template.post", "code.python", "link.http"} <= set(found)


def test_diff_shows_and_fix_mends_and_a_second_time_there_is_nothing(root):
    text = note(
        "A zero\u200bwidth space.\n\n##Tight\n\nIt ends here, and nobody is told.\n---\n", front="tags: [a, b, A]"
    )
    (root / NOTE).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    (root / NOTE).chmod(0o600)
    before = snapshot(root)
    shown = post_forge(root, "--diff")
    assert "-tags: [a, b, A]" in shown.stdout
    assert "+tags: [a, b]" in shown.stdout
    assert "1 note can be mended" in shown.stdout
    assert snapshot(root) == before
    assert "1 note mended" in post_forge(root, "--fix").stdout
    mended = (root / NOTE).read_bytes()
    wanted = text.replace("\u200b", "").replace("[a, b, A]", "[a, b]").replace("##Tight", "## Tight")
    wanted = wanted.replace("is told.\n---", "is told.\n\n---")
    assert mended == b"\xef\xbb\xbf" + wanted.replace("\n", "\r\n").encode()
    assert (root / NOTE).stat().st_mode & 0o777 == 0o600
    after = snapshot(root)
    assert "nothing to mend" in post_forge(root, "--fix").stdout
    assert snapshot(root) == after
    assert set(os.listdir(root / "content")) == {"a.md", "b.md"}  # noqa: PTH208


def test_a_note_that_leads_out_of_the_workspace_is_not_mended(root, tmp_path_factory):
    outside = tmp_path_factory.mktemp("elsewhere") / "note.md"
    outside.write_text(OTHER + "\n##Tight\n", encoding="utf-8")
    (root / NOTE).unlink()
    (root / NOTE).symlink_to(outside)
    post_forge(root, "--fix")
    assert outside.read_text(encoding="utf-8") == OTHER + "\n##Tight\n"


def test_a_secret_is_never_printed(root):
    key = "ghp_" + "a8Kz2Qw9LmX4vB7nT1rY5uE3oP6iS0dFgHj"
    (root / NOTE).write_text(note(fence("text", f"log in with {key}") + "\n##Tight\n"), encoding="utf-8")
    for arguments in ((), ("--json",), ("--rule", "secret.note"), ("--diff",)):
        done = post_forge(root, *arguments)
        assert done.returncode == 1
        assert key not in done.stdout + done.stderr
