"""Every network on every database -> a line each, what is not as it should be with its reason, and the sum.

The last line is `N deliveries, N kills, N faults: N lost, N doubled, N unsure`. Fakes share the deliveries asked for;
snac and Bluesky's PDS, where they are installed, publish a fiftieth as many each on top.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from tests.publish import pds, snac
from tests.publish.crash import command
from tests.publish.crash.network import FAKES
from tests.publish.crash.worker import LEASE, SABOTAGE
from tests.publish.crash.world import FORKS, Found, World, play
from tests.queue import server

REAL = {"snac": snac, "pds": pds}
UNSURE = {"linkedin": 0.01}
"""Of how many deliveries a network may leave us in doubt: it cannot be asked for what it shows. Of the others, none."""
MINUTES = 9.0


def main(arguments: Sequence[str] | None = None) -> int:
    asked = parsed(arguments)
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whoever ends it so leaves no process behind either
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="post-forge-crash-")))
        if asked.command:
            found = command.play(
                folder, max(asked.deliveries // len(command.NETWORKS), 1), asked.kills, asked.rate, asked.seed
            )
            print("\n".join(map(line, found)))
        else:
            databases = stack.enter_context(named_databases(asked.database, folder))
            found = played(worlds(asked, databases, folder), begun + asked.minutes * 60)
    for item in found:
        explain(item)
    summary = total(found)
    broken = sum((Counter(item.faults) for item in found), Counter[str]())
    print("faults: " + ", ".join(f"{number} {name}" for name, number in broken.most_common()))
    print(f"seed {asked.seed}, {time.monotonic() - begun:.0f} s")
    print(summary)
    return 0 if all(map(good, found)) else 1


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/crash.py", description=__doc__.partition("\n")[0])
    parser.add_argument("--deliveries", type=int, default=10_000, help="against the fakes, all together (10000)")
    parser.add_argument("--kills", type=int, help="how often a worker is killed (a tenth of the deliveries)")
    parser.add_argument("--seed", default="1", help="of fates and faults; who is when at what stays chance (1)")
    parser.add_argument("--platform", action="append", choices=[*FAKES, *REAL], help="only this one; may be repeated")
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"], help="only this one")
    parser.add_argument("--workers", type=int, default=3, help="at once on each database (3)")
    parser.add_argument("--rate", type=float, default=0.1, help="the part of all connections that break (0.1)")
    parser.add_argument("--sabotage", choices=SABOTAGE, default="", help="break the program itself, to see it noticed")
    parser.add_argument("--in-turn", action="store_true", help="die at the first step, the second ... not by chance")
    parser.add_argument(
        "--lease", type=float, default=LEASE, help=f"seconds until a dead worker is replaced ({LEASE:g})"
    )
    parser.add_argument("--command", action="store_true", help="call `post-forge publish` in a real workspace instead")
    parser.add_argument("--minutes", type=float, default=MINUTES, help=f"then what is left is given up ({MINUTES:g})")
    asked = parser.parse_args(arguments)
    asked.kills = asked.deliveries // 10 if asked.kills is None else asked.kills
    return asked


# ---- the worlds -----------------------------------------------------------------------------------------------------


@contextmanager
def named_databases(wanted: list[str] | None, folder: Path) -> Iterator[dict[str, str]]:
    """The URL of a PostgreSQL server, where one is wanted and installed."""
    found = {"sqlite": "sqlite"} if not wanted or "sqlite" in wanted else {}
    binaries = server.find_binaries() if not wanted or "postgresql" in wanted else None
    if binaries is None:
        if wanted and "postgresql" in wanted:
            sys.exit(server.WHAT_TO_INSTALL)
        print("on SQLite only" + ("" if wanted else f": {server.WHAT_TO_INSTALL}"))
        yield found
        return
    with server.running(binaries) as url:
        yield {**found, "postgresql": url}


def worlds(asked: argparse.Namespace, databases: dict[str, str], folder: Path) -> list[World]:
    """One for each network and database, the slow ones first."""
    fakes = [name for name in FAKES if not asked.platform or name in asked.platform]
    real = [name for name, what in REAL.items() if (not asked.platform or name in asked.platform) and what.find()]
    for name in REAL.keys() - {*real}:
        if not asked.platform or name in asked.platform:
            print(REAL[name].WHAT_TO_INSTALL)
    names = [(name, database) for name in (*real, *fakes) for database in databases]
    shares = [item for item in names if item[0] in (fakes or real)]
    made = []
    for number, (name, database) in enumerate(names):
        here = folder / f"{name}-{database}"
        here.mkdir()
        place = number - (len(names) - len(shares))
        if place >= 0:
            deliveries, kills = (_share(what, len(shares), place) for what in (asked.deliveries, asked.kills))
        else:
            deliveries, kills = (max(what // 50, least) for what, least in ((asked.deliveries, 10), (asked.kills, 1)))
        if deliveries:
            made.append(
                World(
                    name, _database(databases[database], number), str(here / ".post_forge"), deliveries, kills,
                    asked.workers, asked.rate, f"{asked.seed}/{name}/{database}", asked.sabotage,
                    asked.in_turn, asked.lease,
                )
            )  # fmt: skip
    return made


def _share(whole: int, among: int, place: int) -> int:
    """So much of the whole that all shares together are it."""
    return whole * (place + 1) // among - whole * place // among


def _database(url: str, number: int) -> str:
    """A database of its own on the server."""
    if url == "sqlite":
        return url
    import psycopg

    name = f"crash{number}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.replace("/postgres?", f"/{name}?")


def played(made: list[World], until: float) -> list[Found]:
    """Several at a time, each in a process of its own: most of the time they wait."""
    waiting, at_work, found = [*made], {}, {}
    try:
        while waiting or at_work:
            while waiting and len(at_work) < 4 * (os.cpu_count() or 1):
                world = replace(waiting.pop(0), seconds=max(until - time.monotonic(), 1.0))
                here, process = start(world)
                at_work[here] = (world, process)
            for here in wait([*at_work]):
                world, process = at_work.pop(here)
                found[world.folder] = ending(world, process, here)
                print(f"{len(found):>3} of {len(made)}  {line(found[world.folder])}", flush=True)
    finally:
        for _, process in at_work.values():
            os.killpg(process.pid, signal.SIGKILL)  # a world, its workers and its network: all that it has started
            process.join()
    return [found[world.folder] for world in made]


def start(world: World) -> tuple[Any, Any]:
    here, there = FORKS.Pipe()
    process = FORKS.Process(target=alone, args=(there, world))
    process.start()
    there.close()
    return here, process


def alone(there: Any, world: World) -> None:
    """A world's process, with a group of its own."""
    os.setsid()
    there.send(play(world))


def ending(world: World, process: Any, here: Any) -> Found:
    try:
        found: Found = here.recv()
    except EOFError:
        found = Found(world, errors=["the world ended with a traceback, which stands above"])
    process.join()
    return found


# ---- what is told ---------------------------------------------------------------------------------------------------


def line(found: Found) -> str:
    world, faults = found.world, sum(found.faults.values())
    database = "sqlite" if world.database == "sqlite" else "postgresql"
    sums = f"{len(found.lost)} lost, {len(found.doubled)} doubled, {len(found.unsure)} unsure"
    what = f"{world.deliveries} deliveries, {found.kills} kills, {faults} faults: {sums}"
    return f"{world.platform:<10} {database:<10} {what}  {found.seconds:.0f} s"


def total(found: Sequence[Found]) -> str:
    def summed(name: str) -> int:
        return sum(len(getattr(item, name)) for item in found)

    deliveries, kills = sum(item.world.deliveries for item in found), sum(item.kills for item in found)
    faults = sum(sum(item.faults.values()) for item in found)
    sums = f"{summed('lost')} lost, {summed('doubled')} doubled, {summed('unsure')} unsure"
    return f"{deliveries} deliveries, {kills} kills, {faults} faults: {sums}"


def good(found: Found) -> bool:
    allowed = UNSURE.get(found.world.platform, 0) * found.world.deliveries
    return not (found.lost or found.doubled or found.errors) and len(found.unsure) <= allowed


def explain(found: Found) -> None:
    """Every kind of thing that is not as it should be, with its reason; the faults there were."""
    for name in ("errors", "lost", "doubled", "unsure"):
        told = getattr(found, name)
        for item in told[:10]:
            print(f"{found.world.platform}, {name}: {item}")
        if len(told) > 10:
            print(f"{found.world.platform}, {name}: and {len(told) - 10} more")
