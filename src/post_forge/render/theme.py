"""A theme as values: the tokens that layouts name, the folders its layouts lie in, and what a theme has to define.

Lengths are px on a canvas whose shorter side is 1080; `scaled` turns them into px of another canvas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from post_forge.errors import Problem, Source
from post_forge.model import Format
from post_forge.render.boxes import Shadow, Sweep
from post_forge.render.phrases import words_for
from post_forge.render.values import Color

REFERENCE = 1080
"""The length, in px, of the shorter side of the canvas that layouts are written for."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    group: tuple(names.split())
    for group, names in {
        "color": "background surface raised good text muted faint accent on-accent line soft-line good-line good-soft "
        "neutral neutral-text ghost dots done future answer",
        "font": "sans mono",
        "typography": "cover statement quote question number title scenario label head item prose lead body card step "
        "tile figure table table-words column-head kicker caption handle count code diagram node node-note link "
        "monogram mark ghost opening button pill next name",
        "inline": "b i code s mark",
        "space": "xs sm md lg xl section page",
        "radius": "sm md lg full",
        "code": "text keyword function call name string number argument type decorator operator comment line-number "
        "focus focus-bar",
    }.items()
}
"""The tokens that every theme defines, so that every layout works with every theme."""


@dataclass(frozen=True, slots=True)
class InlineLook:
    """What an inline mark changes. "", 0 and False leave the look of the text as it is."""

    color: Color = ""
    weight: int = 0
    family: str = ""
    italic: bool = False
    scale: float = 1.0
    tracking: float | None = None
    chip: Color = ""
    strike: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class TextStyle:
    """One role of text. `sizes` are its steps (size, line height) from large to small in px.

    `tight` are further steps that are tried only when no step of `sizes` fits. `tracking` is in em. `case` is "upper"
    for text in capitals.
    """

    name: str
    family: str
    sizes: tuple[tuple[float, float], ...]
    tight: tuple[tuple[float, float], ...] = ()
    weight: int = 400
    color: Color = ""
    tracking: float = 0.0
    italic: bool = False
    stretch: int = 100
    features: tuple[str, ...] = ()
    balance: bool = False
    case: str = ""
    inline: Mapping[str, InlineLook] = field(default_factory=dict)

    def ladder(self) -> tuple[tuple[float, float], ...]:
        """All steps, the preferred ones first."""
        return self.sizes + self.tight


@dataclass(frozen=True, slots=True)
class CodeLook:
    """How one kind of code token is drawn."""

    color: Color
    weight: int = 0
    italic: bool = False


@dataclass(frozen=True, eq=False)
class Field:
    """A ground for whole slides, and the theme on it: its own colours for everything that stands there.

    `layouts` are those that ask for it; a field whose layouts hold "*" serves all that ask for none.
    """

    theme: Theme
    layouts: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Theme:
    """All tokens of a theme, resolved.

    `folders` holds its own folder, then those of the themes it extends, by the name that templates know them by.
    `digest` is a SHA-256 over every file of these folders and the overrides: it changes whenever a picture might.
    `problems` are warnings (an accent that is hard to read on the background). `fields` are the grounds its slides
    take in turn, the first one for the ends of a deck; most themes have one ground only, and no fields. `root` is the
    workspace: problems name files as they are seen from there, and its fonts are found in fonts/.
    """

    name: str
    folders: Mapping[str, Path]
    digest: str
    color: Mapping[str, Color]
    gradient: Mapping[str, Sweep]
    font: Mapping[str, str]
    typography: Mapping[str, TextStyle]
    inline: Mapping[str, InlineLook]
    space: Mapping[str, float]
    radius: Mapping[str, float]
    shadow: Mapping[str, Shadow]
    code: Mapping[str, CodeLook]
    phrase: Mapping[str, Mapping[str, str]]
    scale: float = 1.0
    problems: tuple[Problem, ...] = ()
    root: Path | None = None
    fields: Mapping[str, Field] = field(default_factory=dict)
    places: tuple[Path, ...] = ()

    def on(self, name: str) -> Theme:
        """The theme as it is on a field; the theme itself where it has no such field."""
        return self.fields[name].theme if name in self.fields else self

    def phrases(self, lang: str) -> Mapping[str, str]:
        """The fixed words on slides in a language ("swipe", "save", ...); empty words where there is no translation."""
        return words_for(lang, self.places, self.phrase)

    def file(self, name: str) -> Path | None:
        """The file that a template's name (`night/slides/cover.xml.jinja`) stands for."""
        key, _, rest = name.partition("/")
        return self.folders[key] / rest if key in self.folders and rest else None

    def shown(self, source: Source) -> Source:
        """A place in a template with the path as the person would write it."""
        file = self.file(source.path)
        if file is None:
            return source
        return replace(source, path=shown(file, self.root))


def shown(file: Path, root: Path | None = None) -> str:
    """A file's path as a person would write it: from the workspace, else from the current folder, else in full."""
    for base in (root, Path.cwd()):
        if base is not None and file.is_relative_to(base):
            return file.relative_to(base).as_posix()
    return file.as_posix()


@lru_cache(maxsize=32)
def scaled(theme: Theme, scale: float) -> Theme:
    """The theme with every length multiplied."""
    if scale == theme.scale:
        return theme
    factor = scale / theme.scale
    shadows = {
        name: replace(shadow, blur=shadow.blur * factor, x=shadow.x * factor, y=shadow.y * factor)
        for name, shadow in theme.shadow.items()
    }
    return replace(
        theme,
        scale=scale,
        space={name: value * factor for name, value in theme.space.items()},
        radius={name: value * factor for name, value in theme.radius.items()},
        shadow=shadows,
        typography={
            name: replace(style, sizes=_multiplied(style.sizes, factor), tight=_multiplied(style.tight, factor))
            for name, style in theme.typography.items()
        },
        fields={name: replace(one, theme=scaled(one.theme, scale)) for name, one in theme.fields.items()},
    )


def _multiplied(steps: tuple[tuple[float, float], ...], factor: float) -> tuple[tuple[float, float], ...]:
    return tuple((size * factor, line * factor) for size, line in steps)


def scale_of(canvas: Format) -> float:
    """How many px of this format are one px of the canvas that layouts are written for."""
    return min(canvas.width, canvas.height) / REFERENCE
