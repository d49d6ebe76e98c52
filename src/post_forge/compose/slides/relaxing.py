"""The next smaller way to show a slide that does not fit: two slides, a roomier layout, less of it, or none.

The floors of type are never touched and no sentence is cut. What goes, goes in the order of rule 19: the lead or the
second sentence first, then later items, at last the slide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from post_forge.compose.language import sentences, spans
from post_forge.compose.slides.codes import fit_code, split_lines
from post_forge.compose.slides.page import without_brackets
from post_forge.errors import Problem
from post_forge.model import Grid, Point, Slide, Text, plain

Slides = tuple[Slide, ...]
_GLYPHS = ("type.", "font", "slide.glyph")
_PICTURE = "slide.picture"
_FEWEST = 3


def relax(slide: Slide, problems: Sequence[Problem] = ()) -> Slides | None:
    """What to draw instead of a slide that does not fit: slides that show the same or less, () for none of it, or None
    if the deck cannot do without it (its cover; a character that no font has).

    Apply it again to what comes back and still does not fit: every answer is smaller than its question.
    """
    if any(problem.rule.startswith(_GLYPHS) for problem in problems):
        return None
    if any(problem.rule == _PICTURE for problem in problems):
        return ()
    return _WAYS.get(slide.layout, _drop)(slide)


# ---- frame


def _drop(slide: Slide) -> Slides:
    del slide
    return ()


def _cover(slide: Slide) -> Slides | None:
    if slide.lead:
        return (replace(slide, lead=Text()),)
    return (replace(slide, kicker=""),) if slide.kicker else None


def _end(slide: Slide) -> Slides:
    for less in (replace(slide, lead=Text()), replace(slide, caption=Text())):
        if less != slide:
            return (less,)
    return ()


def _recap(slide: Slide) -> Slides:
    points = slide.points[:-1]
    return (replace(slide, points=points),) if len(points) >= _FEWEST else ()


# ---- running text


def _statement(slide: Slide) -> Slides:
    paragraphs = tuple(text for text in (slide.title, slide.lead) if text)
    return (replace(slide, layout="text", title=Text(), lead=Text(), paragraphs=paragraphs),)


def _number(slide: Slide) -> Slides:
    paragraphs = tuple(text for text in (slide.lead, *slide.paragraphs) if text)
    return (replace(slide, layout="text", title=Text(), lead=Text(), paragraphs=paragraphs),)


def _quote(slide: Slide) -> Slides:
    pieces = _sentences(slide.title)
    if len(pieces) > 1:
        return (replace(slide, title=pieces[0]),)
    name = (plain(f"— {slide.by}"),) if slide.by else ()
    return (replace(slide, layout="text", title=Text(), by=Text(), paragraphs=(slide.title, *name)),)


def _text(slide: Slide) -> Slides:
    if len(slide.paragraphs) > 1:
        half = -(-len(slide.paragraphs) // 2)
        return (
            replace(slide, paragraphs=slide.paragraphs[:half]),
            replace(slide, paragraphs=slide.paragraphs[half:]),
        )
    text = slide.paragraphs[0] if slide.paragraphs else Text()
    pieces = _sentences(text)
    if len(pieces) > 1:
        half = -(-len(pieces) // 2)
        parts = (spans.join(pieces[:half]), spans.join(pieces[half:]))
        return tuple(replace(slide, paragraphs=(part,)) for part in parts)
    if slide.title:
        return (replace(slide, title=Text(), kicker=str(slide.title)),)
    lean = without_brackets(text)
    return (replace(slide, paragraphs=(lean,)),) if str(lean) != str(text) else ()


def _question(slide: Slide) -> Slides | None:
    """The answer moves to a slide of its own, then the scenario loses its first sentences, never its question."""
    if slide.lead or slide.paragraphs:
        answer = tuple(text for text in (slide.lead, *slide.paragraphs) if text)
        rest = Slide("text", slide.source, kicker=slide.kicker, paragraphs=answer)
        return (replace(slide, lead=Text(), paragraphs=()), rest)
    pieces = _sentences(slide.title)
    return (replace(slide, title=spans.join(pieces[1:])),) if len(pieces) > 1 else None


def _myth(slide: Slide) -> Slides:
    pieces = _sentences(slide.lead)
    if len(pieces) > 1:
        rest = Slide("text", slide.source, kicker=str(slide.title), paragraphs=(spans.join(pieces[1:]),))
        return (replace(slide, lead=pieces[0]), rest)
    paragraphs = tuple(text for text in (slide.lead, *slide.paragraphs) if text)
    return (Slide("text", slide.source, slide.title, slide.kicker, paragraphs=paragraphs),)


def _sentences(text: Text) -> list[Text]:
    return [spans.cut(text, start, end) for start, end in sentences.split(text)]


# ---- lists


def _points(slide: Slide) -> Slides:
    """Two slides; a point that is left alone becomes a text."""
    points = slide.points
    if len(points) <= 1:
        return tuple(_alone(slide, point) for point in points)
    half = -(-len(points) // 2)
    start = int(slide.more.get("start", "1"))
    groups = ((points[:half], start), (points[half:], start + half))
    return tuple(_alone(slide, group[0]) if len(group) == 1 else _part(slide, group, first) for group, first in groups)


def _part(slide: Slide, points: tuple[Point, ...], first: int) -> Slide:
    numbered = slide.layout == "steps" and first > 1
    more = {**slide.more, "start": str(first)} if numbered else slide.more
    return replace(slide, points=points, more=more)


def _alone(slide: Slide, point: Point) -> Slide:
    title = point.label or slide.title
    kicker = str(slide.title) if point.label and slide.title else slide.kicker
    return Slide("text", slide.source, title, kicker, paragraphs=(point.text,) if point.text else (title,))


# ---- tables, code


def _compare(slide: Slide) -> Slides:
    """The two sides one after the other."""
    if slide.table is None:
        return ()
    return tuple(
        Slide(
            "points",
            slide.source,
            head,
            str(slide.title) or slide.kicker,
            points=tuple(Point(row[at]) for row in slide.table.rows if row[at]),
        )
        for at, head in enumerate(slide.table.head)
    )


def _table(slide: Slide) -> Slides:
    """Fewer rows, then fewer columns, then the rows as cards."""
    grid = slide.table
    if grid is None or not grid.rows:
        return ()
    if len(grid.rows) >= 2 * _FEWEST:
        half = -(-len(grid.rows) // 2)
        return tuple(
            replace(slide, table=replace(grid, rows=rows, focus=-1)) for rows in (grid.rows[:half], grid.rows[half:])
        )
    if len(grid.head) > 2:
        return (replace(slide, table=_narrower(grid)),)
    points = tuple(Point(row[1], row[0]) for row in grid.rows if row[0] and row[1])
    return (replace(slide, layout="cards", table=None, points=points),) if len(points) > 1 else ()


def _narrower(grid: Grid) -> Grid:
    return Grid(grid.head[:-1], tuple(row[:-1] for row in grid.rows), grid.align[:-1], focus=grid.focus, note=grid.note)


def _code(slide: Slide) -> Slides:
    """Two slides cut between blocks, else what is left without imports, else none: code is not set smaller."""
    if slide.code is None:
        return ()
    lines = slide.code.text.split("\n")
    if halves := split_lines(lines, slide.layout):
        return tuple(replace(slide, code=replace(slide.code, text="\n".join(part), focus=())) for part in halves)
    pieces = tuple(piece for piece in fit_code(slide.code, slide.layout) if len(piece.text) < len(slide.code.text))
    return tuple(replace(slide, code=piece) for piece in pieces)


def _callout(slide: Slide) -> Slides:
    """The same as a text, which has other ways to become shorter."""
    return (replace(slide, layout="text", more={}),)


def _picture(slide: Slide) -> Slides:
    """A picture without its caption, then without its title above it; then none."""
    for less in (replace(slide, caption=Text()), replace(slide, title=Text(), kicker=str(slide.title) or slide.kicker)):
        if less != slide and (slide.caption or slide.title):
            return (less,)
    return ()


def _divider(slide: Slide) -> Slides:
    return (replace(slide, lead=Text()),) if slide.lead else ()


_WAYS: dict[str, Callable[[Slide], Slides | None]] = {
    "cover": _cover,
    "end": _end,
    "recap": _recap,
    "statement": _statement,
    "number": _number,
    "quote": _quote,
    "text": _text,
    "qa": _question,
    "myth": _myth,
    "points": _points,
    "cards": _points,
    "steps": _points,
    "compare": _compare,
    "table": _table,
    "code": _code,
    "diff": _code,
    "terminal": _code,
    "checklist": _points,
    "callout": _callout,
    "picture": _picture,
    "divider": _divider,
}
