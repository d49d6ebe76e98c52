"""One browser for all of these tests, and a studio for each module: a real workspace, served by the command."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CHROMIUM = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None)
NOTES = ("idempotency-keys", "deadlocks")
CONFIG = """\
brand: { name: Ship Daily, handle: "@shipdaily" }
timezone: Europe/Madrid
theme: ours
formats: [portrait]
channels:
  archive: { platform: folder }
  mastodon:
    platform: mastodon
    url: https://social.example
    token: $MASTODON_TOKEN
    approval: required
    times: { mon-fri: ["12:30"] }
"""
SOON = 60  # seconds: longer than anything here takes, also on a machine that is busy


@pytest.fixture(scope="session")
def browser():
    sync = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    if CHROMIUM is None:
        pytest.skip("no Chromium: apt install chromium")
    with sync.sync_playwright() as playwright:
        # Test machines are containers, in which Chromium cannot make a sandbox of its own.
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield one
        one.close()


@pytest.fixture(scope="session")
def built(browser, tmp_path_factory) -> Path:
    """Two notes, built and planned on two channels; one delivery stands by itself in a month far ahead."""
    root = tmp_path_factory.mktemp("built") / "ws"
    (root / "content").mkdir(parents=True)
    for name in NOTES:
        shutil.copy(ROOT / "content" / f"{name}.md", root / "content")
    (root / "post_forge.yaml").write_text(CONFIG, encoding="utf-8")
    theme = root / "templates" / "themes" / "ours"
    theme.mkdir(parents=True)
    (theme / "theme.yaml").write_text("extends: night\n", encoding="utf-8")
    run(root, "build")
    run(root, "schedule", "--take")
    run(root, "queue", "move", first_archived(root), f"{far_day()} 09:00")
    return root


def run(root: Path, *words: str, check: bool = True) -> str:
    """A command of the terminal in that workspace."""
    command = [sys.executable, "-m", "post_forge", "-C", str(root), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SOON * 4, check=False)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def first_archived(root: Path) -> str:
    return next(line.split()[-1] for line in run(root, "queue").splitlines() if line.endswith("@archive"))


def far_day() -> date:
    """The 10th of the month after the next: whatever today is, the days around it are free."""
    return ((date.today().replace(day=1) + timedelta(days=70)).replace(day=1)).replace(day=10)


@dataclass
class Site:
    """A studio that runs. `said` is what its process printed."""

    root: Path
    url: str
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def run(self, *words: str) -> str:
        return run(self.root, *words)

    def note(self, name: str = NOTES[0]) -> Path:
        return self.root / "content" / f"{name}.md"

    def change(self, old: str, new: str, name: str = NOTES[0]) -> None:
        """Save a note as an editor does: another file, put in its place."""
        path = self.note(name)
        words = path.read_text(encoding="utf-8")
        assert old in words
        beside = path.with_suffix(".new")
        beside.write_text(words.replace(old, new, 1), encoding="utf-8")
        beside.replace(path)


def until(page, expression: str, arg=None) -> None:
    """Wait for an expression to be true. Playwright's own waiting evaluates text in the page, which the policy of the
    studio forbids; asking again and again from outside is allowed."""
    last = time.monotonic() + SOON
    while not page.evaluate(expression, arg):
        assert time.monotonic() < last, expression
        page.wait_for_timeout(30)


def serve(root: Path, *more: str) -> Site:
    command = [sys.executable, "-m", "post_forge", "-C", str(root), "preview", "--port", "0", *more]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said: list[str] = []
    found = threading.Event()

    def read() -> None:
        assert process.stdout
        for line in process.stdout:
            said.append(line)
            if "http://" in line:
                found.set()
        process.stdout.close()
        found.set()

    threading.Thread(target=read, daemon=True).start()
    found.wait(SOON)
    address = re.search(r"http://[^\s/]+", "".join(said))
    assert address, "".join(said)
    site = Site(root, address[0], process, said)
    wait_until_read(site)
    return site


def wait_until_read(site: Site) -> None:
    """The first reading of the notes is over: the list has them all."""
    until = time.monotonic() + SOON * 2
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{site.url}/posts", timeout=SOON) as answer:
                if answer.read().count(b'<section class="note"') == len(NOTES):
                    return
        except urllib.error.HTTPError as error:
            error.close()
        time.sleep(0.1)
    raise AssertionError("the notes are not read: " + "".join(site.said))


def stop(site: Site) -> None:
    site.process.send_signal(signal.SIGINT)
    try:
        site.process.wait(SOON)
    except subprocess.TimeoutExpired:
        site.process.kill()
        site.process.wait()
        raise


@pytest.fixture(scope="module")
def site(built, tmp_path_factory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("site") / "ws"
    shutil.copytree(built, root)
    one = serve(root)
    yield one
    stop(one)


@pytest.fixture
def open_page(browser) -> Iterator[Callable]:
    """Opens a page in a browser of its own (no cookies, no memory). At the end nothing may have been wrong on any."""
    contexts = []
    wrong: list[str] = []

    def opened(url: str, *, wide: int = 1280, high: int = 900, colours: str = "light", faults: bool = False, **more):
        context = browser.new_context(
            viewport={"width": wide, "height": high}, color_scheme=colours, reduced_motion="reduce", **more
        )
        context.set_default_timeout(SOON * 1000)
        contexts.append(context)
        page = context.new_page()
        if not faults:
            page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
