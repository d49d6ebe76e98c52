"""The guess with which most slides are fitted finds what trying one size after the other finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.errors import LayoutError, Source
from post_forge.model import FORMATS, Code, Grid, Point, Slide, Text, plain
from post_forge.render import DeckView, Frame, fitting, lay_out, load_theme, markup

NO_SOURCE = Source("note.md", 1)
THEMES = {name: load_theme(name) for name in ("night", "paper", "signal")}
WORD = st.sampled_from(
    [
        "a",
        "retry",
        "cache",
        "of",
        "idempotent",
        "the",
        "queue",
        "lock-free",
        "unavoidable",
        "write",
        "to",
        "index",
        "deadlock",
        "p99",
    ]
)


def said(least: int, most: int):
    return st.lists(WORD, min_size=least, max_size=most).map(" ".join).map(plain)


POINTS = st.builds(
    lambda title, points: Slide("points", NO_SOURCE, title, points=tuple(map(Point, points))),
    said(2, 14),
    st.lists(said(2, 24), min_size=2, max_size=6),
)
COVER = st.builds(lambda title, sub: Slide("cover", NO_SOURCE, title, "Queues", sub), said(2, 16), said(3, 24))
QUOTE = st.builds(lambda words: Slide("quote", NO_SOURCE, words, by=plain("Ana")), said(3, 50))
TABLE = st.builds(
    lambda title, rows: Slide(
        "table", NO_SOURCE, title, table=Grid((plain("What"), plain("How")), tuple(rows), ("left", "left"))
    ),
    said(2, 10),
    st.lists(st.tuples(said(1, 6), said(1, 9)), min_size=2, max_size=7),
)
CODE = st.builds(
    lambda title, lines: Slide("code", NO_SOURCE, title, code=Code("\n".join(map(str, lines)), "python", NO_SOURCE)),
    said(2, 10),
    st.lists(said(1, 12), min_size=2, max_size=18),
)


def sizes(slide: Slide, theme: str, form: str) -> list[object]:
    """Where every box of a slide stands and how large its letters are; what is wrong where it does not fit."""
    made = markup(slide, DeckView(2, 5, "@ana"), THEMES[theme], FORMATS[form])
    try:
        frame = lay_out(made, THEMES[theme], FORMATS[form])
    except LayoutError as error:
        return [problem.message for problem in error.problems]
    return [(one.x, one.y, one.width, one.height, letters(one)) for one in frame.walk()]


def letters(frame: Frame) -> tuple[float, ...]:
    text = getattr(frame.content, "text", Text())
    return tuple(line.size for line in getattr(text, "lines", ()))


@pytest.mark.parametrize("form", ["portrait", "landscape"])
@given(slide=st.one_of(POINTS, COVER, QUOTE, TABLE, CODE), theme=st.sampled_from(sorted(THEMES)))
def test_guessing_finds_what_trying_every_size_finds(slide, theme, form):
    guessed = sizes(slide, theme, form)
    kept, fitting._likely = fitting._likely, lambda *_: None
    try:
        assert sizes(slide, theme, form) == guessed
    finally:
        fitting._likely = kept


def test_most_slides_are_fitted_by_guessing(monkeypatch):
    searched = []
    monkeypatch.setattr(fitting, "_search", lambda *_: searched.append(1))
    words = plain("a retry without a pause is how a small outage becomes a long one")
    for count in (3, 4, 5):
        sizes(Slide("points", NO_SOURCE, words, points=(Point(words),) * count), "night", "portrait")
    assert not searched
