"""One running studio: the workspace kept warm, what pages ask of it, and what they hear when something is saved."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from post_forge import __version__, forge
from post_forge.preview import templates
from post_forge.preview.changes import difference
from post_forge.preview.checks import Checks
from post_forge.preview.drawing import Drawing
from post_forge.preview.live import PAGES, Events
from post_forge.preview.plans import Plans, Proposed
from post_forge.preview.threads import Threads
from post_forge.preview.watching import Seen, places, sort, watch

Made = TypeVar("Made")
_FAST = 3  # notes of one save that are shown before everything is read again
_LISTEN = 0.5  # seconds between two looks at who is at work
_POLL = 2.0  # seconds between two looks at a queue whose changes no file tells
_EXPLAINED = 8  # notes whose reasons are kept
_FRESH = 4.0  # seconds that a look at the queue is good for, unless something changes


@dataclass(frozen=True, slots=True)
class Manner:
    """How a studio is run."""

    read_only: bool = False
    exported: bool = False
    live: bool = True


class Studio:
    """Everything between the routes and the forge. Its methods may be called from any thread."""

    def __init__(self, folder: Path, manner: Manner = Manner(), clock: Callable[[], datetime] | None = None) -> None:
        self.manner = manner
        self.clock = clock or (lambda: datetime.now(UTC))
        self.events = Events(__version__)
        self.token = "" if manner.read_only or manner.exported else secrets.token_urlsafe(32)
        self.desk = forge.Desk(folder, self._partly)
        self.decks = forge.Decks(self.desk)
        self.pictures = forge.Pictures(self.decks)
        self.drawing = Drawing(self._draw)
        self.plans = Plans(self._propose, self._plan_is_new)
        self.checks = Checks(lambda: self.desk.look, self._checked)
        self.threads = Threads(2, "reading")
        self.answers = Threads(6, "answering")
        self.builds = Threads(1, "building")
        self.first = threading.Event()
        self._queue: tuple[float, forge.QueueLook] | None = None
        self._queue_lock = threading.Lock()
        self._again: asyncio.Event | None = None
        self._stop: asyncio.Event | None = None
        self._explained: dict[tuple[str, ...], forge.Explained] = {}
        self._busy = ""
        self._entry = -1

    # ---- what pages ask ----------------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.clock()

    def look(self, patience: float = 0.0) -> forge.Look | None:
        """The workspace as it was last read; a page may wait a moment for the first time."""
        if self.desk.look is None and patience:
            self.first.wait(patience)
        return self.desk.look

    def queue(self, look: forge.Look) -> forge.QueueLook:
        """The queue as it is now, or was a few seconds ago if nothing has changed."""
        with self._queue_lock:
            if self._queue is None or time.monotonic() - self._queue[0] > _FRESH:
                titles = {name: entry.title for name, (_, entry) in look.posts.items()}
                self._queue = (time.monotonic(), forge.queue_look(look.workspace, self.now, titles))
            return self._queue[1]

    def forget_queue(self) -> None:
        """The next look at the queue is a fresh one."""
        self._queue = None

    def fits(self, look: forge.Look, post: str) -> bool:
        return self.decks.sheet(look, post) is not None

    def explained(self, look: forge.Look, note: forge.NoteEntry) -> forge.Explained:
        """Why a note gives the posts it gives, kept while neither it nor the themes change. Raises ForgeError."""
        key = (note.path, note.digest, look.plan.inputs, look.settings.inputs)
        found = self._explained.get(key)
        if found is None:
            found = forge.explain(look.workspace, look.workspace.root, str(look.reader.by_path[note.path].absolute))
            self._explained = {**dict(list(self._explained.items())[-_EXPLAINED:]), key: found}
        return found

    def counts(self, look: forge.Look) -> tuple[int, int]:
        """Errors and warnings, for the badge."""
        problems = self.checks.problems(look)
        errors = sum(one.severity == "error" for one in problems)
        return errors, len(problems) - errors

    def _checked(self) -> None:
        self.events.tell("changed", {"pages": ["problems", "posts"], "posts": [], "notes": []})
        if look := self.desk.look:
            self._tell_problems(look)

    def _propose(self, look: forge.Look) -> Proposed:
        return forge.proposed(look.workspace, self.now)

    def _plan_is_new(self) -> None:
        self.events.tell("changed", {"pages": ["calendar"], "posts": [], "notes": []})

    def busy(self) -> tuple[str, str]:
        """Who changes the workspace, and since when ("14:02")."""
        found = forge.busy(self.desk.root)
        return (f"post-forge {found[0]}", found[2]) if found else ("", "")

    def _draw(self, key: str, small: bool) -> bytes | None:
        look = self.desk.look
        return self.pictures.draw(look, key, small=small) if look else None

    # ---- what happens ------------------------------------------------------------------------------------------------

    def read(self) -> forge.Look | None:
        """Look at everything again, and tell the pages what is different."""
        before, troubles = self.desk.look, self.desk.problems
        after = self.desk.read()
        self.first.set()
        if after is None:
            return None
        pages, posts, notes = difference(before, after)
        if troubles != self.desk.problems:
            pages = PAGES
        if pages:
            self._queue = None
            self.plans.forget()
            self.events.tell("changed", {"pages": pages, "posts": posts, "notes": notes})
            self._tell_problems(after)
        return after

    def reread(self, path: str) -> None:
        """Show a note that was saved just now, before everything else is looked at."""
        told = self._glimpse(path)
        found = self.desk.reread(path)
        if found is None:
            return
        look, _ = found
        posts = [entry.id for entry in look.plan.notes[path].posts]
        for name in posts:
            if before := told.get(name) or self.decks.warm(name):
                sheet = self.decks.sheet(look, name)
                if sheet is not None and not sheet.stopped:
                    self._tell_slides(look, name, before, sheet)
        self.events.tell("changed", {"pages": ["today", "posts", "problems"], "posts": posts, "notes": [path]})

    def _glimpse(self, path: str) -> dict[str, forge.Sheet]:
        """Tell the new pictures of posts that somebody looks at before all their texts are composed."""
        look, told = self.desk.look, dict[str, forge.Sheet]()
        note = look.plan.notes.get(path) if look else None
        warm = {entry.id: sheet for entry in note.posts if (sheet := self.decks.warm(entry.id))} if note else {}
        if look is None or not warm:
            return told
        for name, post in self.desk.glimpse(path).items():
            if name in warm and (sheet := self.decks.glimpse(look, name, post)):
                self._tell_slides(look, name, warm[name], sheet)
                told[name] = sheet
        return told

    def _tell_slides(self, look: forge.Look, name: str, before: forge.Sheet, sheet: forge.Sheet) -> None:
        """Name the pictures of a post that are not what they were, and have the first of them drawn."""
        if sheet.keys == before.keys:
            return
        formats, new = {}, []
        for format_, keys in sheet.keys.items():
            formats[format_] = [
                f"/pictures/{self.pictures.slide(key, name, format_, number)}.png" for number, key in enumerate(keys, 1)
            ]
            new += [key for key in keys if key not in before.keys.get(format_, ())]
        self.events.tell("slides", {"post": name, "formats": formats})
        for key in new[:2]:  # whoever looks at the page asks for these at once
            self.pictures.draw(look, key)

    def _tell_problems(self, look: forge.Look) -> None:
        errors, warnings = self.counts(look)
        self.events.tell("problems", {"errors": errors, "warnings": warnings})

    def _partly(self, look: forge.Look) -> None:
        """Some notes of a first, long reading are there."""
        self.first.set()
        self.events.tell("changed", {"pages": ["today", "posts"], "posts": [], "notes": []})
        self.events.tell("progress", {"action": "read", "done": look.done, "total": look.total, "what": ""})

    def queue_changed(self) -> None:
        self._queue = None
        self.plans.forget()
        self.checks.wish()
        self.events.tell("changed", {"pages": ["calendar", "history", "today", "posts"], "posts": [], "notes": []})

    # ---- while it runs -----------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Read, watch and tell until `stop`."""
        loop = asyncio.get_running_loop()
        self.events.begin(loop)
        self._again, self._stop = asyncio.Event(), asyncio.Event()
        self.answers.submit(templates.prepare)  # before somebody waits for them
        tasks = [asyncio.create_task(work) for work in (self._reading(), self._watching(), self._listening())]
        await self._stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def stop(self) -> None:
        """End: every open stream, the watching, the drawing."""
        self.events.close()
        if self._stop is not None:
            self._stop.set()
        self.drawing.close()
        self.plans.close()
        self.checks.close()
        for threads in (self.threads, self.answers, self.builds):
            threads.shutdown()

    def look_again_soon(self) -> None:
        """The same, from any thread."""
        self.events.call(self.look_again)

    def look_again(self) -> None:
        """Everything is read again, soon. From the thread of the server."""
        if self._again is not None:
            self._again.set()

    async def answer(self, work: Callable[[], Made]) -> Made:
        """Do something that somebody waits for, beside the server's own thread."""
        return await asyncio.get_running_loop().run_in_executor(self.answers, work)

    async def _in_thread(self, work: Callable[[], object]) -> None:
        await asyncio.get_running_loop().run_in_executor(self.threads, work)

    async def _reading(self) -> None:
        assert self._again is not None
        await self._in_thread(self.read)
        if not self.manner.read_only:
            await self._in_thread(self.desk.remember)  # a check goes on from there
        while True:
            self.checks.wish()
            await self._again.wait()
            self._again.clear()
            await self._in_thread(self.read)

    async def _watching(self) -> None:
        assert self._stop is not None
        root = self.desk.root
        while not self._stop.is_set():
            look = self.desk.look
            content = [look.plan.collected.root] if look else [root / "content"]
            ended = asyncio.Event()
            async for changed in watch(places(root, content), ended):
                look = self.desk.look
                by_file = {found.absolute: path for path, found in look.reader.by_path.items()} if look else {}
                seen = sort(root, changed, frozenset(by_file)) if changed else Seen(other=True, queue=True)
                await self._noticed(seen, [by_file[file] for file in seen.notes])
                if seen.folders:
                    ended.set()
            await asyncio.sleep(0.2)

    async def _noticed(self, seen: Seen, notes: list[str]) -> None:
        if len(notes) <= _FAST:
            for path in notes:
                await self._in_thread(lambda path=path: self.reread(path))  # type: ignore[misc]
        if seen.queue:
            self.queue_changed()
        if seen.days:
            self.events.tell("changed", {"pages": ["today"], "posts": [], "notes": []})
        if notes or seen.other or seen.built:
            self.look_again()

    async def _listening(self) -> None:
        """Who is at work, and changes of a queue that lies elsewhere: nothing tells of them but looking."""
        asked = 0.0
        while True:
            await asyncio.sleep(_LISTEN)
            if not self.events.listeners:
                continue
            busy, since = self.busy()
            if busy != self._busy:
                self._busy = busy
                self.events.tell("lock", {"busy": busy, "since": since} if busy else {"busy": ""})
            elsewhere = self.desk.look is not None and self.desk.look.workspace.config.database != "sqlite"
            if elsewhere and time.monotonic() - asked > _POLL:
                asked = time.monotonic()
                await self._in_thread(self._ask_the_queue)

    def _ask_the_queue(self) -> None:
        look = self.desk.look
        number = forge.last_entry(look.workspace) if look else -1
        if self._entry not in (-1, number):
            self.queue_changed()
        self._entry = number
