"""A CI job as docs/running.md has it: a clone, a pass, a push; also when the job dies in the middle."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs" / "running.md"


def git(folder, *arguments):
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def script():
    """.github/record.sh as the documentation has it."""
    return next(block for block in re.findall(r"```sh\n(.*?)```", DOCS.read_text(), re.DOTALL) if "record.sh" in block)


class Forge:
    """A repository on a server, and jobs that clone it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.server, self.jobs = folder, folder / "server.git", 0

    def job(self, announce: str = ".github/record.sh", *, records: bool = True) -> subprocess.CompletedProcess[str]:
        self.jobs += 1
        clone = self.folder / f"job-{self.jobs}"
        git(self.folder, "clone", "-q", str(self.server), clone.name)
        command = [sys.executable, "-m", "post_forge", "-C", str(clone), "publish", "--plan", "--announce", announce]
        done = subprocess.run(command, cwd=clone, capture_output=True, text=True, env=os.environ, check=False)
        assert "Traceback" not in done.stderr, done.stderr
        if records:
            subprocess.run([".github/record.sh", "again"], cwd=clone, check=True)
        return done

    @property
    def lines(self):
        return [json.loads(line) for line in git(self.server, "show", "main:published.jsonl").splitlines()]


@pytest.fixture
def forge(desk, mastodon, monkeypatch):
    """The workspace in git, with one slot half an hour ago."""
    clock = datetime.now(UTC) - timedelta(minutes=30)
    text = (desk.root / "post_forge.yaml").read_text().replace("Europe/Berlin", "UTC")
    text = text.replace("  archive: { platform: folder }\n", "").replace('["09:00"]', f'["{clock:%H:%M}"]')
    (desk.root / "post_forge.yaml").write_text(text)
    shutil.rmtree(desk.root / ".post_forge")
    shutil.rmtree(desk.root / "output")
    record = desk.root / ".github" / "record.sh"
    record.parent.mkdir()
    record.write_text(script())
    record.chmod(0o755)
    (desk.root / ".gitignore").write_text("/.post_forge/\n/output/\n/posted/\n")
    (desk.root / ".gitattributes").write_text("published.jsonl merge=union\n")
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
        monkeypatch.setenv(name, "Ana")
    for name in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "ana@example.org")
    git(desk.root, "init", "-q", "-b", "main")
    git(desk.root, "add", "-A")
    git(desk.root, "commit", "-q", "-m", "Begin")
    git(desk.root.parent, "clone", "-q", "--bare", str(desk.root), "server.git")
    return Forge(desk.root.parent)


def test_each_job_knows_what_the_one_before_has_published(forge, mastodon):
    first = forge.job()
    assert first.returncode == 0, first.stdout + first.stderr
    assert first.stdout.startswith("published")
    second = forge.job()
    assert second.returncode == 0
    assert "nothing is due" in second.stdout
    assert len(mastodon.posts) == 1
    assert [line.get("state", "published") for line in forge.lines] == ["unsure", "published"]


def test_a_job_that_dies_after_it_has_announced_leaves_nothing_to_be_sent_twice(forge, mastodon):
    forge.job("sh -c '.github/record.sh && kill -9 $PPID'", records=False)
    assert mastodon.posts == []
    later = forge.job()
    assert "nobody knows whether it is out" in later.stderr
    (line,) = [line for line in forge.lines if line.get("state") == "unsure"]
    assert all(line["post"].rpartition("/")[2] not in text for text in mastodon.posts)
    assert [item["post"] for item in forge.lines].count(line["post"]) == 1


def test_an_edit_that_is_pushed_meanwhile_keeps_nothing_from_being_recorded(forge, mastodon):
    edit = "cd ../edit && git pull -q && echo > notes.txt && git add -A && git commit -qm Edit && git push -q"
    git(forge.folder, "clone", "-q", str(forge.server), "edit")
    done = forge.job(f"sh -c '.github/record.sh && {edit}'")
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(mastodon.posts) == 1
    assert [line.get("state", "published") for line in forge.lines] == ["unsure", "published"]


def test_a_job_that_is_too_late_with_its_push_sends_nothing(forge, mastodon):
    done = forge.job("sh -c 'echo rejected >&2; exit 1'", records=False)
    assert done.returncode == 3
    assert "it was not announced: sh: rejected" in done.stdout
    assert mastodon.posts == []
