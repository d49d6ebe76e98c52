"""Mermaid as authors write it -> what it draws; and every mistake at its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.compose.units.mermaid import MermaidError, read
from post_forge.model import Edge, Remark

FLOW = "flowchart TD\n"


def edges(source: str, head: str = FLOW) -> list[str]:
    found = read(head + source)
    names = [str(node.label).replace("\n", " ") for node in found.nodes]
    return [
        f"{names[one.start]} {one.tail}{'-' if one.line == 'solid' else one.line}{one.head} {names[one.end]}"
        + (f": {one.label}" if one.label else "")
        for one in found.edges
    ]


def nodes(source: str) -> list[tuple[str, str]]:
    return [(str(node.label), node.form) for node in read(FLOW + source).nodes]


@pytest.mark.parametrize(
    ("link", "drawn"),
    [
        ("-->", "none-arrow"), ("---->", "none-arrow"), ("---", "none-none"), ("-.->", "nonedashedarrow"),
        ("-..->", "nonedashedarrow"), ("-.-", "nonedashednone"), ("==>", "nonethickarrow"), ("===", "nonethicknone"),
        ("<-->", "arrow-arrow"), ("--o", "none-circle"), ("--x", "none-cross"), ("o--o", "circle-circle"),
        ("x--x", "cross-cross"), ("<-.->", "arrowdashedarrow"), ("<==>", "arrowthickarrow"),
    ],
)  # fmt: skip
def test_links(link, drawn):
    assert edges(f"A {link} B") == [f"A {drawn} B"]


@pytest.mark.parametrize(
    "link", ["-->|yes, go|", '-->|"yes, go"|', "-- yes, go -->", '-- "yes, go" -->', "--yes, go-->"]
)
def test_words_on_links(link):
    assert edges(f"A {link} B") == ["A none-arrow B: yes, go"]


def test_words_on_other_links():
    assert edges("A -. maybe .-> B") == ["A nonedashedarrow B: maybe"]
    assert edges("A == surely ==> B") == ["A nonethickarrow B: surely"]
    assert edges("A -- text --- B") == ["A none-none B: text"]
    assert edges("A -.HTTP/gRPC.-> B") == ["A nonedashedarrow B: HTTP/gRPC"]
    assert edges("A -- a-b c --> B-1") == ["A none-arrow B-1: a-b c"]


def test_chains_and_groups_of_nodes():
    assert edges("A --> B --> C") == ["A none-arrow B", "B none-arrow C"]
    assert edges("A & B --> C & D") == [f"{one} none-arrow {other}" for one in "AB" for other in "CD"]
    assert edges("A-->B;B-->C") == ["A none-arrow B", "B none-arrow C"]
    assert edges("A ~~~ B") == []
    assert edges("A-->|one\\ntwo|B") == ["A none-arrow B: one\ntwo"]


@pytest.mark.parametrize(
    ("written", "form"),
    [("[x y]", "box"), ("(x y)", "round"), ("([x y])", "pill"), ("[[x y]]", "double"), ("[(x y)]", "cylinder"),
     ("((x y))", "circle"), ("(((x y)))", "circle"), (">x y]", "flag"), ("{x y}", "choice"), ("{{x y}}", "hexagon"),
     ("[/x y/]", "slanted"), ("[\\x y\\]", "slanted"), ("[/x y\\]", "slanted"), ('["x y"]', "box"),
     ('@{ shape: diam, label: "x y" }', "choice"), ("[x y]:::hot", "box")],
)  # fmt: skip
def test_forms(written, form):
    assert nodes(f"a{written}") == [("x y", form)]


@pytest.mark.parametrize(
    ("written", "said"),
    [('"a (b) [c]"', "a (b) [c]"), ("a<br/>b", "a\nb"), ('"a\\nb"', "a\nb"), ('"a\nb"', "a\nb"),
     ("a #quot;b#quot;", 'a "b"'),
     ('"#9829; &lt;b&gt; &amp; c"', "♥ <b> & c"), ('"`**bold** and _not_`"', "bold and not"),
     ("fa:fa-car go", "go"),
     ("<b>hi</b> there", "hi there"), ('"snake_case_name"', "snake_case_name"), ('"日本語 🚀"', "日本語 🚀")],
)  # fmt: skip
def test_labels(written, said):
    assert nodes(f"a[{written}]") == [(said, "box")]


@pytest.mark.parametrize(
    ("words", "code"),
    [("socket()", True), ("bind(addr, port)", True), ("GET /users", True), ("snake_case", True), ("/etc/hosts", True),
     ("main.py", True), ("SELECT * FROM t", True), ("Read the error", False), ("POST office", False),
     ("node.js app", False)],
)  # fmt: skip
def test_labels_that_are_code_are_marked(words, code):
    [span] = read(f'graph TD\n a["{words}"]').nodes[0].label.spans
    assert ("code" in span.marks) == code


def test_what_draws_nothing_is_ignored():
    source = """---
title: A title
---
%%{init: {"theme": "dark"}}%%
%% a comment
graph RL
  accTitle: words
  A[one]:::big --> B[two] %% behind
  classDef big fill:#f9f,stroke:#333
  class A,B big
  style A fill:#bbf
  linkStyle 0 stroke:#ff3
  click A "https://example.org"
"""
    found = read(source)
    assert [str(node.label) for node in found.nodes] == ["one", "two"]
    assert found.direction == "left"
    assert len(found.edges) == 1


def test_a_later_mention_gives_a_node_its_words():
    assert nodes("A --> B\nA[one]\nB{two}") == [("one", "box"), ("two", "choice")]


def test_subgraphs():
    found = read(FLOW + 'subgraph one["The first"]\n A --> B\nend\nsubgraph Second part\n C\nend\nB --> C\none --> C')
    assert [str(title) for title in found.groups] == ["The first", "Second part"]
    assert [node.group for node in found.nodes] == [0, 0, 1]
    assert [edge.groups for edge in found.edges] == [(-1, -1), (-1, -1), (0, -1)]


@pytest.mark.parametrize(
    ("source", "line", "column", "why"),
    [
        ("graph TD\n  A --> B\n  B ->> C", 3, 5, "is not understood"),
        ("graph TD\n  A[open --> B", 2, 4, "not closed"),
        ("graph TD\n  subgraph x\n  A", 3, 4, "no `end`"),
        ("graph TD\nsubgraph a\nsubgraph b\nend\nend", 3, 1, "subgraphs inside"),
        ("graph TD\n  A --> --> B", 2, 9, "a node was expected"),
        ("graph XY\n A", 1, 1, "names no direction"),
        ("erDiagram\n A", 1, 1, "'erDiagram' is not drawn"),
        ("stateDiagram-v2\n  state A {\n  B\n }", 2, 3, "states inside states"),
        ("stateDiagram-v2\n  A -> B", 2, 3, "is not understood"),
        ("sequenceDiagram\n  A->>B: x\n  what is this", 3, 3, "is not understood"),
        ("sequenceDiagram\n  loop x\n  A->>B: y", 2, 3, "has no `end`"),
        ("sequenceDiagram\n  end", 2, 3, "without a beginning"),
        ("sequenceDiagram\n  box Blue\n  A->>B: x", 2, 3, "boxes around participants"),
    ],
)
def test_mistakes_are_told_at_their_place(source, line, column, why):
    with pytest.raises(MermaidError) as caught:
        read(source)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert why in caught.value.message


def test_states():
    source = """stateDiagram-v2
  direction LR
  [*] --> Closed
  state "half open" as Half
  Closed : waits
  Closed --> Open : 5 failures
  Open --> Half: after 30 s
  Half --> [*]
  state fork <<choice>>
  note right of Open : counts
"""
    found = read(source)
    assert [(str(node.label), node.form) for node in found.nodes] == [
        ("", "start"), ("waits", "round"), ("half open", "round"), ("Open", "round"), ("", "end"), ("fork", "choice"),
        ("counts", "note"),
    ]  # fmt: skip
    assert [str(edge.label) for edge in found.edges] == ["", "5 failures", "after 30 s", "", ""]
    assert found.direction == "right"


def test_a_note_of_several_lines():
    found = read("stateDiagram-v2\nA --> B\nnote left of A\n one\n two\nend note\nB --> A")
    assert str(found.nodes[-1].label) == "one\ntwo"
    assert len(found.edges) == 3


def test_sequences():
    source = """sequenceDiagram
  autonumber
  participant C as Client
  actor S as The server
  C->>+S: POST /pay
  S-->>-C: 201
  S-xC: lost
  C-)S: later
  S->>S: think
  Note over C,S: all good
  Note left of C: hm
  activate S
  loop every 5 s
    C->>S: ping
  end
  alt free
    S-->>C: yes
  else busy
    S--xC: no
  end
"""
    found = read(source)
    assert [str(actor) for actor in found.actors] == ["Client", "The server"]
    told = [one for one in found.events if isinstance(one, Edge)]
    assert [(one.start, one.end, one.line, one.head) for one in told[:5]] == [
        (0, 1, "solid", "arrow"), (1, 0, "dashed", "arrow"), (1, 0, "solid", "cross"), (0, 1, "solid", "arrow"),
        (1, 1, "solid", "arrow"),
    ]  # fmt: skip
    notes = [one for one in found.events if isinstance(one, Remark)]
    assert [(str(one.text), one.actors, one.side) for one in notes] == [
        ("all good", (0, 1), "over"), ("hm", (0, 0), "left")
    ]  # fmt: skip
    assert [(one.kind, str(one.label), one.first, one.last) for one in found.bands] == [
        ("loop", "every 5 s", 7, 7), ("alt", "free", 8, 8), ("else", "busy", 9, 9)
    ]  # fmt: skip


def test_actors_with_spaces_need_no_declaration():
    found = read("sequenceDiagram\nNew branch->>+Pull request: open\nPull request ->> Main branch: merge")
    assert [str(actor) for actor in found.actors] == ["New branch", "Pull request", "Main branch"]


@given(
    st.sampled_from(["graph TD\n", "stateDiagram-v2\n", "sequenceDiagram\n"]),
    st.text('AB ->|=.[](){}"<>:;&xo~%#\n', max_size=60),
)
def test_anything_is_read_or_refused(head, rest):
    place = (1, 1)
    try:
        read(head + rest)
    except MermaidError as error:
        place = (error.line, error.column)
    assert 1 <= place[0] <= (head + rest).count("\n") + 1
    assert place[1] >= 1
