"""Opening: new, older, newer, damaged and foreign databases; what is refused is left as it was."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from post_forge.queue import StoreError, open_store, store, tables
from post_forge.queue.opening import Schema
from tests.queue.builders import at, planned

NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None


def upgrade():
    how = "{recreate}" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("post_forge_delivery", recreate=how) as table:
        table.add_column(sa.Column("mood", sa.Text, nullable=False, server_default="calm"))
    {more}
"""


def later(tmp_path: Path, more: str = "pass", recreate: str = "auto") -> Schema:
    """The migrations that are shipped, and one that may come."""
    scripts = tmp_path / "with a space, 100%" / "migrations"
    shutil.copytree(Schema().scripts, scripts)
    (scripts / "versions" / "v0002_mood.py").write_text(NEXT.format(more=more, recreate=recreate))
    return Schema("0002", scripts)


def refused(database, folder, rule, schema=None):
    """The problem that opening ends in."""
    with pytest.raises(StoreError) as caught:
        store.open_store(database, folder, schema=schema)
    (problem,) = caught.value.problems
    assert problem.rule == rule
    assert problem.hint
    return problem


def test_the_migrations_make_the_tables_that_the_program_speaks_of(store):
    with store.engine.connect() as connection:
        options = {"version_table": tables.VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, tables.metadata) == []


def test_the_last_migration_is_the_one_that_the_program_asks_for():
    config = Config()
    config.set_main_option("script_location", str(Schema().scripts))
    assert ScriptDirectory.from_config(config).get_current_head() == tables.HEAD


def test_a_queue_is_opened_again_as_it_was(database, folder):
    with open_store(database, folder) as first:
        first.take([planned("a")], at(), "schedule")
    with open_store(database, folder) as again:
        assert [item.id for item in again.deliveries()] == ["a@mastodon"]


def test_sqlite_keeps_what_it_has_said_when_the_power_goes(folder):
    with open_store("sqlite", folder) as opened, opened.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_an_empty_postgresql_database_gets_its_tables_beside_others(postgresql, folder):
    import psycopg

    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("CREATE TABLE somebody_elses (x int)")
    with open_store(postgresql, folder) as opened:
        assert opened.deliveries() == ()


@pytest.mark.parametrize("recreate", ["auto", "always"])
def test_an_older_queue_is_copied_then_changed_and_nothing_is_lost(database, folder, tmp_path, recreate):
    from tests.queue.builders import begun, sent

    with open_store(database, folder) as opened:
        sent(opened, begun(opened, "a"))
        history = opened.history()
    with store.open_store(database, folder, schema=later(tmp_path, recreate=recreate)) as opened:
        assert opened.history() == history
        assert [item.id for item in opened.deliveries()] == ["a@mastodon"]
        assert len(opened.receipts("a@mastodon")) == 1
        with opened.engine.connect() as connection:
            assert connection.execute(sa.text("SELECT mood FROM post_forge_delivery")).scalar() == "calm"
            names = sa.inspect(connection).get_table_names()
    if database != "sqlite":
        assert "post_forge_delivery_before_0002" in names
        return
    shutil.move(folder / "queue.db.before-0002", folder / "restored.db")
    with open_store("sqlite:///.post_forge/restored.db", folder) as old:
        assert old.history() == history


def test_a_migration_that_fails_leaves_everything_as_it_was(database, folder, tmp_path):
    with open_store(database, folder) as opened:
        opened.take([planned("a")], at(), "schedule")
    with pytest.raises(ZeroDivisionError):
        store.open_store(database, folder, schema=later(tmp_path, more="1 / 0"))
    with open_store(database, folder) as opened:
        assert [item.id for item in opened.deliveries()] == ["a@mastodon"]


def test_copies_do_not_overwrite_each_other(folder, tmp_path):
    open_store("sqlite", folder).close()
    (folder / "queue.db.before-0002").write_text("an older copy")
    store.open_store("sqlite", folder, schema=later(tmp_path)).close()
    assert (folder / "queue.db.before-0002").read_text() == "an older copy"
    assert (folder / "queue.db.before-0002.2").is_file()


def test_a_newer_queue_is_refused_and_left_alone(database, folder, tmp_path):
    store.open_store(database, folder, schema=later(tmp_path)).close()
    before = (folder / "queue.db").read_bytes() if database == "sqlite" else b""
    problem = refused(database, folder, "queue.newer")
    assert "version 0002; this one knows 0001" in problem.message
    if database == "sqlite":
        assert (folder / "queue.db").read_bytes() == before
        assert str(problem.source).endswith("queue.db")


def test_a_queue_that_lost_its_version_or_a_table_is_refused(database, folder):
    with open_store(database, folder) as opened, opened.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE post_forge_circuit"))
    assert "post_forge_circuit" in refused(database, folder, "queue.damaged").message
    engine = sa.create_engine(f"sqlite:///{folder / 'queue.db'}" if database == "sqlite" else psycopg_url(database))
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE post_forge_version"))
    engine.dispose()
    refused(database, folder, "queue.damaged")


def psycopg_url(url: str) -> str:
    return url.replace("postgresql:", "postgresql+psycopg:")


@pytest.mark.parametrize("damage", ["text", "garbage", "cut", "torn page", "foreign"])
def test_a_damaged_or_foreign_file_is_refused_and_not_a_byte_is_changed(folder, damage):
    file = folder / "queue.db"
    with open_store("sqlite", folder) as opened:
        opened.take([planned(f"n{number}") for number in range(500)], at(), "schedule")
    data = file.read_bytes()
    file.unlink()
    if damage == "foreign":
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE people (name TEXT)")
        connection.close()
    else:
        file.write_bytes(
            {
                "text": b"this is not a database at all, but a text of more than one hundred bytes" * 10,
                "garbage": data[:16] + b"\xff" * (len(data) - 16),
                "cut": data[: len(data) // 2],
                "torn page": data[:8192] + b"\xa5" * 4096 + data[12288:],
            }[damage]
        )
    before = file.read_bytes()
    problem = refused("sqlite", folder, "queue.foreign" if damage == "foreign" else "queue.damaged")
    assert str(problem.source) == str(file)
    assert file.read_bytes() == before


def test_an_empty_file_is_a_new_queue(folder):
    folder.mkdir()
    (folder / "queue.db").touch()
    with open_store("sqlite", folder) as opened:
        assert opened.deliveries() == ()


def test_a_folder_in_the_files_place_is_told(folder):
    (folder / "queue.db").mkdir(parents=True)
    refused("sqlite", folder, "queue.open")


def test_a_locked_queue_says_so_and_changes_nothing(folder, monkeypatch):
    monkeypatch.setattr("post_forge.queue.engine.PATIENCE", 0.1)
    with open_store("sqlite", folder) as opened:
        other = sqlite3.connect(folder / "queue.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another process"):
            opened.take([planned("a")], at(), "schedule")
        assert opened.deliveries() == ()  # readers do not wait
        other.execute("ROLLBACK")
        other.close()
        opened.take([planned("a")], at(), "schedule")


def test_a_full_disk_says_so_and_changes_nothing(folder):
    with open_store("sqlite", folder) as opened:
        opened.take([planned("a")], at(), "schedule")
        with opened.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match="the disk is full"):
            opened.take([planned(f"n{number}") for number in range(500)], at(1), "schedule")
        assert [item.id for item in opened.deliveries()] == ["a@mastodon"]
        assert len(opened.history()) == 1


def test_a_read_only_queue_can_be_looked_at_and_says_so_when_written(folder):
    with open_store("sqlite", folder) as opened:
        opened.take([planned("a")], at(), "schedule")
    with open_store("sqlite", folder) as opened:
        with opened.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
        assert len(opened.deliveries()) == 1
        with pytest.raises(StoreError, match="cannot be written"):
            opened.change("a@mastodon", "hold", at(1), "ana")


@pytest.mark.parametrize(
    "database",
    [
        "mysql://host/x",
        "sqlite://",
        "sqlite:///:memory:",
        "nonsense",
        "postgresql://host:port/x",
        "$POST_FORGE_NO_SUCH",
    ],
)
def test_a_url_that_cannot_be_used_is_refused(database, folder, monkeypatch):
    monkeypatch.delenv("POST_FORGE_NO_SUCH", raising=False)
    refused(database, folder, "queue.url")
    assert not folder.exists()


def test_a_url_may_come_from_the_environment(folder, monkeypatch):
    monkeypatch.setenv("POST_FORGE_DATABASE", "sqlite:///elsewhere.db")
    with open_store("$POST_FORGE_DATABASE", folder) as opened:
        assert opened.place == str(folder.parent / "elsewhere.db")


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path, folder):
    pytest.importorskip("psycopg")
    url = f"postgresql://ana:open-sesame@/queue?host={tmp_path}"
    with pytest.raises(StoreError) as caught:
        open_store(url, folder)
    assert "open-sesame" not in str(caught.value)
    assert "check that the server runs" in str(caught.value)
    assert str(caught.value).startswith("postgresql://ana:***@")


def test_a_missing_driver_says_what_to_install(folder, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    problem = refused("postgresql://host/x", folder, "queue.driver")
    assert "post-forge[postgres]" in problem.hint
