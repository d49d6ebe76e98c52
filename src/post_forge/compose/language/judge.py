"""How good is a sentence, how good is a unit: the measures of rules 11 and 17. Words in, numbers out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from post_forge.compose.language import hollow, leaning, orders, telling
from post_forge.compose.values import Sentence

HOOK_LEAST, HOOK_MOST = 35, 140
_KIND_SCORE = {"qa": 4, "trap": 4, "myth": 4, "compare": 3, "steps": 3, "cards": 2, "list": 2, "code": 2, "prose": 1}
_POINTS_BACK = re.compile(
    r"\b(?:in|of|with|for|from|on|at|by|to|and|behind|after|before|without|than|over|into|under) "
    r"(?:this|that|these|those|such)\b"
    r"(?! (?:is|are|was|has|can|you|we|the|a|it|they)\b)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"^(?:if|when|once|after|before|while|since|because|unless|as)\s", re.IGNORECASE)
_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "।", '."', ".”", '!"', "!”", '?"', "?”", ".)", "」", "』")
_RELATIVE = re.compile(r"\b(?:that|which|who|where|when|if)\b")
_GERUND = re.compile(
    r"[A-Z][a-z]+ing\b(?!(?: [\w'’-]+){0,5} (?:is|are|was|were|means|makes|takes|costs|needs|breaks|fails|hides|"
    r"moves|turns|"
    r"leads|gives|does|can|cannot|will|never|has|keeps|works|\w+n['’]t)\b)"
)
"""Begins a name of what is done ("Implementing backup components that ..."), and no sentence about it."""
_WIDE = re.compile(r"[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|could|may|might|must|should|will|would|cannot|needs?|makes?|takes?|"
    r"gets?|adds?|causes?|means|costs?|keeps?|gives?|lets?|runs?|uses?|reads?|writes?|returns?|holds?|sends?|depends?|"
    r"works?|fails?|breaks?|loses?|leaks?|blocks?|\w+n['’]t|reduces?|increases?|grows?|becomes?|turns?|comes?|goes|sees?|"
    r"knows?|thinks?|wants?|helps?|finds?|shows?|says?|tells?|asks?|starts?|stops?|waits?|moves?|creates?|deletes?|removes?|"
    r"stays?|remains?|lives?|carr(?:y|ies)|hides?|hits?|beats?|kills?|protects?|prevents?|requires?|assumes?|expects?|"
    r"allows?|enables?|provides?|contains?|includes?|follows?|leads?|happens?|appears?|seems?|matters?|serves?|handles?|"
    r"accepts?|refuses?|rejects?|retr(?:y|ies)|falls?|rises?|exceeds?|reaches|decides?|means|sends?|ends?|wins?|lies|dies|multipl(?:y|ies)|receives?|generates?|knew|met|lost|broke|"
    r"fell|went|took|came|ran|sent|saw|got|made|found|kept|gave|held|let|paid|cost|led|\w{3,}ed)\b"
    r"|\b(?i:you|we|it|they|i|he|she|nobody|everybody|who|this|that)\s+\w+|^(?i:never|do not|don['’]t|always|avoid|"
    r"use)\b"
)
_GOES_ON = re.compile(r"\s*(?:$|[,&/(:]|(?:and|or|of|in|for|with|vs|on|at|under|per|as) )", re.IGNORECASE)
"""What stands behind a noun that might have been a verb."""
_LOWER = re.compile(r"[a-z](?:[a-z ]|$)")
_NAMED = re.compile(r"[a-z][\w.()-]*: [A-Z]")
_STEP = re.compile(r"(?:^|: )(?:(?:step|schritt|paso|passo|étape|шаг) )?\d{1,2}[.):] ", re.IGNORECASE)
_JUNIOR = re.compile(r"^(?:an?|the) (?:junior|senior)\b", re.IGNORECASE)


def spans_too_much_code(sentence: Sentence) -> bool:
    """More than one code span, or one of more than 25 characters (rule 17)."""
    codes = [span.text for span in sentence.text.spans if "code" in span.marks]
    return len(codes) > 1 or any(len(code) > 25 for code in codes)


def is_complete(words: str) -> bool:
    """Does it end as a sentence ends?"""
    return words.endswith(_ENDS)


def stands_alone(words: str) -> bool:
    """A sentence that can be read without what stood before or after it."""
    return bool(words) and not (
        words[0] in "([{"
        or leaning.dangles(words)
        or words.endswith((":", "：", ",", ";"))
        or leaning.unresolved(words)
    )


def forbidden(words: str, title: bool = False) -> str:
    """Why these words may not be a hook (rule 17), or "". A `title` above its steps may be short and begin small."""
    first = words.split("\n", 1)[0]
    if first[:1] in "([{—–-":
        return "it begins in the middle of a sentence"
    if _LOWER.match(first) and not _NAMED.match(first) and not title:
        return "it begins in the middle of a sentence"
    if leaning.dangles(first):
        return "it leans on what stands before it"
    if _STEP.search(first):
        return "it is one step of several"
    if words.rstrip().endswith((":", "：")):
        return "it ends in a colon"
    length = hook_length(words)
    if length < HOOK_LEAST and not title:
        return "it is shorter than 35 characters"
    if length > HOOK_MOST:
        return "it is longer than 140 characters"
    return "it points at something that is not there" if leaning.unresolved(words) else ""


def hook_length(words: str) -> int:
    """Characters as a reader of Latin script would count them: a wide character carries about two."""
    return len(words) if words.isascii() else len(words) + len(_WIDE.findall(words))


@lru_cache(maxsize=8192)
def marks(words: str) -> Mapping[str, float]:
    """What speaks for and against a sentence: numbers with units, failures, contrast, hype (rule 11)."""
    found: dict[str, float] = {}
    if telling.counts(words):
        found["number"] = 2
    if telling.FAILURE.search(words):
        found["failure"] = 2
    if telling.CONTRAST.search(words):
        found["contrast"] = 1
    if telling.HYPE.search(words):
        found["hype"] = -1
    return found


def hook_score(words: str, definition: bool) -> float:
    """How hard a hook pulls: the sum of its `pull`."""
    return sum(pull(words, definition).values())


def pull(words: str, definition: bool) -> dict[str, float]:
    """What a hook is worth, by name: rule 11's marks, the reader spoken to, a length that reads at a glance, no
    definition."""
    found = dict(marks(words))
    told = {
        "reader": (1, telling.speaks_to_reader(words)),
        "length": (1, 45 <= hook_length(words) <= 120),
        "question": (1, words.endswith(("?", "？", "؟"))),
        "order": (0.5, orders.is_order(words)),
        "definition": (-3, definition),
        "junior": (-2, bool(_JUNIOR.match(words))),
        "condition": (-0.5, bool(_CONDITION.match(words))),
        "no verb": (-1.5, not is_clause(words)),
        "points back": (-4, bool(_POINTS_BACK.search(words))),
    }
    return found | hollow.faults(words) | {name: points for name, (points, holds) in told.items() if holds}


def gain(words: str) -> float:
    """What a sentence adds to a title above it: its marks, less what is dull about it."""
    found = pull(words, False)
    return sum(found.get(name, 0) for name in ("number", "failure", "contrast", "hype", "truism", "dull", "compares"))


_DOING = frozenset({"steps", "compare", "myth", "trap", "qa"})
"""Kinds that are no less worth for naming no figures."""


def unit_score(
    kind: str, hook: str, words: int, everything: Sequence[str], fences: int, labels: bool = False
) -> dict[str, float]:
    """Rule 11, each part by name. Numbers, failures and contrast count where they pull: in the hook.

    A text that names hardly a figure, a failure or a limit is general, however long it is.
    """
    parts: dict[str, float] = {"type": float(_KIND_SCORE.get(kind, 1)), **marks(hook)}
    parts.pop("hype", None)
    if telling.speaks_to_reader(hook) or hook.endswith(("?", "？", "؟")):
        parts["reader"] = 0.5
    if words >= 40:
        parts["length"] = 2
    if labels and kind in {"prose", "list", "code"}:
        parts["labels"] = 1
    text = " ".join(everything)
    hype = len(telling.HYPE.findall(text))
    if hype:
        parts["hype"] = -round(100 * hype / max(words, 100), 2)
    if leaning.unresolved(text):
        parts["unresolved"] = -1
    if fences > 2:
        parts["fences"] = -1
    if kind not in _DOING and (general := hollow.generality(everything)):
        parts["general"] = general
    return parts


def is_clause(words: str) -> bool:
    """Is there a verb that makes it a sentence, as far as a list of words can tell? No for "Spare parts that wait"."""
    head = _RELATIVE.split(words, maxsplit=1)[0]
    return not words.isascii() or (bool(_FINITE.search(head)) and not _GERUND.match(words))


def claims(title: str) -> bool:
    """Does a title say what something does ("Modulo moves almost everything")? No for "Reads and writes in Redis"."""
    found = (one for one in _FINITE.finditer(title.lower()) if one.start() and not one.group().endswith("ed"))
    return any(not _GOES_ON.match(title, one.end()) for one in found)


def is_second_half(first: str, second: str) -> bool:
    """A pair that only means something together: "A junior ..." and "A senior ..."."""
    return bool(_JUNIOR.match(first) and _JUNIOR.match(second))


def bare_claim(name: str) -> str:
    """A quoted claim without its quotation marks."""
    return name.strip("\"“”'‘’«» ")
