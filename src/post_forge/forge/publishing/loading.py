"""A delivery and a content hash -> what is sent of it, in just those words; else why it is not sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from post_forge import output
from post_forge.config import Channel
from post_forge.errors import Problem, Source, WorkspaceError
from post_forge.forge.publishing.delivery import Loaded
from post_forge.forge.publishing.kept import kept_folder
from post_forge.forge.publishing.parts import Bundle, comment_of, outgoing, read_bundle, wanted_files
from post_forge.forge.ready import content_hash, tellings
from post_forge.forge.schedule import zone_of
from post_forge.forge.workspace import Workspace

if TYPE_CHECKING:
    from post_forge import queue


def load(workspace: Workspace, channel: Channel, item: queue.Delivery, content: str) -> Loaded:
    """What a delivery says: as it lies in output/, or as it was kept when it was begun. `content` is the hash that was
    planned or approved; "" where nobody knows it.

    Raises WorkspaceError where neither has these words: nothing else is ever sent in their place.
    """
    bundle = _bundle(workspace, channel, item, content)
    post = outgoing(
        bundle, channel, item.id, content_hash(bundle.record, channel.platform), day_of(workspace, channel, item.at)
    )
    return Loaded(post, comment_of(bundle.record, channel.platform))


def day_of(workspace: Workspace, channel: Channel, at: datetime) -> str:
    """The date of a slot where the channel is (ISO 8601)."""
    return at.astimezone(ZoneInfo(channel.timezone or zone_of(workspace)[0])).date().isoformat()


def _bundle(workspace: Workspace, channel: Channel, item: queue.Delivery, content: str) -> Bundle:
    for folder in (kept_folder(workspace, item.id, content), workspace.output / item.post):
        if folder.is_relative_to(workspace.state) and not (folder / output.POST).exists():
            continue
        bundle = read_bundle(folder, wanted_files(channel), workspace.shown(folder))
        for record in tellings(bundle.record):
            if not content or content_hash(record, channel.platform) == content:
                return replace(bundle, record=record)
    message = "its words, its slides or the theme are not those that were planned or approved"
    hint = "`post-forge schedule --take` plans it as it is now; where approval is required it then waits for it"
    raise WorkspaceError(Problem("publish.changed", message, Source(workspace.shown(folder)), hint))
