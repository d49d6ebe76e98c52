"""Tell diagrams from code, and read what they draw: Mermaid, chains of arrows, drawings made of characters."""

from __future__ import annotations

import re

from post_forge.compose.language import spans
from post_forge.compose.language.words import word_set
from post_forge.compose.units.arrows import chained
from post_forge.compose.units.mermaid import MermaidError, is_mermaid, read
from post_forge.errors import Source
from post_forge.model import Code, Dialogue, Graph

COLUMNS, LINES = 53, 22
"""What a diagram slide holds in monospace of 28 px, once the margin that all lines share is taken off."""

MOST_BOXES, MOST_LINES_DRAWN = 10, 14
MOST_ACTORS, MOST_EVENTS = 5, 12
"""What is tried at all; whether it fits is for the slide to say."""

_DRAWN = re.compile(r"[─-╿▀-▟►▶◄◀▼▲→←↑↓↔⇒⇐⇔↘↗↙↖]|--+>|<--+|==+>|-+\+-+|\+-+\+|\|\s{3,}\|")
_TEXTUAL = frozenset({"", "text", "txt", "plain", "plaintext", "ascii", "diagram", "none", "nohighlight"})
MERMAID = frozenset({"mermaid", "mmd"})
_OTHERS = word_set(
    """dot graphviz gv neato plantuml puml uml salt d2 ditaa svgbob bob nomnoml blockdiag seqdiag actdiag nwdiag
    packetdiag rackdiag pikchr wavedrom vega vega-lite vegalite bytefield structurizr erd mscgen msc excalidraw
    markmap kroki tikz asy asymptote flowchart.js js-sequence sequence-diagram wireviz symbolator bpmn umlet"""
)
_OTHER_TEXT = re.compile(r"\s*(?:@start\w+|(?:strict\s+)?(?:di)?graph\s*[\w\"]*\s*\{)")


class UndrawnError(Exception):
    """A diagram that no slide can show: why, and where in the note."""

    def __init__(self, why: str, source: Source) -> None:
        super().__init__(why)
        self.why, self.source = why, source


def figure(code: Code) -> Graph | Dialogue | None:
    """What a fence draws; None where it is code, or a drawing that is shown as it stands.

    Raises UndrawnError for a diagram that cannot be drawn: its source is never shown.
    """
    if code.lang in MERMAID or (code.lang in _TEXTUAL and is_mermaid(code.text)):
        return _sized(_mermaid(code), code)
    if code.lang in _OTHERS or (code.lang in _TEXTUAL and _OTHER_TEXT.match(code.text)):
        raise UndrawnError(f"a diagram in {code.lang or 'another language'!r} is not drawn", code.source)
    if code.lang not in _TEXTUAL:
        return None
    return chained(code.text)


def _mermaid(code: Code) -> Graph | Dialogue:
    try:
        return read(code.text)
    except MermaidError as error:
        line = code.source.line + error.line if code.source.line else 0
        raise UndrawnError(error.message, Source(code.source.path, line, error.column)) from None


def _sized(found: Graph | Dialogue, code: Code) -> Graph | Dialogue:
    """The diagram, if it is one that a slide may hold."""
    if isinstance(found, Graph):
        counts = ((len(found.nodes), MOST_BOXES, "boxes"), (len(found.edges), MOST_LINES_DRAWN, "lines"))
    else:
        counts = ((len(found.actors), MOST_ACTORS, "participants"), (len(found.events), MOST_EVENTS, "messages"))
    for count, most, what in counts:
        if count > most:
            raise UndrawnError(f"it has {count} {what}, and a slide holds {most}", code.source)
    if not counts[0][0] or (isinstance(found, Dialogue) and not found.events):
        raise UndrawnError("it draws nothing", code.source)
    return found


def is_diagram(code: Code) -> bool:
    """A fence without a language that holds arrows or boxes."""
    return code.lang in _TEXTUAL and bool(_DRAWN.search(code.text))


def trimmed(code: str) -> str:
    """A drawing without empty lines around it, and without the blanks that all its lines begin with."""
    lines = [line.rstrip() for line in code.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line), default=0)
    return "\n".join(line[margin:] for line in lines)


def fits(code: Code) -> bool:
    """Can it be shown as it stands?"""
    lines = trimmed(code.text).split("\n")
    return len(lines) <= LINES and max(map(spans.width, lines)) <= COLUMNS


def focus(found: Graph | Dialogue) -> int:
    """The box that a graph leads to: the only one that nothing leaves but what goes back; -1 for none."""
    if not isinstance(found, Graph) or any(node.form in ("start", "end") for node in found.nodes):
        return -1
    leading = [edge for number, edge in enumerate(found.edges) if number not in _back(found)]
    last = [at for at in range(len(found.nodes)) if all(edge.start != at for edge in leading)]
    plain = [at for at in last if found.nodes[at].form != "note" and any(edge.end == at for edge in leading)]
    return plain[0] if len(plain) == 1 == len(last) else -1


def _back(graph: Graph) -> set[int]:
    """The lines that close a circle, seen from the first box on."""
    found: set[int] = set()
    state: dict[int, int] = {}

    def visit(box: int) -> None:
        state[box] = 1
        for number, edge in enumerate(graph.edges):
            if edge.start == box and state.get(edge.end) == 1:
                found.add(number)
            elif edge.start == box and edge.end not in state:
                visit(edge.end)
        state[box] = 2

    for box in range(len(graph.nodes)):
        if box not in state:
            visit(box)
    return found
