"""What went out, when and where, and every change in the queue; what was posted before this program -> the queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from post_forge.errors import Problem, Source, UsageError, did_you_mean
from post_forge.forge.making import state
from post_forge.forge.pipeline import state_file
from post_forge.forge.queueing.known import actor, exists, look, opened
from post_forge.forge.queueing.listing import iso, plain, titles
from post_forge.forge.queueing.say import find
from post_forge.forge.schedule import zone_of
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import queue
else:
    queue = Later("post_forge.queue")


@dataclass(frozen=True, slots=True)
class Sent:
    """A post that is out, was out, or may be out."""

    delivery: queue.Delivery
    title: str

    @property
    def at(self) -> datetime:
        return self.delivery.sent or self.delivery.at

    def json(self) -> dict[str, Any]:
        item = self.delivery
        more = {"sent": iso(item.sent), "url": item.url, "content": item.content, "title": self.title}
        return {"id": item.id, "post": item.post, "channel": item.channel, "round": item.round, "state": item.state,
                "slot": iso(item.at), **more}  # fmt: skip


@dataclass(frozen=True, slots=True)
class History:
    """What went out, the earliest first, and the journal's entries, if they were asked for."""

    sent: tuple[Sent, ...]
    entries: tuple[queue.Entry, ...]
    zone: str
    problems: tuple[Problem, ...] = ()

    def json(self) -> dict[str, Any]:
        entries = [plain(item) for item in self.entries]
        return {"zone": self.zone, "published": [item.json() for item in self.sent], "journal": entries}


@dataclass(frozen=True, slots=True)
class Imported:
    """The deliveries that came to be known as published, and how many lines published.jsonl has more."""

    learned: tuple[str, ...]
    written: int
    problems: tuple[Problem, ...] = ()


def history(
    workspace: Workspace, now: datetime, name: str = "", since: datetime | None = None, *, journal: bool = False
) -> History:
    """What went out since a moment; of one delivery or one post, with its journal. Raises UsageError for a name that
    neither the queue nor its journal knows."""
    known = look(workspace, now)
    named = titles(workspace)
    entries: tuple[queue.Entry, ...] = ()
    wanted: set[str] | None = None
    if name:
        wanted = _all_of(known.deliveries, name)
    if exists(workspace) and (journal or name):
        with queue.open_store(workspace.config.database, workspace.state) as store:
            entries = store.history(since=since)
        if name:
            clean = name.removeprefix("./").removeprefix("output/").rstrip("/")
            wanted = (wanted or set()) | {one.delivery for one in entries if clean in (one.delivery, _post(one))}
            entries = tuple(one for one in entries if one.delivery in wanted)
    if name and not wanted:
        find(known.deliveries, name)  # says so
    out = (item for item in known.deliveries if item.state in queue.OUT or item.state in queue.IN_DOUBT)
    sent = [Sent(item, named.get(item.post, "")) for item in out if wanted is None or item.id in wanted]
    shown = sorted((item for item in sent if since is None or item.at >= since), key=lambda item: item.at)
    return History(tuple(shown), entries, zone_of(workspace)[0], known.problems)


def import_posted(workspace: Workspace, file: Path, now: datetime, *, dry_run: bool = False) -> Imported:
    """Take in a CSV or JSON file of what was posted before. Doing it again changes nothing.

    Raises UsageError for a file that cannot be read, StoreError with everything that is wrong in it: then nothing was
    imported.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(Problem("usage.file", f"cannot read {str(file)!r}: {reason}")) from None
    name = workspace.shown(file.resolve()) if file.resolve().is_relative_to(workspace.root) else str(file)
    zone = ZoneInfo(zone_of(workspace)[0])
    warnings = _unknown(workspace, queue.read_history(data, name, zone), name)
    if dry_run:
        told, problems = queue.settled(queue.read_history(data, name, zone), name)
        known = look(workspace, now)
        lessons = queue.merge(known.deliveries, told, now).lessons
        return Imported(tuple(item.id for item in lessons), 0, (*known.problems, *problems, *warnings))
    with opened(workspace, now) as (store, _):
        synced = queue.import_history(store, data, name, zone, workspace.root / queue.FILE, now, actor())
    return Imported(synced.learned, synced.written, (*synced.problems, *warnings))


def _all_of(deliveries: Iterable[queue.Delivery], name: str) -> set[str]:
    clean = name.removeprefix("./").removeprefix("output/").rstrip("/")
    return {item.id for item in deliveries if clean in (item.id, item.post)}


def _post(entry: queue.Entry) -> str:
    return entry.delivery.rpartition("@")[0]


def _unknown(workspace: Workspace, told: Iterable[queue.Publication], name: str) -> list[Problem]:
    """A post or a channel that is not known here keeps nothing from being published again: a mistake in its name."""
    channels = {channel.name for channel in workspace.config.channels}
    known = state.load(state_file(workspace))
    posts = {post.id for note in known.notes.values() for post in note.posts} | known.lost.keys()
    told = tuple(told)
    problems = [
        Problem(
            "history.channel", f"there is no channel {one!r} here", Source(name), did_you_mean(one, channels), "warning"
        )
        for one in sorted({item.channel for item in told} - channels)
    ]
    return problems + [
        Problem("history.post", f"there is no post {one!r} here", Source(name), _meant(one, posts), "warning")
        for one in sorted({item.post for item in told} - posts)
    ]


def _meant(post: str, posts: set[str]) -> str:
    hint = did_you_mean(post, posts) if posts else ""
    return hint if hint.startswith("did you") else "its name is that of its folder in output/"
