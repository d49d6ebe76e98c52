"""Roadmaps: topics in their order, time and level, what is out by published.jsonl, what the path file gets wrong."""

from __future__ import annotations

import json

import pytest

from post_forge import forge
from post_forge.errors import UsageError

PATH = """\
title: Way
description: From retries to locks.
sections:
  - title: Waiting
    description: Calls that end.
    notes: [retry]
  - title: Sharing
    notes:
      - note: locks
        optional: true
"""


@pytest.fixture
def way(notes):
    (notes / "content" / "way.path.yaml").write_text(PATH)
    return notes


def roadmaps(root, name=""):
    return forge.roadmaps(forge.open_workspace(root), name)


def publish(root, *posts):
    lines = (json.dumps({"post": post, "channel": "x", "time": "2026-11-20T08:00:00Z"}) for post in posts)
    (root / "published.jsonl").write_text("\n".join(lines) + "\n")


def test_a_roadmap_has_its_stages_and_figures(way):
    (road,), problems = roadmaps(way)
    assert problems == ()
    assert (road.name, road.title, road.file) == ("way", "Way", "content/way.path.yaml")
    assert [(stage.title, stage.description) for stage in road.stages] == [
        ("Waiting", "Calls that end."),
        ("Sharing", ""),
    ]
    assert [(topic.title, topic.optional, topic.minutes) for topic in road.topics] == [
        ("Retries", False, 1), ("Locks", True, 1),
    ]  # fmt: skip
    figures = road.figures()
    assert (figures["topics"], figures["optional_topics"], figures["out"]) == (1, 1, 0)
    assert road.next().title == "Retries"


def test_what_front_matter_says_wins(way):
    note = way / "content" / "retry.md"
    note.write_text(note.read_text().replace("tags:", "level: advanced\nreading_time: 12 min\ntags:"))
    (road,), _ = roadmaps(way)
    assert (road.topics[0].level, road.topics[0].minutes) == ("advanced", 12)
    assert road.levels() == {"advanced": 1}


def test_what_is_published_is_out(way):
    publish(way, "retry/anything", "other/post")
    (road,), problems = roadmaps(way)
    assert problems == ()
    assert [topic.out for topic in road.topics] == [1, 0]
    assert road.figures()["out"] == 1
    assert road.next().title == "Locks"


def test_a_post_that_kept_its_id_belongs_to_the_renamed_note(way, build):
    build(way)
    (way / "content" / "locks.md").rename(way / "content" / "locking.md")
    (way / "content" / "way.path.yaml").write_text(PATH.replace("note: locks", "note: locking"))
    build(way)
    publish(way, "locks/lock-the-row-or-check-the-version")
    (road,), _ = roadmaps(way)
    assert [(topic.note, topic.out) for topic in road.topics] == [("content/retry.md", 0), ("content/locking.md", 1)]
    assert road.topics[0].posts == 2


def test_a_line_that_cannot_be_read_is_told_and_the_others_count(way):
    publish(way, "retry/a")
    with (way / "published.jsonl").open("ab") as file:
        file.write(b'\nnonsense\n[1]\n{"post": 3}\n\xff\n')
    (road,), problems = roadmaps(way)
    assert road.topics[0].out == 1
    assert [str(problem.source) for problem in problems] == [f"published.jsonl:{line}" for line in (3, 4, 5, 6)]
    assert {problem.severity for problem in problems} == {"warning"}


def test_a_missing_note_is_an_error_at_its_line(way):
    (way / "content" / "way.path.yaml").write_text(PATH.replace("[retry]", "[retry, lock]"))
    (road,), (problem,) = roadmaps(way)
    assert len(road.topics) == 2
    assert (str(problem.source), problem.severity) == ("content/way.path.yaml:6:20", "error")
    assert problem.hint == "did you mean 'locks'?"


def test_a_note_named_twice_is_counted_once(way):
    (way / "content" / "way.path.yaml").write_text("notes: [retry, locks, retry]\n")
    (road,), _ = roadmaps(way)
    assert road.figures()["topics"] == 2
    assert road.title == "way"


def test_what_is_not_ready_is_named_and_never_next(way):
    note = way / "content" / "retry.md"
    note.write_text(note.read_text().replace("tags:", "status: draft\ntags:"))
    (way / "content" / "locks.md").write_bytes(b"\xff\xfe")
    (road,), problems = roadmaps(way)
    assert [topic.status for topic in road.topics] == ["draft", "unreadable"]
    assert road.next() is None
    assert [problem.severity for problem in problems] == ["error"]


def test_a_name_that_is_none_is_told_with_the_one_that_was_meant(way, notes):
    assert roadmaps(way, "way")[0] == roadmaps(way, "way.path.yaml")[0]
    with pytest.raises(UsageError, match="did you mean 'way'"):
        roadmaps(way, "wai")


def test_without_paths_it_says_how_to_write_one(notes):
    with pytest.raises(UsageError, match=r"path\.yaml"):
        roadmaps(notes)
