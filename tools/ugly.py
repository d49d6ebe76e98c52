"""Count what a program can see of ugly slides, mistake by mistake and theme by theme.

    python tools/ugly.py                    the gallery and the sample content
    python tools/ugly.py DIR ...            collections of notes instead (about 40 posts of each: --most N, 0 for all)
    python tools/ugly.py --list 5           also the worst findings of each mistake in each theme
    python tools/ugly.py --pictures DIR     and a picture of each slide that is listed
    python tools/ugly.py --hold             write down the figures that fell: the tests hold them from then on

What each mistake is, tests/render/ugly_*.py tell beside the function that finds it.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "render"))

from ugly_color import painted
from ugly_decks import CONFIGURATION, SAMPLE_POSTS, counted, deck_looks, gallery_looks, hold, posts_of
from ugly_look import Look
from ugly_mistakes import MISTAKES, Count, judge, table

from corpus import heart
from post_forge.render import load_theme
from post_forge.render.paint import display_list

ROOT = Path(__file__).resolve().parent.parent
THEMES = ("night", "paper", "signal")
SMALLER_IS_WORSE = ("2", "9", "10", "14", "26")


@dataclass
class Found:
    """What came of one theme: counts by where the slides come from, and the worst slides of each mistake."""

    counts: dict[str, Count] = field(default_factory=dict)
    worst: dict[str, list[tuple[float, str, str]]] = field(default_factory=dict)

    def take(self, looks: list[Look], place: str, decks: bool, most: int, pictures: Path | None) -> None:
        """Judge the slides of one deck (or of the gallery); keep the worst, and a picture of each."""
        count = self.counts.setdefault(place, Count())
        start = len(count.findings)
        judge(looks, count, decks)
        for number, name, message in count.findings[start:]:
            worst = self.worst.setdefault(number, [])
            if any(name == other for _, other, _ in worst):
                continue
            worst.append((severity(number, message), name, message))
            worst.sort(key=lambda one: -one[0])
            if worst.pop()[1] != name if len(worst) > most else True:
                draw(next(look for look in looks if look.name == name), picture_of(pictures, name))


def severity(number: str, message: str) -> float:
    """How bad a finding is, by the last figure in it."""
    figures = re.findall(r"-?\d+(?:\.\d+)?", re.sub(r"'.*'|at most \d+|at least \d+|of \d+$|at \d+ px", "", message))
    if not figures:
        return 0.0
    return -float(figures[-1]) if number in SMALLER_IS_WORSE else float(figures[0])


def picture_of(pictures: Path | None, name: str) -> Path | None:
    return pictures / f"{name.replace('/', '-')}.png" if pictures else None


def draw(look: Look, file: Path | None) -> None:
    if file and not file.exists():
        painted(look, display_list(look.frame, look.field).ops).save(file)


def look_at(theme_name: str, folders: list[Path], most: int, listed: int, pictures: Path | None) -> Found:
    """Everything in one theme. Runs in a process of its own."""
    found = Found()
    if not folders:
        for look in gallery_looks(load_theme(theme_name)):
            found.take([look], "gallery", False, listed, pictures)
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch)
        (workspace / "post_forge.yaml").write_text(CONFIGURATION)
        for folder in folders or [ROOT / "content"]:
            for post in posts_of(heart(folder), workspace, most):
                found.take(deck_looks(post, workspace, theme_name), folder.name, True, listed, pictures)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Count what a program can see of ugly slides.")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--most", type=int, default=40, help="posts of each collection (0: all)")
    parser.add_argument("--list", type=int, default=0, dest="listed", help="findings of each mistake to print")
    parser.add_argument("--pictures", type=Path, help="write a picture of each slide that is listed")
    parser.add_argument("--themes", nargs="*", default=THEMES)
    parser.add_argument("--hold", action="store_true", help="write down the figures that fell, for the tests")
    arguments = parser.parse_args()
    if arguments.hold:
        hold_all()
        return 0
    if arguments.pictures:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(2) as pool:
        jobs = [
            pool.submit(look_at, name, arguments.folders, arguments.most, arguments.listed or 1, arguments.pictures)
            for name in arguments.themes
        ]
        results = dict(zip(arguments.themes, (job.result() for job in jobs), strict=True))
    for place in next(iter(results.values())).counts:
        print(f"\n{place}\n{table({name: found.counts[place] for name, found in results.items()})}")
    if arguments.listed:
        print(*listing(results, arguments.pictures), sep="\n")
    return 0


def hold_all() -> None:
    """Count what the tests count, in the same slides."""
    counts: dict[str, Count] = {}
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch)
        (workspace / "post_forge.yaml").write_text(CONFIGURATION)
        posts = posts_of(ROOT / "content", workspace, SAMPLE_POSTS)
        for name in THEMES:
            counts |= counted(load_theme(name), posts, workspace)
    hold(counts)


def listing(results: dict[str, Found], pictures: Path | None) -> Iterator[str]:
    """The worst findings of each mistake, theme by theme."""
    for mistake in MISTAKES:
        worst = [one for found in results.values() for one in found.worst.get(mistake.number, ())]
        if worst:
            yield f"\n{mistake.number} {mistake.name}"
        for _, name, message in worst:
            yield f"    {name}: {message}"
            if pictures:
                yield f"        {picture_of(pictures, name)}"


if __name__ == "__main__":
    sys.exit(main())
