"""A database's name in the configuration -> a SQLAlchemy engine that behaves the same on SQLite and PostgreSQL, and
its errors as problems that say what to do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine

from post_forge.queue.errors import StoreError, refused
from post_forge.queue.masking import masked

FILE = "queue.db"
PATIENCE = 10.0  # seconds that a command waits while another writes
_WRITE = "BEGIN IMMEDIATE"  # takes the one write lock at once: a read that becomes a write later could fail half-way


def make_engine(database: str, folder: Path) -> Engine:
    """The engine for `sqlite` (the file queue.db in `folder`), a sqlite:/// URL (from the folder above), a
    postgresql:// one, or `$NAME` for an environment variable that holds one. Connects to nothing.

    Raises StoreError for a URL that cannot be used.
    """
    url = _url(database, folder)
    return sqlite_engine(url) if url.get_backend_name() == "sqlite" else _postgresql(url)


def place_of(engine: Engine) -> str:
    """The database as a person would name it, without its password."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or ""
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=True)


def _url(database: str, folder: Path) -> URL:
    if database.startswith("$"):
        name = database.removeprefix("$").strip("{}")
        database = os.environ.get(name, "")
        if not database:
            raise refused(
                "queue.url",
                f"the environment variable {name} is not set",
                "it holds the database's URL: `database: $NAME` in post_forge.yaml asks for it",
            )
    if database == "sqlite":
        return URL.create("sqlite", database=str(folder / FILE))
    try:
        url = sa.make_url(database)
        backend = url.get_backend_name()
    except (sa.exc.ArgumentError, ValueError):
        backend = ""
    if backend == "sqlite" and url.database and url.database != ":memory:":
        return url.set(drivername="sqlite", database=str(folder.parent / url.database))
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    hint = "write `sqlite`, sqlite:///queue.db or postgresql://user@host/name; letters like @ in a password as %40"
    raise refused("queue.url", "this is not the URL of a SQLite file or a PostgreSQL database", hint)


def sqlite_engine(url: URL, *, foreign_keys: bool = True) -> Engine:
    """An engine for a file. A migration goes without foreign keys: it changes a table by making it anew, and dropping
    the old one would take what refers to it along."""
    engine = sa.create_engine(url, connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver's guess
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        # NORMAL may forget the last transaction when the power goes, and with it that something is being published.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("post_forge_begin", "BEGIN"))

    return engine


def _postgresql(url: URL) -> Engine:
    try:
        return sa.create_engine(
            url,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": int(PATIENCE),
                # Bounds for a server that hangs, or a lock that another holds for too long.
                "options": f"-c timezone=UTC -c lock_timeout={PATIENCE:.0f}s -c statement_timeout=60s "
                "-c idle_in_transaction_session_timeout=60s",
            },
        )
    except ModuleNotFoundError as error:
        hint = "`pip install 'post-forge[postgres]'`, or `database: sqlite` in post_forge.yaml"
        raise refused("queue.driver", f"PostgreSQL needs the package {error.name}", hint) from None


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads. Raises StoreError for whatever the database refuses."""
    with told(engine), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: whole or not at all. Raises StoreError for whatever the database refuses."""
    with told(engine), engine.execution_options(post_forge_begin=_WRITE).begin() as connection:
        yield connection


_LOCKED = "another command may be writing for long, or have stopped in the middle; then try again"
_SAYS = (  # a part of the database's message, rule, message, hint
    ("database is locked", "queue.locked", "the queue is locked by another process", _LOCKED),
    ("lock timeout", "queue.locked", "the queue is locked by another process", _LOCKED),
    ("readonly database", "queue.readonly", "the queue cannot be written", "check who owns the file and its folder"),
    ("read-only transaction", "queue.readonly", "the queue cannot be written", "this is a read-only server or standby"),
    ("disk is full", "queue.full", "the disk is full", "make room; nothing was changed, and nothing is lost"),
    ("no space left", "queue.full", "the disk is full", "make room; nothing was changed, and nothing is lost"),
    (
        "disk i/o error",
        "queue.disk",
        "the disk gave an error",
        "check its space, its health and the file's permissions",
    ),
    ("not a database", "queue.damaged", "this is not a queue", ""),
    ("malformed", "queue.damaged", "the queue is damaged", ""),
    ("unable to open", "queue.open", "the queue cannot be opened", "check the folder and its permissions"),
    ("password authentication", "queue.connect", "the database refuses this user", "check the URL's user and password"),
    ("does not exist", "queue.connect", "the database cannot be used", "create it, or check its name in the URL"),
    (
        "permission denied",
        "queue.rights",
        "the database does not allow this",
        "the user needs to create and write tables",
    ),
)
DAMAGED = "nothing was written to it: move it away or restore a copy; published.jsonl still tells what went out"


@contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Tell a database's error as a problem. What is not the database's is left as it is: a bug keeps its traceback."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if isinstance(error, (sa.exc.ProgrammingError, sa.exc.IntegrityError)) and not _is_known(error):
            raise
        raise _told(error, place_of(engine)) from None


def _is_known(error: sa.exc.DBAPIError) -> bool:
    return any(part in str(error.orig).lower() for part in ("permission denied", "read-only"))


def _told(error: sa.exc.DBAPIError, place: str) -> StoreError:
    words = masked(" ".join(str(error.orig).split()))
    for part, rule, message, hint in _SAYS:
        if part in words.lower():
            return refused(rule, f"{message} ({words})", hint or DAMAGED, place)
    hint = "check that the server runs and can be reached; what was begun is taken up again when it is back"
    return refused("queue.database", f"the database answered with an error ({words})", hint, place)
