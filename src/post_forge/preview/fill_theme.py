"""A look at the workspace -> every layout in one theme and format, with the theme's colours."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from post_forge import forge
from post_forge.errors import Source
from post_forge.model import FORMATS
from post_forge.preview.filling import Sight
from post_forge.preview.values import Choice, Spot
from post_forge.preview.values_lists import ContrastView, LayoutView, ThemePage

SIZES = ("shortest", "typical", "longest")
_ENOUGH = 4.5


def theme_page(sight: Sight, theme: str, format_: str, size: str) -> ThemePage:
    """What is not there is taken for what the workspace uses."""
    look = sight.look
    names = forge.theme_names(look.settings)
    theme = theme if theme in names else look.settings.theme
    format_ = format_ if format_ in FORMATS else look.settings.formats[0]
    size = size if size in SIZES else "typical"
    found = forge.theme_look(replace(look.settings, theme=theme), theme, format_, size)

    def address(**other: str) -> str:
        return f"/theme?{urlencode({'theme': theme, 'format': format_, 'size': size} | other)}"

    return ThemePage(
        theme,
        format_,
        size,
        tuple(Choice(name, name, address(theme=name), name == theme) for name in names),
        tuple(Choice(name, name, address(format=name), name == format_) for name in FORMATS),
        tuple(_layout(sight, theme, format_, layout) for layout in found.layouts),
        tuple(map(_contrast, found.contrast)),
        found.swatches,
        tuple(Choice(name, name, address(size=name), name == size) for name in SIZES),
        _spot(sight, found.place),
        sight.troubles(found.problems),
    )


def _layout(sight: Sight, theme: str, format_: str, layout: forge.LayoutLook) -> LayoutView:
    """A layout with its picture; one that cannot be drawn now with its last good one."""
    pictures, canvas = sight.studio.pictures, FORMATS[format_]
    key = pictures.sample(layout.key, theme, format_, layout.sample)
    return LayoutView(
        layout.layout,
        f"/pictures/{key}.png" if key else "",
        canvas.width,
        canvas.height,
        _spot(sight, layout.place),
        sight.trouble(layout.problem) if layout.problem else None,
    )


def _contrast(pair: forge.Contrast) -> ContrastView:
    ratio = round(pair.ratio, 2)
    names = pair.ink_name, pair.ground_name
    return ContrastView(pair.ink, pair.ground, *names, ratio, pair.ratio >= _ENOUGH, pair.words, pair.layout)


def _spot(sight: Sight, place: Source | None) -> Spot | None:
    return sight.spot(place) if place else None
