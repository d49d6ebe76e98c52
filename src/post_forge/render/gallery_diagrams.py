"""The `graph:` and `sequence:` of a gallery sample -> the diagram of its slide.

graph:
  direction: down
  groups: { data: Storage }
  nodes: { app: "App", db: { label: Database, form: cylinder, group: data } }
  links: [{ from: app, to: db, label: "INSERT", line: dashed, head: arrow, tail: none }]
sequence:
  actors: { client: Client, api: API }
  events: [{ from: client, to: api, label: "POST" }, { over: [client, api], text: "both wait" }]
  bands: [{ kind: loop, label: "until it answers", first: 0, last: 0 }]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from post_forge.model import Band, Dialogue, Edge, Graph, Node, Remark, Text

Marked = Callable[[str], Text]
"""Words with their marks -> spans."""


class WrongDiagramError(Exception):
    """A link or an event names something that the diagram does not have."""


def graph_of(value: Mapping[str, Any], marked: Marked) -> Graph:
    """A graph. Raises WrongDiagramError."""
    groups, nodes = list(value.get("groups", {})), dict(value.get("nodes", {}))
    made = []
    for one in nodes.values():
        fields = one if isinstance(one, dict) else {"label": one}
        group = _index(groups, fields["group"], "group") if "group" in fields else -1
        made.append(Node(marked(str(fields.get("label", ""))), fields.get("form", "box"), group))
    edges = tuple(_edge(link, list(nodes), marked) for link in value.get("links", ()))
    titles = tuple(marked(str(title)) for title in value.get("groups", {}).values())
    return Graph(tuple(made), edges, titles, value.get("direction", "down"))


def sequence_of(value: Mapping[str, Any], marked: Marked) -> Dialogue:
    """A sequence. Raises WrongDiagramError."""
    actors = dict(value.get("actors", {}))
    events = tuple(_event(event, list(actors), marked) for event in value.get("events", ()))
    bands = tuple(
        Band(str(band["kind"]), marked(str(band.get("label", ""))), int(band["first"]), int(band["last"]))
        for band in value.get("bands", ())
    )
    return Dialogue(tuple(marked(str(name)) for name in actors.values()), events, bands)


def _event(event: Mapping[str, Any], actors: list[str], marked: Marked) -> Edge | Remark:
    if "over" not in event:
        return _edge(event, actors, marked)
    first, last = (_index(actors, name, "actor") for name in (event["over"][0], event["over"][-1]))
    return Remark(marked(str(event.get("text", ""))), (first, last), event.get("side", "over"))


def _edge(link: Mapping[str, Any], names: list[str], marked: Marked) -> Edge:
    start, end = (_index(names, str(link.get(key)), "node") for key in ("from", "to"))
    label = marked(str(link.get("label", "")))
    return Edge(start, end, label, link.get("line", "solid"), link.get("head", "arrow"), link.get("tail", "none"))


def _index(names: list[str], name: str, what: str) -> int:
    if name not in names:
        raise WrongDiagramError(f"there is no {what} {name!r}; known: {', '.join(names)}")
    return names.index(name)
