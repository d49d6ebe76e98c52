"""The text of a file -> its front matter and its body: YAML between `---`, TOML between `+++`, or a JSON object on top.

Where front matter cannot be read, the body is kept, and the note counts as a draft if a line says so: a typing error
must not publish what was held back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from post_forge.errors import Problem, Source, as_warning
from post_forge.model import Matter
from post_forge.notes.emoji import EMOJI, NAMED
from post_forge.notes.matter import MatterReader
from post_forge.notes.report import Report
from post_forge.yamltext import Loaded, scan

_KEY_LINE = re.compile(r"[\"']?[\w$ -]{1,60}[\"']?\s*:(?:\s|$)|#|[?{]|- ")
_FIRST_KEY = re.compile(r"[\"']?[A-Za-z_][\w-]{0,40}[\"']?\s*:(?:\s|$)")
_WITHHELD = re.compile(
    r"^\s*[\"']?(?:(?:draft|private)[\"']?\s*[:=]\s*[\"']?(?:true|yes|on)|publish(?:ed)?[\"']?\s*[:=]\s*[\"']?(?:false|no|off)"
    r"|status[\"']?\s*[:=]\s*[\"']?draft)\b",
    re.IGNORECASE | re.MULTILINE,
)
_LARGEST = 200_000  # characters


@dataclass(frozen=True, slots=True)
class Front:
    """Front matter as read: `body` is the rest of the file from `first_line`; `icon` an `icon:` or `emoji:` key."""

    matter: Matter
    body: str
    first_line: int = 1
    icon: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    text: str
    text_line: int
    body: str
    first_line: int
    closed: bool = True


def read_front(text: str, report: Report) -> Front:
    """Split the file and read what stands on top. Problems go to the report as warnings."""
    block = _split(text)
    if block is None:
        return Front(Matter(), text)
    loaded, problems = _load(block, report.path)
    if loaded is not None and block.kind == "yaml" and isinstance(loaded.value, str):
        return Front(Matter(), text)  # two rules with a sentence between them
    if problems and block.kind == "yaml" and not any(map(_FIRST_KEY.match, block.text.split("\n"))):
        return Front(Matter(), text)  # the same, with a colon in the sentence
    if not block.closed:
        message = "front matter begins here and never ends; it was read up to the first empty line"
        report.warn("note.front-matter", message, Source(report.path, 1), "close it with --- on a line of its own")
    for problem in problems:
        report.add(as_warning(_front_problem(problem)))
    values = loaded.value if loaded else None
    if values is not None and not isinstance(values, dict):
        message = "front matter is not a list of keys and values and was ignored"
        report.warn("note.front-matter", message, Source(report.path, block.text_line), "write `title: ...`")
        values = None
    reader = MatterReader(values or {}, lambda key: _source(key, loaded, block, report.path), loaded, report)
    matter = reader.matter()
    if problems and _WITHHELD.search(block.text):
        matter = replace(matter, status="draft")
    return Front(matter, block.body, block.first_line, _icon(reader.icon()))


def _icon(written: str) -> str:
    """An emoji, or one by its name (`:rocket:`); other words name an icon of another program."""
    found = EMOJI.match(NAMED.get(written.strip(" :"), written.strip()))
    return found[0] if found else ""


def _source(key: str, loaded: Loaded | None, block: _Block, path: str) -> Source:
    """Where a key stands; TOML and JSON are searched for it."""
    if loaded and (found := loaded.where(key)):
        return found
    sign = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[:=]")
    lines = enumerate(block.text.split("\n"))
    return Source(path, block.text_line + next((number for number, line in lines if sign.match(line)), 0))


def _front_problem(problem: Problem) -> Problem:
    return replace(problem, rule="note.front-matter", message=f"front matter: {problem.message}")


def _split(text: str) -> _Block | None:
    first = text[: text.find("\n")].rstrip() if "\n" in text else ""
    if first == "---":
        return _fenced(text, "yaml", ("---", "..."))
    if first == "+++":
        return _fenced(text, "toml", ("+++",))
    if text.startswith("{") and re.match(r"\{\s*(?:\"|\})", text):
        return _json(text)
    return None


def _fenced(text: str, kind: str, closers: tuple[str, ...]) -> _Block | None:
    lines = text[:_LARGEST].split("\n")
    for number in range(1, len(lines)):
        if lines[number].rstrip() in closers:
            return _yaml_or_rule(kind, lines, number, text)
    if kind == "yaml" and _FIRST_KEY.match(lines[1]):
        end = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
        return _Block(kind, "\n".join(lines[1:end]), 2, _after(text, end), end + 1, closed=False)
    return None


def _yaml_or_rule(kind: str, lines: list[str], end: int, text: str) -> _Block | None:
    """A `---` at the top may be a rule: front matter begins with a key, at once."""
    inside = [line for line in lines[1:end] if line.strip()]
    if kind == "yaml" and inside:
        first = inside[0]
        if not _KEY_LINE.match(first) or (not lines[1].strip() and not _FIRST_KEY.match(first)):
            return None
        if not any(_KEY_LINE.match(line) for line in inside if not line.startswith("#")):
            return None
    return _Block(kind, "\n".join(lines[1:end]), 2, _after(text, end + 1), end + 2)


def _after(text: str, line: int) -> str:
    """What follows the first `line` lines."""
    place = 0
    for _ in range(line):
        place = text.find("\n", place) + 1
        if place == 0:
            return ""
    return text[place:]


def _json(text: str) -> _Block | None:
    import json

    try:
        _, end = json.JSONDecoder().raw_decode(text[:_LARGEST])
    except ValueError:
        end = text.find("\n}")
        end = end + 2 if end >= 0 else -1
    except RecursionError:
        end = text.find("\n\n")
    if end < 0:
        return None
    rest = text[end:]
    return _Block("json", text[:end], 1, rest, text.count("\n", 0, end) + 1)


def _load(block: _Block, path: str) -> tuple[Loaded | None, tuple[Problem, ...]]:
    if block.kind == "yaml":
        return scan(block.text, path, block.text_line)
    return _load_toml(block, path) if block.kind == "toml" else _load_json(block, path)


def _load_toml(block: _Block, path: str) -> tuple[Loaded | None, tuple[Problem, ...]]:
    import tomllib

    try:
        return Loaded(_plain(tomllib.loads(block.text))), ()
    except (ValueError, RecursionError) as error:
        place = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        at_end = "(at end of document)" in str(error)
        line, column = (int(place[1]), int(place[2])) if place else (block.text.count("\n") + 1 if at_end else 1, 0)
        said = re.sub(r" \(at .*", "", str(error)).lower() if place or at_end else "nested too deep"
        source = Source(path, block.text_line + line - 1, column)
        return None, (Problem("note.front-matter", f"this is not valid TOML: {said}", source),)


def _load_json(block: _Block, path: str) -> tuple[Loaded | None, tuple[Problem, ...]]:
    import json

    try:
        return Loaded(_plain(json.loads(block.text))), ()
    except json.JSONDecodeError as error:
        source = Source(path, block.text_line + error.lineno - 1, error.colno)
        return None, (Problem("note.front-matter", f"this is not valid JSON: {error.msg.lower()}", source),)
    except (ValueError, RecursionError):
        source = Source(path, block.text_line)
        return None, (Problem("note.front-matter", "this JSON is nested too deep", source),)


def _plain(value: Any) -> Any:
    """TOML's dates and times as text, as everywhere else."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
