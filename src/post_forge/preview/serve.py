"""A workspace -> the studio on a port of this machine, until it is told to end.

Streams that are open end at once with it. Without a port the usual one is taken, or the next that is free.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from post_forge.errors import Problem, UsageError
from post_forge.preview.app import make_app
from post_forge.preview.security import Door, Guard
from post_forge.preview.studio import Manner, Studio

if TYPE_CHECKING:
    import uvicorn

PORT = 8765
_TRIES = 20  # ports that are tried where none was asked for
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """How the server is wanted. `port` None takes the usual one or the next that is free, 0 any free one; `open` is
    called with the address when it answers."""

    host: str = "127.0.0.1"
    port: int | None = None
    read_only: bool = False
    open: Callable[[str], None] | None = None


def serve(folder: Path, wish: Wish = Wish(), say: Say = print) -> None:
    """Serve until SIGINT or SIGTERM. Raises UsageError for an address that cannot be had."""
    listening = listen(wish.host, wish.port)
    try:
        port = listening.getsockname()[1]
        door, address = _door(wish.host, port, say)
        studio = Studio(folder, Manner(read_only=wish.read_only))
        sys.setswitchinterval(0.001)  # a page is not to wait for a thread that reads notes
        say(address)
        if door.key:
            say("The link works once; a new one is printed when it was used.")
        asyncio.run(_serve(studio, door, wish, listening, address))
    finally:
        listening.close()


async def _serve(studio: Studio, door: Door, wish: Wish, listening: socket.socket, address: str) -> None:
    app = Guard(make_app(studio), door, read_only=wish.read_only)
    server = _server(app, studio)
    running = asyncio.create_task(studio.run())
    if wish.open is not None:
        asyncio.get_running_loop().call_later(0.3, wish.open, address)
    try:
        await server.serve([listening])
    finally:
        studio.stop()
        with contextlib.suppress(TimeoutError, asyncio.CancelledError):
            await asyncio.wait_for(running, 2)


def _server(app: Guard, studio: Studio) -> uvicorn.Server:
    import uvicorn

    class Server(uvicorn.Server):
        """Ends the open streams before it waits for them to end, and takes a signal for a good end."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            studio.events.close()
            super().handle_exit(sig, frame)

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
            try:
                yield
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)

    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=20,
        limit_concurrency=200,
        http="h11",
        ws="none",
    )
    return Server(config)


def _door(host: str, port: int, say: Say) -> tuple[Door, str]:
    """Who may come in by which name, and the address to print."""
    shown = f"[{host}]" if ":" in host else host
    if is_local(host):
        return Door(_LOCAL | {host.lower()}, port), f"http://{shown}:{port}/"
    own = _own_names()
    every = host in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
    name = own[0] if every else shown

    def link(key: str) -> str:
        return f"http://{name}:{port}/?key={key}"

    names = _LOCAL | {host.lower()} | ({one.lower() for one in own} if every else set())
    door = Door(names, port, addresses=every, key=secrets.token_urlsafe(18), used=lambda key: say(link(key)))
    return door, link(door.key)


def _own_names() -> list[str]:
    """What this machine is called in its network: its address first."""
    names = [socket.gethostname()]
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # nothing is sent: only asks which address would be used
        names.insert(0, probe.getsockname()[0])
    return names


def is_local(host: str) -> bool:
    """Whether only this machine reaches the address."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host.lower() == "localhost"


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens. Raises UsageError: taken, not allowed, no such address."""
    wanted = [PORT + number for number in range(_TRIES)] if port is None else [port]
    for number in wanted:
        try:
            return _bound(host, number)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and number != wanted[-1]:
                continue
            raise UsageError(_not_had(host, number, port, error)) from None
    raise AssertionError("the last port raises")


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    found = socket.socket(family, kind, protocol)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen(128)
        found.setblocking(False)
    except OSError:
        found.close()
        raise
    return found


def _not_had(host: str, number: int, port: int | None, error: OSError) -> Problem:
    if isinstance(error, socket.gaierror):
        return Problem("usage.host", f"there is no address {host!r} here", hint="--host 0.0.0.0 takes all there are")
    if error.errno == errno.EADDRINUSE:
        if port is None:
            message = f"the ports {PORT} to {number} are all in use"
            return Problem("usage.port", message, hint="--port 0 takes any that is free")
        hint = "perhaps another preview runs; without --port the next free one is taken"
        return Problem("usage.port", f"port {number} is in use", hint=hint)
    reason = (error.strerror or str(error)).lower()
    return Problem("usage.port", f"cannot listen on {host}, port {number}: {reason}", hint="take a port above 1023")
