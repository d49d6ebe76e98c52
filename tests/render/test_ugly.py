"""Ugly mistakes that a program can find, over a dozen slides of every layout: from a word to as much as fits."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest
from scene import NIGHT, NOTE, PORTRAIT, slide, text
from ugly import inks, largest_hole, last_ink, touching_chips

from post_forge.model import Code, Grid, Point, Slide, Span, Text
from post_forge.render import DeckView, draw_slide, lay_out, markup
from post_forge.render.boxes import Frame
from post_forge.render.looks import is_ragged
from post_forge.render.values import SetLine, SetText

TOP, BOTTOM, FOOTER = 144, 1158, 1202
VIEW = DeckView(4, 9, "@shipdaily", "Ship Daily", "SD")

TITLES = (
    "The trap",
    "Customization",
    "Rules of thumb",
    "Say no so that clients can obey",
    "Full re-parse or incremental parsing",
    "A customer with a limit of 100 a minute",
)
SENTENCES = (
    "A retry is load.",
    "The last writer wins, and the first one is never told.",
    "Two people who read the same row and write it back lose one change, and nobody gets an error.",
    "Blocking by default is the secure posture, but every new service now needs a change of rules before it may speak.",
)
LABELS = ("Red", "Without a timeout", "Race condition prevention", "LL(k)", "An index", "Spread")
CODE = (
    "def call(fn, tries=5):\n    for n in range(tries):\n        try:\n            return fn()\n        except OSError:"
)


def said(at: int, with_code: bool = False) -> Text:
    words = SENTENCES[at % len(SENTENCES)]
    if not with_code:
        return text(words)
    first, rest = words.split(" ", 1)
    code = (Span("max_connections", frozenset({"code"})), Span(" " + rest.replace(" is ", " was "), frozenset()))
    return Text((Span(first + " ", frozenset()), *code))


def points(count: int, at: int, labels: bool = True) -> tuple[Point, ...]:
    shorter = (0, 1) if count > 3 else (0, 1, 2)
    return tuple(
        Point(
            said(shorter[(at + number) % len(shorter)], number == 1),
            text(LABELS[(at + number) % len(LABELS)]) if labels else Text(),
            "yes" if number == 1 else "",
        )
        for number in range(count)
    )


def table(rows: int, columns: int) -> Grid:
    head = ("Client", "Waits", "Default limit", "Answers")[:columns]
    cells = ("requests 2.32", "300 s in total", "5 s for each phase", "None")[:columns]
    return Grid(tuple(map(text, head)), (tuple(map(text, cells)),) * rows, ("left",) * columns, focus=rows - 1)


def listed(layout: str, at: int) -> dict:
    """What a layout of several parts shows."""
    match layout:
        case "text":
            fields: dict = {"paragraphs": (said(at + 1, at % 2 == 1), *((said(at),) if at > 6 else ()))}
            return fields | ({"title": Text()} if at % 4 == 3 else {})
        case "points" | "recap":
            return {"points": points(2 + at % 3, at, labels=False)}
        case "cards":
            return {"points": points(2 + at % 3, at)}
        case "steps":
            return {"points": points(1 + at % 4, at, labels=at % 2 == 0)}
        case "compare":
            grid = Grid((text("Fixed"), text("Random")), ((text("In step"), text("Spread out")),) * (2 + at % 3), ())
            return {"table": grid, "more": {"winner": "1", "marks": "no,yes"}}
        case "table":
            return {"table": table(2 + at % 4, 2 + at % 3)}
    lines = CODE.split("\n")[: 1 + at % 5]
    caption = said(at) if at % 2 else Text()
    return {"code": Code("\n".join(lines), "python", NOTE, "call.py", (1,)), "caption": caption}


def told(layout: str, at: int) -> dict:
    """What a layout of one sentence shows."""
    if layout in ("cover", "end"):
        return {"lead": said(at) if at % 2 else Text()}
    if layout in ("qa", "myth"):
        return {"title": said(at), "lead": said(at + 1)}
    if layout == "number":
        return {"title": text(("243×", "28 %", "€1,200", "800 ms")[at % 4]), "lead": said(at)}
    return {"title": said(at), "lead": said(at + 1) if at % 2 else Text(), "by": text("Marc Brooker")}


def samples(layout: str) -> list[Slide]:
    """A dozen slides of one layout."""
    fields = listed if layout in LISTS else told
    return [
        slide(layout, **{"title": text(TITLES[at % 6]), "kicker": KICKER if at % 3 else "", **fields(layout, at)})
        for at in range(12)
    ]


KICKER = "Backend in 60 seconds"
LISTS = ("text", "points", "cards", "steps", "compare", "table", "code", "diagram", "recap")
LAYOUTS = ("cover", "statement", "qa", "quote", "number", "end", "myth", *LISTS)
EVERY = [pytest.param(layout, at, id=f"{layout}-{at}") for layout in LAYOUTS for at in range(12)]
every = pytest.mark.parametrize(("layout", "at"), EVERY)


@cache
def frame_of(layout: str, at: int) -> Frame:
    return lay_out(markup(samples(layout)[at], VIEW, NIGHT, PORTRAIT), NIGHT, PORTRAIT)


@every
def test_text_stays_inside_the_margins(layout, at):
    for ink in inks(frame_of(layout, at), NIGHT):
        assert ink.left >= 80 - (2 if layout == "diagram" else 0), ink
        assert ink.right <= 1000, ink
        assert ink.top >= 80, ink
        assert ink.bottom <= 1270, ink


@every
def test_no_line_of_text_stands_on_another(layout, at):
    for one, other in combinations(inks(frame_of(layout, at), NIGHT), 2):
        assert not one.meets(other), (one, other)


@every
def test_content_keeps_clear_of_the_footer(layout, at):
    for ink in inks(frame_of(layout, at), NIGHT):
        assert ink.bottom <= BOTTOM + 1 or ink.top >= FOOTER, ink


CAPTIONS = {28, 32, 34}


@every
def test_nothing_is_set_too_small(layout, at):
    least = {"table": 32, "diagram": 28, "code": 28}.get(layout, 40)
    for ink in inks(frame_of(layout, at), NIGHT):
        assert ink.size >= least or ink.size in CAPTIONS, ink


HOLES = {"points": 200, "recap": 200, "cards": 140, "table": 180, "compare": 160, "steps": 640, "code": 300,
         "diagram": 400, "text": 640, "qa": 460, "myth": 460, "number": 280, "quote": 560, "end": 420, "statement": 640,
         "cover": 1000}  # fmt: skip
"""The highest empty band: what is one sentence hangs at the bottom; a cover has its ornament, a drawing its paper."""


@every
def test_no_hole_opens_in_the_middle(layout, at):
    assert largest_hole(frame_of(layout, at), NIGHT, TOP, BOTTOM) <= HOLES[layout]


@every
def test_nothing_is_stranded_at_the_top(layout, at):
    if layout != "cover":  # its ornament stands below
        assert last_ink(frame_of(layout, at), NIGHT, BOTTOM) >= 1000


@every
def test_the_ground_of_code_touches_no_other_line(layout, at):
    assert list(touching_chips(frame_of(layout, at), NIGHT)) == []


def test_headers_and_footers_do_not_wander():
    places = {
        (ink.text, round(ink.top)) for layout in LAYOUTS[1:] for ink in inks(frame_of(layout, 4), NIGHT)
        if ink.top > FOOTER
    }  # fmt: skip
    assert len({top for words, top in places if words == "@shipdaily"}) == 1
    assert len({top for words, top in places if words.startswith("04")}) == 1


def test_every_cover_ornament_is_drawn_within_the_picture():
    steps = slide("steps", points=points(4, 0))
    decks = {
        "code": [slide("code", code=Code(CODE, "python", NOTE))],
        "drawing": [slide("diagram", code=Code("a ---> b\n^      |\n+------+", "", NOTE))],
        "table": [slide("table", table=table(4, 3))],
        "steps": [steps],
        "share": [slide("number", title=text("98 %"))],
        "myths": [slide("myth", title=text(words)) for words in TITLES[:3]],
        "pulse": [slide("text")],
    }
    from post_forge.render import motif_of

    pictures = set()
    for name, slides in decks.items():
        motif = motif_of(slides)
        assert motif.name == name
        view = DeckView(1, 9, "@shipdaily", "Ship Daily", "SD", motif=motif)
        frame = lay_out(markup(slide("cover", title=text("The trap")), view, NIGHT, PORTRAIT), NIGHT, PORTRAIT)
        ornaments = [one for one in frame.walk() if one.box.element.name == "column" and one.y + one.height > 1170]
        assert ornaments
        pictures.add(draw_slide(frame, NIGHT, PORTRAIT).pixels)
    assert len(pictures) == len(decks)


@pytest.mark.parametrize(
    ("widths", "ragged"),
    [
        ((500,), False),
        ((500, 400), False),
        ((500, 200), True),
        ((500, 200, 480), True),
        ((300, 500, 480), False),
        ((100, 500, 480), True),
        ((500, 480, 120), True),
    ],
)
def test_lines_of_very_unequal_width_are_ragged(widths, ragged):
    lines = tuple(SetLine("x", 0.0, 0.0, width, 100.0, (), ink=(0.0, width)) for width in widths)
    assert is_ragged(SetText(lines, max(widths), 0.0)) == ragged
