"""A date and a look at the workspace -> the post of that day, as `today` would choose it; nothing is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from post_forge.errors import ForgeError, Problem
from post_forge.forge.daily import choices_of, in_rounds, now
from post_forge.forge.making import choice
from post_forge.forge.studio.desk import Look

_TRIES = 12  # posts that turn out not to fit on slides before the day is given up


@dataclass(frozen=True, slots=True)
class DayPost:
    """The post of a day ("" where there is none), where it stands in the collection, and whether that is written down;
    `problems` say what kept others from being it."""

    day: date
    post: str
    place: int = 0
    total: int = 0
    unused: int = 0
    kept: bool = False
    problems: tuple[Problem, ...] = ()


def day_post(look: Look, day: date | None, fits: Callable[[str], bool]) -> DayPost:
    """The post of a day, today by default. `fits` says whether a post can be drawn.

    While the first reading goes on only a choice that is written down is told: any other could still change.
    """
    present = now(look.workspace)
    day = day or present
    try:
        choices = choices_of(look.workspace)
    except ForgeError as error:
        return DayPost(day, "", problems=error.problems)
    known = choices.days.get(day, "")
    posts = [post.id for _, post in in_rounds(look.plan.entries())]
    if not look.whole and known not in posts:
        return DayPost(day, "", total=len(posts))
    everything = list(posts)
    for _ in range(_TRIES):
        chosen = choice.choose(choices, day, posts, present)
        if chosen is None:
            break
        post = chosen[0]
        if post == known or fits(post):
            return DayPost(day, post, *choice.standing(chosen[1], post, everything), post == known)
        posts.remove(post)
    return DayPost(day, "", total=len(everything))
