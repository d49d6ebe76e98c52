"""Notes and posts -> the views that rules look at; a post that was built is looked up in its record, not made again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from post_forge import notes, output
from post_forge.errors import ForgeError, Problem, Source
from post_forge.forge.making.make import Studio, fit, theme_of
from post_forge.forge.making.media import media_files
from post_forge.forge.making.plan import Plan
from post_forge.forge.making.state import MadeEntry, NoteEntry, PostEntry, State
from post_forge.forge.pipeline import Recomposer, post_key, settings_of
from post_forge.forge.workspace import Workspace
from post_forge.later import Later
from post_forge.model import Deck, Handwritten, Note, Post, Refusal, Slide, plain

if TYPE_CHECKING:
    from post_forge import check, compose
    from post_forge.forge.pipeline import Progress
else:
    check, compose = (Later(f"post_forge.{name}") for name in ("check", "compose"))


def note_view(found: notes.FoundNote, note: Note) -> check.NoteView:
    """The note with its text; what cannot be decoded was told when it was read."""
    try:
        data = found.absolute.read_bytes()
    except OSError:  # it went away meanwhile
        data = b""
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return check.NoteView(note, text)


@dataclass(slots=True)
class Looked:
    """The posts as they can be drawn, and what came to light on the way."""

    posts: list[check.PostView] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Viewer:
    """Makes the views of a plan's posts: from their records where they were built, else by fitting them."""

    def __init__(
        self, workspace: Workspace, planned: Plan, known: State, about: Mapping[str, Note], days: Mapping[str, str]
    ) -> None:
        self.workspace, self.known, self.days = workspace, known, days
        self.settings = settings_of(workspace)
        self.recomposer = Recomposer(workspace, planned)
        self.planned = planned
        self.own = {path: _own_lines(note) for path, note in about.items()}
        self.code = {path: check.code_words(note) for path, note in about.items()}

    def look(self, progress: Progress) -> Looked:
        """Every post of the plan. What is wrong with one does not keep the others from being looked at."""
        looked = Looked()
        entries = self.planned.entries()
        for done, (note, post) in enumerate(entries, 1):
            before = self.known.made.get(post.id)
            if before is not None and self._is_made(post, before):
                looked.problems += before.problems
                looked.refusals += [before.refusal] if before.refusal else []
                view = None if before.refusal else self._recorded(note, post)
                if view or before.refusal:
                    looked.posts += [view] if view else []
                    continue
            self._fit(note, post, looked)
            progress(done, len(entries), post.id)
        return looked

    def _is_made(self, post: PostEntry, before: MadeEntry) -> bool:
        key = post_key(self.workspace, self.settings, post)
        whole = before.refusal is not None or output.intact(self.workspace.output / post.id, before.files)
        return before.key == key and whole

    def _fit(self, note: NoteEntry, entry: PostEntry, looked: Looked) -> None:
        """Fit the post's slides without drawing them."""
        post = self.planned.posts.get(entry.id) or self.recomposer.post(note, entry)
        if post is None:  # its note changed meanwhile: the next run sees it as it is then
            return
        try:
            studio = Studio(theme_of(post, self.settings), post, self.settings)
            refusal, found = fit(studio)
            post = studio.post
            found = (*found, *media_files({}, self.settings, post)[1])
        except ForgeError as error:
            looked.problems += error.problems
            refusal, found = None, ()
        except OSError as error:  # a picture or a template that went away meanwhile
            looked.problems.append(_unread(post, error))
            return
        looked.problems += found
        if refusal:
            looked.refusals.append(refusal)
        else:
            looked.posts.append(self._of_post(post))

    def _of_post(self, post: Post) -> check.PostView:
        slides = tuple(
            check.SlideView(slide.layout, slide.source, compose.shown(slide), compose.words(slide), alt)
            for slide, alt in zip(post.deck.slides, post.alts, strict=False)
        )
        claims = tuple((claim.words, claim.source) for claim in post.claims)
        return check.PostView(
            post.id, post.title, post.note, post.source, post.texts, post.sources, slides, claims, post.deck.lang,
            post.score, self._by_hand(post.note, post.sources), self.code.get(post.note, frozenset()),
            self.days.get(post.id, ""), post.fingerprint, post.deck.theme,
        )  # fmt: skip

    def _recorded(self, note: NoteEntry, entry: PostEntry) -> check.PostView | None:
        """The view of a post that was built, from its post.json; None where that is not what it was."""
        try:
            value = json.loads((self.workspace.output / entry.id / output.POST).read_bytes())
            sources = {name: tuple(map(_source, places)) for name, places in value["sources"].items()}
            return check.PostView(
                entry.id, entry.title, note.path, _source(value["source"]),
                {name: tuple(text["parts"]) for name, text in value["texts"].items()}, sources,
                tuple(map(_slide, value["slides"])),
                tuple((one["text"], _source(one["source"])) for one in value["claims"]),
                value["lang"], entry.score, self._by_hand(note.path, sources), self.code.get(note.path, frozenset()),
                self.days.get(entry.id, ""), entry.fingerprint, value["theme"],
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def _by_hand(self, path: str, sources: Mapping[str, tuple[Source, ...]]) -> dict[str, Source]:
        """The author's own text for each platform: the one among the text's sources that is such a block."""
        lines = self.own.get(path, frozenset())
        found = {name: next((one for one in places if one.line in lines), None) for name, places in sources.items()}
        return {name: place for name, place in found.items() if place}


def _unread(post: Post, error: OSError) -> Problem:
    place = Source(str(error.filename)) if error.filename else post.source
    return Problem("make.read", f"cannot read: {error.strerror}", place, "run the command again")


def _own_lines(note: Note) -> frozenset[int]:
    sections = [note.lead, *(section.blocks for section in note.walk())]
    return frozenset(block.source.line for blocks in sections for block in blocks if isinstance(block, Handwritten))


def _slide(value: Mapping[str, Any]) -> check.SlideView:
    return check.SlideView(value["layout"], _source(value["source"]), value["text"], value["words"], value["alt"])


def _source(words: str) -> Source:
    """`content/retry.md:12:4` as a place."""
    path, numbers = words, list[int]()
    while len(numbers) < 2 and (parts := path.rpartition(":"))[0] and parts[2].isdecimal():
        path, numbers = parts[0], [int(parts[2]), *numbers]
    return Source(path, *numbers)


def sent_posts(planned: Plan | None, days: Mapping[str, str]) -> Iterator[check.Sent]:
    """What was published under names that no post has any more, as far as a build remembers their words."""
    for post, lost in planned.lost.items() if planned else ():
        if post in days:
            yield check.Sent(post, days[post], lost.fingerprint)


def own_templates(workspace: Workspace) -> tuple[str, ...]:
    """The templates of texts that the workspace has of its own."""
    return tuple(sorted(path.name for path in Path(workspace.root, "templates", "posts").glob("*.jinja")))


def twins_of(views: Sequence[check.PostView]) -> list[tuple[check.PostView, check.PostView]]:
    """Pairs that say the same, the better first, as the composer compares posts: by their texts without the question
    that closes them."""
    by_id = {view.id: view for view in views}
    pairs = compose.twins([_as_post(view) for view in views])
    return [(by_id[better.id], by_id[lesser.id]) for better, lesser in pairs]


def _as_post(view: check.PostView) -> Post:
    last = [slide for slide in view.slides[-1:] if slide.layout == "end"]
    closing = tuple(Slide("end", slide.source, plain(slide.text.partition("\n")[0])) for slide in last)
    return Post(view.id, view.title, "", view.note, view.source, view.texts, Deck(closing), (), score=view.score)
