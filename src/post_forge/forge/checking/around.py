"""The workspace around the notes -> what rules compare them with: channels, the calendar, paths, what is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from post_forge import config
from post_forge.errors import ForgeError, Problem, Source
from post_forge.forge.making.plan import Reader
from post_forge.forge.published import published
from post_forge.forge.publishing.parts import most_pictures, overflow_of
from post_forge.forge.schedule import scheduled, timetables, zone_of
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import check, publish, schedule
else:
    check, publish, schedule = (Later(f"post_forge.{name}") for name in ("check", "publish", "schedule"))

_EVERYWHERE = ("0m", "0h", "0d", "0w")


def days_out(workspace: Workspace) -> tuple[dict[str, str], list[Problem]]:
    """The day on which each post went out first, and what is wrong with published.jsonl."""
    if not (workspace.root / "published.jsonl").exists():
        return {}, []
    try:
        found, problems = published(workspace)
    except ForgeError as error:
        return {}, list(error.problems)
    days: dict[str, str] = {}
    for item in sorted(found, key=lambda item: item.time):
        if item.state == "published":
            days.setdefault(item.post, item.time.date().isoformat())
    return days, list(problems)


def wishes_of(views: Iterable[check.NoteView]) -> Iterator[check.Wish]:
    """The notes that ask for a day."""
    for view in views:
        words = view.note.matter.publish_on
        if not words:
            continue
        day, timed = None, False
        try:
            day, clock = schedule.read_day(words)
            timed = clock is not None
        except ValueError:
            pass
        source = check.matter_line(view, "publish_on", "publish-on")
        yield check.Wish(source, words, day, timed, view.note.matter.channels)


def calendars_of(workspace: Workspace) -> tuple[check.Calendar, ...]:
    """When each channel posts."""
    zone, _ = zone_of(workspace)
    platforms = {channel.name: channel.platform for channel in workspace.config.channels}
    return tuple(
        check.Calendar(
            one.channel,
            platforms[one.channel],
            {day: len(times) for day, times in one.times.items()},
            partial(_is_dark, one.blackout),
        )
        for one in timetables(workspace, zone)
    )


def _is_dark(blackouts: Iterable[schedule.Blackout], day: date) -> bool:
    return any(day in blackout for blackout in blackouts)


def named_channels(views: Iterable[check.NoteView]) -> Iterator[tuple[str, Source]]:
    """The channels that front matter names, with their places."""
    for view in views:
        for name in view.note.matter.channels:
            yield name, check.matter_line(view, "channels")


def empty_slots(workspace: Workspace, now: datetime | None) -> tuple[dict[tuple[str, str], int], list[Problem]]:
    """The empty slots of the plan by channel and reason; looked at only where the timetable can leave any."""
    plain = [workspace.config.schedule_of(channel) for channel in workspace.config.channels]
    picky = any(one.days or one.gap not in _EVERYWHERE or one.kindred_gap not in _EVERYWHERE for one in plain)
    if now is None or not picky:
        return {}, []
    try:
        found = scheduled(workspace, now)
    except ForgeError:  # nothing was built, or published.jsonl cannot be read, which was told
        return {}, []
    counts = Counter((item.slot.channel, item.reason) for item in found.plan.empty)
    return dict(counts), [problem for problem in found.problems if problem.rule.startswith("config.")]


def stops_of(reader: Reader) -> tuple[tuple[tuple[str, Source], ...], ...]:
    """The notes that each path names, in its order."""
    return tuple(
        tuple((stop.place, stop.source or Source(curriculum.path, 1)) for stop in curriculum.stops)
        for curriculum in reader.curricula[0]
    )


def without_bucket(workspace: Workspace) -> Iterator[tuple[str, str, Source]]:
    """The channels of networks that fetch pictures from an address in public, where the configuration has none."""
    for channel in workspace.config.channels if not workspace.config.pictures else ():
        if publish.fetches_pictures(channel.platform, channel.options):
            yield channel.name, channel.platform, config.where(workspace.root, "channels", channel.name)


def picture_limits(workspace: Workspace) -> dict[str, int]:
    """The most pictures of a post by platform, for channels that neither thread them nor show a document."""
    found: dict[str, int] = {}
    for channel in workspace.config.channels:
        document = channel.platform == "linkedin" and str(channel.options.get("carousel") or "document") == "document"
        if channel.platform in config.NETWORKS and overflow_of(channel) == "refuse" and not document:
            found[channel.platform] = most_pictures(channel)
    return found
