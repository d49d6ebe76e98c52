"""First lines of more than one sentence's place: the title where it tells something by itself, and a sentence with the
turn that follows it. Unit -> Hooks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from post_forge.compose.hooks.openings import Hook
from post_forge.compose.language import judge, leaning, lexicon, spans
from post_forge.compose.language.orders import is_order
from post_forge.compose.language.words import any_of
from post_forge.compose.units.choosing import Unit
from post_forge.compose.units.kinds import is_question
from post_forge.compose.values import Prose, Sentence

_HEADLINE, _TURN, _NEXT_TURN, _LATER_TURN = 2.6, 3.0, 1.2, -0.8
"""What the place of a title is worth that tells something by itself; that of a turn that opens the unit, one of its
chapters, a later paragraph."""
_LEAST_WORDS, _LONGEST, _SHORTEST, _LEAST_WIDE = 4, 90, 24, 14
_ASKS = re.compile(
    any_of(
        r"^(?:how|why|when|what|where|never|don['’]?t|stop|always|avoid|beware)\b",
        r"^(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten) (?:[\w-]+ ){0,2}"
        r"(?:ways|reasons|things|mistakes|rules|lessons|signs|steps|costs|questions)\b",
        r"^(?:cómo|por qué|cuándo|como|por que|quando|warum|wie|wann|comment|pourquoi|quand|как|почему|когда|зачем)\b",
        "^(?:为什么|为何|如何|怎么|怎样|何时|なぜ|どうやって)|如何|为什么|怎么|(?:する|した)?(?:方法|理由)$|"
        "하는 (?:방법|이유|법)$",
    ),
    re.IGNORECASE,
)
"""How a title begins that promises an answer."""
_FILES = re.compile(
    r"\b(?:option \d|method \d|example|overview|introduction|guide|part \d|chapter|step \d|"
    r"tutorial|reference)\b",
    re.I,
)
_TURNS = re.compile(
    any_of(
        r"^(?:but|yet|however|except|until|unfortunately|still|instead|sadly|only|not)\b",
        r"\bhowever\b|\b(?:is|was|are|were) (?:still|not)\b",
        r"^(?:pero|sin embargo|mas|porém|aber|doch|leider|mais|hélas|но|однако|увы)\b",
        "^(?:但|不过|然而|可是|しかし|でも|ところが|ただし|하지만|그러나|그런데)",
    ),
    re.IGNORECASE,
)
_SHORT_TURN = 75


def from_title(unit: Unit) -> Iterator[Hook]:
    """The title alone, where it says or promises something: "CSS !important Is Not Supported By Inline Styles"."""
    name = unit.name
    if not tells(name):
        return
    pulls = judge.pull(name, False)
    score = _HEADLINE + sum(pulls.values()) - pulls.get("no verb", 0)  # a title needs none
    if judge.hook_length(name) >= _SHORTEST:
        yield Hook(name, score, frozenset(), unit.source, "title")
    first = next((part.sentences[0] for part in unit.chapters[0].parts[:1] if isinstance(part, Prose)), None)
    if first is None or judge.spans_too_much_code(first) or not _follows(first):
        return
    words = f"{name}\n{first.plain}"
    if judge.hook_length(words) <= judge.HOOK_MOST:
        worth = score + (0.3 if judge.hook_length(name) < judge.HOOK_LEAST else -0.3)
        yield Hook(words, worth + judge.gain(first.plain), frozenset({first.plain}), unit.source, "title")


def _follows(first: Sentence) -> bool:
    return judge.is_complete(first.plain) and judge.stands_alone(first.plain) and not leaning.is_definition(first.plain)


def tells(name: str) -> bool:
    """Does a title say or promise something by itself, and is no question (those are hooks of their own)?"""
    if is_question(name) or _FILES.search(name) or lexicon.is_generic(name) or leaning.dangles(name):
        return False
    if spans.width(name) > _LONGEST or name.endswith((":", "：")):
        return False
    if not name.isascii() and _ASKS.search(name):
        return judge.hook_length(name) >= _LEAST_WIDE
    if len(name.split()) < _LEAST_WORDS:
        return False
    return bool(_ASKS.search(name)) or is_order(name) or judge.claims(name)


def from_turns(unit: Unit) -> Iterator[Hook]:
    """Two sentences that follow one another, the second against the first: "You added the index. It is still slow."

    Only those that a paragraph begins with: whatever comes later may lean on it.
    """
    for index, chapter in enumerate(unit.chapters[1:] if unit.scene else unit.chapters):
        for place, part in enumerate(chapter.parts):
            if isinstance(part, Prose) and len(part.sentences) > 1:
                base = _LATER_TURN if place else _NEXT_TURN if index else _TURN
                yield from _turn(part.sentences, base)


def _turn(sentences: Sequence[Sentence], base: float) -> Iterator[Hook]:
    first, second = next(pairwise(sentences))
    both = f"{first.plain}\n{second.plain}"
    if judge.hook_length(both) > judge.HOOK_MOST or second.gap or any(map(judge.spans_too_much_code, (first, second))):
        return
    if not (judge.stands_alone(first.plain) and judge.is_complete(first.plain) and judge.is_complete(second.plain)):
        return
    definition = leaning.is_definition(first.plain)
    hollow = {"truism", "dull", "points back"} & judge.pull(first.plain, definition).keys()
    if hollow or leaning.unresolved(second.plain) or not _turns(second.plain):
        return
    score = base + judge.hook_score(both.replace("\n", " "), definition) + (0 if definition else 0.5)
    yield Hook(both, score, frozenset({first.plain, second.plain}), first.source, "turn")


def _turns(words: str) -> bool:
    """Does the second sentence turn against the first, or say shortly what broke?"""
    short = judge.hook_length(words) <= _SHORT_TURN
    return bool(_TURNS.search(words)) or (short and "failure" in judge.marks(words))
