"""The fixed phrases of a language (rule 19): templates/phrases/<lang>.yaml -> Phrases. No file, no phrases."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from post_forge import shipped
from post_forge.errors import Problem, Source, TemplateError, did_you_mean

# The part `slide` holds the words that slides say by themselves; render reads it.
_PLAIN = ("or", "asked", "join", "more", "rows", "recap")
_ALT = ("code", "diff", "terminal", "lines", "table", "diagram", "edge")
_KINDS = ("qa", "trap", "myth", "compare", "cards", "steps", "list", "risks", "code", "prose")


@dataclass(frozen=True, slots=True)
class Phrases:
    """What may be printed that the author did not write. An empty string prints nothing.

    `quotes` are the marks that straight quotes become on slides: opening and closing, then the inner pair. `slide` are
    the words that slides say by themselves.
    """

    lang: str = ""
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alt: Mapping[str, str] = field(default_factory=dict)
    myths: tuple[str, ...] = ()
    or_: str = ""
    asked: str = ""
    join: str = " · "
    more: str = ""
    rows: str = ""
    saves: tuple[str, ...] = ()
    recap: str = ""
    quotes: tuple[str, ...] = ()
    slide: Mapping[str, str] = field(default_factory=dict)

    def question(self, kind: str, identity: str, **names: str) -> str:
        """One of the wordings for a type of post, always the same one for the same post; "" if there is none."""
        wordings = self.questions.get(kind, ())
        usable = [one for one in wordings if "{" not in one or all(names.values())]
        if not usable or ("{" in usable[0] and not names):
            return ""
        return usable[zlib.crc32(identity.encode()) % len(usable)].format(**names)

    def myth(self, claim: str) -> str:
        """What is said against a false claim, always the same against the same; "" for nothing."""
        return self.myths[zlib.crc32(claim.encode()) % len(self.myths)] if self.myths else ""

    def save(self, identity: str) -> str:
        """What the last slide says where a post asks nothing, always the same for the same post; "" for nothing."""
        return self.saves[zlib.crc32(identity.encode()) % len(self.saves)] if self.saves else ""


def phrases_for(lang: str, folders: tuple[Path, ...]) -> Phrases:
    """The phrases of a BCP 47 code or of its language; raises TemplateError if a file cannot be used."""
    for name in dict.fromkeys((lang, lang.split("-", 1)[0])):
        for folder in (*folders, shipped.TEMPLATES):
            path = folder / "phrases" / f"{name}.yaml"
            if path.is_file():
                return _load(path, path.stat().st_mtime_ns)
    return Phrases(lang)


@lru_cache(maxsize=64)
def _load(path: Path, _changed: int) -> Phrases:
    import yaml

    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise TemplateError(Problem("phrases.yaml", f"cannot be read: {error}", Source(str(path), line))) from error
    return _checked(raw, path)


def _checked(raw: Any, path: Path) -> Phrases:
    if not isinstance(raw, dict):
        raise TemplateError(
            Problem("phrases.shape", "a file of phrases is a mapping of names to phrases", Source(str(path), 1))
        )
    problems = [
        Problem("phrases.unknown", f"unknown phrase {key!r}", Source(str(path), 1), did_you_mean(str(key), known))
        for section, known in (
            (raw, (*_PLAIN, "myth", "save", "quotes", "questions", "alt", "slide")),
            (_map(raw, "questions"), _KINDS),
            (_map(raw, "alt"), _ALT),
        )
        for key in section
        if key not in known
    ]
    if problems:
        raise TemplateError(*problems)
    questions = {kind: tuple(map(str, wordings or ())) for kind, wordings in _map(raw, "questions").items()}
    plain = {("or_" if name == "or" else name): str(raw[name]) for name in _PLAIN if raw.get(name) is not None}
    alt = {name: str(words) for name, words in _map(raw, "alt").items()}
    saves, myths = _one_or_more(raw.get("save")), _one_or_more(raw.get("myth"))
    quotes = tuple(map(str, raw.get("quotes") or ()))  # a string of four marks, or a list of four
    slide = {str(name): str(word) for name, word in _map(raw, "slide").items() if word is not None}
    return Phrases(path.stem, questions, alt, saves=saves, myths=myths, quotes=quotes, slide=slide, **plain)


def _one_or_more(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else (value,) if value else ()
    return tuple(map(str, values))


def _map(raw: dict[str, Any], name: str) -> dict[str, Any]:
    value = raw.get(name) or {}
    return value if isinstance(value, dict) else {}
