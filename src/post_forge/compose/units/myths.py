"""A myth beside its fact, as labels or as the columns of a table -> entries that name a claim and say what holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from post_forge.compose.language import poles, spans
from post_forge.compose.language import sentences as splitting
from post_forge.compose.units import clean
from post_forge.compose.values import Entries, Entry, Part, Sentence, TablePart
from post_forge.errors import Source
from post_forge.model import Text

_PAIR = "fact"


def with_claims(parts: Sequence[Part]) -> list[Part]:
    """The parts with each myth and its fact as one entry of the role `claim`; a myth without a fact makes no claim."""
    return [_of_part(part) for part in parts]


def _of_part(part: Part) -> Part:
    if isinstance(part, Entries) and any(_names(entry, better=False) for entry in part.entries):
        return replace(part, entries=tuple(_joined(part.entries)))
    if isinstance(part, TablePart) and (entries := _rows(part)):
        return Entries(entries, part.source, layout=part.layout, breaks=part.breaks, asked=part.asked)
    return part


def _names(entry: Entry, better: bool) -> bool:
    """Is its label nothing but the word for a myth (or, `better`, for a fact)?"""
    return any(pole.pair == _PAIR and pole.better == better for pole in poles.poles_of(entry.name))


def _joined(entries: Sequence[Entry]) -> Iterator[Entry]:
    waiting: Entry | None = None
    for entry in entries:
        if waiting is not None and _names(entry, better=True) and entry.sentences:
            yield _claim(_whole(waiting.sentences), entry.sentences, waiting.source)
            waiting = None
            continue
        if waiting is not None:
            yield _alone(waiting)
        waiting = entry if _names(entry, better=False) and entry.sentences else None
        if waiting is None:
            yield entry
    if waiting is not None:
        yield _alone(waiting)


def _alone(entry: Entry) -> Entry:
    """A myth whose own next sentences say what holds; one that stands unanswered is an entry like any other."""
    if len(entry.sentences) > 1:
        return _claim(entry.sentences[0].text, entry.sentences[1:], entry.source)
    return replace(entry, role="")


def _claim(words: Text, answer: tuple[Sentence, ...], source: Source) -> Entry:
    said = spans.trim(words, "\"“”„«»「」'")
    return Entry(said, str(said), "claim", answer, source)


def _whole(found: Sequence[Sentence]) -> Text:
    return spans.join(sentence.text for sentence in found)


def _rows(part: TablePart) -> tuple[Entry, ...]:
    """The rows of a table with the columns Myth and Fact; () for every other table, and where a cell is empty."""
    head = part.table.head
    if len(head) != 2 or not part.table.rows:
        return ()
    found = poles.opposed(str(head[0]), str(head[1]))
    if found is None or found[0].pair != _PAIR:
        return ()
    myth, fact = (1, 0) if found[0].better else (0, 1)
    entries = []
    for number, row in enumerate(part.table.rows, 2):
        source = Source(part.source.path, part.source.line + number if part.source.line else 0)
        words, answer = clean.bare(clean.verdict(row[myth])[1]), clean.bare(clean.verdict(row[fact])[1])
        if not words or not answer:
            return ()
        said = tuple(
            Sentence(piece, str(piece), spans.count_words(str(piece)), source)
            for start, end in splitting.split(answer)
            if (piece := clean.bare(spans.cut(answer, start, end)))
        )
        entries.append(_claim(words, said, source))
    return tuple(entries)
