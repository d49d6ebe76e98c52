"""A check after a build: nothing is fitted again, the same is found, and nothing is written, queue or no queue."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from post_forge import forge
from post_forge.forge.checking import views as check_views
from tests.check.planted import CONFIG, NOTE, by_hand, fence, note
from tests.check.test_commands import snapshot

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
BODY = fence("python", "def retry(call)\n    return call()") + by_hand(
    "x", "This is how it works:\n\nUse **backoff**.  \n"
)
PICKY = "schedule:\n  days: { mon: [trap], tue: [any] }\n  gap: 4h\n"


def look(root) -> forge.Checked:
    return forge.check(forge.open_workspace(root, remember=False), asked=forge.Asked(now=NOW))


def test_what_was_built_is_looked_up_and_the_same_is_found(root, monkeypatch):
    (root / NOTE).write_text(note(BODY), encoding="utf-8")
    cold = look(root)
    assert {problem.rule for problem in cold.problems} == {"code.python", "hook.weak", "text.markup", "text.space"}
    forge.build(forge.open_workspace(root), forge.Wishes(jobs=1))

    def fit(_):
        raise AssertionError("this was fitted when it was built")

    monkeypatch.setattr(check_views, "fit", fit)
    warm = look(root)
    assert set(warm.problems) == set(cold.problems)
    assert set(warm.refusals) == set(cold.refusals)
    assert (warm.notes, warm.posts) == (cold.notes, cold.posts)


@pytest.mark.parametrize("damage", ["gone", "not json", "another shape"])
def test_a_record_that_is_damaged_is_no_record(root, damage):
    forge.build(forge.open_workspace(root), forge.Wishes(jobs=1))
    cold = look(root)
    for record in root.glob("output/*/*/post.json"):
        stat = record.stat()
        if damage == "gone":
            record.unlink()
            continue
        size = stat.st_size
        record.write_text("[" * size if damage == "not json" else "{}".ljust(size), encoding="utf-8")
        as_it_was(record, stat.st_mtime_ns)
    assert look(root) == cold


def as_it_was(path, mtime_ns) -> None:
    """As if nothing had been written: size and time are what a build remembers."""
    os.utime(path, ns=(mtime_ns, mtime_ns))


def test_a_queue_is_looked_at_and_left_as_it_is(root):
    (root / "post_forge.yaml").write_text(CONFIG + PICKY, encoding="utf-8")
    workspace = forge.open_workspace(root)
    forge.build(workspace, forge.Wishes(jobs=1))
    forge.take_plan(workspace, NOW)
    before = snapshot(root)
    assert "calendar.empty" in {problem.rule for problem in look(root).problems}
    assert snapshot(root) == before


def test_a_guide_of_a_whole_note_is_no_post(root):
    (root / NOTE).write_text(note(front="guide: true"), encoding="utf-8")
    assert [str(problem) for problem in look(root).problems] == []
