"""How much a first line needs what stood before it: a sentence, the words before it and the title -> what it costs.

"The newest request waits 50 seconds" means something only to who has read of the queue. A reader of a hook has read
nothing, so such a sentence pays for each thing it takes as known.
"""

from __future__ import annotations

import re

from post_forge.compose.language.words import any_of, word_set

_DEFINITE = re.compile(r"\b(?:[Tt]he|[Tt]heir|[Ii]ts) ((?:[\w'’-]+ ){0,2}?[\w'’-]+)")
_ORDER = re.compile(
    r"\b[Tt]he (?:first|last|second|third|fourth|fifth|next|other|others|same|rest|newest|latest|oldest|thousandth|"
    r"default|minimum|maximum|obvious|remaining|previous|inner|outer)\b"
    r"|^The (?:new|old|list|number|answer|rows?|result)\b"
)
_COMPARED = re.compile(
    any_of(
        r"\b(?:instead of|rather than|down from|up from) [~<>]?\d",
        r"\bas (?:well|usual|before)[.,]",
        r"\b(?:too|either)\.$",
        r"^(?:one|both|each|all|either|neither|two|three|most|some|many|any)(?: of)? (?:it|them|these|those|the)\b",
        r"^there (?:are|is) (?:\w+ )?(?:more|another|others?)\b|^an? (?:[\w'’-]+ ){0,4}one\b",
        r"^(?:callers|everybody|everyone else|nobody else|the others?)\b",
        r"^[\d.,]+ ?[×x*+=/÷-]",
    ),
    re.IGNORECASE,
)
_MORE = re.compile(r"^there (?:are|is) (?:[\w-]+ ){0,2}(?:more|another|others?)\b", re.IGNORECASE)
_UNTOLD = re.compile(
    r"^(?:if|when|where|once|unless|because|since|as|after|before)\b.{0,40}?\b(?:it|they|them)\b"
    r"|^(?:by default|in practice|in general|normally|usually|internally|initially|[\w ]{2,20}ly), (?:it|they|this|"
    r"these)\b"
    r"|^(?:if|when|once|unless|as) (?:the|all|one of the|at least one of) (?:specified|given|provided|above|other|"
    r"following)\b",
    re.I,
)
_KNOWN = word_set(
    """database databases server client clients user users network browser internet web cloud system systems team teams
    code world time times kernel cpu disk memory compiler planner developer developers customer customers way end whole
    majority best worst most least right wrong operating application program computer machine industry community data
    beginning start question fact idea point problem reason difference cost price default"""
)
_WORDS = re.compile(r"[^\W\d_]{3,}")


def debts(words: str, before: str, known: str) -> float:
    """0 for a line that can be read first, more for each thing that it takes as known.

    `before` is what the unit says ahead of the sentence: "the request" leans on it if a request was mentioned there;
    `known` is what the reader sees beside the line, as its title.
    Languages without articles pay nothing: this cannot be told from a list of words.
    """
    cost = 3.0 * len(_ORDER.findall(words)) + (1.5 if _COMPARED.search(words) else 0)
    cost += 3 if _MORE.match(words) else 0
    cost += 2 if _ORDER.match(words) else 0
    cost += 3 if _UNTOLD.match(words) else 0
    told = _stems(before)
    named = _stems(known) | _KNOWN_STEMS
    for found in _DEFINITE.finditer(words):
        if _ORDER.match(words, found.start()):
            continue
        nouns = _stems(found.group(1).lower())
        if nouns & named:
            continue
        if nouns & told or (found.start() == 0 and before):
            cost += 1
    return min(cost, 6.0)


def _stems(words: str) -> frozenset[str]:
    """Words without their plural."""
    return frozenset(word.lower().rstrip("s") for word in _WORDS.findall(words))


_KNOWN_STEMS = _stems(" ".join(_KNOWN))
