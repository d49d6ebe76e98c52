"""A workspace kept warm for who looks at it: read once, then only what was saved; every look is a whole, frozen value.

    desk = Desk(folder)
    desk.read()                the workspace as it is on the disk now        -> Look
    desk.reread(path)          one saved note, at once; `read` follows       -> Look
    desk.look                  the last of these: whoever shows something takes it once and shows that

A look that cannot be taken (a broken post_forge.yaml) keeps what was seen before and says why. Nothing is written but,
when it is asked for, what a build remembers (`desk.remember`).
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from post_forge.errors import ForgeError, Problem
from post_forge.forge.making import state
from post_forge.forge.making.collect import collect
from post_forge.forge.making.plan import Plan, Reader, plan, survey
from post_forge.forge.making.state import MadeEntry, NoteEntry, PostEntry, Stamp, State
from post_forge.forge.pipeline import save, settings_of, state_file
from post_forge.forge.settings import Settings
from post_forge.forge.studio.plan import replan, so_far
from post_forge.forge.workspace import Workspace, find_root, lock, open_workspace
from post_forge.model import Note, Post
from post_forge.shipped import ROOT

if TYPE_CHECKING:
    from post_forge import compose

_KEPT = 200  # composed posts in memory, about 50 kB each
_NOTES = 20  # notes in memory
_ROOMIEST = "linkedin"
_BETWEEN = 1.5  # seconds between two looks at a first reading that goes on
Hear = Callable[["Look"], None]


@dataclass(frozen=True, slots=True)
class Look:
    """The workspace as it was last read. `number` grows with every look. `done` of `total` notes were read so far.

    `made` is what builds left in output/, `problems` what kept the last reading from succeeding: the rest is then what
    was there before. `posts` are all by their id, `notes` by the name that their posts' ids begin with.
    """

    number: int
    workspace: Workspace
    settings: Settings
    plan: Plan
    reader: Reader
    about: compose.Collection
    made: Mapping[str, MadeEntry]
    done: int
    total: int
    problems: tuple[Problem, ...] = ()
    posts: Mapping[str, tuple[NoteEntry, PostEntry]] = field(default_factory=dict)
    notes: Mapping[str, NoteEntry] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether every note has been read."""
        return self.done == self.total

    def name_of(self, note: NoteEntry) -> str:
        """What the ids of a note's posts begin with."""
        if note.posts:
            return note.posts[0].id.partition("/")[0]
        return note.name or (self.reader.by_path[note.path].slug if note.path in self.reader.by_path else note.path)

    def absolute(self, path: str) -> Path:
        """Where the file lies that problems and notes call by this path."""
        found = self.reader.by_path.get(path)
        file = found.absolute if found else self.workspace.root / path
        shipped = ROOT / path
        return shipped if not file.exists() and shipped.exists() else file


class Desk:
    """Keeps one workspace warm. `hear` is told of looks that come while a long reading goes on; readings come one at a
    time, whoever asks."""

    def __init__(self, folder: Path, hear: Hear = lambda _: None) -> None:
        self.root = find_root(folder)
        self.look: Look | None = None
        self.problems: tuple[Problem, ...] = ()
        self._hear = hear
        self._state: State | None = None
        self._planned: Plan | None = None
        self._notes: dict[str, tuple[str, Note | None]] = {}
        self._composed: OrderedDict[str, tuple[str, Post]] = OrderedDict()
        self._built: Stamp | None = None
        self._lock = threading.Lock()
        self._keeping = threading.Lock()
        self._heard = 0.0

    def read(self) -> Look | None:
        """Look at everything again. None where nothing could ever be read: `problems` says why."""
        with self._lock:
            try:
                found = self._whole()
            except ForgeError as error:
                self.problems = error.problems
                if self.look is not None:
                    self.look = replace(self.look, number=self.look.number + 1, problems=error.problems)
                return self.look
            self.problems = ()
            self.look = found
            return found

    def reread(self, path: str) -> tuple[Look, Plan] | None:
        """Look at one note that was saved, with the plan that holds its posts. None where that is not enough: it is
        new, has gone, or nothing was read yet."""
        with self._lock:
            before = self.look
            if before is None or path not in before.plan.notes or path not in before.reader.by_path:
                return None
            if not before.reader.by_path[path].absolute.is_file():
                return None
            try:
                fresh = replan(before.plan, before.reader, before.about, path)
            except ForgeError:
                return None
            self.look = self._looked(before, fresh, before.about)
            return self.look, fresh

    def glimpse(self, path: str) -> Mapping[str, Post]:
        """The posts of a note that was saved, as far as their slides go: the text of one network is enough to tell what
        makes a post. Sooner there than `reread`, which says the same of them and all that is missing here."""
        look = self.look
        if look is None or path not in look.plan.notes or path not in look.reader.by_path:
            return {}
        try:
            note = look.reader.read(path).note
            posts = look.reader.composed(note, look.about, (_ROOMIEST,)).posts if note else ()
        except ForgeError:
            return {}
        name = look.name_of(look.plan.notes[path])
        found = {f"{name}/{post.id.partition('/')[2]}": post for post in posts}
        return {one: replace(post, id=one) for one, post in found.items() if one in look.posts}

    def remember(self) -> None:
        """Keep what was read for the next command, if no other is at work. A folder that cannot be written in stays as
        it is: that only costs time."""
        with self._lock:
            if self.look is None or self._planned is None:
                return
            workspace = self.look.workspace
            try:
                with lock(workspace, "preview"):
                    known = state.load(state_file(workspace))
                    save(workspace, self._planned, dict(known.made), known)
                    self._built = _stamp(state_file(workspace))
            except ForgeError:
                return

    def post(self, look: Look, name: str) -> Post | None:
        """A post as it was composed, its note read again if need be; None where there is none of this id."""
        note, entry = look.posts.get(name, (None, None))
        if note is None or entry is None:
            return None
        key, post = self._composed.get(name, ("", None))
        if post is None or key != entry.key:
            composed = look.reader.compose(note.path, look.about) if note.path in look.reader.by_path else ()
            for one, made in zip(note.posts, composed, strict=False):
                self._keep_one(one.id, one.key, replace(made, id=one.id))
            key, post = self._composed.get(name, ("", None))
        return post

    def note(self, look: Look, path: str) -> Note | None:
        """A note, read again where it has changed since it was shown last."""
        entry = look.plan.notes.get(path)
        if entry is None or path not in look.reader.by_path:
            return None
        digest, note = self._notes.get(path, ("", None))
        if note is None or digest != entry.digest:
            note = look.reader.read(path).note
            with self._keeping:
                self._notes[path] = (entry.digest, note)
                while len(self._notes) > _NOTES:
                    self._notes.pop(next(iter(self._notes)))
        return note

    def _keep(self, planned: Plan) -> None:
        for _, entry in planned.entries()[-_KEPT:]:
            if entry.id in planned.posts:
                self._keep_one(entry.id, entry.key, planned.posts[entry.id])

    def _keep_one(self, name: str, key: str, post: Post) -> None:
        with self._keeping:
            self._composed[name] = (key, post)
            self._composed.move_to_end(name)
            while len(self._composed) > _KEPT:
                self._composed.popitem(last=False)

    # ---- reading -----------------------------------------------------------------------------------------------------

    def _whole(self) -> Look:
        workspace = open_workspace(self.root, remember=False)
        known = self._known(workspace)
        collected = collect(workspace, None)
        reader = Reader(workspace, collected)
        settings = settings_of(workspace)
        before = self.look

        def tell(entries: Mapping[str, NoteEntry], composed: Mapping[str, tuple[Post, ...]], total: int) -> None:
            if (before is not None and before.whole) or time.monotonic() - self._heard < _BETWEEN:
                return
            part = so_far(reader, entries, composed, known)
            about = survey(part.notes.values())
            base = Look(self._number(), workspace, settings, part, reader, about, known.made, len(entries), total)
            self.look = self._looked(base, part, about)
            self._heard = time.monotonic()
            self._hear(self.look)

        planned = plan(workspace, collected, known, tell)
        about, reader = survey(planned.notes.values()), Reader(workspace, collected, planned.notes)
        collections = {str(collected.root): state.CollectionEntry(collected.stamp, planned.problems)}
        notes = {**planned.others, **planned.notes}
        self._planned = replace(planned, posts={})
        self._state = State(planned.inputs, collections, notes, {}, planned.lost)
        base = Look(self._number(), workspace, settings, planned, reader, about, known.made, 0, 0)
        total = len(planned.notes)
        return self._looked(replace(base, done=total, total=total), _with_unreadable(planned, before), about)

    def _known(self, workspace: Workspace) -> State:
        """What is remembered: of the notes what is in memory, once they were read; of output/ what the disk says."""
        stamp = _stamp(state_file(workspace))
        if self._state is not None and self.look is not None and stamp == self._built:
            return replace(self._state, made=self.look.made)
        self._built = stamp
        stored = state.load(state_file(workspace))
        return stored if self._state is None else replace(self._state, made=stored.made)

    def _number(self) -> int:
        return self.look.number + 1 if self.look else 1

    def _looked(self, base: Look, planned: Plan, about: compose.Collection) -> Look:
        found = replace(base, number=self._number(), plan=replace(planned, posts={}), about=about, problems=())
        posts = {post.id: (note, post) for note, post in planned.entries()}
        notes = {found.name_of(note): note for note in planned.notes.values()}
        self._keep(planned)
        return replace(found, posts=MappingProxyType(posts), notes=MappingProxyType(notes))


def _with_unreadable(planned: Plan, before: Look | None) -> Plan:
    """A note that cannot be read now is shown with the posts it had: its last good pictures stand beside the error."""
    if before is None:
        return planned
    shown = {
        path: replace(entry, posts=before.plan.notes[path].posts, title=entry.title or before.plan.notes[path].title)
        if not entry.digest and not entry.posts and path in before.plan.notes
        else entry
        for path, entry in planned.notes.items()
    }
    return replace(planned, notes=shown)


def _stamp(file: Path) -> Stamp | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
