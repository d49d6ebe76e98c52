"""How quick the studio is: from a save to its picture, and with 1,000 notes. `python bench/preview.py [--notes 1000]`

The latency is from just before a note is written to when the bytes of the new picture have come, as a page asks for
them: the file event, reading, composing, laying out, drawing and two ways over HTTP are in it; the browser's own
decoding is not. Times are of one machine; other work on it makes them longer.
"""

from __future__ import annotations

import argparse
import json
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx2

CONTENT = Path(__file__).resolve().parent.parent / "content"
PATIENCE = 900  # seconds for the first reading of all notes
PAGES = ("/", "/posts", "/posts?page=20", "/posts?q=queue", "/calendar", "/problems", "/history")


class Studio:
    """A studio in a process of its own."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, "-m", "post_forge", "-C", str(root), "preview", "--port", "0", "--no-open"]
        begun = time.perf_counter()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.base = self.process.stdout.readline().strip().rstrip("/")
        self.up = time.perf_counter() - begun
        self.client = httpx2.Client(base_url=self.base, timeout=60, verify=False)  # plain HTTP

    def get(self, path: str) -> tuple[httpx2.Response, float]:
        begun = time.perf_counter()
        answer = self.client.get(path)
        return answer, 1000 * (time.perf_counter() - begun)

    def wait_for(self, notes: int) -> float:
        """Seconds until all notes have been read."""
        begun = time.perf_counter()
        while time.perf_counter() - begun < PATIENCE:
            text = self.get("/posts")[0].text
            if re.search(rf"in {notes} notes", text):
                return time.perf_counter() - begun
            time.sleep(0.1)
        raise SystemExit("the notes were not read in time")

    @property
    def memory(self) -> float:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0

    def end(self) -> float:
        begun = time.perf_counter()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.client.close()
        return time.perf_counter() - begun


class Page:
    """An open page: it hears of new pictures and fetches them at once, as a browser does."""

    def __init__(self, studio: Studio, seen: set[str]) -> None:
        self.studio, self.seen = studio, seen
        self.shown: list[float] = []
        self.ready = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()
        self.ready.wait(30)

    def _listen(self) -> None:
        client = httpx2.Client(base_url=self.studio.base, timeout=None, verify=False)
        pictures = httpx2.Client(base_url=self.studio.base, timeout=60, verify=False)
        try:
            with client.stream("GET", "/events") as answer:
                kind = ""
                for line in answer.iter_lines():
                    name, _, value = line.partition(": ")
                    kind = value if name == "event" else kind
                    if name == "data":
                        self.ready.set()
                        if kind == "slides":
                            self._fetch(pictures, json.loads(value)["formats"]["portrait"])
        except httpx2.HTTPError:
            return

    def _fetch(self, client: httpx2.Client, urls: list[str]) -> None:
        for url in urls:
            if url not in self.seen:
                self.seen.add(url)
                client.get(url).raise_for_status()
                self.shown.append(time.perf_counter())


def write_notes(folder: Path, count: int) -> None:
    """The sample content over and over, each copy with words of its own."""
    originals = sorted(path for path in CONTENT.glob("*.md") if path.name != "README.md")
    for number in range(count):
        source, turn = originals[number % len(originals)], number // len(originals)
        text = source.read_text(encoding="utf-8")
        words = text.replace("request", f"request{turn}").replace("database", f"database{turn}") if turn else text
        (folder / f"{number:04d}-{source.name}").write_text(words, encoding="utf-8")


def latency(studio: Studio, root: Path, times: int) -> dict[str, float]:
    """Save one sentence of a post again and again; ms from the save to the first and the last new picture."""
    post = re.search(r'href="/posts/([^"?#]+)"', studio.get("/posts")[0].text)[1]
    page, _ = studio.get(f"/posts/{post}")
    spot = re.search(r"(content/[^\"<:]+\.md):(\d+)", page.text)
    note, line = root / spot[1], int(spot[2])
    seen = set(re.findall(r"/pictures/[0-9a-f]+\.png", page.text))
    for url in seen:
        studio.get(url)
    listener = Page(studio, seen)
    lines = note.read_text(encoding="utf-8").split("\n")
    sentences = [number for number in range(line, len(lines)) if re.match(r"[A-Z*-].{40}", lines[number])]
    at = next((number for number in sentences if _save(listener, note, lines, number, "first")), 0)  # on a slide
    firsts, lasts, slides = [], [], []
    for turn in range(times):
        if shown := _save(listener, note, lines, at, f"really{turn}"):
            firsts.append(min(shown))
            lasts.append(max(shown))
            slides.append(len(shown))
    note.write_text("\n".join(lines), encoding="utf-8")
    if not firsts:
        return {"saves_shown": 0}
    return {
        "saves_shown": len(firsts),
        "slides_changed": statistics.median(slides),
        "save_to_first_picture_ms": round(statistics.median(firsts)),
        "save_to_first_picture_worst_ms": round(max(firsts)),
        "save_to_last_picture_ms": round(statistics.median(lasts)),
    }


def _save(listener: Page, note: Path, lines: list[str], at: int, word: str) -> list[float]:
    """Put a word into a line of a note; when each new picture came, in ms."""
    words = lines[at].split(" ")
    changed = [*lines[:at], " ".join([*words[:-2], word, *words[-2:]]), *lines[at + 1 :]]
    listener.shown.clear()
    begun = time.perf_counter()
    note.write_text("\n".join(changed), encoding="utf-8")
    time.sleep(1.5)
    return [1000 * (moment - begun) for moment in listener.shown]


def large(root: Path, notes: int) -> dict[str, float]:
    """Figures with many notes: a first start, a later start, pages, thumbnails as somebody scrolls, memory."""
    studio = Studio(root)
    _, first = studio.get("/")
    reading = studio.wait_for(notes)
    time.sleep(2)  # what was read is kept for the next start
    studio.end()
    studio = Studio(root)
    _, again = studio.get("/")
    ready = studio.wait_for(notes)
    pages = {path: round(min(studio.get(path)[1] for _ in range(3))) for path in PAGES}
    before = studio.memory
    covers = []
    for page in range(1, 7):
        urls = re.findall(r"/pictures/[0-9a-f]+\.small\.png", studio.get(f"/posts?page={page}")[0].text)
        covers += [studio.get(url)[1] for url in dict.fromkeys(urls)]
    edited = latency(studio, root, 6)
    after = studio.memory
    return {
        "notes": notes,
        "first_start_first_page_ms": round(first),
        "first_start_all_read_s": round(reading, 1),
        "later_start_first_page_ms": round(again),
        "later_start_all_there_s": round(studio.up + ready, 2),
        "slowest_page_ms": max(pages.values()),
        "thumbnails_drawn": len(covers),
        "thumbnail_ms": round(statistics.median(covers)),
        "memory_mb": round(before),
        "memory_after_scrolling_mb": round(after),
        **{f"large_{name}": value for name, value in edited.items()},
        "end_s": round(studio.end(), 2),
        **{f"page {path} ms": value for path, value in pages.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="How quick the studio is.")
    parser.add_argument("--notes", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures: dict[str, float] = {}
    for count in (20, arguments.notes):
        with tempfile.TemporaryDirectory() as scratch:
            root = Path(scratch)
            (root / "content").mkdir()
            write_notes(root / "content", count)
            if count == arguments.notes:
                figures |= large(root, count)
            else:
                studio = Studio(root)
                studio.wait_for(count)
                figures |= latency(studio, root, 12)
                studio.end()
    if arguments.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:<34} {value}")


if __name__ == "__main__":
    main()
