"""Each checker finds the mistake it is named after, in a slide made to have it, and leaves a slide without it alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scene import NOTE, PORTRAIT, slide, text
from ugly_look import Look
from ugly_mistakes import MISTAKES, Count, judge, table
from ugly_space import same_face, wandering

from post_forge.model import Point, Span, Text
from post_forge.render import DeckView, lay_out, load_theme
from post_forge.render.boxes import Frame
from post_forge.render.elements import Element, Leaf
from post_forge.render.markup import Markup
from post_forge.render.theme import scaled
from post_forge.render.values import Fill, SetText, Stroke, Words

THEMES = {name: load_theme(name) for name in ("night", "paper", "signal")}
FINDERS = {mistake.number: mistake.find for mistake in MISTAKES if mistake.find}

PAGE = """<slide background="background" lang="en"><column grow="1" pad="84 0">
<column pad="0 90"><spacer height="6"/></column>
<column grow="1" pad="54 90 52">{}</column>
<column pad="0 90"><row height="56" align="center"><text style="handle" grow="1">@ship</text></row></column>
</column></slide>"""


def page(body: str, theme: str = "night", shown=None, field: str = "") -> Look:
    """A slide with a header, this content and a footer; `shown` is what the composer would have given."""
    own = THEMES[theme]
    shown = shown or slide("text")
    made = Markup(PAGE.format(body), "", NOTE, shown.layout, field=field)
    frame = lay_out(made, own, PORTRAIT)
    return Look("page", shown, DeckView(2, 5), own, scaled(own, 1.0).on(field), PORTRAIT, frame)


def found(number: str, look: Look) -> list[str]:
    return list(FINDERS[number](look))


def words(said: str, style: str = "prose", size: int = 60, more: str = "") -> str:
    return f'<text style="{style}" size="{size}" {more}>{said}</text>'


DOWN = '<spacer grow="1"/>'
GROUND = '<column background="{}" pad="40">{}</column>'
HEAD = '<record><cell style="column-head" grow="1">Level</cell><cell style="column-head">Time</cell></record>'
TABLE = f"<table>{HEAD}{{}}</table>"


def rows(*cells: tuple[str, str], align: str = "end") -> str:
    return TABLE.format(
        "".join(
            f'<record pad="9 0"><cell style="table-words" size="46" grow="1">{one}</cell>'
            f'<cell style="table" size="46" text-align="{align}">{other}</cell></record>'
            for one, other in cells
        )
    )


def code(focus: str = "", said: str = "one = 1\ntwo = 2\nthree = 3", size: int = 44, pad: int = 40) -> str:
    return (
        f'<codeblock style="code" lang="python" size="{size}" focus="{focus}" background="surface" pad="{pad}">'
        f"{said}</codeblock>"
    )


MADE = [
    ("1", words("Nobody told the database<br/>anything"), words("Nobody told the database<br/>anything at all")),
    ("2", words("Stranded"), DOWN + words("At the bottom")),
    ("3", words("Top") + '<spacer height="600"/>' + words("Bottom"), words("Top") + words("Next") + words("Next")),
    ("4", '<layers height="90"><text style="prose" place="left" offset="-30 0">Out</text></layers>', words("In")),
    ("6", words("Short", "title", 84) + DOWN, words("A title that fills its line", "title", 84) + DOWN),
    ("7", GROUND.format("#c4ff3d", "<spacer/>") + GROUND.format("#ff4b1f", "<spacer/>"), GROUND.format("accent", "")),
    ("7", f'<column background="accent" height="400"/>{words("loud")}', '<column background="accent" height="80"/>'),
    ("9", words("Hardly there", more='color="#333333"'), words("Easy to read")),
    ("9", GROUND.format("accent", words("White on lime")),
     GROUND.format("accent", words("Black on lime", more='color="on-accent"'))),
    ("9", f'<column opacity="0.3">{words("Faint")}</column>', f'<column opacity="0.9">{words("Clear")}</column>'),
    ("10", words("Small", "body", 36), words("Body", "body", 40)),
    ("10", words("Tiny", "caption", 24), words("Caption", "caption", 28)),
    ("10b", words("Two words") + words("a caption of very many words that says all the rest here", "caption", 28),
     words("Two words and many more in running text that say all of it") + words("one caption", "caption", 28)),
    ("11", words("One", size=60) + words("Other", size=64), words("One", size=60) + words("Other", size=44)),
    ("12", "".join(words("x", size=size) for size in (40, 48, 58, 70, 84, 102)), words("x") + words("y", size=40)),
    ("14", words("Title", "title", 84, 'trim="cap"') + '<column background="surface" height="90"/>',
     words("Title", "title", 84) + '<spacer height="48"/><column background="surface" height="90"/>'),
    ("15", '<column gap="0">' + words("gypsy", more='trim="cap"') + "<spacer height='17'/><rule/></column>",
     words("gypsy") + '<spacer height="40"/><rule/>'),
    ("17", words("Waiting for the<br/>answer that never came", "title", 84),
     words("Waiting for it<br/>till it came", "title", 84)),
    ("17", words("Wait longer. Then<br/>try it again now", "title", 84),
     words("Wait longer.<br/>Then try it", "title", 84)),
    ("17", words("Short<br/>and a much longer line", "title", 84), words("Even lines<br/>are good lines", "title", 84)),
    ("18", '<row height="148" background="surface" align="start" pad="10">'
     '<text style="button" place="center">Save</text></row>',
     '<row height="148" background="surface" align="center"><text style="button" trim="cap">Save</text></row>'),
    ("21", '<column gap="9"><column width="20%" height="62" background="neutral"/>'
     '<column width="100%" height="62" background="accent"/></column>',
     '<column gap="9"><column width="10%" height="62" background="neutral"/>'
     '<column width="100%" height="62" background="accent"/></column>'),
    ("23", rows(("one", "1"), ("two", "1000"), align="start"), rows(("one", "1"), ("two", "1000"))),
    ("24", code("3", pad=0), code("3")),
    ("26", code(size=28), code(size=32)),
    ("26", words("x") + '<column height="1" background="line"/>',
     words("x") + '<column height="2" background="line"/>'),
    ("28", words('She said "no".'), words("She said “no”.")),
    ("28", words("from 10-20 requests"), words("from 10–20 requests, and <code>a-1</code>")),
    ("29", code(said="x = " + "y" * 90, size=44), code()),
]  # fmt: skip
"""The number of a mistake, a content that has it, and one that does not."""

SHOWN = {"21": slide("number", title=text("10×")), "3": slide("points"), "2": slide("text")}


@pytest.mark.parametrize(
    ("number", "bad", "good"),
    [pytest.param(*made, id=f"{made[0]}-{at}") for at, made in enumerate(MADE)],
)
def test_a_mistake_is_found_where_it_is_and_only_there(number, bad, good):
    shown = SHOWN.get(number)
    assert found(number, page(bad, shown=shown)), "the mistake is not found"
    assert not found(number, page(good, shown=shown)), "a slide without it is accused"


def test_every_mistake_has_a_slide_made_to_have_it():
    here = {number for number, *_ in MADE} | {"5", "8", "13", "15b", "16", "19", "20", "22", "22b", "25", "27", "30"}
    assert here == {mistake.number for mistake in MISTAKES}


# ---- what cannot be told in markup -----------------------------------------------------------------------------------


def moved(frame: Frame, said: str, x: float = 0, y: float = 0) -> Frame:
    """The frames with the one that says this moved: what no layout does, but a mistake in the engine might."""
    if frame.box.element.name == "text" and frame.box.says() == said:
        return replace(frame, x=frame.x + x, y=frame.y + y)
    return replace(frame, children=tuple(moved(child, said, x, y) for child in frame.children))


@pytest.mark.parametrize(
    ("said", "x", "y", "why"),
    [("Other", 0, -60, "stands on"), ("Other", 900, 0, "stands out"), ("Last", 0, 60, "of the footer")],
)
def test_overflow_and_overlap_are_found(said, x, y, why):
    look = page(words("One thing") + words("Other") + DOWN + words("Last"))
    assert not found("5", look)
    assert any(why in message for message in found("5", replace(look, frame=moved(look.frame, said, x, y))))


def test_rows_of_unequal_height_are_found():
    def row(height: int) -> str:
        return f'<row grow="1" min-height="{height}">{words("Row")}</row>'

    def rows_at_one_place(*heights: int) -> Look:
        inside = "".join(row(height).replace("<row", '<row at="list.xml.jinja:3:1"') for height in heights)
        return page(f'<column height="400">{inside}</column>')

    assert found("13", rows_at_one_place(100, 250))
    assert not found("13", rows_at_one_place(100, 100))


def test_code_that_touches_the_next_line_is_found():
    look = page(words("say <code>max_pool</code> now<br/>and <code>min_pool</code> then"))
    assert not found("15b", look)
    tight = page(words("say <code>max_pool</code> now<br/>and <code>min_pool</code> then"))
    frame = squeezed(tight.frame, 0.55)
    assert found("15b", replace(tight, frame=frame))


def squeezed(frame: Frame, factor: float) -> Frame:
    """The frames with the lines of every text nearer to each other."""
    content = frame.content
    if isinstance(getattr(content, "text", None), SetText):
        lines = tuple(replace(line, baseline=line.baseline * factor) for line in content.text.lines)
        content = replace(content, text=replace(content.text, lines=lines))
    return replace(frame, content=content, children=tuple(squeezed(child, factor) for child in frame.children))


def test_lines_that_cross_are_found():
    look = page(words("gypsy<br/>Hold", "title", 84))
    assert not found("15", look)
    assert found("15", replace(look, frame=squeezed(look.frame, 0.75)))


def test_letters_that_touch_are_found():
    look = page(words("Hill", "cover", 172))
    assert not found("16", look)
    assert found("16", replace(look, frame=tracked(look.frame, -14)))


def tracked(frame: Frame, by: float) -> Frame:
    """The frames with every letter moved towards the one before it by so many px more than that one."""
    content = frame.content
    if isinstance(getattr(content, "text", None), SetText):
        lines = tuple(
            replace(line, glyphs=tuple(glyph._replace(x=glyph.x + by * at) for at, glyph in enumerate(line.glyphs)))
            for line in content.text.lines
        )
        content = replace(content, text=replace(content.text, lines=lines))
    return replace(frame, content=content, children=tuple(tracked(child, by) for child in frame.children))


def test_a_ragged_edge_is_found():
    look = page(words("Hold on", "title", 112))
    assert not found("19", look)
    assert found("19", replace(look, frame=shifted(look.frame, 9)))


def shifted(frame: Frame, by: float) -> Frame:
    content = frame.content
    if isinstance(getattr(content, "text", None), SetText):
        lines = tuple(replace(line, x=line.x + by) for line in content.text.lines)
        content = replace(content, text=replace(content.text, lines=lines))
    return replace(frame, content=content, children=tuple(shifted(child, by) for child in frame.children))


def test_a_stretched_line_that_stays_short_is_found():
    assert found("20", page('<banner style="title" size="98">I</banner>', "signal"))
    assert not found("20", page('<banner style="title" size="98">Say no so that they obey</banner>', "signal"))


def test_two_fields_are_found():
    def bands(*colors: str) -> str:
        return "".join(f'<column height="200" background="{color}"/>' for color in colors)

    assert found("8", page(bands("#ffd60a", "#1f33ff"), "signal"))
    assert not found("8", page(bands("#000000", "#ffffff"), "signal", field="blue"))


def test_an_empty_box_is_found():
    look = page(words("Fine"))
    assert not found("27", look)
    assert found("27", replace(look, frame=boxed(look.frame)))


def boxed(frame: Frame) -> Frame:
    """The frames with the first glyph of each line replaced by the one for characters that a font does not have."""
    content = frame.content
    if isinstance(getattr(content, "text", None), SetText):
        lines = tuple(
            replace(line, glyphs=(line.glyphs[0]._replace(gid=0), *line.glyphs[1:])) for line in content.text.lines
        )
        content = replace(content, text=replace(content.text, lines=lines))
    return replace(frame, content=content, children=tuple(boxed(child) for child in frame.children))


def test_more_than_forty_words_are_too_long():
    long = slide("points", points=(Point(text("word " * 41)),))
    assert found("29", page(words("x"), shown=long))
    assert not found("29", page(words("x"), shown=slide("points", points=(Point(text("word " * 40)),))))
    spoken = slide("quote", title=Text((Span("word " * 50),)))
    assert not found("29", page(words("x"), shown=spoken))


def test_a_footer_that_wanders_is_found():
    looks = [page(words("One")), page(words("Two")), page(words("Three"))]
    assert not list(wandering(looks))
    looks[1] = replace(looks[1], frame=moved(looks[1].frame, "@ship", y=4))
    assert [at for at, _ in wandering(looks)] == [1, 2]


def test_three_slides_with_one_face_are_found():
    alike = [page(words(said) + DOWN) for said in ("One thing", "Two things", "All things")]
    other = page(DOWN + words("At the bottom") + '<column height="300" background="surface"/>')
    assert [at for at, _ in same_face(alike)] == [2]
    assert not list(same_face([alike[0], other, alike[2]]))


# ---- counting --------------------------------------------------------------------------------------------------------


def test_a_slide_counts_once_however_often_it_has_a_mistake():
    look = page(words('"One" and "two"') + words('"three"'))
    count = judge([look, page(words("Good") + DOWN + words("x"))], Count(), decks=True)
    assert count.looked == 2
    assert count.slides["28"] == 1
    assert len([one for one in count.findings if one[0] == "28"]) == 2
    assert "plain marks" in table({"night": count})


def test_ornaments_may_leave_the_margin():
    look = page(
        '<layers grow="1"><text ornament="yes" style="ghost" place="top right" offset="80 0">20</text></layers>'
    )
    assert not found("4", look)
    assert not found("9", look)


# ---- drawings --------------------------------------------------------------------------------------------------------


class Drawn(Leaf):
    """A drawing that paints what it is given."""

    def __init__(self, *ops) -> None:
        self.ops = ops

    def paint(self, frame, painter):
        return self.ops


def drawing(*ops) -> Look:
    """A slide with a graph that is made of these operations."""
    look = page(words("x") + DOWN)
    body = look.frame.children[0].children[1]
    box = replace(body.children[0].box, element=Element("graph", "boxes", "", {}, leaf=Drawn(*ops)), children=())
    graph = Frame(box, 90, 400, 900, 500)
    page_column = look.frame.children[0]
    body = replace(body, children=(*body.children, graph))
    column = replace(page_column, children=(page_column.children[0], body, page_column.children[2]))
    return replace(look, frame=replace(look.frame, children=(column,)))


BOX = Fill(400, 600, 300, 110, "#12151c", 20)


def arrow(end: float) -> tuple[Fill, Stroke]:
    """A line from above into a box whose upper edge is at 600, and its head."""
    mitre = 4 * 0.5**0.5
    head = ((487, end - mitre - 13), (500, end - mitre), (513, end - mitre - 13))
    return Fill(498, 450, 4, end - mitre - 450, "#77829a"), Stroke(head, 4, "#77829a")


def test_an_arrow_that_ends_before_its_box_is_found():
    assert not found("22", drawing(BOX, *arrow(600)))
    assert found("22", drawing(BOX, *arrow(594)))


def test_an_arrow_that_ends_inside_a_box_is_found():
    assert found("22", drawing(BOX, *arrow(640)))


def test_a_line_through_words_is_found():
    inked = next(line for line in page(words("label")).lines if line.text == "label")
    said = Words(470, 500, SetText((inked.set,), 200, 80))
    line = Fill(400, 540, 400, 4, "#77829a")
    assert found("22b", drawing(line, said))
    assert not found("22b", drawing(replace(line, y=700), said))
    assert not found("22b", drawing(line, Fill(440, 480, 400, 120, "#0a0c11"), said))
