"""The element `banner`: words in lines that are all as wide as their box, each stretched by its font's width axis.

A line is set at the width (62 to 125, say) at which its ink fills the measure at the size of the block. A line that
is too long even at the narrowest width is made smaller alone, one that is too short at the widest is made larger alone,
up to `GROWN` times; beyond that it stays short, and a `disc` may end it. A font without a width axis, and scripts that
are not stretched, take part by their size alone or are set as plain text.

Lines end where headings should: not after an article or a preposition. A banner that is given more height than it
needs grows its lines, which get narrower letters, until they fill that too; what no letters fill, a disc does (`rest`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from post_forge.render import readers as read
from post_forge.render.banner_lines import (
    GROWN,
    GROWN_ALONE,
    GROWN_WITH_DISC,
    LARGEST_ALONE,
    REFERENCE,
    Word,
    emptiness,
    evened,
    fewest,
    filled,
    inked,
    joined,
    line_ends,
    line_of,
    measured,
    price,
    reaches,
    settings,
    split,
)
from post_forge.render.boxes import Box, Frame
from post_forge.render.elements import Element, Painter, register
from post_forge.render.looks import face_of, run_of, runs_right_to_left
from post_forge.render.sizes import Sizes
from post_forge.render.theme import TextStyle, Theme
from post_forge.render.type.leaning import leans_forward
from post_forge.render.values import Fill, Op, SetLine, SetText
from post_forge.render.words import TYPE, Placed, WordsLeaf
from post_forge.render.words import finish as finish_words

DISC, OUT = 170, 0.2
"""px that a disc in empty height measures at least (on a picture 1080 wide); the share of it beyond the
edge of the picture."""

STEPS, ONE_LINE = 2.5, 2.0
"""How many steps of its size a heading gives up for a unit of what bad ends of lines cost, and for one line less."""

CLEAR = 0.03
"""em between what hangs from a line and the capitals below it."""


def finish(own: dict[str, Any], theme: Theme) -> None:
    """Banners are trimmed to their capitals."""
    own.setdefault("trim", "cap")
    own.setdefault("stretch", (62, 125))
    finish_words(own, theme)


class BannerLeaf(WordsLeaf):
    """Breaks words into the fewest lines that a size allows, and stretches each to the measure."""

    foreseen = False  # its order goes by the height it was given

    def set(self, box: Box, width: float, step: int, session: Sizes) -> SetText:
        stacks = session.kept["stacks", id(box)] = self.stretches(box, width, session)
        if not stacks:
            return super().set(box, width, step, session)
        key = ("banner", id(box), width, step)
        if key not in session.kept:
            session.kept[key] = self.block(box, width, step, session)
        return session.kept[key]  # type: ignore[no-any-return]

    def count(self, box: Box, width: float, step: int, session: Sizes) -> int:
        if not self.stretches(box, width, session):
            return super().count(box, width, step, session)
        return len(fewest(self.parted(box, session), width / box.style.own["ladder"][step][0]))

    def order(self, box: Box, session: Sizes) -> Sequence[int]:
        """The steps that fill the height they are given, where lines end well; without such a height, the wanted
        number of lines and the largest of its sizes, or a few steps less where lines end better there.
        """
        own = box.style.own
        width = session.kept.get(("width", id(box)))
        if not own.get("lines") or width is None or not self.stretches(box, width, session):
            return super().order(box, session)
        (wanted, most), normal = own["lines"], own["tight"]
        height = session.kept.get(("height", id(box)), 0.0)
        prices = self.prices(box, session)
        ranks: list[tuple[Any, ...]] = []
        for step in range(len(own["ladder"])):
            if self.count(box, width, step, session) > most:
                ranks.append((True, True, math.inf, step))
                continue
            lines = self.plan(box, width, step, session)
            ill = sum(price(prices, start, end) for start, end in lines)
            if height:
                fits, empty = self.filling(box, lines, (width, height), step, session)
                ranks.append((False, not fits, empty + ill, step))
            else:
                cost = step + STEPS * ill + ONE_LINE * len(lines)
                ranks.append((False, step >= normal, max(len(lines), wanted), cost, step))
        return [rank[-1] for rank in sorted(ranks)]

    def prices(self, box: Box, session: Sizes) -> Sequence[tuple[float, int]]:
        """How bad it is to end lines after each of the words."""
        key = ("prices", id(box))
        if key not in session.kept:
            session.kept[key] = line_ends(self.parted(box, session), session.lang)
        return session.kept[key]  # type: ignore[no-any-return]

    def filling(
        self, box: Box, lines: Sequence[tuple[int, int]], room: tuple[float, float], step: int, session: Sizes
    ) -> tuple[bool, float]:
        """Whether lines fit in a width and a height at a step, and how ill they fill it once they have grown."""
        words, (width, height) = self.parted(box, session), room
        cap, least = self.capital(box, step, session)
        limits = [(width / wide, width / narrow) for narrow, wide in (line_of(words[a:b]) for a, b in lines)]
        extra = [cap + sum(reaches(" ".join(word.said for word in words[a:b]))) for a, b in lines]
        size = box.style.own["ladder"][step][0]
        return emptiness(limits, filled(limits, extra, least, size, height), height)

    def fix(self, box: Box, width: float, height: float, session: Sizes) -> SetText:
        """A line that stays short is a blemish: a smaller size may fill all of them. A disc may end one."""
        text = super().fix(box, width, height, session)
        if self.stretches(box, width, session):
            session.kept["height", id(box)] = height if box.style.grow and height > text.height + 1 else 0.0
            short = sum(line.x + line.ink[1] < 0.97 * width for line in text.lines)
            if short > (1 if box.own("disc") else 0) and len(text.lines) > 1:
                session.blemish(box)
        return text

    def finish(self, box: Box, fixed: SetText, width: float, height: float, session: Sizes) -> Placed:
        if self.stretches(box, width, session) and fixed.height < 0.99 * height:
            fixed = self.grown(box, fixed, width, height, session)
        return super().finish(box, fixed, width, height, session)

    def trims(self, box: Box, text: SetText, session: Sizes) -> tuple[float, float]:
        if session.kept.get(("stacks", id(box))):
            return 0.0, 0.0
        return super().trims(box, text, session)

    def stretches(self, box: Box, width: float, session: Sizes) -> bool:
        """Whether the words are written in a script whose capitals are stretched, and none is too long to be read.

        A word that is too wide at the smallest size is broken like any other text's.
        """
        key = ("stretches", id(box))
        if key not in session.kept:
            said = box.says()
            session.kept[key] = not self.script(box, session) and not runs_right_to_left(said) and bool(said.strip())
        if not session.kept[key] or not 0 < width < math.inf:
            return False
        least: float = box.style.own["style"].ladder()[-1][0]
        return max(word.narrow for word in self.parted(box, session)) * least <= width

    # ---- lines -------------------------------------------------------------------------------------------------

    def parted(self, box: Box, session: Sizes) -> tuple[Word, ...]:
        """The words one by one, measured."""
        key = ("parted", id(box))
        if key not in session.kept:
            own = box.style.own
            style: TextStyle = own["style"]
            looks = [run_of(word, style, REFERENCE, own["color"], session.theme, own.get("weight", 0))
                     for word in self.words(box, session)]  # fmt: skip
            narrow, wide = own["stretch"]
            found = []
            for runs, ends in split(looks):
                widths = [measured(runs, at, session).width / REFERENCE for at in (narrow, wide)]
                found.append(Word(runs, min(widths), max(widths), ends))
            session.kept[key] = tuple(found)
        return session.kept[key]  # type: ignore[no-any-return]

    def plan(self, box: Box, width: float, step: int, session: Sizes) -> Sequence[tuple[int, int]]:
        """Where lines end at a step."""
        key = ("plan", id(box), width, step)
        if key not in session.kept:
            words, room = self.parted(box, session), width / box.style.own["ladder"][step][0]
            session.kept[key] = evened(words, fewest(words, room), room, self.prices(box, session))
        return session.kept[key]  # type: ignore[no-any-return]

    def block(self, box: Box, width: float, step: int, session: Sizes) -> SetText:
        """All lines at a step, each at its own width and size, equally far apart."""
        lines = self.plan(box, width, step, session)
        return self.stacked(box, lines, width, box.style.own["ladder"][step][0], step, session)

    def stacked(
        self, box: Box, lines: Sequence[tuple[int, int]], width: float, size: float, step: int, session: Sizes
    ) -> SetText:
        """Lines of words below each other at a size in px, as far apart as lines of a step are."""
        words = self.parted(box, session)
        cap, least = self.capital(box, step, session)
        made: list[SetLine] = []
        missing: dict[str, None] = {}
        bottom = hanging = 0.0
        for start, end in lines:
            own_size, stretch = self.stretched(box, words[start:end], width, size, len(lines) == 1, session)
            raw = measured(joined(words[start:end]), stretch, session, own_size)
            missing.update(dict.fromkeys(raw.missing))
            only = raw.lines[0]
            high, low = reaches(only.text)
            top = bottom + (max(hanging + CLEAR * size, least * size) if made else 0.0) + high * own_size
            bottom = top + cap * own_size
            hanging = low * own_size
            made.append(replace(only, x=-only.ink[0], baseline=bottom))
        right = max(one.ink[1] + one.x for one in made)
        return SetText(tuple(made), right, bottom + hanging, tuple(missing))

    def capital(self, box: Box, step: int, session: Sizes) -> tuple[float, float]:
        """The height of capitals and of the room between lines, in em."""
        own = box.style.own
        size, line = own["ladder"][step]
        cap = session.cap_height(face_of(own["style"], size, own.get("weight", 0)))
        return cap, max(0.0, line / size - cap)

    def grown(self, box: Box, fixed: SetText, width: float, height: float, session: Sizes) -> SetText:
        """The same lines, as large as their height allows: each until its letters are as narrow as they can be."""
        step = session.step(box)
        lines = self.plan(box, width, step, session)
        cap, least = self.capital(box, step, session)
        limits = [self.limits(box, line, width, session) for line in lines]
        extra = [cap + sum(reaches(line.text)) for line in fixed.lines]
        size = box.style.own["ladder"][step][0]
        larger = max(size, *filled(limits, extra, least, size, height)[1])
        for _ in range(3):
            text = self.stacked(box, lines, width, larger, step, session)
            if text.height <= height + 0.5:
                return text if text.height > fixed.height else fixed
            larger *= 0.99 * height / text.height
        return fixed

    def limits(self, box: Box, line: tuple[int, int], width: float, session: Sizes) -> tuple[float, float]:
        """The sizes in px at which a line fills the measure at its widest and at its narrowest setting."""
        runs = joined(self.parted(box, session)[line[0] : line[1]])
        (_, low), (_, high) = settings(runs, box.style.own["stretch"], session)
        return width / high * REFERENCE, width / low * REFERENCE

    def stretched(
        self, box: Box, words: Sequence[Word], width: float, size: float, alone: bool, session: Sizes
    ) -> tuple[float, int]:
        """The size in px and the setting of the width axis at which a line fills the measure."""
        own = box.style.own
        runs = joined(words)
        (narrow, low), (wide, high) = settings(runs, own["stretch"], session)
        ends = bool(own.get("disc")) and high > low and not leans_forward(words[-1].said.lower(), session.lang)
        most = (GROWN_WITH_DISC if ends else GROWN) * size
        if alone:
            most = max(GROWN_WITH_DISC * size, min(GROWN_ALONE * size, LARGEST_ALONE * session.theme.scale))
        target = width * REFERENCE / size
        if target <= low or high <= low:
            return min(width / low * REFERENCE, most), narrow
        if target >= high:
            whole = width / high * REFERENCE
            return (whole if whole <= most else most if alone else size), wide
        at, reached = narrow, low
        for _ in range(3):  # widths grow nearly evenly along the axis
            at = int(narrow + (wide - narrow) * (target - low) / (high - low))
            reached = inked(measured(runs, at, session))
            if abs(reached / target - 1) < 0.01 or at in (narrow, wide):
                break
            narrow, low, wide, high = (at, reached, wide, high) if reached < target else (narrow, low, at, reached)
        return width / reached * REFERENCE, at

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        yield from super().paint(frame, painter)
        placed: Placed = frame.content
        x, y = painter.corner(frame)
        yield from self.line_end(frame, placed, x, y)
        yield from self.rest(frame, placed, painter)

    def line_end(self, frame: Frame, placed: Placed, x: float, y: float) -> Iterable[Op]:
        """The disc that ends the first line that stays short."""
        for line in placed.text.lines if frame.box.own("disc") else ():
            tall = line.size * 0.71  # rounds are a little taller than capitals
            left = x + frame.width - tall
            if line.x + line.ink[1] < frame.width - 1.15 * tall:
                middle = y - placed.above + line.baseline - line.size * 0.344
                yield Fill(left, middle - tall / 2, tall, tall, frame.box.own("disc"), tall / 2)
                return

    def rest(self, frame: Frame, placed: Placed, painter: Painter) -> Iterable[Op]:
        """The disc in the height that no letters fill, in the corner and partly outside."""
        scale, color = painter.theme.scale, frame.box.own("rest")
        tall = min(frame.height - placed.text.height + placed.above - 60 * scale, 0.66 * frame.width)
        if color and tall > DISC * scale:
            page = painter.theme.space["page"]
            left = frame.x - page - OUT * tall if painter.rtl else frame.x + frame.width + page - (1 - OUT) * tall
            yield Fill(left, frame.y + frame.height - tall, tall, tall, color, tall / 2)


@read.told("the narrowest and the widest setting: `62-125`")
def stretch_range(value: str, theme: Theme) -> Any:
    """The narrowest and the widest setting: `62-125`."""
    return read.lines(value, theme)


register(
    Element(
        "banner",
        "words",
        "words in lines as wide as their box, stretched by the font's width axis",
        {**TYPE, "stretch": stretch_range, "disc": read.color, "rest": read.color},
        leaf=BannerLeaf(),
        example='<banner style="cover" stretch="62-125">Retry with care</banner>',
        required=frozenset({"style"}),
        finish=finish,
    )
)
