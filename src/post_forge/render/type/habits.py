"""Two neighbouring words -> how bad a line break between them is (the manners of good headings)."""

from __future__ import annotations

import re
from functools import lru_cache

from post_forge.render.type.leaning import LABELS, UNITS, leans_back, leans_forward
from post_forge.render.type.scripts import script_of

_NUMBER = re.compile(r"^[(\"'“‘<>~≈±+\-−$€£#]*\d[\d.,:/x×]*$")
_NUMBERED = re.compile(r"^[#№]?\d[\d.]*[.,;:!?)]*$")
_LETTER = re.compile(r"^[A-HJ-Z][.,;:!?)]*$")  # "client A"; an I is a word of its own
_ACRONYM = re.compile(r"^[(\"'“‘]*[A-Z]\w*[A-Z]\w*$")
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？", "؟", "।")
_OPENING = "\"'“‘«([{¿¡`„‚‹"
_CLOSING = ".,;:!?)]}\"'”’»›"

LEANS = 0.16
SPLITS_NUMBER = 0.6
SPLITS_LABEL = 0.5
STARTS_SENTENCE = 0.3
INSIDE_WORD = 0.25
_IN_KATAKANA, _IN_KANJI, _BEFORE_KANA = 0.2, 0.06, 0.1


@lru_cache(4096)
def penalty(before: str, word: str, after: str, language: str = "") -> float:
    """The price of ending a line with `word`, which stands between `before` and `after` ("" where there is none).

    Prices are of one scale with the squared share of a line that stays empty (0..1). `language` is a BCP 47 tag.
    """
    bare, following = word.strip(), after.strip()
    price = 0.0
    if not word.endswith((" ", "\u200b")):
        price += INSIDE_WORD if bare[-1:].isascii() else _inside_japanese(bare[-1:], following[:1], language)
    plain, next_plain = bare.strip(_OPENING).casefold(), following.strip(_CLOSING).casefold()
    if leans_forward(plain, language) or leans_back(next_plain, language):
        price += LEANS
    if _NUMBER.match(bare) and (next_plain in UNITS or following.startswith(("%", "°"))):
        price += SPLITS_NUMBER
    if _is_label(bare, plain, following):
        price += SPLITS_LABEL
    if before.strip().rstrip("\"'”’»)").endswith(_SENTENCE_END):
        price += STARTS_SENTENCE
    return price


def _is_label(bare: str, plain: str, following: str) -> bool:
    """Whether a word and its number or letter are one name: "Step 3", "HTTP 404", "client A"; but not "allows 3"."""
    if _NUMBERED.match(following):
        return plain in LABELS or bool(_ACRONYM.match(bare))
    return bool(_LETTER.match(following)) and bare[-1:].isalpha()


def _inside_japanese(last: str, first: str, language: str) -> float:
    """What a break costs where no space is: words written in one script are not parted, and kana stay with their kanji.

    Which of these are words only a dictionary knows; that a phrase begins with a kanji after kana is a good guess.
    """
    if not (last.isalpha() and first.isalpha()):
        return 0.0
    ends, begins = script_of(last), script_of(first)
    if ends == begins == "Kana":
        return _IN_KATAKANA
    if begins == "Hira" and ends in ("Hira", "Hani", "Kana"):
        return _BEFORE_KANA
    return _IN_KANJI if ends == begins == "Hani" and language[:2] == "ja" else 0.0
