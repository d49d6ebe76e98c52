"""`graph LR` and `flowchart TD` -> Graph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import cast

from post_forge.compose.units.mermaid.source import Source
from post_forge.compose.units.mermaid.words import label
from post_forge.model import Edge, Form, Graph, LineStyle, Node, Text, Tip

_DIRECTIONS = {"TB": "down", "TD": "down", "BT": "up", "LR": "right", "RL": "left"}
_FORMS: tuple[tuple[str, tuple[str, ...], Form], ...] = (
    ("(((", (")))",), "circle"),
    ("([", ("])",), "pill"),
    ("((", ("))",), "circle"),
    ("[[", ("]]",), "double"),
    ("[(", (")]",), "cylinder"),
    ("[/", ("/]", "\\]"), "slanted"),
    ("[\\", ("\\]", "/]"), "slanted"),
    ("{{", ("}}",), "hexagon"),
    ("[", ("]",), "box"),
    ("(", (")",), "round"),
    ("{", ("}",), "choice"),
    (">", ("]",), "flag"),
)
_NAMED: dict[str, Form] = {
    **dict.fromkeys(("rounded", "event"), "round"),
    **dict.fromkeys(("stadium", "terminal", "pill"), "pill"),
    **dict.fromkeys(("circle", "circ", "dbl-circ", "double-circle"), "circle"),
    **dict.fromkeys(("diam", "decision", "diamond", "question"), "choice"),
    **dict.fromkeys(("hex", "hexagon", "prepare"), "hexagon"),
    **dict.fromkeys(("cyl", "cylinder", "database", "db", "das", "lin-cyl", "disk"), "cylinder"),
    **dict.fromkeys(("subproc", "subprocess", "subroutine", "fr-rect", "framed-rectangle"), "double"),
    **dict.fromkeys(("lean-r", "lean-l", "trap-b", "trap-t", "in-out", "out-in", "manual", "priority"), "slanted"),
    "odd": "flag",
}
_ID = re.compile(r"(?:\w|[./#$+*!?'\\]|-(?=[^\W_])|[=:,](?=\w))+")
_IGNORED = re.compile(r"(?:style|classDef|class|linkStyle|click|direction)\b[^\n;]*")
_SUBGRAPH = re.compile(r"subgraph\b[ \t]*([^\n]*)")
_NAMED_GROUP = re.compile(r"([\w.-]+)[ \t]*(?:\[(.*)\]|\((.*)\))[ \t]*;?[ \t]*$")
_LINK = re.compile(
    r"(?P<tail><|(?<=[\s)\]}])[xo](?=[-=]))?(?:(?P<solid>-{2,}(?P<one>[>xo-]))|(?P<dashed>-\.+-(?P<two>[>xo](?![\w])|>)?)"
    r"|(?P<thick>={2,}(?P<three>[>xo=]))|(?P<hidden>~{3,}))"
)
_WORDS = re.compile(
    r"(?P<tail><|(?<=[\s)\]}])[xo](?=[-=]))?"
    r"(?:--[ \t]*(?P<one>[^\n\->|][^\n]*?)[ \t]*-{2,}(?P<a>[>xo-])"
    r"|-\.[ \t]*(?P<two>[^\n\-.][^\n]*?)[ \t]*\.+-(?P<b>[>xo])?"
    r"|==[ \t]*(?P<three>[^\n=>][^\n]*?)[ \t]*={2,}(?P<c>[>xo=]))"
)
_BAR = re.compile(r"[ \t]*\|(?:[ \t]*\"([^\"]*)\"[ \t]*|([^|]*))\|")
_ATTRIBUTES = re.compile(r"@\{([^}]*)\}")
_ATTRIBUTE = re.compile(r"(\w+)\s*:\s*(\"[^\"]*\"|[^,\n]+)")
_CLASS = re.compile(r":::[\w-]+(?:,[\w-]+)*")
_BLANK = re.compile(r"[ \t]*")
_NOTHING = re.compile(r"[\s;]*")
_TIPS: dict[str, Tip] = {">": "arrow", "<": "arrow", "x": "cross", "o": "circle"}


@dataclass(slots=True)
class _Link:
    line: LineStyle
    tail: Tip
    head: Tip
    label: Text
    hidden: bool = False


@dataclass(slots=True)
class _Reader:
    """Reads statements one after another; `groups` holds the open subgraphs' keys."""

    source: Source
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[tuple[str, str, _Link]] = field(default_factory=list)
    titles: dict[str, Text] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    at: int = 0

    # ---- statements

    def statements(self) -> None:
        text = self.source.text
        while True:
            self.skip(_NOTHING)
            if self.at >= len(text):
                break
            self.statement()
        if self.open:
            raise self.source.error("a subgraph has no `end`", len(text))

    def statement(self) -> None:
        text, at = self.source.text, self.at
        if found := _SUBGRAPH.match(text, at):
            self.subgraph(found)
        elif re.compile(r"end\b(?![\w-])").match(text, at) and self.open:
            self.open.pop()
            self.at += 3
        elif found := _IGNORED.match(text, at):
            self.at = found.end()
        else:
            self.chain()
            rest = _BLANK.match(text, self.at)
            self.at = rest.end() if rest else self.at
            if self.at < len(text) and text[self.at] not in "\n;":
                raise self.source.error(f"{self.source.words(self.at)!r} is not understood here", self.at)

    def subgraph(self, found: re.Match[str]) -> None:
        if self.open:
            raise self.source.error("subgraphs inside subgraphs are not drawn", found.start())
        written = found[1].strip().rstrip(";").strip()
        named = _NAMED_GROUP.match(written)
        key = named[1] if named else written.strip('"') or f"subgraph {len(self.titles)}"
        title = (named[2] or named[3] or "") if named else written
        self.titles[key] = label(title)
        self.open.append(key)
        self.at = found.end()

    def chain(self) -> None:
        """Nodes and the links between them: `A & B --> C --> D`."""
        before = self.together()
        while True:
            self.skip(_BLANK)
            link = self.link()
            if link is None:
                return
            self.skip(_NOTHING)
            after = self.together()
            self.edges += [(start, end, link) for start in before for end in after]
            before = after

    def together(self) -> list[str]:
        keys = [self.node()]
        while True:
            mark = self.at
            self.skip(_BLANK)
            if self.source.text[self.at : self.at + 1] != "&":
                self.at = mark
                return keys
            self.at += 1
            self.skip(_NOTHING)
            keys.append(self.node())

    # ---- nodes

    def node(self) -> str:
        found = _ID.match(self.source.text, self.at)
        if not found:
            raise self.source.error(f"a node was expected, not {self.source.words(self.at)!r}", self.at)
        key = found[0]
        self.at = found.end()
        node = self.nodes.get(key)
        drawn = self.shaped() or self.attributes()
        if drawn:
            self.nodes[key] = drawn
        elif node is None:
            self.nodes[key] = Node(label(key))
        if styled := _CLASS.match(self.source.text, self.at):
            self.at = styled.end()
        if self.open:
            self.members.setdefault(key, self.open[-1])
        return key

    def shaped(self) -> Node | None:
        """`["text"]` and its like right behind the name."""
        text, at = self.source.text, self.at
        for opener, closers, form in _FORMS:
            if not text.startswith(opener, at):
                continue
            start = at + len(opener)
            quoted = re.compile(r'\s*"([^"]*)"\s*').match(text, start)
            begin = quoted.end() if quoted else start
            ends = [(text.find(closer, begin), len(closer)) for closer in closers]
            end, size = min((one for one in ends if one[0] >= 0), default=(-1, 0))
            if end < 0 or (quoted and end != begin):
                if opener != _FORMS[-1][0] and any(
                    other.startswith(opener[:1]) and other != opener for other, _, _ in _FORMS
                ):
                    continue
                raise self.source.error(f"the box that opens with {opener!r} is not closed", at)
            self.at = end + size
            return Node(label(quoted[1] if quoted else text[start:end]), form)
        if text[at : at + 1] in tuple("([{"):
            raise self.source.error(f"the box that opens with {text[at]!r} is not closed", at)
        return None

    def attributes(self) -> Node | None:
        """`@{ shape: diam, label: "text" }`."""
        found = _ATTRIBUTES.match(self.source.text, self.at)
        if not found:
            return None
        given = {name: value.strip() for name, value in _ATTRIBUTE.findall(found[1])}
        self.at = found.end()
        if "img" in given or "icon" in given:
            raise self.source.error("pictures and icons in a node are not drawn", found.start())
        form = _NAMED.get(given.get("shape", "").strip('"'), "box")
        return Node(label(given["label"]), form) if "label" in given else Node(Text(), form)

    # ---- links

    def link(self) -> _Link | None:
        text = self.source.text
        found = _LINK.match(text, self.at)
        if found:
            self.at = found.end()
            line = next(name for name in ("solid", "dashed", "thick", "hidden") if found[name])
            head = _TIPS.get(found["one"] or found["two"] or found["three"] or "", "none")
            return self.linked(line, found["tail"], head, self.bar())
        found = _WORDS.match(text, self.at)
        if found:
            self.at = found.end()
            kinds = (("solid", "one", "a"), ("dashed", "two", "b"), ("thick", "three", "c"))
            line, words, tip = next(kind for kind in kinds if found[kind[1]])
            return self.linked(line, found["tail"], _TIPS.get(found[tip] or "", "none"), label(found[words]))
        return None

    def linked(self, line: str, tail: str | None, head: Tip, words: Text) -> _Link:
        style = cast("LineStyle", line if line != "hidden" else "solid")
        return _Link(style, _TIPS.get(tail or "", "none"), head, words, line == "hidden")

    def bar(self) -> Text:
        found = _BAR.match(self.source.text, self.at)
        if not found:
            return Text()
        self.at = found.end()
        return label(found[1] or found[2] or "")

    def skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.source.text, self.at)
        self.at = found.end() if found else self.at


_HEAD = re.compile(r"\s*(?:graph|flowchart(?:-elk)?)(?:[ \t]+(TB|TD|BT|RL|LR|[><^v]))?[ \t]*(?=[\n;]|$)")


def read_flowchart(source: Source) -> Graph:
    """Raises MermaidError at what cannot be read."""
    head = _HEAD.match(source.text)
    if not head:
        raise source.error(f"{source.words(0)!r} names no direction: TD, TB, BT, LR or RL", 0)
    reader = _Reader(source, at=head.end())
    reader.statements()
    graph = _joined(reader)
    return replace(graph, direction=_DIRECTIONS.get(head[1] or "TD", "down"))  # type: ignore[arg-type]


def _joined(reader: _Reader) -> Graph:
    """The graph with numbers for names; a line to a subgraph ends at the subgraph's first or last box."""
    groups = [key for key in reader.titles if key in reader.members.values()]
    for key in reader.titles:
        if key not in groups:  # an empty subgraph is a box
            reader.nodes[key] = Node(reader.titles[key])
    keys = [key for key in reader.nodes if key not in groups]
    number = {key: at for at, key in enumerate(keys)}
    inside = {group: [number[key] for key in keys if reader.members.get(key) == group] for group in groups}
    nodes = [
        replace(reader.nodes[key], group=groups.index(reader.members[key]) if key in reader.members else -1)
        for key in keys
    ]
    nodes = [node if node.label else replace(node, label=label(key)) for node, key in zip(nodes, keys, strict=True)]
    edges = []
    for start, end, link in reader.edges:
        if link.hidden:
            continue
        begins = groups.index(start) if start in groups else -1
        ends = groups.index(end) if end in groups else -1
        edges.append(
            Edge(
                inside[start][-1] if begins >= 0 else number[start],
                inside[end][0] if ends >= 0 else number[end],
                link.label,
                link.line,
                link.head,
                link.tail,
                (begins, ends),
            )
        )
    return Graph(tuple(nodes), tuple(edges), tuple(reader.titles[group] for group in groups))
