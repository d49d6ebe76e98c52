"""published.jsonl: lines that are whole, half, double, in conflict, from two branches."""

from __future__ import annotations

import json
import multiprocessing
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.queue import Publication, StoreError, append, line_of, read_lines, settled
from tests.queue.builders import at

ONE = Publication("a/one", "mastodon", at(), "https://example.org/1", "c1", at(-1), 1, ids=("1", "2"))

publications = st.builds(
    Publication,
    post=st.sampled_from(["a", 'b/ü "x"']),
    channel=st.sampled_from(["mastodon", "x"]),
    time=st.integers(0, 5).map(at),
    url=st.sampled_from(["", "https://example.org/1", "https://example.org/2"]),
    content=st.sampled_from(["", "c1"]),
    round=st.integers(0, 2),
    state=st.sampled_from(["published", "published", "unsure", "cleared", "withdrawn"]),
)


def test_a_line_holds_what_the_file_promises_and_is_read_back():
    line = line_of(ONE)
    assert json.loads(line) == {
        "post": "a/one",
        "channel": "mastodon",
        "time": "2026-11-20T12:00:00Z",
        "url": "https://example.org/1",
        "content": "c1",
        "slot": "2026-11-20T11:59:00Z",
        "ids": ["1", "2"],
        "round": 1,
        "version": 1,
    }
    assert read_lines(line.encode(), "p").lines == (ONE,)


@given(st.lists(publications))
def test_whatever_is_written_is_read_back(items):
    data = "".join(map(line_of, items)).encode()
    read = read_lines(data, "p")
    assert read.problems == ()
    assert read.lines == tuple(replace(item, round=max(item.round, 1)) for item in items)


def test_a_url_with_a_token_is_not_written():
    assert "abc" not in line_of(replace(ONE, url="https://example.org/1?access_token=abc"))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("<<<<<<< HEAD", "a merge stopped half-way here"),
        ("nonsense", "this line is not JSON"),
        ("[1]", "this line is not a JSON object"),
        ('{"channel": "x", "time": "2026-11-20T12:00:00Z"}', "there is no `post`"),
        ('{"post": 5, "channel": "x", "time": "2026-11-20T12:00:00Z"}', "`post` must be text"),
        ('{"post": "a", "channel": "x", "time": "2026-11-20 12:00"}', "`time` must be a moment with its time zone"),
        (
            '{"post": "a", "channel": "x", "time": "2026-11-20T12:00:00Z", "round": "1"}',
            "`round` must be a whole number",
        ),
        ('{"post": "a", "channel": "x", "time": "2026-11-20T12:00:00Z", "state": "sold"}', "`state` must be one of"),
        ('{"post": "a", "channel": "x", "time": "2026-11-20T12:00:00Z", "ids": "1"}', "`ids` must be a list"),
    ],
)
def test_a_line_that_is_wrong_is_an_error_at_its_place_and_hides_no_other(line, message):
    read = read_lines(f"{line_of(ONE)}\r\n\n{line}\n{line_of(ONE)}".encode(), "published.jsonl")
    (problem,) = read.problems
    assert message in problem.message
    assert str(problem.source) == "published.jsonl:4"
    assert problem.severity == "error"
    assert read.lines == (ONE, ONE)


def test_bytes_that_are_no_text_are_an_error_at_their_line():
    (problem,) = read_lines(line_of(ONE).encode() + b"\xff\xfe\n" + line_of(ONE).encode(), "p").problems
    assert str(problem.source) == "p:2"


@given(st.integers(1, len(line_of(ONE).encode()) - 2))
def test_half_a_line_at_the_end_tells_what_may_be_out_or_is_an_error(size):
    read = read_lines(b"\xef\xbb\xbf" + line_of(ONE).encode() + line_of(ONE).encode()[:size], "p")
    assert read.lines == (ONE,)
    assert read.problems == ()
    assert str(read.torn.problem.source) == "p:2"
    if size >= len('{"post": "a/one", "channel": "mastodon"'):
        assert (read.torn.told.post, read.torn.told.channel, read.torn.told.state) == ("a/one", "mastodon", "unsure")
    else:
        assert read.torn.told is None
        assert read.torn.problem.severity == "error"


@given(st.lists(publications, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_lines_twice_change_nothing(items, random):
    shuffled = [*items, *random.sample(items, len(items) // 2)]
    random.shuffle(shuffled)
    assert settled(shuffled)[0] == settled(items)[0]


@given(st.lists(publications, max_size=8))
def test_no_post_on_a_network_is_forgotten_and_each_has_a_round_of_its_own(items):
    told, _ = settled(items)
    out = [item for item in told if item.state in ("published", "withdrawn")]
    for item in items:
        if item.state in ("published", "withdrawn"):
            assert any(other.same_as(item) for other in out) or any(
                other.same_as(middle) and middle.same_as(item) for other in out for middle in items
            )
    rounds = [(item.post, item.channel, item.round) for item in told]
    assert len(rounds) == len({*rounds})
    assert all(item.round >= 1 for item in told)


def test_two_branches_that_both_published_are_two_rounds_and_said_so():
    other = replace(ONE, time=at(60), url="https://example.org/2")
    told, (problem,) = settled([other, ONE])
    assert [(item.round, item.url) for item in told] == [(1, ONE.url), (2, other.url)]
    assert "went out twice" in problem.message
    assert problem.severity == "warning"


def test_two_lines_that_differ_about_one_post_are_said_so():
    told, (problem,) = settled([ONE, replace(ONE, content="c2")])
    assert len(told) == 1
    assert "two lines tell differently" in problem.message


def test_a_doubt_lasts_until_it_is_cleared_or_the_post_is_seen():
    unsure = replace(ONE, state="unsure", url="")
    cleared = replace(unsure, state="cleared", time=at(5))
    assert [item.state for item in settled([unsure])[0]] == ["unsure"]
    assert [item.state for item in settled([cleared, unsure])[0]] == ["cleared"]
    assert [item.state for item in settled([unsure, replace(ONE, time=at(9))])[0]] == ["published"]


# ---- writing -------------------------------------------------------------------------------------------------------


def test_lines_are_added_and_the_rest_is_left_byte_for_byte(tmp_path):
    path = tmp_path / "published.jsonl"
    assert append(path, [ONE]) == 1
    first = path.read_bytes()
    assert append(path, [replace(ONE, post="b"), replace(ONE, post="c")]) == 2
    assert path.read_bytes().startswith(first)
    assert [item.post for item in read_lines(path.read_bytes(), "p").lines] == ["a/one", "b", "c"]
    assert append(path, []) == 0


def test_a_last_line_without_its_end_is_not_glued_to_the_next(tmp_path):
    path = tmp_path / "published.jsonl"
    path.write_bytes(line_of(ONE).encode().rstrip())
    append(path, [ONE])
    assert len(read_lines(path.read_bytes(), "p").lines) == 2
    path.write_bytes(b'{"post": "x')
    append(path, [ONE])
    assert path.read_bytes().startswith(b'{"post": "x\n')


def test_half_a_line_that_is_written_anew_is_cut_off(tmp_path):
    path = tmp_path / "published.jsonl"
    for before in ("", line_of(ONE)):
        path.write_text(before + line_of(ONE)[:50])
        append(path, [ONE], torn=line_of(ONE)[:50])
        assert path.read_text() == before + line_of(ONE)


def _append_many(path, name):
    for number in range(50):
        append(path, [replace(ONE, post=f"{name}{number}")])


def test_two_programs_that_append_lose_nothing(tmp_path):
    path = tmp_path / "published.jsonl"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_many, args=(path, name)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    read = read_lines(path.read_bytes(), "p")
    assert read.problems == ()
    assert {item.post for item in read.lines} == {f"{name}{number}" for name in "ab" for number in range(50)}
    assert len(read.lines) == 100


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told(tmp_path):
    path = tmp_path / "published.jsonl"
    path.symlink_to("/dev/full")
    with pytest.raises(StoreError, match="cannot be written"):
        append(path, [ONE])


def test_a_folder_in_its_place_is_told(tmp_path):
    with pytest.raises(StoreError, match="cannot be written: is a directory"):
        append(tmp_path, [ONE])


def test_a_file_that_git_replaces_meanwhile_gets_the_line(tmp_path, monkeypatch):
    path = tmp_path / "published.jsonl"
    path.write_text("")
    real, replaced = os.fstat, []

    def fstat(handle):
        if not replaced:
            replaced.append(True)
            (tmp_path / "other").write_text(line_of(replace(ONE, post="from git")))
            (tmp_path / "other").replace(path)
        return real(handle)

    monkeypatch.setattr("post_forge.queue.appending.os.fstat", fstat)
    append(path, [ONE])
    assert [item.post for item in read_lines(path.read_bytes(), "p").lines] == ["from git", "a/one"]
