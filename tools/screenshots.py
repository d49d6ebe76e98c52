"""Make the pictures of docs/preview.md, every page of the studio in Chromium: `python tools/screenshots.py [PAGE ...]`

docs/pictures/studio-<page>.png         1280 px wide, light (Today also dark)
docs/pictures/studio-phone.png          four pages at 390 px, side by side

The workspace is the sample content with three channels, planned and partly worked on, in a folder that is thrown away.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
COLOURS = 160  # in a picture: enough for flat pages, and small in git
CONFIG = """\
brand: { name: Ship Daily, handle: "@shipdaily" }
timezone: Europe/Madrid
channels:
  archive: { platform: folder }
  mastodon: { platform: mastodon, url: https://social.example, token: $TOKEN, times: { mon-fri: ["12:30"] } }
  linkedin:
    platform: linkedin
    author: "urn:li:person:a"
    token: $TOKEN
    approval: required
    times: { tue-thu: ["08:30"] }
"""
PAGES = {
    "today": ("/", "light"),
    "today-dark": ("/", "dark"),
    "networks": ("/", "light"),
    "posts": ("/posts", "light"),
    "explain": ("/explain/idempotency-keys", "light"),
    "calendar": ("/calendar", "light"),
    "week": ("/calendar?week={next_week}", "dark"),
    "problems": ("/problems", "light"),
    "theme": ("/theme", "dark"),
    "history": ("/history", "light"),
}
PHONE = ("/", "/posts", "/calendar", "/theme")


def main() -> int:
    chromium = next(
        (path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None
    )
    if chromium is None:
        print("no Chromium: apt install chromium", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        root = Path(scratch) / "notes"
        prepare(root)
        process, url = serve(root)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            take(browser, url, sys.argv[1:] or [*PAGES, "phone"])
        finally:
            browser.close()
            process.terminate()
            process.wait(20)
    return 0


def prepare(root: Path) -> None:
    """A workspace in the middle of its life: some is out, some waits, one note has a mistake."""
    root.mkdir()
    shutil.copytree(ROOT / "content", root / "content")
    (root / "post_forge.yaml").write_text(CONFIG, encoding="utf-8")
    run(root, "build")
    run(root, "schedule", "--take", "--days", "40")
    rows = json.loads(run(root, "queue", "list", "--json"))["deliveries"]
    mastodon = [row for row in rows if row["channel"] == "mastodon"]
    linkedin = [row for row in rows if row["channel"] == "linkedin"]
    now = datetime.now(UTC)
    for back, row in enumerate(mastodon[-4:], 1):
        run(root, "queue", "done", row["id"], f"https://social.example/@shipdaily/11{back}", "--at",
            f"{now - timedelta(days=back):%Y-%m-%d} 12:30")  # fmt: skip
    run(root, "queue", "approve", linkedin[0]["id"])
    run(root, "queue", "hold", mastodon[3]["id"])
    told = {"post": mastodon[0]["post"], "channel": "mastodon", "time": f"{now:%Y-%m-%dT%H:%M:%SZ}", "state": "unsure"}
    with (root / "published.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(told) + "\n")
    broken = root / "content" / "deadlocks.md"
    broken.write_text(
        re.sub(r"^tags: \[(.*)\]$", r"tags: [\1", broken.read_text("utf-8"), flags=re.M), encoding="utf-8"
    )


def run(root: Path, *words: str) -> str:
    command = [sys.executable, "-m", "post_forge", "-C", str(root), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


def serve(root: Path) -> tuple[subprocess.Popen[str], str]:
    """The studio, once it has read the notes."""
    command = [sys.executable, "-m", "post_forge", "-C", str(root), "preview", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    url = process.stdout.readline().strip().rstrip("/")
    while b"data-post-view" not in fetched(url + "/"):
        time.sleep(0.3)
    return process, url


def fetched(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        return bytes(error.read())


def take(browser: Browser, url: str, wanted: list[str]) -> None:
    next_week = (datetime.now(UTC) + timedelta(days=7)).strftime("%G-W%V")
    for name in (name for name in wanted if name in PAGES):
        path, colours = PAGES[name]
        page = opened(browser, url + path.format(next_week=next_week), colours, 1280, 860)
        if name == "networks":
            page.keyboard.press("0")
            settle(page)
        write(name, page.screenshot())
        page.context.close()
    if "phone" not in wanted:
        return
    sheet = Image.new("RGB", (4 * 390 + 3 * 24, 844), "#ffffff")
    for number, path in enumerate(PHONE):
        page = opened(browser, url + path, "light" if number % 2 == 0 else "dark", 390, 844)
        sheet.paste(Image.open(io.BytesIO(page.screenshot())), (number * (390 + 24), 0))
        page.context.close()
    out = io.BytesIO()
    sheet.save(out, "PNG")
    write("phone", out.getvalue())


def opened(browser: Browser, url: str, colours: str, width: int, height: int) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if colours == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url)
    settle(page)
    return page


def settle(page: Page) -> None:
    """Until every picture in sight is drawn."""
    seen = """() => [...document.images].every(one => {
        const box = one.getBoundingClientRect();
        const away = box.bottom < 0 || box.top > innerHeight || !one.checkVisibility();
        return away || (one.complete && one.naturalWidth > 0);
    })"""
    for _ in range(600):
        if page.evaluate(seen):
            break
        page.wait_for_timeout(100)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.wait_for_timeout(150)


def write(name: str, png: bytes) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    path = PICTURES / f"studio-{name}.png"
    picture.save(path, "PNG", optimize=True)
    print(f"docs/pictures/{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    raise SystemExit(main())
