"""published.jsonl of the workspace -> what has gone out. Every command asks here, so all read the file alike."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from post_forge import notes
from post_forge.errors import ForgeError, Problem, WorkspaceError, as_warning
from post_forge.forge.making.state import State
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import queue
else:
    queue = Later("post_forge.queue")


def published(workspace: Workspace) -> tuple[tuple[queue.Publication, ...], tuple[Problem, ...]]:
    """What the file tells, settled: one for every post that is out, or in doubt, on a channel; and warnings.

    Raises WorkspaceError for any line that nobody can read: a plan that overlooks one could publish a post again.
    """
    found, problems = _read(workspace)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise WorkspaceError(*errors)
    return found, problems


def published_posts(workspace: Workspace) -> tuple[frozenset[str], tuple[Problem, ...]]:
    """The ids of the posts that went out, for who only shows them: what cannot be read is a warning."""
    try:
        found, problems = _read(workspace)
    except ForgeError as error:
        return frozenset(), tuple(map(as_warning, error.problems))
    return frozenset(item.post for item in found if item.state == "published"), tuple(map(as_warning, problems))


def sent_by_note(workspace: Workspace, collected: notes.Found, known: State) -> dict[str, datetime]:
    """When a post of each note went out last, by the note's path; what cannot be read is passed over."""
    try:
        found, _ = _read(workspace)
    except ForgeError:
        return {}
    slugs = {note.slug: note.path for note in collected.notes}
    of_post = {post.id: note.path for note in known.notes.values() for post in note.posts}
    of_post |= {post: lost.note for post, lost in known.lost.items()}
    sent: dict[str, datetime] = {}
    for item in found:
        path = of_post.get(item.post) or slugs.get(item.post.partition("/")[0], "")
        if path and item.state == "published":
            sent[path] = max(item.time, sent.get(path, item.time))
    return sent


def _read(workspace: Workspace) -> tuple[tuple[queue.Publication, ...], tuple[Problem, ...]]:
    read = queue.read_lines(queue.read(workspace.root / queue.FILE), queue.FILE)
    lines, problems = read.lines, read.problems
    if read.torn:
        problems = (*problems, read.torn.problem)
        lines = (*lines, read.torn.told) if read.torn.told else lines
    settled, twice = queue.settled(lines, queue.FILE)
    return settled, (*problems, *twice)
