"""Split a paragraph into its sentences: Text -> (start, end) offsets.

A full stop ends a sentence when what follows looks like the start of another; it does not after an abbreviation, an
initial or an enumerator, inside code, inside brackets or between quotation marks. Scripts with their own stops
(。 ؟ ।) need no space after them. When in doubt two sentences stay together: a sentence too long is only left out,
half a sentence would be published.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from post_forge.compose.language import spans
from post_forge.compose.language.words import word_set
from post_forge.model import Text

_STOP = re.compile(
    r"""(?:[.!?…]+|[؟۔।॥։።។]+)["”’»)\]'*]*(?=\s)|[。！？｡．]+[」』）”’"】]*|\n""",
)
_ABBREVIATIONS = word_set(
    """e.g i.e vs cf al approx ca fig figs no nos dr mr mrs ms prof st resp viz incl excl max min avg est dept
    vol pp ed eds sec ch eq ref refs jr sr inc ltd co corp esp aka a.k.a ex z.b d.h u.a bzw ggf evtl sog usw
    vgl nr p.ej ej sra máx mín núm pág p.ex env т.е т.д т.п т.к см напр рис др гл стр"""
)
_NEXT_WORD = re.compile(r"\S+")
_ENDS_WITH_WORD = re.compile(r"([^\s(\[{\"“«]+?)\.+$")
_ENUMERATOR = re.compile(r"^\(?(?:\d{1,3}|[a-zA-Z])[.)]$")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.)*[^\W\d_]$")
_LETTER = re.compile(r"^[^\W\d_]\.")
_STARTERS = word_set(
    """a an and at but for he if in it no on one so that the then there these they this to we when you"""
)
_OPEN, _CLOSE = "([{（「『【“«", ")]}）」』】”»"
_WIDE_CLOSE = '」』）”’】"'
_LONG = 400


def split(text: Text) -> list[tuple[int, int]]:
    """The sentences of a paragraph as offsets into its plain words, without the white space around them."""
    words = str(text)
    ends = [match.end() for match in _stops(text, words)]
    pieces = _merge_open(words, _pieces(words, ends))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _stops(text: Text, words: str) -> list[re.Match[str]]:
    kept = [*spans.marked(text, "code"), *spans.marked(text, "math")]
    kept.sort()
    starts = [start for start, _ in kept]

    def inside(position: int) -> bool:
        index = bisect_right(starts, position) - 1
        return index >= 0 and kept[index][0] <= position < kept[index][1]

    codes = set(starts)
    return [match for match in _STOP.finditer(words) if not inside(match.start()) and _ends(words, match, codes)]


def _ends(words: str, stop: re.Match[str], codes: set[int]) -> bool:
    """Is this stop the end of a sentence?"""
    mark = stop.group()
    if mark[0] not in ".…!?":
        following = words[stop.end() : stop.end() + 1]
        return mark[-1] not in _WIDE_CLOSE or not following or following.isspace() or following in "「『“（"
    found = _NEXT_WORD.search(words, stop.end())
    if not found:
        return True
    following = found.group()
    goes_on = following[0].islower() and found.start() not in codes and words[stop.end()] != "\n"
    return not goes_on and (mark[0] != "." or not _abbreviated(words, stop, following))


def _abbreviated(words: str, stop: re.Match[str], following: str) -> bool:
    """Does the full stop belong to the word before it?"""
    line = words.rfind("\n", 0, stop.start()) + 1
    before = words[max(line, stop.start() - 24) : stop.start() + 1]
    if _ENUMERATOR.match(words[line : stop.start() + 1].strip()):
        return True
    found = _ENDS_WITH_WORD.search(before)
    if not found or stop.group().startswith(".."):
        return False
    word = found.group(1)
    if word.lower() in _ABBREVIATIONS:
        return not (
            word.lower() in {"no", "min", "max", "co", "ex", "ch", "sec", "ed", "est", "др"} and _plain_end(following)
        )
    initial = word.isupper() and bool(_INITIALS.match(word))
    if len(word) == 1 and _LETTER.match(following):  # "z. B."
        return True
    return initial and following.lower().strip(",.;:") not in _STARTERS


def _plain_end(following: str) -> bool:
    """After "no." or "min." a number goes on with the sentence, a word begins another."""
    return not following[0].isdigit()


def _pieces(words: str, ends: list[int]) -> list[tuple[int, int]]:
    pieces = []
    start = 0
    for end in [*ends, len(words)]:
        piece = words[start:end]
        left = start + len(piece) - len(piece.lstrip())
        pieces.append((left, max(left, start + len(piece.rstrip()))))
        start = end
    return pieces


def _merge_open(words: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join pieces until their brackets and quotation marks are closed, unless they never are."""
    done: list[tuple[int, int]] = []
    index = 0
    while index < len(pieces):
        start, end = pieces[index]
        last = index
        while _is_open(words[start:end]) and last + 1 < len(pieces) and pieces[last + 1][1] - start < _LONG:
            last += 1
            end = pieces[last][1]
        if last > index and _is_open(words[start:end]):  # it never closes: the author forgot the mark
            last, end = index, pieces[index][1]
        done.append((start, end))
        index = last + 1
    return done


def _is_open(piece: str) -> bool:
    if piece.count('"') % 2:
        return True
    return any(piece.count(opening) > piece.count(closing) for opening, closing in zip(_OPEN, _CLOSE, strict=True))
