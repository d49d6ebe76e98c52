"""Accept the gallery as it is drawn now: `make golden` writes pixels.txt and the contact sheets beside it.

A sheet is written anew only where one of its pictures changed. A slide whose layout is broken keeps the digest that was
accepted before, is told, and the command ends with 1; the others are accepted all the same.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from golden_pictures import (
    GROUPS,
    PIXELS,
    SHEETS,
    Change,
    accepted,
    changes,
    make_all,
    sheet_file,
    sheet_of,
    written,
)

from post_forge.errors import ForgeError


def draw(group: tuple[str, str]) -> tuple[dict[str, str], list[Change], list[str]]:
    """One theme in one format: its digests, what changed, what is broken. Writes the sheet where it has to be new."""
    name = "/".join(group)
    known = accepted(name)
    try:
        made = make_all(*group)
    except ForgeError as error:  # the theme itself, or the gallery, cannot be read
        return known, [], [f"{name}: {error}"]
    found = changes(made, known)
    digests = {one.name: one.digest or known.get(one.name, "") for one in made}
    broken = [f"{one.name}: {one.error}" for one in made if not one.digest]
    if found or not sheet_file(name).is_file():
        sheet_of(made, group[1]).save(sheet_file(name), optimize=True)
    slim = [Change(change.kind, change.name) for change in found]
    return {key: digest for key, digest in digests.items() if digest}, slim, broken


def main() -> int:
    SHEETS.mkdir(exist_ok=True)
    digests: dict[str, str] = {}
    found: list[Change] = []
    broken: list[str] = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for more, differing, failing in pool.map(draw, GROUPS):
            digests |= more
            found += differing
            broken += failing
    known = {sheet_file("/".join(group)) for group in GROUPS}
    for sheet in set(SHEETS.iterdir()) - known:
        sheet.unlink()
    content = written(digests)
    if not PIXELS.is_file() or PIXELS.read_text("utf-8") != content:
        temporary = PIXELS.with_suffix(".new")
        temporary.write_text(content, "utf-8")
        temporary.replace(PIXELS)
    kinds = Counter(change.kind for change in found)
    print(
        f"{len(digests)} slides: {', '.join(f'{count} {kind}' for kind, count in kinds.items()) or 'nothing changed'}"
    )
    print(*(f"  {change}" for change in found[:60]), sep="\n", end="\n" if found else "")
    print(*(f"BROKEN {one}" for one in broken), sep="\n", end="\n" if broken else "")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
