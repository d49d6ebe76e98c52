"""Text with arrows (client -> gateway -> service) -> Graph, if it is nothing but chains."""

from __future__ import annotations

import re

from post_forge.model import Edge, Graph, Node, plain

LEAST, MOST = 3, 9
"""Boxes that make a diagram worth drawing, and that a slide holds."""

_LONGEST_STEP, _LONGEST_WORDS = 60, 30
_ARROW = re.compile(
    r"\s*(?:(?P<both><-{1,}>|<=+>|↔|⇄|⇆|⟷)|-{2,}\s*\[?(?P<words>[^-<>→\[\]|]{1,30}?)\]?\s*-{1,}>|─{1,}\s*(?P<more>[^─<>→|]{1,30}?)"
    r"\s*─{1,}[>►▶→]|(?:-{1,}|=+|─{1,})[>►▶]|→|⇒|⟶|►|▶|➔|➜|➝)\s*"
)
_DOWN = frozenset({"↓", "|", "▼", "v", "V", "⬇", "⇓", "│"})
_LEFT_OVER = re.compile(r"[─-╿▀-▟►▶◄◀▼▲→←↑↓↔⇒⇐⇔`|{};]|--+|==+|<-|\\n")
_WRAPPED = re.compile(r"[\[(<](.+)[\])>]")


def chained(text: str) -> Graph | None:
    """The graph of one or more lines of arrows, or of steps below each other; None where anything else stands there."""
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    if len(lines) > 2 and len(lines) % 2 and all(line in _DOWN for line in lines[1::2]):
        return _graph([[(step, "", False) for step in lines[::2]]])
    joined: list[str] = []
    for line in lines:
        if joined and _ARROW.match(line):
            joined[-1] += " " + line
        else:
            joined.append(line)
    chains = [_chain(line) for line in joined]
    return _graph(chains) if chains and all(len(chain) > 1 for chain in chains) else None


def one_line(text: str) -> str:
    """A chain that stands on one line, as running text ("A → B → C"); "" for anything else."""
    if "\n" in text.strip() or chained(text) is None:
        return ""
    steps = _chain(text.strip())
    plain = all(not words and not both for _, words, both in steps)
    return " → ".join(_bare(step) for step, _, _ in steps) if plain else ""


Step = tuple[str, str, bool]
"""What a step says, the words on the arrow to the next, and whether that goes both ways."""


def _chain(line: str) -> list[Step]:
    steps: list[Step] = []
    at = 0
    for found in _ARROW.finditer(line):
        steps.append((line[at : found.start()], (found["words"] or found["more"] or "").strip(), bool(found["both"])))
        at = found.end()
    return [*steps, (line[at:], "", False)]


def _graph(chains: list[list[Step]]) -> Graph | None:
    names: dict[str, int] = {}
    edges: list[Edge] = []
    for chain in chains:
        said = [_bare(step[0]) for step in chain]
        if any(not _is_step(words) for words in said):
            return None
        places = [names.setdefault(words, len(names)) for words in said]
        for at, (_, words, both) in enumerate(chain[:-1]):
            edge = Edge(places[at], places[at + 1], plain(words), tail="arrow" if both else "none")
            if edge not in edges:
                edges.append(edge)
    if not LEAST <= len(names) <= MOST:
        return None
    nodes = tuple(Node(plain(words)) for words in names)
    return Graph(nodes, tuple(edges), direction="right")


def _bare(step: str) -> str:
    words = " ".join(step.split())
    found = _WRAPPED.fullmatch(words)
    return found[1].strip() if found else words


def _is_step(words: str) -> bool:
    if not 0 < len(words) <= _LONGEST_STEP or _LEFT_OVER.search(words):
        return False
    return any(character.isalnum() for character in words)
