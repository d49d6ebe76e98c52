"""Front matter -> `Matter`: YAML between `---`, TOML between `+++`, or a JSON object at the top of the file.

A value of the wrong kind is a warning with its line and is ignored; unknown keys are kept. Where front matter cannot be
read at all, the body is kept and the note counts as private if a line says so: a typing error must not publish a draft.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from post_forge.errors import Problem, Source, as_warning, did_you_mean
from post_forge.model import Matter
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
_YES, _NO = frozenset({"true", "yes", "on", "y", "1"}), frozenset({"false", "no", "off", "n", "0"})
_LEVELS = ("beginner", "intermediate", "advanced")
_DRAFTS = frozenset({"draft", "wip", "todo", "idea", "stub", "unpublished", "in progress", "in-progress", "hidden"})

# Other names that notes use for the same thing; the first that is there wins.
_NAMES = {
    "title": ("title",),
    "summary": ("summary", "description", "excerpt", "abstract", "subtitle"),
    "id": ("id",),
    "tags": ("tags", "tag", "topics", "keywords", "categories"),
    "hashtags": ("hashtags",),
    "series": ("series",),
    "level": ("level", "difficulty"),
    "order": ("order", "weight", "nav_order", "sidebar_position"),
    "channels": ("channels",),
    "question": ("question",),
    "theme": ("theme",),
    "url": ("url", "canonical_url"),
    "lang": ("lang", "language", "locale"),
    "publish_on": ("publish_on",),
    "ai_assisted": ("ai_assisted",),
}
_OURS = frozenset(_NAMES)
_KNOWN = frozenset(name for names in _NAMES.values() for name in names) | {
    "status", "draft", "publish", "published", "private"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Front:
    """Front matter as read: `body` is the rest of the file and begins at `first_line`. `emoji` is an `icon:` key."""

    matter: Matter
    body: str
    first_line: int = 1
    icon: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


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
    reader = _Reader(values or {}, loaded, report, block)
    matter = reader.matter()
    if problems and _WITHHELD.search(block.text):
        matter = _withheld(matter)
    return Front(matter, block.body, block.first_line, reader.icon())


def _withheld(matter: Matter) -> Matter:
    from dataclasses import replace

    return replace(matter, status="draft")


def _front_problem(problem: Problem) -> Problem:
    from dataclasses import replace

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
        line, column = (int(place[1]), int(place[2])) if place else (1, 0)
        said = str(error)[: place.start()].lower() if place else "nested too deep"
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


class _Reader:
    """Looks up keys whatever their case, checks what kind of value they have, and knows where each stands."""

    def __init__(self, values: Mapping[str, Any], loaded: Loaded | None, report: Report, block: _Block) -> None:
        self.values = {key.lower().replace("-", "_"): key for key in reversed(list(values))}
        self.raw, self.loaded, self.report, self.block = values, loaded, report, block

    def matter(self) -> Matter:
        status = self.status()
        return Matter(
            title=self.text("title"),
            summary=self.text("summary"),
            id=self.text("id"),
            tags=self.words("tags"),
            hashtags=tuple(tag.lstrip("#") for tag in self.words("hashtags")),
            series=self.text("series"),
            level=self.level(),
            order=self.number("order"),
            status="draft" if status or self.flag("draft") or self.flag("publish", "published") is False else "ready",
            private=bool(self.flag("private")),
            channels=self.words("channels"),
            question=self.text("question"),
            theme=self.text("theme"),
            url=self.text("url"),
            lang=self.text("lang"),
            publish_on=self.text("publish_on"),
            ai_assisted=bool(self.flag("ai_assisted")),
            extra={key: value for key, value in self.raw.items() if key.lower().replace("-", "_") not in _KNOWN},
        )

    def icon(self) -> str:
        value = self.raw.get(self.values.get("icon", ""), self.raw.get(self.values.get("emoji", "")))
        return value if isinstance(value, str) else ""

    def find(self, *names: str) -> tuple[str, Any]:
        """The first of the keys that has a value: (the key as written, its value)."""
        for name in names:
            key = self.values.get(name)
            if key is not None and self.raw[key] is not None:
                return key, self.raw[key]
        return "", None

    def source(self, key: str) -> Source:
        found = self.loaded.where(key) if self.loaded else None
        if found:
            return found
        for number, line in enumerate(self.block.text.split("\n")):
            if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[:=]", line):
                return Source(self.report.path, self.block.text_line + number)
        return Source(self.report.path, self.block.text_line)

    def wrong(self, key: str, wanted: str, hint: str = "") -> None:
        message = f"front matter: {key} is {wanted}; this value was ignored"
        self.report.warn("note.front-matter", message, self.source(key), hint)

    def text(self, name: str) -> str:
        """A scalar as it was written: `1.10` and `2024-05-01` stay."""
        key, value = self.find(*_NAMES[name])
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, (bool, int, float)):
            return self.written(key, value)
        if value is not None and key.lower() in _OURS:
            self.wrong(key, "text", "write it on one line, in quotes")
        return ""

    def written(self, key: str, value: Any) -> str:
        return (self.loaded.written.get((key,)) if self.loaded else None) or str(value)

    def words(self, name: str) -> tuple[str, ...]:
        """A list of words, or one line with commas between them."""
        key, value = self.find(*_NAMES[name])
        if isinstance(value, str):
            parts = value.split(",") if "," in value else [value]
            return tuple(part.strip() for part in parts if part.strip())
        if isinstance(value, list) and all(isinstance(part, (str, int, float)) for part in value):
            return tuple(dict.fromkeys(_unlinked(str(part)) for part in value if str(part).strip()))
        if isinstance(value, (int, float)):
            return (self.written(key, value),)
        if value is not None and key.lower() in _OURS:
            self.wrong(key, "a list of words", f"write `{key}: [one, two]`")
        return ()

    def number(self, name: str) -> float | None:
        key, value = self.find(*_NAMES[name])
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                value = value or None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15:
            return float(value)
        if value is not None and key.lower() in _OURS:
            self.wrong(key, "a number")
        return None

    def flag(self, *names: str) -> bool | None:
        """`yes` and `no` count too: who writes `draft: yes` does not want the note to go out."""
        key, value = self.find(*names)
        if value is None:
            return None
        word = str(value).strip().lower()
        if isinstance(value, (bool, str, int)) and word in _YES | _NO:
            return word in _YES
        if key.lower() in {"draft", "private", "publish", "ai_assisted"}:
            self.wrong(key, "true or false")
        return None

    def level(self) -> Any:
        key, value = self.find(*_NAMES["level"])
        word = str(value).strip().lower() if value is not None else ""
        if word in _LEVELS:
            return word
        if word and key.lower() == "level" and isinstance(value, str):
            self.wrong(key, "beginner, intermediate or advanced", did_you_mean(word, _LEVELS))
        return ""

    def status(self) -> bool:
        """Whether the status says that the note is not ready. Words of other programs mean nothing here."""
        _, value = self.find("status")
        words = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return any(str(word).strip().strip("[]").lower() in _DRAFTS for word in words)


def _unlinked(word: str) -> str:
    """`[[People]]` -> People."""
    return word.strip().removeprefix("[[").removesuffix("]]").rpartition("|")[2].lstrip("#")


Loader = Callable[[_Block, str], tuple[Loaded | None, tuple[Problem, ...]]]
