"""Front matter's keys and values -> `Matter`. A value of the wrong kind is ignored, with a warning at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from post_forge.errors import Source, did_you_mean
from post_forge.model import Matter
from post_forge.notes.report import Report
from post_forge.yamltext import Loaded

_YES, _NO = frozenset({"true", "yes", "on", "y", "1"}), frozenset({"false", "no", "off", "n", "0"})
_LEVELS = ("beginner", "intermediate", "advanced")
_BADGES = ("new", "updated")
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
    "handle": ("handle",),
    "url": ("url", "canonical_url"),
    "lang": ("lang", "language", "locale"),
    "publish_on": ("publish_on",),
    "ai_assisted": ("ai_assisted",),
    "guide": ("guide",),
    "guide_url": ("guide_url",),
    "requires": ("requires", "prerequisites"),
    "updated": ("updated",),
    "badge": ("badge",),
    "thread": ("thread",),
    "content_warning": ("content_warning",),
}
_OURS = frozenset(_NAMES)
_KNOWN = frozenset(name for names in _NAMES.values() for name in names) | {
    "status", "draft", "publish", "published", "private"
}  # fmt: skip


class MatterReader:
    """Looks up keys whatever their case, checks what kind of value they have, and knows where each stands."""

    def __init__(
        self, values: Mapping[str, Any], place: Callable[[str], Source], loaded: Loaded | None, report: Report
    ) -> None:
        self.values = {key.lower().replace("-", "_"): key for key in reversed(list(values))}
        self.raw, self.place, self.loaded, self.report = values, place, loaded, report

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
            handle=self.text("handle"),
            url=self.address("url"),
            lang=self.text("lang"),
            publish_on=self.text("publish_on"),
            ai_assisted=bool(self.flag("ai_assisted")),
            guide=bool(self.flag("guide")),
            guide_url=self.address("guide_url"),
            requires=self.words("requires"),
            updated=self.text("updated"),
            badge=self.badge(),
            thread=self.flag("thread"),
            content_warning=self.text("content_warning"),
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

    def wrong(self, key: str, wanted: str, hint: str = "") -> None:
        message = f"front matter: {key} is {wanted}; this value was ignored"
        self.report.warn("note.front-matter", message, self.place(key), hint)

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

    def address(self, name: str) -> str:
        """A web address that may be linked: none of another scheme (javascript:, file:), none without its host."""
        words = self.text(name)
        if not words or _is_address(words):
            return words
        key, _ = self.find(*_NAMES[name])
        if key.lower() in _OURS:
            self.wrong(key, "an address that begins with https:// or http://", "write it whole: https://example.org/a")
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
        if key.lower() in {"draft", "private", "publish", "ai_assisted", "guide"}:
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

    def badge(self) -> Any:
        word = self.text("badge").lower()
        if word and word not in _BADGES:
            self.wrong("badge", "new or updated", did_you_mean(word, _BADGES))
        return word if word in _BADGES else ""

    def status(self) -> bool:
        """Whether the status says that the note is not ready. Words of other programs mean nothing here."""
        _, value = self.find("status")
        words = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return any(str(word).strip().strip("[]").lower() in _DRAFTS for word in words)


def _is_address(words: str) -> bool:
    try:
        parts = urlsplit(words)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", words)


def _unlinked(word: str) -> str:
    """`[[People]]` -> People."""
    return word.strip().removeprefix("[[").removesuffix("]]").rpartition("|")[2].lstrip("#")
