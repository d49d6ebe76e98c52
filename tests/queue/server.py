"""A throw-away PostgreSQL server: real binaries, an unprivileged user, a Unix socket, a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WHAT_TO_INSTALL = (
    "no PostgreSQL server here; install one (Debian, Ubuntu: apt install postgresql; macOS: brew install postgresql)"
)
_SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 16MB
max_connections = 40
"""


def find_binaries() -> Path | None:
    """The folder with initdb and postgres, the newest one of several; None where there is none."""
    places = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for pattern in (
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql*/bin",
        "/usr/local/opt/postgresql*/bin",
    ):
        places += sorted(Path("/").glob(pattern.removeprefix("/")), reverse=True)
    return next((place for place in places if (place / "initdb").is_file() and (place / "postgres").is_file()), None)


@contextmanager
def running(binaries: Path) -> Iterator[str]:
    """Start a server: the URL of its first database, `.../postgres?host=...`. It is stopped by its own process id."""
    folder = Path(tempfile.mkdtemp(prefix="post-forge-pg-", dir="/tmp"))  # a socket's path must be short
    try:
        who = _nobody(folder)
        clean = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        data = folder / "data"
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            check=True,
            capture_output=True,
            env=clean,
            cwd="/",
            **who,
        )
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS.format(folder=folder))
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data], stdout=log, stderr=log, env=clean, cwd="/", **who
            )
        try:
            _wait(server, folder)
            yield f"postgresql://test@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGINT)  # disconnects everybody, then ends
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _nobody(folder: Path) -> dict[str, object]:
    """How to start a process that is not root, which PostgreSQL refuses to be; the folder is made that user's."""
    if os.geteuid() != 0:
        return {}
    import pwd

    user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait(server: subprocess.Popen[bytes], folder: Path) -> None:
    """Until the server answers."""
    import psycopg

    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError((folder / "log").read_text())
        try:
            psycopg.connect(f"postgresql://test@/postgres?host={folder}", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start: " + (folder / "log").read_text())
