"""A heading as written -> a title: no emoji, no enumerator, no commentary in brackets, no quote marks round it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from post_forge.model import Span, Text
from post_forge.notes.emoji import EMOJI, KEYCAP
from post_forge.notes.words import words

_LONGEST = 2_000
_LABELS = (
    "QA|Q|Question|Answer|Strategy|Step|State|Part|Phase|Stage|Chapter|Section|Lesson|Day|Week|Module|Unit|Level|Tip|Rule|"
    "Principle|Law|Pattern|Anti-?Pattern|Mistake|Myth|Option|Scenario|Case|Case Study|Example|Exercise|Approach|Method|"
    "Technique|Solution|Problem|Trap|Pitfall|Reason|Lever|Pillar|Layer|Topic|Concept|Deep Dive|Fallacy|Challenge|"
    "Appendix"
)
_ORDINALS = "One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten"
_ROMAN = r"(?=[IVXivx])(?:X{0,2}(?:IX|IV|V?I{0,3})|x{0,2}(?:ix|iv|v?i{0,3}))"
_END = r"(?:\s*[.:)\]|：、．）]+\s+|\s*[:：、．]\s*|[.)](?=[^\W\d_a-z])|\s+[-–—―|]\s+)"

_LABELLED = re.compile(
    rf"(?:{_LABELS})\s*(?:#|\\#|No\.?\s*|№\s*)?(?:\d+(?:\.\d+)*(?:\s*/\s*\d+)?|[A-Z]|{_ROMAN}|{_ORDINALS})\b{_END}",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(r"(?:QA|Q|Question)\s*[:：.]\s+", re.IGNORECASE)
_NUMBERED = re.compile(
    r"[\[(【（]?\d{1,2}(?:\.\d{1,2})*(?:[.:]\s+|\s*[)\]】）]\s*|\s*[、．：]\s*|[.)](?=[^\W\d_a-z])|\s+[-–—|]\s+(?=[^\W\d_]))"
    r"|\d{1,2}(?:\.[1-9]\d?){1,3}\s+(?=[A-Z\"'`“]|[^\x00-\x7f])"  # 1.2 Networking, and not 2.5 million rows
    r"|0\d\s+(?=[^\W\d_])|[①-⑳⓪❶-❿]\s*"
)
_CHINESE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、．.:：]\s*|第[一二三四五六七八九十百\d]{1,4}[章节節部课課讲講回](?:\s*[、．.:：]\s*|\s+)"
    r"|[（(][一二三四五六七八九十]{1,3}[)）]\s*)"
)
_LETTERED = re.compile(r"\(?([A-Z])[.)]\s+(?=[A-Z0-9\"'`“(*]|[^\x00-\x7f])(?![A-Z]\.)")
_ROMANED = re.compile(rf"({_ROMAN})[.)]\s+(?=\S)")
_BRACKET = re.compile(r"\s*[(（]([^()（）]{1,60})[)）]\s*$")
_EMOJI_FIRST = re.compile(rf"\s*(?:{EMOJI.pattern})+[\s•·‣\-–—|:：,、]*")
_EMOJI_LAST = re.compile(rf"(?:\s*(?:{EMOJI.pattern}))+\s*$")
_NO_PICTURE = re.compile(f"{KEYCAP}|[\ufe0f\u200d]")
_QUOTES = {'"': '"', "“": "”", "'": "'", "‘": "’", "«": "»", "「": "」", "『": "』", "„": "“"}
_WORD = re.compile(r"[^\W_]", re.UNICODE)

_COMMENTARY = words("""
    trap traps fix fixes problem solution danger dangers risk risks attack deep dive architecture foundation
    foundations beginner beginners intermediate advanced senior junior staff expert elite tier level must know
    important critical essential bonus optional recap summary overview explained theory practice interview continued
    cont draft wip new updated basics fundamentals internals mental model reality hidden truth secret gotcha gotchas
    warning killer favorite favourite classic famous hard easy medium part revisited simplified details detailed
    reference cheat sheet production grade ready real world pro tip tips high engineer engineering guide mastery
    core concept concepts
""")
_SMALL = words("a an the of for and or to in on with & / + - it this that is are you need your vs")
_SPECIFIC = words("architecture model theory reference new cheat sheet core concept concepts grade tier")
_FILED_AS = (
    "reference|guide|notes|handbook|cheat ?sheet|deep[ -]dive|masterclass|mastery|playbook|manual|prep|preparation|"
    "overview|summary|tutorial|crash course|bible"
)
_FOR_WHOM = (
    "the|a|an|complete|ultimate|definitive|comprehensive|full|senior|staff|junior|principal|expert|advanced|backend|"
    "software|system|engineer(?:ing)?|developer|interview|production|deep|study|quick|in-depth|mastery|field|technical|"
    "elite|architect(?:ure)?|practical|beginner'?s?|level|grade|&|and|to|for"
)
_FILING = re.compile(rf"\s*[:：|–—-]\s+(?:(?:{_FOR_WHOM})\s+)*(?:{_FILED_AS})\s*$", re.IGNORECASE)


def _picture(emoji: str) -> str:
    """The first emoji of a run that is a picture, not a number in a box."""
    return next((one[0] for one in EMOJI.finditer(emoji) if not _NO_PICTURE.fullmatch(one[0])), "")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A title and the emoji that was taken off it ("" where there was none)."""

    title: Text
    icon: str = ""


def enumerators(headings: Iterable[str]) -> frozenset[str]:
    """The letters and Roman numbers that the headings of a file begin with: `B.` counts things only where `A.` does."""
    found: set[str] = set()
    for heading in headings:
        words = EMOJI.sub("", heading[:40]).lstrip(' *_`"')
        if letter := _LETTERED.match(words):
            found.add(letter[1])
        if roman := _ROMANED.match(words):
            found.add(roman[1].upper())
    return frozenset(found)


def clean_title(heading: Text, counted: frozenset[str] = frozenset()) -> Cleaned:
    """The title of a section. What would leave no word is left alone."""
    words = str(heading)
    if len(words) > _LONGEST:
        return Cleaned(heading)
    title, icon = _Title(heading), ""
    for _ in range(3):  # "2. 🔥 Step 1: ..." has them in any order
        before = title.words
        icon = title.take_emoji() or icon
        title.take_enumerator(counted)
        if title.words == before:
            break
    title.take_commentary()
    title.take_quotes()
    title.take_end()
    if _SMALL.issuperset(title.words.lower().split()):  # "✅ vs ❌"
        return Cleaned(heading, icon)
    return Cleaned(title.text(), icon)


def note_title(heading: Text, counted: frozenset[str] = frozenset()) -> Cleaned:
    """As `clean_title`, without the label that files it: "Redis: Senior Backend Engineer Reference" is "Redis"."""
    cleaned = clean_title(heading, counted)
    title = _Title(cleaned.title)
    if found := _FILING.search(title.words):
        title.cut(found.start(), len(title.words))
    return Cleaned(title.text(), cleaned.icon)


class _Title:
    """The characters of a title, each with the look of the span that it came from."""

    def __init__(self, text: Text) -> None:
        self.given = text
        self.spans = text.spans
        self.words = str(text).replace("\n", " ")
        self.owner = [number for number, span in enumerate(text.spans) for _ in span.text]

    def cut(self, start: int, end: int) -> bool:
        """Take characters out, unless no letter or digit would be left."""
        rest = self.words[:start] + self.words[end:]
        if not _WORD.search(rest) or start == end:
            return False
        self.words = rest
        self.owner = self.owner[:start] + self.owner[end:]
        return True

    def strip(self) -> None:
        self.cut(len(self.words.rstrip()), len(self.words))
        self.cut(0, len(self.words) - len(self.words.lstrip()))

    def take_emoji(self) -> str:
        """Emoji at either end go; one in the middle stands for a word there ("open source ❤️ you")."""
        icon = ""
        while (found := _EMOJI_FIRST.match(self.words)) and self.cut(0, found.end()):
            icon = icon or _picture(found[0])
        if found := _EMOJI_LAST.search(self.words):
            self.cut(found.start(), len(self.words))
            icon = icon or _picture(found[0])
        self.strip()
        return icon

    def take_enumerator(self, counted: frozenset[str]) -> None:
        if self.cut(0, _enumerator(self.words, counted)):
            self.strip()

    def take_commentary(self) -> None:
        found = _BRACKET.search(self.words)
        if found and found.start() and _is_commentary(found[1]):
            self.cut(found.start(), len(self.words))

    def take_quotes(self) -> None:
        words = self.words
        if len(words) > 2 and _QUOTES.get(words[0]) == words[-1] and words[0] not in words[1:-1]:
            self.cut(len(words) - 1, len(words))
            self.cut(0, 1)

    def take_end(self) -> None:
        end = re.search(r"[\s:：;,、|–—#-]+$", self.words)
        kept = re.search(r"[A-Za-z]#$|[\u0370-\u03ff].*;$", self.words)  # C#; a Greek question ends in ;
        if end and not kept:
            self.cut(end.start(), len(self.words))

    def text(self) -> Text:
        spans: list[Span] = []
        last = -1
        for character, number in zip(self.words, self.owner, strict=True):
            if number == last:
                spans[-1] = replace(spans[-1], text=spans[-1].text + character)
            else:
                spans.append(replace(self.spans[number], text=character))
                last = number
        return Text(tuple(_without_common_marks(spans)))


def _without_common_marks(spans: list[Span]) -> list[Span]:
    """Bold all through says nothing in a title."""
    inked = [span for span in spans if span.text.strip()]
    common = frozenset.intersection(*(span.marks for span in inked)) - {"code", "math"} if inked else frozenset()
    plain = [replace(span, marks=span.marks - common, href="") for span in spans]
    joined: list[Span] = []
    for span in plain:
        if joined and joined[-1].marks == span.marks:
            joined[-1] = replace(joined[-1], text=joined[-1].text + span.text)
        else:
            joined.append(span)
    return joined


def _enumerator(words: str, counted: frozenset[str]) -> int:
    """How many characters at the start only count the headings."""
    for pattern in (_LABELLED, _LABEL_ALONE, _NUMBERED, _CHINESE):
        if found := pattern.match(words):
            return found.end()
    letter = _LETTERED.match(words)
    if letter and (letter[1] == "A" or chr(ord(letter[1]) - 1) in counted):
        return letter.end()
    roman = _ROMANED.match(words)
    if roman and (len(roman[1]) > 1 or "II" in counted):
        return roman.end()
    return 0


def _is_commentary(bracket: str) -> bool:
    """Whether a closing bracket only comments ("The Trap"); "PgBouncer" says something."""
    words = [word.strip(".,!?:;'\"").lower() for word in re.split(r"[\s/-]+", bracket) if word]
    if not words:
        return False
    named = bracket.startswith("The ") and all(word[:1].isupper() for word in bracket.split())
    if named and 2 <= len(words) <= 4:
        return True
    if re.match(r"\$\d", bracket) and "tier" in words:
        return True
    telling = [word for word in words if word in _COMMENTARY]
    known = all(word in _COMMENTARY or word in _SMALL or word.isdecimal() for word in words)
    return bool(telling) and known and not (len(words) == 1 and words[0] in _SPECIFIC)
