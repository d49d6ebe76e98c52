"""What happens -> structured lines: key=value, or a JSON object each. Never a secret, never two lines for one event."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

Form = Literal["text", "json"]

_PLAIN = re.compile(r"[\w.,:;/@#+%()~*!?-]+")
_SECRET = re.compile(r"(?i)token|password|secret|authorization")
_LEVELS = {"fails": "error", "problem": "warning", "circuit": "warning", "stops-hard": "warning"}


@dataclass(slots=True)
class Log:
    """Writes a line for each event; may be used by several threads."""

    stream: TextIO
    form: Form = "text"
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    mutex: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, event: str, fields: Mapping[str, Any] | None = None) -> None:
        """Write it; a reader that has gone stops nothing."""
        line = line_of(event, fields or {}, self.clock(), self.form)
        with self.mutex:
            try:
                self.stream.write(line + "\n")
                self.stream.flush()
            except (OSError, ValueError):
                pass


def line_of(event: str, fields: Mapping[str, Any], now: datetime, form: Form) -> str:
    """One line for an event, without a line end in it."""
    ended = fields.get("ended")
    level = _LEVELS.get(event, "warning" if ended and ended != "published" else "info")
    whole: dict[str, Any] = {"time": now.isoformat("T", "milliseconds").replace("+00:00", "Z"), "level": level}
    whole |= {"event": event}
    whole |= {key: "***" if _SECRET.search(key) else value for key, value in fields.items()}
    if form == "json":
        return json.dumps(whole, ensure_ascii=False, default=str)
    return " ".join(f"{key}={_value(value)}" for key, value in whole.items())


def _value(value: Any) -> str:
    words = ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return words if _PLAIN.fullmatch(words) else json.dumps(words, ensure_ascii=False)
