"""How long a build takes: the first, one with nothing to do, one after an edit. `python bench/build.py [--notes 400]`

The notes are the sample content over and over, each copy with words of its own, so that no cache of content helps.
Figures are of one run each, of the whole process; ratios travel between machines, seconds do not.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CONTENT = Path(__file__).resolve().parent.parent / "content"


def write_notes(folder: Path, count: int) -> None:
    originals = sorted(path for path in CONTENT.glob("*.md") if path.name != "README.md")
    for number in range(count):
        source = originals[number % len(originals)]
        turn = number // len(originals)
        text = source.read_text(encoding="utf-8")
        words = text.replace("request", f"request{turn}").replace("database", f"database{turn}") if turn else text
        (folder / f"{number:04d}-{source.name}").write_text(words, encoding="utf-8")


def run(workspace: Path, *arguments: str) -> tuple[dict, float, float]:
    """The JSON a build prints, its seconds, and the memory of its largest process in MB."""
    out = workspace / "report.json"
    begun = time.perf_counter()
    with out.open("w") as file:
        command = [sys.executable, "-m", "post_forge", "-C", str(workspace), "build", "--json", *arguments]
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"the build failed; run: {' '.join(command)}")
    return json.loads(out.read_text()), seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def written_since(folder: Path, moment_ns: int) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.stat().st_mtime_ns > moment_ns]


def main() -> None:
    parser = argparse.ArgumentParser(description="How long a build takes.")
    parser.add_argument("--notes", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch)
        (workspace / "content").mkdir()
        write_notes(workspace / "content", arguments.notes)
        size = sum(path.stat().st_size for path in (workspace / "content").iterdir())
        first, first_seconds, memory = run(workspace)
        moment = time.time_ns()
        _, again_seconds, _ = run(workspace)
        written = written_since(workspace / "output", moment)
        note = min((workspace / "content").iterdir())
        note.write_text(note.read_text().replace(" seconds", " long seconds"))
        edited, edited_seconds, _ = run(workspace)
    figures = {
        "notes": first["notes"],
        "megabytes": round(size / 1e6, 2),
        "posts": len(first["posts"]),
        "slides": first["slides"],
        "first_s": round(first_seconds, 2),
        "first_slides_per_s": round(first["slides"] / first_seconds),
        "unchanged_s": round(again_seconds, 2),
        "unchanged_files_written": len(written),
        "one_note_edited_s": round(edited_seconds, 2),
        "one_note_edited_slides_drawn": edited["drawn"],
        "largest_process_mb": round(memory),
    }
    if arguments.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:<30} {value}")


if __name__ == "__main__":
    main()
