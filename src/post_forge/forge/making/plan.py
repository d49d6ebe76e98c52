"""Notes -> which posts there are: read what changed, compose what depends on it, remember the rest.

read      the changed ones -> Note, and its facts for decisions over the whole collection
compose   the notes whose own words, or the collection's decisions about them, have changed -> posts
settle    ids: a renamed heading or file keeps its own
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from post_forge import notes
from post_forge.errors import Problem, Source
from post_forge.forge.making import identity, state
from post_forge.forge.making.collect import Collected, lies_in
from post_forge.forge.making.inputs import compose_inputs
from post_forge.forge.making.reader import Reader as Reader
from post_forge.forge.making.reader import ranks_of
from post_forge.forge.making.state import Lost, NoteEntry, PostEntry, State
from post_forge.forge.paths.overview import overviews
from post_forge.forge.paths.requirements import names_required, requirements
from post_forge.forge.paths.standing import about_note, standings
from post_forge.forge.paths.standing import plain as plain_standing
from post_forge.forge.published import sent_by_note
from post_forge.forge.workspace import Workspace
from post_forge.later import Later
from post_forge.model import Note, Post, Refusal

if TYPE_CHECKING:
    from post_forge import compose, platforms
else:
    compose, platforms = Later("post_forge.compose"), Later("post_forge.platforms")


@dataclass(frozen=True, slots=True)
class Plan:
    """The posts of a collection in its order, each with what is needed to make it when it has to be made.

    `notes` are the entries below the wanted path, `others` every other note remembered. `posts` holds the posts that
    were composed just now, by id; `lost` the ids whose content has gone. `inputs` is the digest they were made under,
    `problems` what is wrong with the collection's index and paths.
    """

    collected: Collected
    notes: Mapping[str, NoteEntry]
    others: Mapping[str, NoteEntry]
    lost: Mapping[str, Lost]
    inputs: str
    problems: tuple[Problem, ...] = ()
    posts: Mapping[str, Post] = field(default_factory=dict)

    def entries(self) -> list[tuple[NoteEntry, PostEntry]]:
        """Every post with its note, in the collection's order."""
        return [(note, post) for note in self.notes.values() for post in note.posts]

    @property
    def refusals(self) -> list[Refusal]:
        return [refusal for note in self.notes.values() for refusal in note.refusals]

    @property
    def all_problems(self) -> list[Problem]:
        found = self.collected.found.problems
        of_notes = (problem for note in self.notes.values() for problem in note.problems)
        return [*found, *([] if self.notes else [self.no_notes]), *self.problems, *of_notes]

    @property
    def no_notes(self) -> Problem:
        hint = '`post-forge new "A title"` starts one'
        return Problem("note.none", f"there are no notes in {self.collected.below}", None, hint, "warning")


Tell = Callable[[Mapping[str, NoteEntry], Mapping[str, tuple[Post, ...]], int], None]
"""Called with the notes that are done, those of their posts that were composed, and how many notes there are."""


def plan(workspace: Workspace, collected: Collected, known: State, tell: Tell | None = None) -> Plan:
    """Which posts there are now. Reads and composes only what changed since `known`; `tell` hears of every note."""
    inputs = compose_inputs(workspace)
    before = known.notes if known.inputs == inputs else {}
    reader = Reader(workspace, collected)
    whole = known.collections.get(str(collected.root))
    if whole is not None and whole.stamp == collected.stamp and collected.wanted <= before.keys():
        unchanged = {path: before[path] for path in (*collected.wanted, *_overviews_of(collected, before))}
        return settle(reader, unchanged, {}, known, inputs, whole.problems)
    fresh = {
        note.path: before[note.path]
        for note in collected.found.notes
        if note.path in before and before[note.path].stamp == (note.size, note.mtime_ns)
    }
    read = {note.path: reader.read(note.path) for note in collected.found.notes if note.path not in fresh}
    facts = {path: compose.NoteFacts(**entry.facts) for path, entry in fresh.items() if entry.facts}
    facts |= {path: compose.facts(result.note) for path, result in read.items() if result.note}
    collection = compose.survey(facts[note.path] for note in collected.found.notes if note.path in facts)
    about = {path: entry.about for path, entry in fresh.items() if entry.about}
    about |= {path: about_note(result.note) for path, result in read.items() if result.note}
    orders = {path: entry.order for path, entry in fresh.items()}
    orders |= {path: result.note.matter.order for path, result in read.items() if result.note}
    built_on = requirements(workspace.root, collected.found, names_required(about), reader.curricula[0])
    ranks = ranks_of(reader, orders, built_on.edges)
    reader.sent = {}
    if any(one["updated"] for one in about.values()) or any(one.overview for one in reader.curricula[0]):
        reader.sent = sent_by_note(workspace, collected.found, known)
    in_turn = sorted(ranks, key=ranks.__getitem__)
    reader.standings = standings(in_turn, collected.found, reader.curricula[0], about, reader.sent, workspace.config)

    entries: dict[str, NoteEntry] = {}
    composed: dict[str, tuple[Post, ...]] = {}
    for note in collected.found.notes:
        if note.path not in collected.wanted:
            continue
        draft = _draft(note, read.get(note.path), fresh.get(note.path))
        if note.path in facts:
            view = compose.view(collection, facts[note.path])
            standing = plain_standing(reader.standing(note.path))
            key = state.digest(draft.digest, inputs, view, reader.about(note.path), standing)
            draft = replace(draft, key=key, standing=standing)
        known_entry = before.get(note.path)
        if known_entry is not None and known_entry.key == draft.key and draft.key:
            entries[note.path] = replace(known_entry, stamp=draft.stamp)
        elif note.path in facts:
            entries[note.path], composed[note.path] = compose_note(draft, read.get(note.path), reader, collection)
        else:
            entries[note.path] = draft
        if tell is not None:
            tell(entries, composed, len(collected.wanted))
    entries = {path: replace(entry, rank=ranks[path]) for path, entry in entries.items()}
    made = overviews(reader, about, known, inputs)
    entries |= {entry.path: entry for entry, _ in made}
    composed |= {entry.path: (post,) for entry, post in made if post}
    problems = (*reader.index.problems, *reader.curricula[1], *built_on.problems, *_same_names(entries))
    return settle(reader, entries, composed, known, inputs, problems)


def _draft(note: notes.FoundNote, result: notes.ReadResult | None, entry: NoteEntry | None) -> NoteEntry:
    """What is known of a note before it is composed."""
    stamp = (note.size, note.mtime_ns)
    if result is None:
        assert entry is not None, "a note is either remembered or read"
        return replace(entry, stamp=stamp)
    if result.note is None:
        return NoteEntry(note.path, stamp, "", "", {}, problems=result.problems)
    matter = result.note.matter
    facts = asdict(compose.facts(result.note))
    name, title = identity.file_name(matter.id), str(result.note.title)
    return NoteEntry(note.path, stamp, result.note.digest, "", facts, matter.order, name, title=title, tags=matter.tags,
                     about=about_note(result.note))  # fmt: skip


def compose_note(
    draft: NoteEntry, result: notes.ReadResult | None, reader: Reader, collection: compose.Collection
) -> tuple[NoteEntry, tuple[Post, ...]]:
    result = result or reader.read(draft.path)
    if result.note is None:  # it changed between two looks; the next build sees it as it is then
        return replace(draft, problems=result.problems), ()
    done = reader.composed(result.note, collection)
    problems = (*result.problems, *done.problems)
    posts = tuple(_named(post, draft.name) for post in done.posts)
    refusals = done.refusals if posts or done.refusals else (_empty(result.note),)
    return replace(draft, posts=(), refusals=refusals, problems=problems), posts


def _empty(note: Note) -> Refusal:
    return Refusal(str(note.title), "there is nothing in this note but its title", Source(note.path, 1), "note.empty")


def _named(post: Post, name: str) -> Post:
    """The post under the `id:` of its note's front matter, if that has one, whatever the file is called."""
    return replace(post, id=f"{name}/{post.id.partition('/')[2]}") if name else post


def _same_names(entries: Mapping[str, NoteEntry]) -> list[Problem]:
    """Notes that claim one `id:`; the first has it, the posts of the others get a number."""
    first: dict[str, str] = {}
    return [
        Problem("note.id", f"{first[entry.name]} has the same id", Source(path), "give each its own", "warning")
        for path, entry in entries.items()
        if entry.name and first.setdefault(entry.name, path) != path
    ]


def survey(entries: Iterable[NoteEntry]) -> compose.Collection:
    """What the collection as a whole says, from what is remembered of its notes."""
    return compose.survey(compose.NoteFacts(**entry.facts) for entry in entries if entry.facts)


def settle(
    reader: Reader,
    entries: dict[str, NoteEntry],
    composed: Mapping[str, tuple[Post, ...]],
    known: State,
    inputs: str,
    problems: tuple[Problem, ...],
) -> Plan:
    """Give every composed post its final id, and write it into its note's entry."""
    collected, root = reader.collected, reader.workspace.root
    others = {
        path: entry
        for path, entry in known.notes.items()
        if path not in entries and not lies_in(root, path, collected.below)
    }
    before = dict(known.lost)
    before |= {post.id: Lost(entry.path, post.fingerprint) for entry in known.notes.values() for post in entry.posts}
    kept = [post.id for path, entry in {**others, **entries}.items() if path not in composed for post in entry.posts]
    candidates = [(path, post) for path, posts in composed.items() for post in posts]
    ids = identity.settle(
        [
            identity.Candidate(
                post.id, path, post.fingerprint, post.pinned or (bool(entries[path].name) and post.id in before)
            )
            for path, post in candidates
        ],
        {post_id: identity.Known(lost.note, lost.fingerprint) for post_id, lost in before.items()},
        kept,
    )
    posts: dict[str, Post] = {}
    for position, (path, post) in enumerate(candidates):
        final = replace(post, id=ids[position])
        posts[final.id] = final
        entry = PostEntry(
            final.id, final.title, final.kind, final.score, state.digest(final), final.fingerprint, _pictures(final)
        )
        entries[path] = replace(entries[path], posts=(*entries[path].posts, entry))
    alive = {post.id for entry in [*others.values(), *entries.values()] for post in entry.posts}
    lost = {post_id: entry for post_id, entry in before.items() if post_id not in alive}
    return Plan(collected, _ordered(entries), others, lost, inputs, problems, posts)


def _pictures(post: Post) -> tuple[str, ...]:
    shown = (slide.picture.target for slide in post.deck.slides if slide.picture)
    return tuple(f"{post.deck.pictures}{target}" for target in dict.fromkeys(shown))


def _ordered(entries: Mapping[str, NoteEntry]) -> dict[str, NoteEntry]:
    return {path: entries[path] for path in sorted(entries, key=lambda path: entries[path].rank)}


def _overviews_of(collected: Collected, before: Mapping[str, NoteEntry]) -> list[str]:
    """The path files that gave an overview."""
    return [file.path for file in collected.found.paths if file.path in before]
