"""Words of a box or a wire -> set text of at most a few lines, broken where the author broke them if that fits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from post_forge.render.boxes import Inline
from post_forge.render.looks import LEAST_LINE, breaks_word, run_of, runs_right_to_left, script_of
from post_forge.render.sizes import Sizes
from post_forge.render.theme import TextStyle
from post_forge.render.values import Measure, SetText

MOST_LINES = 3
MOST_NOTE = 4
_OPENS = "([{（→="


@dataclass(frozen=True, slots=True)
class Face:
    """How words are set: a style of the theme at a size (px) and a distance of baselines, in a colour."""

    style: TextStyle
    size: float
    line: float
    color: str


def parted(words: Sequence[Inline]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """The name of a box and the note below it: lines that begin with a bracket, or that follow a colon."""
    lines = hard_lines(words)
    said = ["".join(word.text for word in line) for line in lines]
    for at in range(1, len(lines)):
        upper = said[at][:1].isupper() or said[at][:1].isdigit()
        closes = said[at - 1].endswith((":", ".", "!", "?")) or (upper and at == 1 and len(said[0]) <= 28)
        if said[at].startswith(tuple(_OPENS)) or closes:
            return joined(lines[:at]), joined(lines[at:])
    return tuple(words), ()


_BREATH = re.compile(r"(?<=[—–:;]) |(?<=[,)]) | (?=\()")


def ways(words: Sequence[Inline], flat: bool = False) -> Iterator[tuple[tuple[Inline, ...], tuple[Inline, ...]]]:
    """The ways to show the words of a box as a name and a note below it, the most welcome first.

    Too long a name ends where one would draw breath: at a dash, a colon, a comma or a bracket; not so a `flat` one.
    """
    yield parted(words)
    yield tuple(words), ()
    plain = flowing(words)
    said = "".join(word.text for word in plain)
    for found in list(_BREATH.finditer(said))[:3] if not flat else ():
        if any(
            said[: found.start()].count(one) != said[: found.start()].count(other) for one, other in ("()", "[]", "{}")
        ):
            continue
        yield cut(plain, 0, found.start()), cut(plain, found.end(), len(said))


def cut(words: Sequence[Inline], start: int, end: int) -> tuple[Inline, ...]:
    """A part of the words."""
    found, at = [], 0
    for word in words:
        part = word.text[max(0, start - at) : max(0, end - at)]
        found += [Inline(part, word.marks)] if part else []
        at += len(word.text)
    return tuple(found)


def hard_lines(words: Sequence[Inline]) -> list[tuple[Inline, ...]]:
    """The words of each hard line."""
    lines: list[list[Inline]] = [[]]
    for word in words:
        for number, part in enumerate(word.text.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append(Inline(part, word.marks))
    return [tuple(line) for line in lines if line]


def joined(lines: Sequence[tuple[Inline, ...]], between: str = "\n") -> tuple[Inline, ...]:
    """Lines as one text."""
    made: list[Inline] = []
    for number, line in enumerate(lines):
        made += [Inline(between)] if number and between else []
        made += line
    return tuple(made)


def flowing(words: Sequence[Inline]) -> tuple[Inline, ...]:
    """The words without the author's line breaks."""
    lines = hard_lines(words)
    said = "".join(word.text for word in words)
    return joined(lines, "" if script_of(said) == "cjk" and " " not in said else " ")


def set_label(
    words: Sequence[Inline], face: Face, width: float, session: Sizes, align: str = "center", most: int = MOST_LINES
) -> SetText | None:
    """The words within a width in as few lines as there have to be; None where they take too many or break a word."""
    if not words:
        return SetText((), 0.0, 0.0)
    key = ("label", tuple(words), face.style.name, face.size, face.color, round(width, 2), align, most)
    if key not in session.kept:
        session.kept[key] = _set(words, face, width, session, align, most)
    return cast("SetText | None", session.kept[key])


def _set(words: Sequence[Inline], face: Face, width: float, session: Sizes, align: str, most: int) -> SetText | None:
    lines = hard_lines(words)
    if 1 < len(lines) <= most:
        own = _plainly(words, face, width, session, align)
        if len(own.lines) == len(lines) and own.width <= width:
            return own
    flowed = flowing(words)
    made = _plainly(flowed, face, width, session, align)
    said = "".join(word.text for word in flowed)
    if len(made.lines) > most or made.width > width + 0.01 or breaks_word(said, made):
        return None
    return made


def _plainly(words: Sequence[Inline], face: Face, width: float, session: Sizes, align: str) -> SetText:
    said = "".join(word.text for word in words)
    line = max(face.line, face.size * LEAST_LINE[script_of(said)])
    style = replace(face.style, tracking=0.0) if script_of(said) == "cjk" and face.style.tracking < 0 else face.style
    runs = tuple([run_of(word, style, face.size, face.color, session.theme)._replace(chip="") for word in words])
    if session.rtl and align != "center" and not runs_right_to_left(said):
        align = "end" if align == "start" else "start"
    measure = Measure(max(1.0, width), line, align, balance=True, lang=session.lang)  # type: ignore[arg-type]
    return session.set_words(runs, measure)


def natural(words: Sequence[Inline], face: Face, session: Sizes) -> float:
    """The width of the words on one line."""
    text = set_label(flowing(words), face, math.inf, session, most=99)
    return text.width if text else 0.0
