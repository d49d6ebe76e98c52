"""The fonts that come with the program -> the font book every theme starts from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from post_forge.render.type.fonts import FamilyFiles, FontBook
from post_forge.render.type.installed import installed_families
from post_forge.shipped import FONTS

SHIPPED = {
    "Inter": FamilyFiles((FONTS / "inter/Inter.ttf",), (FONTS / "inter/Inter-Italic.ttf",)),
    "JetBrains Mono": FamilyFiles(
        (FONTS / "jetbrains-mono/JetBrainsMono.ttf",), (FONTS / "jetbrains-mono/JetBrainsMono-Italic.ttf",)
    ),
    "Emoji": FamilyFiles((FONTS / "noto-color-emoji/NotoColorEmoji.ttf",)),
}


@lru_cache(1)
def default_book() -> FontBook:
    """The shipped families Inter, JetBrains Mono and Emoji, then what is installed. One book for the whole process."""
    return book_with({})


def book_with(families: Mapping[str, FamilyFiles]) -> FontBook:
    """A book of the shipped families and a theme's own, which win over shipped ones of the same name."""
    return FontBook({**SHIPPED, **families}, installed=installed_families)
