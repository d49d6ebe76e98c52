"""What a build has made -> the posts that are ready for the plan: order, topics, categories, wishes, content hashes."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from post_forge import notes, output
from post_forge.config import Channel
from post_forge.errors import Problem, Source
from post_forge.forge.daily import in_rounds
from post_forge.forge.making import state
from post_forge.forge.making.collect import collect
from post_forge.forge.making.plan import Reader
from post_forge.forge.making.state import NoteEntry, PostEntry, State
from post_forge.forge.paths.requirements import requirements
from post_forge.forge.workspace import Workspace
from post_forge.later import Later
from post_forge.model import Matter

if TYPE_CHECKING:
    from post_forge import schedule
else:
    schedule = Later("post_forge.schedule")

_COMMON = 0.25  # a tag that a larger share of the posts carries does not make two of them kindred


def ready_posts(
    workspace: Workspace, known: State, approved: Mapping[str, frozenset[str]] = MappingProxyType({})
) -> tuple[tuple[schedule.Ready, ...], tuple[Problem, ...]]:
    """Every post that was built and whose note is still there, in the collection's order, and what is wrong with its
    wishes. Reads the notes' front matter and the posts' records; writes nothing. `approved` holds the content hashes
    that a person approved, by post."""
    entries = _built(known)
    matters = _matters(workspace, {note.path for note, _ in entries})
    fresh = _ages(workspace, matters) if workspace.config.schedule.order == "fresh" else {}
    built_on, unmet = _built_on(workspace, entries, matters)
    common = _common_tags([matters[note.path] for note, _ in entries if note.path in matters])
    posts: list[schedule.Ready] = []
    problems: list[Problem] = list(unmet)
    for note, post in in_rounds(entry for entry in entries if entry[0].path in matters):
        record = record_of(workspace, post.id)
        if record is None:
            continue
        matter = matters[note.path]
        day, clock, wrong = _wish(workspace, note.path, matter)
        problems += wrong
        posts.append(
            schedule.Ready(
                post.id,
                post.title,
                len(posts) + 1,
                fresh.get(note.path, 0.0),
                frozenset({note.path, *(f"#{tag}" for tag in _words(matter.tags) - common)}),
                _categories(note, post, matter),
                _channels(matter.channels, workspace.config.channels),
                day,
                clock,
                {channel.name: contents(record, channel.platform) for channel in workspace.config.channels},
                approved.get(post.id, frozenset()),
                built_on.get(note.path, ()),
            )
        )
    return tuple(posts), tuple(dict.fromkeys(problems))


def _built_on(
    workspace: Workspace, entries: Sequence[tuple[NoteEntry, PostEntry]], matters: Mapping[str, Matter]
) -> tuple[dict[str, tuple[frozenset[str], ...]], tuple[Problem, ...]]:
    """For each note the topics that it builds on, each as the posts that were built of it; and what is wrong there."""
    collected = collect(workspace, None)
    wanted = {path: matter.requires for path, matter in matters.items() if matter.requires}
    found = requirements(workspace.root, collected.found, wanted, notes.read_paths(collected.found)[0])
    posts: dict[str, list[str]] = {}
    for note, post in entries:
        if post.kind not in state.DOWNLOADS:
            posts.setdefault(note.path, []).append(post.id)
    built = {
        path: tuple(frozenset(posts[other]) for other in others if other in posts)
        for path, others in found.edges.items()
    }
    return built, found.problems


def content_hash(record: Mapping[str, Any], platform: str) -> str:
    """The hash of what goes to a platform: its words, what the slides show, the theme. Other platforms' words do not
    count, nor does how the slides were drawn. Approvals and history are bound to it."""
    text = record["texts"].get(platform, record["texts"])
    return state.digest(platform, text, record["comments"].get(platform, ""), record["design"])


def tellings(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The post as it is told first, then as it is told when it comes again: its record with the texts of each."""
    yield record
    for texts in record.get("variants", ()):
        yield {**record, "texts": {**record["texts"], **texts}}


def contents(record: Mapping[str, Any], platform: str) -> tuple[str, ...]:
    """The content hashes of all tellings of a post on a platform, the first one first; each once."""
    return tuple(dict.fromkeys(content_hash(one, platform) for one in tellings(record)))


def contents_built(workspace: Workspace, post: str, platform: str) -> tuple[str, ...]:
    """The content hashes of a post as it was built last; () where it was not. Kept while its record is the same."""
    file = workspace.output / post / output.POST
    try:
        return _contents_built(file, platform, output.stamp(file))
    except OSError:
        return ()


@lru_cache(20_000)
def _contents_built(file: Path, platform: str, stamp: output.Stamp) -> tuple[str, ...]:
    del stamp  # it only tells one state of the file from another
    record = _record(file)
    return contents(record, platform) if record else ()


def _built(known: State) -> list[tuple[NoteEntry, PostEntry]]:
    notes = sorted(known.notes.values(), key=lambda note: (note.rank, note.path))
    return [
        (note, post) for note in notes for post in note.posts if post.id in known.made and known.made[post.id].files
    ]


def record_of(workspace: Workspace, post: str) -> dict[str, Any] | None:
    """post.json; None where output/ was cleaned, an older version made it, or somebody edited it away: a build brings
    it back."""
    return _record(workspace.output / post / output.POST)


def _record(file: Path) -> dict[str, Any] | None:
    try:
        record = json.loads(file.read_bytes())
        whole = all(isinstance(record[key], dict) for key in ("texts", "comments", "pictures"))
        return record if whole and isinstance(record["design"], str) else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _matters(workspace: Workspace, wanted: Iterable[str]) -> dict[str, Matter]:
    """Front matter by note; a note that has gone, or cannot be read any more, is left out: `build` tells of it."""
    collected = collect(workspace, None)
    reader = Reader(workspace, collected)
    found = {path: reader.read(path).note for path in sorted({*wanted} & reader.by_path.keys())}
    return {
        path: note.matter
        for path, note in found.items()
        if note and note.matter.status == "ready" and not note.matter.private
    }


def _wish(workspace: Workspace, path: str, matter: Matter) -> tuple[Any, Any, list[Problem]]:
    """The day and the time that a note asks for; a word that is neither is told and ignored."""
    if not matter.publish_on:
        return None, None, []
    try:
        return *schedule.read_day(matter.publish_on), []
    except ValueError:
        message = f"front matter: publish_on is not a date: {matter.publish_on!r}; it was ignored"
        source, hint = _line_of(workspace.root, path, "publish_on"), "write 2026-12-24 or 2026-12-24 18:00"
        return None, None, [Problem("note.front-matter", message, source, hint, "warning")]


def _line_of(root: Path, path: str, key: str) -> Source:
    lines = (root / path).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    number = next((number for number, line in enumerate(lines, 1) if line.replace("-", "_").startswith(key)), 0)
    return Source(path, number)


def _words(words: Iterable[str]) -> set[str]:
    return {word.casefold() for word in words}


def _common_tags(matters: Sequence[Matter]) -> set[str]:
    counts = Counter(tag for matter in matters for tag in _words(matter.tags))
    return {tag for tag, count in counts.items() if count > max(2, _COMMON * len(matters))}


def _categories(note: NoteEntry, post: PostEntry, matter: Matter) -> frozenset[str]:
    """What a day may ask for: the post's kind (`trap` or `traps`), the note's folders, its tags, its series by name,
    and `series` for one that belongs to any."""
    series = {"series", matter.series.casefold()} if matter.series else set()
    folders = _words(Path(note.path).parent.parts)
    return frozenset({post.kind, f"{post.kind}s", *folders, *_words(matter.tags), *series})


def _channels(names: Sequence[str], channels: Sequence[Channel]) -> tuple[str, ...]:
    """The channels that a note is for: it may name them, or their platforms."""
    wanted = _words(names)
    found = tuple(item.name for item in channels if wanted & {item.name.casefold(), item.platform})
    return found or tuple(names)


def _ages(workspace: Workspace, paths: Iterable[str]) -> dict[str, float]:
    """When each note came: as git has it, so that every clone plans alike; else as its file has it."""
    arguments = ["log", "--format=%x00%ct", "--name-only", "--diff-filter=A", "--relative", "-z"]
    ages: dict[str, float] = {}
    try:
        done = subprocess.run(["git", *arguments], cwd=workspace.root, capture_output=True, timeout=30, check=False)
        ages = _of_log(done.stdout.decode(errors="replace"))
    except (OSError, subprocess.TimeoutExpired):
        pass
    return {path: ages[path] if path in ages else (workspace.root / path).stat().st_mtime for path in paths}


def _of_log(text: str) -> dict[str, float]:
    """Times by path; the log tells the newest first, and the newest time a path was added counts."""
    ages: dict[str, float] = {}
    current = 0.0
    for part in (part.strip("\n") for part in text.split("\0")):
        if part.isdecimal() and len(part) >= 9:
            current = float(part)
        elif part:
            ages.setdefault(part, current)
    return ages
