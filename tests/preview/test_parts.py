"""The pieces without a server: what is drawn and what is not, who may come in, what a change means, what is kept."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from post_forge import forge
from post_forge.errors import Problem, Source
from post_forge.preview import live, templates
from post_forge.preview.changes import difference
from post_forge.preview.checks import Checks
from post_forge.preview.drawing import Drawing
from post_forge.preview.export import file_of, is_exported
from post_forge.preview.fill_calendar import read_span
from post_forge.preview.security import Door, split_host
from post_forge.preview.watching import places, sort
from tests.preview.conftest import on_a_loop, write_workspace


def test_what_was_asked_for_last_is_drawn_first_and_what_nobody_waits_for_not_at_all():
    drawn: list[str] = []
    go = threading.Event()

    def draw(key: str, small: bool) -> bytes:
        go.wait(10)
        drawn.append(key)
        return key.encode() + (b".small" if small else b"")

    async def scene() -> list[bytes | None]:
        drawing = Drawing(draw)
        wishes = {name: asyncio.create_task(drawing.picture(name, True)) for name in ("a", "b", "c", "d")}
        await asyncio.sleep(0.05)  # the first is being drawn, the others wait
        twice = asyncio.create_task(drawing.picture("b", True))
        await asyncio.sleep(0)
        wishes["c"].cancel()
        await asyncio.sleep(0)
        go.set()
        return [await wishes["a"], await wishes["b"], await twice, await wishes["d"]]

    assert on_a_loop(scene()) == [b"a.small", b"b.small", b"b.small", b"d.small"]
    assert "c" not in drawn
    assert drawn.count("b") == 1
    assert drawn[1] == "b"


def test_what_drawing_raises_comes_to_who_asked_and_to_nobody_else():
    def draw(key: str, small: bool) -> bytes:
        if key == "bad":
            raise ValueError(key)
        return b"good"

    async def scene() -> bytes | None:
        drawing = Drawing(draw)
        bad, good = (asyncio.create_task(drawing.picture(name, False)) for name in ("bad", "good"))
        with pytest.raises(ValueError, match="bad"):
            await bad
        return await good

    assert on_a_loop(scene()) == b"good"


def test_pages_name_pictures_without_drawing_any(tmp_path):
    desk = forge.Desk(write_workspace(tmp_path / "ws"))
    look = desk.read()
    assert look is not None
    pictures = forge.Pictures(forge.Decks(desk))
    names = [pictures.cover(look, entry) for _, entry in look.posts.values()]
    assert all(pictures.known(name) and pictures.ready(name) is None for name in names)
    assert pictures.draw(look, names[0], small=True) == pictures.ready(names[0], small=True)
    assert pictures.draw(look, "0" * 64) is None


def test_one_changed_slide_is_one_new_picture(tmp_path):
    root = write_workspace(tmp_path / "ws")
    desk = forge.Desk(root)
    decks, look = forge.Decks(desk), desk.read()
    post = next(name for name in look.posts if name.startswith("retry/"))
    before = decks.sheet(look, post).keys["portrait"]
    note = root / "content" / "retry.md"
    note.write_text(note.read_text().replace("cap of 5 seconds", "cap of 9 seconds"), encoding="utf-8")
    look, _ = desk.reread("content/retry.md")
    after = decks.sheet(look, post).keys["portrait"]
    assert len(after) == len(before)
    assert 0 < sum(one != other for one, other in zip(before, after, strict=True)) < len(before)
    again = desk.read()  # the whole reading comes to the same
    assert decks.sheet(again, post).keys["portrait"] == after
    assert difference(look, again) == ((), (), ())


def test_the_day_is_the_one_that_the_command_would_choose(tmp_path):
    root = write_workspace(tmp_path / "ws")
    desk = forge.Desk(root)
    look, decks = desk.read(), forge.Decks(desk)
    shown = forge.day_post(look, None, lambda name: decks.sheet(look, name) is not None)
    assert shown.post == forge.today(forge.open_workspace(root)).record["id"]
    assert not shown.kept
    assert forge.day_post(look, None, lambda _: True).kept


def test_a_picture_of_the_list_is_the_one_that_a_build_left(tmp_path):
    root = write_workspace(tmp_path / "ws")
    forge.build(forge.open_workspace(root), forge.Wishes(jobs=1))
    desk = forge.Desk(root)
    look = desk.read()
    pictures = forge.Pictures(forge.Decks(desk))
    _, entry = next(iter(look.posts.values()))
    file = root / "output" / entry.id / "slides" / "portrait" / "01.png"
    assert pictures.draw(look, pictures.cover(look, entry)) == file.read_bytes()


def test_a_desk_remembers_for_the_next_command_and_waits_for_no_other(tmp_path):
    root = write_workspace(tmp_path / "ws")
    desk = forge.Desk(root)
    desk.read()
    workspace = forge.open_workspace(root)
    with forge.lock(workspace, "build"):
        assert forge.busy(root)[0] == "build"
        desk.remember()
        assert not (root / ".post_forge" / "build.json").exists()
    assert forge.busy(root) is None
    desk.remember()
    assert (root / ".post_forge" / "build.json").exists()


def test_a_check_says_more_than_the_studio_sees_and_what_is_silenced_is_hidden(tmp_path):
    root = write_workspace(tmp_path / "ws")
    note = root / "content" / "retry.md"
    words = note.read_text(encoding="utf-8").replace("tags: [reliability]", "tags: [reliability]\norder: abc")
    note.write_text(words, encoding="utf-8")
    desk = forge.Desk(root)
    look = desk.read()
    seen = forge.all_problems(look)
    assert seen, "a value that cannot be used is told at once"
    found = [seen, (Problem("hook.weak", "too long", Source("content/retry.md", 8), severity="warning"),), None]
    told = []
    checks = Checks(lambda: desk.look, lambda: told.append(True), lambda _: found.pop(0))
    checks.now(look)
    assert checks.problems(look) == seen
    checks.now(look)
    assert [one.rule for one in checks.problems(look)] == ["hook.weak"]
    checks.now(look)  # a check that fails takes nothing away
    assert [one.rule for one in checks.problems(look)] == ["hook.weak"]


def test_the_problems_are_those_of_the_command(tmp_path):
    root = write_workspace(tmp_path / "ws")
    note = root / "content" / "retry.md"
    note.write_text(note.read_text() + "\n[The paper](http://papers.books/paper) tells more.\n", encoding="utf-8")
    desk = forge.Desk(root)
    look = desk.read()
    checks = Checks(lambda: desk.look, lambda: None)
    checks.now(look)
    _, checked = forge.check_folder(root, asked=forge.Asked(now=datetime.now(UTC)))
    assert set(checks.problems(look)) == set(checked.problems)
    assert any(one.rule == "link.http" for one in checked.problems)


def test_a_page_that_does_not_keep_up_is_sent_away(monkeypatch):
    monkeypatch.setattr(live, "MOST_WAITING", 3)

    async def scene() -> int:
        events = live.Events("1")
        events.begin(asyncio.get_running_loop())
        stream = events.stream()
        await anext(stream)
        rest = asyncio.ensure_future(_all(stream))
        await asyncio.sleep(0)
        for number in range(10):
            events.tell("changed", {"number": number})
        return len(await asyncio.wait_for(rest, 10))

    assert on_a_loop(scene()) <= 3


async def _all(stream: AsyncIterator[str]) -> list[str]:
    return [one async for one in stream]


@pytest.mark.parametrize(
    ("host", "parts"),
    [
        ("localhost:80", ("localhost", "80")),
        ("[::1]:80", ("::1", "80")),
        ("[::1]", ("::1", "")),
        ("a:b:c", ("", "")),
        ("[::1", ("", "")),
        ("LOCALHOST.:1", ("localhost", "1")),
    ],
)
def test_host_headers_are_read(host, parts):
    assert split_host(host) == parts


def test_a_key_opens_once_and_another_takes_its_place():
    told: list[str] = []
    door = Door(frozenset({"localhost"}), 80, key="first", used=told.append)
    assert door.opens("wrong") == ""
    session = door.opens("first")
    assert session
    assert door.knows(session)
    assert not door.knows("")
    assert door.opens("first") == ""
    assert told == [door.key]


def test_addresses_may_stand_for_a_server_that_listens_on_all_but_names_may_not():
    door = Door(frozenset({"localhost"}), 80, addresses=True)
    assert door.is_for_us("192.168.1.9:80")
    assert not door.is_for_us("evil.example:80")
    assert not Door(frozenset({"localhost"}), 80).is_for_us("192.168.1.9:80")


def test_saved_files_are_sorted_by_what_has_to_be_looked_at(tmp_path):
    note = tmp_path / "content" / "a.md"
    known = frozenset({note})
    assert sort(tmp_path, [str(note)], known).notes == (note,)
    assert sort(tmp_path, [str(tmp_path / ".post_forge" / "queue.db-wal")], known).queue
    assert sort(tmp_path, [str(tmp_path / "published.jsonl")], known).queue
    assert sort(tmp_path, [str(tmp_path / ".post_forge" / "today.json")], known).days
    assert sort(tmp_path, [str(tmp_path / ".post_forge" / "build.json")], known).built
    assert sort(tmp_path, [str(tmp_path / "post_forge.yaml")], known).other
    assert sort(tmp_path, [str(tmp_path / "templates")], known).folders
    own = [str(note.with_name(".a.md.post-forge-draft")), str(note.with_suffix(".swp")), f"{note}~"]
    assert sort(tmp_path, own, known) == sort(tmp_path, [], known)


def test_what_is_made_is_not_watched(tmp_path):
    for name in ("notes", "output", ".git", "node_modules"):
        (tmp_path / name).mkdir()
    assert places(tmp_path, [tmp_path]).deep == (tmp_path / "notes",)
    (tmp_path / "content").mkdir()
    assert places(tmp_path, [tmp_path / "content"]).deep == (tmp_path / "content",)


def test_a_calendar_shows_whole_weeks():
    from datetime import date

    month = read_span("2026-02", "", date(2026, 11, 20))
    assert (month.first, month.days) == (date(2026, 1, 26), 35)
    assert read_span("2026-06", "", date(2026, 11, 20)).days == 35
    week = read_span("", "2026-W49", date(2026, 11, 20))
    assert (week.first, week.last) == (date(2026, 11, 30), date(2026, 12, 6))
    for month_, week_ in (("nonsense", ""), ("", "2026-W99"), ("0001-01", ""), ("", "x-W1")):
        assert read_span(month_, week_, date(2026, 11, 20)).month == date(2026, 11, 1)


def test_exported_files_have_safe_names():
    from datetime import date

    assert file_of("/posts/a/b") == "posts/a/b.html"
    assert file_of("/") == "index.html"
    assert file_of("/posts/..%2F..%2Fetc/passwd") == "posts/etc/passwd.html"
    assert is_exported("/calendar?month=2026-12", date(2026, 11, 20))
    assert not is_exported("/calendar?month=2040-12", date(2026, 11, 20))
    assert not is_exported("/posts?q=x", date(2026, 11, 20))


def test_a_name_that_a_template_does_not_know_is_an_error():
    import jinja2

    environment = templates.environment(Path(templates.FOLDER))
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string("{{ page.nothing }}").render(page={})
    assert environment.from_string("{{ word }}").render(word="<script>") == "&lt;script&gt;"


def test_threads_never_keep_the_program_from_ending():
    from post_forge.preview.threads import Threads

    threads, begun = Threads(1, "test"), threading.Event()
    slow = threads.submit(lambda: (begun.set(), time.sleep(0.2)))
    waiting = threads.submit(lambda: 1)
    begun.wait(5)
    threads.shutdown()
    assert waiting.cancelled()
    assert slow.result(5)
    assert threads.submit(lambda: 1).cancelled()
