"""Read everything, write nothing, and say what is wrong: the notes, what they would give, whether slides fit."""

from __future__ import annotations

from dataclasses import dataclass

from post_forge.errors import ForgeError, Problem
from post_forge.forge.brand import brand_problems
from post_forge.forge.collect import collect
from post_forge.forge.fitting import fit_post
from post_forge.forge.fonts import gathered
from post_forge.forge.make import Studio, theme_of
from post_forge.forge.pipeline import Wishes, settings_of, with_formats
from post_forge.forge.plan import plan
from post_forge.forge.state import State
from post_forge.forge.workspace import Workspace
from post_forge.model import Post, Refusal


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how much there is, which units make no post, and every problem."""

    notes: int
    posts: int
    refusals: tuple[Refusal, ...]
    problems: tuple[Problem, ...]


def check(workspace: Workspace, wishes: Wishes = Wishes()) -> Checked:
    """Look at every note as if nothing were known of it. Writes nothing. Raises UsageError for a path not there."""
    workspace = with_formats(workspace, wishes.formats)
    planned = plan(workspace, collect(workspace, wishes.path), State())
    settings = settings_of(workspace)
    problems = list(planned.all_problems)
    for name in sorted({settings.theme, *(post.deck.theme for post in planned.posts.values() if post.deck.theme)}):
        problems += brand_problems(name, settings)
    refusals = list(planned.refusals)
    posts = 0
    for done, post in enumerate(planned.posts.values(), 1):
        refusal = _try(workspace, post, problems)
        posts += refusal is None
        refusals += [refusal] if refusal else []
        wishes.progress(done, len(planned.posts), post.id)
    return Checked(len(planned.notes), posts, tuple(refusals), tuple(dict.fromkeys(gathered(problems))))


def _try(workspace: Workspace, post: Post, problems: list[Problem]) -> Refusal | None:
    """Fit the post's slides without drawing them; what the author should know is added to `problems`."""
    settings = settings_of(workspace)
    try:
        studio = Studio(theme_of(post, settings), post, settings)
        deck, found = fit_post(post, studio, settings.brand, settings.root)
    except ForgeError as error:
        problems += error.problems
        return None
    problems += found
    return deck if isinstance(deck, Refusal) else None
