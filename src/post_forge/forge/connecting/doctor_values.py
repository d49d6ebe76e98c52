"""What `doctor` finds: one line for each thing looked at, with what to do where it does not work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from post_forge.errors import Problem

Health = Literal["works", "warning", "broken", "skipped"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `area` groups them (fonts, queue, channels), `what` names it within."""

    area: str
    what: str
    state: Health
    told: str
    hint: str = ""

    def json(self) -> dict[str, Any]:
        return {"area": self.area, "what": self.what, "state": self.state, "told": self.told, "hint": self.hint}


def of_problem(area: str, what: str, problem: Problem) -> Finding:
    """A problem as a finding: an error is broken."""
    where = f" ({problem.source})" if problem.source else ""
    state: Health = "broken" if problem.severity == "error" else "warning"
    return Finding(area, what, state, f"{problem.message}{where}", problem.hint)
