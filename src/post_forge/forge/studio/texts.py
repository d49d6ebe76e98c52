"""A post and the channels -> its text on each network as readers see it: what is clickable, where it folds, its count.

Which pictures go with which part of a thread is worked out as it is when the post goes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from post_forge.config import Channel
from post_forge.errors import Problem, Source
from post_forge.forge.publishing.parts import most_pictures, overflow_of
from post_forge.forge.settings import Settings
from post_forge.forge.workspace import Workspace
from post_forge.later import Later
from post_forge.model import FORMATS, Handwritten, Note, Post, Slide

if TYPE_CHECKING:
    from post_forge import compose, platforms, publish
else:
    compose, platforms = Later("post_forge.compose"), Later("post_forge.platforms")
    publish = Later("post_forge.publish")

Kind = Literal["text", "tag", "link", "mention"]
Media = Literal["document", "carousel", "grid"]
BETWEEN = "\n---\n"
"""What divides the parts of a thread in a text that is edited."""

_NAMED = re.compile(r"(?<![\w@.])@\w[\w.]*\w")
_MEDIA: dict[str, Media] = {"linkedin": "document", "instagram": "carousel", "threads": "carousel"}
_NO_LINKS = frozenset({"instagram"})  # shown, but nobody can follow them
_COMPOSE = {
    "x": "https://x.com/intent/post?text={text}",
    "threads": "https://www.threads.com/intent/post?text={text}",
    "bluesky": "https://bsky.app/intent/compose?text={text}",
    "linkedin": "https://www.linkedin.com/feed/?shareActive=true&text={text}",
}
_LONGEST_ADDRESS = 6000  # characters; browsers and servers take more than this, not much more


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text with one meaning; `href` is set on links."""

    text: str
    kind: Kind = "text"
    href: str = ""


@dataclass(frozen=True, slots=True)
class PartText:
    """One part of a text: what stands above the fold and what below it, its count, the slides that go with it."""

    text: str
    above: tuple[Piece, ...]
    below: tuple[Piece, ...]
    count: int
    slides: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NetworkText:
    """A post on one network. `compose` is the address of the network's own composer with the text in it; `written` the
    line of the author's own text, if it is that; `left_out` how many pictures the network does not take."""

    network: str
    media: Media
    text: str
    parts: tuple[PartText, ...]
    limit: int
    comment: str
    compose: str
    channels: tuple[str, ...]
    written: Source | None
    left_out: int
    misshapen: str
    problems: tuple[Problem, ...]


def network_texts(workspace: Workspace, settings: Settings, post: Post, note: Note | None) -> tuple[NetworkText, ...]:
    """The post on every network: first those that a channel speaks to."""
    networks = [*settings.networks, *(name for name in platforms.RULES if name not in settings.networks)]
    return tuple(_network_text(workspace, settings, post, note, network) for network in networks)


def _network_text(workspace: Workspace, settings: Settings, post: Post, note: Note | None, network: str) -> NetworkText:
    rules, parts = platforms.RULES[network], post.texts.get(network, ())
    mine = tuple(channel for channel in workspace.config.channels if channel.platform == network)
    channel = mine[0] if mine else Channel(network, network)
    document = network == "linkedin" and str(channel.options.get("carousel") or "document") == "document"
    media: Media = _MEDIA.get(network, "grid") if network != "linkedin" or document else "grid"
    total = len(post.deck.slides)
    groups = [tuple(range(1, total + 1))] if document else _spread(total, max(1, len(parts)), channel)
    shape = next((FORMATS[name] for name in settings.formats if not _misshapen(network, name)), None)
    joined = BETWEEN.join(parts)
    address = _composer(network, channel).format(text=quote(parts[0] if parts else "", safe=""))
    return NetworkText(
        network,
        media,
        joined,
        tuple(
            _part(network, text, number == 0, groups[number] if number < len(groups) else ())
            for number, text in enumerate(_filled(post.title, parts, len(groups)))
        ),
        rules.limit,
        post.comments.get(network, ""),
        address if len(address) <= _LONGEST_ADDRESS else "",
        tuple(one.name for one in mine),
        _written(note, post, network) if note else None,
        total - sum(map(len, groups)),
        "" if shape else _misshapen(network, settings.formats[0]),
        platforms.problems(network, parts) if parts else (),
    )


def _composer(network: str, channel: Channel) -> str:
    """The address of a network's own composer. Mastodon's is on the channel's server: there is none without one."""
    if network != "mastodon":
        return _COMPOSE.get(network, "")
    server = str(channel.options.get("url") or "").rstrip("/")
    shown = server.startswith(("https://", "http://")) and not {"{", "}"} & set(server)
    return f"{server}/share?text={{text}}" if shown else ""


def shown(slide: Slide) -> str:
    """The plain words of a slide."""
    return compose.shown(slide)


def counted(network: str, text: str) -> tuple[tuple[str, ...], tuple[int, ...], int, tuple[Problem, ...]]:
    """A text that is being written: its parts, their counts, the limit, and what the network would refuse or ignore."""
    rules = platforms.rules_of(network)
    parts = tuple(text.replace("\r\n", "\n").strip("\n").split(BETWEEN))
    return parts, tuple(rules.count(part) for part in parts), rules.limit, platforms.problems(network, parts)


def _filled(title: str, parts: Sequence[str], groups: int) -> list[str]:
    """Parts that only carry pictures say which they are, as they do when they go out."""
    total = max(len(parts), groups)
    return [*parts, *(publish.numbered(title, number, total) for number in range(len(parts) + 1, total + 1))]


def _spread(total: int, parts: int, channel: Channel) -> list[tuple[int, ...]]:
    most, overflow = most_pictures(channel), overflow_of(channel)
    numbers = range(1, total + 1)
    if overflow != "thread":
        return [tuple(numbers[:most]), *([()] * (parts - 1))]
    groups = [tuple(numbers[start : start + most]) for start in range(0, total, most)]
    return groups + [()] * (parts - len(groups))


def _misshapen(network: str, format_: str) -> str:
    size = FORMATS[format_]
    return platforms.media_for(platforms.RULES[network], 0, size.width, size.height).reason


def _part(network: str, text: str, first: bool, slides: tuple[int, ...]) -> PartText:
    above = platforms.fold(network, text) if first else text
    pieces = tuple(_pieces(network, text))
    return PartText(text, *_cut(pieces, len(above)), platforms.count(network, text), slides)


def _pieces(network: str, text: str) -> Iterator[Piece]:
    """The text as runs. What is clickable is told by Bluesky's rules and, for names without a dot, by the sign."""
    data, at = text.encode(), 0
    for facet in platforms.facets(text):
        yield from _names(data[at : facet.start].decode())
        words = data[facet.start : facet.end].decode()
        plain = facet.kind == "link" and network in _NO_LINKS
        href = facet.value if facet.kind == "link" and facet.value.startswith(("https://", "http://")) else ""
        yield Piece(words) if plain else Piece(words, facet.kind, href)
        at = facet.end
    yield from _names(data[at:].decode())


def _names(text: str) -> Iterator[Piece]:
    at = 0
    for found in _NAMED.finditer(text):
        yield from [Piece(text[at : found.start()])] if found.start() > at else []
        yield Piece(found[0], "mention")
        at = found.end()
    yield from [Piece(text[at:])] if at < len(text) else []


def _cut(pieces: Sequence[Piece], length: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The runs of the first `length` characters, and the others."""
    above: list[Piece] = []
    below: list[Piece] = []
    for piece in pieces:
        room = max(0, length)
        above += [Piece(piece.text[:room], piece.kind, piece.href)] if room else []
        below += [Piece(piece.text[room:], piece.kind, piece.href)] if len(piece.text) > room else []
        length -= len(piece.text)
    return tuple(above), tuple(below)


def _written(note: Note, post: Post, network: str) -> Source | None:
    """Where the author wrote this text by hand: the last fence for the network, else one for all networks."""
    blocks = [block for block in _blocks(note, post) if isinstance(block, Handwritten)]
    own = [block.source for block in blocks if block.platform == network]
    every = [block.source for block in blocks if not block.platform]
    found = own or every
    return found[-1] if found else None


def _blocks(note: Note, post: Post) -> Iterator[object]:
    sections = [section for section in note.walk() if section.source.line == post.source.line]
    if not sections:  # a post of the whole note
        yield from note.lead
        sections = list(note.sections)
    for section in sections:
        for one in section.walk():
            yield from one.blocks
