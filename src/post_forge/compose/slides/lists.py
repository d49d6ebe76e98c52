"""Lists as slides (rule 24): points, cards, steps, boxes to tick, two sides, claims; long items one to a slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from post_forge.compose.language import poles, spans
from post_forge.compose.slides.callouts import callout_pages
from post_forge.compose.slides.comparing import two_entries
from post_forge.compose.slides.grouping import grouped, point_words
from post_forge.compose.slides.page import COLUMNS, STATEMENT, WORDS, Page, Place, lean, without_brackets
from post_forge.compose.slides.prose import capitalised, label_page, number_page
from post_forge.compose.values import Entries, Entry, Role
from post_forge.model import Point, Slide, Text, Verdict

_STEP, _STEP_LABEL, _CARD_LABEL = 70, 16, 42
_LONE = 130
_BOX = 96
_MOST_PAGES = 8
_MANY, LEAST_SHARED, _SHORT_ITEM = 6, 3, 14
"""From so many items on a short list is no list of ideas: it is shown on so many slides, where its items are short."""


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry cut down to what a card holds: its label and its first sentence."""

    entry: Entry
    label: Text
    text: Text
    words: int
    columns: int


def list_pages(part: Entries, place: Place) -> list[Page]:
    """The pages of a list, or of labelled paragraphs that follow one another."""
    place = place.under(part.title)
    entries = part.entries
    claims = [entry for entry in entries if entry.role == "claim" and entry.sentences]
    if len(claims) >= 2 or (claims and len(entries) == 1):
        return [page for entry in claims for page in _myth(entry, place)][:_MOST_PAGES]
    if pair := two_entries(entries, place):
        return [pair]
    if any(entry.callout for entry in entries):
        return _with_callouts(part, place)
    if boxes := checklist(entries, place):
        return boxes
    if place.roomy and poles.forbids(str(place.title)):  # they stay below the line that says not to do them
        return _cards_or_points(entries, place, part.role, 3)
    if place.roomy and len(entries) >= _MANY and all(_is_short(entry) for entry in entries):
        largest = max(2, -(-len(entries) // LEAST_SHARED))
        return _steps(entries, place, largest) if part.ordered else _cards_or_points(entries, place, part.role, largest)
    if place.roomy and len(entries) >= 2 and all(_says_enough(entry) for entry in entries):
        return [page for entry in entries for page in label_page(entry, place)[:1]][:_MOST_PAGES]
    if part.ordered and len(entries) >= 2:
        return _steps(entries, place)
    return _cards_or_points(entries, place, part.role)[:_MOST_PAGES]


def _with_callouts(part: Entries, place: Place) -> list[Page]:
    """Labelled paragraphs with callouts among them: those that fill a slide have one, the others are as ever."""
    pages: list[Page] = []
    run: list[Entry] = []
    for entry in part.entries:
        own = callout_pages(entry, place)
        if own:
            pages += list_pages(replace(part, entries=tuple(run)), place) if run else []
            pages += own
            run = []
        else:
            run.append(replace(entry, callout=""))
    return [*pages, *(list_pages(replace(part, entries=tuple(run)), place) if run else [])][:_MOST_PAGES]


def _is_short(entry: Entry) -> bool:
    """Short enough to share a slide even where a unit has few words."""
    line = _line(entry)
    return line is not None and line.words <= _SHORT_ITEM


def _says_enough(entry: Entry) -> bool:
    """Enough for a slide of its own."""
    return sum(sentence.words for sentence in entry.sentences) + len(entry.name.split()) >= 7


# ---- cards and points


def _cards_or_points(entries: Sequence[Entry], place: Place, role: Role, largest: int = 5) -> list[Page]:
    pages: list[Page] = []
    run: list[_Line] = []
    for entry in entries:
        line = _line(entry)
        if line is None or _needs_room(entry, len(entries)):
            pages.extend(_shared(run, place, role, largest))
            pages.extend(label_page(entry, place))
            run = []
        else:
            if run and bool(run[0].label) != bool(line.label):
                pages.extend(_shared(run, place, role, largest))
                run = []
            run.append(line)
    return [*pages, *_shared(run, place, role, largest)]


def _needs_room(entry: Entry, siblings: int) -> bool:
    """A trap, a fix or an item with more to say goes on a slide of its own when the list is short enough."""
    more = sum(sentence.words for sentence in entry.walk())
    return siblings <= 4 and more > 26


def _line(entry: Entry) -> _Line | None:
    """The entry as a card; None if its first sentence is too long for one."""
    label = entry.label if spans.width(entry.name) <= _CARD_LABEL else without_brackets(entry.label)
    if spans.width(str(label)) > _CARD_LABEL:
        return None
    first = entry.sentences[0] if entry.sentences else next(iter(entry.walk()), None)
    if first is None:
        return None
    text = lean(first, 24, _LONE)
    if text is None:
        return None
    words = spans.count_words(str(label)) + spans.count_words(str(text))
    return _Line(entry, label, text, words, spans.width(str(text)) + spans.width(str(label)))


def _shared(run: Sequence[_Line], place: Place, role: Role, most: int) -> list[Page]:
    """Lines that share slides; one that is left alone gets a text slide."""
    pages: list[Page] = []
    labelled = bool(run and run[0].label)
    largest = min(most, 4 if labelled else 5)
    room = WORDS - spans.count_words(str(place.title))
    together = 0 < len(run) <= largest and sum(line.words for line in run) <= room
    for group in [run] if together else grouped(run, lambda line: line.words, room - 2, largest):
        if len(group) == 1:
            pages.extend(label_page(group[0].entry, place) or _lone(group[0], place))
            continue
        judged = 2 * sum(bool(_mark(line.entry)) for line in group) >= len(group)  # one cross among many is a slip
        points = tuple(
            Point(
                capitalised(line.text) if line.label else line.text,
                line.label,
                _mark(line.entry) if judged else line.entry.mark,
            )
            for line in group
        )
        layout = "cards" if labelled else "points"
        slide = Slide(layout, group[0].entry.source, place.title, place.kicker, points=points)
        pages.append(Page(slide, 3.0, str(place.title), role or _role(group), place.title))
    return pages


def _lone(line: _Line, place: Place) -> list[Page]:
    if number := (line.entry.sentences and number_page(line.entry.sentences[0], place)):
        return [number]
    slide = Slide("text", line.entry.source, place.title, place.kicker, paragraphs=(line.text,))
    return [Page(slide, 1.5, str(place.title), line.entry.role, place.title)]


def _role(group: Sequence[_Line]) -> Role:
    roles = [line.entry.role for line in group if line.entry.role]
    return roles[0] if roles else ""


def _mark(entry: Entry) -> Verdict:
    """The author's own mark, else what the label says: a trap is a no, a fix a yes."""
    by_role: dict[str, Verdict] = {"trap": "no", "con": "no", "fix": "yes", "pro": "yes"}
    return entry.mark or by_role.get(entry.role, "")


# ---- boxes to tick


def checklist(entries: Sequence[Entry], place: Place, asked: bool = False) -> list[Page]:
    """The pages of a task list; none where an item is too long for a row. `asked` makes boxes of any list."""
    if len(entries) < 2 or not (asked or all(entry.checked is not None for entry in entries)):
        return []
    points = [(entry, point) for entry in entries if (point := _box(entry))]
    if len(points) < len(entries):
        return []
    pages = []
    room = WORDS - spans.count_words(str(place.title))
    for group in grouped(points, lambda pair: point_words(pair[1]), room, 3 if place.roomy else 5):
        source, shown = group[0][0].source, tuple(point for _, point in group)
        slide = Slide("checklist", source, place.title, place.kicker, points=shown)
        pages.append(Page(slide, 3.2, str(place.title), "", place.title))
    return pages[:_MOST_PAGES]


def _box(entry: Entry) -> Point | None:
    """The item as a row: its first sentence, behind its label; without the sentence where both are too long."""
    mark: Verdict = "yes" if entry.checked else ""
    first = lean(entry.sentences[0], 24, _BOX) if entry.sentences else Text()
    if entry.label and first:
        whole = spans.join((spans.strong(entry.label), first), ": ")
        if spans.width(str(whole)) <= _BOX:
            return Point(whole, mark=mark)
    text = entry.label if entry.label and (first is None or not first or spans.width(entry.name) > 12) else first
    return Point(text, mark=mark) if text and spans.width(str(text)) <= _BOX else None


# ---- steps


def _steps(entries: Sequence[Entry], place: Place, largest: int = 5) -> list[Page]:
    points = [(entry, point) for entry in entries if (point := _step(entry))]
    if len(points) < len(entries):  # one step does not fit a row: each on its own slide, none is left out
        alone = [label_page(entry, place)[:1] for entry in entries]
        return [page for found in alone for page in found] if all(alone) and len(alone) <= _MOST_PAGES else []
    pages = []
    start = 1
    room = WORDS - spans.count_words(str(place.title))
    for group in grouped(points, lambda pair: point_words(pair[1]), room - 2, largest):
        more = {"start": str(start)} if start > 1 else {}
        slide = Slide(
            "steps", group[0][0].source, place.title, place.kicker, points=tuple(point for _, point in group), more=more
        )
        pages.append(Page(slide, 3.4, str(place.title), "", place.title))
        start += len(group)
    return pages


def _step(entry: Entry) -> Point | None:
    first = entry.sentences[0] if entry.sentences else None
    if first is None:
        return Point(entry.label) if entry.label and spans.width(entry.name) <= _LONE else None
    text = lean(first, 24, _LONE)
    if text is None:
        return None
    if entry.label and spans.width(entry.name) <= _STEP_LABEL and spans.width(str(text)) <= _STEP:
        return Point(capitalised(text), entry.label)
    if entry.label:
        whole = spans.join((spans.strong(entry.label), text), ": ")
        return Point(whole) if spans.width(str(whole)) <= _LONE else None
    return Point(text)


# ---- claims


def _myth(entry: Entry, place: Place) -> list[Page]:
    claim = spans.trim(entry.label, "\"“”'‘’«»")
    if spans.width(str(claim)) > STATEMENT + 20:
        return []
    lead = first_fit(entry, WORDS - spans.count_words(str(claim)))
    if not lead:
        return []
    slide = Slide("myth", entry.source, claim, place.kicker, lead=lead)
    return [Page(slide, 3.4, str(claim), "claim")]


def first_fit(entry: Entry, words: int) -> Text:
    """As many of the entry's sentences, from the first on, as fit into that many words."""
    texts: list[Text] = []
    columns = 0
    for sentence in entry.sentences:
        text = lean(sentence, words, COLUMNS - columns)
        if text is None:
            break
        texts.append(text)
        words -= spans.count_words(str(text))
        columns += spans.width(str(text))
    return spans.join(texts)


def weighted(page: Page, weight: float) -> Page:
    """The same page with another weight."""
    return replace(page, weight=weight)
