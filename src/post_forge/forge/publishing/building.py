"""What is due, or everything that is not built yet -> built, without keeping a slot waiting.

The same as `post-forge build`, but for some posts only, or until it is time for something else: what is made is kept,
and the next pass goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from post_forge.errors import Problem, as_warning
from post_forge.forge.making import state
from post_forge.forge.making.collect import collect
from post_forge.forge.making.make import Made
from post_forge.forge.making.plan import plan
from post_forge.forge.making.state import MadeEntry
from post_forge.forge.pipeline import Wishes, make_posts, save, state_file, sweep
from post_forge.forge.workspace import Workspace, lock


@dataclass(frozen=True, slots=True)
class Rest:
    """What building the rest has come to: whether a plan has anything new to take, whether all is built now."""

    changed: bool
    finished: bool
    problems: tuple[Problem, ...] = ()


def build_some(workspace: Workspace, posts: Collection[str]) -> tuple[Problem, ...]:
    """Make just these posts, where they are not what their notes say now; why one of them could not be made."""
    with lock(workspace, "publish"):
        known = state.load(state_file(workspace))
        planned = plan(workspace, collect(workspace, None), known)
        wanted = [entry for entry in planned.entries() if entry[1].id in posts]
        results = list(make_posts(workspace, planned, wanted, known, Wishes(jobs=1)))
        made = dict(known.made)
        for result in results:
            _keep(made, result)
        save(workspace, planned, made, known)
    return tuple(as_warning(one) for result in results if not result.entry.files for one in result.entry.problems)


def build_rest(workspace: Workspace, jobs: int, is_time: Callable[[], bool]) -> Rest:
    """Make everything that is not made yet, in so many processes (0: one for each core), until `is_time`."""
    with lock(workspace, "build"):
        known = state.load(state_file(workspace))
        planned = plan(workspace, collect(workspace, None), known)
        made = dict(known.made)
        results: list[Made] = []
        finished = True
        gone: tuple[str, ...] = ()
        try:
            for result in make_posts(workspace, planned, planned.entries(), known, Wishes(jobs=jobs)):
                results.append(result)
                _keep(made, result)
                if is_time():
                    finished = False
                    break
            if finished:
                gone, _ = sweep(workspace, planned, made)
        finally:
            save(workspace, planned, made, known)
    errors = [one for result in results for one in result.entry.problems if one.severity == "error"]
    told = _told([*errors, *(one for one in planned.all_problems if one.severity == "error")])
    return Rest(bool(results or gone), finished, told)


def _keep(made: dict[str, MadeEntry], result: Made) -> None:
    """Take over what was made. What could not be made, because of a mistake in a note or a theme, stays as it was built
    before: a mistake must not empty the plan of a worker that nobody watches. It is tried again in the next pass."""
    before = made.get(result.id)
    if result.entry.files or result.entry.refusal or before is None or not before.files:
        made[result.id] = result.entry


def _told(errors: Iterable[Problem]) -> tuple[Problem, ...]:
    found = tuple(dict.fromkeys(errors))
    if not found:
        return ()
    many = f"{len(found)} problems in the notes keep" if len(found) > 1 else "a problem in the notes keeps"
    hint = "`post-forge build` shows them; what was built before is sent"
    return (Problem("publish.build", f"{many} something from being built", found[0].source, hint, "warning"),)
