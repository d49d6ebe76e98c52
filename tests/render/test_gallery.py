"""The gallery's files as slides: texts with marks, every field, and what is wrong with a file, with its place."""

from __future__ import annotations

import pytest

from post_forge.errors import ContentError
from post_forge.model import Dialogue, Graph, Remark, Span, Text
from post_forge.render.gallery import SIZES, gallery, marked, read

WHOLE = "shortest: { title: a }\ntypical: { title: ab }\nlongest: { title: abc }\n"


def problems(tmp_path, text: str) -> list[str]:
    file = tmp_path / "cards.yaml"
    file.write_text(text)
    with pytest.raises(ContentError) as caught:
        read(file)
    return [f"{problem.source}: {problem.message} ({problem.hint})" for problem in caught.value.problems]


def test_marks_become_spans():
    assert marked("say **no** to `sleep()` and ==wait==") == Text(
        (
            Span("say "),
            Span("no", frozenset({"strong"})),
            Span(" to "),
            Span("sleep()", frozenset({"code"})),
            Span(" and "),
            Span("wait", frozenset({"highlight"})),
        )
    )
    assert marked("2 * 3 = 6") == Text((Span("2 * 3 = 6"),))
    assert marked("") == Text()


def test_every_field_is_read(tmp_path):
    file = tmp_path / "cards.yaml"
    file.write_text(
        WHOLE
        + """
whole:
  lang: el
  kicker: k
  title: t
  lead: l
  paragraphs: [one, two]
  points: [plain, { label: L, text: T, mark: yes }]
  code: { lang: sql, title: a.sql, focus: [1], text: "SELECT 1;" }
  table: { head: [a, b], rows: [[1, "2"]], align: [left, right], focus: 0, note: n }
  picture: { target: pictures/x.png, alt: A }
  by: B
  caption: C
  winner: "1"
"""
    )
    sample = read(file)[-1]
    slide = sample.slide
    assert (sample.name, sample.layout, sample.deck.lang) == ("cards/whole", "cards", "el")
    assert (slide.kicker, str(slide.title), str(slide.lead), str(slide.by), str(slide.caption)) == tuple("ktlBC")
    assert [str(text) for text in slide.paragraphs] == ["one", "two"]
    assert [(str(point.label), str(point.text), point.mark) for point in slide.points] == [
        ("", "plain", ""),
        ("L", "T", "yes"),
    ]
    assert (slide.code.text, slide.code.lang, slide.code.title, slide.code.focus) == ("SELECT 1;", "sql", "a.sql", (1,))
    assert [[str(cell) for cell in row] for row in (slide.table.head, *slide.table.rows)] == [["a", "b"], ["1", "2"]]
    assert (slide.table.align, slide.table.focus, slide.table.note) == (("left", "right"), 0, "n")
    assert (slide.picture.target, slide.picture.alt) == ("pictures/x.png", "A")
    assert slide.more == {"winner": "1"}
    assert slide.source.line == 5


def test_diagrams_are_read(tmp_path):
    file = tmp_path / "diagram.yaml"
    file.write_text(
        WHOLE
        + """
graph:
  graph:
    direction: right
    groups: { ours: Ours }
    nodes: { a: A, b: { label: B, form: cylinder, group: ours } }
    links: [{ from: a, to: b, label: go, line: dashed }]
talk:
  sequence:
    actors: { a: A, b: B }
    events: [{ from: a, to: b, label: hi }, { over: [a, b], text: wait }]
    bands: [{ kind: loop, label: often, first: 0, last: 1 }]
"""
    )
    graph, talk = (sample.slide.diagram for sample in read(file)[-2:])
    assert isinstance(graph, Graph)
    assert [(str(node.label), node.form, node.group) for node in graph.nodes] == [
        ("A", "box", -1),
        ("B", "cylinder", 0),
    ]
    assert [(edge.start, edge.end, str(edge.label), edge.line) for edge in graph.edges] == [(0, 1, "go", "dashed")]
    assert (graph.direction, [str(group) for group in graph.groups]) == ("right", ["Ours"])
    assert isinstance(talk, Dialogue)
    assert isinstance(talk.events[1], Remark)
    assert talk.events[1].actors == (0, 1)
    assert (talk.bands[0].kind, talk.bands[0].first, talk.bands[0].last) == ("loop", 0, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("shortest: { title: a }\n", ["the sample 'typical' is missing", "the sample 'longest' is missing"]),
        (WHOLE + "more: { titel: x }\n", ["cards.yaml:4:9: unknown key 'titel' (did you mean 'title'?)"]),
        (WHOLE + "more: { points: [{ lable: x }] }\n", ["unknown key 'lable' (did you mean 'label'?)"]),
        (WHOLE + "more: none\n", ["'more' holds no slide"]),
        (WHOLE + "more: { table: { head: [a, b], rows: [[1]] } }\n", ["another number of cells"]),
        (
            WHOLE + "more: { graph: { nodes: { a: A }, links: [{ from: a, to: b }] } }\n",
            ["there is no node 'b'; known: a"],
        ),
        ("- a list\n", ["a map from sizes to slides"]),
        ("shortest: [\n", ["not valid YAML"]),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_place(tmp_path, text, told):
    found = problems(tmp_path, text)
    for words in told:
        assert any(words in problem for problem in found), found


def test_every_cover_that_names_an_ornament_has_it():
    covers = {sample.size: sample.deck.motif.name for sample in gallery() if sample.layout == "cover"}
    assert covers["shortest"] == "pulse"
    assert {covers["typical"], covers["longest"]} == {"steps", "code"}


def test_names_are_unique_and_sizes_come_first():
    names = [sample.name for sample in gallery()]
    assert len(names) == len(set(names))
    for layout in {sample.layout for sample in gallery()}:
        sizes = [sample.size for sample in gallery() if sample.layout == layout]
        assert tuple(sizes[:3]) == SIZES
