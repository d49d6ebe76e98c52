"""The element `banner`: words in lines that are all as wide as their box, each stretched by its font's width axis.

A line is set at the width (62 to 125, say) at which its ink fills the measure at the size of the block. A line that
is too long even at the narrowest width is made smaller alone, one that is too short at the widest is made larger alone,
up to `GROWN`; beyond that it stays short, and a `disc` may end it. A font without a width axis, and scripts that are
not stretched, take part by their size alone or are set as plain text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import normalize

from post_forge.render import readers as read
from post_forge.render.boxes import Box, Frame
from post_forge.render.elements import Element, Painter, register
from post_forge.render.looks import face_of, run_of, runs_right_to_left
from post_forge.render.sizes import Sizes
from post_forge.render.theme import TextStyle, Theme
from post_forge.render.values import Fill, Measure, Op, Run, SetLine, SetText
from post_forge.render.words import TYPE, Placed, WordsLeaf
from post_forge.render.words import finish as finish_words

REFERENCE = 100.0
"""px at which widths are measured: they grow with the size."""

GROWN = 1.5
"""How many times as large as the rest of its block a short line may be."""

GROWN_WITH_DISC = 1.06
"""The same where a disc ends short lines."""

ABOVE, RING = 0.21, 0.27
"""em that accents, and the ring of an A, stand above capitals."""

BELOW = frozenset("\u0323\u0326\u0327\u0328\u0331")
"""Accents that hang below a letter: a cedilla, an ogonek, ..."""

TAILS = {",": 0.2, ";": 0.2, **dict.fromkeys("Q$@/()[]{}|_&", 0.15), **dict.fromkeys("gjpqy", 0.22)}
"""em that tails hang below the line."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as runs at `REFERENCE` px, and its width there in em at the narrowest and the widest setting."""

    runs: tuple[Run, ...]
    narrow: float
    wide: float
    ends: bool = False


def finish(own: dict[str, Any], theme: Theme) -> None:
    """Banners are trimmed to their capitals."""
    own.setdefault("trim", "cap")
    own.setdefault("stretch", (62, 125))
    finish_words(own, theme)


class BannerLeaf(WordsLeaf):
    """Breaks words into the fewest lines that a size allows, and stretches each to the measure."""

    def set(self, box: Box, width: float, step: int, session: Sizes) -> SetText:
        if not self.stretches(box, width, session):
            return super().set(box, width, step, session)
        key = ("banner", id(box), width, step)
        if key not in session.kept:
            session.kept[key] = self.block(box, width, step, session)
        return session.kept[key]  # type: ignore[no-any-return]

    def count(self, box: Box, width: float, step: int, session: Sizes) -> int:
        if not self.stretches(box, width, session):
            return super().count(box, width, step, session)
        return len(fewest(self.parted(box, session), width / box.style.own["ladder"][step][0]))

    def fix(self, box: Box, width: float, height: float, session: Sizes) -> SetText:
        """A line that stays short is a blemish: a smaller size may fill all of them. A disc may end one."""
        text = super().fix(box, width, height, session)
        if self.stretches(box, width, session):
            short = sum(line.x + line.ink[1] < 0.97 * width for line in text.lines)
            if short > (1 if box.own("disc") else 0) and len(text.lines) > 1:
                session.blemish(box)
        return text

    def trims(self, box: Box, text: SetText, session: Sizes) -> tuple[float, float]:
        if session.kept.get(("stretches", id(box))) and text.height == text.baselines[-1]:
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

    def block(self, box: Box, width: float, step: int, session: Sizes) -> SetText:
        """All lines at a step, each at its own width and size, equally far apart."""
        own = box.style.own
        size, line = own["ladder"][step]
        words = self.parted(box, session)
        cap = session.cap_height(face_of(own["style"], size, own.get("weight", 0)))
        least = max(0.0, line - cap * size)
        made: list[SetLine] = []
        missing: dict[str, None] = {}
        bottom = hanging = 0.0
        for start, end in evened(words, fewest(words, width / size), width / size):
            own_size, stretch = self.stretched(box, words[start:end], width, size, session)
            raw = measured(joined(words[start:end]), stretch, session, own_size)
            missing.update(dict.fromkeys(raw.missing))
            only = raw.lines[0]
            high, low = reaches(only.text)
            above = high * own_size
            top = bottom + (max(least, hanging + least) if made else 0.0) + above
            bottom = top + cap * own_size
            hanging = low * own_size
            made.append(replace(only, x=-only.ink[0], baseline=bottom))
        return SetText(tuple(made), max(one.ink[1] + one.x for one in made), bottom, tuple(missing))

    def stretched(
        self, box: Box, words: Sequence[Word], width: float, size: float, session: Sizes
    ) -> tuple[float, int]:
        """The size in px and the setting of the width axis at which a line fills the measure."""
        own = box.style.own
        narrow, wide = own["stretch"]
        runs = joined(words)
        grown = GROWN_WITH_DISC if own.get("disc") else GROWN
        low, high = (inked(measured(runs, at, session)) for at in (narrow, wide))
        target = width * REFERENCE / size
        if target <= low or high <= low:
            return min(width / low * REFERENCE, grown * size), narrow
        if target >= high:
            whole = width / high * REFERENCE
            return (whole if whole <= grown * size else size), wide
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
        color = frame.box.own("disc")
        if not color:
            return
        x, y = painter.corner(frame)
        for line in placed.text.lines:
            tall = line.size * 0.71  # rounds are a little taller than capitals
            left = x + frame.width - tall
            if line.x + line.ink[1] < frame.width - 1.15 * tall:
                middle = y - placed.above + line.baseline - line.size * 0.344
                yield Fill(left, middle - tall / 2, tall, tall, color, tall / 2)
                return


def inked(text: SetText) -> float:
    """px from the first ink of a line to its last."""
    left, right = text.lines[0].ink
    return max(1.0, right - left)


def measured(runs: Sequence[Run], stretch: int, session: Sizes, size: float = REFERENCE) -> SetText:
    """Runs of `REFERENCE` px on one line, at a setting of the width axis and a size in px."""
    key = ("stretch", tuple(runs), stretch, size)
    if key not in session.kept:
        times = size / REFERENCE
        wide = [run._replace(face=run.face._replace(stretch=stretch, size=run.face.size * times)) for run in runs]
        session.kept[key] = session.set_words(tuple(wide), Measure(math.inf, size, lang=session.lang))
    return session.kept[key]  # type: ignore[no-any-return]


def reaches(said: str) -> tuple[float, float]:
    """How far the letters of a line stand above capitals and hang below the line, in em."""
    above = below = 0.0
    for letter in said:
        below = max(below, TAILS.get(letter, 0.0))
        if letter.isascii() or not letter.isupper():
            continue
        for mark in normalize("NFD", letter)[1:]:
            if mark in BELOW:
                below = max(below, TAILS["g"])
            else:
                above = max(above, RING if mark == "\u030a" else ABOVE)
    return above, below


def split(looks: Sequence[Run]) -> list[tuple[tuple[Run, ...], bool]]:
    """Runs cut at spaces into words, and whether a line has to end after the word."""
    found: list[tuple[tuple[Run, ...], bool]] = []
    word: list[Run] = []
    for run in looks:
        for number, hard in enumerate(run.text.split("\n")):
            if number and word:
                found.append((tuple(word), True))
                word = []
            for at, part in enumerate(hard.split(" ")):
                if at and word:
                    found.append((tuple(word), False))
                    word = []
                if part:
                    word.append(run._replace(text=part))
    return [*found, (tuple(word), False)] if word else found


def joined(words: Sequence[Word]) -> tuple[Run, ...]:
    """Words as the runs of one line, with spaces between them; neighbours of one look are one run."""
    runs: list[Run] = []
    for at, word in enumerate(words):
        for number, run in enumerate(word.runs):
            text = f" {run.text}" if at and not number else run.text
            if runs and runs[-1]._replace(text="") == run._replace(text=""):
                runs[-1] = run._replace(text=runs[-1].text + text)
            else:
                runs.append(run._replace(text=text))
    return tuple(runs)


# ---- where lines end -------------------------------------------------------------------------------------------------

Plan = tuple[float, list[tuple[int, int]]]
"""A way of breaking some words, and how ill it fits."""

SPACE = (0.17, 0.28)
"""em of a space between words at the narrowest and the widest setting: enough for a choice of lines."""


def line_of(words: Sequence[Word]) -> tuple[float, float]:
    """The width of words on one line in em, at the narrowest and the widest setting."""
    gaps = len(words) - 1
    return sum(word.narrow for word in words) + gaps * SPACE[0], sum(word.wide for word in words) + gaps * SPACE[1]


def fewest(words: Sequence[Word], room: float) -> list[tuple[int, int]]:
    """The words filled into lines of `room` em at the narrowest setting; a word that is longer has its own line."""
    lines: list[tuple[int, int]] = []
    start = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or words[at - 1].ends or line_of(words[start : at + 1])[0] > room:
            lines.append((start, at))
            start = at
    return lines


def evened(words: Sequence[Word], filled: Sequence[tuple[int, int]], room: float) -> list[tuple[int, int]]:
    """As many lines as `filled` has, broken where they need the least stretching beyond what the font does well."""
    if any(word.ends for word in words) or len(filled) < 2:
        return list(filled)
    best: list[Plan] = [(0.0, []), *((math.inf, []) for _ in words)]
    for _ in filled:
        following: list[Plan] = [(math.inf, []) for _ in best]
        for start, (cost, lines) in enumerate(best):
            if cost == math.inf:
                continue
            for end in range(start + 1, len(words) + 1):
                total = cost + strain(*line_of(words[start:end]), room)
                if total < following[end][0]:
                    following[end] = (total, [*lines, (start, end)])
        best = following
    return best[-1][1]


def strain(narrow: float, wide: float, room: float) -> float:
    """How ill a line fits: nothing in the middle of the axis, much where it has to be of another size."""
    if narrow > room:
        return 1.0 + 60.0 * (narrow / room - 1) ** 2
    if wide < room:
        return 1.0 + 40.0 * (room / wide - 1) ** 2
    return 0.3 * ((room - narrow) / max(0.001, wide - narrow) - 0.45) ** 2


@read.told("the narrowest and the widest setting: `62-125`")
def stretch_range(value: str, theme: Theme) -> Any:
    """The narrowest and the widest setting: `62-125`."""
    return read.lines(value, theme)


register(
    Element(
        "banner",
        "words",
        "words in lines as wide as their box, stretched by the font's width axis",
        {**TYPE, "stretch": stretch_range, "disc": read.color},
        leaf=BannerLeaf(),
        example='<banner style="cover" stretch="62-125">Retry with care</banner>',
        required=frozenset({"style"}),
        finish=finish,
    )
)
