"""Drawings and chains."""

from __future__ import annotations

import pytest

from post_forge.compose import diagrams
from tests.compose.builders import code


@pytest.mark.parametrize(
    ("source", "lang", "steps"),
    [
        ("a client -> the proxy -> a server", "", ("a client", "the proxy", "a server")),
        ("App → Cache → Database → Disk", "text", ("App", "Cache", "Database", "Disk")),
        ("Write\n↓\nLog\n↓\nDisk", "", ("Write", "Log", "Disk")),
        ("graph LR\n  A[Client] --> B[Proxy]\n  B --> C(Server)", "mermaid", ("Client", "Proxy", "Server")),
        ("flowchart TD\n  app --> proxy --> disk", "mermaid", ("app", "proxy", "disk")),
        ("flowchart TD\n  A --> B --> C", "mermaid", ()),
        ("graph LR\n  A --> B\n  A --> C", "mermaid", ()),
        ("graph LR\n  A --> B\n  B --> A", "mermaid", ()),
        ("sequenceDiagram\n  A->>B: hi", "mermaid", ()),
        ("a -> b", "", ()),
        ("x -> y -> z", "python", ()),
    ],
)
def test_a_plain_chain_is_read(source: str, lang: str, steps: tuple[str, ...]) -> None:
    assert diagrams.chain(code(source, lang)) == steps


def test_a_drawing_is_told_from_code() -> None:
    assert diagrams.is_diagram(code("a --> b\n|\nc"))
    assert not diagrams.is_diagram(code("a --> b", "python"))
    assert not diagrams.is_diagram(code("SELECT 1;"))
    assert diagrams.fits(code("─" * 50))
    assert not diagrams.fits(code("─" * 51))
    assert not diagrams.fits(code("│\n" * 23))
