"""Write the table of elements in docs/templates.md from the vocabulary itself: `python tools/element_table.py`.

With `--check` it writes nothing and says by its exit code whether the page is as it should be.
"""

from __future__ import annotations

import sys
from pathlib import Path

from post_forge import render
from post_forge.render.elements import BOX, FLOW
from post_forge.render.readers import accepts

PAGE = Path(__file__).resolve().parent.parent / "docs" / "templates.md"
BEGIN, END = "<!-- elements: made by `make docs` -->", "<!-- end of elements -->"
HOLDS = {
    "boxes": "other elements",
    "words": "words and marks",
    "verbatim": "text, kept as it is",
    "nothing": "nothing",
}


def main() -> int:
    text = PAGE.read_text("utf-8")
    front, _, rest = text.partition(BEGIN)
    _, _, back = rest.partition(END)
    made = f"{front}{BEGIN}\n\n{table()}\n{END}{back}"
    if "--check" in sys.argv:
        return 0 if made == text else 1
    PAGE.write_text(made, "utf-8")
    return 0


def table() -> str:
    """Every element: what it is, what it holds, its own attributes, an example."""
    elements, wrong = render.listing()
    assert not wrong, wrong
    parts = [section(element) for element in elements]
    shared = [
        "#### Every element\n\n" + attributes(BOX),
        "#### Every element that holds others\n\n" + attributes(FLOW),
    ]
    return "\n".join([*parts, *shared])


def section(element: render.Element) -> str:
    inside = f" Stands in {' or '.join(f'`<{name}>`' for name in sorted(element.only_in))}." if element.only_in else ""
    example = ["```xml", element.example, "```", ""] if element.example else []
    lines = [f"#### `<{element.name}>`", "", f"{sentence(element.summary)} Holds {HOLDS[element.holds]}.{inside}", ""]
    if element.attributes:
        lines += [attributes(element.attributes, element.required), ""]
    return "\n".join([*lines, *example])


def attributes(readers: object, required: frozenset[str] = frozenset()) -> str:
    assert isinstance(readers, dict)
    rows = [
        f"| `{name}`{' (needed)' if name in required else ''} | {cell(accepts(read))} |"
        for name, read in readers.items()
    ]
    return "\n".join(["| attribute | takes |", "|---|---|", *rows]) + ("\n" if readers in (BOX, FLOW) else "")


def cell(words: str) -> str:
    return words.replace("|", "\\|")


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:].rstrip(".") + "."


if __name__ == "__main__":
    sys.exit(main())
