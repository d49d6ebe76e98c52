"""Paths and series through a build: 3/19 on covers, the next topic on last slides, prerequisites, badges, notices."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from post_forge import forge
from post_forge.forge.schedule import scheduled
from tests.forge.conftest import LOCKS, RETRY

PATH = "title: Way\nnotes: [retry, locks]\n"
QUEUE = """\
# Queues

A mail service stopped for an hour, and 40,000 letters waited in memory until the process was killed.

## A queue without a limit is a leak

**The trap:** A queue that takes everything hides a slow worker until the memory of 4 GB is full and nothing is left.

**The fix:** Give it a length of 1,000 letters, and refuse the next one at once, so that the sender knows.

- **Age**: Throw away letters that nobody reads after 10 minutes.
- **Depth**: Alert when more than half of the places are taken.
- **Workers**: Add one only when the database behind them is idle.
"""


@pytest.fixture
def way(notes):
    (notes / "content" / "way.path.yaml").write_text(PATH, encoding="utf-8")
    return notes


def decks(root):
    """note -> the markup-free records of its posts' slides, with the markup of covers and ends."""
    found = {}
    for file in sorted((root / "output").glob("*/*/post.json")):
        made = json.loads(file.read_bytes())
        found.setdefault(made["note"], []).append((file.parent, made))
    return found


def markup(folder, number):
    return next(folder.glob(f"slides/*/{number:02d}.xml")).read_text(encoding="utf-8")


def write(root, name, text, **matter):
    front = "".join(f"{key}: {value}\n" for key, value in matter.items())
    body = text.split("---\n", 2)[-1] if text.startswith("---") else text
    title = "title: Retries\n" if "retries" in text[:60].lower() else ""
    (root / "content" / f"{name}.md").write_text(f"---\n{title}{front}---\n{body}", encoding="utf-8")


def plan_of(root):
    return scheduled(forge.open_workspace(root), datetime(2026, 11, 20, 9, tzinfo=UTC))


def test_covers_carry_their_place_and_last_slides_the_next_topic(way, build):
    build(way, markup=True)
    found = decks(way)
    for note, place, following in (("content/retry.md", "1/2", "Locks"), ("content/locks.md", "2/2", "")):
        for folder, made in found[note]:
            assert f">{place}<" in markup(folder, 1)
            last = markup(folder, len(made["slides"]))
            assert (f">{following}<" in last) if following else (">next<" not in last)


def test_a_new_title_of_the_next_topic_draws_one_slide_of_each_post_before_it(way, build):
    build(way)
    before = len(decks(way)["content/retry.md"])
    note = way / "content" / "locks.md"
    note.write_text(note.read_text().replace("# Locks", "# Two kinds of locks"), encoding="utf-8")
    report = build(way)
    of_retry = [post for post in report.made if post.startswith("retry/")]
    assert len(of_retry) == before
    assert report.drawn <= before + sum(len(made["slides"]) for _, made in decks(way)["content/locks.md"])
    only = build(way)
    assert only.made == ()


def test_a_sentence_of_one_note_makes_nothing_of_another_again(way, build):
    build(way)
    note = way / "content" / "locks.md"
    note.write_text(note.read_text().replace("both customers came", "both of them came"), encoding="utf-8")
    assert all(post.startswith("locks/") for post in build(way).made)


def test_a_draft_of_the_path_is_announced_and_a_private_one_never(way, build):
    locks = way / "content" / "locks.md"
    locks.write_text("---\nstatus: draft\n---\n" + LOCKS, encoding="utf-8")
    build(way, markup=True)
    folder, made = decks(way)["content/retry.md"][0]
    last = markup(folder, len(made["slides"]))
    assert ">coming next<" in last
    assert ">Locks<" in last
    assert ">1/2<" in markup(folder, 1)
    locks.write_text("---\nprivate: true\n---\n" + LOCKS, encoding="utf-8")
    build(way, markup=True)
    folder, made = decks(way)["content/retry.md"][0]
    last = markup(folder, len(made["slides"]))
    assert "Locks" not in last
    assert "coming" not in last
    assert ">1/1<" in markup(folder, 1)


def test_notes_of_a_series_without_a_path_stand_in_it_too(notes, build):
    write(notes, "retry", RETRY, series="Resilience", order=1)
    write(notes, "locks", LOCKS, series="Resilience", order=2)
    build(notes, markup=True)
    folder, made = decks(notes)["content/retry.md"][0]
    assert ">1/2<" in markup(folder, 1)
    assert ">Locks<" in markup(folder, len(made["slides"]))


def test_a_note_rewritten_since_it_went_out_carries_a_badge_until_it_goes_out_again(way, build):
    report = build(way)
    post = next(post for post in report.posts if post.startswith("retry/"))

    def publish(time):
        line = json.dumps({"post": post, "channel": "archive", "time": time})
        (way / "published.jsonl").write_text(line + "\n", encoding="utf-8")

    publish("2026-10-01T08:00:00Z")
    write(way, "retry", RETRY, updated="2026-11-01")
    build(way, markup=True)
    covers = [markup(folder, 1) for folder, _ in decks(way)["content/retry.md"]]
    assert all(">Updated<" in cover for cover in covers)
    designs = [made["design"] for _, made in decks(way)["content/retry.md"]]
    publish("2026-11-05T08:00:00Z")
    build(way, markup=True)
    assert all(">Updated<" not in markup(folder, 1) for folder, _ in decks(way)["content/retry.md"])
    assert [made["design"] for _, made in decks(way)["content/retry.md"]] == designs  # a badge is no new content


def test_the_author_may_set_a_badge(notes, build):
    write(notes, "retry", RETRY, badge="new")
    build(notes, markup=True)
    assert ">New<" in markup(decks(notes)["content/retry.md"][0][0], 1)
    write(notes, "retry", RETRY, badge="hot")
    assert any("badge is new or updated" in problem.message for problem in build(notes).problems)


def test_the_collections_notices_stand_where_they_belong(notes, build):
    config = notes / "post_forge.yaml"
    config.write_text(config.read_text() + "notices:\n  ai_assisted: Written with AI, checked by a person.\n"
                      "  figures: Figures depend on workload.\n", encoding="utf-8")  # fmt: skip
    text = RETRY.replace("Keys expire.", "The lookup took 3 ms, at 9,000 requests per second.")
    write(notes, "retry", text, ai_assisted="true")
    build(notes, markup=True)
    for folder, made in decks(notes)["content/retry.md"]:
        assert "Written with AI" in markup(folder, len(made["slides"]))
        for number, slide in enumerate(made["slides"], 1):
            assert ("Figures depend" in markup(folder, number)) == ("took 3 ms" in slide["text"])
    folder, made = decks(notes)["content/locks.md"][0]
    assert "Written with AI" not in markup(folder, len(made["slides"]))


# ---- prerequisites


def test_a_topic_is_planned_behind_what_it_builds_on(notes, build):
    write(notes, "a-later", QUEUE, requires="[retry, locks]")
    build(notes)
    planned = plan_of(notes)
    first = {}
    for item in sorted(planned.plan.deliveries, key=lambda item: item.at):
        first.setdefault(item.post.partition("/")[0], item.at)
    assert first["a-later"] > max(first["retry"], first["locks"])
    assert not [one for one in planned.problems if one.severity == "error"]


def test_the_day_takes_what_others_build_on_first(notes, build):
    write(notes, "a-later", QUEUE, requires="[retry]")
    build(notes)
    found = forge.today(forge.open_workspace(notes), wishes=forge.Wishes(jobs=1))
    assert found.record["note"] != "content/a-later.md"


def test_an_unknown_note_is_an_error_at_its_line(notes, build):
    write(notes, "locks", LOCKS, series="S", requires="[retry, retri]")
    (problem,) = [one for one in build(notes).problems if one.rule == "note.requires"]
    assert (str(problem.source), problem.severity) == ("content/locks.md:3", "error")
    assert "'retri'" in problem.message
    assert "'retry'" in problem.hint
    assert problem in build(notes).problems  # also when nothing has changed
    assert any(one.rule == "note.requires" for one in plan_of(notes).problems)


def test_a_circle_is_one_error_that_names_the_notes(notes, build):
    write(notes, "locks", LOCKS, requires="retry")
    write(notes, "retry", RETRY, requires="locks")
    (problem,) = [one for one in build(notes).problems if one.rule == "note.requires-circle"]
    assert problem.severity == "error"
    assert problem.source.line > 1
    assert "locks" in problem.message
    assert "retry" in problem.message
    assert {item.post.partition("/")[0] for item in plan_of(notes).plan.deliveries} == {"locks", "retry"}


def test_a_strict_path_builds_each_topic_on_the_one_before(notes, build):
    (notes / "content" / "way.path.yaml").write_text("title: Way\nstrict: true\nnotes: [retry, locks]\n")
    config = notes / "post_forge.yaml"
    config.write_text(config.read_text() + "schedule: { order: folder }\n", encoding="utf-8")
    build(notes)
    posts = [item.post for item in sorted(plan_of(notes).plan.deliveries, key=lambda item: item.at)]
    assert posts[0].startswith("retry/")


def test_a_date_before_what_a_note_builds_on_is_a_warning(notes, build):
    write(notes, "locks", LOCKS, requires="retry", publish_on="2026-11-21")
    write(notes, "retry", RETRY, publish_on="2026-12-01")
    build(notes)
    (problem,) = [one for one in plan_of(notes).problems if one.rule == "schedule.requires"]
    assert "before what it builds on" in problem.message
