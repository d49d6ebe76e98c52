"""A slide that does not fit -> slides that show all of it: two halves, or the same in a roomier layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from post_forge.compose.guides.coding import halves
from post_forge.compose.guides.values import sentences_of
from post_forge.compose.language import spans
from post_forge.model import Slide, Text, plain

Slides = tuple[Slide, ...]


def split(slide: Slide) -> Slides | None:
    """What to draw instead; None where no smaller way is left. Apply it again to what comes back and does not fit."""
    if slide.title and slide.more.get("again"):  # it stands above the slide before, too
        more = {name: word for name, word in slide.more.items() if name != "again"}
        return (replace(slide, title=Text(), kicker=str(slide.title), more=more),)
    way = _WAYS.get(slide.layout)
    return way(slide) if way else None


def _cover(slide: Slide) -> Slides | None:
    if slide.kicker:
        return (replace(slide, kicker=""),)
    if slide.lead:
        return (replace(slide, lead=Text()), Slide("text", slide.source, paragraphs=(slide.lead,)))
    return None


def _end(slide: Slide) -> Slides | None:
    for less in (replace(slide, lead=Text()), replace(slide, caption=Text()), replace(slide, more={})):
        if less != slide:
            return (less,)
    return None


def _divider(slide: Slide) -> Slides:
    if slide.lead:
        return (replace(slide, lead=Text()), Slide("text", slide.source, kicker=slide.kicker, paragraphs=(slide.lead,)))
    return (Slide("text", slide.source, kicker=slide.kicker, paragraphs=(slide.title,), more=slide.more),)


def _contents(slide: Slide) -> Slides | None:
    points = slide.points
    if len(points) < 2:
        return None
    half = -(-len(points) // 2)
    start = int(slide.more.get("start", "1"))
    second = replace(slide, points=points[half:], more={**slide.more, "start": str(start + half)})
    return (replace(slide, points=points[:half]), second)


def _thought(slide: Slide) -> Slides:
    """A statement, a quotation or a callout as running text."""
    head = spans.strong(slide.title) if slide.layout == "callout" and slide.title else slide.title
    by = (spans.join((plain("—"), slide.by)),) if slide.by else ()
    said = tuple(text for text in (head, slide.lead, *slide.paragraphs) if text)
    return (Slide("text", slide.source, kicker=slide.kicker, paragraphs=(*said, *by)),)


def _text(slide: Slide) -> Slides | None:
    if len(slide.paragraphs) > 1:
        half = -(-len(slide.paragraphs) // 2)
        return _two(slide, slide.paragraphs[:half], slide.paragraphs[half:])
    text = slide.paragraphs[0] if slide.paragraphs else Text()
    found = sentences_of(text)
    if len(found) > 1:
        half = -(-len(found) // 2)
        return _two(slide, (spans.join(found[:half]),), (spans.join(found[half:]),))
    if slide.title:  # a heading and a sentence that do not fit together
        return (
            Slide("statement", slide.source, slide.title, slide.kicker, more=slide.more),
            Slide("text", slide.source, kicker=str(slide.title), paragraphs=slide.paragraphs),
        )
    return _broken(slide, text)


def _two(slide: Slide, first: tuple[Text, ...], second: tuple[Text, ...]) -> Slides:
    above = str(slide.title) or slide.kicker
    return (replace(slide, paragraphs=first), replace(slide, title=Text(), kicker=above, paragraphs=second, more={}))


def _broken(slide: Slide, text: Text) -> Slides | None:
    """A sentence that is longer than a slide goes on on the next one."""
    said = str(text)
    spaces = [at for at, char in enumerate(said) if char.isspace()]
    cuts = [at for at in spaces if said[at - 1] in ",;:，；：、"] or spaces
    if not cuts or len(said) < 80:
        return None
    cut = min(cuts, key=lambda at: abs(at - len(said) // 2))
    return _two(slide, (spans.trim(spans.cut(text, 0, cut)),), (spans.trim(spans.cut(text, cut, len(said))),))


def _points(slide: Slide) -> Slides | None:
    points = slide.points
    if len(points) == 1:
        said = tuple(text for text in (points[0].label, points[0].text) if text)
        return (Slide("text", slide.source, slide.title, slide.kicker, paragraphs=said),) if said else None
    half = -(-len(points) // 2)
    start = int(slide.more.get("start", "1"))
    more = {**slide.more, "start": str(start + half)} if slide.layout == "steps" else slide.more
    above = str(slide.title) or slide.kicker
    second = replace(slide, title=Text(), kicker=above, points=points[half:], more=more)
    return (replace(slide, points=points[:half]), second)


def _table(slide: Slide) -> Slides | None:
    grid = slide.table
    if grid is None or not grid.rows:
        return None
    above = str(slide.title) or slide.kicker
    if len(grid.rows) > 1:
        half = -(-len(grid.rows) // 2)
        second = replace(slide, title=Text(), kicker=above, table=replace(grid, rows=grid.rows[half:]))
        return (replace(slide, table=replace(grid, rows=grid.rows[:half])), second)
    row = grid.rows[0]
    said = tuple(
        spans.join([one for one in pair if one], ": ") for pair in zip(grid.head, row, strict=True) if any(pair)
    )
    return (Slide("text", slide.source, slide.title, slide.kicker, paragraphs=said),)


def _code(slide: Slide) -> Slides | None:
    if slide.code is None:
        return None
    lines = slide.code.text.split("\n")
    if slide.title and len(lines) < 6:
        return (
            Slide("statement", slide.source, slide.title, slide.kicker),
            replace(slide, title=Text(), kicker=str(slide.title)),
        )
    if len(lines) < 2 or slide.layout == "diagram":
        return None
    first, second = halves(lines)
    above = str(slide.title) or slide.kicker
    return (
        replace(slide, code=replace(slide.code, text="\n".join(first), focus=())),
        replace(slide, title=Text(), kicker=above, code=replace(slide.code, text="\n".join(second), focus=())),
    )


def _alone(slide: Slide) -> Slides | None:
    """A drawing or a picture without the heading above it, which goes before."""
    if slide.title:
        head = Slide("statement", slide.source, slide.title, slide.kicker)
        return (head, replace(slide, title=Text(), kicker=str(slide.title)))
    if slide.kicker:
        return (replace(slide, kicker=""),)
    return (replace(slide, caption=Text()),) if slide.layout == "picture" and slide.caption else None


_WAYS: dict[str, Callable[[Slide], Slides | None]] = {
    "cover": _cover,
    "end": _end,
    "divider": _divider,
    "contents": _contents,
    "statement": _thought,
    "quote": _thought,
    "callout": _thought,
    "text": _text,
    "points": _points,
    "cards": _points,
    "steps": _points,
    "checklist": _points,
    "table": _table,
    "code": _code,
    "diff": _code,
    "terminal": _code,
    "diagram": _alone,
    "picture": _alone,
}
