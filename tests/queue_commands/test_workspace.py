"""What the queue asks of a workspace: lines for git, an order that changes without composing anything again."""

from __future__ import annotations

import json
import subprocess

from post_forge import forge


def test_init_tells_git_what_to_keep_and_how_to_merge_it(tmp_path):
    started = forge.init(tmp_path / "brand")
    assert {".gitignore", ".gitattributes"} <= {*started.made}
    root = tmp_path / "brand"
    assert ".post_forge/" in (root / ".gitignore").read_text().splitlines()
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    told = subprocess.run(
        ["git", "check-attr", "merge", "published.jsonl"], cwd=root, capture_output=True, text=True, check=True
    )
    assert told.stdout == "published.jsonl: merge: union\n"
    ignored = subprocess.run(
        ["git", "check-ignore", ".post_forge/queue.db", "published.jsonl"], cwd=root, capture_output=True
    )
    assert ignored.stdout == b".post_forge/queue.db\n"


def test_init_adds_the_lines_to_files_that_are_there(tmp_path):
    (tmp_path / ".gitignore").write_text("*.tmp\n/output")
    (tmp_path / ".gitattributes").write_text("published.jsonl merge=union\n")
    started = forge.init(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "*.tmp\n/output\n.post_forge/\nposted/\n"
    assert (tmp_path / ".gitattributes").read_text() == "published.jsonl merge=union\n"
    assert (started.added, started.kept) == ((".gitignore",), (".gitattributes",))


def test_another_order_composes_nothing_again(desk):
    (desk.root / "content/main.path.yaml").write_text("title: Main\nsections:\n  - notes: [retry.md, locks.md]\n")
    desk.build()
    first = desk("schedule", "--json").json["planned"][0]["post"]
    assert first.startswith("retry/")
    with (desk.root / "post_forge.yaml").open("a") as file:
        file.write("  order: folder\n")
    before = json.loads((desk.root / ".post_forge/build.json").read_bytes())["inputs"]
    assert not desk.build().made
    assert json.loads((desk.root / ".post_forge/build.json").read_bytes())["inputs"] == before
    assert desk("schedule", "--json").json["planned"][0]["post"].startswith("locks/")
