"""Paragraphs and labelled paragraphs as slides: statements, a number, texts of at most 40 words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from post_forge.compose.language import judge, leaning, lexicon, poles, spans
from post_forge.compose.language.words import word_set
from post_forge.compose.slides.page import (
    COLUMNS,
    LONG_TITLE,
    STATEMENT,
    TITLE,
    WORDS,
    Page,
    Place,
    lean,
    without_brackets,
)
from post_forge.compose.values import Entry, Role, Sentence
from post_forge.model import Slide, Span, Text, plain

_FIGURE = re.compile(
    r"(?<![\w.,<>≤≥–-])(?:[$€£]\d[\d.,]*[kKMB]?|\d[\d.,]*\s?(?:%|×|x\b|ms\b|s\b|µs\b|ns\b|[kMGT]B\b|[kKM]\b|h\b))(?!\w)"
)
_DECADE = re.compile(r"\b(?:(?:1[5-9]|20)\d0s|(?<=[Tt]he )\d0s)\b")
"""The 1980s and the 90s are no seconds."""
_LONGEST_FIGURE = 7
_MOST_NUMBER_WORDS = 24
_LEAST_ALONE = 6
_STATEMENT_LEAD = 150
_PLAIN_WORD = re.compile(r"[a-z]+(?=[\s,;:!?'’)-]|\.(?!\w)|$)")
_COMMANDS = word_set(
    """npm git curl kubectl docker pip apt brew psql node yarn cargo sed awk grep ssh vim bash make dig curl gcc go
    rustc java javac python ruby rails npx pnpm tmux jq systemctl journalctl iptables printf malloc epoll mmap fork"""
)


def prose_pages(sentences: Sequence[Sentence], place: Place, role: Role = "", label: str = "") -> list[Page]:
    """A paragraph as one page, or as a few where it is long. A labelled one takes its label as the title."""
    kept = fitting(sentences)
    most = 4 if place.roomy else 2
    room = WORDS - spans.count_words(label or str(place.heading))
    named = bool(label) or bool(place.heading) or role == "answer"
    pages = [_page(group, place, role, label) for group in _groups(kept, place.roomy, room, named)[:most]]
    return [page for page in pages if _says_something(page)]


def _says_something(page: Page) -> bool:
    """A scrap of a line ("or", "Source") is no slide."""
    texts = page.slide.paragraphs
    whole = page.slide.layout != "text" or any(judge.is_complete(str(text)) for text in texts)
    return whole or sum(spans.count_words(str(text)) for text in texts) >= _LEAST_ALONE


def fitting(sentences: Iterable[Sentence]) -> list[Sentence]:
    """The sentences that fit a slide, as they are or without brackets; one that leans on a lost one goes with it."""
    kept: list[Sentence] = []
    lost = False
    for sentence in sentences:
        text = lean(sentence, WORDS, COLUMNS)
        if text is None or ((lost or sentence.gap) and leaning.dangles(sentence.plain)):
            lost = True
            continue
        lost = False
        kept.append(sentence if text is sentence.text else resized(sentence, text))
    return kept


def resized(sentence: Sentence, text: Text) -> Sentence:
    """The sentence with a shorter text."""
    plain = str(text)
    return Sentence(text, plain, spans.count_words(plain), sentence.source, sentence.gap)


def _groups(sentences: Sequence[Sentence], roomy: bool, room: int, named: bool) -> list[list[Sentence]]:
    """Sentences that share a slide: at most 40 words, one sentence where there is room for it.

    A slide never begins with "It ...": such a sentence stays with the one before it, or is left out. Only below a title
    that names what it means (`named`) may it come first.
    """
    groups: list[list[Sentence]] = []
    lost = False
    for sentence in sentences:
        leans = leaning.dangles(sentence.plain) and not leaning.only_follows(sentence.plain)
        alone = roomy and not leans and sentence.words >= _LEAST_ALONE
        if groups and not (alone or lost) and _fits_with(groups[-1], sentence, room):
            groups[-1].append(sentence)
        elif leans and (groups or not named):
            lost = True
        else:
            groups.append([sentence])
            lost = False
    return groups


def _fits_with(group: Sequence[Sentence], sentence: Sentence, room: int) -> bool:
    words = sum(one.words for one in group) + sentence.words
    columns = sum(spans.width(one.plain) for one in group) + spans.width(sentence.plain)
    return words <= room - 2 and columns <= COLUMNS


def _page(group: Sequence[Sentence], place: Place, role: Role, label: str) -> Page:
    first = group[0]
    worth = weight(group, role)
    if label:
        filed = lexicon.is_filing(label)  # "Example" is no title: what it is an example of is
        title, above = (place.title, label) if filed and place.title else (plain(label), place.above)
        slide = Slide("text", first.source, title, above, paragraphs=paragraphs(group, capital=True))
        named = str(place.heading) if lexicon.role_of(label) else label
        return Page(slide, worth, named, role, place.heading)
    if poles.forbids(str(place.title)):  # what should not be done never stands without the line that says so
        slide = Slide("text", first.source, place.title, place.kicker, paragraphs=paragraphs(group))
        return Page(slide, worth, str(place.title), role, place.title)
    if len(group) == 1 and (page := number_page(first, place)):
        return page
    fits = spans.width(first.plain) <= STATEMENT and not leaning.dangles(first.plain)
    if fits and judge.is_complete(first.plain):
        rest = spans.join(one.text for one in group[1:])
        if spans.width(str(rest)) <= _STATEMENT_LEAD:
            slide = Slide("statement", first.source, capitalised(first.text), place.above, lead=rest)
            return Page(slide, worth + 0.5, str(place.heading), role, place.heading)
    kicker = place.above if place.bare else place.kicker
    slide = Slide("text", first.source, place.heading, kicker, paragraphs=paragraphs(group))
    return Page(slide, worth, str(place.heading), role, place.heading)


def capitalised(text: Text) -> Text:
    """The text with a capital at its start, where a label stood before it; commands and names keep their letter."""
    first = text.spans[0] if text.spans else None
    if first is None or "code" in first.marks:
        return text
    found = _PLAIN_WORD.match(first.text)
    if not found or found.group() in _COMMANDS:
        return text
    words = first.text[0].upper() + first.text[1:]
    return Text((Span(words, first.marks, first.href), *text.spans[1:]))


def paragraphs(group: Sequence[Sentence], capital: bool = False) -> tuple[Text, ...]:
    """At most two sentences to a paragraph."""
    size = 1 if len(group) == 2 and sum(one.words for one in group) > 24 else 2
    texts = [one.text for one in group]
    if capital:
        texts[0] = capitalised(texts[0])
    return tuple(spans.join(texts[at : at + size]) for at in range(0, len(texts), size))


def number_page(sentence: Sentence, place: Place) -> Page | None:
    """A page that sets the figure of a sentence large ("360ms") above the sentence."""
    if sentence.words > _MOST_NUMBER_WORDS or leaning.dangles(sentence.plain) or not judge.is_complete(sentence.plain):
        return None
    if poles.forbids(str(place.title)):
        return None
    figures = [
        found
        for found in _FIGURE.finditer(sentence.plain)
        if len(found.group()) <= _LONGEST_FIGURE and not _DECADE.match(sentence.plain, found.start())
    ]
    if not figures or len(figures) > 2:
        return None
    bold = spans.marked(sentence.text, "strong")
    inside = [one for one in figures if any(low <= one.start() and one.end() <= high for low, high in bold)]
    figure = (inside or figures)[0].group()
    slide = Slide("number", sentence.source, plain(figure), place.above, lead=sentence.text)
    return Page(slide, 3.2, str(place.heading), "", place.heading)


def weight(group: Sequence[Sentence], role: Role) -> float:
    """What a text slide is worth: its marks (numbers, failures, contrast), its role, whether it stands alone."""
    base = {"trap": 3.2, "fix": 3.2, "lesson": 2.6, "limit": 2.2, "answer": 3.0, "example": 1.0}.get(role, 1.5)
    words = " ".join(one.plain for one in group)
    base += 0.25 * sum(judge.marks(words).values())
    return base - (0.8 if leaning.dangles(group[0].plain) else 0) - (1 if leaning.unresolved(words) else 0)


def label_page(entry: Entry, place: Place) -> list[Page]:
    """One entry on a slide of its own: its label as the title, as many of its sentences as fit."""
    label = entry.name if spans.width(entry.name) <= TITLE else str(without_brackets(entry.label))
    own = list(entry.sentences)
    for below in entry.below:
        own.extend(below.sentences[:1])
    pages = prose_pages(own, place, entry.role, label if spans.width(label) <= LONG_TITLE else "")
    return pages if place.roomy else pages[:1]
