"""A slide as a judge sees it: where each line's ink lies, what is painted, where header, content and footer are.

    looked = look(slide, deck, theme, canvas)
    [mistake.find(looked) for mistake in MISTAKES]     see ugly_mistakes.py

All lengths in px of the picture. Ornaments (what a layout says may leave the margin) are left out of everything, but
that they can be seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from post_forge.model import Format, Slide
from post_forge.render import DeckView, Theme, lay_out, markup
from post_forge.render.boxes import Frame
from post_forge.render.elements import Painter
from post_forge.render.paint import display_list
from post_forge.render.slides import book_of
from post_forge.render.theme import scale_of, scaled
from post_forge.render.values import Blit, Fill, Op, SetLine, Stroke, Words

CAP, DESCENDER = 0.73, 0.24
"""How far letters reach above and below the baseline, in sizes."""

CHROME = ("handle", "count", "monogram")
CAPTIONS = ("kicker", "caption", "column-head", "link", *CHROME)
HEADINGS = ("title", "cover", "statement", "question", "quote", "scenario", "number")
LEAST_CARD = 0.06
"""The share of the picture from which a filled box is a ground for others: only its edges are something to see."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The ink of one glyph. `blank` says that the font drew nothing for it."""

    left: float
    top: float
    right: float
    bottom: float
    color: str
    font: int
    gid: int


@dataclass(frozen=True, eq=False)
class Line:
    """One line of text: its words, its role in the theme, the ink of its letters, and the frame it stands in."""

    set: SetLine
    style: str
    frame: Frame
    x: float
    y: float
    letters: tuple[Letter, ...]
    weight: int

    @property
    def text(self) -> str:
        return self.set.text

    @property
    def size(self) -> float:
        return self.set.size

    @property
    def baseline(self) -> float:
        return self.y + self.set.baseline

    @cached_property
    def left(self) -> float:
        return min((letter.left for letter in self.letters), default=self.x + self.set.x)

    @cached_property
    def right(self) -> float:
        return max((letter.right for letter in self.letters), default=self.x + self.set.x)

    @cached_property
    def top(self) -> float:
        return min((letter.top for letter in self.letters), default=self.baseline)

    @cached_property
    def bottom(self) -> float:
        return max((letter.bottom for letter in self.letters), default=self.baseline)

    def meets(self, other: Line) -> bool:
        """Whether two lines stand on each other: from their capitals to their baselines."""
        apart = self.right <= other.left or other.right <= self.left
        above = self.baseline <= other.baseline - CAP * other.size or other.baseline <= self.baseline - CAP * self.size
        return not (apart or above)


@dataclass(frozen=True, eq=False)
class Look:
    """One slide, laid out. `field` is its theme in px of the picture, on the ground that the slide stands on."""

    name: str
    slide: Slide
    deck: DeckView
    theme: Theme
    field: Theme
    canvas: Format
    frame: Frame

    @cached_property
    def bare(self) -> Frame:
        """The frames without ornaments."""
        return without_ornaments(self.frame)

    @cached_property
    def ops(self) -> list[Op]:
        """What is painted, without ornaments."""
        return display_list(self.bare, self.field).ops

    @cached_property
    def parents(self) -> dict[int, Frame]:
        return {id(child): frame for frame in self.bare.walk() for child in frame.children}

    @cached_property
    def lines(self) -> list[Line]:
        """Every line of text that says something, in the order of painting."""
        return list(lines_of(self))

    @cached_property
    def text_lines(self) -> list[Line]:
        """The lines of words: without code, its line numbers and drawings."""
        return [line for line in self.lines if line.frame.box.element.name in ("text", "cell", "banner")]

    @cached_property
    def page(self) -> tuple[Frame, ...]:
        """Header, content and footer: the parts of the column that holds the whole slide."""
        signed = [line.frame for line in self.text_lines if line.style in CHROME and line.y > 0.7 * self.canvas.height]
        if not signed:
            return (self.bare,)
        at = signed[0]
        while (above := self.parents.get(id(at))) and above.height < 0.3 * self.canvas.height:
            at = above
        parent = self.parents.get(id(at))
        return parent.children if parent else (self.bare,)

    @property
    def header_bottom(self) -> float:
        first = self.page[0]
        return first.y + first.height if len(self.page) > 2 else 0.0

    @property
    def footer_top(self) -> float:
        return self.page[-1].y if len(self.page) > 1 else float(self.canvas.height)

    def is_content(self, line: Line) -> bool:
        """Whether a line is neither header nor footer."""
        return line.bottom > self.header_bottom and line.baseline <= self.footer_top and line.style not in CHROME

    @cached_property
    def content(self) -> list[Line]:
        return [line for line in self.lines if self.is_content(line)]

    @cached_property
    def groups(self) -> list[list[Line]]:
        """The content's words as their texts: the lines of one frame each, from top to bottom."""
        found: dict[int, list[Line]] = {}
        for line in self.text_lines:
            if self.is_content(line):
                found.setdefault(id(line.frame), []).append(line)
        return list(found.values())

    @cached_property
    def hairlines(self) -> list[Fill]:
        """What is painted so fine that it is a line."""
        return [op for op in self.ops if isinstance(op, Fill) and op.color and min(op.width, op.height) <= 4]

    @cached_property
    def seen(self) -> list[tuple[float, float]]:
        """The heights (from, to) at which the content shows something: ink, signs, rules, the edges of cards."""
        return [(line.top, line.bottom) for line in self.content] + list(self._marks())

    def _marks(self) -> Iterator[tuple[float, float]]:
        least = LEAST_CARD * self.canvas.width * self.canvas.height
        for op in display_list(self.frame, self.field).ops:
            match op:
                case Fill() if op.width * op.height < least or min(op.width, op.height) < 12:
                    yield op.y, op.y + op.height
                case Fill() if op.width < self.canvas.width:
                    yield op.y, op.y + 3
                    yield op.y + op.height - 3, op.y + op.height
                case Stroke():
                    heights = [y for _, y in op.points]
                    yield min(heights) - op.width / 2, max(heights) + op.width / 2
                case Blit():
                    yield op.y, op.y + op.height

    def holes(self, top: float, bottom: float) -> Iterator[tuple[float, float]]:
        """The bands between two heights in which nothing can be seen, as (from, to)."""
        at = top
        for start, end in sorted((max(a, top), min(b, bottom)) for a, b in self.seen if b > top and a < bottom):
            if start > at:
                yield at, start
            at = max(at, end)
        if bottom > at:
            yield at, bottom

    def is_plain_english(self) -> bool:
        return self.deck.lang.partition("-")[0] == "en"


def look(slide: Slide, deck: DeckView, theme: Theme, canvas: Format, name: str = "") -> Look:
    """Lay a slide out and look at it. Raises LayoutError where it does not fit."""
    frame = lay_out(markup(slide, deck, theme, canvas), theme, canvas)
    field = scaled(theme, scale_of(canvas)).on(frame.box.own("field", ""))
    return Look(name or slide.layout, slide, deck, theme, field, canvas, frame)


def without_ornaments(frame: Frame) -> Frame:
    kept = tuple(without_ornaments(child) for child in frame.children if not child.box.style.ornament)
    return replace(frame, children=kept)


def lines_of(looked: Look) -> Iterator[Line]:
    """The lines that the leaves of a slide set."""
    book = book_of(looked.theme)
    painter = Painter(looked.field, looked.bare.box.own("direction") == "rtl")
    for frame in looked.bare.walk():
        if frame.box.element.flow:
            continue
        style = frame.box.own("style")
        for op in frame.box.element.leaf.paint(frame, painter):
            if not isinstance(op, Words):
                continue
            for line in op.text.lines:
                if line.text.strip():
                    letters, weight = inked(line, op.x + line.x, op.y + line.baseline, book)
                    yield Line(line, getattr(style, "name", ""), frame, op.x, op.y, letters, weight)


def inked(line: SetLine, x: float, baseline: float, book) -> tuple[tuple[Letter, ...], int]:
    """The ink of each letter of a line, and the weight that most of it is set in."""
    letters: list[Letter] = []
    weights: Counter[int] = Counter()
    for glyph in line.glyphs:
        font, px = book.sized(glyph.font)
        size = px / font.scale
        weights[round(dict(font.spec.axes).get("wght", 400))] += 1
        box = font.ink(glyph.gid)
        if box is not None:
            left, top = x + glyph.x + box[0] * size, baseline + glyph.y + box[1] * size
            right, bottom = x + glyph.x + box[2] * size, baseline + glyph.y + box[3] * size
            letters.append(Letter(left, top, right, bottom, glyph.color, glyph.font, glyph.gid))
    return tuple(letters), max(weights, key=lambda weight: (weights[weight], weight), default=400)
