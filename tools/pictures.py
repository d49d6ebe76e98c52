"""Make the pictures of the documentation from the sample content: `python tools/pictures.py`.

docs/pictures/carousel.png   one post's slides at a glance, for the readme
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from post_forge import forge

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SHOWN = {"carousel.png": "retries-with-backoff"}  # picture: the note whose best post is shown


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch)
        shutil.copytree(ROOT / "content", workspace / "content")
        shutil.copy(ROOT / "post_forge.yaml", workspace)
        PICTURES.mkdir(parents=True, exist_ok=True)
        for name, note in SHOWN.items():
            wishes = forge.Wishes(workspace / "content" / f"{note}.md")
            report = forge.build(forge.open_workspace(workspace), wishes)
            best = max(report.posts, key=lambda post: len(list((workspace / "output" / post).rglob("*.png"))))
            shutil.copy(workspace / "output" / best / "contact-sheet.png", PICTURES / name)
            print(f"docs/pictures/{name}: {best}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
