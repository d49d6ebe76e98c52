"""Sentences that are true and pull nobody: what matters, what exists, what examinations ask. Words in, faults out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from post_forge.compose.language import telling
from post_forge.compose.language.words import AnyCase, any_of

_TRUISM = AnyCase(
    r"\b(?:is|are|can be) (?:(?:very|also|really|extremely|quite|often|always) )?"
    r"(?:important|essential|crucial|vital|useful|helpful|beneficial|necessary|critical|valuable|a (?:good|best) "
    r"(?:practice|idea)|(?:a )?(?:key|crucial|critical|vital|important|essential|fundamental) "
    r"(?:part|aspect|component|step|element|concept|role))\b",
)
"""Says that something matters, and not what happens."""
_DULL = AnyCase(
    any_of(
        r"^there (?:are|is) (?:an? )?(?:few|several|many|various|different|some|multiple|number|lots?|plenty|"
        r"handful|couple|"
        r"two|three|four|five)\b",
        r"\b(?:is|are) (?:an? )?(?:great|good|nice|handy|useful|easy|simple|common|popular|powerful|free|neat|"
        r"convenient|"
        r"open[- ]source) (?:\w+ )?(?:way|tool|option|choice|library|framework|method|feature|place|and)s?\b",
        r"\b(?:involves?|consists? of|comes? (?:with|in)|is composed of|are composed of|is made (?:up )?of|"
        r"falls? into)\b",
        r"\b(?:allows?|enables?|lets|helps?) (?:you|us|users|developers|teams|people|to|in)\b|\bhelps? \w+ing\b",
        r"\b(?:can|could|may|might) be (?:used|done|found|set|configured|useful|helpful|achieved|customi[sz]ed)\b",
        r"\b(?:is|are) (?:used|designed|intended|meant|aimed|responsible|known|available|based|provided|"
        r"implemented|run) "
        r"(?:to|for|by|as|in|on|at)\b",
        r"\b(?:supports?|provides?|offers?|features?|includes?|contains?) (?:an?|the|all|several|many|various|"
        r"support)\b",
        r"^(?:shoutout|recently|today|i |i['’](?:m|ve|ll|d) |my |we (?:can|will|want|need|should|have|use|also|"
        r"recommend) "
        r"|let['’]?s |here,? |sometimes,? |often,? |usually,? |in general\b|as (?:a|an|the|we|you) |just about )",
        r"\b(?:should|shall) be (?:followed|considered|taken|used|noted|in[- ]place)\b|"
        r"\b(?:strongly )?recommend(?:s|ed)?\b",
        r"^(?:most|many|almost all|some) (?:\w+ ){1,3}(?:have|has|use|support|provide|offer|come|can)\b",
    ),
)
"""Says that something exists, serves or is there, and not what it does to anybody."""
_COMPARES = re.compile(
    r"^(?!.*\bthan\b).*\b(?:an?|is|are|was|were|has|have) (?:much |far |slightly |even |a bit )?"
    r"(?:more|less|better|simpler|fancier|easier|faster|slower|cleaner|safer)\b(?! (?:of|and more))",
    re.IGNORECASE | re.DOTALL,
)
"""Compares with something that is not named."""
_FLAT_QUESTION = AnyCase(
    r"^(?:[^:?]{1,40}: )?(?:what (?:is|are|does|do)|who|when (?:is|are|should|to)|where (?:is|are|can)|which (?:is|"
    r"are)|"
    r"is there|are there|qué es|was ist|qu['’]est-ce|что такое)\b"
    r"|(?:란|이란)(?: 무엇인가요?)?[?？]$|(?:とは|って)(?:何|なに)?(?:です)?か?[?？]$|^什么是|是什么[?？]?$",
)
"""Asks for a definition or a list: an examination's question, and no reader's."""
_MANY_SENTENCES, _HARDLY_ANY, _FEW = 6, 0.1, 0.22


def faults(words: str) -> dict[str, float]:
    """What is hollow about a sentence, by name, with what it costs."""
    found: dict[str, float] = {}
    if _TRUISM.search(words):
        found["truism"] = -1.5
    elif _DULL.search(words):
        found["dull"] = -1.5
    if _COMPARES.match(words):
        found["compares"] = -1
    return found


def asks_flatly(words: str) -> bool:
    """A question that nobody has ("What is a container?"), unless it names a figure, a failure or the reader's own."""
    return bool(_FLAT_QUESTION.search(words)) and not (telling.speaks_to_reader(words) or telling.tells(words))


def generality(sentences: Sequence[str]) -> float:
    """What it costs that few sentences name a figure, a failure or a limit; only where the language is known well."""
    said = [words for words in sentences if words.isascii()]
    if len(said) < _MANY_SENTENCES or len(said) * 2 < len(sentences):
        return 0.0
    share = sum(map(telling.tells, said)) / len(said)
    return -2.0 if share < _HARDLY_ANY else -1.5 if share < _FEW else 0.0
