"""Mermaid text -> the graph or the sequence of messages that it draws.

    read("graph LR\\n A --> B")     # Graph, or Dialogue for a sequenceDiagram

Raises `MermaidError` with the line and column (from 1) of what cannot be read, or of what this program does not draw.
The language: https://mermaid.js.org/syntax/flowchart.html, stateDiagram.html, sequenceDiagram.html.
"""

from __future__ import annotations

from collections.abc import Callable

from post_forge.compose.units.mermaid.flowchart import read_flowchart
from post_forge.compose.units.mermaid.sequences import read_sequence
from post_forge.compose.units.mermaid.source import MermaidError, Source, is_mermaid, kind_of, prepared
from post_forge.compose.units.mermaid.states import read_states
from post_forge.model import Dialogue, Graph

__all__ = ["MermaidError", "is_mermaid", "read"]

_READERS: dict[str, Callable[[Source], Graph | Dialogue]] = {
    "graph": read_flowchart,
    "flowchart": read_flowchart,
    "flowchart-elk": read_flowchart,
    "stateDiagram": read_states,
    "stateDiagram-v2": read_states,
    "sequenceDiagram": read_sequence,
}


def read(text: str) -> Graph | Dialogue:
    """What a Mermaid diagram draws. Raises MermaidError."""
    source = prepared(text)
    kind, at = kind_of(source)
    if kind not in _READERS:
        raise source.error(f"a Mermaid diagram of the kind {kind or '?'!r} is not drawn", at)
    return _READERS[kind](source)
