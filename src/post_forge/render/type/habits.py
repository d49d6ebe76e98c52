"""Two neighbouring words -> how bad a line break between them is (the manners of good headings)."""

from __future__ import annotations

import re
from functools import lru_cache

# Words that lean on the next one: articles, prepositions, conjunctions, negations, in the languages of our readers.
_LEANING_WORDS = """
    a an the of to in on at by for from with without into onto over under and or nor but not no is are as if than that
    der die das den dem des ein eine einen einem einer und oder nicht kein keine von vom zu zum zur im in am auf mit
    für bei nach aus ohne um
    el la los las un una unos unas de del al y e o u no en con sin por para que se su
    le les l un une des du au aux et ou ne pas de en dans avec sans pour par sur que qui
    il lo gli i uno di da in con su per tra fra e o non che
    o os as um uma do dos da das no na nos nas em por para com sem e ou não que
    het een en of van te in op met voor niet geen
"""
_LEANING = frozenset(_LEANING_WORDS.split())
_NUMBER = re.compile(r"^[(\"'“‘<>~≈±+\-−$€£#]*\d[\d.,:/x×]*$")
_LABEL = re.compile(r"^[A-Z]$|^#?\d+[.,;:!?)]*$")
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？")
_OPENING = "\"'“‘«([{¿¡`"

LEANS = 0.16
SPLITS_NUMBER = 0.6
SPLITS_LABEL = 0.5
STARTS_SENTENCE = 0.3
INSIDE_WORD = 0.25


@lru_cache(4096)
def penalty(before: str, word: str, after: str) -> float:
    """The price of ending a line with `word`, which stands between `before` and `after` ("" where there is none).

    Prices are of one scale with the squared share of a line that stays empty (0..1).
    """
    price = 0.0
    bare = word.strip()
    if not word.endswith((" ", "\u200b")):
        price += INSIDE_WORD if bare[-1:].isascii() else 0.0
    if bare.strip(_OPENING).casefold() in _LEANING:
        price += LEANS
    if _NUMBER.match(bare):
        price += SPLITS_NUMBER
    if _LABEL.match(after.strip()) and bare[-1:].isalpha():
        price += SPLITS_LABEL
    if before.strip().rstrip("\"'”’»)").endswith(_SENTENCE_END):
        price += STARTS_SENTENCE
    return price
