"""YAML text -> plain values, with the place of each: what the author wrote, not what YAML 1.1 makes of it.

Scalars follow the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema): `no`, `12:30`, `4:5`,
`2024-05-01`, `0777` and `1_000` stay what they are. A key that stands twice, a tag that would make an object, an alias
that repeats more than `MOST_NODES` values and nesting beyond `DEEPEST` are problems with a place, never a crash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from post_forge.errors import ContentError, Problem, Source

DEEPEST = 40
MOST_NODES = 50_000

Place = tuple[str | int, ...]

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INTEGER = re.compile(r"[-+]?[0-9]{1,300}")
_OCTAL = re.compile(r"0o[0-7]{1,300}")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]{1,300}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,5})?")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAN = frozenset({".nan", ".NaN", ".NAN"})

_CORE = "tag:yaml.org,2002:"
_HINTS = (
    ("mapping values are not allowed", "a value that holds a colon and a space goes in quotes"),
    ("cannot start any token", "a value that begins with @, `, % or a tab goes in quotes; indent with spaces"),
    ("could not find expected ':'", "a key is followed by a colon and a space"),
    ("while scanning a quoted scalar", "close the quote, or put the whole value in the other kind of quotes"),
    ("expected ',' or ']'", "close the list with ]"),
    ("expected ',' or '}'", "close the map with }, or put the value in quotes"),
    ("expected <block end>", "keys of one map begin in the same column"),
    ("undefined alias", "a value that begins with * goes in quotes"),
    ("while scanning an alias", "a value that begins with * goes in quotes"),
    ("while scanning an anchor", "a value that begins with & goes in quotes"),
    ("control characters are not allowed", "remove the invisible character"),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A value and where its parts stand.

    The three maps have a key path as key: `("channels", "mastodon", "url")`, a number for the place in a list, `()` for
    the whole. `positions` gives the place of the value, `keys` that of its key, `written` the scalar as written.
    """

    value: Any
    positions: Mapping[Place, Source] = field(default_factory=dict)
    keys: Mapping[Place, Source] = field(default_factory=dict)
    written: Mapping[Place, str] = field(default_factory=dict)

    def where(self, *place: str | int) -> Source | None:
        """The nearest known position: of the key path, else of what encloses it."""
        for length in range(len(place), -1, -1):
            if found := self.keys.get(place[:length]) or self.positions.get(place[:length]):
                return found
        return None


def load(text: str, path: str, first_line: int = 1) -> Loaded:
    """Read one YAML document; an empty one is `None`.

    `first_line` is the line of the file that `text` begins at. Raises ContentError with every problem found.
    """
    loaded, problems = scan(text, path, first_line)
    if problems or loaded is None:
        raise ContentError(*problems)
    return loaded


def scan(text: str, path: str, first_line: int = 1) -> tuple[Loaded | None, tuple[Problem, ...]]:
    """As `load`, but what can be used comes back beside the problems: of two equal keys the first, of a map that
    breaks off the keys before the break.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(text, path, first_line)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except _Stop:
        return builder.partly(), tuple(builder.problems)
    except yaml.YAMLError as error:
        return builder.partly(), (*builder.problems, _syntax(error, text, path, first_line))
    return builder.loaded(), tuple(builder.problems)


class _Stop(Exception):  # noqa: N818 - a way out of the loop, not an error that anyone sees
    """The document is refused as a whole; the problem is already noted."""


@dataclass(slots=True)
class _Open:
    """A list or map that is being read. `size` counts the values in it, those behind aliases too."""

    value: list[Any] | dict[str, Any]
    place: Place
    anchor: str | None
    size: int = 1
    key: str = ""
    has_key: bool = False
    skip: bool = False


class _Builder:
    """Takes the parser's events one by one, so that deep nesting costs no stack."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text, self.path, self.first_line = text, path, first_line
        self.problems: list[Problem] = []
        self.positions: dict[Place, Source] = {}
        self.keys: dict[Place, Source] = {}
        self.written: dict[Place, str] = {}
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.stack: list[_Open] = []
        self.root: Any = None
        self.documents = self.nodes = 0

    def loaded(self) -> Loaded:
        return Loaded(self.root, self.positions, self.keys, self.written)

    def partly(self) -> Loaded | None:
        """What was complete when reading stopped: the outermost map."""
        value = self.stack[0].value if self.stack else None
        return Loaded(value, self.positions, self.keys, self.written) if isinstance(value, dict) else None

    def take(self, event: Any) -> None:
        name = type(event).__name__
        if name == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                self.refuse(event, "a second YAML document begins here", "keep one document in a file")
        elif name == "ScalarEvent":
            self.add_scalar(event)
        elif name == "AliasEvent":
            self.add_alias(event)
        elif name in {"SequenceStartEvent", "MappingStartEvent"}:
            self.open(event, [] if name == "SequenceStartEvent" else {})
        elif name in {"SequenceEndEvent", "MappingEndEvent"}:
            self.close()

    def source(self, event: Any) -> Source:
        return Source(self.path, event.start_mark.line + self.first_line, event.start_mark.column + 1)

    def problem(self, event: Any, message: str, hint: str = "") -> None:
        self.problems.append(Problem("yaml.value", message, self.source(event), hint))

    def refuse(self, event: Any, message: str, hint: str) -> None:
        self.problem(event, message, hint)
        raise _Stop

    def add_scalar(self, event: Any) -> None:
        value, written = _resolve(event), event.value
        if value is _UNKNOWN:
            self.problem(event, f"the tag {_tag(event.tag)} is not allowed", "write the plain value")
            value = written
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        self.add(event, value, 1, written)

    def add_alias(self, event: Any) -> None:
        if any(holder.anchor == event.anchor for holder in self.stack):
            self.refuse(event, f"*{event.anchor} stands inside the value that it names", "write the value out")
        if event.anchor not in self.anchors:
            self.refuse(event, f"*{event.anchor} names no value above", "put the value in quotes")
        value, size = self.anchors[event.anchor]
        self.add(event, value, size)

    def open(self, event: Any, value: list[Any] | dict[str, Any]) -> None:
        if len(self.stack) >= DEEPEST:
            self.refuse(event, f"values are nested more than {DEEPEST} deep", "write it flatter")
        if event.tag not in {None, "!", f"{_CORE}seq", f"{_CORE}map"}:
            self.problem(event, f"the tag {_tag(event.tag)} is not allowed", "write the plain value")
        place = self.next_place(event)
        self.positions.setdefault(place, self.source(event))
        self.stack.append(_Open(value, place, event.anchor))

    def close(self) -> None:
        done = self.stack.pop()
        if done.anchor:
            self.anchors[done.anchor] = (done.value, done.size)
        self.put(done.value, done.size)

    def next_place(self, event: Any) -> Place:
        """The key path of the value that comes next; a list or map as a key is refused."""
        if not self.stack:
            return ()
        holder = self.stack[-1]
        if isinstance(holder.value, list):
            return (*holder.place, len(holder.value))
        if not holder.has_key:
            line = self.text.split("\n")[event.start_mark.line]
            if "{{" in line[: event.start_mark.column + 1]:
                self.refuse(event, "a template's placeholder is not a value", "fill it in, or put it in quotes")
            self.refuse(event, "a list or a map cannot be a key", "a value that begins with { or [ goes in quotes")
        return (*holder.place, holder.key)

    def add(self, event: Any, value: Any, size: int, written: str | None = None) -> None:
        holder = self.stack[-1] if self.stack else None
        if holder and isinstance(holder.value, dict) and not holder.has_key:
            self.add_key(event, holder, str(value) if written is None else written)
            return
        place = self.next_place(event)
        self.positions.setdefault(place, self.source(event))
        if written is not None:
            self.written.setdefault(place, written)
        self.count(event, size)
        self.put(value, size)

    def add_key(self, event: Any, holder: _Open, key: str) -> None:
        """A key is the word that was written (`on`, `404`, `1.10`), whatever it would mean as a value."""
        holder.key, holder.has_key = key, True
        holder.skip = key in holder.value
        place = (*holder.place, key)
        if holder.skip:
            first = self.keys[place]
            self.problem(event, f"the key {key!r} stands twice (first on line {first.line})", "keep one of them")
        else:
            self.keys[place] = self.source(event)

    def count(self, event: Any, size: int) -> None:
        self.nodes += size
        if self.nodes > MOST_NODES:
            self.refuse(event, f"this holds more than {MOST_NODES:,} values", "aliases repeat too much here")

    def put(self, value: Any, size: int) -> None:
        if not self.stack:
            self.root = value
            return
        holder = self.stack[-1]
        holder.size += size
        if isinstance(holder.value, list):
            holder.value.append(value)
            return
        if not holder.skip:
            holder.value[holder.key] = value
        holder.has_key = holder.skip = False


_UNKNOWN = object()


def _resolve(event: Any) -> Any:
    """The value of a scalar by the core schema, or `_UNKNOWN` for a tag that it does not have."""
    tag, text = event.tag, event.value
    if tag in {None, ""} and event.implicit[0]:
        return plain_value(text)
    if tag in {None, "", "!", f"{_CORE}str"}:
        return text
    if tag in {f"{_CORE}{name}" for name in ("int", "float", "bool", "null")}:
        return plain_value(text)
    return _UNKNOWN


def plain_value(text: str) -> Any:
    """What an unquoted scalar means in YAML 1.2: None, a truth value, a number, or the text itself."""
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if text[0] in "0123456789+-.":
        return _number(text)
    return text


def _number(text: str) -> Any:
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEXADECIMAL.fullmatch(text):
        return int(text[2:], 16)
    if _INFINITE.fullmatch(text):
        return float("-inf" if text[0] == "-" else "inf")
    if _FLOAT.fullmatch(text) and abs(number := float(text)) != float("inf"):
        return number
    return float("nan") if text in _NAN else text


def _tag(tag: str) -> str:
    return f"!!{tag.removeprefix(_CORE)}" if tag.startswith(_CORE) else tag


def _syntax(error: Any, text: str, path: str, first_line: int) -> Problem:
    """PyYAML's own complaint, with the place in the author's file and a hint where the cause is known."""
    context = str(getattr(error, "context", None) or "")
    mark = getattr(error, "problem_mark", None)
    if mark is None or any(sign in context for sign in ("quoted scalar", "flow sequence", "flow mapping")):
        mark = getattr(error, "context_mark", None) or mark  # what was never closed is mended where it begins
    if mark is not None:
        source = Source(path, mark.line + first_line, mark.column + 1)
    else:
        bad = _UNPRINTABLE.search(text)
        before = text[: bad.start() if bad else 0]
        source = Source(path, before.count("\n") + first_line, len(before) - before.rfind("\n"))
    complaint = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    said = f"{context} {complaint}"
    hint = next((hint for sign, hint in _HINTS if sign in said), "")
    if "{{" in text:
        hint = "a template's placeholder goes in quotes: '{{ ... }}'"
    return Problem("yaml.syntax", f"this is not valid YAML: {complaint}", source, hint)
