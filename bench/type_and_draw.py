"""What typesetting and drawing cost on this machine: run it and read the table. Nothing fails here.

python bench/type_and_draw.py
"""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable
from itertools import count

from post_forge.render.draw import encode_png, paint, pixel_hash, ready
from post_forge.render.pdf import page_of, write_pdf
from post_forge.render.type import book_with, default_book, highlight, missing_scripts, set_text
from post_forge.render.values import Dots, Face, Fill, Gradient, Measure, Op, Run, SetText, Stroke, Words

SIZE = (1080, 1350)
TEXT, MUTED, ACCENT, GROUND, CARD = "#f3f5f9", "#aeb6c7", "#c4ff3d", "#0a0c11", "#12151c"
POINTS = (
    "Retry only what is safe to repeat: reads, and writes that carry an idempotency key.",
    "Wait longer after each failure, and add jitter so that clients do not come back together.",
    "Give up after a budget, not after a count: three slow tries can outlast the caller.",
)
CODE = """\
@app.post("/payments")
async def create(request: Request, key: str = Header()) -> Response:
    if stored := await cache.get(key):
        return Response(stored, status_code=200)
    async with lock(key, timeout=5.0):
        payment = await bank.charge(request.amount, currency="EUR")
        # the answer is kept as long as clients may ask again
        await cache.set(key, payment.json(), ttl=86_400)
    return Response(payment.json(), status_code=201)
"""
KINDS = {"keyword": "#aeb9ff", "string": "#8fe0b0", "number": "#ffc98a", "comment": "#8a95ab", "call": TEXT}


def best(function: Callable[[], object], rounds: int = 30) -> float:
    """The shortest of some runs, in ms."""
    times = []
    gc.collect()
    for _ in range(rounds):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


Texts = list[tuple[float, float, tuple[Run, ...], Measure]]


def words_slide(narrower: float = 0.0, first: int = 0) -> Texts:
    """A title, three points, kicker and footer: about 55 words.

    `narrower` px make lines that were never broken before, `first` turns the words round into a text never seen.
    """
    body, title = Face("Inter", 40, 450, tracking=-0.012), Face("Inter", 112, 700, tracking=-0.032)
    mono = Face("JetBrains Mono", 28, 500)
    heading = (Run("A safe retry in ", title, TEXT), Run("three moves", title, ACCENT, keep=True))
    count = (Run("04", mono._replace(weight=600), TEXT), Run("/14", mono, MUTED))
    texts: Texts = [
        (90, 144, (Run("resilience / 04", mono, MUTED),), Measure(900, 36)),
        (90, 196, heading, Measure(900 - narrower, 110, balance=True, optical=True)),
        (164, 1220, (Run("@shipdaily", Face("Inter", 28, 550), MUTED),), Measure(400, 36)),
        (900, 1220, count, Measure(90, 36, align="end")),
    ]
    for index, point in enumerate(POINTS):
        words = point.split()
        words = words[first % len(words) :] + words[: first % len(words)]
        runs = (Run(words[0] + " ", body._replace(weight=560), TEXT), Run(" ".join(words[1:]), body, MUTED))
        texts.append((130, 520 + index * 210, runs, Measure(824 - narrower, 52)))
    return texts


def code_slide() -> Texts:
    """Nine lines of code."""
    face = Face("JetBrains Mono", 27, 450, features=("-calt", "-liga"))
    runs: list[Run] = []
    for line in highlight(CODE.rstrip("\n"), "python"):
        runs.extend(Run(text, face, KINDS.get(kind, "#dde2ec")) for text, kind in line)
        runs.append(Run("\n", face, TEXT))
    return [(128, 420, tuple(runs[:-1]), Measure(824, 48, wrap="code"))]


def ops_of(texts: Texts) -> list[Op]:
    ops: list[Op] = [Fill(90 + i * 65, 84, 56, 6, ACCENT if i == 3 else "#262c3a", 3) for i in range(14)]
    ops += [Fill(90, 480 + i * 210, 900, 186, CARD, 24, 2, "#1f2430") for i in range(3)]
    ops += [Fill(90, 1210, 56, 56, "#1a1e28", 28, 2, "#3a4254"), Stroke(((939, 1238), (965, 1238)), 5, ACCENT)]
    book = default_book()
    return ops + [Words(x, y, set_text(runs, measure, book)) for x, y, runs, measure in texts]


def set_all(texts: Texts) -> list[SetText]:
    book = default_book()
    return [set_text(runs, measure, book) for _, _, runs, measure in texts]


def cold() -> None:
    book = book_with({})
    for _, _, runs, measure in words_slide():
        set_text(runs, measure, book)


def set_new_code(number: int) -> None:
    face = Face("JetBrains Mono", 27, 450)
    run = Run(CODE.replace("bank", f"b{number}"), face, TEXT)
    set_text([run], Measure(824, 48, wrap="code"), default_book())


def setting() -> None:
    steps = count(1)
    slide = words_slide()
    set_all(slide)
    set_all(code_slide())
    for first in range(20):
        set_all(words_slide(first=first))
    report("set a slide of 55 words: fonts unopened", best(cold, 10))
    report("set it: words known, text new", best(lambda: set_all(words_slide(next(steps) / 64, next(steps)))))
    report("set it: text known, measure new", best(lambda: set_all(words_slide(next(steps) / 64))))
    report("set it: all known", best(lambda: set_all(slide)))
    report("set nine lines of code, new text", best(lambda: set_new_code(next(steps))))
    report("highlight nine lines, lexer open", best(lambda: highlight.__wrapped__(CODE, "python")))
    greek = "καλημέρα κόσμε " * 25
    report("look for missing scripts in 50 words of Greek", best(lambda: missing_scripts(greek, default_book())))


def drawing() -> None:
    slide, code = ops_of(words_slide()), ops_of(code_slide())
    book = default_book()
    whole = (0, 0, *SIZE)
    cover = [Gradient(*whole, ((0, "#1b1464"), (1, "#e0447c")), 135), Dots(0, 0, 1080, 840, "#1c212c")]
    steps = count(1)
    image = paint(slide, *SIZE, GROUND, book)

    def new_gradient() -> None:
        paint([Gradient(*whole, ((0, GROUND), (1, f"#{next(steps):06x}")), 160)], *SIZE, GROUND, book)

    report("paint a slide of words", best(lambda: paint(slide, *SIZE, GROUND, book)))
    report("paint a slide of code", best(lambda: paint(code, *SIZE, GROUND, book)))
    report("paint a cover: gradient and dots known", best(lambda: paint([*cover, *slide], *SIZE, GROUND, book)))
    report("make a gradient of a slide's size", best(new_gradient, 5))
    png = encode_png(image)
    report("encode it as PNG", best(lambda: encode_png(image)))
    report("hash its pixels", best(lambda: pixel_hash(image)))
    report("encode it as JPEG under 1 MB", best(lambda: ready(png, [("jpeg", 95)], SIZE, 1_000_000), 5))
    page = page_of(png, slide, "A safe retry in three moves")
    report("write a PDF of ten slides", best(lambda: write_pdf([page] * 10, "Retries", "en")))
    print(f"{len(page.png) / 1024:9.1f}  KB the PNG")


def memory() -> None:
    """Ten thousand slides with texts of their own: the peak must not grow."""
    book = default_book()
    for index in range(10_001):
        texts = words_slide(index % 97)
        runs = tuple(run._replace(text=f"{run.text} {index} {index * 7919 % 1000003:x}") for run in texts[1][2])
        paint([Words(90, 196, set_text(runs, texts[1][3], book))], 1080, 400, GROUND, book)
        if index in (500, 2500, 5000, 10_000):
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{peak:9.1f}  MB at most after {index} slides")


def report(what: str, milliseconds: float) -> None:
    print(f"{milliseconds:9.3f}  ms  {what}")


if __name__ == "__main__":
    setting()
    drawing()
    memory()
