"""The post of a day: chosen once and written down, made, and copied to output/today/."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from post_forge import output
from post_forge.errors import Problem, UsageError, WorkspaceError
from post_forge.forge.making import choice, state
from post_forge.forge.making.collect import collect
from post_forge.forge.making.fonts import gathered
from post_forge.forge.making.plan import Plan, plan
from post_forge.forge.making.state import MadeEntry, NoteEntry, PostEntry, State
from post_forge.forge.pipeline import Wishes, make_posts, save, state_file
from post_forge.forge.workspace import Workspace, damaged, lock, read_state, write_state


@dataclass(frozen=True, slots=True)
class Today:
    """The day's post: its record (post.json), where its files lie, and where it stands in the collection; `guide` is
    the id of its note's guide, if that was made."""

    day: date
    record: dict[str, Any]
    folder: Path
    place: int
    total: int
    unused: int
    kept: bool
    problems: tuple[Problem, ...] = ()
    guide: str = ""


def now(workspace: Workspace) -> date:
    """The date it is where the workspace posts from."""
    zone = workspace.config.timezone
    return datetime.now(ZoneInfo(zone) if zone else None).date()


def today(
    workspace: Workspace,
    day: date | None = None,
    *,
    another: bool = False,
    skip: str | None = None,
    wishes: Wishes = Wishes(),
) -> Today:
    """Choose, make and copy the post of `day` (now by default).

    A day that has its post keeps it, unless `another` passes it over or `skip` takes it out of the rotation with a
    reason. A day in the future is worked out and not kept. Raises UsageError where there is nothing to pass over,
    WorkspaceError where there is no post to choose, any ForgeError where the day's post cannot be made.
    """
    present = now(workspace)
    day = day or present
    if skip is not None and not skip.strip():
        hint = 'post-forge today --skip "out of date"'
        raise UsageError(Problem("usage.skip", "a post is skipped for good: say why", hint=hint))
    if another and skip:
        hint = "--skip chooses again, too"
        raise UsageError(Problem("usage.skip", "--another and --skip do not go together", hint=hint))
    if (another or skip) and day > present:
        raise UsageError(Problem("usage.date", "a day in the future has no post yet that could be passed over"))
    with lock(workspace, "today"):
        known = state.load(state_file(workspace))
        planned = plan(workspace, collect(workspace, wishes.path), known)
        choices = choices_of(workspace)
        if (another or skip) and day not in choices.days:
            raise UsageError(Problem("usage.date", f"{day} has no post yet that could be passed over"))
        if another:
            choices = choice.pass_over(choices, day)
        if skip:
            choices = choice.skip(choices, day, skip)
        made = dict(known.made)
        found = _first_that_can_be_made(workspace, planned, known, made, choices, day, present, wishes)
        save(workspace, planned, made, known)
        post, choices, posts, problems = found
        if day <= present:
            write_state(_choices_file(workspace), choices.plain())
        folder = _copy(workspace, post, made[post])
    record = json.loads((folder / output.POST).read_bytes())
    place, total, unused = choice.standing(choices, post, posts)
    guide = _guide_of(planned, made, post)
    return Today(day, record, folder, place, total, unused, day <= present, problems, guide)


def _first_that_can_be_made(
    workspace: Workspace,
    planned: Plan,
    known: State,
    made: dict[str, MadeEntry],
    choices: choice.Choices,
    day: date,
    present: date,
    wishes: Wishes,
) -> tuple[str, choice.Choices, list[str], tuple[Problem, ...]]:
    """The day's post, made; one that turns out not to fit on slides makes room for the next.

    So does one that cannot be made for now, and is reported: unless it is the day's already (a mistake in a template
    must not change what was chosen), or the disk is the reason.
    """
    entries = in_rounds(planned.entries())
    posts = [post.id for _, post in entries]
    problems: list[Problem] = []
    while (chosen := choice.choose(choices, day, posts, present)) is not None:
        post = chosen[0]
        wanted = [entry for entry in entries if entry[1].id == post]
        made |= {result.id: result.entry for result in make_posts(workspace, planned, wanted, known, wishes)}
        if made[post].files:
            return post, chosen[1], posts, tuple(dict.fromkeys(gathered(problems)))
        problems += made[post].problems
        if not made[post].refusal and (choices.days.get(day) == post or _is_of_the_disk(made[post].problems)):
            raise WorkspaceError(*made[post].problems)
        posts.remove(post)
    raise WorkspaceError(*dict.fromkeys(_nothing(planned, gathered(problems))))


def _guide_of(planned: Plan, made: dict[str, MadeEntry], post: str) -> str:
    """The guide of the post's note, where a build has made it."""
    note = next((note for note, entry in planned.entries() if entry.id == post), None)
    guides = [entry.id for entry in note.posts if entry.kind == "guide"] if note else []
    return next((one for one in guides if one in made and made[one].files), "")


def _is_of_the_disk(problems: Iterable[Problem]) -> bool:
    return any(problem.rule.startswith("output.") for problem in problems)


def in_rounds(entries: Iterable[tuple[NoteEntry, PostEntry]]) -> list[tuple[NoteEntry, PostEntry]]:
    """One post of every note, then a second of those that have one, ...: a reader sees another topic each day."""
    counts: dict[str, int] = {}
    rounds = []
    for place, (note, post) in enumerate(entry for entry in entries if entry[1].kind not in state.DOWNLOADS):
        counts[note.path] = counts.get(note.path, 0) + 1
        rounds.append((counts[note.path], place, note, post))
    return [(note, post) for _, _, note, post in sorted(rounds, key=lambda entry: entry[:2])]


def _nothing(planned: Plan, problems: list[Problem]) -> list[Problem]:
    if not planned.notes:
        others = [problem for problem in planned.all_problems if problem != planned.no_notes]
        return [*others, replace(planned.no_notes, severity="error")]
    refusals = planned.refusals
    first = f"; the first: {refusals[0].title!r}: {refusals[0].reason}" if refusals else ""
    count = len(planned.notes)
    return [
        *planned.all_problems,
        *problems,
        Problem(
            "today.posts",
            f"no post to choose: {count} {'note' if count == 1 else 'notes'} gave none that is free today{first}",
            hint="`post-forge build` lists every refusal; `<!-- post: name -->` before a section makes it a post",
        ),
    ]


def _choices_file(workspace: Workspace) -> Path:
    return workspace.state / "today.json"


def choices_of(workspace: Workspace) -> choice.Choices:
    """What was chosen so far. Raises WorkspaceError for a damaged file: it cannot be made again."""
    path = _choices_file(workspace)
    try:
        return choice.from_plain(read_state(path))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise damaged(path) from None


def _copy(workspace: Workspace, post: str, entry: MadeEntry) -> Path:
    """A copy of the finished post, so that the place to look is the same every day; its claims are ticked in one place,
    the post's own."""
    source = workspace.output / post
    names = [name for name in entry.files if name != output.CLAIMS]
    output.write_bundle(workspace.output, "today", {name: (source / name).read_bytes() for name in names})
    return workspace.output / "today"
