"""Two sides that a note sets against each other -> one slide with two columns; never invented.

A note does so with two bold labels above lists, with two headings above lists ("Pros", "Cons"), and with a table of two
columns. What counts is that the two names belong together ("Do", "Don't") and that each side is a short list.
"""

from __future__ import annotations

from collections.abc import Sequence

from post_forge.compose.language import poles, spans
from post_forge.compose.slides.page import Page, Place, without_brackets
from post_forge.compose.units import clean
from post_forge.compose.units.chapters import Chapter
from post_forge.compose.values import Entries, Entry, Part, TablePart
from post_forge.errors import Source
from post_forge.model import Grid, Slide, Text, plain

FEWEST, MOST = 2, 4
"""Items of one side."""
ITEM, SIDE = 56, 150
"""Columns of one item, and of all items of one side."""
HEAD = 26


def two_entries(entries: Sequence[Entry], place: Place, asked: bool = False) -> Page | None:
    """Two labels with a list below each ("**Pros**" and "**Cons**"), where they are all that the list holds."""
    if len(entries) != 2 or not all(_heads(entry) and entry.below for entry in entries):
        return None
    left, right = entries
    names = (left.label or plain(_heads(left)), right.label or plain(_heads(right)))
    return _page(names, (left.below, right.below), left.source, place, asked)


def _heads(entry: Entry) -> str:
    """The name of an entry that holds nothing but the list below it; "" where it says more."""
    said = [sentence.plain.rstrip(" :：") for sentence in entry.sentences]
    if entry.name:
        return entry.name if said in ([], [entry.name]) else ""
    return said[0] if len(said) == 1 else ""


def two_parts(first: Part, second: Part, place: Place) -> Page | None:
    """Two lists that follow one another, each below its name; of any names where the author asks for it."""
    asked = first.layout == "compare"
    if not (_is_list(first) and _is_list(second)) or (first.layout and not asked) or second.layout or second.breaks:
        return None
    assert isinstance(first, Entries)
    assert isinstance(second, Entries)
    names = (plain(first.title), plain(second.title))
    return _page(names, (first.entries, second.entries), first.source, place, asked)


def two_chapters(first: Chapter, second: Chapter, place: Place) -> Page | None:
    """Two headings of one level, each above a list; what stands below the second list is no part of it."""
    if first.level != second.level or first.children or second.children or first.slug or second.slug:
        return None
    if len(first.parts) != 1 or not second.parts:
        return None
    left, right = first.parts[0], second.parts[0]
    if not (_is_list(left) and _is_list(right)) or left.layout or right.layout:
        return None
    assert isinstance(left, Entries)
    assert isinstance(right, Entries)
    return _page((first.title, second.title), (left.entries, right.entries), first.source, place)


def two_columns(part: TablePart, place: Place, asked: bool = False) -> Page | None:
    """A table of two columns whose heads are the two sides."""
    head, rows = part.table.head, part.table.rows
    if len(head) != 2:
        return None
    sides = [[text for row in rows if (text := _fitting(clean.verdict(row[at])[1]))] for at in (0, 1)]
    filled = [sum(1 for row in rows if str(clean.verdict(row[at])[1]).strip()) for at in (0, 1)]
    if [len(side) for side in sides] != filled:  # a cell is too long: the table says it otherwise
        return None
    heads = (clean.bare(head[0]), clean.bare(head[1]))
    return _side_by_side(heads, (sides[0], sides[1]), part.source, place, asked)


def _is_list(part: Part) -> bool:
    return isinstance(part, Entries) and not part.labelled and not part.ordered


def _page(
    names: tuple[Text, Text],
    sides: tuple[Sequence[Entry], Sequence[Entry]],
    source: Source,
    place: Place,
    asked: bool = False,
) -> Page | None:
    left, right = ([text for entry in side if (text := _item(entry))] for side in sides)
    if len(left) < len(sides[0]) or len(right) < len(sides[1]):  # an item is too long: no side is shown in part
        return None
    return _side_by_side(names, (left, right), source, place, asked)


def _side_by_side(
    names: tuple[Text, Text], sides: tuple[list[Text], list[Text]], source: Source, place: Place, asked: bool
) -> Page | None:
    pair = poles.opposed(str(names[0]), str(names[1]))
    heads = [clean.bare(name) for name in names]
    if (pair is None and not asked) or any(not head or spans.width(str(head)) > HEAD for head in heads):
        return None
    if not all(FEWEST <= len(side) <= MOST and _columns(side) <= SIDE for side in sides):
        return None
    rows = max(map(len, sides))
    left, right = ([*side, *[Text()] * (rows - len(side))] for side in sides)
    grid = Grid((heads[0], heads[1]), tuple(zip(left, right, strict=True)), ("left", "left"))
    more = {"marks": ",".join(map(poles.mark_of, pair))} if pair else {}
    winner = next((str(at) for at, pole in enumerate(pair or ()) if poles.wins(pole)), "")
    more |= {"winner": winner} if winner else {}
    slide = Slide("compare", source, place.title, place.kicker, table=grid, more=more)
    return Page(slide, 3.3, str(place.title), "", place.title)


def _columns(side: Sequence[Text]) -> int:
    return sum(spans.width(str(text)) for text in side)


def _item(entry: Entry) -> Text | None:
    """An item in few words: its first sentence behind its label, else the label alone; None where it is too long."""
    if any(below.sentences or below.below for below in entry.below):
        return None
    first = entry.sentences[0].text if entry.sentences else Text()
    if not entry.label:
        return _fitting(first)
    whole = spans.join((entry.label, first), ": ") if first else entry.label
    return _fitting(whole) or _fitting(entry.label)


def _fitting(text: Text) -> Text | None:
    """The words, without their brackets if they must, where they fit an item; None where they do not."""
    for shorter in (clean.bare(text), clean.bare(without_brackets(text))):
        if str(shorter).strip() and spans.width(str(shorter)) <= ITEM:
            return shorter
    return None
