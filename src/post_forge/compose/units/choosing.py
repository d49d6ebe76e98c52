"""Choose what one post is made of (rules 7, 8, 23): chapters of a note -> Units, none too small, none too large."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from post_forge.compose.language import lexicon, spans
from post_forge.compose.language.phrases import Phrases
from post_forge.compose.language.words import any_of
from post_forge.compose.slides import Page, both_sides, chapter_pages, short
from post_forge.compose.units.chapters import Chapter, above_of, note_source, posted, read_chapters
from post_forge.compose.units.kinds import is_question, kind_of, says_nothing, word_count
from post_forge.compose.units.recent import Recent
from post_forge.compose.units.scenes import is_scene, teaches
from post_forge.errors import Source
from post_forge.model import Handwritten, Note, Refusal, Text, plain

LEAST_PAGES, MOST_PAGES = 3, 8
_SHORT_NOTE, _STUB, _ROOMY, _ROOMY_ANSWER = 300, 12, 30, 25
_SLOT_SHARE = 0.6
_TOPIC = 40
_FILING = re.compile(
    any_of(
        r"^(?:the |a )?(?:(?:complete|ultimate|definitive|short|quick|practical|beginner's) )?"
        r"(?:guide to|introduction to|intro to|notes on|basics of|overview of|understanding) ",
        r"\s+(?:cheat ?sheet|reference|guide|guidelines|handbook|tutorial|notes|overview|basics|101|fundamentals|docs|"
        r"documentation)$",
    ),
    re.IGNORECASE,
)
_STRONG = frozenset({"qa", "trap", "myth", "compare", "steps"})
_ASKING = re.compile(r"\bq\s?&\s?a\b|\bfaqs?\b|\binterview|\bquestions?\b|面试|問題集|질문", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a note that can stand alone. `chapters` are flat: each one's pages are its own parts' alone.

    `scene` says that the first of them is the note's opening scene, which leads into the unit. `wanted` says that the
    author began a post here or wrote a text for it, so that it is not judged; `pinned` that the author named it.
    `whole` is a unit made of the whole file. `handwritten` are the author's own texts, wherever they stand in it.
    """

    title: Text
    name: str
    key: str
    chapters: tuple[Chapter, ...]
    pages: tuple[Page, ...]
    kicker: str
    kind: str
    source: Source
    wanted: bool = False
    whole: bool = False
    pinned: bool = False
    scene: bool = False
    handwritten: tuple[Handwritten, ...] = ()


_PAGES, _PLANS = Recent[list[Page]](2_000), Recent[tuple[list[Unit], list[Refusal]]](48)


def plan(note: Note, slots: frozenset[str], series: str, phrases: Phrases) -> tuple[list[Unit], list[Refusal]]:
    """The units of a note in its order, and what was too little for one."""
    return _PLANS.of([note, phrases], slots, series, make=_Planner(note, slots, series, phrases).run)


def topic(name: str) -> str:
    """What a title is about in few words: "DNS: Senior Backend Engineer Reference" -> "DNS"; "" if it is long."""
    head = re.split(r"\s*(?::(?!\d)|[：|])\s*|\s[–—-]\s", name, maxsplit=1)[0].strip()
    lean = _FILING.sub("", head).strip() or head
    return lean if 0 < spans.width(lean) <= _TOPIC and not lexicon.is_generic(lean) else ""


class _Planner:
    """Holds what every step needs; each method is a decision over chapters."""

    def __init__(self, note: Note, slots: frozenset[str], series: str, phrases: Phrases) -> None:
        self._note = note
        self._slots = slots
        self._topic = topic(str(note.title))
        self._kicker = series or note.matter.series or self._topic
        self._phrases = phrases
        self._refused: list[Refusal] = []

    def run(self) -> tuple[list[Unit], list[Refusal]]:
        lead, tops = read_chapters(self._note, self._slots)
        tops = tuple(posted(tops))
        title = self._note.title
        file = lead or Chapter(title, str(title), 1, (), note_source(self._note))
        file = replace(file, children=tops)
        if self._is_unit(file):
            units, rest = self._family(file, self._kicker, whole=True)
        else:
            units, rest = self._file(file)
        units.sort(key=lambda unit: unit.source.line)
        return units, [*self._refused, *(_refusal(one) for left in rest for one in left.walk() if one.parts)]

    def _is_unit(self, file: Chapter) -> bool:
        """Is the file the family? Where its headings are slots, and where it is short (rule 8)."""
        tops = file.children
        if any(chapter.slug for top in tops for chapter in top.walk()):
            return False
        slots = sum(1 for top in tops if top.slot)
        return len(tops) < 3 or slots >= _SLOT_SHARE * len(tops) or word_count(list(file.walk())) < _SHORT_NOTE

    # ---- families

    def _file(self, file: Chapter) -> tuple[list[Unit], list[Chapter]]:
        """A long file: each of its chapters is a family of its own, what is too little for one stays without a post."""
        units, rest = self._children(file, self._kicker)
        own = replace(file, children=())
        found, rest = self._one_by_one(rest, self._kicker)
        units = [*units, *found]
        lead = self._unit(own, self._kicker, whole=True, roomy=True)
        if lead and (lead.wanted or teaches(own)):
            return [lead, *units], rest
        opened = self._opened(units, file) if is_scene(own) else None
        if opened:
            return opened, rest
        if lead:
            self._refused.append(
                Refusal(lead.name, "it opens the note and teaches nothing yet", own.source, "unit.scene")
            )
        elif own.parts:
            rest.append(own)
        return units, rest

    def _opened(self, units: Sequence[Unit], file: Chapter) -> list[Unit] | None:
        """The units with the note's opening scene before the first chapter, if that is a unit and no question."""
        first = file.children[0].source if file.children else None
        at = next((at for at, unit in enumerate(units) if unit.source == first), None)
        if at is None or units[at].kind == "qa" or units[at].pinned:
            return None
        unit = units[at]
        scene = replace(file, children=(), source=unit.source, generic=True)
        pages = [replace(page, heading=Text()) for page in self._pages(replace(scene, title=unit.title), self._kicker)]
        opened = replace(unit, chapters=(scene, *unit.chapters), pages=(*pages, *unit.pages), scene=True)
        return [*units[:at], opened, *units[at + 1 :]]

    def _family(self, chapter: Chapter, kicker: str, whole: bool = False) -> tuple[list[Unit], list[Chapter]]:
        """The units of a chapter and those below it, and the chapters that are left over for the family above."""
        if not (chapter.parts or whole or chapter.slug) and len(chapter.children) == 1 and _stands(chapter.children[0]):
            return self._family(chapter.children[0], topic(chapter.name) or kicker)  # a heading that only holds another
        pages = self._pages(chapter, kicker)
        if not self._falls_apart(chapter, pages):
            unit = self._unit(chapter, kicker, whole, roomy=whole or is_question(chapter.name))
            return ([unit], []) if unit else ([], [chapter])
        below = kicker if whole else (topic(chapter.name) or kicker)
        units, rest = self._children(chapter, below)
        family = replace(chapter, children=tuple(rest))
        if len(self._pages(family, kicker)) > MOST_PAGES and rest:
            found, rest = self._one_by_one(rest, below)
            units.extend(found)
            family = replace(chapter, children=tuple(rest))
        unit = self._unit(family, kicker, whole, roomy=whole or not units)
        if unit:
            return [unit, *units], []
        return units, [family] if family.parts or rest else []

    def _falls_apart(self, chapter: Chapter, pages: Sequence[Page]) -> bool:
        """Too much for one deck, questions that stand side by side, or a strong piece among others."""
        children = chapter.children
        if any(one.slug for child in children for one in child.walk()) or any(
            is_question(one.name) for one in children
        ):
            return True
        if len(pages) > MOST_PAGES:
            return bool(children)
        others = len(children) > 1 or bool(chapter.parts)
        return others and any(self._is_strong(child) for child in children)

    def _is_strong(self, child: Chapter) -> bool:
        """A trap with its fix, a comparison, a procedure: it makes the better post alone, if there is enough of it."""
        if child.generic or len(self._pages(child, self._kicker)) < LEAST_PAGES:
            return False
        return _kind(child) in _STRONG

    def _children(self, chapter: Chapter, kicker: str) -> tuple[list[Unit], list[Chapter]]:
        """Each child's own units, and the children (as families) that make none."""
        units: list[Unit] = []
        rest: list[Chapter] = []
        for child in chapter.children:
            if child.slot and self._is_strong(child):  # "Common misconceptions" takes its title from the note
                child = replace(child, slot=False, title=self._under_topic(chapter, child))
            found, left = self._family(child, kicker) if _stands(child) else ([], [child])
            units.extend(found)
            rest.extend(left)
        return units, rest

    def _under_topic(self, family: Chapter, slot: Chapter) -> Text:
        """The title of a post made of a slot: the family's name with the slot's behind it."""
        return spans.join((short(family.title, 40) or plain(self._topic), slot.title), ": ")

    def _one_by_one(self, chapters: Sequence[Chapter], kicker: str) -> tuple[list[Unit], list[Chapter]]:
        """Short chapters as posts with one idea a slide."""
        units: list[Unit] = []
        rest: list[Chapter] = []
        for chapter in chapters:
            unit = self._unit(chapter, kicker, whole=False, roomy=True) if _stands(chapter) else None
            if unit:
                units.append(unit)
            else:
                rest.append(chapter)
        return units, rest

    # ---- pages

    def _pages(self, family: Chapter, kicker: str, roomy: bool = False) -> list[Page]:
        below = topic(family.name) or kicker
        pages = list(self._chapter_pages(family, kicker, True, roomy))
        below_it = list(family.walk())[1:]
        other = -1
        for at, one in enumerate(below_it):
            if at == other:
                continue
            if at + 1 < len(below_it) and (pair := self._sides(below_it, at, family, kicker)):
                pages.extend(pair)
                other = at + 1
            elif says_nothing(one) or lexicon.is_filing(
                one.name
            ):  # "More detail", "Example": the title is the one above
                above = above_of(below_it, at, family)
                kicker_of = below if says_nothing(one) else one.name
                pages.extend(self._chapter_pages(replace(one, title=above.title), kicker_of, above is family, roomy))
            else:
                pages.extend(self._chapter_pages(one, below, False, roomy))
        return pages

    def _sides(self, chapters: Sequence[Chapter], at: int, family: Chapter, kicker: str) -> list[Page]:
        """A chapter and the next one as one page, where they are two sides of the chapter above them."""
        above = above_of(chapters, at, family)
        kicker = kicker if above is family else topic(family.name)
        pages = both_sides(chapters[at], chapters[at + 1], above.title, kicker)
        left = replace(chapters[at + 1], parts=chapters[at + 1].parts[1:], title=above.title)
        return [*pages, *chapter_pages(left, kicker, True, self._phrases.rows)] if pages else []

    def _chapter_pages(self, chapter: Chapter, kicker: str, opening: bool, roomy: bool) -> list[Page]:
        how = (kicker, opening, self._phrases.rows, roomy)
        return _PAGES.of(
            [chapter.parts], chapter.title, chapter.source, *how, make=lambda: chapter_pages(chapter, *how)
        )

    # ---- units

    def _unit(self, chapter: Chapter, kicker: str, whole: bool, roomy: bool) -> Unit | None:
        """A unit of a chapter with all below it, or None if that is too little for a post of its own."""
        flat = list(chapter.walk())
        wanted = bool(chapter.slug) or any(one.handwritten for one in flat)
        asks = _asks(chapter)
        if (chapter.generic or chapter.slot) and not (whole or wanted or asks):
            return None
        words = word_count(flat)
        pages = self._pages(chapter, kicker)
        least = _ROOMY_ANSWER if is_question(chapter.name) else _ROOMY
        if len(pages) < LEAST_PAGES and roomy and words >= least:
            pages = max(self._pages(chapter, kicker, roomy=True), pages, key=len)
        if not wanted and (len(pages) < LEAST_PAGES or words < _STUB):
            return None
        by_hand = tuple(block for one in flat for block in one.handwritten)
        used = tuple(one for one in flat if one.parts) or tuple(one for one in flat if one.handwritten)
        if not used:
            return None
        name = self._name(chapter) if asks else self._full_title(chapter)
        above = self._kicker or kicker
        return Unit(
            title=chapter.title if name == str(chapter.title) else plain(name),
            name=name,
            key=chapter.slug or chapter.name,
            chapters=used,
            pages=tuple(pages),
            kicker="" if above == name else above,
            kind="qa" if asks else _kind(chapter),
            source=chapter.source,
            wanted=wanted,
            whole=whole,
            pinned=bool(chapter.slug),
            handwritten=by_hand,
        )

    def _full_title(self, chapter: Chapter) -> str:
        """A title of one word says too little without the note's ("Checklist" -> "Bot Management: Checklist")."""
        title = str(chapter.title)
        long = len(title.split()) > 1 or spans.width(title) > 16 or not title.isascii()
        alone = long and not lexicon.fits_anywhere(title)
        if alone or not self._topic or chapter.level <= 1 or title.lower() in self._topic.lower():
            return title
        return f"{self._topic}: {title}" if spans.width(self._topic) + spans.width(title) <= 58 else title

    def _name(self, chapter: Chapter) -> str:
        """The title of a chapter of questions: how many they are, and about what."""
        count = sum(1 for child in chapter.children if is_question(child.name))
        about = topic(chapter.name) if not _ASKING.search(chapter.name) else self._topic
        return self._phrases.asked.format(n=count, topic=about) if self._phrases.asked and about else chapter.name


def _kind(chapter: Chapter) -> str:
    flat = list(chapter.walk())
    return kind_of(chapter.name, (replace(chapter, children=()), *flat[1:]))


def _asks(chapter: Chapter) -> bool:
    """Does it hold questions, one below the other?"""
    asked = sum(1 for child in chapter.children if is_question(child.name))
    return asked >= 2 and asked * 2 >= len(chapter.children)


def _stands(chapter: Chapter) -> bool:
    return bool(chapter.slug) or not (chapter.generic or chapter.slot) or is_question(chapter.name) or _asks(chapter)


def _refusal(chapter: Chapter) -> Refusal:
    rule = "unit.stub" if word_count([chapter]) < _STUB else "unit.small"
    return Refusal(chapter.name, "too little for a post of its own", chapter.source, rule)
