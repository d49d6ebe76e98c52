"""A look at the workspace -> all that is wrong in it, as far as that is known without drawing everything again."""

from __future__ import annotations

from post_forge.errors import Problem
from post_forge.forge.making import state
from post_forge.forge.making.fonts import gathered
from post_forge.forge.making.inputs import stamps
from post_forge.forge.making.state import MadeEntry, PostEntry
from post_forge.forge.studio.desk import Look
from post_forge.model import Refusal


def all_problems(look: Look) -> tuple[Problem, ...]:
    """What stopped the last reading, what is wrong with the notes and the collection, and what builds found of posts
    that are still the same. Each once, errors first."""
    found = [*look.problems, *look.plan.all_problems]
    for _, post in look.posts.values():
        made = look.made.get(post.id)
        if made and made.problems and is_current(look, post, made):
            found += made.problems
    return tuple(sorted(dict.fromkeys(gathered(found)), key=lambda one: one.severity != "error"))


def all_refusals(look: Look) -> tuple[Refusal, ...]:
    """The units that make no post, those that builds could not fit on slides among them."""
    found = list(look.plan.refusals)
    for _, post in look.posts.values():
        made = look.made.get(post.id)
        if made and made.refusal and is_current(look, post, made):
            found.append(made.refusal)
    return tuple(found)


def is_current(look: Look, post: PostEntry, made: MadeEntry) -> bool:
    """Whether what a build left is still what it would make."""
    shown = stamps(look.workspace.root / one for one in post.pictures)
    return made.key == state.digest(post.key, look.settings.inputs, False, *([shown] if shown else []))
