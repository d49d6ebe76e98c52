"""Font packages the user has installed -> families the font book can use.

Two kinds are known: packages with an entry point in the group `fontpkg.family` (files in their folder `files/`), and
the Noto CJK packages, which carry one file beside their `__init__`. Nothing is imported to find them.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from post_forge.render.type.fonts import FamilyFiles

_OTC_ORDER = ("jp", "kr", "sc", "tc")  # the faces of the collection, in file order


@lru_cache(1)
def installed_families() -> dict[str, FamilyFiles]:
    """All families of installed font packages, by name, in the order in which they are tried.

    Asking takes some ten milliseconds the first time: ask only when a text needs it.
    """
    from importlib.metadata import entry_points  # slow to load, seldom needed

    found = {}
    for point in sorted(entry_points(group="fontpkg.family"), key=lambda point: ("noto" not in point.name, point.name)):
        files = _files_of(point.value)
        if files:
            found[point.name.replace("_", " ").title()] = files
    return found | _noto_cjk()


def _folder(module: str) -> Path | None:
    try:
        spec = find_spec(module)
    except (ImportError, ValueError):
        return None
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def _files_of(module: str) -> FamilyFiles | None:
    folder = _folder(module)
    if folder is None:
        return None
    files = sorted(p for p in (folder / "files").rglob("*") if p.suffix.lower() in (".ttf", ".otf"))
    upright = tuple(path for path in files if "italic" not in path.name.lower())
    italic = tuple(path for path in files if "italic" in path.name.lower())
    return FamilyFiles(upright or italic, italic) if files else None


def _noto_cjk() -> dict[str, FamilyFiles]:
    found = {}
    for kind in ("sans", "serif"):
        for place, language in enumerate(_OTC_ORDER):
            single = [
                path
                for style in ("regular", "bold")
                if (folder := _folder(f"noto_cjk_{kind}_{language}_{style}"))
                for path in sorted(folder.glob("*.otf"))
            ]
            name = f"Noto {kind.title()} CJK {language.upper()}"
            if single:
                found[name] = FamilyFiles(tuple(single))
            elif folder := _folder(f"noto_cjk_{kind}_otc"):
                collection = sorted(folder.glob("*.ttc"))
                if collection:
                    found[name] = FamilyFiles((collection[0],), index=place)
    return found
