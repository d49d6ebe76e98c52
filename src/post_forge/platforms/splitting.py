"""Turn a long text into parts that each fit one post: cut at paragraphs and sentences, never inside a link."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from itertools import count

from post_forge.model import Rules
from post_forge.platforms.counting import graphemes
from post_forge.platforms.entities import unbreakable

_ABBREVIATIONS = {"e.g", "i.e", "cf", "vs", "approx", "fig", "no", "dr", "mr", "mrs", "ms", "prof", "st", "z.b", "p.ej"}
_WORTHWHILE = 0.5  # a better kind of cut is taken if its part is at least so long, compared with the longest possible
_WINDOW = 40  # characters per unit of the limit in which the end of one part is looked for


def split_thread(text: str, rules: Rules, marks: bool = True) -> tuple[str, ...]:
    """The text as the parts of a thread, each within `rules.limit` with its mark (" 2/5") counted.

    A text that fits is one part without a mark, a blank text none. A part ends with a paragraph if that fills it half
    or more, else with a line, a sentence, a word, and inside a word only where the word alone is too long. Links, tags
    and mentions stay whole: one that is longer than a post becomes a part that does not fit, which `problems` reports.
    The parts without their marks hold the text, whitespace at the cuts aside.
    """
    text = text.strip()
    if not text or rules.count(text) <= rules.limit:
        return (text,) if text else ()
    cuts = _Cuts(text)
    if not marks:
        return _parts(text, cuts, rules, "")
    for digits in count(1):
        parts = _parts(text, cuts, rules, f" {'9' * digits}/{'9' * digits}")
        if len(parts) < 10**digits:
            break
    if len(parts) == 1:  # one link that is too long for any post
        return parts
    return tuple(f"{part} {number}/{len(parts)}" for number, part in enumerate(parts, start=1))


def _parts(text: str, cuts: _Cuts, rules: Rules, mark: str) -> tuple[str, ...]:
    """The parts without their marks, each with room for `mark`."""

    def fits(part: str) -> bool:
        return rules.count(part + mark) <= rules.limit

    parts = []
    start = 0
    while start < len(text):
        end = len(text) if len(text) - start <= rules.limit * _WINDOW and fits(text[start:]) else 0
        end = end or cuts.best(start, fits) or cuts.inside_a_word(start, fits, rules.limit)
        parts.append(text[start:end].strip())
        start = end
    return tuple(parts)


class _Cuts:
    """The places where a text may be cut, from the best kind to the worst. A place is where the next part begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._whole = unbreakable(text)
        lines = [found.end() for found in re.finditer(r"\n\s*", text)]
        paragraphs = [found.end() for found in re.finditer(r"\n[^\S\n]*\n\s*", text)]
        words = [found.end() for found in re.finditer(r"\s+|(?<=[、，；：])(?=\S)", text)]
        kinds = (paragraphs, lines, _sentence_ends(text), words)
        self._kinds = [[place for place in places if not self._is_inside(place)] for places in kinds]

    def best(self, start: int, fits: Callable[[str], bool]) -> int:
        """The place for the end of the part that begins at `start`; 0 if even the next word does not fit."""
        paragraph, line, sentence, word = (self._farthest(places, start, fits) for places in self._kinds)
        enough = start + (max(paragraph, line, sentence) - start) * _WORTHWHILE
        return next((place for place in (paragraph, line, sentence) if place and place >= enough), word)

    def inside_a_word(self, start: int, fits: Callable[[str], bool], limit: int) -> int:
        """The farthest grapheme boundary that fits; the end of the first whole thing if not even that one does."""
        stop = min(len(self._text), start + limit * _WINDOW)
        places, place = [], start
        for cluster in graphemes(self._text[start:stop]):
            place += len(cluster)
            if not self._is_inside(place):
                places.append(place)
        if stop < len(self._text) and len(places) > 1:
            places.pop()  # the window may have ended inside a grapheme
        if not places:
            return self._whole[bisect_left(self._whole, (place,)) - 1][1]
        return self._farthest(places, start, fits) or places[0]

    def _farthest(self, places: Sequence[int], start: int, fits: Callable[[str], bool]) -> int:
        """The last of the places whose part fits: steps that double, then halving (one test costs its part's length).

        Counts are taken to grow with the text. Where one does not (a link that only its last letter completes), a
        nearer place may be found than the last; the one found always fits.
        """
        low = bisect_right(places, start) - 1
        first, step = low, 1
        while low + step < len(places) and fits(self._text[start : places[low + step]].strip()):
            low += step
            step *= 2
        high = min(low + step, len(places))
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if fits(self._text[start : places[middle]].strip()) else (low, middle)
        return places[low] if low > first else 0

    def _is_inside(self, place: int) -> bool:
        index = bisect_left(self._whole, (place,)) - 1
        return index >= 0 and self._whole[index][0] < place < self._whole[index][1]


def _sentence_ends(text: str) -> list[int]:
    return [found.end() for found in _sentence_end().finditer(text) if _ends_a_sentence(text, found)]


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(r"(?:[.!?…]++[\"'”’)\]»]*+(?=\s)|[。！？｡]+[」』）】”’]*|[।۔؟]+)\s*")


def _ends_a_sentence(text: str, found: re.Match[str]) -> bool:
    """Not after "e.g.", an initial or the number of a list item, nor before a small letter."""
    if text[found.end() : found.end() + 1].islower():
        return False
    line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
    word = line[line.rfind(" ") + 1 :].lstrip("(\"'“‘[")
    if not found[0].startswith(".") or not word:
        return True
    is_number = word.isdecimal() and line.strip() == word
    is_initial = len(word) == 1 and word.isupper()
    return not (is_number or is_initial or word.casefold() in _ABBREVIATIONS)
