"""Whatever the graph: what is drawn stands apart, inside its room, and its lines end at their boxes."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from figures import Rect, areas, artist, element, frame_of, graph, graphs, overlap, texts
from hypothesis import assume, given
from hypothesis import strategies as st

from post_forge.errors import LayoutError
from post_forge.model import Graph
from post_forge.render.diagram.artist import Artist

PLACES = st.tuples(
    st.sampled_from(["night", "paper", "signal"]), st.sampled_from(["portrait", "landscape", "square", "story"])
)


def drawn(diagram: Graph, theme: str, size: str, direction: str = "ltr") -> tuple[Artist, Rect]:
    try:
        frame = frame_of(diagram, theme, size, direction)
    except LayoutError:
        assume(False)
    found = element(frame, "graph")
    return artist(frame, theme, size), (found.x, found.y, found.width, found.height)


@given(graphs(), PLACES, st.sampled_from(["ltr", "rtl"]))
def test_whatever_the_graph(diagram, place, direction):
    made, room = drawn(diagram, *place, direction)
    nothing_lies_on_anything_else(made, room)
    lines_keep_clear_of_boxes_and_end_at_them(made, room)
    every_label_is_drawn(diagram, made)


def nothing_lies_on_anything_else(made: Artist, room: Rect) -> None:
    boxes, words = areas(made), texts(made)
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    on_lines = [rect for _, rect in words if not any(overlap(rect, box) for box in boxes)]
    inside = [rect for _, rect in words if any(overlap(rect, box) for box in boxes)]
    for rect in inside:
        assert sum(overlap(rect, box) for box in boxes) == 1
        assert any(holds(box, rect, 1.0) for box in boxes)
    assert not any(overlap(one, other, 1.5) for one, other in combinations(on_lines, 2))
    for rect in (*boxes, *on_lines):
        assert holds(room, rect, 1.0), (room, rect)


def holds(outer: Rect, inner: Rect, slack: float) -> bool:
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[0] + inner[2] <= outer[0] + outer[2] + slack
        and inner[1] + inner[3] <= outer[1] + outer[3] + slack
    )


def lines_keep_clear_of_boxes_and_end_at_them(made: Artist, room: Rect) -> None:
    boxes = areas(made)
    for number, edge in enumerate(made.figure.wires):
        points = made.points(number)
        for start, end in pairwise(points):
            line = (min(start[0], end[0]), min(start[1], end[1]), abs(end[0] - start[0]), abs(end[1] - start[1]))
            assert min(line[2], line[3]) < 0.01, "a line is level or upright"
            for at, box in enumerate(boxes):
                grown = (line[0] - 1, line[1] - 1, line[2] + 2, line[3] + 2)
                deep = 2.5 if at not in (edge.start, edge.end) else max(26.0, 0.3 * min(box[2], box[3]))
                assert not overlap(grown, box, deep), (number, at)
            assert holds(room, line, 1.0)
        for end, node in ((points[0], edge.start), (points[-1], edge.end)):
            x, y, wide, high = boxes[node]
            assert x - 1 <= end[0] <= x + wide + 1
            assert y - 1 <= end[1] <= y + high + 1


def every_label_is_drawn(diagram: Graph, made: Artist) -> None:
    said = "".join("".join(words for words, _ in texts(made)).split())
    for label in [node.label for node in diagram.nodes if node.form != "start"] + [
        edge.label for edge in diagram.edges
    ]:
        assert "".join(str(label).split()) in said or all(part in said for part in str(label).split())


def test_the_same_graph_is_drawn_the_same_way():
    tree = graph("one two three four", "one two:yes", "one three:no", "two four", "three four", "four one")
    first, second = (artist(frame_of(tree)) for _ in range(2))
    assert list(first.ops()) == list(second.ops())


@pytest.mark.parametrize("size", ["portrait", "square", "story", "landscape"])
def test_a_loop_of_five_fits_everywhere(size):
    loop = graph(
        "call read check cap sleep", "call read:fails", "read check", "check cap", "cap sleep", "sleep call:try again"
    )
    made = artist(frame_of(loop, size=size), size=size)
    assert {words for words, _ in texts(made)} >= {"call", "sleep", "fails", "try again"}


def test_right_to_left_is_the_mirror_image():
    tree = graph("one two three", "one two", "one three")
    plain, mirrored = (areas(artist(frame_of(tree, direction=way))) for way in ("ltr", "rtl"))
    for one, other in zip(plain, mirrored, strict=True):
        assert abs(one[0] - (1080 - other[0] - other[2])) < 1.5
        assert one[1:] == pytest.approx(other[1:], abs=0.5)


def test_up_is_down_upside_down():
    names, ways = "one two three", ("one two", "one three")
    down, up = (areas(artist(frame_of(graph(names, *ways, direction=way)))) for way in ("down", "up"))
    assert down[0][1] < down[1][1]
    assert up[0][1] > up[1][1]


def test_a_graph_that_fits_in_no_type_is_refused_at_its_line():
    many = graph(" ".join("abcdefghij"), *(f"{one} {other}" for one in "abcde" for other in "fghij"))
    with pytest.raises(LayoutError) as caught:
        frame_of(many)
    [problem] = caught.value.problems
    assert problem.source.line == 7
    assert "<graph>" in problem.message
