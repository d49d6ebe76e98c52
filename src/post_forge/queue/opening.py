"""A database -> the queue in it, as this program knows it: made where there is none, brought up to date where it is
older, refused where it is newer, damaged or something else's. What is refused is never written to.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from post_forge.queue.engine import DAMAGED, PATIENCE, make_engine, place_of, reading, sqlite_engine, told, writing
from post_forge.queue.errors import StoreError, refused
from post_forge.queue.tables import HEAD, VERSION_TABLE, metadata

_ADVISORY = 0x706F7374  # one number for all, so that two workers never migrate at once ("post" in ASCII)


@dataclass(frozen=True, slots=True)
class Schema:
    """The migrations there are: the last one's revision (four digits), and the folder that they lie in."""

    head: str = HEAD
    scripts: Path = Path(__file__).parent / "migrations"


def open_engine(database: str, folder: Path, schema: Schema | None = None) -> Engine:
    """An engine whose database holds the queue's tables as `schema` makes them.

    Raises StoreError for one that cannot be used: newer, damaged, of another program, not to be reached or written.
    """
    schema = schema or Schema()
    engine = make_engine(database, folder)
    try:
        _look_at_file(engine)
        with reading(engine) as connection:
            found = _found(connection, schema, place_of(engine))
        if found != "current":
            _migrate(engine, schema)
    except BaseException:
        engine.dispose()
        raise
    return engine


def look_into(database: str, folder: Path) -> tuple[Literal["nothing", "current", "older"], str]:
    """What is in a database, and its version, without making or changing anything.

    Raises StoreError for one that could not be used.
    """
    engine = make_engine(database, folder)
    try:
        if engine.dialect.name == "sqlite":
            path = Path(engine.url.database or "")
            if not path.is_file() or not path.stat().st_size:
                return "nothing", ""
            _check(engine)
        with reading(engine) as connection:
            found = _found(connection, Schema(), place_of(engine))
            if found == "nothing":
                return found, ""
            asked: sa.Select[tuple[str]] = sa.select(sa.column("version_num")).select_from(sa.table(VERSION_TABLE))
            return found, str(connection.execute(asked).scalar())
    finally:
        engine.dispose()


def _look_at_file(engine: Engine) -> None:
    """Make the folder of a new SQLite file; look through an old one before anything trusts it."""
    if engine.dialect.name != "sqlite":
        return
    path = Path(engine.url.database or "")
    try:
        if path.is_file() and path.stat().st_size:
            _check(engine)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise refused("queue.open", f"the queue cannot be opened: {reason}", place=str(path)) from None


def _check(engine: Engine) -> None:
    with reading(engine) as connection:
        wrong = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(3)")]
    if wrong != ["ok"]:
        raise refused("queue.damaged", f"the queue is damaged ({'; '.join(wrong)})", DAMAGED, place_of(engine))


def _found(connection: Connection, schema: Schema, place: str) -> Literal["nothing", "current", "older"]:
    tables = sa.inspect(connection).get_table_names()
    version = None
    if VERSION_TABLE in tables:
        version = connection.execute(sa.select(sa.column("version_num")).select_from(sa.table(VERSION_TABLE))).scalar()
    problem = _wrong(tables, version, schema.head, connection.dialect.name == "sqlite", place)
    if problem:
        raise problem
    if version is None:
        return "nothing"
    return "current" if version == schema.head else "older"


def _wrong(tables: Collection[str], version: str | None, head: str, own_file: bool, place: str) -> StoreError | None:
    """Why a database with these tables is not used; None for one that is."""
    ours = {*metadata.tables} & {*tables}
    if version is None and ours:
        return refused("queue.damaged", "the queue has lost its version", DAMAGED, place)
    if version is None and own_file and {*tables} - {VERSION_TABLE}:
        hint = "`database:` in post_forge.yaml must name a file of its own"
        return refused("queue.foreign", "this file belongs to another program", hint, place)
    if version is None:
        return None
    if not version.isdigit() or version > head:
        message = f"the queue was made by a newer post-forge (version {version}; this one knows {head})"
        return refused("queue.newer", message, "use that one here, too; nothing was written", place)
    if version == head == HEAD and ours != {*metadata.tables}:
        gone = ", ".join(sorted({*metadata.tables} - ours))
        return refused("queue.damaged", f"the queue has lost tables: {gone}", DAMAGED, place)
    return None


def _migrate(engine: Engine, schema: Schema) -> None:
    """Bring the database up to date, whole or not at all; of several who try, one does it and the others wait."""
    if engine.dialect.name != "sqlite":
        with writing(engine) as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY)))
            _upgrade(connection, schema, place_of(engine))
        return
    _use_wal(engine)
    alone = sqlite_engine(engine.url, foreign_keys=False)
    try:
        with writing(alone) as connection:
            _upgrade(connection, schema, place_of(engine))
    finally:
        alone.dispose()


def _use_wal(engine: Engine) -> None:
    """Readers and the one writer do not wait for each other. The file remembers it; a file system that cannot do it
    (some network drives) keeps the older way, which is as safe. What else is wrong shows when the tables are made."""
    with told(engine), closing(engine.raw_connection()) as connection:
        for _ in range(int(PATIENCE * 20)):  # SQLite does not wait here by itself while another process does the same
            try:
                connection.cursor().execute("PRAGMA journal_mode = WAL").close()
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    return
            time.sleep(0.05)


def _upgrade(connection: Connection, schema: Schema, place: str) -> None:
    found = _found(connection, schema, place)  # again: another process may have been quicker
    if found == "current":
        return
    if found == "older":
        _copy(connection, schema.head, place)
    from alembic import command  # 200 ms; only when there is something to migrate
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(schema.scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, schema.head)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise refused("queue.damaged", "the queue refers to deliveries that are gone", DAMAGED, place)


def _copy(connection: Connection, head: str, place: str) -> None:
    """Keep the database as it is before a migration: a file beside it, or on PostgreSQL tables beside its tables."""
    if connection.dialect.name == "sqlite":
        _copy_file(Path(place), head)
        return
    for name in (*metadata.tables, VERSION_TABLE):
        if sa.inspect(connection).has_table(name):
            kept = f"{name}_before_{head}"
            connection.exec_driver_sql(f'CREATE TABLE IF NOT EXISTS "{kept}" AS TABLE "{name}"')


def _copy_file(path: Path, head: str) -> None:
    kept = path.with_name(f"{path.name}.before-{head}")
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.name}.before-{head}.{number}")
    draft = path.with_name(f".{kept.name}.tmp")
    try:
        draft.unlink(missing_ok=True)
        # The migration's own connection holds the write lock: what this one reads is what will be changed.
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(draft)) as target:
            source.backup(target)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.rename(kept)
    except (OSError, sqlite3.Error) as error:
        message = f"no copy can be made before the queue is changed: {error}"
        raise refused(
            "queue.copy", message, "make room beside it, and start again; it is as it was", str(kept)
        ) from None
