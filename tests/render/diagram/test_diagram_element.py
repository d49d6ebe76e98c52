"""The element `<graph>`: what it holds, what its author may get wrong, and how its lines and forms are drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from figures import THEMES, areas, artist, element, frame_of, graph, text, texts

from post_forge.errors import TemplateError
from post_forge.model import FORMATS, Edge, Form, Graph, Node
from post_forge.render import draw_slide
from post_forge.render.diagram.forms import outline, surface
from post_forge.render.diagram.outline import Pen, Skin, form, line
from post_forge.render.layout import Session
from post_forge.render.parse import parse
from post_forge.render.slides import book_of
from post_forge.render.values import Fill, Polygon, Stroke, Words

NIGHT = THEMES["night"]
STYLES = 'style="node" note-style="node-note" link-style="link"'


def problems(inside: str) -> list[str]:
    from post_forge.render.type import set_text

    book = book_of(NIGHT)
    session = Session(
        NIGHT, lambda runs, measure: set_text(runs, measure, book), lambda face: book.metrics(face).cap_height
    )
    try:
        root = parse(f'<slide at="x:1:1">{inside}</slide>', NIGHT)
        session.run(root, 1080, 1350)
    except TemplateError as error:
        return [problem.message for problem in error.problems]
    return [problem.message for problem in session.problems]


def test_a_graph_of_a_layout_is_checked():
    good = f'<graph grow="1" {STYLES}><node>a</node><node>b</node><link from="0" to="1"/></graph>'
    assert problems(good) == []
    assert "needs the attribute 'link-style'" in problems("<graph><node>a</node></graph>")[0]
    assert "names the node 2" in problems(good.replace('to="1"', 'to="2"'))[0]
    assert "cannot go inside <graph>" in problems(good.replace("<node>b", "<rule/><node>b"))[0]
    assert "stands outside <graph>" in problems("<node>a</node>")[0]
    assert "'diamond' is not allowed" in problems(good.replace("<node>a", '<node form="diamond">a'))[0]


def test_nodes_without_words_stay():
    made = artist(frame_of(Graph((Node(text(""), "start"), Node(text("Open"), "round")), (Edge(0, 1),))))
    assert len(made.figure.nodes) == 2


@pytest.mark.parametrize("theme", THEMES)
def test_every_form_is_painted(theme):
    forms: list[Form] = ["box", "round", "pill", "circle", "choice", "hexagon", "cylinder", "double", "slanted"]
    diagram = Graph(tuple(Node(text(one), one) for one in forms), tuple(Edge(0, at) for at in range(1, 9)))
    frame = frame_of(diagram, theme)
    drawn = draw_slide(frame, THEMES[theme], FORMATS["portrait"])
    assert {line.text for line in drawn.lines} >= set(forms)


def test_a_chain_is_counted_and_its_goal_is_lit():
    diagram = graph("read parse run", "read parse", "parse run")
    frame = frame_of(diagram)
    said = [words for words, _ in texts(artist(frame))]
    assert said == ["1", "read", "2", "parse", "3", "run"]
    numbered = graph("1.read parse run", "1.read parse", "parse run")
    assert texts(artist(frame_of(numbered)))[0][0] == "1.read"


def test_a_note_stands_below_its_name():
    diagram = replace(
        graph("a b c", "a b", "a c"), nodes=(Node(text("Cache\n(in memory)")), Node(text("b")), Node(text("c")))
    )
    made = artist(frame_of(diagram))
    rects = dict(texts(made))
    assert rects["Cache"][1] < rects["(in memory)"][1] or rects["Cache"][0] < rects["(in memory)"][0]
    assert rects["Cache"][3] > rects["(in memory)"][3]


def test_groups_are_frames_with_titles():
    nodes = tuple(Node(text(name), group=group) for name, group in (("a", 0), ("b", 0), ("c", 1)))
    made = artist(frame_of(Graph(nodes, (Edge(0, 1), Edge(1, 2)), (text("First"), text("Second")))))
    frames = [made.rect(one) for one in made.solved.made.frames]
    boxes = areas(made)
    for box, home in zip(boxes, (0, 0, 1), strict=True):
        x, y, wide, high = frames[home]
        assert x < box[0]
        assert y < box[1]
        assert box[0] + box[2] < x + wide
        assert box[1] + box[3] < y + high
    assert {"First", "Second"} <= {words for words, _ in texts(made)}


def test_what_is_read_comes_in_reading_order():
    said = [words for words, _ in texts(artist(frame_of(graph("top left right", "top left:go", "top right"))))]
    assert said.index("top") < said.index("go") < said.index("left") < said.index("right")


@pytest.mark.parametrize(("tip", "end"), [("arrow", 100.0), ("cross", 100.0), ("circle", 100.0)])
def test_a_tip_ends_where_the_line_ends(tip, end):
    pen = Pen("#000000", 4, 12, head=tip, size=14)
    ops = list(line([(0, 50), (end, 50)], pen))
    reach = 0.0
    for op in ops:
        if isinstance(op, Stroke):
            mitre = pen.width * 0.5**0.5 if tip == "arrow" else 0.0
            reach = max(reach, max(x for x, _ in op.points) + (mitre if tip == "arrow" else 0.0))
        elif isinstance(op, Fill):
            reach = max(reach, op.x + op.width)
    assert reach == pytest.approx(end, abs=1.0)


def test_corners_are_round_and_dashes_stay_on_the_line():
    pen = Pen("#000000", 4, 20, head="none")
    ops = list(line([(0, 0), (100, 0), (100, 100)], pen))
    arcs = [op for op in ops if isinstance(op, Stroke)]
    assert len(arcs) == 1
    assert arcs[0].points[0] == (80, 0)
    assert arcs[0].points[-1] == pytest.approx((100, 20))
    dashed = [
        op for op in line([(0, 0), (100, 0)], Pen("#000000", 4, 0, dashed=True, head="none")) if isinstance(op, Fill)
    ]
    assert len(dashed) > 2
    assert all(op.x >= 0 and op.x + op.width <= 100 for op in dashed)


def test_a_line_meets_the_outline_and_not_the_rectangle():
    area = (0.0, 0.0, 200.0, 100.0)
    assert surface("choice", area, 0, (5, 100), (5, 200))[1] < 100
    assert surface("choice", area, 0, (100, 100), (100, 200)) == (100, 100)
    assert surface("pill", area, 0, (200, 10), (300, 10))[0] < 190
    assert surface("box", area, 20, (100, 0), (100, -50)) == (100, 0)


@pytest.mark.parametrize("kind", ["choice", "hexagon", "slanted", "flag", "cylinder"])
def test_outlines_stay_inside_and_are_bordered(kind):
    area = (10.0, 20.0, 300.0, 100.0)
    assert all(10 <= x <= 310 and 20 <= y <= 120 for x, y in outline(kind, area))
    ops = list(form(kind, area, Skin("#111111", 4, "#ffffff", 0), "#ffffff"))
    outer, inner = [op for op in ops if isinstance(op, Polygon)][:2]
    assert min(x for x, _ in inner.points) > min(x for x, _ in outer.points)
    assert max(y for _, y in inner.points) < max(y for _, y in outer.points)


def test_the_words_of_a_graph_are_text_of_the_picture():
    frame = frame_of(graph("client gateway", "client gateway:POST"))
    words = [op for op in artist(frame).words() if isinstance(op, Words)]
    lines = draw_slide(frame, NIGHT, FORMATS["portrait"]).lines
    for op in words:
        said = op.text.lines[0].text
        assert any(one.text == said and abs(one.baseline - op.y - op.text.lines[0].baseline) < 1 for one in lines)
    assert element(frame, "graph").content is not None
