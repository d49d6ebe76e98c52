"""`sequenceDiagram` -> Dialogue."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from post_forge.compose.units.mermaid.source import Source
from post_forge.compose.units.mermaid.words import label
from post_forge.model import Band, Dialogue, Edge, Remark, Text, Tip

_ACTOR = re.compile(r"(?:create\s+)?(?:participant|actor)\s+(.+?)(?:\s+as\s+(.+))?$")
_MESSAGE = re.compile(
    r"(?P<start>[^:\n]+?)\s*(?P<tail><<)?(?P<dashes>--?)(?P<head>>>|>|x|\))\s*(?P<end>[+-]?[^:\n]+?)\s*(?::\s*(?P<words>.*))?$"
)
_NOTE = re.compile(r"note\s+(over|left of|right of)\s+([^:,]+?)(?:\s*,\s*([^:]+?))?\s*:\s*(.*)$", re.IGNORECASE)
_OPEN = re.compile(r"(loop|alt|opt|par|critical|break|rect)\b\s*(.*)$")
_NEXT = re.compile(r"(else|and|option)\b\s*(.*)$")
_IGNORED = re.compile(r"(?:autonumber|activate|deactivate|links?|properties|details)\b.*|destroy\s.*")
_TITLE = re.compile(r"title\b\s*:?\s*(.*)$")
_HEADS: dict[str, Tip] = {">>": "arrow", ">": "none", "x": "cross", ")": "arrow"}


@dataclass(slots=True)
class _Open:
    kind: str
    label: Text
    first: int
    at: int


@dataclass(slots=True)
class _Talk:
    names: dict[str, Text] = field(default_factory=dict)
    events: list[Edge | Remark] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def actor(self, key: str) -> int:
        key = " ".join(key.split())
        self.names.setdefault(key, label(key))
        return list(self.names).index(key)

    def close(self) -> None:
        """The innermost open frame ends here; what holds nothing is not drawn."""
        one = self.open[-1]
        if one.first < len(self.events) and one.kind != "rect":
            self.bands.append(Band(one.kind, one.label, one.first, len(self.events) - 1))


def read_sequence(source: Source) -> Dialogue:
    """Raises MermaidError at what cannot be read or is not drawn (boxes around actors)."""
    talk = _Talk()
    at = source.text.index("sequenceDiagram") + len("sequenceDiagram")
    for line in re.split(r"\n|;(?=\s)", source.text[at:]):
        words = line.strip().rstrip(";").strip()
        if words:
            _statement(talk, source, source.text.find(line, at) + len(line) - len(line.lstrip()), words)
        at = source.text.find(line, at) + len(line)
    if talk.open:
        raise source.error(f"{talk.open[-1].kind!r} has no `end`", talk.open[-1].at)
    return Dialogue(tuple(talk.names.values()), tuple(talk.events), tuple(talk.bands))


def _statement(talk: _Talk, source: Source, at: int, line: str) -> None:
    if _IGNORED.fullmatch(line) or _TITLE.match(line):
        return
    if found := _ACTOR.match(line):
        key = " ".join(found[1].split("@{")[0].split())
        talk.names[key] = label(found[2] or key)
    elif found := _NOTE.match(line):
        first = talk.actor(found[2])
        last = talk.actor(found[3]) if found[3] else first
        side = found[1].lower().split()[0]
        talk.events.append(Remark(label(found[4]), (min(first, last), max(first, last)), side))  # type: ignore[arg-type]
    elif re.match(r"box\b", line):
        raise source.error("boxes around participants are not drawn", at)
    elif found := _OPEN.match(line):
        talk.open.append(_Open(found[1], label(found[2]), len(talk.events), at))
    elif found := _NEXT.match(line):
        _next(talk, source, at, found)
    elif line == "end":
        if not talk.open:
            raise source.error("an `end` without a beginning", at)
        talk.close()
        talk.open.pop()
    elif found := _MESSAGE.match(line):
        talk.events.append(_message(talk, found))
    else:
        raise source.error(f"{line[:24]!r} is not understood here", at)


def _next(talk: _Talk, source: Source, at: int, found: re.Match[str]) -> None:
    """`else`, `and`, `option`: another way inside the frame that is open."""
    if not talk.open:
        raise source.error(f"{found[1]!r} stands in no frame", at)
    talk.close()
    talk.open[-1] = _Open(found[1], label(found[2]), len(talk.events), at)


def _message(talk: _Talk, found: re.Match[str]) -> Edge:
    start, end = talk.actor(found["start"]), talk.actor(found["end"].lstrip("+-").strip())
    line = "dashed" if found["dashes"] == "--" else "solid"
    tail: Tip = "arrow" if found["tail"] else "none"
    return Edge(start, end, label(found["words"] or ""), line, _HEADS[found["head"]], tail)  # type: ignore[arg-type]
