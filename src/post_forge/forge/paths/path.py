"""The paths of a collection (`*.path.yaml`) -> roadmaps: every topic with its level, its reading time, what is out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from post_forge import notes
from post_forge.errors import Problem, UsageError, did_you_mean
from post_forge.forge.making import state
from post_forge.forge.making.collect import collect
from post_forge.forge.making.plan import Reader
from post_forge.forge.making.state import State
from post_forge.forge.paths.standing import minutes_of
from post_forge.forge.pipeline import state_file
from post_forge.forge.published import published_posts
from post_forge.forge.workspace import Workspace

_HINT = """write one beside your notes: backend.path.yaml with `title: ...` and `notes: [first-note, second-note]`"""


@dataclass(frozen=True, slots=True)
class Topic:
    """One note of a roadmap. `minutes` are whole ones, at least 1; `status` is ready, draft, private or unreadable;
    `posts` is how many posts it is known to give (None before the first build), `out` how many of them went out."""

    note: str
    title: str
    level: str
    minutes: int
    optional: bool
    status: str
    posts: int | None
    out: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A section of a roadmap, "" where the path has none."""

    title: str
    description: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A path with its stages. The figures are over the topics that are not optional, but where they say so."""

    name: str
    file: str
    title: str
    description: str
    stages: tuple[Stage, ...]

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Every topic once, also where the path names a note twice."""
        first: dict[str, Topic] = {}
        for stage in self.stages:
            for topic in stage.topics:
                first.setdefault(topic.note, topic)
        return tuple(first.values())

    def figures(self) -> dict[str, int]:
        """Topics, those out, minutes; and the same of the optional ones."""
        found = {}
        for prefix, optional in (("", False), ("optional_", True)):
            topics = [topic for topic in self.topics if topic.optional is optional]
            found[f"{prefix}topics"] = len(topics)
            found[f"{prefix}out"] = sum(topic.out > 0 for topic in topics)
            found[f"{prefix}minutes"] = sum(topic.minutes for topic in topics)
        return found

    def levels(self) -> dict[str, int]:
        """How many topics of each level, the easy ones first; those without a level are not counted."""
        levels = [topic.level for topic in self.topics if not topic.optional]
        return {name: levels.count(name) for name in ("beginner", "intermediate", "advanced") if name in levels}

    def next(self) -> Topic | None:
        """The first topic of which nothing is out."""
        free = (topic for topic in self.topics if not topic.out and topic.status == "ready")
        return next(iter(sorted(free, key=lambda topic: topic.optional)), None)


def roadmaps(workspace: Workspace, name: str = "") -> tuple[tuple[Roadmap, ...], tuple[Problem, ...]]:
    """Every roadmap, or the one of a name; a note that is missing is an error with its line in the path file.

    Raises UsageError where there is no path, or none of that name.
    """
    collected = collect(workspace, None)
    curricula, found = notes.read_paths(collected.found)
    broken = [replace(problem, severity="error") for problem in found]
    if not curricula and not broken:
        raise UsageError(Problem("usage.path", f"there is no *.path.yaml in {collected.root}", hint=_HINT))
    wanted = [
        one for one in curricula if not name or name.removesuffix(".path.yaml") in {one.name, one.title, one.path}
    ]
    wanted = wanted or [one for one in curricula if one.path == name]
    if name and not wanted:
        hint = did_you_mean(name, [one.name for one in curricula])
        raise UsageError(*broken, Problem("usage.path", f"there is no path {name!r}", hint=hint))
    files = {one.path for one in wanted}
    own = [one for one in broken if not name or (one.source and one.source.path in files)]
    out, unread = published_posts(workspace)
    reader = Reader(workspace, collected)
    known = state.load(state_file(workspace))
    topics = {found.place: _topic(found, reader, known, out) for found in _named(collected.found, wanted)}
    problems = (*own, *unread, *(problem for _, unreadable in topics.values() for problem in unreadable))
    return tuple(_roadmap(one, {place: topic for place, (topic, _) in topics.items()}) for one in wanted), problems


def _named(found: notes.Found, curricula: Iterable[notes.Curriculum]) -> Iterator[notes.FoundNote]:
    places = {stop.place for one in curricula for stop in one.stops}
    return (note for note in found.notes if note.place in places)


def _roadmap(curriculum: notes.Curriculum, topics: Mapping[str, Topic]) -> Roadmap:
    stages = [
        Stage(
            title,
            curriculum.about.get(title, ""),
            tuple(_stopped(topics[stop.place], stop, curriculum.levels.get(title, "")) for stop in stops),
        )
        for title, stops in groupby(curriculum.stops, key=lambda stop: stop.section)
    ]
    title = curriculum.title or curriculum.name
    return Roadmap(curriculum.name, curriculum.path, title, curriculum.description, tuple(stages))


def _stopped(topic: Topic, stop: notes.Stop, level: str) -> Topic:
    """The topic where a path names it: a section may give a level to notes that have none."""
    return replace(topic, optional=stop.optional, level=topic.level or level)


def _topic(
    found: notes.FoundNote, reader: Reader, known: State, out: frozenset[str]
) -> tuple[Topic, tuple[Problem, ...]]:
    """One note as a topic, and why it cannot be read."""
    result = reader.read(found.path)
    note = result.note
    if note is None:
        return Topic(found.path, found.place, "", 0, False, "unreadable", None, 0), result.problems
    prefixes = {f"{found.slug}/", f"{note.matter.id}/" if note.matter.id else f"{found.slug}/"}
    entry = known.notes.get(found.path)
    own = {post.id for post in entry.posts} if entry else set()
    own |= {post for post, lost in known.lost.items() if lost.note == found.path}  # rewritten since, but out
    gone_out = {post for post in out if post in own or any(map(post.startswith, prefixes))}
    status = "private" if note.matter.private else note.matter.status
    posts = sum(post.kind not in state.DOWNLOADS for post in entry.posts) if entry else None
    return Topic(
        found.path, str(note.title), note.matter.level, minutes_of(note), False, status, posts, len(gone_out)
    ), ()


__all__ = ["Roadmap", "Stage", "Topic", "roadmaps"]
