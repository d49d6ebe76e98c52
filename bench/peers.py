"""The peers of the rendering benchmark, where they lie beside the project and are installed -> ratios to our figures.

They are looked for in ../shared/peers (a copy is run, as they write beside themselves). Each draws the same kind of
deck with a script of its own and prints milliseconds a slide. One that is not installed is passed over with a word; one
whose pictures are empty or of another size fails the benchmark.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from post_forge.model import Format
from post_forge.shipped import FONTS

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "peers"
DECKS = "8"
LONGEST = 600  # seconds


@dataclass(frozen=True)
class Peer:
    """A script of a peer, the arguments for `DECKS` decks, where its pictures lie, and what has to be there for it."""

    name: str
    script: str
    arguments: tuple[str, ...]
    out: str
    module: str = ""
    folder: str = ""
    program: str = ""

    def wants(self, bench: Path) -> str:
        """What is missing, "" when it can run."""
        if self.program and not shutil.which(self.program):
            return self.program
        if self.folder and not (bench / self.folder / "node_modules").is_dir():
            return f"`npm install` in {self.folder}"
        if self.module:
            done = subprocess.run([sys.executable, "-c", f"import {self.module}"], capture_output=True, check=False)
            return f"the Python package {self.module}" if done.returncode else ""
        return ""

    def command(self) -> list[str]:
        runner = {".py": sys.executable, ".mjs": "node", ".sh": "sh"}[Path(self.script).suffix]
        return [runner, self.script, *self.arguments]


PEERS = (
    Peer("Marp CLI", "b01_marp.sh", (), "marp", folder="npm-marp", program="chromium"),
    Peer("Playwright", "b02_playwright.py", ("--decks", DECKS), "playwright", "playwright", program="chromium"),
    Peer("satori + resvg", "b03_satori.mjs", (f"--decks={DECKS}",), "satori", folder="npm-satori", program="node"),
    Peer("takumi (Node)", "b04_takumi_node.mjs", (f"--decks={DECKS}",), "takumi_node", "", "npm-takumi", "node"),
    Peer("takumi (Python)", "b04_takumi_py.py", ("--decks", DECKS), "takumi_py", "takumi_py"),
    Peer("typst", "b05_typst.py", ("--decks", DECKS), "typst", "typst"),
    Peer("plutoprint", "b06_plutoprint.py", ("--decks", DECKS), "plutoprint", "plutoprint"),
    Peer("PicTex", "b07_pictex.py", ("--decks", DECKS), "pictex", "pictex"),
)


def run(figures: Mapping[str, float], canvas: Format, as_json: bool = False) -> int:
    """Run every peer there is and print how many times as long it takes; the exit code of the benchmark."""
    if not FOLDER.is_dir():
        print(f"no peers: there is no folder {FOLDER}", file=sys.stderr)
        return 0
    failed, found = 0, {}
    with tempfile.TemporaryDirectory() as scratch:
        bench = Path(shutil.copytree(FOLDER, Path(scratch, "bench"), symlinks=True))
        supply_fonts(bench / "fonts")
        for peer in PEERS:
            missing = peer.wants(bench)
            if missing:
                print(f"{peer.name:<18} passed over: it needs {missing}", file=sys.stderr)
                continue
            try:
                found[peer.name] = measured(peer, bench, canvas)
            except (ValueError, subprocess.SubprocessError) as error:
                failed = 1
                print(f"{peer.name:<18} FAILED: {error}", file=sys.stderr)
    ours = figures["warm_ms_per_slide"]
    ratios = {name: round(taken / ours, 1) for name, taken in found.items()}
    if as_json:
        print(json.dumps({"peers_ms_per_slide": found, "peers_ratio": ratios}))
    else:
        for name, taken in found.items():
            print(f"{name:<18} {taken:8.1f} ms a slide, {ratios[name]:6.1f} times ours")
    return failed


def measured(peer: Peer, bench: Path, canvas: Format) -> float:
    """Milliseconds a slide, warm. Raises ValueError for pictures that are not slides."""
    out = bench / "out" / peer.out
    out.mkdir(parents=True, exist_ok=True)
    around = {**os.environ, "BENCH": str(bench)}
    begun = time.perf_counter()
    done = subprocess.run(
        peer.command(), cwd=bench, env=around, capture_output=True, text=True, timeout=LONGEST, check=False
    )
    seconds = time.perf_counter() - begun
    if done.returncode:
        raise ValueError((done.stderr or done.stdout).strip()[-400:])
    pictures = sorted(out.glob("*.png"))
    if len(pictures) < 10:
        raise ValueError(f"{len(pictures)} pictures instead of ten")
    for picture in pictures:
        check(picture, canvas)
    try:
        taken: list[float] = json.loads(done.stdout.strip().splitlines()[-1])["ms_per_slide"]
    except (ValueError, KeyError, IndexError):  # Marp says nothing: a whole process is timed
        return round(seconds / len(pictures) * 1000, 2)
    return round(statistics.median(taken[len(taken) // 2 :]), 2)


def check(picture: Path, canvas: Format) -> None:
    """Raises ValueError for a picture of another size, and for one that shows nothing."""
    with Image.open(picture) as opened:
        if opened.size != (canvas.width, canvas.height):
            raise ValueError(f"{picture.name} has {opened.width}x{opened.height} px")
        if len(opened.convert("RGB").reduce(4).getcolors(1 << 20) or ()) < 8:
            raise ValueError(f"{picture.name} is empty")


def supply_fonts(folder: Path) -> None:
    """The peers ask for Roboto; where it is not at hand our own letters take its name."""
    if folder.is_dir():
        return
    folder.mkdir()
    for weight in ("Regular", "Medium", "Bold", "Black"):
        shutil.copyfile(FONTS / "inter" / "Inter.ttf", folder / f"Roboto-{weight}.ttf")
    shutil.copyfile(FONTS / "jetbrains-mono" / "JetBrainsMono.ttf", folder / "JetBrainsMono-Regular.ttf")
