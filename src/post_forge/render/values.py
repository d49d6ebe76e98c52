"""The values that cross the steps of drawing, all lengths in px of the finished picture.

markup   Slide + Theme            -> Box tree
layout   Box tree                 -> Frame tree (fixed positions), asking `type` to set texts
type     Runs + Measure           -> SetText (glyphs at fixed positions)
draw     display list (Ops)       -> pixels -> PNG

What a slide makes by the hundred, or what caches are asked by, is a named tuple: made and compared six times as fast as
a frozen dataclass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Color = str
"""`#rrggbb` or `#rrggbbaa`, lower case. Tokens are resolved before anything is drawn."""


class Face(NamedTuple):
    """One look of one family: what a glyph is rasterised with.

    `size` in px, `weight` and `stretch` on the OpenType scales (400 regular, 100 normal), `tracking` in em added after
    each cluster but the last of a line, `features` as HarfBuzz writes them ("tnum", "-calt"). An optical size axis
    follows the size by itself.
    """

    family: str
    size: float
    weight: int = 400
    italic: bool = False
    stretch: int = 100
    tracking: float = 0.0
    features: tuple[str, ...] = ()


class Run(NamedTuple):
    """Words in one look. `chip` paints a rounded box behind them (inline code, highlight); "" paints none.

    `keep` asks for no break inside (a code span, an accented phrase) while it fits on a line of its own.
    """

    text: str
    face: Face
    color: Color
    chip: Color = ""
    strike: bool = False
    underline: bool = False
    keep: bool = False
    href: str = ""


class Measure(NamedTuple):
    """How to break runs into lines.

    `width` is the room in px (`inf` never breaks), `line` the distance of baselines, `lines` the most lines allowed
    (0: any number). `balance` evens out ragged lines (headings); otherwise lines are filled and only widows avoided.
    `optical` shifts each line so that its first glyph's ink stands on the left edge (big titles). `wrap="code"` keeps
    all spaces and breaks long lines with a hanging indent and a mark. `lang` is a BCP 47 tag ("ja", "zh-Hant"); "" lets
    the script decide. `direction` is where a hard line begins; "auto" asks its first strong letter (UAX #9).
    """

    width: float
    line: float
    align: Literal["start", "center", "end"] = "start"
    lines: int = 0
    balance: bool = False
    optical: bool = False
    wrap: Literal["words", "code", "none"] = "words"
    lang: str = ""
    direction: Literal["auto", "ltr", "rtl"] = "auto"


class Glyph(NamedTuple):
    """One glyph: `font` is a key of the font book, `x` runs from the line's left edge, `y` down from its baseline."""

    font: int
    gid: int
    x: float
    y: float
    color: Color


@dataclass(frozen=True, slots=True)
class Chip:
    """A box behind a part of a line, or a line through or under it, from `x` for `width`.

    `top` and `bottom` count down from the baseline (the top of a chip is negative).
    """

    x: float
    width: float
    color: Color
    kind: Literal["chip", "strike", "underline"] = "chip"
    top: float = 0.0
    bottom: float = 0.0
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line: `x` its left edge and `baseline` its baseline, both from the text's top left corner.

    `width` is the advance width, `ink` the horizontal extent of what is really drawn (left, right, from the line's
    left edge). `text` is what it says, in logical order; `source` the index of the hard line it came from. `links` are
    (x, width, href), `words` the parts of `text` in logical order as (x, width, text), spaces with the word before.
    """

    text: str
    x: float
    baseline: float
    width: float
    size: float
    glyphs: tuple[Glyph, ...]
    chips: tuple[Chip, ...] = ()
    ink: tuple[float, float] = (0.0, 0.0)
    source: int = 0
    links: tuple[tuple[float, float, str], ...] = ()
    words: tuple[tuple[float, float, str], ...] = ()


class Lines(Sequence[SetLine]):
    """Set lines that are made when the first of them is asked for. What they say and where they stand is known before.

    While a slide finds its sizes most texts are only measured, and never seen.
    """

    __slots__ = ("_made", "_make", "baselines", "texts")

    def __init__(
        self, texts: Sequence[str], make: Callable[[], Iterable[SetLine]], baselines: Sequence[float] = ()
    ) -> None:
        self.texts, self.baselines = texts, baselines
        self._make: Callable[[], Iterable[SetLine]] | None = make
        self._made: tuple[SetLine, ...] = ()

    def made(self) -> tuple[SetLine, ...]:
        """All lines."""
        if self._make is not None:
            self._made, self._make = tuple(self._make()), None
        return self._made

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[SetLine]:
        return iter(self.made())

    def __getitem__(self, at: Any) -> Any:
        return self.made()[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.made() == tuple(other)

    def __hash__(self) -> int:
        return hash(self.made())


@dataclass(frozen=True, slots=True)
class SetText:
    """Runs broken into lines. `missing` names every cluster that no font has: such a text must not be drawn.

    `width` is that of the widest line: of its ink where the text is set optically, else its advance.
    """

    lines: Sequence[SetLine]
    width: float
    height: float
    missing: tuple[str, ...] = ()

    @property
    def texts(self) -> Sequence[str]:
        """What each line says."""
        return self.lines.texts if isinstance(self.lines, Lines) else [line.text for line in self.lines]

    @property
    def baselines(self) -> Sequence[float]:
        """How far below the top each line stands, in px."""
        return self.lines.baselines if isinstance(self.lines, Lines) else [line.baseline for line in self.lines]


# ---- the display list: what is painted, from back to front ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fill:
    """A rectangle with rounded corners, filled and perhaps bordered (the border lies inside). "" paints nothing."""

    x: float
    y: float
    width: float
    height: float
    color: Color = ""
    radius: float = 0.0
    border: float = 0.0
    border_color: Color = ""
    corners: Literal["all", "top", "bottom", "left", "right"] = "all"


@dataclass(frozen=True, slots=True)
class Gradient:
    """A linear gradient over a rectangle; `angle` in degrees, 180 runs from top to bottom. Dithered: no banding."""

    x: float
    y: float
    width: float
    height: float
    stops: tuple[tuple[float, Color], ...]
    angle: float = 180.0


@dataclass(frozen=True, slots=True)
class Dots:
    """A grid of dots that fades out towards the bottom of its rectangle."""

    x: float
    y: float
    width: float
    height: float
    color: Color
    pitch: float = 30.0
    radius: float = 1.6


@dataclass(frozen=True, slots=True)
class Words:
    """A set text at its place (top left corner)."""

    x: float
    y: float
    text: SetText


@dataclass(frozen=True, slots=True)
class Stroke:
    """A polyline through points, with square ends and mitred corners (arrows, checks, rules that are not upright)."""

    points: tuple[tuple[float, float], ...]
    width: float
    color: Color
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled shape with straight sides."""

    points: tuple[tuple[float, float], ...]
    color: Color


@dataclass(frozen=True, slots=True)
class Blit:
    """A picture file scaled to cover its box, corners rounded."""

    x: float
    y: float
    width: float
    height: float
    path: str
    radius: float = 0.0


Op = Fill | Gradient | Dots | Words | Stroke | Polygon | Blit
