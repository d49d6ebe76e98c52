"""Build every collection of real notes beside the project (or a set of hostile inputs) and print what came of it.

    python tools/corpus.py            each folder of ../shared/corpus
    python tools/corpus.py --nasty    what make_nasty.py there writes, mini and full
    python tools/corpus.py DIR ...    any other folders

Each folder is built by the command line in a workspace of its own, which is kept with --keep DIR. The run fails on a
traceback, on memory over 400 MB in the largest process (as the operating system counts it), and where more than 3 % of
what would be posts in scripts that have a font is refused because it does not fit on slides.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
MOST_MEMORY = 400  # MB
MOST_REFUSED = 0.03


@dataclass
class Outcome:
    name: str
    seconds: float
    memory: float
    code: int
    errors: str
    report: dict = field(default_factory=dict)

    @property
    def refused(self) -> Counter:
        return Counter(refusal["rule"] for refusal in self.report.get("refusals", ()))

    @property
    def faults(self) -> list[str]:
        faults = []
        if "Traceback" in self.errors or self.code not in (0, 1) or not self.report:
            faults.append(f"ended with code {self.code}: {self.errors.strip()[-600:]}")
        if self.memory > MOST_MEMORY:
            faults.append(f"{self.memory:.0f} MB of memory")
        return faults


def build(folder: Path, workspace: Path) -> Outcome:
    """Run `post-forge build` on a collection and take the largest process's memory from the operating system."""
    report, errors = workspace / "report.json", workspace / "errors.txt"
    started = time.monotonic()
    with report.open("w") as out, errors.open("w") as err:
        command = [sys.executable, "-m", "post_forge", "-C", str(workspace), "build", str(heart(folder)), "--json"]
        process = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    text = report.read_text()
    return Outcome(
        folder.name,
        seconds,
        usage.ru_maxrss / unit,
        os.waitstatus_to_exitcode(status),
        errors.read_text(),
        json.loads(text) if text.startswith("{") else {},
    )


def heart(folder: Path) -> Path:
    """The folder that holds a collection's notes: they may lie deep, or in one that is hidden (named, it is built)."""
    names = ("ORIGIN.md", "README.md")
    notes = [
        path for path in folder.rglob("*.md*") if path.is_file() and (path.parent != folder or path.name not in names)
    ]
    return Path(os.path.commonpath([path.parent for path in notes])) if notes else folder


def row(outcome: Outcome) -> str:
    report = outcome.report
    problems = Counter(problem["severity"] for problem in report.get("problems", ()))
    refused = " ".join(f"{rule}={count}" for rule, count in outcome.refused.most_common())
    posts = len(report.get("posts", ()))
    return (
        f"{outcome.name:<20} {report.get('notes', 0):>5} {posts:>6} {report.get('slides', 0):>7} "
        f"{problems['error']:>6} {problems['warning']:>8} {outcome.seconds:>7.1f} {outcome.memory:>6.0f}  {refused}"
    )


def nasty(folder: Path) -> list[Path]:
    folders = []
    for size in ("mini", "full"):
        target = folder / f"nasty-{size}"
        command = [sys.executable, str(CORPUS / "make_nasty.py"), str(target)]
        subprocess.run([*command, "mini"] if size == "mini" else command, check=True)
        folders.append(target)
    return folders


def main() -> int:
    parser = argparse.ArgumentParser(description="Build collections of real notes and print what came of it.")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--nasty", action="store_true", help="hostile inputs instead")
    parser.add_argument("--keep", type=Path, help="keep the workspaces here")
    arguments = parser.parse_args()
    if not arguments.folders and not CORPUS.is_dir():
        print(f"skipped: there are no notes in {CORPUS}")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        base = arguments.keep or Path(scratch)
        folders = arguments.folders or (
            nasty(Path(scratch)) if arguments.nasty else sorted(path for path in CORPUS.iterdir() if path.is_dir())
        )
        print(f"{'collection':<20} notes  posts  slides errors warnings seconds     MB  refused")
        outcomes = []
        for folder in folders:
            workspace = base / f"workspace-{folder.name}"
            workspace.mkdir(parents=True, exist_ok=True)
            outcomes.append(build(folder.resolve(), workspace))
            print(row(outcomes[-1]), flush=True)
    return verdict(outcomes)


def verdict(outcomes: list[Outcome]) -> int:
    posts = sum(len(outcome.report.get("posts", ())) for outcome in outcomes)
    refused = sum((outcome.refused for outcome in outcomes), Counter())
    share = refused["layout"] / max(1, posts + refused["layout"])
    print(f"{posts} posts; refused: {dict(refused.most_common())}; {share:.1%} of what has a font refused for layout")
    faults = [f"{outcome.name}: {fault}" for outcome in outcomes for fault in outcome.faults]
    if share > MOST_REFUSED:
        faults.append(f"{share:.1%} refused for layout, at most {MOST_REFUSED:.0%} wanted")
    for fault in faults:
        print(f"FAILED {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
