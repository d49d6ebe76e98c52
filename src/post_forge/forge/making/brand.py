"""A workspace's brand and theme -> what keeps them from being drawn: fonts that are not there, letters nobody can read.

Looked at before anything is drawn, once a run. The themes that come with the program are known to be good as they are
(a test holds it), so only what the workspace says otherwise costs a look.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from post_forge import config
from post_forge.errors import ConfigError, ForgeError, Problem
from post_forge.forge.making.make import branded
from post_forge.forge.making.state import digest
from post_forge.forge.settings import Settings
from post_forge.forge.workspace import Workspace, read_state, write_state
from post_forge.later import Later
from post_forge.shipped import TEMPLATES

if TYPE_CHECKING:
    from post_forge import render
    from post_forge.render import Pair
else:
    render = Later("post_forge.render")

SHOWN = 40  # characters of a line that a message repeats
KEPT = 20  # themes that are remembered as good


def require_good(workspace: Workspace, settings: Settings, themes: Iterable[str]) -> None:
    """Raise ConfigError with every problem of the brand in these themes. What was found good is remembered."""
    known = _known(workspace)
    for name in dict.fromkeys((settings.theme, *themes)):
        key = digest(name, settings.inputs)
        if key in known:
            continue
        if problems := brand_problems(name, settings):
            raise ConfigError(*problems)
        if not _as_shipped(name, settings):
            known = [*known, key][-KEPT:]
            write_state(workspace.state / "brand.json", {"good": known})


def _known(workspace: Workspace) -> list[str]:
    try:
        good = read_state(workspace.state / "brand.json").get("good", [])
    except ForgeError:
        return []  # it only saves time
    return [str(key) for key in good] if isinstance(good, list) else []


def brand_problems(name: str, settings: Settings) -> list[Problem]:
    """Everything that is wrong with the brand in one theme. A theme that cannot be read is told by its posts."""
    if _as_shipped(name, settings):
        return []
    try:
        theme = branded(name, settings, settings.brand.accent)
    except ForgeError:
        return []
    fonts = _fonts(theme, settings)
    return fonts or [*_contrast(name, theme, settings)]


def _as_shipped(name: str, settings: Settings) -> bool:
    own = any((folder / "themes" / name).is_dir() for folder in settings.folders if folder != TEMPLATES)
    return not (settings.brand.accent or settings.brand.fonts or own)


def _fonts(theme: render.Theme, settings: Settings) -> list[Problem]:
    """Families that are neither shipped nor installed nor in fonts/."""
    problems = []
    for role, name in settings.brand.fonts:
        hint = render.has_font(theme, name)
        if hint:
            place = config.where(settings.root, "brand", "fonts", role)
            hint = f"{hint}; or install its font package, or put its .ttf or .otf file into fonts/ of the workspace"
            problems.append(
                Problem("config.value", f"brand.fonts.{role}: there is no font family {name!r}", place, hint)
            )
    return problems


def _contrast(name: str, theme: render.Theme, settings: Settings) -> list[Problem]:
    """Letters that cannot be read on what lies below them: for the accent, then for the theme's other colours."""
    pairs = render.pairs_of(theme)
    faint = sorted((pair for pair in pairs if pair.faint), key=lambda pair: pair.ratio)
    if not faint:
        return []
    accent, load = settings.brand.accent or theme.color["accent"], partial(branded, name, settings)
    ours = render.of_accent(accent, load, pairs)
    problems = [_told(name, theme, pair, settings) for pair in faint if pair not in ours]
    blamed = [pair for pair in faint if pair in ours]
    if not blamed:
        return problems
    better = render.nearest_accent(accent, load, ours)
    hint = f"the nearest accent that can be read is {better}" if better else "take another accent, or another theme"
    more = f" ({len(blamed)} pairs of colours in all)" if len(blamed) > 1 else ""
    said = f"{accent} cannot be read in the theme {name!r}: {_said(blamed[0])}{more}"
    if settings.brand.accent:
        named = config.where(settings.root, "brand", "accent")
        return [Problem("brand.contrast", f"brand.accent {said}", named, hint), *problems]
    _, place = render.token_place(name, settings.folders, settings.root, {"accent": accent}, accent)
    return [Problem("theme.contrast", f"color.accent {said}", place, hint), *problems]


def _told(name: str, theme: render.Theme, pair: Pair, settings: Settings) -> Problem:
    tokens = render.tokens_of(theme.on(pair.field))
    token, place = render.token_place(name, settings.folders, settings.root, tokens, pair.color)
    what = f"{token} {pair.color}" if token else f"letters in {pair.color}"
    message = f"{what} cannot be read in the theme {name!r}: {_said(pair)}"
    return Problem("theme.contrast", message, place, "take a lighter or a darker colour")


def _said(pair: Pair) -> str:
    words = " ".join(pair.words.split())
    shown = words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"
    return (
        f"contrast {pair.ratio:.1f} of {pair.ink} on {pair.ground}, where 4.5 is the least "
        f"({shown!r} on a {pair.layout} slide)"
    )
