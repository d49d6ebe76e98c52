"""Inline marks and a style of the theme -> runs of text in their look; and what scripts ask of a line."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Literal
from unicodedata import normalize

from post_forge.render.boxes import Inline
from post_forge.render.color import contrast, flattened
from post_forge.render.theme import InlineLook, TextStyle, Theme
from post_forge.render.values import Face, Run, SetText

Script = Literal["", "cjk", "tall"]

LEAST_LINE: dict[str, float] = {"": 0.0, "cjk": 1.16, "tall": 1.3}
"""The least line height, in sizes, of scripts that fill the em box or reach beyond it."""

_STOPS = frozenset("、，。；：！？…）」』》,.;:!?)")

_NOTHING = InlineLook()
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_KANA = re.compile("[\u3041-\u30ff]")
_TALL = re.compile("[\u0600-\u08ff\u0900-\u109f\u1780-\u17ff\ufb50-\ufdff\ufe70-\ufeff]")
_NO_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\uffef\U00020000-\U0003ffff"
_UNSPACED = re.compile(f"[{_NO_SPACES}]")
_MAY_END = re.compile(rf"[\s\u200b\u00ad\-\u2010-\u2014/\\|.,:;=&?!)+{_NO_SPACES}]")
_MAY_BEGIN = re.compile(rf"[\s\u200b(\[{{\u2010-\u2014{_NO_SPACES}]")


def face_of(style: TextStyle, size: float, weight: float = 0) -> Face:
    """The look of a style's plain words at a size in px."""
    return Face(
        style.family, size, int(weight) or style.weight, style.italic, style.stretch, style.tracking, style.features
    )


def look_of(marks: frozenset[str], style: TextStyle, theme: Theme) -> InlineLook:
    """What the marks of some words change together."""
    look = _NOTHING
    for mark in ("b", "i", "mark", "s", "code"):
        if mark in marks:
            added = style.inline.get(mark) or theme.inline.get(mark) or _NOTHING
            look = InlineLook(
                added.color or look.color,
                added.weight or look.weight,
                added.family or look.family,
                added.italic or look.italic,
                added.scale * look.scale,
                look.tracking if added.tracking is None else added.tracking,
                added.chip or look.chip,
                added.strike or look.strike,
                added.keep or look.keep,
            )
    return look


def run_of(word: Inline, style: TextStyle, size: float, color: str, theme: Theme, weight: float = 0) -> Run:
    """A run of words in their look. A mark makes words no lighter, and no less readable on a ground of its own."""
    face = face_of(style, size, weight)
    if not word.marks:
        return Run(word.text, face, color)
    look = look_of(word.marks, style, theme)
    face = Face(
        look.family or face.family,
        face.size * look.scale,
        max(look.weight, face.weight),
        look.italic or face.italic,
        face.stretch,
        face.tracking if look.tracking is None else look.tracking,
        face.features,
    )
    if _elsewhere(color, theme.color["background"]):
        return Run(word.text, face, color, strike=look.strike, keep=look.keep)
    return Run(word.text, face, look.color or color, look.chip, look.strike, keep=look.keep)


@lru_cache(maxsize=256)
def _elsewhere(color: str, background: str) -> bool:
    """Whether words of this colour cannot stand on the slide's background, but on a ground of another colour."""
    return contrast(flattened(color, background), background) < 3


def capitals(word: Inline, lang: str) -> Inline:
    """Words in capitals as their language writes them: a dotted I in Turkish, no accents in Greek."""
    text = word.text
    if lang[:2] in ("tr", "az"):
        text = text.replace("i", "\u0130").replace("\u0131", "I")
    text = text.upper()
    if lang[:2] == "el":
        bare = "".join(part for part in normalize("NFD", text) if part != "\u0301")
        text = normalize("NFC", bare)
    return Inline(text, word.marks)


def script_of(said: str) -> Script:
    """Which room the words' script needs."""
    if said.isascii():
        return ""
    return "tall" if _TALL.search(said) else "cjk" if _UNSPACED.search(said) else ""


def runs_right_to_left(said: str) -> bool:
    """Whether any letter is written from right to left."""
    return not said.isascii() and bool(_RIGHT_TO_LEFT.search(said))


@lru_cache(1024)
def direction_of(said: str, rtl: bool) -> Literal["auto", "ltr", "rtl"]:
    """Where lines begin: as on the rest of the slide, whatever word comes first.

    An Arabic sentence may begin with a Latin name. Words without a letter of the slide's own direction keep theirs;
    so do, on a slide that runs from left to right, words most of whose letters run the other way.
    """
    if said.isascii() or not _RIGHT_TO_LEFT.search(said):
        return "auto"
    if rtl:
        return "rtl"
    turned = len(_RIGHT_TO_LEFT.findall(said))
    return "ltr" if sum(letter.isalpha() for letter in said) > 2 * turned else "rtl"


def splits(text: SetText) -> int:
    """How badly the lines of a text without spaces end: 0 after a stop, 1 between phrases, 2 inside a word."""
    from post_forge.render.type.habits import penalty

    texts = text.texts
    language = "ja" if _KANA.search("".join(texts)) else "zh"
    return sum(
        1 + (penalty("", above, below, language) > 0) for above, below in pairwise(texts) if above[-1:] not in _STOPS
    )


RAGGED = (0.4, 0.55, 0.33)
"""Shares of the widest line below which the first line, one in the middle and the last look like a mistake."""

RATIO = 0.625
"""The same for two lines, whichever is the shorter."""


def is_ragged(text: SetText) -> bool:
    """Whether the lines of a headline are of very unequal width, with a hole in the middle or a lonely word."""
    if len(text.lines) < 2:
        return False
    first, *middle, last = [line.ink[1] - line.ink[0] for line in text.lines]
    widest = max(first, last, *middle)
    if not middle:
        return min(first, last) < RATIO * widest
    shares = (first, min(middle), last)
    return any(share < least * widest for share, least in zip(shares, RAGGED, strict=True))


def leans(text: SetText, language: str) -> bool:
    """Whether a line ends with a word that belongs to the next one: an article, a preposition, a number."""
    from post_forge.render.type.habits import penalty

    ends = [(above.split(), below.split()) for above, below in pairwise(text.texts)]
    return any(penalty("", f"{above[-1]} ", below[0], language) > 0 for above, below in ends if above and below)


def breaks_word(said: str, text: SetText) -> bool:
    """Whether a line ends inside a word. Scripts without spaces and words with hyphens may be broken."""
    at = 0
    for line in text.texts[:-1]:
        found = said.find(line, at)
        if found < 0:  # the line was set with other characters (a tab, a dropped control): nothing to say
            return False
        at = found + len(line)
        before, after = said[at - 1 : at], said[at : at + 1]
        if after and not (_MAY_END.match(before) or _MAY_BEGIN.match(after)):
            return True
    return False
