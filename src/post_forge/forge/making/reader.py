"""A collection -> its notes as they are read, what its index and paths say, and what each note gives with all that."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from post_forge import notes
from post_forge.errors import Problem
from post_forge.forge.making import state
from post_forge.forge.making.collect import Collected
from post_forge.forge.making.inputs import own_layouts, template_folders
from post_forge.forge.making.state import NoteEntry
from post_forge.forge.paths.overview import overview_posts
from post_forge.forge.paths.requirements import in_order
from post_forge.forge.published import sent_by_note
from post_forge.forge.workspace import Workspace
from post_forge.later import Later
from post_forge.model import Note, Post, Refusal

if TYPE_CHECKING:
    from post_forge import compose, platforms
else:
    compose, platforms = Later("post_forge.compose"), Later("post_forge.platforms")


def _is_yes(value: object) -> bool:
    return str(value).lower() in ("true", "yes")


class Reader:
    """Reads the notes of one collection, and composes one again when its post is needed after all."""

    def __init__(
        self, workspace: Workspace, collected: Collected, entries: Mapping[str, NoteEntry] | None = None
    ) -> None:
        """`entries` are the notes of a plan, where one was made: they say where each note stands."""
        self.entries = entries or {}
        self.workspace, self.collected = workspace, collected
        self.by_path = {note.path: note for note in collected.found.notes}
        self.standings: Mapping[str, compose.Standing] = {}

    @cached_property
    def sent(self) -> Mapping[str, datetime]:
        """When a post of each note went out last, by what the last build knew."""
        known = state.load(self.workspace.state / "build.json")
        return sent_by_note(self.workspace, self.collected.found, known)

    @cached_property
    def index(self) -> notes.Index:
        return notes.read_index(self.collected.found)

    @cached_property
    def curricula(self) -> tuple[tuple[notes.Curriculum, ...], tuple[Problem, ...]]:
        return notes.read_paths(self.collected.found)

    @cached_property
    def options(self) -> compose.Options:
        config = self.workspace.config
        return compose.Options(
            handle=config.brand.handle,
            brand=config.brand.name,
            templates=template_folders(self.workspace),
            sensitive=notes.sensitive,
            credit=config.credit or ", ".join(filter(None, (self.index.credit, self.index.licence))),
            audience=config.audience,
            layouts=own_layouts(self.workspace),
            mentions=config.mentions,
            utm=config.utm,
            links=config.links,
            bold=config.emphasis == "unicode",
            guide=config.guide,
            split=platforms.split_thread,
            threads=frozenset(one.platform for one in config.channels if _is_yes(one.options.get("thread"))),
            warning=max(
                (str(one.options.get("content_warning") or "") for one in config.channels), key=len, default=""
            ),
        )

    def read(self, path: str) -> notes.ReadResult:
        return self.read_file(self.by_path[path])

    def read_file(self, found: notes.FoundNote) -> notes.ReadResult:
        """A note of this collection, also where its text lies in another file."""
        return notes.read(found, index=self.index, root=self.collected.root)

    def about(self, path: str) -> notes.IndexEntry | None:
        """What the collection's index says of a note."""
        return self.index.entries.get(self.by_path[path].place)

    def standing(self, path: str) -> compose.Standing:
        """Where a note stands: as a plan says, or the last build where none was made."""
        if path in self.standings:
            return self.standings[path]
        entries = self.entries or state.load(self.workspace.state / "build.json").notes
        self.standings = {one: compose.Standing(**entry.standing) for one, entry in entries.items()}
        return self.standings.get(path) or compose.Standing()

    def composed(self, note: Note, survey: compose.Collection, networks: Collection[str] = ()) -> compose.Composed:
        """What a note gives, with what the collection says of it: its posts, then its guide. `networks` are those that
        get texts, all where none is named."""
        rules = {name: one for name, one in platforms.RULES.items() if not networks or name in networks}
        done = compose.compose(note, survey, self.options, rules)
        guide = compose.guide(note, self.options)
        told = [guide] if isinstance(guide, Refusal) else []
        made = [*done.posts, *([guide] if isinstance(guide, Post) else [])]
        standing, folders = self.standing(note.path), self.options.templates
        warned = [Problem(one.rule, f"no guide is made: {one.reason}", one.source, severity="warning") for one in told]
        return compose.Composed(
            tuple(compose.stand(post, standing, folders) for post in made),
            (*done.refusals, *told),
            (*done.problems, *warned),
        )

    def compose(self, path: str, survey: compose.Collection) -> tuple[Post, ...]:
        """The posts of one note, under the ids that their headings suggest; or the overview of a path."""
        if path not in self.by_path:
            return overview_posts(self, path)
        note = self.read(path).note
        return self.composed(note, survey).posts if note else ()


def ranks_of(
    reader: Reader, orders: Mapping[str, float | None], built_on: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    """Each note's place in the collection's order: what a path names, then `order:` in front matter, then the index,
    then the folder; but none before what it builds on. `orders` holds the front matter's, by the notes' paths."""
    last = float("inf")
    by_path: dict[str, float] = {}
    if reader.workspace.config.schedule.order == "path":
        stops = [stop.place for curriculum in reader.curricula[0] for stop in curriculum.stops]
        by_path = {place: float(number) for number, place in reversed(list(enumerate(stops)))}
    by_index = {place: number for number, place in enumerate(reader.index.order)}

    def key(entry: tuple[int, notes.FoundNote]) -> tuple[float, float, float, int]:
        number, note = entry
        order = orders.get(note.path)
        return by_path.get(note.place, last), last if order is None else order, by_index.get(note.place, last), number

    ordered = sorted(enumerate(reader.collected.found.notes), key=key)
    paths = in_order([note.path for _, note in ordered], built_on)
    return {path: rank for rank, path in enumerate(paths)}
