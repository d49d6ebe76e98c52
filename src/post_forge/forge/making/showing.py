"""A plan -> what of it the networks could not show, told when it is made and not on the morning it should go out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from post_forge import config
from post_forge.config import Channel
from post_forge.errors import Problem, Source, as_warning
from post_forge.forge.publishing.parts import most_pictures, overflow_of
from post_forge.forge.ready import record_of
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import platforms, publish
else:
    platforms, publish = Later("post_forge.platforms"), Later("post_forge.publish")


def showing_of(workspace: Workspace, channel: Channel) -> platforms.Showing:
    """What a channel's network shows, and how it is configured."""
    return platforms.Showing(
        channel.name,
        platforms.rules_of(channel.platform if channel.platform in platforms.RULES else "folder"),
        most_pictures(channel) if channel.platform in platforms.RULES else 0,
        overflow_of(channel),
        publish.fetches_pictures(channel.platform, channel.options),
        bool(workspace.config.pictures),
    )


def unshown(workspace: Workspace, planned: Iterable[tuple[str, str]]) -> list[Problem]:
    """What is in the way of planned posts, as pairs of post and channel: one warning for a channel and reason, at the
    first post it stops. Reads the posts' records."""
    by_channel: dict[str, list[str]] = {}
    for post, name in planned:
        by_channel.setdefault(name, []).append(post)
    found: list[Problem] = []
    for channel in workspace.config.channels:
        if channel.platform in platforms.RULES and (posts := by_channel.get(channel.name)):
            found += _of_channel(workspace, channel, posts)
    return found


def _of_channel(workspace: Workspace, channel: Channel, posts: list[str]) -> list[Problem]:
    showing = showing_of(workspace, channel)
    document = channel.platform == "linkedin" and str(channel.options.get("carousel") or "document") == "document"
    by_rule: dict[str, list[Problem]] = {}
    for post in dict.fromkeys(posts):
        record = record_of(workspace, post)
        slides = len(record.get("slides", ())) if record else 0
        if record is None:
            continue
        for problem in platforms.showing_problems(
            showing, slides, document and slides > 1, Source(str(record["note"]))
        ):
            by_rule.setdefault(problem.rule, []).append(problem)
    where = config.where(workspace.root, "channels", channel.name)
    return [_told(problems, where) for problems in by_rule.values()]


def _told(problems: list[Problem], where: Source) -> Problem:
    """The first of several alike, with how many there are; what holds for all posts stands at the channel's line."""
    first = as_warning(problems[0])
    if first.rule == "channel.public":
        return replace(first, source=where)
    more = len(problems) - 1
    posts = f" (and {more} more planned post{'s' if more > 1 else ''})" if more else ""
    return replace(first, message=first.message + posts)
