"""The main job on one screen: a folder of notes -> posts, texts and carousels in output/.

collect   find the notes                       (notes)
plan      read and compose what changed        (notes, compose)
make      fit, draw and write what changed     (render, output), in worker processes
sweep     take away what no note makes any more
save      remember, so that the next run has less to do
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from post_forge import output, workers
from post_forge.errors import Problem, WorkspaceError
from post_forge.forge.making import state
from post_forge.forge.making.brand import require_good
from post_forge.forge.making.collect import collect, lies_in
from post_forge.forge.making.fonts import gathered
from post_forge.forge.making.inputs import draw_inputs, engine, networks, stamps, template_folders
from post_forge.forge.making.make import Job, Made, make, prepare
from post_forge.forge.making.plan import Plan, Reader, plan, survey
from post_forge.forge.making.state import CollectionEntry, MadeEntry, NoteEntry, PostEntry, State
from post_forge.forge.settings import Settings
from post_forge.forge.workspace import Workspace, lock
from post_forge.model import Post, Refusal

Progress = Callable[[int, int, str], None]
"""Called with (posts done, posts to make, what was just made)."""


def _silent(done: int, total: int, what: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: all posts there are, those made in this run, those that are new, those that are gone.
    `downloads` are those of `posts` that no day takes: guides and overviews."""

    notes: int
    posts: tuple[str, ...]
    made: tuple[str, ...] = ()
    slides: int = 0
    drawn: int = 0
    refusals: tuple[Refusal, ...] = ()
    problems: tuple[Problem, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    downloads: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a build was asked for besides the configuration. `jobs` 0 means one worker per core; `debug` outlines the
    boxes of a slide, `markup` writes its markup beside it."""

    path: Path | None = None
    formats: tuple[str, ...] = ()
    jobs: int = 0
    debug: bool = False
    progress: Progress = field(default=_silent)
    markup: bool = False


def build(workspace: Workspace, wishes: Wishes = Wishes()) -> Report:
    """Make everything below the path that is not made yet. Raises ForgeError only where nothing can be done at all."""
    workspace = with_formats(workspace, wishes.formats)
    with lock(workspace, "build"):
        known = state.load(state_file(workspace))
        collected = collect(workspace, wishes.path)
        planned = plan(workspace, collected, known)
        made = dict(known.made)
        results: list[Made] = []
        try:
            for result in make_posts(workspace, planned, planned.entries(), known, wishes):
                results.append(result)
                made[result.id] = result.entry
            removed, problems = sweep(workspace, planned, made)
        finally:  # also what an interrupted run finished is not made again
            save(workspace, planned, made, known)
    return _report(planned, made, results, removed, problems, known)


def with_formats(workspace: Workspace, formats: tuple[str, ...]) -> Workspace:
    return replace(workspace, config=replace(workspace.config, formats=formats)) if formats else workspace


def state_file(workspace: Workspace) -> Path:
    return workspace.state / "build.json"


def settings_of(workspace: Workspace, debug: bool = False, markup: bool = False) -> Settings:
    """What all posts of a run share."""
    config = workspace.config
    return Settings(
        config.theme,
        config.formats,
        template_folders(workspace),
        config.brand,
        workspace.root,
        draw_inputs(workspace),
        engine(workspace),
        debug,
        networks(workspace),
        markup,
    )


def make_posts(
    workspace: Workspace,
    planned: Plan,
    wanted: list[tuple[NoteEntry, PostEntry]],
    known: State,
    wishes: Wishes,
) -> Iterator[Made]:
    """Make those of the wanted posts whose files are not what they should be."""
    settings = settings_of(workspace, wishes.debug, wishes.markup)
    stale = []
    for note, post in wanted:
        key = post_key(workspace, settings, post)
        before = known.made.get(post.id)
        whole = before is not None and output.intact(workspace.output / post.id, before.files)
        if before is None or before.key != key or not (whole or before.refusal):
            stale.append((note, post, key, before if whole else None))
    if stale:
        require_good(workspace, settings, {post.deck.theme for post in planned.posts.values() if post.deck.theme})
    if len(stale) > workers.FEW:
        prepare(settings)
    jobs = _jobs(workspace, planned, stale, known, settings)
    for done, result in enumerate(workers.run(make, jobs, len(stale), wishes.jobs), 1):
        wishes.progress(done, len(stale), result.id)
        yield result


def post_key(workspace: Workspace, settings: Settings, post: PostEntry) -> str:
    """A digest of all that a post's files depend on: its content, the pictures it shows, what all posts share."""
    pictures = stamps(workspace.root / picture for picture in post.pictures)
    asked = [*([pictures] if pictures else []), *(["markup"] if settings.markup else [])]
    return state.digest(post.key, settings.inputs, settings.debug, *asked)


def _jobs(
    workspace: Workspace,
    planned: Plan,
    stale: list[tuple[NoteEntry, PostEntry, str, MadeEntry | None]],
    known: State,
    settings: Settings,
) -> Iterator[Job]:
    """The jobs, one by one: a post that was not composed in this run is composed when its turn comes."""
    recomposer = Recomposer(workspace, planned)
    for note, post, key, before in stale:
        composed = planned.posts.get(post.id) or recomposer.post(note, post)
        ours = tuple(known.made[post.id].files) if post.id in known.made else ()
        yield Job(post.id, note.path, composed, key, workspace.output, settings, before, ours)


class Recomposer:
    """Composes remembered notes again when only their pictures have to be made anew; one note at a time."""

    def __init__(self, workspace: Workspace, planned: Plan) -> None:
        self.workspace, self.planned = workspace, planned
        self.reader: Reader | None = None
        self.note = ""
        self.posts: dict[str, Post] = {}

    def post(self, note: NoteEntry, post: PostEntry) -> Post | None:
        """The post, or None where its note is not any more what it was when this run looked at it."""
        if self.note != note.path:
            self.reader = self.reader or Reader(
                self.workspace, self.planned.collected, {**self.planned.others, **self.planned.notes}
            )
            composed = self.reader.compose(note.path, survey(self.planned.notes.values()))
            pairs = zip(note.posts, composed, strict=False)
            self.posts = {entry.id: replace(value, id=entry.id) for entry, value in pairs}
            self.note = note.path
        found = self.posts.get(post.id)
        return found if found and state.digest(found) == post.key else None


def sweep(
    workspace: Workspace, planned: Plan, made: dict[str, MadeEntry]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Remove posts below the wanted path that nothing makes any more, and what killed runs left there.

    Gives the ids of those removed; one whose files cannot be removed is a problem, and tried again next time.
    """
    alive = {post.id for note in [*planned.notes.values(), *planned.others.values()] for post in note.posts}
    lying = output.bundles(workspace.output, alive)
    gone = [post for post in {**made, **lying} if post not in alive and _ours(workspace, planned, made, lying, post)]
    removed: list[str] = []
    problems: list[Problem] = []
    for post in gone:
        try:
            output.remove_bundle(workspace.output, post, made[post].files if post in made else ())
        except WorkspaceError as error:
            problems += error.problems
            continue
        made.pop(post, None)
        removed.append(post)
    return tuple(removed), tuple(problems)


def _ours(workspace: Workspace, planned: Plan, made: dict[str, MadeEntry], lying: dict[str, str], post: str) -> bool:
    note = made[post].note if post in made else lying[post]
    return not note or lies_in(workspace.root, note, planned.collected.below)


def save(workspace: Workspace, planned: Plan, made: dict[str, MadeEntry], known: State) -> None:
    """Write the state, unless it says what is written already: a run that had nothing to do writes nothing."""
    collected = planned.collected
    whole = len(collected.wanted) == len(collected.found.notes)
    seen = {str(collected.root): CollectionEntry(collected.stamp, planned.problems)} if whole else {}
    after = State(
        planned.inputs, {**known.collections, **seen}, {**planned.others, **planned.notes}, made, planned.lost
    )
    if after != known:
        state.save(state_file(workspace), after)


def _report(
    planned: Plan,
    made: dict[str, MadeEntry],
    results: list[Made],
    removed: tuple[str, ...],
    unswept: tuple[Problem, ...],
    known: State,
) -> Report:
    entries = [(post.id, made[post.id]) for _, post in planned.entries()]
    good = tuple(post for post, entry in entries if entry.files)
    refusals = (*planned.refusals, *(entry.refusal for _, entry in entries if entry.refusal))
    problems = (*planned.all_problems, *(problem for _, entry in entries for problem in entry.problems), *unswept)
    before = {post for post, entry in known.made.items() if entry.files}
    return Report(
        len(planned.collected.wanted),
        good,
        tuple(result.id for result in results if result.entry.files),
        sum(len(keys) for _, entry in entries for keys in entry.slides.values()),
        sum(result.drawn for result in results),
        refusals,
        tuple(dict.fromkeys(gathered(problems))),
        tuple(post for post in good if post not in before),
        removed,
        tuple(post.id for _, post in planned.entries() if post.kind in state.DOWNLOADS and made[post.id].files),
    )
