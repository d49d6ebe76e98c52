"""The same tests on both databases: every one that asks for `store` or `database` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from contextlib import contextmanager
from itertools import count

import pytest

from post_forge.queue import open_store
from tests.queue import server

_numbers = count(1)


@pytest.fixture(scope="session")
def postgresql_server():
    """The URL of a server that runs as long as the tests do."""
    binaries = server.find_binaries()
    if binaries is None:
        if os.environ.get("POST_FORGE_TEST_POSTGRESQL") == "required":
            pytest.fail(server.WHAT_TO_INSTALL)
        pytest.skip(server.WHAT_TO_INSTALL)
    with server.running(binaries) as url:
        yield url


@contextmanager
def made(server_url, template=""):
    """A database of its own, gone afterwards; the URL."""
    import psycopg

    name = f"queue{next(_numbers)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    yield server_url.replace("/postgres?", f"/{name}?")
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def ready_name(postgresql_server, tmp_path_factory):
    """The name of a database with the tables in it: copying that is quicker than making them."""
    with made(postgresql_server) as url:
        open_store(url, tmp_path_factory.mktemp("ready")).close()
        yield url.split("/")[3].partition("?")[0]


@pytest.fixture
def postgresql(postgresql_server):
    """The URL of an empty database."""
    with made(postgresql_server) as url:
        yield url


@pytest.fixture
def ready_postgresql(postgresql_server, ready_name):
    """The URL of a database with the tables in it."""
    with made(postgresql_server, ready_name) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """What `database:` in post_forge.yaml would say."""
    return "sqlite" if request.param == "sqlite" else request.getfixturevalue("ready_postgresql")


@pytest.fixture
def folder(tmp_path):
    """The workspace's .post_forge/."""
    return tmp_path / ".post_forge"


@pytest.fixture
def store(database, folder):
    with open_store(database, folder) as opened:
        yield opened
