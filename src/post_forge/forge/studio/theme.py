"""A theme and a format -> every layout as it is drawn in them, the theme's colours, how well letters can be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from post_forge.errors import ForgeError, Problem, Source
from post_forge.forge.making.make import load_theme, page_key
from post_forge.forge.settings import Settings
from post_forge.later import Later
from post_forge.model import FORMATS, Format
from post_forge.shipped import ROOT

if TYPE_CHECKING:
    from post_forge import render
else:
    render = Later("post_forge.render")

SIZES = ("shortest", "typical", "longest")
_SUFFIX = ".xml.jinja"


@dataclass(frozen=True, slots=True)
class LayoutLook:
    """One layout with a slide of the gallery. `key` names its picture, "" where it cannot be drawn: `problem` says why.
    `place` is the layout's file."""

    layout: str
    sample: str
    key: str
    place: Source | None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Contrast:
    """Letters of a colour on a ground; the names are those of the theme's tokens ("" for a colour without one)."""

    ink: str
    ground: str
    ink_name: str
    ground_name: str
    ratio: float
    words: str
    layout: str


@dataclass(frozen=True, slots=True)
class ThemeLook:
    """A theme as a page shows it. `problems` are why it cannot be used at all, if it cannot."""

    name: str
    layouts: tuple[LayoutLook, ...] = ()
    contrast: tuple[Contrast, ...] = ()
    swatches: tuple[tuple[str, str], ...] = ()
    place: Source | None = None
    problems: tuple[Problem, ...] = ()


def theme_names(settings: Settings) -> tuple[str, ...]:
    """Every theme that is there, the workspace's own first."""
    found: dict[str, None] = {}
    for folder in settings.folders:
        for file in sorted((folder / "themes").glob("*/theme.yaml")):
            found.setdefault(file.parent.name)
    return tuple(found)


@lru_cache(6)
def theme_look(settings: Settings, name: str, format_: str, size: str) -> ThemeLook:
    """Every layout of a theme. One that cannot be drawn hides no other."""
    named = replace(settings, theme=name)
    place = _place(settings, name, "theme.yaml")
    try:
        theme = load_theme(name, named)
    except ForgeError as error:
        return ThemeLook(name, place=place, problems=error.problems)
    canvas, has = FORMATS[format_], set(render.layouts(theme))
    shown = [one for one in render.samples() if one.size == size and one.layout in has]
    layouts = tuple(_layout(one, theme, canvas, named) for one in shown)
    try:
        contrast = _contrast(theme)
    except ForgeError:
        contrast = ()
    swatches = tuple((token, value) for token, value in theme.color.items())
    return ThemeLook(name, layouts, contrast, swatches, place)


def _layout(sample: render.Sample, theme: render.Theme, canvas: Format, settings: Settings) -> LayoutLook:
    place = next(
        (
            found
            for folder in theme.folders
            if (found := _place(settings, folder, f"slides/{sample.layout}{_SUFFIX}")) is not None
        ),
        None,
    )
    try:
        markup = render.markup(sample.slide, sample.deck, theme, canvas)
        render.lay_out(markup, theme, canvas)
    except ForgeError as error:
        return LayoutLook(sample.layout, sample.name, "", place, error.problems[0])
    return LayoutLook(sample.layout, sample.name, page_key(markup, canvas, settings), place)


def _contrast(theme: render.Theme) -> tuple[Contrast, ...]:
    found = []
    for pair in sorted(render.pairs_of(theme), key=lambda pair: pair.ratio):
        named = {value: token for token, value in reversed(render.tokens_of(theme.on(pair.field)).items())}
        found.append(
            Contrast(
                pair.ink, pair.ground, named.get(pair.color, ""), named.get(pair.ground, ""), pair.ratio,
                " ".join(pair.words.split()), pair.layout,
            )
        )  # fmt: skip
    return tuple(found)


def _place(settings: Settings, theme: str, name: str) -> Source | None:
    for folder in settings.folders:
        file = folder / "themes" / theme / name
        if file.is_file():
            return Source(_shown(settings, file), 1)
    return None


def _shown(settings: Settings, file: Path) -> str:
    """From the workspace, or from where the program's own templates lie: never where that is on this machine."""
    base = next((one for one in (settings.root, ROOT) if file.is_relative_to(one)), file.parent)
    return file.relative_to(base).as_posix()
