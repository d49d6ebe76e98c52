"""Measure reading and composing: MB of notes a second on one core, and whether memory grows with the notes.

    python bench/compose.py                 the sample content, again and again under other names
    python bench/compose.py FOLDER ...      other notes
    python bench/compose.py --profile       and where the time goes

One pass is what a first build does before it draws: every note is read, the collection is looked at as a whole, every
note is composed. Memory is measured after one pass and after several: what stays is what is kept of the notes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from post_forge import compose, notes
from post_forge.platforms import RULES

ROOT = Path(__file__).resolve().parent.parent
T = TypeVar("T")
PASSES = 3
LEAST_BYTES = 1_500_000  # of a pass, so that one is long enough to be measured


@dataclass
class Pass:
    """Seconds of processor time of one pass over a folder, and what came of it."""

    read: float = 0.0
    survey: float = 0.0
    compose: float = 0.0
    bytes: int = 0
    notes: int = 0
    posts: int = 0

    @property
    def seconds(self) -> float:
        return self.read + self.survey + self.compose


def run(folders: list[Path], times: int = 1) -> Pass:
    """Read, survey and compose the notes of each folder, `times` times as many as there are."""
    done = Pass()
    for folder in folders * times:
        found = notes.find(folder, folder)
        index = notes.read_index(found)
        done.bytes += sum(one.size for one in found.notes)
        results, spent = timed(lambda found=found, index=index, folder=folder: [
            result.note for one in found.notes if (result := notes.read(one, index=index, root=folder)).note
        ])  # fmt: skip
        done.read += spent
        collection, spent = timed(lambda results=results: compose.survey(map(compose.facts, results)))
        done.survey += spent
        options = compose.Options(sensitive=notes.sensitive)
        made, spent = timed(lambda results=results, collection=collection, options=options: sum(
            len(compose.compose(note, collection, options, RULES).posts) for note in results
        ))  # fmt: skip
        done.compose += spent
        done.notes += len(results)
        done.posts += made
    return done


def timed(call: Callable[[], T]) -> tuple[T, float]:
    started = time.process_time()
    return call(), time.process_time() - started


def memory() -> float:
    """The most memory that this process has had so far, in MB."""
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure reading and composing.")
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "content"])
    parser.add_argument("--profile", action="store_true")
    wanted = parser.parse_args()
    folders = [folder.resolve() for folder in wanted.folders]
    size = max(1, run(folders).bytes)  # patterns and phrases are ready after this
    times = -(-LEAST_BYTES // size)
    first = run(folders, times)
    before = memory()
    passes = [first, *(run(folders, times) for _ in range(PASSES - 1))]
    best = min(passes, key=lambda one: one.seconds)
    rate = best.bytes / 1e6 / best.seconds
    print(f"{best.notes} notes, {best.bytes / 1e6:.2f} MB, {best.posts} posts")
    print(
        f"read {best.read:.2f} s, survey {best.survey:.2f} s, compose {best.compose:.2f} s: {rate:.2f} MB/s on one core"
    )
    print(f"memory {before:.0f} MB after one pass, {memory():.0f} MB after {PASSES}")
    if wanted.profile:
        profile = cProfile.Profile()
        profile.runcall(run, folders, times)
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
