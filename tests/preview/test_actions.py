"""Changes on a page are the commands of the terminal: same words, same refusals, written into the same files."""

from __future__ import annotations

import html
import re
import shutil

import pytest

from tests.preview.conftest import Running, is_ready, run, start, until


@pytest.fixture(scope="module")
def planned(planned_workspace, tmp_path_factory):
    root = tmp_path_factory.mktemp("actions") / "ws"
    shutil.copytree(planned_workspace, root)
    running = is_ready(start(root))
    yield running
    running.stop()


def entries(running: Running) -> dict[str, dict[str, str]]:
    """The deliveries on the calendar's pages, by id."""
    found = {}
    pages = [running.text(f"/calendar{month}") for month in ("", "?month=2026-12", "?month=2030-01")]
    for tag in re.findall(r"<a class=\"chip[^>]*>", "".join(pages)):
        fields = dict(re.findall(r'data-([a-z]+)="([^"]*)"', tag))
        found[html.unescape(fields["entry"])] = fields
    return found


def test_approve_hold_move_and_done_are_those_of_the_terminal(planned):
    first, second, *_ = entries(planned)
    answer = planned.act("approve", ids=[first], seen=entries(planned)[first]["seen"]).json()
    assert answer["changed"][0]["after"] == "approved"
    assert "approved" in run(planned.root, "queue", "show", first)
    assert planned.act("hold", ids=[first], reason="not yet").json()["ok"]
    assert "not yet" in run(planned.root, "history", first)
    assert planned.act("release", ids=[first]).json()["ok"]
    moved = planned.act("move", ids=[first], when="2030-01-03 18:30").json()
    assert moved["ok"], moved
    assert "2030-01-03 18:30" in run(planned.root, "queue", "show", first)
    assert planned.act("done", ids=[second], url="https://example.org/1").json()["ok"]
    assert "https://example.org/1" in planned.text("/history")


def test_what_changed_meanwhile_is_refused(planned):
    first = next(name for name, fields in entries(planned).items() if "hold" in fields["possible"])
    seen = entries(planned)[first]["seen"]
    run(planned.root, "queue", "hold", first)
    answer = planned.act("skip", ids=[first], seen=seen)
    assert answer.status_code == 409
    assert answer.json()["problems"][0]["rule"] == "queue.seen"
    assert "held" in run(planned.root, "queue", "show", first)
    run(planned.root, "queue", "release", first)


@pytest.mark.parametrize(
    ("name", "fields", "rule"),
    [
        ("approve", {}, "usage.field"),
        ("approve", {"ids": [5]}, "usage.field"),
        ("approve", {"ids": ["no/such@archive"]}, "queue.unknown"),
        ("move", {"ids": ["no/such@archive"]}, "usage.when"),
        ("done", {"ids": ["no/such@archive"], "url": "javascript:alert(1)"}, "usage.url"),
        ("edit", {"post": "no/such", "network": "x", "text": "a"}, "usage.post"),
        ("edit", {"post": "no/such", "network": "nowhere", "text": "a"}, "usage.network"),
        ("pass", {}, "usage.skip"),
        ("keep", {"day": "nonsense"}, "usage.date"),
    ],
)
def test_what_cannot_be_done_says_why(planned, name, fields, rule):
    answer = planned.act(name, **fields)
    assert answer.status_code == 400
    assert answer.json()["problems"][0]["rule"] == rule
    assert answer.json()["ok"] is False


def test_an_action_that_is_none_is_not_found(planned):
    assert planned.act("nothing").status_code == 404


def test_a_text_goes_into_its_note_and_a_second_page_may_not_overwrite_it(planned):
    post = re.search(r'href="/posts/(locks/[^"?#]+)"', planned.text("/posts"))[1]
    page = planned.text(f"/posts/{post}")
    before = html.unescape(re.search(r'<textarea id="text-x"[^>]*>(.*?)</textarea>', page, re.S)[1])
    answer = planned.act("edit", post=post, network="x", text="Lock late, release early.", before=before).json()
    assert answer["ok"], answer
    assert "```post x\nLock late, release early.\n```" in (planned.root / "content" / "locks.md").read_text()
    until(lambda: "Lock late, release early." in planned.text(f"/posts/{post}"))
    second = planned.act("edit", post=post, network="x", text="Something else.", before=before)
    assert second.status_code == 409
    assert "Something else." not in (planned.root / "content" / "locks.md").read_text()
    too_long = planned.act("edit", post=post, network="x", text="word " * 100, before="Lock late, release early.")
    assert too_long.status_code == 400


def test_the_plan_is_taken_only_as_it_was_shown(planned):
    assert planned.act("take", shown="0" * 24).status_code in (200, 409)
    assert planned.act("take").json()["ok"]


def test_the_day_is_kept_passed_over_and_skipped(planned):
    kept = planned.act("keep").json()
    assert kept["ok"], kept
    assert (planned.root / "output" / "today" / "post.json").exists()
    title = (planned.root / "output" / "today" / "linkedin.txt").read_text()
    assert planned.act("another").json()["ok"]
    assert (planned.root / "output" / "today" / "linkedin.txt").read_text() != title


def test_a_form_without_javascript_is_sent_back_and_told_once(planned):
    first = next(name for name, fields in entries(planned).items() if "hold" in fields["possible"])
    with planned.client(follow_redirects=True) as client:
        given = {"token": planned.token, "ids": first, "back": "/calendar"}
        answer = client.post("/actions/hold", data=given)
        assert answer.url.path == "/calendar"
        assert "Held" in answer.text
        assert "Held</p>" not in client.get("/calendar").text
