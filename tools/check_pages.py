"""The pages of the rules of `check` -> their part of docs/check.md. Run it after a page was changed."""

from __future__ import annotations

from pathlib import Path

from post_forge.check import pages

DOCUMENT = Path(__file__).parent.parent / "docs" / "check.md"
MARK = "holds this part equal to them. -->\n"


def written(document: str) -> str:
    """The document with the pages as they are now."""
    head, mark, _ = document.partition(MARK)
    return f"{head}{mark}\n{pages()}"


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
