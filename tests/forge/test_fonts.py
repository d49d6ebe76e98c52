"""Scripts without a font: told once a run, drawn as soon as a package or a file has them, and never as empty boxes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.render.type.block_fonts import HEBREW, block_font

NOTE = """\
# Note 1

שירות התשלומים איבד את מסד הנתונים לארבעים שניות. הניסיונות החוזרים השאירו אותו למטה עוד עשרים דקות.

## ניסיון חוזר מכפיל את העומס

**The trap:** Three layers that try three times each send 27 requests for one click. A service that is failing gets 27
times the load that made it fail.

**The fix:** Retry at one layer, the one closest to the user, and give the others one attempt each.

- **Budget**: Allow retries for at most 10 % of all requests, and fail the rest at once.
- **Backoff**: Double the wait after every attempt, up to a cap of 5 seconds.
- **Jitter**: Draw the wait at random below the cap, so that clients do not come back in step.
"""
OTHER = """\
# Note 2

דף הבית של החנות נטען ארבע שניות בכל בוקר. המטמון רוקן בלילה, וכולם ביקשו את אותו הדבר.

## החטאה אחת הופכת לאלף

**The trap:** When a popular entry expires, every visitor of that moment misses it. A thousand identical queries reach
the database at once, and each is slower than the one before.

**The fix:** Let the first miss load the entry, and let the others wait for its result.

- **Spread**: Add up to 10 % to each lifetime by chance, so that entries do not expire together.
- **Early**: Renew what is asked for often a little before it expires.
- **Stale**: Serve the old entry for some seconds more while the new one is on its way.
"""


def workspace(root: Path) -> Path:
    (root / "content").mkdir(parents=True)
    (root / "post_forge.yaml").write_text('brand: { name: Test, handle: "@test" }\n', encoding="utf-8")
    for number, text in enumerate((NOTE, OTHER), 1):
        (root / f"content/note-{number}.md").write_text(text, encoding="utf-8")
    return root


def package(site: Path) -> Path:
    """A font package as pip would install it."""
    files = site / "fontpkg_test_hebrew" / "files"
    files.mkdir(parents=True)
    letters = "".join(map(chr, range(32, 127)))
    block_font(files / "TestHebrew.ttf", letters + HEBREW)
    facts = site / "fontpkg_test_hebrew-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: fontpkg-test-hebrew\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text("[fontpkg.family]\ntest_hebrew = fontpkg_test_hebrew\n")
    return site


def run(root: Path, site: Path | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(site or "")}
    command = [sys.executable, "-m", "post_forge", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def has_hebrew() -> bool:
    from post_forge.render.type import default_book, missing_scripts

    return not missing_scripts("שלום", default_book())


pytestmark = pytest.mark.skipif(has_hebrew(), reason="a font package for Hebrew is installed here")


def test_a_missing_script_is_told_once_and_drawn_when_its_package_comes(tmp_path):
    root = workspace(tmp_path / "ws")
    first = run(root, None, "build")
    told = [line for line in first.stderr.splitlines() if "[font.missing]" in line]
    assert len(told) == 1
    assert "no font here has Hebrew letters: 2 posts of 2 notes" in told[0]
    assert "pip install fontpkg-heebo" in told[0]
    assert told[0].startswith("content/note-1.md:")
    assert first.returncode == 0
    assert not list((root / "output").glob("*/*/slides"))
    again = run(root, None, "build")
    assert "[font.missing]" in again.stderr, "what is remembered is told again"

    site = package(tmp_path / "site")
    drawn = run(root, site, "build")
    assert "[font.missing]" not in drawn.stderr
    assert len(list((root / "output").glob("*/*/slides/portrait/01.png"))) == 2
    assert "nothing to do" in run(root, site, "build").stdout

    gone = run(root, None, "build")
    assert "2 posts of 2 notes" in gone.stderr
    assert not list((root / "output").glob("*/*/slides")), "what can no longer be drawn does not stay behind"


def test_check_and_today_tell_it_too(tmp_path):
    root = workspace(tmp_path / "ws")
    checked = json.loads(run(root, None, "check", "--json").stdout)
    told = [problem for problem in checked["problems"] if problem["rule"] == "font.missing"]
    assert [problem["file"] for problem in told] == ["content/note-1.md"]
    today = run(root, None, "today")
    assert today.stderr.count("no font here has Hebrew letters") == 1
    assert "Traceback" not in today.stderr


def test_a_brand_in_letters_without_a_font_is_told_where_it_is_written(tmp_path):
    root = workspace(tmp_path / "ws")
    (root / "content/note-2.md").unlink()
    (root / "content/note-1.md").write_text(
        NOTE.replace("שירות", "A").translate(dict.fromkeys(map(ord, HEBREW), "a")), encoding="utf-8"
    )
    (root / "post_forge.yaml").write_text("theme: night\nbrand:\n  name: שלום\n", encoding="utf-8")
    told = [line for line in run(root, None, "build").stderr.splitlines() if "[font.missing]" in line]
    assert len(told) == 1
    assert told[0].startswith("post_forge.yaml:2")
