"""Every ugly mistake that a program can find, with its number, and how many slides may have it.

`NEVER` are those that no slide may have. The others are held by `ugly_held.txt`: so many slides of the gallery and of
the sample content have the mistake, and the figure may only fall (`python tools/ugly.py --hold` writes it down when it
did). What each means is told by the function that finds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import ugly_color
import ugly_drawing
import ugly_space
import ugly_text
from ugly_look import Look

Finder = Callable[[Look], Iterator[str]]
DeckFinder = Callable[[list[Look]], Iterator[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One kind of mistake: `find` looks at one slide, `over` at the slides of a deck in their order."""

    number: str
    name: str
    find: Finder | None = None
    over: DeckFinder | None = None


MISTAKES = (
    Mistake("1", "widow", ugly_text.widow),
    Mistake("2", "stranded at the top", ugly_space.stranded),
    Mistake("3", "hole in the middle", ugly_space.hole),
    Mistake("4", "text leaves the margin", ugly_space.leaves_margin),
    Mistake("5", "overflow or overlap", ugly_space.overlap),
    Mistake("6", "timid title", ugly_text.timid_title),
    Mistake("7", "two accents", ugly_color.two_accents),
    Mistake("8", "two fields", ugly_color.two_fields),
    Mistake("9", "weak contrast", ugly_color.weak_contrast),
    Mistake("10", "too small", ugly_text.too_small),
    Mistake("10b", "much small print", ugly_text.much_small_print),
    Mistake("11", "near-equal sizes", ugly_text.near_sizes),
    Mistake("12", "too many sizes", ugly_text.many_sizes),
    Mistake("13", "rows of unequal height", ugly_space.uneven_rows),
    Mistake("14", "crowded heading", ugly_space.crowded),
    Mistake("15", "crossing descender", ugly_text.crossing),
    Mistake("15b", "ground of code meets a line", ugly_text.chip_meets_line),
    Mistake("16", "touching letters", ugly_text.touching_letters),
    Mistake("17", "bad break", ugly_text.bad_break),
    Mistake("18", "off-centre text in a box", ugly_space.off_centre),
    Mistake("19", "ragged left edge", ugly_space.ragged_left),
    Mistake("20", "stretched line stays short", ugly_color.short_banner),
    Mistake("21", "lying chart", ugly_color.lying_chart),
    Mistake("22", "dangling arrow", ugly_drawing.dangling_arrow),
    Mistake("22b", "line through a label", ugly_drawing.crossed_label),
    Mistake("23", "table noise", ugly_space.table_noise),
    Mistake("24", "glued focus line", ugly_space.glued_focus),
    Mistake("25", "same face thrice", over=ugly_space.same_face),
    Mistake("26", "lost on the phone", ugly_text.lost_on_phone),
    Mistake("27", "missing glyph", ugly_text.missing_glyph),
    Mistake("28", "plain marks", ugly_text.plain_marks),
    Mistake("29", "too long", ugly_text.too_long),
    Mistake("30", "footers that wander", over=ugly_space.wandering),
)


NEVER = ("5", "9", "10", "13", "15b", "18", "21", "22", "22b", "24", "27", "28", "30")
"""Overlaps, contrast, floors of size, rows, charts, arrows, empty boxes, quotation marks, wandering footers."""


@dataclass(slots=True)
class Count:
    """What was found: how many slides were looked at, how many have each mistake, and every finding."""

    looked: int = 0
    slides: Counter[str] = field(default_factory=Counter)
    findings: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, number: str, name: str, messages: Iterable[str]) -> None:
        told = list(messages)
        if told:
            self.slides[number] += 1
            self.findings += [(number, name, message) for message in told]

    def share(self, number: str) -> float:
        return self.slides[number] / max(1, self.looked)


def judge(looks: Sequence[Look], count: Count, decks: bool = False, only: frozenset[str] = frozenset()) -> Count:
    """Look for every mistake (or only some) on some slides; with `decks` they are one deck in its order."""
    for look in looks:
        count.looked += 1
        for mistake in MISTAKES:
            if mistake.find and (not only or mistake.number in only):
                count.add(mistake.number, look.name, mistake.find(look))
    if decks:
        for mistake in MISTAKES:
            if mistake.over and (not only or mistake.number in only):
                for at, message in mistake.over(list(looks)):
                    count.add(mistake.number, looks[at].name, [message])
    return count


def table(counts: Mapping[str, Count]) -> str:
    """Mistake by theme: how many of the slides have it."""
    names = list(counts)
    head = f"{'mistake':<34}" + "".join(f"{name:>18}" for name in names)
    rows = [head, f"{'slides':<34}" + "".join(f"{counts[name].looked:>18}" for name in names)]
    for mistake in MISTAKES:
        cells = (
            f"{counts[name].slides[mistake.number]:>10} {counts[name].share(mistake.number):>6.1%}" for name in names
        )
        rows.append(f"{mistake.number:>4} {mistake.name:<29}" + "".join(f"{cell:>18}" for cell in cells))
    return "\n".join(rows)
