"""Tell drawings made of characters from code, and read a plain chain (A -> B -> C) out of either."""

from __future__ import annotations

import re
from itertools import pairwise

from post_forge.compose import spans
from post_forge.model import Code

COLUMNS, LINES = 50, 22
"""What a diagram slide holds in monospace of 28 px."""

_DRAWN = re.compile(r"[─-╿▀-▟►▶◄◀▼▲→←↑↓↔⇒⇐⇔↘↗↙↖]|--+>|<--+|==+>|-+\+-+|\+-+\+|\|\s{3,}\|")
_ARROW = re.compile(r"\s*(?:-{1,}>|→|⇒|=+>|⟶|►|▶)\s*")
_TEXTUAL = frozenset({"", "text", "txt", "plain", "plaintext", "ascii", "diagram", "none", "nohighlight"})
_FLOW = re.compile(r"^(?:graph|flowchart)\s+\w+", re.IGNORECASE)
_NODE = re.compile(
    r"^([\w.-]+)\s*(?:\[\[?\"?(.*?)\"?\]?\]|\(\(?\[?\"?(.*?)\"?\]?\)?\)|\{\"?(.*?)\"?\})?\s*(?::::?\w+)?$"
)
_LINK = re.compile(r"\s*(?:-->|---|-\.->|==>)(?:\|[^|]*\|)?\s*|\s*--\s+[^->]+\s+-->\s*")
_LONGEST_STEP = 60


def is_diagram(code: Code) -> bool:
    """A fence without a language that holds arrows or boxes."""
    return code.lang in _TEXTUAL and bool(_DRAWN.search(code.text))


def fits(code: Code) -> bool:
    """Can it be shown as it stands?"""
    lines = code.text.split("\n")
    return len(lines) <= LINES and max(map(spans.width, lines)) <= COLUMNS


def chain(code: Code) -> tuple[str, ...]:
    """The 3-6 steps of a one-line chain or of a mermaid flowchart that is one; () if it is none."""
    if code.lang == "mermaid":
        return _short(_mermaid_chain(code.text))
    if code.lang not in _TEXTUAL:
        return ()
    text = code.text.strip()
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) == 1:
        return _short(tuple(step.strip() for step in _ARROW.split(lines[0])))
    if len(lines) > 2 and all(line in {"↓", "|", "▼", "v", "⬇"} for line in lines[1::2]):
        return _short(tuple(lines[::2]))
    return ()


def _short(steps: tuple[str, ...]) -> tuple[str, ...]:
    fine = 3 <= len(steps) <= 6 and all(1 < len(step) <= _LONGEST_STEP and not _DRAWN.search(step) for step in steps)
    return steps if fine and not any("`" in step or "|" in step for step in steps) else ()


def _mermaid_chain(source: str) -> tuple[str, ...]:
    """A flowchart whose nodes follow one another, each with one way on."""
    lines = [line.strip().rstrip(";") for line in source.strip().split("\n")]
    lines = [line for line in lines if line and not line.startswith("%%")]
    if not lines or not _FLOW.match(lines[0]):
        return ()
    names: dict[str, str] = {}
    after: dict[str, str] = {}
    for line in lines[1:]:
        if line.startswith(("style ", "classDef ", "class ", "linkStyle ")):
            continue
        nodes = [_NODE.match(piece.strip()) for piece in _LINK.split(line)]
        if any(node is None for node in nodes):
            return ()
        keys = []
        for node in nodes:
            assert node is not None
            key = node.group(1)
            label = next((group for group in node.groups()[1:] if group), "")
            names[key] = _label(label) or names.get(key, key)
            keys.append(key)
        for left, right in pairwise(keys):
            if after.setdefault(left, right) != right:
                return ()
    return _walk(names, after)


def _label(label: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<br\s*/?>|\\n", " ", label)).strip()


def _walk(names: dict[str, str], after: dict[str, str]) -> tuple[str, ...]:
    firsts = [key for key in names if key not in after.values()]
    if len(firsts) != 1 or len(set(after.values())) != len(after):
        return ()
    steps, key = [], firsts[0]
    while key:
        steps.append(names[key])
        key = after.get(key, "")
    return tuple(steps) if len(steps) == len(names) else ()
