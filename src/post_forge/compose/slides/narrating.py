"""A diagram in words, for those who listen: who leads to whom, and with which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from post_forge.model import Dialogue, Edge, Graph, Text


def told(diagram: Graph | Dialogue, words: Mapping[str, str]) -> str:
    """ "Diagram: Client to Gateway: POST /pay; Gateway to Service" in the words of a language."""
    said = _graph(diagram, words["edge"]) if isinstance(diagram, Graph) else _dialogue(diagram, words["edge"])
    return f"{words['diagram']}: " + "; ".join(said)


def _graph(graph: Graph, way: str) -> Iterator[str]:
    names = [_plain(node.label) or {"start": "●", "end": "◉"}.get(node.form, "") for node in graph.nodes]
    joined = {end for edge in graph.edges for end in (edge.start, edge.end)}
    for group, title in enumerate(graph.groups):
        inside = [name for name, node in zip(names, graph.nodes, strict=True) if node.group == group]
        yield f"{_plain(title)} ({', '.join(inside)})"
    for edge in graph.edges:
        start, end = ("" if group < 0 else _plain(graph.groups[group]) for group in edge.groups)
        yield _edge(edge, start or names[edge.start], end or names[edge.end], way)
    yield from (name for at, name in enumerate(names) if at not in joined and graph.nodes[at].group < 0)


def _dialogue(dialogue: Dialogue, way: str) -> Iterator[str]:
    names = [_plain(actor) for actor in dialogue.actors]
    for number, event in enumerate(dialogue.events):
        yield from (f"{band.kind} {_plain(band.label)}".strip() for band in dialogue.bands if band.first == number)
        if isinstance(event, Edge):
            yield _edge(event, names[event.start], names[event.end], way)
        else:
            first, last = event.actors
            yield f"{names[first]}{f', {names[last]}' if last != first else ''}: {_plain(event.text)}"


def _edge(edge: Edge, start: str, end: str, way: str) -> str:
    said = way.format(a=start, b=end)
    return f"{said}: {_plain(edge.label)}" if edge.label else said


def _plain(text: Text) -> str:
    return str(text).replace("\n", " ")


def labels(diagram: Graph | Dialogue) -> Iterator[Text]:
    """Every text of a diagram in reading order."""
    if isinstance(diagram, Graph):
        yield from diagram.groups
        for at, node in enumerate(diagram.nodes):
            if node.label:
                yield node.label
            yield from (edge.label for edge in diagram.edges if edge.start == at and edge.label)
        return
    yield from diagram.actors
    for number, event in enumerate(diagram.events):
        yield from (band.label for band in diagram.bands if band.first == number and band.label)
        text = event.label if isinstance(event, Edge) else event.text
        if text:
            yield text
