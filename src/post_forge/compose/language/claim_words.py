"""What makes a sentence a claim: figures in any language, superlatives and absolutes in those that are known here.

Recognising words only; nothing in here is ever printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from post_forge.compose.language.telling import NUMBER
from post_forge.compose.language.words import any_of, word_set

_FIGURE = re.compile(r"(?<![A-Za-z0-9_])(?<![A-Za-z0-9_][./:-])\d")
"""A digit that does not belong to a name: not in IPv4, HTTP/2, SHA-256, v1.2."""
_NUMBERED = re.compile(r"\b(?:step|part|chapter|section|figure|fig\.|table|option|phase|example) \d+\b|^\d+[.)] ", re.I)


@dataclass(frozen=True, slots=True)
class _Words:
    """The superlatives and the absolutes of a language."""

    superlative: re.Pattern[str]
    absolute: re.Pattern[str]


def _words(superlative: tuple[str, ...], absolute: tuple[str, ...]) -> _Words:
    edges = {"start": r"\b", "end": r"\b"}
    return _Words(
        re.compile(any_of(*superlative, **edges), re.IGNORECASE), re.compile(any_of(*absolute, **edges), re.IGNORECASE)
    )


def _signs(superlative: str, absolute: str) -> _Words:
    """For scripts without spaces between words."""
    return _Words(re.compile(superlative), re.compile(absolute))


_NO_SUPERLATIVES = "|".join(
    word_set(
        """arrest attest behest bequest chest conquest contest crest detest digest divest earnest est everest forest
        guest harvest honest infest ingest inquest interest invest jest lest manifest modest molest nest pest priest
        protest pytest quest reinvest request rest retest suggest tempest test unittest unrest vest west zest"""
    )
)
_BY_LANGUAGE = {
    "en": _words(
        (
            rf"(?!(?:{_NO_SUPERLATIVES})\b)[a-z]{{2,}}est",
            r"(?<!at )(?:most|least)(?! privileges?\b)",
            r"best|worst",
            r"number one",
        ),
        (
            r"always|never|only|every|everything|everybody|everyone|everywhere|all|none|nobody|no one|nothing|nowhere",
            r"impossible|guarantee(?:s|d)?|entirely|completely|forever|without exception",
        ),
    ),
    "de": _words(
        (r"am [a-zäöüß]+sten", r"(?:der|die|das|den|dem) (?!ersten?\b)[a-zäöüß]+ste[nrs]?(?=\s)", r"maximal|minimal"),
        (
            r"immer|stets|nie|niemals|nur|alle[mnrs]?|alles|jede[mnrs]?|keine?[mnrs]?|nichts|niemand|unmöglich",
            r"ausschließlich|garantier\w*|überall|nirgends",
        ),
    ),
    "es": _words(
        (r"(?:el|la|lo|los|las)(?: \w+)? (?:más|menos)", r"(?:el|la|los|las) (?:mejor|peor)(?:es)?", r"\w+ísim[oa]s?"),
        (
            r"siempre|nunca|jamás|tod[oa]s?|ningún|ningun[oa]|nada|nadie|imposible|garantiza\w*|s[oó]lo|únicamente|cada",
            r"cualquier(?:a)?",
        ),
    ),
    "pt": _words(
        (r"(?:o|a|os|as)(?: \w+)? (?:mais|menos)", r"(?:o|a|os|as) (?:melhor|pior)(?:es)?", r"\w+íssim[oa]s?"),
        (
            r"sempre|nunca|jamais|tod[oa]s?|tudo|nenhum[a]?|nada|ninguém|impossível|garant\w+|só|somente|apenas|cada",
            r"qualquer",
        ),
    ),
    "fr": _words(
        (r"(?:le|la|les) (?:plus|moins|meilleure?s?|pires?)",),
        (
            r"toujours|jamais|tou(?:t|te|s|tes)|chaque|aucune?|rien|impossible|garanti\w*|seulement|uniquement",
            r"partout|nulle part",
        ),
    ),
    "ru": _words(
        (r"сам(?:ый|ая|ое|ые|ого|ой|ых)", r"наи(?:бол|мен|луч|худ)\w+", r"лучш\w+|худш\w+"),
        (
            r"всегда|никогда|вс[её]|все[хм]|весь|кажд\w+|ничего|никто|нигде|везде|невозможно|гарантир\w+|только|люб\w+",
        ),
    ),
    "zh": _signs(
        "最(?![后後终終近初])",
        "总是|總是|永远|永遠|从不|從不|从来|從來|绝不|絕不|绝对|絕對|所有|全部|每个|每個|每次"
        "|任何|只有|唯一|不可能|保证|保證|必然|一定",
    ),
    "ja": _signs(
        "最(?![初後近中終])|一番|もっとも", "常に|必ず|絶対|決して|すべて|全て|あらゆる|唯一|不可能|保証|のみ"
    ),
    "ko": _signs("가장|최고|최대|최소|최악", "항상|언제나|절대|결코|모든|모두|유일|불가능|보장|반드시"),
}  # fmt: skip


def claims_in(words: str, lang: str) -> tuple[str, ...]:
    """What a sentence claims: any of "figure", "superlative", "absolute". `words` without code; `lang` is BCP 47."""
    found = []
    told = _NUMBERED.sub(" ", words)
    if _FIGURE.search(told) or NUMBER.search(told):
        found.append("figure")
    known = _BY_LANGUAGE.get(lang.split("-", 1)[0].lower())
    if known and known.superlative.search(words):
        found.append("superlative")
    if known and known.absolute.search(words):
        found.append("absolute")
    return tuple(found)
