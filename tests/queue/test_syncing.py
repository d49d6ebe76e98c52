"""The queue and published.jsonl learn from each other; on both databases."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from post_forge.queue import Publication, StoreError, import_history, line_of, open_store, read_lines, sync
from tests.queue.builders import at, begun, planned, sent

ONE = Publication("a", "mastodon", at(-60), "https://example.org/1", "c1", at(-61), 1)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "published.jsonl"


def lines(path):
    return read_lines(path.read_bytes(), "p").lines


def publish(store, post="a", minutes=0, url="https://example.org/1"):
    lease = sent(store, begun(store, post, minutes), minutes, url)
    return store.settle(lease, "publish", at(minutes))


def test_what_was_published_is_written_once(store, path):
    publish(store, "a")
    assert sync(store, path, at(2)).written == 1
    assert sync(store, path, at(3)) == sync(store, path, at(4))
    (line,) = lines(path)
    assert (line.post, line.channel, line.time, line.url, line.ids, line.round) == (
        "a", "mastodon", at(0), "https://example.org/1", ("1",), 1,
    )  # fmt: skip


def test_a_new_laptop_knows_what_another_published(store, path):
    path.write_text(line_of(ONE))
    store.take([planned("a"), planned("b")], at(), "schedule")
    synced = sync(store, path, at())
    assert synced.learned == ("a@mastodon",)
    known = store.delivery("a@mastodon")
    assert (known.state, known.sent, known.url, known.content) == ("published", at(-60), ONE.url, "c1")
    assert store.claim(at(60), "w1", 60).delivery.id == "b@mastodon"
    assert store.history(delivery="a@mastodon")[-1].actor == "published.jsonl"
    assert lines(path) == (ONE,)
    assert sync(store, path, at(1)).learned == ()


def test_an_empty_queue_and_an_empty_file_agree(store, path):
    assert sync(store, path, at()).written == 0
    assert not path.exists()


def test_two_laptops_and_git_between_them_know_the_same(tmp_path):
    """Each publishes; the lines of both are merged; then both know all, and write nothing more."""
    stores = [open_store("sqlite", tmp_path / name / ".post_forge") for name in ("one", "two")]
    paths = [tmp_path / name / "published.jsonl" for name in ("one", "two")]
    for number, (store, path) in enumerate(zip(stores, paths, strict=True)):
        publish(store, f"post-{number}", number, f"https://example.org/{number}")
        sync(store, path, at(2))
    merged = paths[1].read_text() + paths[0].read_text() + paths[1].read_text()  # union merge, with a line twice
    for store, path in zip(stores, paths, strict=True):
        path.write_text(merged)
        assert sync(store, path, at(3)).written == 0
        assert {item.id: item.state for item in store.deliveries()} == dict.fromkeys(
            ("post-0@mastodon", "post-1@mastodon"), "published"
        )
        store.close()
    assert paths[0].read_text() == paths[1].read_text()


def test_a_branch_without_the_lines_gets_them_again(store, path):
    publish(store)
    sync(store, path, at(2))
    path.unlink()
    assert sync(store, path, at(3)).written == 1
    assert sync(store, path, at(4)).written == 0


def test_a_post_that_two_machines_published_is_counted_twice_and_said_so(store, path):
    publish(store)
    path.write_text(line_of(replace(ONE, url="https://example.org/other")))
    synced = sync(store, path, at(2))
    assert synced.learned == ("a@mastodon#2",)
    assert [problem.rule for problem in synced.problems] == ["published.twice"]
    again = sync(store, path, at(3))
    assert (again.learned, again.written) == ((), 0)


@pytest.mark.parametrize("found", [True, False])
def test_a_doubt_travels_and_so_does_its_end(tmp_path, found):
    one, two = (open_store("sqlite", tmp_path / name / ".post_forge") for name in ("one", "two"))
    path = tmp_path / "published.jsonl"
    lease, _ = one.ask(begun(one, "a"), at(0.1), "post", visible=True)
    one.settle(lease, "doubt", at(1), reason="time-out")
    assert sync(one, path, at(2)).written == 1
    two.take([planned("a")], at(2), "schedule")
    sync(two, path, at(2))
    assert two.delivery("a@mastodon").state == "unsure"
    assert two.claim(at(60), "w2", 60) is None
    one.change("a@mastodon", "confirm" if found else "deny", at(3), "ana")
    assert sync(one, path, at(4)).written == 1
    sync(two, path, at(5))
    assert two.delivery("a@mastodon").state == ("published" if found else "failed")
    assert sync(one, path, at(6)).written == sync(two, path, at(6)).written == 0
    assert len(lines(path)) == 2
    for store in (one, two):
        store.close()


def test_a_person_elsewhere_may_end_a_doubt(store, path):
    path.write_text(line_of(replace(ONE, state="unsure", url="")))
    sync(store, path, at())
    assert store.delivery("a@mastodon").state == "unsure"
    store.change("a@mastodon", "deny", at(1), "ana")
    assert sync(store, path, at(2)).written == 1
    assert [item.state for item in lines(path)] == ["unsure", "cleared"]
    store.change("a@mastodon", "retry", at(3), "ana")
    assert sync(store, path, at(4)).learned == ()


def test_what_a_worker_left_in_the_middle_is_told_as_a_doubt(store, path):
    begun(store, "a")
    assert sync(store, path, at(0.5)).written == 0  # it is at work
    assert sync(store, path, at(5)).written == 1
    assert lines(path)[0].state == "unsure"
    lease = store.begin(store.claim(at(6), "w2", 60), store.intent("a@mastodon"), at(6))
    store.settle(lease, "postpone", at(7))
    assert sync(store, path, at(8)).written == 1
    assert store.delivery("a@mastodon").state == "planned"
    assert lines(path)[1].state == "cleared"


def test_a_withdrawn_post_travels(store, path):
    publish(store)
    sync(store, path, at(2))
    store.change("a@mastodon", "withdraw", at(3), "ana")
    assert sync(store, path, at(4)).written == 1
    assert sync(store, path, at(5)).written == 0
    with open_store("sqlite", path.parent / "other") as other:
        sync(other, path, at(6))
        assert other.delivery("a@mastodon").state == "withdrawn"


def test_half_a_line_of_ours_is_made_whole(store, path):
    publish(store)
    sync(store, path, at(2))
    whole = path.read_text()
    for size in (5, 60, len(whole) - 2):
        path.write_text(whole[:size])
        synced = sync(store, path, at(3))
        assert synced.problems == ()
        assert path.read_text() == whole


def test_half_a_line_of_another_is_a_doubt_that_stays(store, path):
    path.write_text(line_of(ONE)[:60])
    store.take([planned("a")], at(), "schedule")
    synced = sync(store, path, at(1))
    assert [(problem.severity, str(problem.source)) for problem in synced.problems] == [
        ("warning", "published.jsonl:1")
    ]
    assert store.delivery("a@mastodon").state == "unsure"
    assert path.read_text() == line_of(ONE)[:60]


def test_a_file_that_nobody_can_read_stops_everything(store, path):
    path.write_text(line_of(ONE) + "<<<<<<< HEAD\n")
    store.take([planned("a")], at(), "schedule")
    with pytest.raises(StoreError, match=r"published\.jsonl:2"):
        sync(store, path, at(1))
    assert store.delivery("a@mastodon").state == "planned"
    path.write_text('{"post')
    with pytest.raises(StoreError, match="nobody can tell what was published"):
        sync(store, path, at(1))


# ---- what was posted before ----------------------------------------------------------------------------------------

CSV = """post,channel,time,url
old/one,mastodon,2025-05-01T09:00:00+02:00,https://example.org/o1
old/two,mastodon,2025-05-02 09:00,
"""


def test_a_history_is_imported_into_the_queue_and_the_file(store, path):
    done = import_history(store, CSV.encode(), "old.csv", ZoneInfo("Europe/Madrid"), path, at(), "ana")
    assert done.learned == ("old/one@mastodon", "old/two@mastodon")
    assert done.written == 2
    assert [item.sent.isoformat() for item in store.deliveries()] == [
        "2025-05-01T07:00:00+00:00",
        "2025-05-02T07:00:00+00:00",
    ]
    assert store.history()[0].actor == "ana"
    again = import_history(store, CSV.encode(), "old.csv", ZoneInfo("Europe/Madrid"), path, at(1), "ana")
    assert (again.learned, again.written) == ((), 0)


def test_a_history_with_an_error_imports_nothing(store, path):
    with pytest.raises(StoreError):
        import_history(store, (CSV + "x,,\n").encode(), "old.csv", ZoneInfo("UTC"), path, at(), "ana")
    assert store.deliveries() == ()
    assert not path.exists()
