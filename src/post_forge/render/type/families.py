"""The fonts that come with the program -> the font book every theme starts from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from post_forge.render.type.fonts import FamilyFiles, FontBook
from post_forge.render.type.installed import installed_families
from post_forge.shipped import FONTS

NAMES = {"jetbrains-mono": "JetBrains Mono", "noto-color-emoji": "Emoji"}
"""Families whose name is not their folder's with a capital."""


def families_in(folder: Path) -> dict[str, FamilyFiles]:
    """Every folder of fonts as a family; no file is opened before a theme names its family."""
    found = {}
    for family in sorted(one for one in folder.iterdir() if one.is_dir()):
        files = sorted(family.glob("*.ttf"))
        italic = tuple(file for file in files if file.stem.endswith("-Italic"))
        upright = tuple(file for file in files if file not in italic)
        found[NAMES.get(family.name, family.name.replace("-", " ").title())] = FamilyFiles(upright, italic)
    return found


SHIPPED = families_in(FONTS)


@lru_cache(1)
def default_book() -> FontBook:
    """The shipped families, then what is installed. One book for the whole process."""
    return book_with({})


def book_with(families: Mapping[str, FamilyFiles]) -> FontBook:
    """A book of the shipped families and a theme's own, which win over shipped ones of the same name."""
    return FontBook({**SHIPPED, **families}, installed=installed_families)
