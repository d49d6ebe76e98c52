"""Read everything, write nothing, and say what is wrong, all at once: what every stage reports, and what rules find.

plan      which posts there are; nothing is composed again that a build remembers
view      notes as text, posts as they can be drawn: from their records where they were built, else fitted now
run       the rules over them                                             (check)
sift      without what a person has silenced, or did not ask for
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from post_forge import config, notes
from post_forge.errors import ConfigError, ForgeError, Problem, Source, UsageError, did_you_mean
from post_forge.forge.checking import around as check_around
from post_forge.forge.checking.views import Looked, Viewer, note_view, own_templates, sent_posts, twins_of
from post_forge.forge.making import state
from post_forge.forge.making.brand import brand_problems
from post_forge.forge.making.collect import Collected, collect
from post_forge.forge.making.fonts import gathered
from post_forge.forge.making.plan import Plan, Reader, plan
from post_forge.forge.making.state import State
from post_forge.forge.pipeline import Wishes, settings_of, state_file, with_formats
from post_forge.forge.workspace import Workspace, find_root, open_workspace
from post_forge.later import Later
from post_forge.model import Refusal

if TYPE_CHECKING:
    from post_forge import check as rules
    from post_forge import compose, platforms
else:
    rules, compose, platforms = (Later(f"post_forge.{name}") for name in ("check", "compose", "platforms"))

_HIDDEN = {"platform.length": "post.length"}  # said already, and better, of a text by hand


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rules are wanted (all where `only` is empty), which are not, and when it is: without `now` nothing is
    planned. Ids may be areas (`code`)."""

    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    now: datetime | None = None

    def wants(self, rule: str) -> bool:
        named = not self.only or any(rules.is_named(rule, name) for name in self.only)
        return named and not any(rules.is_named(rule, name) for name in self.ignore)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how much there is, which units make no post, every problem, how many were silenced."""

    notes: int
    posts: int
    refusals: tuple[Refusal, ...]
    problems: tuple[Problem, ...]
    silenced: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")


@dataclass(slots=True)
class _Seen:
    """What has been read so far."""

    views: list[rules.NoteView] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    looked: Looked = field(default_factory=Looked)


def check_folder(folder: Path, wishes: Wishes = Wishes(), asked: Asked = Asked()) -> tuple[Path, Checked]:
    """Check the workspace that a folder lies in, and give its root. With a configuration that cannot be used, its
    problems are told and the notes are checked all the same, as if there were none."""
    problems: tuple[Problem, ...] = ()
    try:
        workspace = open_workspace(folder, remember=False)
    except ConfigError as error:
        root = find_root(folder)
        workspace, problems = Workspace(root, config.Config(brand=config.brand_from_git(root))), error.problems
    checked = check(workspace, wishes, asked)
    told = tuple(problem for problem in problems if asked.wants(problem.rule))
    return workspace.root, replace(checked, problems=(*told, *checked.problems))


def check(workspace: Workspace, wishes: Wishes = Wishes(), asked: Asked = Asked()) -> Checked:
    """Look at every note below the path. Writes nothing. Raises UsageError for a path or a rule that is not there."""
    _known_rules((*asked.only, *asked.ignore))
    workspace = with_formats(workspace, wishes.formats)
    known = state.load(state_file(workspace))
    collected = collect(workspace, wishes.path)
    reader, seen = Reader(workspace, collected), _Seen()
    planned = _planned(workspace, collected, known, seen)
    _read(reader, seen)
    days, wrong = check_around.days_out(workspace)
    seen.problems += wrong
    if planned is not None:
        viewer = Viewer(workspace, planned, known, {view.note.path: view.note for view in seen.views}, days)
        seen.looked = viewer.look(wishes.progress)
        seen.problems += seen.looked.problems
    seen.problems += _around(workspace, seen.looked)
    collection = _collection(workspace, reader, seen, planned, days, asked)
    found = [*gathered(seen.problems), *rules.run(seen.views, collection, _tools(workspace))]
    found = [_from_root(problem, str(workspace.root)) for problem in found]
    return _sifted(workspace, asked, seen, found, planned, len(collected.wanted))


def _from_root(problem: Problem, root: str) -> Problem:
    """The problem with its path as a person would write it."""
    if problem.source and problem.source.path.startswith(f"{root}/"):
        return replace(problem, source=replace(problem.source, path=problem.source.path[len(root) + 1 :]))
    return problem


def _known_rules(names: Iterable[str]) -> None:
    known = {*rules.RULES, *rules.AREAS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(
            *(
                Problem("usage.rule", f"there is no rule {name!r}", hint=did_you_mean(name, rules.RULES)[:200])
                for name in unknown
            )
        )


def _planned(workspace: Workspace, collected: Collected, known: State, seen: _Seen) -> Plan | None:
    """The posts there are; None where they cannot be composed, which is told."""
    try:
        planned = plan(workspace, collected, known)
    except ForgeError as error:
        seen.problems += [*error.problems, *collected.found.problems]
        return None
    seen.problems += planned.all_problems
    return planned


def _read(reader: Reader, seen: _Seen) -> None:
    """Read every wanted note: rules look at what its author wrote."""
    for found in reader.collected.found.notes:
        if found.path in reader.collected.wanted and (note := reader.read_file(found).note):
            seen.views.append(note_view(found, note))


def _around(workspace: Workspace, looked: Looked) -> list[Problem]:
    """What is wrong with themes."""
    settings = settings_of(workspace)
    problems: list[Problem] = []
    themes = {settings.theme, *(post.theme for post in looked.posts if post.theme)}
    for name in sorted(themes):
        try:
            problems += brand_problems(name, settings)
        except ForgeError as error:
            problems += error.problems
    return problems


def _collection(
    workspace: Workspace, reader: Reader, seen: _Seen, planned: Plan | None, days: dict[str, str], asked: Asked
) -> rules.Collection:
    empty, wrong = check_around.empty_slots(workspace, asked.now)
    seen.problems += wrong
    return rules.Collection(
        tuple(seen.looked.posts),
        tuple(sent_posts(planned, days)),
        tuple(check_around.wishes_of(seen.views)),
        check_around.calendars_of(workspace),
        check_around.stops_of(reader),
        own_templates(workspace),
        empty,
        tuple(check_around.named_channels(seen.views)),
        tuple(check_around.without_bucket(workspace)),
        config.where(workspace.root, "schedule"),
    )


def _tools(workspace: Workspace) -> rules.Tools:
    """What the other stages know."""
    return rules.Tools(
        notes.sensitive, platforms.problems, twins_of, compose.likeness, check_around.picture_limits(workspace)
    )


def _sifted(
    workspace: Workspace, asked: Asked, seen: _Seen, found: list[Problem], planned: Plan | None, count: int
) -> Checked:
    by_hand = {problem.source for problem in found if problem.rule == "post.length"}
    found = [one for one in found if not (_HIDDEN.get(one.rule) and one.source in by_hand)]
    comments = [one for view in seen.views for one in rules.silences(view)]
    sifted = rules.sift(dict.fromkeys(found), comments, workspace.config.check, {*rules.RULES})
    faults = (*sifted.faults, *_unknown_keys(workspace))
    problems = [problem for problem in (*sifted.problems, *faults) if asked.wants(problem.rule)]
    refusals = (*(planned.refusals if planned else ()), *seen.looked.refusals)
    posts = sum(bool(post.texts) for post in seen.looked.posts)  # guides and overviews have none
    return Checked(count, posts, refusals, tuple(problems), sifted.silenced)


def _unknown_keys(workspace: Workspace) -> list[Problem]:
    """Rules that post_forge.yaml silences and that are not there."""
    known = {*rules.RULES, *rules.AREAS}
    return [
        Problem(
            rules.UNKNOWN,
            f"check: there is no rule {name!r}",
            _place(workspace, pattern, number),
            did_you_mean(name, known)[:200],
            "warning",
            len(name),
        )
        for pattern, names in workspace.config.check.items()
        for number, name in enumerate(names)
        if name not in known
    ]


def _place(workspace: Workspace, pattern: str, number: int) -> Source:
    """Where post_forge.yaml names a rule: in a folder's list, as a folder's only one, or for everything."""
    folder = ("check", "folders", pattern)
    places = ((*folder, number), folder, ("check", "ignore", number), ("check",))
    found = (config.where(workspace.root, *place) for place in places)
    return next((source for source in found if source != Source(config.FILE)), Source(config.FILE))
