"""Runs + Measure -> SetText: glyphs at fixed places, line by line."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from post_forge.render.type.bidi import OBJECT, base_level, has_right_to_left, levels_of
from post_forge.render.type.clusters import drawable
from post_forge.render.type.code import code_lines
from post_forge.render.type.cutting import cut
from post_forge.render.type.fonts import FontBook
from post_forge.render.type.habits import penalty
from post_forge.render.type.lines import Line, baselines, place
from post_forge.render.type.pieces import Paragraph, Piece, Span
from post_forge.render.type.scripts import script_of
from post_forge.render.type.shape import look_of, typeface_of
from post_forge.render.type.wrap import SLACK, Block, Ruler, even, fill, settle
from post_forge.render.values import Lines, Measure, Run, SetLine, SetText

GLUE = 0.4  # share of the measure up to which a compound or a path is not broken in filled text,
GLUE_SIZES = 5.0  # and its least length, in sizes of the text
TAB = "    "
MOST_RUNS = 3  # texts of more runs (code, sentences with marks) hardly come twice


def set_text(runs: Sequence[Run], measure: Measure, book: FontBook) -> SetText:
    """Set runs in lines of `measure.width` px at most (a cluster wider than that stands alone).

    Every line that is needed comes back, also beyond `measure.lines`: the caller decides what to do about them.
    Raises TemplateError when a run names a font family that the book does not have.
    """
    runs = tuple(runs)
    if len(runs) > MOST_RUNS:
        return _set(runs, measure, book)
    key = (runs, measure)
    found = book.set.get(key)
    if found is None:
        found = _set(runs, measure, book)
        book.set.put(key, found)
    return found


def _set(runs: tuple[Run, ...], measure: Measure, book: FontBook) -> SetText:
    if measure.wrap == "words" and measure.width != math.inf:
        return _measured(runs, measure, book)
    prepared = _prepared(runs, measure, book)
    if not prepared.paragraphs:
        return SetText((), 0.0, 0.0)
    return _placed(prepared, measure, book)


def _placed(prepared: Prepared, measure: Measure, book: FontBook) -> SetText:
    lines: list[Line] = []
    for source, paragraph in enumerate(prepared.paragraphs):
        if measure.wrap == "code":
            lines.extend(code_lines(paragraph, measure.width, source))
        else:
            lines.extend(_break(paragraph, measure, source).lines())
    return place(lines, book, prepared.runs, prepared.runs[prepared.strut].face, measure)


def _measured(runs: tuple[Run, ...], measure: Measure, book: FontBook) -> SetText:
    """A text whose lines are known and not placed yet.

    Lines end at the same words when type and measure are made larger alike. So a text is cut into pieces in one size,
    and its lines in any other size are those of a measure that is so much wider or narrower.
    """
    model = _model(runs, measure, book)
    if not model.paragraphs:
        return SetText((), 0.0, 0.0)
    factor = runs[0].face.size / model.runs[0].face.size
    broken = [_break(paragraph, measure, source, factor) for source, paragraph in enumerate(model.paragraphs)]
    texts = tuple([text for one in broken for text in one.texts()])
    width = max([one.width for one in broken]) * factor

    def make() -> Sequence[SetLine]:
        lines = [line for one in broken for line in one.lines()]
        return place(lines, book, runs, runs[model.strut].face, measure).lines

    stands = baselines(len(texts), book, runs[model.strut].face, measure)
    return SetText(Lines(texts, make, stands), width, len(texts) * measure.line, _missing(model.paragraphs, broken))


def _missing(paragraphs: Sequence[Paragraph], broken: Sequence[Broken]) -> tuple[str, ...]:
    """Every cluster that no font has, in the order of the lines."""
    if not any(paragraph.wholes().missing for paragraph in paragraphs):
        return ()
    fragments = [fragment for one in broken for piece in one.pieces for fragment in piece.fragments]
    return tuple(dict.fromkeys([cluster for fragment in fragments for cluster in fragment.shaped.missing]))


def _model(runs: tuple[Run, ...], measure: Measure, book: FontBook) -> Prepared:
    """The same words in the size in which they came first."""
    size = runs[0].face.size if runs else 1.0
    key = (measure.lang, measure.direction, *[_likeness(run, size, book) for run in runs])
    found = book.models.get(key)
    if found is None:
        found = _prepared(runs, measure, book)
        book.models.put(key, found)
    return found


def _likeness(run: Run, size: float, book: FontBook) -> tuple[object, ...]:
    """What has to be alike in two runs that differ in size only."""
    face = run.face
    kind, share = book.chain(face).kind, round(face.size / size, 6)
    return run.text, kind, face.tracking, face.features, bool(run.chip), run.keep, share


def _prepared(runs: tuple[Run, ...], measure: Measure, book: FontBook) -> Prepared:
    """Known again by the identity of the runs: comparing a hundred of them costs more than most texts."""
    key = (id(runs), measure.wrap, measure.lang, measure.direction)
    found = book.prepared.get(key)
    if found is None or found.runs is not runs:
        found = _prepare(runs, measure, book)
        book.prepared.put(key, found)
    return found


class Prepared(NamedTuple):
    """Runs made ready for any width: their hard lines, and which run's face places the baselines."""

    runs: tuple[Run, ...]
    paragraphs: tuple[Paragraph, ...]
    strut: int


def _prepare(runs: tuple[Run, ...], measure: Measure, book: FontBook) -> Prepared:
    texts = [_plain(run.text, measure) for run in runs]
    if not any(texts):
        return Prepared(runs, (), 0)
    language = _language(measure.lang, texts)
    is_code = measure.wrap == "code"
    direction = "ltr" if is_code else measure.direction
    faces = {id(run.face): run.face for run in runs}  # code has a hundred runs and half a dozen faces
    known = {key: typeface_of(book, face, look_of(face, language, is_code)) for key, face in faces.items()}
    typefaces = [known[id(run.face)] for run in runs]
    paragraphs = []
    for spans in _hard_lines(texts):
        base, directed = _directed(book, runs, spans, direction)
        paragraphs.append(Paragraph(book, runs, typefaces, directed, base))
    return Prepared(runs, tuple(paragraphs), _strut(runs, texts))


def _plain(text: str, measure: Measure) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text:
        text = text.expandtabs(len(TAB)) if measure.wrap == "code" else text.replace("\t", " ")
    return drawable(text)


def _hard_lines(texts: Sequence[str]) -> Iterator[list[Span]]:
    """The runs' texts cut at line feeds; a hard line has at least one span, which may be empty."""
    spans: list[Span] = []
    for index, text in enumerate(texts):
        first, *more = text.split("\n")
        spans.append(Span(index, first, 0))
        for part in more:
            yield [span for span in spans if span.text] or spans[:1]
            spans = [Span(index, part, 0)]
    yield [span for span in spans if span.text] or spans[:1]


class Broken(NamedTuple):
    """A hard line as lines that fit: its pieces, and where each line ends among them. `width` is that of the widest."""

    pieces: Sequence[Piece]
    ends: Sequence[int]
    width: float
    base: int
    source: int

    def lines(self) -> list[Line]:
        starts = [0, *self.ends[:-1]]
        return [
            Line(tuple(self.pieces[start:end]), self.base, self.source)
            for start, end in zip(starts, self.ends, strict=True)
        ]

    def texts(self) -> list[str]:
        starts = [0, *self.ends[:-1]]
        return [
            "".join([piece.text for piece in self.pieces[start:end]]).rstrip(" ")
            for start, end in zip(starts, self.ends, strict=True)
        ]


def _break(paragraph: Paragraph, measure: Measure, source: int, factor: float = 1.0) -> Broken:
    """One hard line as lines that fit in a measure of type that is `factor` times as large."""
    base = paragraph.base
    width = math.inf if measure.wrap == "none" else measure.width / factor
    size = paragraph.runs[paragraph.spans[0].run].face.size
    glue = width if measure.balance else max(GLUE * width, GLUE_SIZES * size)
    pieces = cut(paragraph, width, glue, measure.optical)
    if width == math.inf or not pieces:
        return Broken(pieces, [len(pieces)], 0.0, base, source)
    ruler = _ruler(paragraph, pieces, measure.optical)
    ruler.slack = SLACK / factor
    if ruler.width(0, len(pieces)) <= width + ruler.slack:
        ends = [len(pieces)]
    elif measure.balance:
        ends = even(ruler, width)
    else:
        ends = settle(ruler, fill(ruler, width), width)
    widest = max([ruler.width(start, end) for start, end in zip([0, *ends[:-1]], ends, strict=True)])
    return Broken(pieces, ends, widest, base, source)


def _ruler(paragraph: Paragraph, pieces: Sequence[Piece], optical: bool) -> Ruler:
    """The widths of a paragraph's pieces; kept for the usual case that no part had to be divided."""
    language = paragraph.typefaces[paragraph.spans[0].run].look.language
    if pieces is not paragraph.wholes().pieces:
        return Ruler(_blocks(pieces, optical, language))
    found = paragraph.rulers.get(optical)
    if found is None:
        found = paragraph.rulers[optical] = Ruler(_blocks(pieces, optical, language))
    return found


def _blocks(pieces: Sequence[Piece], optical: bool, language: str) -> list[Block]:
    """Pieces as the wrapper sees them. In optical setting a line needs no room for the blanks beside its ink."""
    texts = ["", *(piece.text for piece in pieces), ""]
    return [
        Block(
            piece.width,
            piece.blank,
            piece.tail + (piece.trail if optical else 0.0),
            piece.opens - (piece.lead if optical else 0.0),
            piece.closes,
            penalty(texts[index], piece.text, texts[index + 2], language),
            _is_word(piece.text),
        )
        for index, piece in enumerate(pieces)
    ]


def _is_word(text: str) -> bool:
    """Whether a piece counts as a word when it is left alone on a line; a Han letter does not."""
    return len(text.strip()) > 2 or text[:1].isascii()


def _directed(book: FontBook, runs: Sequence[Run], spans: list[Span], direction: str) -> tuple[int, list[Span]]:
    """The base level of a hard line and its spans cut where the level changes.

    A code word in a sentence is isolated and runs left to right.
    """
    text = "".join(span.text for span in spans)
    if direction != "rtl" and not has_right_to_left(text):
        return 0, spans
    apart = [direction != "ltr" and _is_code_word(book, runs[span.run], span.text) for span in spans]
    visible = "".join(OBJECT if isolated else span.text for span, isolated in zip(spans, apart, strict=True))
    base = {"ltr": 0, "rtl": 1}.get(direction, base_level(visible))
    levels = levels_of(visible, base)
    directed: list[Span] = []
    at = 0
    for span, isolated in zip(spans, apart, strict=True):
        if isolated:
            directed.append(span._replace(level=(levels[at] + 1) // 2 * 2))
            at += 1
            continue
        own = levels[at : at + len(span.text)]
        ends = [*(i for i in range(1, len(own)) if own[i] != own[i - 1]), len(own)]
        for start, end in zip([0, *ends[:-1]], ends, strict=True):
            part = span.text[start:end]
            directed.append(Span(span.run, part, own[start], start == 0, end == len(own)))
        at += len(span.text)
    return base, directed


def _is_code_word(book: FontBook, run: Run, text: str) -> bool:
    return book.chain(run.face).cell > 0 and not has_right_to_left(text)


def _language(asked: str, texts: Sequence[str]) -> str:
    """The language to set in: the one asked for, unless the letters tell another way of writing Chinese characters."""
    text = "".join(texts)
    if text.isascii() or asked[:2] in ("ja", "ko", "zh"):
        return asked
    scripts = {script_of(character) for character in text}
    if scripts & {"Hira", "Kana"}:
        return "ja"
    return "ko" if "Hang" in scripts else "zh-Hans" if "Hani" in scripts else asked


def _strut(runs: Sequence[Run], texts: Sequence[str]) -> int:
    """The run whose face places the baseline: the longest one that is no chip."""
    candidates = [index for index, run in enumerate(runs) if not run.chip] or list(range(len(runs)))
    return max(candidates, key=lambda index: len(texts[index]))
