"""Two looks at a workspace -> which pages, posts and notes show something else now."""

from __future__ import annotations

from post_forge import forge
from post_forge.preview.live import PAGES

_MOST = 200  # posts that an event names; of more, all are meant


def difference(
    before: forge.Look | None, after: forge.Look
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Pages, posts and notes that are different; no page where nothing is."""
    if before is None or before.workspace != after.workspace or not before.whole:
        return PAGES, (), ()
    if before.settings != after.settings:
        return PAGES, (), ()
    notes = tuple(
        path for path in {**before.plan.notes, **after.plan.notes} if _shown(before, path) != _shown(after, path)
    )
    posts = tuple(
        name
        for name in {**before.posts, **after.posts}
        if _key(before, name) != _key(after, name) or before.made.get(name) != after.made.get(name)
    )
    if posts or notes:
        return ("today", "posts", "problems"), posts[:_MOST], notes[:_MOST]
    return (("problems",), (), ()) if before.plan.problems != after.plan.problems else ((), (), ())


def _key(look: forge.Look, post: str) -> str:
    found = look.posts.get(post)
    return found[1].key if found else ""


def _shown(look: forge.Look, path: str) -> object:
    note = look.plan.notes.get(path)
    return note and (note.title, note.tags, note.rank, note.refusals, note.problems, [post.id for post in note.posts])
