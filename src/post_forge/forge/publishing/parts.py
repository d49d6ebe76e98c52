"""A post's folder in output/ -> what one channel sends of it: parts, pictures, facets, document, warning, language.

The folder is read as a whole or not at all: a build that is at work in it shows by its intent file, and by another
post.json at the end than at the beginning.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from post_forge import output
from post_forge.config import Channel
from post_forge.errors import Problem, Source, WorkspaceError
from post_forge.later import Later
from post_forge.model import FORMATS

if TYPE_CHECKING:
    from post_forge import platforms, publish
else:
    platforms, publish = Later("post_forge.platforms"), Later("post_forge.publish")

OVERFLOW = ("thread", "first", "refuse")
"""What becomes of more pictures than a network shows in one post: further parts of a thread, the first ones only, or
the post is refused."""

CAROUSELS = ("document", "pictures")
"""What a carousel is on LinkedIn: one PDF to leaf through, or pictures."""

_KINDS = {"png": "image/png", "jpg": "image/jpeg"}
_MAIN = "linkedin"
"""Whose text stands for the post where the channel is no network: the longest one, in one part."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was read of a post's folder: post.json, and the files that were wanted, by name."""

    record: Mapping[str, Any]
    files: Mapping[str, bytes]


def read_bundle(folder: Path, wanted: Callable[[Mapping[str, Any]], Iterable[str]], shown: str) -> Bundle:
    """Read post.json and the files that `wanted` names from it, as they were at one moment.

    Raises WorkspaceError where the folder is not whole: a build was stopped there, or somebody took files away.
    """
    for _ in range(3):
        try:
            before = (folder / output.POST).read_bytes()
            record = json.loads(before)
            files = {name: (folder / name).read_bytes() for name in wanted(record)}
            same = (folder / output.POST).read_bytes() == before
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            break
        if same and not (folder / output.INTENT).exists():
            return Bundle(record, files)
    hint = "`post-forge build` makes it; what it then says has to be planned, or approved, again if it changed"
    raise WorkspaceError(Problem("publish.unbuilt", "this post is not whole", Source(shown), hint))


def wanted_files(channel: Channel) -> Callable[[Mapping[str, Any]], list[str]]:
    """The files of a post that a channel sends."""

    def wanted(record: Mapping[str, Any]) -> list[str]:
        names = _pictures(record, channel.platform)
        if _takes_document(channel, len(names)):
            names = [*names, "carousel.pdf"] if channel.platform != "linkedin" else ["carousel.pdf"]
        comments = [name for name in record["files"] if name.endswith(".comment.txt")]
        return names + (comments if channel.platform not in platforms.RULES else [])

    return wanted


def outgoing(bundle: Bundle, channel: Channel, delivery: str, content: str, day: str = "") -> publish.Outgoing:
    """All that a delivery says on its channel. `day` is the date of its slot where the channel is (ISO 8601).

    Raises WorkspaceError where the network cannot show it as the channel is configured.
    """
    record, platform = bundle.record, channel.platform
    texts = {name: tuple(told["parts"]) for name, told in record["texts"].items()}
    pictures = _read_pictures(bundle, platform)
    document = None
    if _takes_document(channel, len(record["slides"])):
        document = publish.Document(bundle.files["carousel.pdf"], record["title"])
    parts = [_part(platform, text) for text in texts.get(platform) or texts.get(_MAIN) or (record["title"],)]
    comments = {name: data for name, data in bundle.files.items() if name.endswith(".comment.txt")}
    return publish.Outgoing(
        delivery,
        _spread(parts, pictures, channel, record),
        content,
        record.get("lang") or "en",
        str(record.get("warning") or channel.options.get("content_warning") or ""),
        None,
        document,
        record["title"],
        record.get("url") or "",
        day,
        {} if platform in platforms.RULES else texts,
        comments,
    )


def comment_of(record: Mapping[str, Any], platform: str) -> str:
    """The first comment that belongs below the post on a network; "" for none."""
    return str(record["comments"].get(platform, ""))


def most_pictures(channel: Channel) -> int:
    """The most pictures in one post of the channel."""
    if channel.platform == "bluesky":
        return 10 if str(channel.options.get("gallery", "")).lower() in ("true", "yes") else 4
    return platforms.rules_of(channel.platform).pictures if channel.platform in platforms.RULES else 10_000


def overflow_of(channel: Channel) -> str:
    """What becomes of more pictures than that: as the channel says, else a thread where the network has any."""
    said = str(channel.options.get("overflow") or "")
    threads = channel.platform in platforms.RULES and platforms.rules_of(channel.platform).thread
    return said or ("thread" if threads else "refuse")


def _takes_document(channel: Channel, slides: int) -> bool:
    if channel.platform == "linkedin":
        return slides > 1 and str(channel.options.get("carousel") or CAROUSELS[0]) == CAROUSELS[0]
    return channel.platform not in platforms.RULES and slides > 0


def _part(platform: str, text: str) -> publish.Part:
    """A text with what its network wants besides: the places that are clickable, or the text with its own escapes."""
    if platform == "bluesky":
        found = (publish.Facet(item.start, item.end, item.kind, item.value) for item in platforms.facets(text))
        return publish.Part(text, facets=tuple(found))
    return publish.Part(text, markup=platforms.escape_little_text(text) if platform == "linkedin" else "")


def _pictures(record: Mapping[str, Any], platform: str) -> list[str]:
    """The picture files of a post for a platform: its own where it does not take the slides as they are."""
    rules = platforms.rules_of(platform if platform in platforms.RULES else "folder")
    formats = [name for name in record["pictures"] if name in FORMATS]
    sizes = {name: (FORMATS[name].width, FORMATS[name].height) for name in formats}
    good = [name for name in formats if not platforms.media_for(rules, 0, *sizes[name]).reason]
    slides = (good or formats or ["portrait"])[0]
    there = set(record["files"])
    names = []
    for number in range(1, len(record["slides"]) + 1):
        own = [f"media/{platform}/{number:02d}.{ending}" for ending in ("jpg", "png")]
        names.append(next((name for name in own if name in there), f"slides/{slides}/{number:02d}.png"))
    return names


def _read_pictures(bundle: Bundle, platform: str) -> list[publish.Picture]:
    from PIL import Image

    made = []
    for slide, name in zip(bundle.record["slides"], _pictures(bundle.record, platform), strict=True):
        if name not in bundle.files:
            continue  # it goes out in the document
        data = bundle.files[name]
        with Image.open(BytesIO(data)) as picture:  # its head only
            width, height = picture.size
        made.append(publish.Picture(data, _KINDS[name.rpartition(".")[2]], slide["alt"], width, height))
    return made


def _spread(
    parts: Sequence[publish.Part], pictures: Sequence[publish.Picture], channel: Channel, record: Mapping[str, Any]
) -> tuple[publish.Part, ...]:
    most, overflow = most_pictures(channel), overflow_of(channel)
    if len(pictures) > most and overflow == "refuse":
        message = f"{len(pictures)} slides, and {channel.platform} shows {most} in a post"
        hint = f"shorten it, or write `overflow: first` into the channel {channel.name} to send the first {most}"
        raise WorkspaceError(Problem("publish.pictures", message, Source(record["note"]), hint))
    return publish.spread(parts, pictures[:most] if overflow == "first" else pictures, most, record["title"])
