"""Guides and overviews through a build: files, outline and links of the PDF, only what changed, never a daily post."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest

from post_forge import forge
from post_forge.forge.daily import now
from post_forge.forge.schedule import scheduled
from tests.cli.test_commands import post_forge
from tests.forge.conftest import RETRY, times

PATH = """\
title: Way
description: From retries to locks.
overview: true
sections:
  - title: Waiting
    description: Calls that end.
    level: beginner
    notes: [retry]
  - title: Sharing
    notes: [locks]
"""


@pytest.fixture
def guided(notes):
    """A workspace whose first note asks for a guide."""
    (notes / "content" / "retry.md").write_text(RETRY.replace("tags:", "guide: true\ntags:"), encoding="utf-8")
    return notes


def record(root, post):
    return json.loads((root / "output" / post / "post.json").read_bytes())


def publish(root, post, time="2026-11-18T08:00:00Z"):
    line = json.dumps({"post": post, "channel": "archive", "time": time})
    (root / "published.jsonl").write_text(line + "\n", encoding="utf-8")


def test_a_guide_lies_beside_the_posts_of_its_note(guided, build):
    report = build(guided)
    assert "retry/guide" in report.posts
    assert report.errors == ()
    files = {path.name for path in (guided / "output" / "retry" / "guide").iterdir()}
    assert {"guide.pdf", "alt.txt", "post.json", "slides", "contact-sheet.png"} <= files
    assert not files & {"linkedin.txt", "carousel.pdf", "media"}
    made = record(guided, "retry/guide")
    assert (made["kind"], made["texts"]) == ("guide", {})
    assert len(made["slides"]) == len(list((guided / "output/retry/guide/slides/portrait").glob("*.png")))
    assert all(slide["alt"] for slide in made["slides"])
    words = " ".join(slide["text"] for slide in made["slides"])
    assert "Keys expire. A day is enough for clients that retry for minutes." in words.replace("\n", " ")


def test_the_pdf_has_bookmarks_and_contents_that_lead_to_their_pages(guided, build):
    build(guided)
    with pikepdf.open(BytesIO((guided / "output/retry/guide/guide.pdf").read_bytes())) as book:
        pages = [page.objgen for page in book.pages]
        with book.open_outline() as outline:
            titles = [item.title for item in outline.root]
            assert titles == ["Retries", "Contents", "Retries multiply the load", "A retry needs a key"]
            goals = {item.title: pages.index(item.destination[0].objgen) for item in outline.root}
        links = [note for note in book.pages[1].Annots if "/Dest" in note]
        assert {str(link.Contents): pages.index(link.Dest[0].objgen) for link in links} == {
            title: goals[title] for title in titles[2:]
        }
        assert str(book.Root.PageMode) == "/UseOutlines"


def test_links_of_the_note_can_be_followed(guided, build):
    note = guided / "content" / "retry.md"
    note.write_text(note.read_text() + "\nSee [the draft](https://example.org/draft) for more.\n", encoding="utf-8")
    build(guided)
    with pikepdf.open(BytesIO((guided / "output/retry/guide/guide.pdf").read_bytes())) as book:
        links = [str(note.A.URI) for page in book.pages for note in page.get("/Annots", []) if "/A" in note]
    assert links == ["https://example.org/draft"]


def test_nothing_is_made_again_that_did_not_change(guided, build):
    build(guided)
    before = times(guided / "output")
    assert build(guided).made == ()
    assert times(guided / "output") == before


def test_one_changed_sentence_draws_its_own_slide_of_the_guide_again(guided, build):
    build(guided)
    note = guided / "content" / "retry.md"
    note.write_text(note.read_text().replace("Keys expire.", "Keys die."), encoding="utf-8")
    report = build(guided)
    assert "retry/guide" in report.made
    assert report.drawn <= 4  # the slide of the guide, and that of the post made of the same section


def test_a_guide_goes_when_its_note_asks_for_none_any_more(guided, build):
    build(guided)
    (guided / "content" / "retry.md").write_text(RETRY, encoding="utf-8")
    assert build(guided).gone == ("retry/guide",)
    assert not (guided / "output" / "retry" / "guide").exists()


def test_a_post_whose_heading_is_guide_keeps_its_id(notes, build):
    note = notes / "content" / "retry.md"
    note.write_text(RETRY.replace("## Retries multiply the load", "## Guide").replace("tags:", "guide: true\ntags:"))
    report = build(notes)
    kinds = {post: record(notes, post)["kind"] for post in report.posts if post.startswith("retry/guide")}
    assert sorted(kinds.values())[0] == "guide"
    assert len(set(kinds)) == len(kinds)


def test_what_no_slide_can_show_refuses_the_guide_with_its_line_and_nothing_else(guided, build):
    note = guided / "content" / "retry.md"
    note.write_text(note.read_text() + "\n```mermaid\nclassDiagram\n  A <|-- B\n```\n", encoding="utf-8")
    report = build(guided)
    (refusal,) = [one for one in report.refusals if one.rule.startswith("guide.")]
    assert refusal.source.path == "content/retry.md"
    assert note.read_text().splitlines()[refusal.source.line - 1].startswith("classDiagram")
    assert "retry/guide" not in report.posts
    assert any(post.startswith("retry/") for post in report.posts)
    told = [problem for problem in report.problems if problem.rule == refusal.rule]
    assert [problem.severity for problem in told] == ["warning"]


def test_a_guide_is_no_post_of_a_day_and_is_not_planned(guided, build):
    build(guided)
    workspace = forge.open_workspace(guided)
    planned = scheduled(workspace, datetime(2026, 11, 20, tzinfo=UTC))
    assert all(not item.post.endswith("/guide") for item in planned.plan.deliveries)
    found = forge.today(workspace, now(workspace))
    assert found.record["kind"] != "guide"
    assert found.total == len(list(planned.posts))
    assert found.guide == ("retry/guide" if found.record["note"] == "content/retry.md" else "")


def test_check_tells_of_a_guide_that_cannot_be_made(guided):
    note = guided / "content" / "retry.md"
    note.write_text(note.read_text() + "\n$$\\int_0^1 x$$\n", encoding="utf-8")
    done = post_forge("check", cwd=guided)
    assert "guide.shown" in done.stdout + done.stderr


def test_the_writers_listing_names_the_guide(guided, build):
    build(guided)
    done = post_forge("explain", "retry", cwd=guided)
    assert "retry/guide" in done.stdout
    assert "every word of the note" in done.stdout


# ---- the overview of a path


@pytest.fixture
def way(notes):
    (notes / "content" / "way.path.yaml").write_text(PATH, encoding="utf-8")
    return notes


def test_a_path_that_wants_one_has_an_overview(way, build):
    report = build(way)
    assert "way/overview" in report.posts
    assert report.notes == 2
    made = record(way, "way/overview")
    assert [slide["layout"] for slide in made["slides"]] == ["cover", "contents", "contents", "end"]
    assert "beginner · 1 min" in made["slides"][1]["text"]
    assert (way / "output/way/overview/overview.pdf").is_file()
    assert build(way).made == ()


def test_the_overview_ticks_what_is_out_and_only_then_is_made_again(way, build):
    report = build(way)
    post = next(post for post in report.posts if post.startswith("retry/"))
    publish(way, post)
    again = build(way)
    assert again.made == ("way/overview",)
    assert "Retries" in json.dumps(record(way, "way/overview")["slides"][1])


def test_an_overview_goes_when_the_path_wants_none_any_more(way, build):
    build(way)
    file = way / "content" / "way.path.yaml"
    file.write_text(PATH.replace("overview: true\n", ""), encoding="utf-8")
    assert build(way).gone == ("way/overview",)


def test_a_private_topic_is_in_no_overview(way, build):
    note = way / "content" / "locks.md"
    note.write_text("---\nprivate: true\n---\n" + note.read_text(), encoding="utf-8")
    build(way)
    assert "Locks" not in json.dumps(record(way, "way/overview"))


def test_check_does_not_ask_a_guide_to_be_read_in_a_minute(guided):
    note = guided / "content" / "retry.md"
    more = " ".join(f"Sentence number {n} of the guide says one thing and then stops." for n in range(60))
    note.write_text(f"{note.read_text()}\n## A long part\n\n{more}\n", encoding="utf-8")
    done = post_forge("check", "--json", cwd=guided)
    told = [one for one in json.loads(done.stdout)["problems"] if one["rule"].startswith("time.")]
    assert not [one for one in told if one["line"] <= 6], told


def test_the_roadmap_does_not_count_a_guide_as_a_post(guided, build):
    (guided / "content" / "way.path.yaml").write_text("title: Way\nnotes: [retry]\n", encoding="utf-8")
    report = build(guided)
    (road,), _ = forge.roadmaps(forge.open_workspace(guided))
    assert road.topics[0].posts == len([post for post in report.posts if post.startswith("retry/")]) - 1


@pytest.mark.parametrize(
    "command", [["edit", "retry/guide", "--network", "x", "--text", "-"], ["explain", "retry/guide"]]
)
def test_a_guide_is_named_where_a_post_is_asked_for(guided, build, command):
    build(guided)
    done = post_forge(*command, cwd=guided)
    assert done.returncode == 2
    assert "deck to be downloaded" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_overview_is_named_where_a_post_is_asked_for(way, build):
    build(way)
    done = post_forge("edit", "way/overview", "--network", "x", "--text", "-", cwd=way)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_build_and_the_day_count_the_same_posts(guided):
    (guided / "content" / "way.path.yaml").write_text(PATH, encoding="utf-8")
    built = post_forge("build", cwd=guided)
    (posts,) = re.findall(r"notes: (\d+) posts and 2 guides and overviews, ", built.stdout)
    assert f"; {posts} posts and 2 guides and overviews made, " in built.stdout
    assert f"{int(posts) + 2} of {int(posts) + 2} decks" in built.stderr
    assert f"post 1 of {posts}, " in post_forge("today", cwd=guided).stdout
    assert f": {posts} posts, " in post_forge("check", cwd=guided).stdout
    report = json.loads(post_forge("build", "--json", cwd=guided).stdout)
    assert len(report["posts"]) == int(posts) + 2
