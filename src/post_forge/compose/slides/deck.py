"""The carousel of a unit (rules 23-31): cover, the pages that weigh most in the note's order, recap, end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from post_forge.compose.hooks.finding import Hook
from post_forge.compose.language import judge, leaning, spans
from post_forge.compose.language.phrases import Phrases
from post_forge.compose.language.poles import opposed
from post_forge.compose.language.questions import scenario_and_question
from post_forge.compose.slides.alts import shown, texts_of
from post_forge.compose.slides.page import Page, short, slide_words
from post_forge.compose.slides.rhythm import untitled, varied
from post_forge.compose.units import clean
from post_forge.compose.units.choosing import Unit
from post_forge.compose.values import Entries, TablePart
from post_forge.errors import Source
from post_forge.model import Deck, Point, Slide, Text, plain

COVER_TITLE, COVER_LEAD, RECAP_ITEM, END_TITLE = 60, 90, 44, 90
_MOST_CONTENT, _LEAST_CONTENT, _MOST_RECAP, _LEAST_RECAP = 7, 3, 5, 3
_MOST_WEIGHED, _LEAST_LEAD = 40, 1.0
_CODE = ("code", "diff", "terminal")
_WORDY, _FEW_WORDS = frozenset({"text", "cards", "points", "steps", "checklist", "quote", "qa", "callout"}), 8
"""Slides that are nothing but their words, and how many they need."""


@dataclass(frozen=True, slots=True)
class Dress:
    """What a deck takes from the workspace and the note: language, theme, closing question, credit, summary.

    `pictures` is the folder that the note's pictures lie in.
    """

    lang: str
    theme: str
    question: str
    credit: str
    summary: str
    folder: str
    identity: str = ""
    pictures: str = ""
    handle: str = ""


def build_deck(unit: Unit, hooks: Sequence[Hook], dress: Dress, phrases: Phrases) -> Deck | None:
    """The deck of a unit, or None if no title for its cover can be made without cutting a sentence."""
    cover = _cover(unit, hooks, dress, phrases)
    if cover is None:
        return None
    pages = varied(keep(telling(distinct(unit.pages)), _MOST_CONTENT))
    near = [shown(page.slide) for page in pages[:2]]
    lead = str(cover.lead)  # slide 1 must not say what slide 2 says, nor be all that another says
    if lead and (any(lead in words for words in near) or any(lead == shown(page.slide) for page in pages)):
        cover = replace(cover, lead=Text())
    slides = [cover, *(page.slide for page in untitled(pages, cover))]
    recap = _recap(unit, pages, phrases)
    if recap:
        slides.append(recap)
    slides.append(_end(unit, dress, phrases, str(cover.title)))
    pictures = dress.pictures if any(slide.picture for slide in slides) else ""
    return Deck(tuple(numbered(slides)), dress.lang, dress.theme, dress.handle, pictures)


def numbered(slides: Sequence[Slide]) -> Iterator[Slide]:
    """The slides with the dividers counted, where there are several."""
    dividers = [at for at, slide in enumerate(slides) if slide.layout == "divider"]
    for at, slide in enumerate(slides):
        count = str(dividers.index(at) + 1) if at in dividers and len(dividers) > 1 else ""
        yield replace(slide, more={**slide.more, "number": count}) if at in dividers else slide


def keep(pages: Sequence[Page], most: int) -> list[Page]:
    """The heaviest pages in their order. A fix never stays without the trap before it (rule 19)."""
    heaviest = sorted(range(len(pages)), key=lambda index: -pages[index].weight)[:_MOST_WEIGHED]
    kept = [pages[index] for index in sorted({0, *heaviest})] if pages else []
    while len(kept) > most:
        titles = Counter(str(page.slide.title) for page in kept)
        weights = [(_standing(kept, index, titles), -index) for index in range(len(kept))]
        weakest = kept[-min(weights)[1]]
        rest = [page for page in kept if page is not weakest and not _torn(page, weakest)]
        kept = rest if len(rest) >= _LEAST_CONTENT else [page for page in kept if page is not weakest]
    return kept


def telling(pages: Sequence[Page]) -> list[Page]:
    """The pages without those that say less than eight words and show nothing else, while enough are left."""
    told = [page for page in pages if page.slide.layout not in _WORDY or slide_words(page.slide) >= _FEW_WORDS]
    return told if len(told) >= _LEAST_CONTENT else list(pages)


def distinct(pages: Sequence[Page]) -> list[Page]:
    """The pages without those that only say what another says."""
    words = [shown(page.slide) for page in pages]
    said = ["\n".join(str(text) for text in texts_of(page.slide)[-2:]) for page in pages]
    return [
        page
        for at, page in enumerate(pages)
        if page.slide.code
        or page.slide.diagram
        or page.slide.picture
        or not any(words[at] in words[other] for other in range(len(pages)) if _covers(said, at, other))
    ] or list(pages)


def _covers(said: Sequence[str], at: int, other: int) -> bool:
    return other != at and (said[at] != said[other] or other < at)


def _torn(page: Page, gone: Page) -> bool:
    """Is the page the other half of what goes: of one piece of code, of one procedure?"""
    layout = gone.slide.layout
    if layout not in {"code", "diff", "terminal", "steps", "checklist"} or page.slide.layout != layout:
        return False
    first, second = (one.slide.code.source if one.slide.code else one.slide.title for one in (page, gone))
    return first == second


def _standing(pages: Sequence[Page], index: int, titles: Mapping[str, int]) -> float:
    """What a page is worth where it stands: more as the first, as a trap before its fix, less as one of many alike."""
    page = pages[index]
    worth = page.weight
    if index == 0:
        worth += 1.5
    if page.role == "trap" and any(other.role == "fix" for other in pages[index + 1 :]):
        worth += 2
    coded = page.slide.layout in _CODE
    codes = sum(1 for other in pages[:index] if other.slide.layout in _CODE) if coded else 0
    return worth - 0.15 * titles[str(page.slide.title)] - 0.02 * index - 0.4 * codes


# ---- cover


def _cover(unit: Unit, hooks: Sequence[Hook], dress: Dress, phrases: Phrases) -> Slide | None:
    title, lead = _question_title(unit) if unit.kind == "qa" else (short(unit.title, COVER_TITLE), "")
    if not title:
        words = next((hook.words for hook in hooks if spans.width(hook.words) <= COVER_TITLE), "")
        title = plain(words.replace("\n", " ") or unit.kicker)
    if not title or spans.width(str(title)) > COVER_TITLE:
        return None
    hook = hooks[0].words if hooks else ""
    lead = lead or _lead(unit, hooks, dress, phrases, str(title), hook)
    kicker = unit.kicker if unit.kicker != str(title) else ""
    return Slide("cover", unit.source, title, kicker or dress.folder, lead=plain(lead))


def _question_title(unit: Unit) -> tuple[Text, str]:
    """The end of the scenario with its question, as much of it as a cover holds, and what stands below."""
    scenario, question = scenario_and_question(unit.title)
    sentences = [*scenario, question] if question else list(scenario)
    told = next((words for words in _tails(sentences, bool(scenario and question)) if _fits_cover(words)), "")
    if told:
        return plain(told), ""
    pulls = scenario and len(scenario[-1]) >= judge.HOOK_LEAST and judge.marks(scenario[-1])
    fits = bool(question) and spans.width(question) <= COVER_TITLE
    if scenario and _fits_cover(scenario[-1]) and (pulls or not fits):
        return plain(scenario[-1]), question if spans.width(question) <= COVER_LEAD else ""
    if fits:
        return plain(question), next((told for told in scenario if _fits_lead(told)), "")
    return short(unit.title, COVER_TITLE), ""


def _tails(sentences: Sequence[str], keep_two: bool) -> Iterator[str]:
    """The sentences from each on to the end; the question alone only where nothing is told before it."""
    for start in range(len(sentences) - (1 if keep_two else 0)):
        yield spans.glue(sentences[start:])


def _fits_lead(words: str) -> bool:
    return spans.width(words) <= COVER_LEAD and not leaning.dangles(words)


def _fits_cover(words: str) -> bool:
    return spans.width(words) <= COVER_TITLE and not leaning.dangles(words)


def _lead(unit: Unit, hooks: Sequence[Hook], dress: Dress, phrases: Phrases, title: str, hook: str) -> str:
    """The line below the cover's title: the summary, the names of what is inside, or a second hook; never the first."""
    if unit.whole and dress.summary and spans.width(dress.summary) <= COVER_LEAD and dress.summary not in {title, hook}:
        return dress.summary
    if names := _contents(unit, phrases.join):
        return names
    others = [
        one.words
        for one in hooks[1:]
        if one.score >= _LEAST_LEAD and "\n" not in one.words and hook not in one.words and one.words not in hook
    ]
    return next((words for words in others if spans.width(words) <= COVER_LEAD and not _repeats(title, words)), "")


def _repeats(title: str, words: str) -> bool:
    return title.split(": ")[0] in words


def _contents(unit: Unit, between: str) -> str:
    """The names inside, if there are three to five: the headings below, else the labels of the first list or table."""
    headings = [
        str(short(chapter.title, 40))
        for chapter in unit.chapters
        if chapter.source != unit.source and not (chapter.generic or chapter.slot)
    ]
    for names in (headings, *_label_lists(unit)):
        line = between.replace(" ·", "\u00a0·").join(names)  # no line begins with a dot
        if 3 <= len(set(names)) == len(names) <= 6 and all(names) and spans.width(line) <= COVER_LEAD:
            return line
    return ""


def _label_lists(unit: Unit) -> list[list[str]]:
    found = []
    for chapter in unit.chapters:
        for part in chapter.parts:
            if isinstance(part, Entries) and not part.labelled:
                found.append([entry.name if not entry.role else "" for entry in part.entries])
            elif isinstance(part, TablePart) and not _are_sides(part):
                found.append([str(clean.bare(row[0])) for row in part.table.rows])
    return found


def _are_sides(part: TablePart) -> bool:
    """Two sides of one thing ("Do", "Don't"): its cells are no names."""
    head = [str(cell) for cell in part.table.head]
    return len(head) == 2 and opposed(*head) is not None


# ---- recap and end


def _recap(unit: Unit, pages: Sequence[Page], phrases: Phrases) -> Slide | None:
    """The titles of the kept slides (rule 31), if there are three that differ."""
    kept = (page for page in pages if page.role != "claim")  # a recap must not repeat what the deck refutes
    names = dict.fromkeys(page.name for page in kept if page.name and page.name != unit.name)
    titles = [title for name in names if (title := short(plain(name), RECAP_ITEM))]
    if len(titles) < _LEAST_RECAP or not phrases.recap:
        return None
    if sum(spans.count_words(str(title)) for title in titles[:_MOST_RECAP]) < _FEW_WORDS:
        return None
    points = tuple(Point(title) for title in titles[:_MOST_RECAP])
    above = unit.name if spans.width(unit.name) <= 40 else unit.kicker
    return Slide("recap", unit.source, plain(phrases.recap), above, points=points)


def _end(unit: Unit, dress: Dress, phrases: Phrases, cover: str) -> Slide:
    question = dress.question if spans.width(dress.question) <= END_TITLE else ""
    title = question or phrases.save(dress.identity) or cover
    source = Source(unit.source.path, unit.source.line)
    return Slide("end", source, plain(title), unit.kicker, caption=plain(dress.credit), more={"next": ""})
