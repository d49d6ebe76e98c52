"""Which size a headline takes among those that give it as many lines as it wants: one whose lines break well."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from post_forge.render.looks import is_ragged, leans
from post_forge.render.values import SetText

SMALLER = 0.7
"""How much smaller a headline may become for lines of more even width."""

SCARCELY = 0.8
"""And how much for lines that do not end with an article or a preposition."""


def evened(
    ladder: Sequence[tuple[float, float]],
    steps: Sequence[int],
    counts: Sequence[int],
    set_at: Callable[[int], SetText],
    lang: str,
) -> Sequence[int]:
    """The steps with those first, of about the size and as many lines as the best one, that break evenly.

    `ladder` holds the size and line height of each step in px, `counts` the lines that each would take; `set_at` sets
    the words at a step.
    """
    least = SMALLER * ladder[steps[0]][0]
    even: int | None = None
    for step in (step for step in steps if counts[step] <= counts[steps[0]] and ladder[step][0] >= least):
        if even is not None and ladder[step][0] < SCARCELY * ladder[even][0]:
            break
        text = set_at(step)
        if is_ragged(text):
            continue
        even = step if even is None else even
        if not leans(text, lang):
            even = step
            break
    best = steps[0] if even is None else even
    return [best, *(other for other in steps if other != best)]
