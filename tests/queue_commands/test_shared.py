"""The same commands on a queue that several machines share: PostgreSQL, named by an environment variable."""

from __future__ import annotations

import shutil

from tests.queue.conftest import postgresql, postgresql_server  # noqa: F401 - fixtures
from tests.queue_commands.conftest import Desk


def test_two_machines_share_one_queue(desk, postgresql, tmp_path, capsys, monkeypatch):  # noqa: F811 - the fixture
    monkeypatch.setenv("BRAND_DATABASE", postgresql)
    desk.configure("schedule:", "database: $BRAND_DATABASE\nschedule:")
    other = Desk(tmp_path / "laptop", capsys)
    shutil.copytree(desk.root, other.root)
    taken = desk("schedule", "--take", "--json").json["taken"]["added"]
    assert len([one for one in taken if "#" not in one]) == 6  # and the repeat of the post that has other words
    assert other("schedule", "--json").json["diff"]["changes"] == []
    name = next(item for item in taken if item.endswith("@toots"))
    assert "planned > approved" in other("queue", "approve", name).out
    assert (
        next(item for item in desk("queue", "--json").json["deliveries"] if item["id"] == name)["state"] == "approved"
    )
    assert desk("queue", "done", name, "https://example.org/1").code == 0
    assert other.lines() == []
    assert other("queue", "hold", taken[0] if taken[0] != name else taken[1]).code == 0
    assert [item["url"] for item in other.lines()] == ["https://example.org/1"], "every machine's file knows it"
    started = [one.start("schedule", "--take") for one in (desk, other)]
    told = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0, 0], told
    assert not list(desk.root.glob(".post_forge/queue*"))


def test_a_database_that_cannot_be_reached_is_told_without_its_password(desk, monkeypatch):
    monkeypatch.setenv("BRAND_DATABASE", "postgresql://ana:geheim@127.0.0.1:9/queue")
    desk.configure("schedule:", "database: $BRAND_DATABASE\nschedule:")
    for arguments in (["queue"], ["schedule"], ["queue", "hold", "a/b"], ["history"]):
        answer = desk(*arguments)
        assert answer.code == 1
        assert "geheim" not in answer.err + answer.out
        assert "Traceback" not in answer.err
    monkeypatch.delenv("BRAND_DATABASE")
    assert "the environment variable BRAND_DATABASE is not set" in desk("queue").err
