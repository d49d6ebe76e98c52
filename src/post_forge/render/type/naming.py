"""Names of families -> the one that is meant, and the order in which they are tried for a language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from post_forge.render.type.fonts import FamilyFiles


def by_language(families: Mapping[str, FamilyFiles], language: str) -> list[tuple[str, FamilyFiles]]:
    """Families in the order to try: the Han letters of a language look as its readers write them."""
    places = {"ja": "JP", "ko": "KR", "zh-hant": "TC", "zh-tw": "TC", "zh-hk": "TC", "zh-mo": "TC"}
    wanted = next((place for tag, place in places.items() if language.lower().startswith(tag)), "SC")
    return sorted(families.items(), key=lambda item: " CJK " in item[0] and not item[0].endswith(wanted))


def alike(name: str, families: Mapping[str, FamilyFiles]) -> FamilyFiles | None:
    """The family of about this name, or the one that has a file called so."""
    wanted = plain_name(name)
    for known, files in families.items():
        if plain_name(known) == wanted or name in [path.name for path in (*files.upright, *files.italic)]:
            return files
    return None


def plain_name(name: str) -> str:
    """A family's name as it is compared: `Noto Sans Arabic`, `noto_sans_arabic` and `NotoSansArabic` are one."""
    return "".join(character for character in name.casefold() if character.isalnum())
