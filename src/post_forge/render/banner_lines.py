"""The words of a banner -> where its lines end, how large they may grow, and how far letters reach above and below.

Widths of words are in em at the narrowest and at the widest setting of the font's width axis, so that lines are chosen
before any is set.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from post_forge.render.sizes import Sizes
from post_forge.render.type.habits import penalty
from post_forge.render.type.leaning import leans_forward
from post_forge.render.values import Measure, Run, SetText

REFERENCE = 100.0
"""px at which widths are measured: they grow with the size."""

STRETCHES = 1.15
"""How many times as wide as the narrowest setting of a line the widest is, at least, if its letters have an axis."""

GROWN = 1.6
"""How many times as large as the rest of its block a short line may be."""

GROWN_ALONE, LARGEST_ALONE = 2.4, 420
"""The same for a line that is the whole block, and px on a picture 1080 wide beyond which it is not made larger."""

GROWN_WITH_DISC = 1.06
"""The same where a disc ends short lines."""

EMPTY, UNEVEN, SHORT = 5.0, 0.4, 2.0
"""What height costs that stays empty (all of it), lines of unequal size (twice as large), and a line that is short."""

LEAN, LITTLE = 8.0, 1.5
"""What a bad end of a line costs beside strain, and a line of little words alone."""

WIDEST_TRY = 1.7
"""Lines that are so many times too long at the narrowest setting are not considered."""

ABOVE, RING = 0.21, 0.27
"""em that accents, and the ring of an A, stand above capitals."""

BELOW = frozenset("\u0323\u0326\u0327\u0328\u0331")
"""Accents that hang below a letter: a cedilla, an ogonek, ..."""

PICTURES = "\U0001f000"
"""From here on characters are pictures, taller than capitals."""

TAILS = {
    ",": 0.2,
    ";": 0.2,
    **dict.fromkeys("Q$@/()[]{}|_&", 0.15),
    **dict.fromkeys("gjpqy", 0.22),
    **dict.fromkeys("ДЦЩЏҚҢҲ", 0.2),
}
"""em that tails hang below the line."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as runs at `REFERENCE` px, and its width there in em at the narrowest and the widest setting."""

    runs: tuple[Run, ...]
    narrow: float
    wide: float
    ends: bool = False

    @property
    def said(self) -> str:
        return "".join(run.text for run in self.runs)


def reaches(said: str) -> tuple[float, float]:
    """How far the letters of a line stand above capitals and hang below the line, in em."""
    above = below = 0.0
    for letter in said:
        below = max(below, TAILS.get(letter, 0.0))
        if letter >= PICTURES:
            above, below = max(above, ABOVE), max(below, ABOVE)
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


def inked(text: SetText) -> float:
    """px from the first ink of a line to its last."""
    left, right = text.lines[0].ink
    return max(1.0, right - left)


def settings(
    runs: Sequence[Run], stretch: tuple[int, int], session: Sizes
) -> tuple[tuple[int, float], tuple[int, float]]:
    """The narrowest and the widest setting of a line, each with the px of ink at `REFERENCE` px.

    Where only the spaces get narrower, because the letters are those of a font without a width axis, they do not.
    """
    low, high = (inked(measured(runs, at, session)) for at in stretch)
    if high < STRETCHES * low:
        return (stretch[1], high), (stretch[1], high)
    return (stretch[0], low), (stretch[1], high)


def measured(runs: Sequence[Run], stretch: int, session: Sizes, size: float = REFERENCE) -> SetText:
    """Runs of `REFERENCE` px on one line, at a setting of the width axis and a size in px."""
    key = ("stretch", tuple(runs), stretch, size)
    if key not in session.kept:
        times = size / REFERENCE
        wide = [run._replace(face=run.face._replace(stretch=stretch, size=run.face.size * times)) for run in runs]
        session.kept[key] = session.set_words(tuple(wide), Measure(math.inf, size, lang=session.lang))
    return session.kept[key]  # type: ignore[no-any-return]


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


def evened(
    words: Sequence[Word], first: Sequence[tuple[int, int]], room: float, prices: Sequence[tuple[float, int]]
) -> Sequence[tuple[int, int]]:
    """As many lines as `first` has, where they need least stretching beyond what the font does well and end well.

    `prices` are those of `line_ends`.
    """
    if any(word.ends for word in words) or len(first) < 2:
        return first
    best: list[Plan] = [(0.0, []), *((math.inf, []) for _ in words)]
    for _ in first:
        following: list[Plan] = [(math.inf, []) for _ in best]
        for start, (cost, lines) in enumerate(best[:-1]):
            if cost == math.inf:
                continue
            narrow = wide = 0.0
            for end in range(start + 1, len(words) + 1):
                narrow, wide = narrow + words[end - 1].narrow, wide + words[end - 1].wide
                if narrow > WIDEST_TRY * room and end > start + 1:
                    break
                total = cost + strain(narrow, wide, room) + price(prices, start, end)
                if total < following[end][0]:
                    following[end] = (total, [*lines, (start, end)])
                narrow, wide = narrow + SPACE[0], wide + SPACE[1]
        best = following
    return best[-1][1] or first


def line_ends(words: Sequence[Word], language: str) -> list[tuple[float, int]]:
    """For each number of words: how bad a line is that ends after them, and how many little words end it.

    Capitals tell no names, so words are looked at in small letters.
    """
    said = ["", *(word.said.lower() for word in words)]
    found, little = [(0.0, 0)], 0
    for at in range(1, len(said)):
        little = little + 1 if leans_forward(said[at], language) else 0
        ill = LEAN * penalty(said[at - 1], f"{said[at]} ", said[at + 1], language) if at + 1 < len(said) else 0.0
        found.append((ill, little))
    return found


def price(prices: Sequence[tuple[float, int]], start: int, end: int) -> float:
    """How bad the end of a line is: after an article, inside a name; and a line of nothing but such words."""
    ill, little = prices[end]
    return ill + (LITTLE if little >= end - start else 0.0)


def strain(narrow: float, wide: float, room: float) -> float:
    """How ill a line fits: nothing in the middle of the axis, much where it has to be of another size."""
    if narrow > room:
        return 0.3 + 20.0 * (narrow / room - 1) ** 2
    if wide < room:
        return 0.2 + 5.0 * (room / wide - 1) ** 2
    return 0.3 * ((room - narrow) / max(0.001, wide - narrow) - 0.45) ** 2


def filled(
    limits: Sequence[tuple[float, float]], tall: Sequence[float], gap: float, size: float, height: float
) -> tuple[float, list[float]]:
    """The height that lines take, and their sizes, when they grow from `size` until they fill `height` px.

    `limits` are the sizes at which a line is as wide as its box at the widest and at the narrowest setting: a line is
    never larger than the second. `tall` says how high each is in em, `gap` how far they are apart.
    """

    def sizes_at(size: float) -> list[float]:
        return [min(max(size, low if low <= GROWN * size else size), high) for low, high in limits]

    def tall_at(size: float) -> float:
        return gap * size * (len(limits) - 1) + sum(one * em for one, em in zip(sizes_at(size), tall, strict=True))

    low, high = size, min(max(high for _, high in limits), GROWN * min(high for _, high in limits))
    for _ in range(12 if high > low else 0):
        middle = (low + high) / 2
        low, high = (middle, high) if tall_at(middle) <= height else (low, middle)
    return tall_at(low), sizes_at(low)


def emptiness(
    limits: Sequence[tuple[float, float]], grown: tuple[float, Sequence[float]], height: float
) -> tuple[bool, float]:
    """Whether grown lines fit in a height, and how ill they fill it: what stays empty, and how unequal they are."""
    tall, sizes = grown
    even = max(sizes) / min(sizes) - 1
    short = sum(size < 0.97 * low for size, (low, _) in zip(sizes, limits, strict=True))
    return tall <= 1.02 * height, EMPTY * max(0.0, 1 - tall / height) + UNEVEN * even + SHORT * short
