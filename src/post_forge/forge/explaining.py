"""A note's name -> why it gives the posts it gives, slides tried as well. Reads, writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from post_forge.errors import ContentError, ForgeError, Problem, UsageError
from post_forge.forge.making import state
from post_forge.forge.making.fitting import fit_post
from post_forge.forge.making.make import Studio, theme_of
from post_forge.forge.making.naming import note_named, post_named
from post_forge.forge.making.plan import Reader, plan, survey
from post_forge.forge.pipeline import settings_of, state_file
from post_forge.forge.workspace import Workspace
from post_forge.later import Later
from post_forge.model import Post, Refusal

if TYPE_CHECKING:
    from post_forge import compose, platforms
else:
    compose, platforms = Later("post_forge.compose"), Later("post_forge.platforms")


@dataclass(frozen=True, slots=True)
class Explained:
    """A note explained: `ids` are its posts' final ids by the ids that their headings suggest, `slides` how many each
    has, `refused` those whose slides cannot be drawn. `only` is set where one post was asked for, `guide` is the id of
    the note's guide, where it asks for one: it is among `slides` or `refused`."""

    explanation: compose.Explanation
    ids: dict[str, str]
    slides: dict[str, int]
    refused: dict[str, Refusal]
    problems: tuple[Problem, ...]
    only: str = ""
    guide: str = ""


def explain(workspace: Workspace, base: Path, name: str) -> Explained:
    """Explain a note, or the one unit that a post's id names. `name` is seen from the folder `base`.

    Raises UsageError for a name that is no note's, ContentError for a note that cannot be read.
    """
    only = ""
    try:
        collected, found = note_named(workspace, base, name)
    except UsageError as error:
        if "/" not in name:
            raise
        try:
            named = post_named(workspace, name)
        except UsageError as unknown:
            raise (error if name.endswith((".md", ".mdx", ".markdown")) else unknown) from None
        only = named.post.id
        collected, found = named.plan.collected, named.reader.by_path[named.note.path]
    whole = replace(collected, below=collected.root, wanted=frozenset(note.path for note in collected.found.notes))
    planned = plan(workspace, whole, state.load(state_file(workspace)))
    reader = Reader(workspace, collected)
    result = reader.read(found.path)
    if result.note is None:
        raise ContentError(*result.problems)
    about = survey(planned.notes.values())
    explanation = compose.explain(result.note, about, reader.options, platforms.RULES, platforms.fold)
    entry = planned.notes.get(found.path)
    pairs = zip(explanation.posts, entry.posts if entry else (), strict=False)
    ids = {post.id: known.id for post, known in pairs}
    problems = [*result.problems, *explanation.problems]
    guide = compose.guide(result.note, reader.options)
    tried = (*explanation.posts, guide) if isinstance(guide, Post) else explanation.posts
    slides, refused = _tried(workspace, tried, problems)
    if isinstance(guide, Refusal):
        refused[guide.title] = guide
    of_guide = guide.id if isinstance(guide, Post) else guide.title if guide else ""
    return Explained(explanation, ids, slides, refused, tuple(dict.fromkeys(problems)), only, of_guide)


def _tried(
    workspace: Workspace, posts: tuple[Post, ...], problems: list[Problem]
) -> tuple[dict[str, int], dict[str, Refusal]]:
    """How many slides each post has once they fit, and which posts do not fit."""
    settings = settings_of(workspace)
    slides: dict[str, int] = {}
    refused: dict[str, Refusal] = {}
    for post in posts:
        try:
            studio = Studio(theme_of(post, settings), post, settings)
            deck, found = fit_post(post, studio, settings.brand, settings.root)
        except ForgeError as error:
            problems += error.problems
            continue
        problems += found
        if isinstance(deck, Refusal):
            refused[post.id] = deck
        else:
            slides[post.id] = len(deck.slides)
    return slides, refused
