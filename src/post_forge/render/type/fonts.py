"""A `Face` (how words should look) -> open font files with their axes set: the font book.

Every font that is used gets a number, every (font, size) a key. Numbers and keys are small and never change their
meaning while the book lives; the open HarfBuzz fonts behind them are kept in a bounded cache and reopened when needed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from post_forge.errors import Problem, TemplateError, did_you_mean
from post_forge.render.type.naming import alike, by_language
from post_forge.render.type.recent import Recent
from post_forge.render.values import Face

OPEN_FONTS = 192  # HarfBuzz fonts held open at once
SHAPED = 1000  # shaped words
SET = 64  # set texts
EMOJI_SCALE = 0.86
FALLBACK = ("Inter", "JetBrains Mono")  # families that are looked at for what a face lacks
SLANT = 0.2
OTHER_CAPITALS = 0.01  # em by which capitals may differ from what the font says of them


@dataclass(frozen=True, slots=True)
class FamilyFiles:
    """The files of one family: variable ones, or static ones of several weights. `index` picks from a collection."""

    upright: tuple[Path, ...]
    italic: tuple[Path, ...] = ()
    index: int = 0


@dataclass(frozen=True, slots=True)
class Metrics:
    """Vertical metrics in em, all positive. A line box of height L at top t has its baseline at `baseline(size, L)`."""

    ascent: float
    descent: float
    cap_height: float
    x_height: float

    def baseline(self, size: float, line: float) -> float:
        """Where the baseline lies in a line box, counted from its top, in px."""
        return (line - (self.ascent + self.descent) * size) / 2 + self.ascent * size


@dataclass(frozen=True, slots=True)
class FontSpec:
    """Which file with which axes: what an open font is made from."""

    path: Path
    index: int = 0
    axes: tuple[tuple[str, float], ...] = ()
    bold: bool = False
    slant: bool = False


class OpenFont:
    """One HarfBuzz font with its axes set, and what is asked of it again and again. Lengths in em."""

    __slots__ = ("_extents", "color", "font", "scale", "spec", "unicodes", "upem")

    def __init__(self, face: hb.Face, spec: FontSpec) -> None:
        self.spec = spec
        self.font = hb.Font(face)
        if spec.axes:
            self.font.set_variations(dict(spec.axes))
        if spec.bold:
            self.font.synthetic_bold = (0.025, 0.025, True)
        if spec.slant:
            self.font.synthetic_slant = SLANT
        self.upem = face.upem
        self.unicodes = face.unicodes
        self.color = bool(face.has_color_paint)
        self.scale = EMOJI_SCALE if self.color else 1.0
        self._extents: dict[int, tuple[float, float, float, float] | None] = {}

    def ink(self, gid: int) -> tuple[float, float, float, float] | None:
        """Left, top, right, bottom of a glyph's ink in em, y down from the baseline; None for a blank."""
        try:
            return self._extents[gid]
        except KeyError:
            box = self.font.get_glyph_extents(gid)
            scale = self.scale / self.upem
            found = None
            if box and box.width and box.height:
                left, top = box.x_bearing * scale, -box.y_bearing * scale
                found = (left, top, left + box.width * scale, top - box.height * scale)
            self._extents[gid] = found
            return found


@dataclass(slots=True)
class Chain:
    """The fonts a face is set in: its own first, then the fallbacks. Numbers of the book.

    `kind` is the same for chains of the same fonts: the sizes of a face differ only where a font has an optical size.
    """

    own: int
    numbers: list[int]
    emoji: int
    weight: int
    italic: bool
    metrics: Metrics
    optical: float
    cell: float = 0.0
    kind: int = 0


class FontBook:
    """All fonts of a theme. Opened lazily; the same book serves any number of slides."""

    def __init__(
        self,
        families: Mapping[str, FamilyFiles],
        fallback: Sequence[str] = FALLBACK,
        emoji: str = "Emoji",
        installed: Callable[[], Mapping[str, FamilyFiles]] | None = None,
    ) -> None:
        self.families = dict(families)
        self.fallback = tuple(name for name in fallback if name in self.families)
        self.emoji = emoji
        self._installed = installed
        self._faces: dict[tuple[Path, int], hb.Face] = {}
        self._numbers: dict[FontSpec, int] = {}
        self._specs: list[FontSpec] = []
        self._open: OrderedDict[int, OpenFont] = OrderedDict()
        self._keys: dict[tuple[int, float], int] = {}
        self._sized: list[tuple[int, float]] = []
        self._chains: dict[tuple[object, ...], Chain] = {}
        self._counted: dict[Hashable, int] = {}
        self.typefaces: dict[Hashable, Any] = {}
        self.shaped: Recent[Hashable, Any] = Recent(SHAPED)
        self.prepared: Recent[Hashable, Any] = Recent(SET)
        self.set: Recent[Hashable, Any] = Recent(SET)
        self.models: Recent[Hashable, Any] = Recent(SET)
        self.stretches: Recent[Hashable, Any] = Recent(SET)

    # ---- what the rest asks ------------------------------------------------------------------------------------

    def metrics(self, face: Face) -> Metrics:
        """Vertical metrics of a face's own font. Raises TemplateError for a family the book does not have."""
        return self.chain(face).metrics

    def chain(self, face: Face) -> Chain:
        """The fonts a face is set in. Raises TemplateError for a family the book does not have."""
        key = (face.family, face.weight, face.italic, face.stretch, round(face.size * 2))
        try:
            return self._chains[key]
        except KeyError:
            chain = self._chains[key] = self._make_chain(face)
            return chain

    def key(self, number: int, size: float) -> int:
        """The key of a font at a size in px, as it stands in a `Glyph`."""
        try:
            return self._keys[number, size]
        except KeyError:
            key = self._keys[number, size] = len(self._sized)
            self._sized.append((number, size))
            return key

    def numbered(self, what: Hashable) -> int:
        """A small number that stands for a value: cheaper in the keys of caches."""
        return self._counted.setdefault(what, len(self._counted))

    def sized(self, key: int) -> tuple[OpenFont, float]:
        """The open font and the px size (an emoji font's own scale included) behind a key."""
        number, size = self._sized[key]
        font = self.open(number)
        return font, size * font.scale

    def open(self, number: int) -> OpenFont:
        """The open font with this number."""
        try:
            self._open.move_to_end(number)
            return self._open[number]
        except KeyError:
            spec = self._specs[number]
            font = self._open[number] = OpenFont(self.face_of(spec.path, spec.index), spec)
            if len(self._open) > OPEN_FONTS:
                self._open.popitem(last=False)
            return font

    def installed_for(self, chain: Chain, needed: Sequence[int], language: str) -> int:
        """The number of the first installed font package that has all `needed` code points, else -1."""
        if self._installed is None:
            return -1
        for name, files in by_language(self._installed(), language):
            face = self.face_of(files.upright[0], files.index)
            if all(code in face.unicodes for code in needed):
                self.families.setdefault(name, files)
                return self.number(name, Face(name, chain.optical, chain.weight, chain.italic))
        return -1

    # ---- how it finds them -------------------------------------------------------------------------------------

    def face_of(self, path: Path, index: int) -> hb.Face:
        """The opened file. Raises TemplateError when it is no font."""
        try:
            return self._faces[path, index]
        except KeyError:
            try:
                face = hb.Face(hb.Blob.from_file_path(str(path)), index)
            except (hb.HarfBuzzError, OSError) as error:
                raise TemplateError(Problem("theme.font", f"cannot read the font file {path}: {error}")) from None
            if not face.glyph_count:
                hint = "use a .ttf or .otf file (woff and woff2 are compressed for the web)"
                raise TemplateError(Problem("theme.font", f"{path} is not a font file", hint=hint)) from None
            self._faces[path, index] = face
            return face

    def number(self, family: str, face: Face) -> int:
        """The number of the family's font for a face's weight, slant, stretch and optical size."""
        spec = self._spec(self.files(family), face)
        try:
            return self._numbers[spec]
        except KeyError:
            number = self._numbers[spec] = len(self._specs)
            self._specs.append(spec)
            return number

    def files(self, family: str) -> FamilyFiles:
        """The files of a family by its name or a file's, of an installed font package too.

        Raises TemplateError if there is none.
        """
        files = self.families.get(family)
        if files is None:
            files = alike(family, self.families) or alike(family, self._installed() if self._installed else {})
            if files is not None:
                self.families[family] = files
        if files is None:
            message = f"there is no font family {family!r}"
            raise TemplateError(Problem("theme.font", message, hint=did_you_mean(family, self.families)))
        return files

    def _spec(self, files: FamilyFiles, face: Face) -> FontSpec:
        paths = files.italic if face.italic and files.italic else files.upright
        path = self._nearest(paths, files.index, face.weight)
        opened = self.face_of(path, files.index)
        wanted = {"wght": face.weight, "wdth": face.stretch, "opsz": round(face.size * 2) / 2}
        axes = {
            axis.tag: min(max(float(wanted[axis.tag]), axis.min_value), axis.max_value)
            for axis in opened.axis_infos
            if axis.tag in wanted
        }
        bold = "wght" not in axes and face.weight >= 600 and not opened.has_color_paint and weight_of(opened) < 600
        slant = face.italic and not files.italic and not opened.has_color_paint
        return FontSpec(path, files.index, tuple(sorted(axes.items())), bold, slant)

    def _nearest(self, paths: tuple[Path, ...], index: int, weight: int) -> Path:
        if len(paths) == 1:
            return paths[0]
        return min(paths, key=lambda path: (abs(weight_of(self.face_of(path, index)) - weight), path.name))

    def _make_chain(self, face: Face) -> Chain:
        own = self.number(face.family, face)
        names = [name for name in self.fallback if name != face.family]
        mono = is_mono(self.open(own))
        numbers = [own, *(self.number(name, face) for name in names)]
        emoji = self.number(self.emoji, face) if self.emoji in self.families else -1
        font = self.open(own)
        cell = font.font.get_glyph_h_advance(font.font.get_nominal_glyph(ord("0")) or 0) / font.upem if mono else 0.0
        kind = self.numbered((tuple(numbers), emoji))
        return Chain(own, numbers, emoji, face.weight, face.italic, metrics_of(font), face.size, cell, kind)


def weight_of(face: hb.Face) -> int:
    """usWeightClass of the OS/2 table, 400 when there is none."""
    table = face.reference_table("OS/2").data
    return int.from_bytes(table[4:6], "big") if len(table) > 6 else 400


def is_mono(font: OpenFont) -> bool:
    """Whether "i" and "W" are equally wide."""
    gids = [font.font.get_nominal_glyph(ord(letter)) for letter in "iW0"]
    if None in gids:
        return False
    return len({font.font.get_glyph_h_advance(gid) for gid in gids}) == 1


def metrics_of(font: OpenFont) -> Metrics:
    """The metrics a browser uses: typo or hhea by the font's own flag, cap and x height from OS/2.

    A font with optical sizes may draw other capitals than that table says: then the ink of its H counts.
    """
    extents = font.font.get_font_extents("ltr")
    cap = font.font.get_metric_position_with_fallback(hb.OTMetricsTag.CAP_HEIGHT)
    low = font.font.get_metric_position_with_fallback(hb.OTMetricsTag.X_HEIGHT)
    tall, letter = cap / font.upem, font.font.get_nominal_glyph(ord("H"))
    ink = font.ink(letter) if letter else None
    if ink and abs(-ink[1] - tall) > OTHER_CAPITALS:
        tall = -ink[1]
    return Metrics(extents.ascender / font.upem, -extents.descender / font.upem, tall, low / font.upem)
