"""All the pages that a chapter could give to a deck, in the note's order. Chapter -> Pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from post_forge.compose.language import spans
from post_forge.compose.language.questions import scenario_and_question
from post_forge.compose.slides.codes import code_pages
from post_forge.compose.slides.comparing import two_chapters, two_parts
from post_forge.compose.slides.joining import joined
from post_forge.compose.slides.lists import list_pages
from post_forge.compose.slides.page import COLUMNS, STATEMENT, WORDS, Page, Place, lean, short, title_of
from post_forge.compose.slides.pictures import picture_pages
from post_forge.compose.slides.prose import prose_pages
from post_forge.compose.slides.tables import table_pages
from post_forge.compose.slides.wishes import wished, wrong_wishes
from post_forge.compose.units.chapters import Chapter
from post_forge.compose.units.kinds import is_question
from post_forge.compose.values import CodePart, Entries, Part, PicturePart, Prose, QuotePart, Sentence, TablePart
from post_forge.errors import Problem
from post_forge.model import Slide, Text, plain

_MOST_QUOTE = 35
_SCENARIO, _ANSWER = 240, 120
_QUESTION_WORDS = WORDS + 6
_SCENARIO_LEAST = 12


def chapter_pages(
    chapter: Chapter, kicker: str, opening: bool, rows_words: str = "", roomy: bool = False
) -> list[Page]:
    """The pages of one chapter. `opening` says that the cover shows its title, `roomy` asks for one idea a slide."""
    if is_question(chapter.name):
        return _question_chapter(chapter, kicker, rows_words, roomy)
    pages = _in_order(chapter.parts, Place(title_of(chapter.title), kicker, roomy, opening), rows_words)
    return joined(pages) if not roomy else pages


def both_sides(first: Chapter, second: Chapter, title: Text, kicker: str) -> list[Page]:
    """Two chapters that are the two sides of one comparison ("Pros", "Cons") as one page; [] where they are not."""
    page = two_chapters(first, second, Place(title_of(title), kicker))
    return [page] if page else []


def wrong_layouts(chapter: Chapter, own: Sequence[str] = ()) -> list[Problem]:
    """An error for each comment of a chapter that asks for a layout in vain; `own` are those of the author's themes."""
    place = Place(title_of(chapter.title), "")
    asked = [
        part
        for part, following in zip(chapter.parts, (*chapter.parts[1:], None), strict=True)
        if part.layout and not (following and two_parts(part, following, place))
    ]
    return wrong_wishes([(part, place, part_pages(part, place, "")) for part in asked], own)


def _in_order(parts: Sequence[Part], place: Place, rows_words: str) -> list[Page]:
    """The pages of the parts; two lists that are two sides of one thing share a page."""
    pages: list[Page] = []
    at = 0
    while at < len(parts):
        pair = two_parts(parts[at], parts[at + 1], place) if at + 1 < len(parts) else None
        pages.extend([pair] if pair else _of_part(parts[at], place, rows_words))
        at += 2 if pair else 1
    return pages


def _of_part(part: Part, place: Place, rows_words: str) -> list[Page]:
    """The pages of a part with what the author's comments ask for."""
    pages = part_pages(part, place, rows_words)
    if not (part.layout or part.breaks):
        return pages
    made = wished(part, place, pages) if part.layout else []
    shown = [replace(page, weight=page.weight + 5) for page in made[:1]] + list(made[1:]) if made else pages
    return [replace(page, apart=page.apart or at == 0) for at, page in enumerate(shown)]


def part_pages(part: Part, place: Place, rows_words: str) -> list[Page]:
    """The pages of one part."""
    if isinstance(part, Prose):
        return prose_pages(part.sentences, place)
    if isinstance(part, Entries):
        return list_pages(part, place)
    if isinstance(part, CodePart):
        return code_pages(part, place)
    if isinstance(part, TablePart):
        return table_pages(part, place, rows_words)
    if isinstance(part, PicturePart):
        return picture_pages(part, place)
    return _quote(part, place)


def _quote(part: QuotePart, place: Place) -> list[Page]:
    """A quotation of at most 35 words with who said it; a longer one by its first sentence. Without a name: prose."""
    if not part.by:
        return prose_pages(part.sentences, place)
    whole = spans.join(sentence.text for sentence in part.sentences)
    text = whole if spans.count_words(str(whole)) <= _MOST_QUOTE else part.sentences[0].text
    if spans.count_words(str(text)) > _MOST_QUOTE:
        return []
    text = spans.trim(text, '"“”„«»「」')
    return [Page(Slide("quote", part.source, text, place.above, by=part.by), 2.6, "", "", place.title)]


# ---- question and answer


def _question_chapter(chapter: Chapter, kicker: str, rows_words: str, roomy: bool) -> list[Page]:
    """The question with the first words of its answer, then what the answer goes on to say."""
    _, question = scenario_and_question(chapter.title)
    title = title_of(plain(question) if question else chapter.title)
    answer, rest = _answer(chapter.parts)
    first, used = question_page(chapter, answer, kicker, 1 if roomy else 3)
    pages = [*_told_before(chapter, first, kicker), first] if first else []
    place = Place(title, kicker, roomy, bool(first))
    if answer[used:]:
        pages.extend(prose_pages(answer[used:], place, "answer"))
    pages.extend(_in_order(rest, place, rows_words))
    return pages if roomy else joined(pages)


def _told_before(chapter: Chapter, asked: Page, kicker: str) -> list[Page]:
    """The scenario on a slide of its own where it does not fit above the question with its answer."""
    scenario, _ = scenario_and_question(chapter.title)
    left = [words for words in scenario if words not in str(asked.slide.title)]
    words = spans.glue(left)
    if not left or not _fits_scenario(words):
        return []
    layout = "statement" if spans.width(words) <= STATEMENT else "text"
    title, paragraphs = (plain(words), ()) if layout == "statement" else (Text(), (plain(words),))
    slide = Slide(layout, chapter.source, title, kicker, paragraphs=paragraphs)
    return [Page(slide, 4.4, "", "question", asked.heading)]


def _answer(parts: Sequence[Part]) -> tuple[tuple[Sentence, ...], list[Part]]:
    """The sentences that answer first, and the parts after them."""
    for index, part in enumerate(parts):
        rest = list(parts[index + 1 :])
        if isinstance(part, Prose):
            return part.sentences, [*parts[:index], *rest]
        if isinstance(part, Entries) and part.labelled and part.entries[0].role in {"answer", ""}:
            entries = part.entries[1:]
            left = [replace(part, entries=entries)] if entries else []
            return part.entries[0].sentences, [*parts[:index], *left, *rest]
        if isinstance(part, Entries):
            break
    return (), list(parts)


def question_page(chapter: Chapter, answer: Sequence[Sentence], kicker: str, most: int = 3) -> tuple[Page | None, int]:
    """The question slide and how many sentences of the answer it shows.

    Its title is the scenario with the question. The first sentence of the answer stands below; a scenario that leaves
    no room for it loses its first sentences, never the question.
    """
    scenario, question = scenario_and_question(chapter.title)
    told = [*scenario, question] if question else list(scenario)
    while len(told) > 1 and not _fits_scenario(spans.glue(told)):
        told.pop(0)
    while len(told) > 1 and answer and not _holds(told, answer[0]):
        told.pop(0)
    title = spans.glue(told)
    if not title or not _fits_scenario(title):
        return None, 0
    room = _QUESTION_WORDS - spans.count_words(title)
    shown: list[Text] = []
    for sentence in answer[:most]:
        text = lean(sentence, room, COLUMNS)
        if text is None or (shown and sentence.words > room - 8):
            break
        shown.append(text)
        room -= spans.count_words(str(text))
    if not shown and spans.count_words(title) < _SCENARIO_LEAST:
        return None, 0
    lead, rest = (shown[0], shown[1:]) if shown and spans.width(str(shown[0])) <= _ANSWER else (Text(), shown)
    slide = Slide("qa", chapter.source, plain(title), kicker, lead=lead, paragraphs=tuple(rest))
    return Page(slide, 4.5, str(short(plain(question or title))), "question", short(chapter.title)), len(shown)


def _holds(told: Sequence[str], first: Sentence) -> bool:
    """Is there room for the first sentence of the answer?"""
    return lean(first, _QUESTION_WORDS - spans.count_words(spans.glue(told)), COLUMNS) is not None


def _fits_scenario(words: str) -> bool:
    return spans.width(words) <= _SCENARIO and spans.count_words(words) <= WORDS
