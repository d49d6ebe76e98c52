"""The frames of a slide -> which colour of letters stands on which ground, and which of them are hard to read.

Looks at what is painted: the ground of a word is whatever lies below it there (a focus line, a chip, a card), not what
a theme says it should be.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from post_forge.errors import ForgeError
from post_forge.model import FORMATS
from post_forge.render.boxes import Frame
from post_forge.render.color import READABLE, channels, contrast, flattened
from post_forge.render.markup import markup
from post_forge.render.paint import display_list
from post_forge.render.slides import lay_out
from post_forge.render.theme import Theme, scale_of, scaled
from post_forge.render.values import Blit, Fill, Glyph, Gradient, Op, Polygon, SetLine, Words

if TYPE_CHECKING:
    from post_forge.render.gallery import Sample

CANVAS = FORMATS["portrait"]
OTHERS = ("#000000", "#808080", "#ffffff")
"""Accents to compare with: what they change is the accent's doing."""

TRIES = 5
"""How many accents that seem good are drawn before none is recommended."""

STEPS = 100
"""Steps of lightness between black and white in which another accent is looked for."""

_MIDDLE = 0.35  # of the size, above the baseline: where a line of letters is looked at


@dataclass(frozen=True, slots=True)
class Pair:
    """Letters of one colour (`ink`, as they are seen) on a `ground`, both `#rrggbb`; `color` is the ink as written.

    `words` is a line that shows it, `layout` and `field` say where it stands.
    """

    ink: str
    ground: str
    color: str
    words: str
    layout: str = ""
    field: str = ""

    @property
    def ratio(self) -> float:
        return contrast(self.ink, self.ground)

    @property
    def faint(self) -> bool:
        return self.ratio < READABLE


def pairs_of(theme: Theme, samples: Iterable[Sample] = ()) -> list[Pair]:
    """Every pair of colours on the theme's slides, once; by default a typical slide of every layout is looked at.

    A sample that cannot be laid out is left out: whoever has such a slide is told.
    """
    from post_forge.render.gallery import gallery

    found: dict[tuple[str, str, str], Pair] = {}
    for sample in samples or [one for one in gallery() if one.size == "typical"]:
        try:
            made = markup(sample.slide, sample.deck, theme, CANVAS)
            frame = lay_out(made, theme, CANVAS)
        except ForgeError:
            continue
        sized = scaled(theme, scale_of(CANVAS)).on(made.field)
        for pair in pairs_on(frame, sized):
            placed = replace(pair, layout=sample.layout, field=made.field)
            found.setdefault((pair.color, pair.ground, made.field), placed)
    return list(found.values())


def pairs_on(frame: Frame, theme: Theme) -> Iterator[Pair]:
    """Every pair of a slide, once; `theme` is the one of its field and size. Ornaments say nothing and are left out."""
    made = display_list(frame, theme)
    said = {id(op) for op in made.words}
    seen: set[tuple[str, str]] = set()
    for at, op in enumerate(made.ops):
        if not isinstance(op, Words) or id(op) not in said:
            continue
        for line in op.text.lines:
            for glyph in _heads(line):
                ground = _ground(made.ops[:at], op, line, glyph, theme.color["background"])
                if ground and (glyph.color, ground) not in seen:
                    seen.add((glyph.color, ground))
                    yield Pair(flattened(glyph.color, ground), ground, glyph.color, line.text)


def _heads(line: SetLine) -> Iterator[Glyph]:
    """The first glyph of every stretch of one colour and ground; a sign before the line (code that goes on) is none."""
    edges = sorted(x for chip in line.chips if chip.kind == "chip" for x in (chip.x, chip.x + chip.width))
    known: tuple[str, int] | None = None
    for glyph in line.glyphs:
        now = glyph.color, sum(edge <= glyph.x + 1 for edge in edges)
        if now != known and glyph.x >= 0:
            known = now
            yield glyph


def _ground(below: Sequence[Op], words: Words, line: SetLine, glyph: Glyph, ground: str) -> str:
    """The colour that lies below a glyph: shapes one upon the other, then the chip behind it; "" on a photograph."""
    x, y = words.x + line.x + glyph.x + 2, words.y + line.baseline - _MIDDLE * line.size
    for op in below:
        if isinstance(op, (Fill, Polygon)) and op.color and _holds(op, x, y):
            covers = len(op.color) == 7
            ground = op.color if covers else flattened(op.color, ground) if ground else ""
        elif isinstance(op, Gradient) and ground and _holds(op, x, y):
            shades = [flattened(color, ground) for _, color in op.stops]
            ground = min(shades, key=lambda shade: contrast(shade, glyph.color[:7]))
        elif isinstance(op, Blit) and _holds(op, x, y):
            ground = ""
    for chip in line.chips:
        if ground and chip.kind == "chip" and chip.x <= glyph.x + 1 < chip.x + chip.width:
            ground = flattened(chip.color, ground)
    return ground


def _holds(op: Fill | Gradient | Blit | Polygon, x: float, y: float) -> bool:
    if not isinstance(op, Polygon):
        return op.x <= x < op.x + op.width and op.y <= y < op.y + op.height
    inside = False
    for (left, top), (right, bottom) in zip(op.points, (*op.points[1:], op.points[0]), strict=True):
        if (top > y) != (bottom > y) and x < left + (y - top) / (bottom - top) * (right - left):
            inside = not inside
    return inside


# ---- another accent --------------------------------------------------------------------------------------------------


def of_accent(accent: str, load: Callable[[str], Theme], pairs: Iterable[Pair]) -> list[Pair]:
    """Those of the pairs, found with this accent, that are its doing: another one changes them, and can make them good.

    `load` gives the theme with an accent.
    """
    before = load(accent)
    changes = [_Change(accent, before, load(other)) for other in OTHERS if other != accent]
    found = []
    for pair in pairs:
        others = [change.of(pair) for change in changes]
        moved = any(other != (pair.color, pair.ground) for other in others)
        if moved and any(_ratio(*other) >= READABLE for other in others):
            found.append(pair)
    return found


def nearest_accent(accent: str, load: Callable[[str], Theme], pairs: Iterable[Pair]) -> str:
    """The accent of the same hue, as little lighter or darker as it can be, with which all can be read; "" if none.

    `pairs` are those of the theme with this accent that it decides. What seems good by the names of colours is drawn
    before it is recommended.
    """
    before, asked = load(accent), list(pairs)
    tries = 0
    for candidate in _shades(accent):
        after = load(candidate)
        change = _Change(accent, before, after)
        if all(_ratio(*change.of(pair)) >= READABLE for pair in asked):
            if not any(pair.faint for pair in of_accent(candidate, load, pairs_of(after))):
                return candidate
            tries += 1
        if tries == TRIES:
            break
    return ""


def _ratio(color: str, ground: str) -> float:
    return contrast(flattened(color, ground), ground)


@dataclass(frozen=True, slots=True)
class _Change:
    """What becomes of a pair when the accent changes, told by the names of its colours."""

    accent: str
    before: Theme
    after: Theme

    def of(self, pair: Pair) -> tuple[str, str]:
        """The colour of the letters, as written, and the ground.

        A colour may have several names. One that does not follow the accent is meant, except on the accent itself:
        there stand letters in the ink that was chosen for it.
        """
        here, there = tokens_of(self.before.on(pair.field)), tokens_of(self.after.on(pair.field))
        inked = self.moved(pair.color, here, there, pair.ground == self.accent)
        return inked, self.moved(pair.ground, here, there, False)

    def moved(self, color: str, here: Mapping[str, str], there: Mapping[str, str], follows: bool) -> str:
        new = [there[name] for name, value in here.items() if value == color]
        if not new or (color in new and not follows):
            return color
        return next((value for value in new if value != color), color)


def tokens_of(theme: Theme) -> dict[str, str]:
    """Every colour that a theme gives a name, by that name."""
    return {**theme.color, **{f"code.{name}": look.color for name, look in theme.code.items()}}


def _shades(accent: str) -> Iterator[str]:
    """The colour itself, then in turn a bit lighter and a bit darker, up to white and black."""
    red, green, blue = (part / 255 for part in channels(accent)[:3])
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    for step in range(STEPS + 1):
        for sign in (1, -1):
            shade = light + sign * step / STEPS
            if 0 <= shade <= 1:
                parts = colorsys.hls_to_rgb(hue, shade, saturation)
                yield "#" + "".join(f"{round(part * 255):02x}" for part in parts)
