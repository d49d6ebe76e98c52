"""Build every collection of real notes beside the project (or a set of hostile inputs) and print what came of it.

    python tools/corpus.py            each folder of ../shared/corpus
    python tools/corpus.py --nasty    what make_nasty.py there writes, mini and full
    python tools/corpus.py DIR ...    any other folders

Each folder is built by the command line in a workspace of its own, which is kept with --keep DIR. The run fails on a
traceback, on memory over 400 MB in the largest process (as the operating system counts it), where more than 3 % of what
would be posts in scripts that have a font is refused because it does not fit on slides (of all units, and of those of
40 to 220 words), and where more than 2 % of the slides say less than 8 words and show nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
MOST_MEMORY = 400  # MB
MOST_REFUSED = 0.03
MIDDLING = range(40, 221)  # words of a unit that is neither a remark nor a chapter
FEW_WORDS = 8
MOST_EMPTY = 0.02
FULL_OF_ITSELF = {"cover", "statement", "number", "divider", "end"}  # few words are what these are for
SHOWING = {"code", "diff", "terminal", "table", "compare", "diagram", "picture"}  # there is something to look at


@dataclass
class Outcome:
    name: str
    seconds: float
    memory: float
    code: int
    errors: str
    report: dict = field(default_factory=dict)
    slides: Counter = field(default_factory=Counter)
    units: Counter = field(default_factory=Counter)

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


def slides_of(workspace: Path) -> Counter:
    """How many slides there are (`all`), and how many say little and show nothing (`empty`)."""
    from post_forge.compose.language.spans import count_words

    found: Counter = Counter()
    for file in workspace.glob("output/*/*/post.json"):
        for slide in json.loads(file.read_text())["slides"]:
            plain = slide["layout"] not in FULL_OF_ITSELF | SHOWING
            found["all"] += 1
            found["empty"] += plain and count_words(" ".join(slide["text"].split())) < FEW_WORDS
    return found


def units_of(folder: Path, workspace: Path, report: dict) -> Counter:
    """Of the units of a middling length: how many became posts, and how many were refused for layout."""
    words = words_of_units(folder, workspace)
    posts = [json.loads(file.read_text())["source"] for file in workspace.glob("output/*/*/post.json")]
    refused = [one["source"] for one in report.get("refusals", ()) if one["rule"] == "layout"]
    found: Counter = Counter()
    for what, sources in (("posts", posts), ("refused", refused)):
        for path, line in map(place_of, sources):
            starts = words.get(path, [])
            at = bisect_right(starts, (line, 10**9)) - 1
            found[what] += at >= 0 and starts[at][1] in MIDDLING
    return found


def place_of(source: str | dict) -> tuple[str, int]:
    """The path and the line of a source, as a report writes it."""
    if isinstance(source, dict):
        return source["path"], int(source.get("line") or 1)
    path, *numbers = str(source).split(":")
    return path, int(numbers[0]) if numbers and numbers[0].isdigit() else 1


def words_of_units(folder: Path, workspace: Path) -> dict[str, list[tuple[int, int]]]:
    """The units of every note by its path: the line each begins at and its words, in order."""
    from post_forge import compose, forge
    from post_forge.compose.collect import slots_of
    from post_forge.compose.language.phrases import phrases_for
    from post_forge.compose.units.choosing import plan
    from post_forge.compose.units.kinds import word_count
    from post_forge.forge.making.collect import collect
    from post_forge.forge.making.plan import Reader

    opened = forge.open_workspace(workspace, remember=False)
    reader = Reader(opened, collect(opened, folder.resolve()))
    notes = [note for path in reader.collected.wanted if (note := reader.read(path).note)]
    collection = compose.survey(compose.facts(note) for note in notes)
    found = {}
    for note in notes:
        slots = slots_of(note, collection)
        units, _ = plan(note, slots, reader.options.series, phrases_for(note.lang, reader.options.templates))
        found[note.path] = sorted((unit.source.line, word_count(unit.chapters)) for unit in units)
    return found


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
            outcome = build(folder.resolve(), workspace)
            if outcome.report:
                outcome.slides = slides_of(workspace)
                outcome.units = units_of(heart(folder.resolve()), workspace, outcome.report)
            outcomes.append(outcome)
            print(row(outcome), flush=True)
    return verdict(outcomes, hostile=arguments.nasty)


def verdict(outcomes: list[Outcome], hostile: bool = False) -> int:
    """Print the figures; 1 where one is not good enough. Of hostile inputs only crashes and memory count, no shares."""
    posts = sum(len(outcome.report.get("posts", ())) for outcome in outcomes)
    refused = sum((outcome.refused for outcome in outcomes), Counter())
    share = refused["layout"] / max(1, posts + refused["layout"])
    print(f"{posts} posts; refused: {dict(refused.most_common())}; {share:.1%} of what has a font refused for layout")
    units = sum((outcome.units for outcome in outcomes), Counter())
    slides = sum((outcome.slides for outcome in outcomes), Counter())
    middling = units["refused"] / max(1, units["posts"] + units["refused"])
    empty = slides["empty"] / max(1, slides["all"])
    told = f"{units['posts']} posts, {units['refused']} refused for layout ({middling:.1%})"
    print(f"units of {MIDDLING[0]} to {MIDDLING[-1]} words: {told}")
    print(
        f"slides of less than {FEW_WORDS} words that show nothing: {slides['empty']} of {slides['all']} ({empty:.1%})"
    )
    faults = [f"{outcome.name}: {fault}" for outcome in outcomes for fault in outcome.faults]
    if share > MOST_REFUSED and not hostile:
        faults.append(f"{share:.1%} refused for layout, at most {MOST_REFUSED:.0%} wanted")
    if middling > MOST_REFUSED and not hostile:
        faults.append(f"{middling:.1%} of the middling units refused for layout, at most {MOST_REFUSED:.0%} wanted")
    if empty > MOST_EMPTY and not hostile:
        faults.append(f"{empty:.1%} of the slides show nothing, at most {MOST_EMPTY:.0%} wanted")
    for fault in faults:
        print(f"FAILED {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
