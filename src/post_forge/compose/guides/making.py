"""Note -> its guide: cover, contents, a divider before each part, everything in the note's order, an end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from post_forge.compose.guides.filling import Filler
from post_forge.compose.guides.kept import lacking
from post_forge.compose.guides.reading import Stretch, stretches
from post_forge.compose.guides.values import ROOMS, Room, UnshownError
from post_forge.compose.language import spans
from post_forge.compose.language.phrases import Phrases, phrases_for
from post_forge.compose.safety import block_words
from post_forge.compose.slides.alts import alt
from post_forge.compose.slides.page import short
from post_forge.compose.slides.typography import typeset_deck
from post_forge.compose.texts.mentions import in_deck
from post_forge.compose.units.chapters import note_source
from post_forge.compose.units.choosing import topic
from post_forge.compose.units.reading_time import reading_minutes
from post_forge.compose.values import Options
from post_forge.errors import Source
from post_forge.model import Deck, Note, Paragraph, Point, Post, Refusal, Slide, Text, plain

MOST_PAGES = 60
KIND = "guide"
_COVER_TITLE, _COVER_LEAD, _KICKER, _ROWS, _SHORT_ROWS, _DIVIDER_LEAD = 60, 150, 40, 6, 8, 110
_ONE_LINE = 34
_UNKNOWN_PAGE = "00"
_HEAD_ENDS = (": ", " – ", " — ", " - ", "：")


def guide(note: Note, options: Options) -> Post | Refusal | None:
    """The guide of a note whose front matter asks for one; its refusal where it cannot keep everything in 60 pages.

    None for a note that asks for none, or is withheld. Raises TemplateError if a file of phrases cannot be used.
    """
    held_back = note.matter.private or note.matter.status == "draft"
    if not note.matter.guide or (held_back and not options.force_private):
        return None
    found = list(stretches(note))
    try:
        _check_safe(found, options)
        deck = _deck(note, found, options)
    except UnshownError as error:
        return Refusal(_name(note), f"{error.why}; {error.hint}", error.source, error.rule)
    alts = tuple(alt(slide, note.lang, options.templates) for slide in deck.slides)
    return Post(f"{note.slug}/{KIND}", str(note.title), KIND, note.path, note_source(note), {}, deck, alts)


def _name(note: Note) -> str:
    return f"guide: {note.title}"


def _check_safe(found: Sequence[Stretch], options: Options) -> None:
    for stretch in found:
        heading = (str(stretch.title), stretch.source)
        for words, source in (heading, *(piece for block in stretch.blocks for piece in block_words(block))):
            for kind, start, _ in options.sensitive(words) if words else ():
                line = Source(source.path, source.line + words.count("\n", 0, start))
                raise UnshownError(f"line {line.line} has what must not be published: {kind}", line, "guide.sensitive")


# ---- the deck


def _deck(note: Note, found: Sequence[Stretch], options: Options) -> Deck:
    phrases = phrases_for(note.lang, options.templates)
    parts = [stretch for stretch in found if stretch.part and stretch.level == 2 and stretch.title]
    for room in ROOMS:
        slides = [_cover(note, phrases), *_contents(note, parts, phrases)]
        slides += [*_body(note, found, room, len(parts) > 1), _end(note, options, phrases)]
        if len(slides) <= MOST_PAGES:
            break
    else:
        why = f"the guide would have {len(slides)} pages, and at most {MOST_PAGES} are made"
        raise UnshownError(why, note_source(note), "guide.pages", "write <!-- skip --> above what it can do without")
    if lost := lacking(found, slides):
        word, source = lost[0]
        raise UnshownError(f"{word!r} would stand on no slide", source, "guide.kept")
    pictures = note.path.removesuffix(note.place) if any(slide.picture for slide in slides) else ""
    deck = Deck(tuple(slides), note.lang, note.matter.theme, note.matter.handle, pictures)
    return in_deck(typeset_deck(deck, phrases.quotes), options.mentions)


def _body(note: Note, found: Sequence[Stretch], room: Room, numbered: bool) -> list[Slide]:
    name = topic(str(note.title)) or str(short(note.title, _KICKER))
    filler = Filler(room, name)
    for stretch in found:
        blocks = stretch.blocks
        if stretch.title and stretch.level == 2 and numbered:
            lead = _opening(stretch)
            more = {"number": str(stretch.part)}
            filler.divider(Slide("divider", stretch.source, stretch.title, name, lead=lead, more=more))
            blocks = blocks[1:] if lead else blocks
        elif stretch.title:
            filler.heading(stretch.title, stretch.source)
        filler.blocks(blocks)
    filler.close()
    return filler.slides


def _opening(stretch: Stretch) -> Text:
    """A short first paragraph stands on the divider."""
    first = stretch.blocks[0] if len(stretch.blocks) > 1 else None
    if not isinstance(first, Paragraph) or any("math" in span.marks for span in first.text.spans):
        return Text()
    words = str(first.text)
    return first.text if spans.width(words) <= _DIVIDER_LEAD and words[-1:] in ".!?。！？؟।" else Text()


def _cover(note: Note, phrases: Phrases) -> Slide:
    title, rest = _parted(note.title)
    summary = note.matter.summary or note.summary
    lead = rest or (plain(summary) if spans.width(summary) <= _COVER_LEAD else Text())
    minutes = phrases.slide.get("minutes", "").format(n=max(1, round(reading_minutes(note))))
    kicker = " · ".join(filter(None, (phrases.slide.get("guide", ""), minutes)))
    return Slide("cover", note_source(note), title, kicker, lead=lead)


def _parted(title: Text) -> tuple[Text, Text]:
    """A title that is too long for a cover in two: its head, and what explains it."""
    words = str(title)
    if spans.width(words) <= _COVER_TITLE:
        return title, Text()
    for end in _HEAD_ENDS:
        head, found, _ = words.partition(end)
        if found and 3 <= spans.width(head) <= _COVER_TITLE:
            return spans.cut(title, 0, len(head)), spans.trim(spans.cut(title, len(head) + len(end), len(words)))
    return title, Text()


def _contents(note: Note, parts: Sequence[Stretch], phrases: Phrases) -> list[Slide]:
    """The parts with their numbers; the pages are filled in when they are known (`paged`)."""
    if len(parts) < 2:
        return []
    title = plain(phrases.slide.get("contents", "")) or short(note.title)
    rows = [Point(plain(_UNKNOWN_PAGE), part.title) for part in parts]
    one_line = max(spans.width(str(part.title)) for part in parts) <= _ONE_LINE
    count = -(-len(rows) // (_SHORT_ROWS if one_line else _ROWS))
    size = -(-len(rows) // count)
    kicker = str(short(note.title, _KICKER))
    return [
        Slide(
            "contents",
            note_source(note),
            title,
            kicker,
            points=tuple(rows[at : at + size]),
            more={"start": str(at + 1)},
        )
        for at in range(0, len(rows), size)
    ]


def _end(note: Note, options: Options, phrases: Phrases) -> Slide:
    asked = note.matter.question or phrases.save(f"{note.slug}/{KIND}")
    title = plain(asked) or short(note.title) or note.title
    return Slide("end", note_source(note), title, str(short(note.title, _KICKER)), caption=plain(options.credit))


def paged(deck: Deck) -> Deck:
    """The deck with the pages of its parts in its contents, once it is known which slide is which page."""
    pages = {
        slide.more["number"]: str(page)
        for page, slide in reversed(list(enumerate(deck.slides, 1)))
        if slide.more.get("number")
    }
    return replace(deck, slides=tuple(_with_pages(slide, pages) for slide in deck.slides))


def _with_pages(slide: Slide, pages: dict[str, str]) -> Slide:
    if slide.layout != "contents" or slide.more.get("kind") == "topics":
        return slide
    start = int(slide.more.get("start", "1"))
    points = (
        replace(point, text=plain(pages.get(str(number), ""))) for number, point in enumerate(slide.points, start)
    )
    return replace(slide, points=tuple(points))
