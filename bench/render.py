"""What a slide costs, from its values to the bytes of its PNG. `python bench/render.py [--json] [--peers]`

The deck has ten slides: a cover, four of text, two of 14 lines of code, a table, a quote, an end. Every deck has words
of its own, half of them never seen before, so that no cache of content helps. Times are the best or the median of some
rounds; ratios travel between machines, milliseconds do not.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from post_forge import render, workers
from post_forge.model import FORMATS, Code, Deck, Grid, Point, Slide, Source, Span, Text, plain
from post_forge.render.draw import encode_png, paint
from post_forge.render.paint import display_list
from post_forge.render.parse import parse
from post_forge.render.slides import book_of

CANVAS = FORMATS["portrait"]
NOTE = Source("bench.md", 1)
COMMON = """
    the a of to and in is it for with that on as are by an be or from when what how one once every after before until
    because request answer cache queue server client error timeout retry lock index row table write read key value
    budget wave load slow fast safe wrong true first last small large never always only twice again while down up
""".split()  # noqa: SIM905 - a list of words in quotes fills three screens
CONSONANTS, VOWELS = "bcdfgklmnprstvz", "aeiou"
CODE = """\
from {a} import {b}, {c}

@{b}(limit={n}, wait="{n}ms")
async def {d}({e}, tries={m}) -> {f}:
    # {g} {h} before the {j} is gone
    async with {a}({e}) as {g}:
        if {g}.{h} >= {n}.5:
            raise {f}(f"{i} {{tries}}")
        {i} = await {c}({g}, {m}_000)
    return {i}["{j}"]

for {j} in range({m}):
    {g} = {d}({h}, tries={j} + 1)
    print({g}, "{a} {i}", sep="{n}")"""


class Speaker:
    """Says things nobody has said before; the same number says the same."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)

    def word(self, new: float = 0.5) -> str:
        """One word; `new` is how often it is made up."""
        chance = self.random
        if chance.random() > new:
            return chance.choice(COMMON)
        syllables = [chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(chance.randint(1, 3))]
        return "".join(syllables) + chance.choice(CONSONANTS)

    def words(self, count: int) -> str:
        return " ".join(self.word() for _ in range(count))

    def sentence(self, count: int) -> str:
        return self.words(count).capitalize() + "."

    def title(self) -> Text:
        return plain(self.words(5).capitalize())

    def figure(self) -> Text:
        return plain(f"{self.random.randint(1, 999)}.{self.random.randint(1, 9)} ms")

    def marked(self, count: int) -> Text:
        """A sentence with bold words and a piece of code in it."""
        strong, code = Span(self.words(2), frozenset({"strong"})), Span(self.word(1) + "()", frozenset({"code"}))
        return Text((Span(self.word().capitalize() + " "), strong, Span(f" {self.words(count - 5)} "), code,
                     Span(f" {self.word()}.")))  # fmt: skip

    def code(self) -> str:
        names = {letter: self.word(1) for letter in "abcdeghij"} | {"f": self.word(1).capitalize()}
        return CODE.format(**names, n=self.random.randint(10, 999), m=self.random.randint(2, 9))


def deck(number: int) -> Deck:
    """The ten slides; other numbers say other words."""
    say = Speaker(number)
    text = [
        Slide("points", NOTE, say.title(), say.words(2), points=tuple(Point(say.marked(12)) for _ in range(count)))
        for count in (4, 5, 3, 4)
    ]
    code = [Slide("code", NOTE, say.title(), code=Code(say.code(), "python", NOTE, f"{say.word(1)}.py")) for _ in "ab"]
    head = tuple(plain(say.word(1)) for _ in range(3))
    rows = tuple((plain(say.words(2)), say.figure(), say.figure()) for _ in range(6))
    table = Slide("table", NOTE, say.title(), table=Grid(head, rows, ("left", "right", "right")))
    cover = Slide("cover", NOTE, plain(say.words(7).capitalize()), say.words(2), plain(say.sentence(11)))
    quote = Slide("quote", NOTE, plain(say.sentence(18)), by=plain(say.words(2).title()))
    end = Slide("end", NOTE, plain(say.words(4) + "?"), lead=plain(say.sentence(14)))
    return Deck((cover, text[0], text[1], code[0], text[2], code[1], text[3], table, quote, end))


@lru_cache(1)
def theme() -> render.Theme:
    return render.load_theme("night")


def views(made: Deck) -> list[render.DeckView]:
    """What each slide knows of its deck."""
    count, pulse = len(made.slides), render.pulse_of(made.slides)
    return [render.DeckView(number, count, "@bench", "Bench", "B", pulse=pulse) for number in range(1, count + 1)]


def draw(number: int) -> int:
    """Draw one deck, from values to PNG; how many bytes it makes."""
    made = deck(number)
    size = 0
    for slide, view in zip(made.slides, views(made), strict=True):
        markup = render.markup(slide, view, theme(), CANVAS)
        size += len(render.draw_slide(render.lay_out(markup, theme(), CANVAS), theme(), CANVAS).png)
    return size


def seconds(work: Callable[..., object], *arguments: Any) -> float:
    begun = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begun


# ---- one process -----------------------------------------------------------------------------------------------------

STEPS = ("markup", "parse", "layout", "paint", "encode")


class Clock:
    """Adds up the seconds of each step."""

    def __init__(self) -> None:
        self.taken = dict.fromkeys(STEPS, 0.0)

    def __call__(self, step: str, work: Callable[..., Any], *arguments: Any) -> Any:
        begun = time.perf_counter()
        result = work(*arguments)
        self.taken[step] += time.perf_counter() - begun
        return result


def steps(number: int) -> dict[str, float]:
    """The seconds of each step of one deck."""
    clock, made, book = Clock(), deck(number), book_of(theme())
    ground = theme().color["background"]
    for slide, view in zip(made.slides, views(made), strict=True):
        markup = clock("markup", render.markup, slide, view, theme(), CANVAS)
        before = clock.taken["parse"]
        clock("parse", parse, markup.text, theme())
        frame = clock("layout", render.lay_out, markup, theme(), CANVAS)
        clock.taken["layout"] -= clock.taken["parse"] - before  # laying out parses first
        ops = clock("paint", display_list, frame, theme()).ops
        image = clock("paint", paint, ops, CANVAS.width, CANVAS.height, ground, book)
        clock("encode", encode_png, image)
    return clock.taken


def warm(rounds: int) -> dict[str, float]:
    """Milliseconds a slide, whole and by step: the medians over decks that were never drawn before."""
    for number in range(4):
        draw(number)
    whole = [seconds(draw, number) for number in range(10, 10 + rounds)]
    made = [seconds(deck, number) for number in range(10, 10 + rounds)]
    parts = [steps(number) for number in range(1010, 1010 + rounds)]
    figures = {"warm_ms_per_slide": 100 * (statistics.median(whole) - statistics.median(made))}
    figures["warm_best_ms_per_slide"] = 100 * (min(whole) - min(made))
    return figures | {f"{step}_ms": 100 * statistics.median(part[step] for part in parts) for step in STEPS}


def memory() -> dict[str, float]:
    """The peak after 100 slides and after 2,000, and the bytes of a slide."""
    size = sum(map(draw, range(10)))
    early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size += sum(map(draw, range(10, 200)))
    late = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1024 if sys.platform != "darwin" else 1024**2
    return {"peak_mb_100_slides": early / unit, "peak_mb": late / unit, "bytes_per_slide": size / 2000}


# ---- several processes -----------------------------------------------------------------------------------------------


def thousand() -> None:
    """A thousand slides on all cores."""
    list(workers.run(draw, range(100), 100))


def parallel() -> dict[str, float]:
    """Slides a second with every core at work, the pool's start included."""
    return {"slides_per_s": max(1000 / seconds(thousand) for _ in range(3))}


def command(compiled: str, *arguments: str, check: bool = True) -> float:
    """The seconds of one command line, from nothing to its end. Modules are compiled, as they are once installed."""
    line = [sys.executable, "-m", "post_forge", *arguments]
    around = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
    return seconds(partial(subprocess.run, line, check=check, capture_output=True, env=around))


def cold(rounds: int = 5) -> dict[str, float]:
    """One deck from its Markdown through the command line: the first time, with nothing changed; and `--help`.

    The workspace has been used before (its configuration is known), the note has not.
    """
    times: dict[str, list[float]] = {"cold_s": [], "unchanged_s": [], "help_s": []}
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(rounds + 1):
            workspace = Path(scratch, str(number))
            (workspace / "content").mkdir(parents=True)
            (workspace / "content" / "note.md").write_text(note(number), encoding="utf-8")
            (workspace / "post_forge.yaml").write_text("brand: {name: Bench, handle: '@bench'}\n", encoding="utf-8")
            build = (f"{scratch}/compiled", "-C", str(workspace), "build", "-q")
            command(*build, str(workspace / "content" / "none"), check=False)  # a configuration is checked once
            first, again = command(*build), command(*build)
            if number:  # the first one only compiles
                times["cold_s"].append(first)
                times["unchanged_s"] += [again, command(*build)]
                times["help_s"].append(command(f"{scratch}/compiled", "--help"))
        count = len(list(workspace.glob("output/*/*/slides/portrait/*.png")))
    return {name: min(taken) for name, taken in times.items()} | {"cold_slides": count}


def note(number: int) -> str:
    """A note that becomes one post of about ten slides."""
    say = Speaker(number)
    points = "\n".join(f"- **{say.words(2).capitalize()}**: {say.words(9)} `{say.word(1)}()`." for _ in range(4))
    rows = "\n".join(
        f"| {say.words(2)} | {say.random.randint(1, 999)} ms | {say.random.randint(1, 9)} ms |" for _ in "abcd"
    )
    paragraphs = "\n\n".join(f"{say.sentence(14)} {say.sentence(12)}" for _ in range(2))
    heading = say.words(6).capitalize()
    return (
        f"# {say.words(3).capitalize()}\n\n{say.sentence(16)}\n\n<!-- post: bench -->\n\n## {heading}\n\n"
        f"{paragraphs}\n\n{points}\n\n```python\n{say.code()}\n```\n\n{say.sentence(14)}\n\n"
        f"| What | Before | After |\n| --- | --- | --- |\n{rows}\n\n> {say.sentence(16)}\n\n"
        f"```python\n{say.code()}\n```\n\n**The fix:** {say.sentence(14)}\n"
    )


# ---- what is printed -------------------------------------------------------------------------------------------------


def alone(part: str) -> dict[str, float]:
    """The figures of one part, measured in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--only", part], check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


PARTS: dict[str, Callable[[], dict[str, float]]] = {
    "warm": lambda: warm(20),
    "memory": memory,
    "parallel": parallel,
    "thousand": lambda: {"s": seconds(thousand)},
}


def measure() -> dict[str, float]:
    figures = alone("warm") | alone("memory") | alone("parallel")
    figures["thousand_s"] = min(seconds(alone, "thousand") for _ in range(2))  # the interpreter's start included
    return figures | cold()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="What a slide costs.")
    parser.add_argument("--json", action="store_true", help="print the figures by name, as JSON")
    parser.add_argument("--peers", action="store_true", help="run the peers that are installed, and print ratios")
    parser.add_argument("--only", choices=PARTS, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.only:
        print(json.dumps(PARTS[chosen.only]()))
        return 0
    figures = {name: round(value, 3 if name.endswith("_s") or "ms" in name else 1) for name, value in measure().items()}
    if chosen.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:<26} {value:>12,}")
        print(f"{'cores':<26} {os.cpu_count():>12}")
    if chosen.peers:
        import peers

        return peers.run(figures, CANVAS, as_json=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
