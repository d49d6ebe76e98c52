"""`stateDiagram` and `stateDiagram-v2` -> Graph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from post_forge.compose.units.mermaid.source import Source
from post_forge.compose.units.mermaid.words import label
from post_forge.model import Edge, Form, Graph, Node, Text

_ID = r"[\w.-]+?|\[\*\]"
_CLASS = r"(?::::[\w-]+)?"
_MOVE = re.compile(rf"({_ID}){_CLASS}\s*-->\s*({_ID}){_CLASS}\s*(?::\s*(.*))?$")
_NAMED = re.compile(r'state\s+"([^"]*)"\s+as\s+([\w.-]+)$')
_KIND = re.compile(r"state\s+([\w.-]+)\s*(?:<<|\[\[)(\w+)(?:>>|\]\])$")
_SAID = re.compile(rf"([\w.-]+){_CLASS}\s*:\s*(.+)$")
_ALONE = re.compile(rf"(?:state\s+)?([\w.-]+){_CLASS}$")
_NOTE = re.compile(r"note\s+(?:left|right)\s+of\s+([\w.-]+)\s*(?::\s*(.*))?$")
_IGNORED = re.compile(r"(?:classDef|class|style|click|hide|scale|direction\s+\w+$)(?:\s|$).*|direction\s+\w+$")
_DIRECTION = re.compile(r"direction\s+(TB|TD|BT|LR|RL)$")
_DIRECTIONS = {"TB": "down", "TD": "down", "BT": "up", "LR": "right", "RL": "left"}
_KINDS: dict[str, Form] = {"choice": "choice", "start": "start", "end": "end"}


@dataclass(slots=True)
class _States:
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[tuple[str, str, Edge]] = field(default_factory=list)
    direction: str = "down"

    def state(self, key: str, ending: bool = False) -> str:
        """The node of a state; `[*]` is the start where a move begins and the end where one ends."""
        if key == "[*]":
            key = "[*] end" if ending else "[*]"
            self.nodes.setdefault(key, Node(Text(), "end" if ending else "start"))
        else:
            self.nodes.setdefault(key, Node(label(key), "round"))
        return key

    def say(self, key: str, words: Text) -> None:
        """What a state says; a second line is written below the first."""
        before = self.nodes.get(key)
        first = before is None or str(before.label) == key
        said = (
            words
            if first or before is None
            else Text((*before.label.spans, *label("<br>").spans, *_below(words).spans))
        )
        self.nodes[key] = replace(before, label=said) if before else Node(said, "round")


def _below(words: Text) -> Text:
    first, *rest = words.spans
    return Text((replace(first, text="\n" + first.text), *rest))


def read_states(source: Source) -> Graph:
    """Raises MermaidError at what cannot be read or is not drawn (composite and concurrent states)."""
    states = _States()
    at = source.text.index("stateDiagram")
    lines = iter(_lines(source, source.text.index("\n", at) if "\n" in source.text[at:] else len(source.text)))
    for start, line in lines:
        found = _NOTE.match(line)
        if found and found[2] is None:
            words = []
            for _, inner in lines:
                if inner == "end note":
                    break
                words.append(inner)
            _note(states, found[1], "\n".join(words))
        elif found:
            _note(states, found[1], found[2])
        else:
            _statement(states, source, start, line)
    keys = {key: number for number, key in enumerate(states.nodes)}
    edges = tuple(replace(edge, start=keys[one], end=keys[other]) for one, other, edge in states.edges)
    return Graph(tuple(states.nodes.values()), edges, direction=states.direction)  # type: ignore[arg-type]


def _lines(source: Source, at: int) -> list[tuple[int, str]]:
    found = []
    for line in source.text[at:].split("\n"):
        if line.strip():
            found.append((at + len(line) - len(line.lstrip()), line.strip().rstrip(";").strip()))
        at += len(line) + 1
    return found


def _statement(states: _States, source: Source, at: int, line: str) -> None:
    if found := _DIRECTION.match(line):
        states.direction = _DIRECTIONS[found[1]]
    elif _IGNORED.match(line):
        return
    elif line.endswith("{") or line in ("}", "--"):
        raise source.error("states inside states, and states at the same time, are not drawn", at)
    elif found := _MOVE.match(line):
        start, end = states.state(found[1]), states.state(found[2], ending=True)
        states.edges.append((start, end, Edge(0, 0, label(found[3] or ""))))
    elif found := _NAMED.match(line):
        states.nodes[found[2]] = Node(label(found[1]), "round")
    elif found := _KIND.match(line):
        if found[2] not in _KINDS:
            raise source.error(f"a state of the kind {found[2]!r} is not drawn", at)
        states.nodes[found[1]] = Node(label(found[1]), _KINDS[found[2]])
    elif found := _SAID.match(line):
        states.say(found[1], label(found[2]))
    elif found := _ALONE.match(line):
        states.state(found[1])
    else:
        raise source.error(f"{line[:24]!r} is not understood here", at)


def _note(states: _States, key: str, words: str) -> None:
    states.state(key)
    name = f"note {len(states.nodes)}"
    states.nodes[name] = Node(label(words), "note")
    states.edges.append((key, name, Edge(0, 0, line="dashed", head="none")))
