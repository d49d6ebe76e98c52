"""Sentences that do not stand alone: they lean on what stood before, point elsewhere, or only say what something is."""

from __future__ import annotations

import re
from functools import lru_cache

from post_forge.compose.language.words import AnyCase, any_of, word_set

_PART = r"(?:section|chapter|figure|table|part|appendix)"
_SHOWN = r"(?:example|section|table|figure|code|diagram|command|query|snippet|chapter|image|list|screenshot)"
_FOLLOWING = (
    r"\bthe following\b(?! (?:day|week|month|year|spring|summer|autumn|winter|morning|night|minute|hour|quarter|"
    r"release|version|sprint|generation)s?\b)"
)
UNRESOLVED = AnyCase(
    any_of(
        r"\bas (?:above|mentioned|described|shown|noted|discussed|seen)\b",
        r"\b(?:see|shown|listed|described|mentioned|highlighted|discussed) (?:above|below|here)\b",
        rf"{_FOLLOWING}|\bas follows\b|\b(?:above|below)[:.]|\bclick here\b|\bearlier (?:in|section)\b",
        rf"\bthe (?:above|previous|preceding|next) (?:\w+ )?{_SHOWN}\b|\b{_SHOWN}s? (?:above|below)\b",
        rf"\b(?:in|see) {_PART} (?:\d|[a-z]\b)",
        r"\bthis (?:section|chapter|article|guide|cheat sheet|page|document|post|tutorial|book|note|repository|repo|"
        r"website|blog|readme|lesson|course|series|video|path|template|playbook)\b|\bour website\b"
        r"|\bhere(?: is|'s|’s) (?:how|what|why|an?|the)\b",
        r"^(?:using|with|in) this (?:example|snippet|code|command)\b|\bthese (?:lines|sections|chapters)\b",
        r"\bsiehe (?:oben|unten)\b|\bver (?:arriba|abajo)\b",
        r"如下|下面的|上面的|上述|以下の|上記の|次のよう|下記|아래|위의|위와|다음과 같",
    ),
)
"""Points at something on the page that a post does not show."""

_THING = (
    r"(?:examples?|sections?|tables?|figures?|diagrams?|charts?|graphs?|images?|pictures?|screenshots?|snippets?|"
    r"listings?|lists?|code|blocks?|quer(?:y|ies)|commands?|scripts?|links?|chapters?|paragraphs?|templates?|samples?)"
)
_TOLD = (
    r"(?:shown|seen|described|mentioned|noted|discussed|listed|laid out|set out|illustrated|explained|outlined|given|"
    r"depicted|covered|defined|detailed|demonstrated|highlighted)"
)
ABSENT = AnyCase(
    any_of(
        rf"\b(?:the )?(?:below|above|following) (?:[\w-]+ ){{0,2}}{_THING}\b|\b{_THING} (?:below|above)\b",
        rf"\b{_TOLD}(?: \w+)? (?:below|above)\b|\bsee (?:below|above)\b|\bas follows\b",
        r"\b(?:we|i)(?:['’]ll| will| shall)? (?:also )?(?:cover|discuss|see|show|describe|explain|look at|list) "
        r"(?:[\w-]+ ){0,4}below\b",
        rf"{_FOLLOWING}|\bthe above(?! (?:average|zero|ground))\b",
        r"\b(?:like|as) this(?: one)?(?:[.:]$| to help)",
        r"如下图|下图|上图|见下表|下図|上図|次の図|아래 그림|다음 그림|위 그림",
    ),
)
"""Speaks of a thing on the page (a diagram below, the following list, a link) that is not beside it any more."""

POINTER = AnyCase(
    any_of(
        r"for (?:more|further|other|additional|details|information)\b",
        r"for a (?:full|complete|deeper|more detailed|good|great)\b",
        r"you (?:can|could|may|might|will) (?:also )?(?:find|read|learn|see|check|refer) "
        r"(?:more|further|out|the|about|to|some|an?|in|it)\b",
        r"(?:more|further|additional|detailed|full) (?:information|details?|info|reading|examples?)\b"
        r".{0,60}\b(?:found|available|see|here|in|at|on)\b",
        r"see |refer to |read (?:more|the|about|this) |learn more|check out|take a look|have a look",
        r"please (?:refer|see|visit|check|read|note that this)|here(?:'s|’s| is| are) |below (?:is|are)\b",
        r"(?:this|the following) (?:is an?|are) (?:\w+ )?(?:example|list)",
        r"(?:an? )?(?:\w+ )?(?:example|list|table|overview|summary) (?:is|are|can be) (?:shown|found|given|provided)",
        r"source:|via:?\s|credits?:|(?:photo|image|picture|figure|screenshot)\b|thanks to|last updated|updated:",
        r"note: this (?:page|article|doc)|.*\b(?:from|in|by|see),? \[\d+\]|siehe |vgl\.|ver también|voir |см\.",
        start="^",
    ),
)
"""A sentence that sends the reader elsewhere: of no use where the link is not."""

_DANGLING = word_set(
    """it its it's it’s this that that's that’s these those they they're they’re them their he she his her here
    there's so but however and or also then thus hence therefore otherwise moreover furthermore additionally
    instead besides similarly likewise consequently meanwhile nevertheless nonetheless still yet such both
    neither either another though although again finally lastly next afterwards afterward secondly thirdly
    second third conversely see note follow following as above below same because which who whose where
    for-example e.g i.e este esta esto estos estas eso esa ese pero sin embargo además así por isso isto esse
    essa este mas porém dies diese dieser dieses das aber jedoch deshalb daher außerdem dabei dann cela ce
    ceci cette ces mais donc ainsi это этот эта эти он она оно они но однако поэтому также затем такой"""
)
_ARROWS = ("->", "=>", "-->", "→", "⇒", "=")
_ORDER = word_set(
    """then next finally also lastly second secondly third thirdly afterwards further danach dann después luego
    ensuite puis"""
)
_ASKING = word_set("which who whose where why how what")
_THESE = r"(?:this|that|these|those)"
_DANGLING_PHRASE = re.compile(
    any_of(
        rf"for (?:example|instance|{_THESE})",
        rf"in (?:{_THESE}|such|contrast|addition|other words|the (?:example|above|latter|former))",
        rf"to (?:{_THESE}|do {_THESE}|do so|(?:achieve|fix|solve|avoid|address|help with) {_THESE})",
        r"on the (?:other|one) hand|as (?:a result|such|well|an example|you can see|we)|of course",
        rf"by (?:doing|contrast|{_THESE})|with {_THESE}|at this|after (?:all|{_THESE})|from (?:this|here|there)",
        rf"(?:one|all|some|each|most|many|any|both) of (?:them|which|{_THESE})|all {_THESE}|because of {_THESE}",
        r"the (?:latter|former|above|following|same|other|second|third|next|rest)\b",
        r"the (?:first|last|previous|final) (?:case|one|two|three|point|step|item|example|option|line|row|part)s?\b",
        rf"(?:if|when) (?:it|they|so|not|{_THESE})\b|if you(?:'d| would| want| are interested)",
        r"let'?s|let us|now,? |first,|ok|yes[,.]|no[,.]|well,|sure|note that|keep in mind|please|welcome to\b",
        r"por ejemplo|zum beispiel|par exemple|например",
        start="^",
    ),
    re.IGNORECASE,
)
_DANGLING_WIDE = re.compile(
    any_of(
        "而(?!且)|首先|其次|最后|接着|于是|第[一二三四五]|(?:如果|当|在)?此时|这样|现在，|前面|后面|这里|那里|再[者说]|"
        "这|那|它|他们|她|此|该|其中|因此|所以|但是|但|不过|然而|例如|比如|另外|此外|而且|同时|以上|如上|上面|下面|接下来|然后",
        "と(?:いう|言|すれ|する|した|して|なる|なり|思)|これ|それ|あれ|この|その|ここ|そこ|しかし|でも",
        "では[、a-z]|さて|まず|次は|以上|すると|ちなみに|要するに|同様に|一方|逆に|なお|もちろん|最後に|と(?:書|な)|となります|などと|かもしれ|を実行",
        "だから|なので|また|例えば|たとえば|つまり|そして|さらに|ただし|次に",
        "먼저|이제|이때|또,? |그럼|일단|마찬가지로|이렇게|다음|이걸|이를|그 |이 |여기|마지막으로|앞서|"
        "이것|그것|이는|이를|이런|이러한|그런|그러나|하지만|그래서|따라서|또한|예를 들어|즉|그리고|위|아래|해당",
        start="^",
    )
)

_KIND = r"(?:[\w-]+ ){1,3}(?:that|which|where|in which|used|designed|of|for|between|by|when) "
_DEFINITION = re.compile(
    r"^(?:(?:an?|the) )?(?:[^\s.,;:!?]+ ){0,6}?(?:\([^)]*\) )?"
    r"(?:refers? to|stands for|denotes?|(?:is|are|was|were|means|describes?|defines?) "
    r"(?:(?:simply|basically|essentially|also|just) )?"
    rf"(?:an? |one of |any |used |defined |known |called |auxiliary|the {_KIND}|{_KIND}))",
    re.IGNORECASE,
)
_DEFINITION_WIDE = re.compile(
    r"^[^，。,]{1,24}(?:是一[种个款类门]|是指|指的是|とは、?|란[ ,]|은 .{2,40}이다|는 .{2,40}이다)"
    r"|(?:을|를) (?:말한다|말함|의미한다|의미함|뜻한다|일컫는다|말합니다|의미합니다)\.?$|(?:개념|알고리즘|방식|"
    r"패턴|과정)(?:이다|입니다)\.?$"
    r"|と(?:呼びます|呼ぶ|略記します|表記します|定義します|言います|いいます)。?$"
    r"|^(?:.{1,30})(?:是|为).{0,30}(?:的(?:一种|方法|工具|框架|协议|技术|过程))。?$"
)


_HINTS = word_set(
    """above below follow here section chapter this these our previous preceding next earlier siehe ver see like as
    如下 下面 上面 上述 以下 上記 次の 下記 下图 上图 见下 下図 上図 아래 위의 위와 위 다음"""
)


def _hints(words: str) -> bool:
    """May it point anywhere? Most sentences have none of these words, and a look for them is cheap."""
    low = words.lower()
    return any(hint in low for hint in _HINTS)


@lru_cache(maxsize=8192)
def unresolved(words: str) -> bool:
    """Does it point at something on the page that a post does not show?"""
    return _hints(words) and bool(UNRESOLVED.search(words))


@lru_cache(maxsize=8192)
def sends_away(words: str, item: bool = False) -> bool:
    """Does a sentence send the reader to where a post cannot follow: another page, a picture below?

    An `item` of a list is not lost for the words "the following": a procedure keeps all its steps.
    """
    return bool(POINTER.match(words) or (not item and _hints(words) and ABSENT.search(words)))


@lru_cache(maxsize=8192)
def dangles(sentence: str) -> bool:
    """Does it lean on what stands before it ("It ...", "However ...", "For example ...")?"""
    if not sentence or sentence.startswith(_ARROWS) or (sentence[0] in "(（" and sentence[-1] in ")）"):
        return True
    if not sentence[0].isascii() and _DANGLING_WIDE.match(sentence):
        return True
    first = sentence.split(maxsplit=1)[0].strip(",.;:!?\"'“”()").lower()
    if first in _ASKING and sentence.rstrip(' "”)').endswith("?"):
        return False
    return first in _DANGLING or bool(_DANGLING_PHRASE.match(sentence))


def only_follows(sentence: str) -> bool:
    """Leans on the one before it only by its order ("Then look ...", "Finally ..."): a slide may part them."""
    return sentence.split(maxsplit=1)[0].strip(",").lower() in _ORDER if sentence else False


def is_definition(sentence: str) -> bool:
    """Only says what something is ("Redis is a ...")."""
    return bool(_DEFINITION.match(sentence) or (not sentence.isascii() and _DEFINITION_WIDE.search(sentence)))
