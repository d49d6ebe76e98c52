"""templates/gallery/<layout>.yaml -> samples of every layout: real slides from the shortest to the longest content.

What a theme is judged by: tests draw them all and compare, documentation shows them. A file holds one sample a key; the
first three are `shortest`, `typical` and `longest` (as much as the composer gives that layout), further ones show what
else the layout can do, or another script. Texts take three marks: `**bold**`, a code span in backticks, and
`==accent==`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from post_forge import yamltext
from post_forge.errors import ContentError, Problem, Source, did_you_mean
from post_forge.model import Code, Dialogue, Graph, Grid, Mark, Picture, Point, Slide, Span, Text
from post_forge.render.deck import DeckView, direction_of
from post_forge.render.gallery_diagrams import WrongDiagramError, graph_of, sequence_of
from post_forge.render.motif import motif_of
from post_forge.shipped import ROOT, TEMPLATES

GALLERY = TEMPLATES / "gallery"
SIZES = ("shortest", "typical", "longest")
"""The samples that every layout has."""

TOTAL = 9
PLACES = {"cover": 1, "recap": TOTAL - 1, "end": TOTAL}
"""Slides of the deck that a sample stands in, and its place there where that is not in the middle."""

_TEXTS = ("title", "lead", "by", "caption")
_MORE = ("winner", "marks", "kind", "number", "start", "focus", "place", "badge", "coming", "notice")
_DECK = ("lang", "next", "ornament")
_KNOWN = frozenset({*_TEXTS, *_MORE, *_DECK, "kicker", "points", "paragraphs", "code", "table", "picture",
                    "graph", "sequence"})  # fmt: skip
_MARKS: Mapping[str, Mark] = {"**": "strong", "`": "code", "==": "highlight"}
_MARKED = re.compile(r"(\*\*|==|`)(.+?)\1")


@dataclass(frozen=True, slots=True)
class Sample:
    """A slide worth looking at: its layout, how much it says (`size`), the slide, and the deck it stands in."""

    layout: str
    size: str
    slide: Slide
    deck: DeckView

    @property
    def name(self) -> str:
        """What tells it from all others: `cards/typical`."""
        return f"{self.layout}/{self.size}"


@lru_cache(1)
def gallery() -> tuple[Sample, ...]:
    """Every sample that comes with the program, by layout, each in the order of its file.

    Raises ContentError with every problem of the files.
    """
    files = sorted(GALLERY.glob("*.yaml"))
    found = [sample for file in files for sample in read(file)]
    typical = {sample.layout: sample.slide for sample in found if sample.size == "typical"}
    return tuple(_adorned(sample, typical) for sample in found)


def read(file: Path) -> tuple[Sample, ...]:
    """The samples of one file. Raises ContentError: unknown keys, values of another kind, a size that is missing."""
    shown = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
    loaded = yamltext.load(file.read_text("utf-8"), shown)
    reader = _Reader(file.stem, loaded, Source(shown))
    samples = tuple(reader.samples())
    if reader.problems:
        raise ContentError(*reader.problems)
    return samples


def marked(words: str) -> Text:
    """Words with their marks as spans."""
    spans: list[Span] = []
    at = 0
    for found in _MARKED.finditer(words):
        spans += [Span(words[at : found.start()]), Span(found[2], frozenset({_MARKS[found[1]]}))]
        at = found.end()
    return Text(tuple(span for span in (*spans, Span(words[at:])) if span.text))


def _adorned(sample: Sample, typical: Mapping[str, Slide]) -> Sample:
    """The sample with the ornament of the layout it names, on a cover that names one."""
    motif = sample.deck.motif
    named = sample.slide.more.get("ornament", "")
    if named in typical:
        motif = motif_of([typical[named]])
    more = {key: value for key, value in sample.slide.more.items() if key != "ornament"}
    return replace(sample, slide=replace(sample.slide, more=more), deck=replace(sample.deck, motif=motif))


class _Reader:
    """Reads one file; collects problems instead of stopping at the first."""

    def __init__(self, layout: str, loaded: yamltext.Loaded, place: Source) -> None:
        self.layout, self.loaded, self.place = layout, loaded, place
        self.problems: list[Problem] = []

    def samples(self) -> Iterator[Sample]:
        value = self.loaded.value
        if not isinstance(value, dict):
            self.wrong("a gallery file is a map from sizes to slides", (), "begin with `shortest:`")
            return
        for size in SIZES:
            if size not in value:
                self.wrong(f"the sample {size!r} is missing", (), f"every layout has {', '.join(SIZES)}")
        for at, (size, fields) in enumerate(value.items()):
            if isinstance(fields, dict) and self.known(fields, _KNOWN, (size,)):
                yield Sample(self.layout, size, self.slide(fields, (size,)), self.deck(fields, 3 + at % 4))
            elif not isinstance(fields, dict):
                self.wrong(f"{size!r} holds no slide", (size,), "write its fields below it, `title: ...`")

    def slide(self, fields: Mapping[str, Any], place: yamltext.Place) -> Slide:
        more = {key: str(fields[key]) for key in (*_MORE, "next", "ornament") if key in fields}
        return Slide(
            self.layout,
            self.source(place),
            kicker=str(fields.get("kicker", "")),
            points=tuple(self.points(fields.get("points", ()), (*place, "points"))),
            paragraphs=tuple(marked(str(words)) for words in fields.get("paragraphs", ())),
            code=self.code(fields.get("code"), (*place, "code")),
            table=self.table(fields.get("table"), (*place, "table")),
            picture=self.picture(fields.get("picture"), (*place, "picture")),
            diagram=self.diagram(fields, place),
            more=more,
            **{key: marked(str(fields[key])) for key in _TEXTS if key in fields},
        )

    def deck(self, fields: Mapping[str, Any], number: int) -> DeckView:
        """Samples stand at different places of their deck: a theme may give each place another look."""
        lang = str(fields.get("lang", "en"))
        return DeckView(
            number=PLACES.get(self.layout, number),
            total=TOTAL,
            handle="@shipdaily",
            brand="Ship Daily",
            monogram="SD",
            series="Backend in 60 seconds",
            lang=lang,
            direction=direction_of(lang),
            root=str(GALLERY),
        )

    def points(self, value: Any, place: yamltext.Place) -> Iterator[Point]:
        for number, point in enumerate(value):
            if not isinstance(point, dict):
                yield Point(marked(str(point)))
            elif self.known(point, {"label", "text", "mark"}, (*place, number)):
                text, label = (marked(str(point.get(key, ""))) for key in ("text", "label"))
                yield Point(text, label, point.get("mark", ""))

    def code(self, value: Any, place: yamltext.Place) -> Code | None:
        if not isinstance(value, dict) or not self.known(value, {"text", "lang", "title", "focus"}, place):
            return None
        text = str(value.get("text", "")).rstrip("\n")
        focus = tuple(value.get("focus", ()))
        return Code(text, str(value.get("lang", "")), self.source(place), str(value.get("title", "")), focus)

    def table(self, value: Any, place: yamltext.Place) -> Grid | None:
        if not isinstance(value, dict) or not self.known(value, {"head", "rows", "align", "focus", "note"}, place):
            return None
        head, *rows = (tuple(marked(str(cell)) for cell in row) for row in (value["head"], *value["rows"]))
        if any(len(row) != len(head) for row in rows):
            self.wrong("a row has another number of cells than the head", place, "give each row one cell a column")
        align = tuple(value.get("align", ["left"] * len(head)))
        return Grid(head, tuple(rows), align, int(value.get("focus", -1)), str(value.get("note", "")))

    def picture(self, value: Any, place: yamltext.Place) -> Picture | None:
        if not isinstance(value, dict) or not self.known(value, {"target", "alt"}, place):
            return None
        return Picture(str(value.get("target", "")), str(value.get("alt", "")), self.source(place))

    def diagram(self, fields: Mapping[str, Any], place: yamltext.Place) -> Graph | Dialogue | None:
        try:
            if isinstance(fields.get("graph"), dict):
                return graph_of(fields["graph"], marked)
            if isinstance(fields.get("sequence"), dict):
                return sequence_of(fields["sequence"], marked)
        except WrongDiagramError as error:
            self.wrong(str(error), place, "a link joins two of the names above it")
        return None

    def known(self, fields: Mapping[str, Any], names: Iterable[str], place: yamltext.Place) -> bool:
        """Whether all keys are known; those that are not are told."""
        strange = [key for key in fields if key not in names]
        for key in strange:
            self.wrong(f"unknown key {key!r}", (*place, key), did_you_mean(key, names))
        return not strange

    def wrong(self, message: str, place: yamltext.Place, hint: str) -> None:
        self.problems.append(Problem("gallery.field", message, self.source(place), hint))

    def source(self, place: yamltext.Place) -> Source:
        return self.loaded.where(*place) or self.place
