"""The fonts that come with the program -> the font book every theme starts from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from post_forge.render.type.fonts import FALLBACK, FamilyFiles, FontBook
from post_forge.render.type.installed import installed_families
from post_forge.shipped import FONTS

_STYLE = re.compile(r"[-_\[ ]")
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
ENDINGS = (".ttf", ".otf", ".ttc")


def families_of(folder: Path) -> dict[str, FamilyFiles]:
    """The families in a folder that a person filled: a folder is one, and so are loose files of one name.

    `BrandSans-Bold.ttf` and `BrandSans[wght].ttf` belong to "BrandSans". Nothing is opened.
    """
    grouped: dict[str, list[Path]] = {}
    for file in sorted(path for place in (folder, *folder.glob("*/")) for path in place.glob("*")):
        if file.suffix.lower() in ENDINGS and file.is_file():
            loose = file.parent == folder
            grouped.setdefault(_STYLE.split(file.stem)[0] if loose else file.parent.name, []).append(file)
    return {name: _family(files) for name, files in grouped.items()}


def _family(files: Sequence[Path]) -> FamilyFiles:
    slanted = tuple(file for file in files if "italic" in file.stem.lower() or "oblique" in file.stem.lower())
    upright = tuple(file for file in files if file not in slanted)
    return FamilyFiles(upright or slanted, slanted)


@lru_cache(1)
def default_book() -> FontBook:
    """The shipped families, then what is installed. One book for the whole process."""
    return book_with({})


def book_with(families: Mapping[str, FamilyFiles], fallback: Sequence[str] = ()) -> FontBook:
    """A book of the shipped families and a theme's own, which win over shipped ones of the same name.

    `fallback` names families of them that are looked at for letters which the shipped ones lack.
    """
    return FontBook({**SHIPPED, **families}, (*FALLBACK, *fallback), installed=installed_families)
