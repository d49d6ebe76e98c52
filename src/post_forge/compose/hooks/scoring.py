"""What a unit is worth as a post (rule 11): a unit and its hooks -> points by name."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence

from post_forge.compose.hooks import headlines
from post_forge.compose.hooks.finding import Hook
from post_forge.compose.language import hollow, judge, leaning, orders
from post_forge.compose.units.choosing import Unit
from post_forge.compose.units.kinds import entries_of, is_question, roles_of, sentences_of, word_count
from post_forge.compose.values import CodePart

FLOOR, LEAST = -1.0, 5.0
"""Below the floor nothing is worth a reader's time; `LEAST` is what a unit of a good collection must reach."""


_STRONG_ROLES = {
    "qa": 2.0,
    "myth": 2.0,
    "compare": 1.5,
    "scene": 2.0,
    "trap": 1.0,
    "turn": 1.0,
    "title": 1.0,
    "quote": 1.0,
}
"""What a hook has by its form, besides what its words say."""
_FORMS = {"quote": 2.0, "scene": 1.0, "turn": 0.5, "title": 0.5, "qa": 0.5}
_TITLED = 2.5
"""What it has that it begins with a title that says something."""
_FLAT, _WEAK, _SHORT_QUESTION = -2.5, -1.5, 16
_NEAR = 1.0
"""How much weaker a livelier hook may be than a flat one that it takes the place of."""


def led(unit: Unit, hooks: Sequence[Hook]) -> list[Hook]:
    """The hooks, with a livelier one in front where the best is flat: one that is strong, says another sentence, has
    more of a figure, a failure or a contrast, and is at most a point weaker."""
    if not hooks or _weakness(unit, hooks[0]) > _FLAT:
        return list(hooks)
    first = hooks[0]
    for hook in hooks[1:]:
        if first.score - hook.score > _NEAR:
            break
        if not hook.used & first.used and _pull(hook) > _pull(first) and is_strong(unit, hook):
            return [hook, *(one for one in hooks if one is not hook)]
    return list(hooks)


def points_of(unit: Unit, hooks: Sequence[Hook]) -> dict[str, float]:
    """Rule 11, each part by name. The hook's marks count whole, those of the best other hook by half.

    A hook that only says something true ("Gauge is a framework for tests") makes no post, whatever stands below it.
    """
    fences = sum(1 for chapter in unit.chapters for part in chapter.parts if isinstance(part, CodePart))
    words, labels = word_count(unit.chapters), bool({"trap", "fix", "limit"} & roles_of(unit.chapters))
    found = judge.unit_score(unit.kind, hooks[0].words, words, sentences_of(unit.chapters), fences, labels)
    best = max((_pull(hook) for hook in hooks), default=0.0)
    if best > _pull(hooks[0]):
        found["more"] = (best - _pull(hooks[0])) / 2
    form = max(_FORMS.get(hooks[0].role, 0.0), 1.0 if headlines.tells(unit.name) and unit.kind != "qa" else 0.0)
    if form:
        found["form"] = form
    if weak := _weakness(unit, hooks[0]):
        found["hook"] = weak
    return found


def rank_of(points: Mapping[str, float], hooks: Sequence[Hook]) -> float:
    """The points with what tells equals apart: how good the hook is, then its words. No two units rank alike, so that
    a bar that moves by one unit moves one unit over it."""
    worth = max(-10.0, min(hooks[0].score, 15.0)) / 50
    return round(sum(points.values()) + worth + zlib.crc32(hooks[0].words.encode()) % 997 / 1e5, 5)


def is_strong(unit: Unit, hook: Hook) -> bool:
    """Would a reader stop for it, as far as a rule can tell?"""
    return _weakness(unit, hook) == 0 and hook.score > 0


def _weakness(unit: Unit, hook: Hook) -> float:
    """What a hook costs its unit that pulls nobody: flat words, or words that need what a reader has not read."""
    if hook.role in _BY_FORM:
        return _BY_FORM[hook.role](unit, hook)
    titled = hook.words.startswith(unit.name) and headlines.tells(unit.name)
    said = (hook.words.removeprefix(unit.name).lstrip(":： \n") if titled else hook.words).replace("\n", " ")
    found = judge.pull(said, leaning.is_definition(said)) if said else {}
    pulls = sum(points for points in found.values() if points > 0) - found.get("length", 0)
    against = 0.0 if hook.role in _OWN_FORM else sum(found.get(name, 0) for name in _AGAINST)
    strength = pulls + max(_STRONG_ROLES.get(hook.role, 0), _TITLED if titled else 0.0) + against
    if strength <= 0:
        return _FLAT
    return _WEAK if strength < 1 or (hook.score < 0 and hook.role not in _STRONG_ROLES) else 0.0


def _of_steps(unit: Unit, hook: Hook) -> float:
    """A title above steps pulls where it says what to do; numbered questions are no steps."""
    del hook
    steps = [entry.name or entry.sentences[0].plain for entry in entries_of(unit.chapters) if entry.sentences]
    asks = sum(map(is_question, steps)) * 2 >= len(steps)
    does = orders.is_order(unit.name) or orders.names_practice(unit.name) or headlines.tells(unit.name)
    return 0.0 if does and not asks else _WEAK


def _of_question(unit: Unit, hook: Hook) -> float:
    del unit
    asked = hook.words.partition("\n")[0]
    if hollow.asks_flatly(asked):
        return _FLAT
    return _WEAK if judge.hook_length(asked) < _SHORT_QUESTION else 0.0


def _of_item(unit: Unit, hook: Hook) -> float:
    del unit, hook
    return _FLAT  # a title with an item behind it is the last resort


_BY_FORM: Mapping[str, Callable[[Unit, Hook], float]] = {"steps": _of_steps, "qa": _of_question, "item": _of_item}
_OWN_FORM = frozenset({"qa", "myth", "compare", "scene"})
_AGAINST = ("definition", "truism", "dull", "compares", "points back", "no verb")


def _pull(hook: Hook) -> float:
    marks: Mapping[str, float] = judge.marks(hook.words)
    return sum(points for points in marks.values() if points > 0)
