"""What a unit is worth as a post (rule 11): a unit and its hooks -> points by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from post_forge.compose.hooks.finding import Hook
from post_forge.compose.language import judge
from post_forge.compose.units.choosing import Unit
from post_forge.compose.units.kinds import roles_of, sentences_of, word_count
from post_forge.compose.values import CodePart

FLOOR, LEAST = 2.0, 4.5
"""Below the floor nothing is worth a reader's time; `LEAST` is what a unit of a good collection must reach."""


def points_of(unit: Unit, hooks: Sequence[Hook]) -> dict[str, float]:
    """Rule 11, each part by name. The hook's marks count whole, those of the best other hook by half."""
    fences = sum(1 for chapter in unit.chapters for part in chapter.parts if isinstance(part, CodePart))
    words, labels = word_count(unit.chapters), bool({"trap", "fix", "limit"} & roles_of(unit.chapters))
    found = judge.unit_score(unit.kind, hooks[0].words, words, sentences_of(unit.chapters), fences, labels)
    best = max((_pull(hook) for hook in hooks), default=0.0)
    if best > _pull(hooks[0]):
        found["more"] = (best - _pull(hooks[0])) / 2
    return found


def _pull(hook: Hook) -> float:
    marks: Mapping[str, float] = judge.marks(hook.words)
    return sum(points for points in marks.values() if points > 0)
