"""What is a diagram, what it draws, and what is refused."""

from __future__ import annotations

import pytest

from post_forge.compose.units import diagrams
from post_forge.compose.units.arrows import chained
from post_forge.errors import Source
from post_forge.model import Code, Dialogue, Graph
from tests.compose.builders import code


def drawn(words: str) -> tuple[list[str], list[tuple[int, int, str]]]:
    found = chained(words)
    assert found is not None, words
    return [str(node.label) for node in found.nodes], [(one.start, one.end, str(one.label)) for one in found.edges]


@pytest.mark.parametrize(
    ("words", "names", "edges"),
    [
        ("a client -> the proxy -> a server", ["a client", "the proxy", "a server"], [(0, 1, ""), (1, 2, "")]),
        ("App → Cache → Database", ["App", "Cache", "Database"], [(0, 1, ""), (1, 2, "")]),
        ("Write\n↓\nLog\n↓\nDisk", ["Write", "Log", "Disk"], [(0, 1, ""), (1, 2, "")]),
        ("[App] --HTTP--> [API] --SQL--> [DB]", ["App", "API", "DB"], [(0, 1, "HTTP"), (1, 2, "SQL")]),
        ("app -> api -> db\napi -> cache", ["app", "api", "db", "cache"], [(0, 1, ""), (1, 2, ""), (1, 3, "")]),
        ("write a -> write b\n  -> done", ["write a", "write b", "done"], [(0, 1, ""), (1, 2, "")]),
        ("ask -> answer -> ask -> stop", ["ask", "answer", "stop"], [(0, 1, ""), (1, 0, ""), (0, 2, "")]),
    ],
)
def test_arrows_in_text_are_drawn(words, names, edges):
    assert drawn(words) == (names, edges)


def test_arrows_may_go_both_ways():
    found = chained("app <-> api -> db")
    assert [edge.tail for edge in found.edges] == ["arrow", "none"]


@pytest.mark.parametrize(
    "words",
    ["a -> b", "x = 1", "a -> b -> `c`", "def f() -> int:\n    return 1", "one -> two | three -> four", "-> -> ->",
     "a -> b -> " + "c" * 61, " -> ".join("abcdefghij"), "┌─┐ -> │ -> └─┘", "a -> b -> c\nand then some prose", ""],
)  # fmt: skip
def test_other_text_is_not(words):
    assert chained(words) is None


def test_mermaid_is_known_with_and_without_its_name():
    for lang in ("mermaid", "", "text"):
        assert isinstance(diagrams.figure(code("graph LR\n A --> B", lang)), Graph)
    assert isinstance(diagrams.figure(code("sequenceDiagram\n A->>B: hi", "mermaid")), Dialogue)
    assert diagrams.figure(code("graph LR\n A --> B", "python")) is None
    assert diagrams.figure(code("graph the results", "text")) is None


@pytest.mark.parametrize(
    ("source", "lang", "why"),
    [
        ("classDiagram\n A <|-- B", "mermaid", "'classDiagram' is not drawn"),
        ("pie\n 'a': 1", "mermaid", "'pie' is not drawn"),
        ("", "mermaid", "is not drawn"),
        ("graph LR\n A --> ", "mermaid", "a node was expected"),
        ("graph LR\n" + "\n".join(f" A{at} --> A{at + 1}" for at in range(12)), "mermaid", "it has 13 boxes"),
        ("sequenceDiagram\n" + " A->>B: x\n" * 13, "mermaid", "it has 13 messages"),
        ("sequenceDiagram\n participant A", "mermaid", "it draws nothing"),
        ("digraph { a -> b -> c }", "dot", "'dot' is not drawn"),
        ("digraph { a -> b -> c }", "", "'another language' is not drawn"),
        ("@startuml\nA -> B\n@enduml", "", "is not drawn"),
        ("a -> b", "plantuml", "'plantuml' is not drawn"),
    ],
)
def test_what_is_not_drawn_says_why(source, lang, why):
    with pytest.raises(diagrams.UndrawnError) as caught:
        diagrams.figure(code(source, lang))
    assert why in caught.value.why


def test_a_mistake_is_told_at_its_line():
    with pytest.raises(diagrams.UndrawnError) as caught:
        diagrams.figure(Code("graph LR\n  A --> B\n  B --> [x\n", "mermaid", Source("note.md", 20)))
    assert (caught.value.source.line, caught.value.source.column) == (23, 9)


def test_a_drawing_is_told_from_code():
    assert diagrams.is_diagram(code("a --> b\n|\nc"))
    assert not diagrams.is_diagram(code("a --> b", "python"))
    assert not diagrams.is_diagram(code("SELECT 1;"))
    assert diagrams.fits(code("─" * 53))
    assert not diagrams.fits(code("─" * 54))
    assert not diagrams.fits(code("│\n" * 23))


def test_a_drawing_loses_the_margin_that_all_its_lines_have():
    assert diagrams.trimmed("\n    ┌─┐\n    └─┘  \n\n") == "┌─┐\n└─┘"
    assert diagrams.fits(code(" " * 30 + "─" * 40 + "\n" + " " * 30 + "│"))


@pytest.mark.parametrize(
    ("words", "focus"),
    [("a -> b -> c", 2), ("a -> b -> c -> a", 2), ("a -> b -> c\na -> d", -1), ("a -> b -> d\na -> c -> d", 2)],
)
def test_the_box_that_all_leads_to(words, focus):
    found = chained(words)
    assert diagrams.focus(found) == focus
