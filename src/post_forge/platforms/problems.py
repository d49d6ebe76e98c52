"""Turn the parts of a post into what a network would refuse in them, told before it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from post_forge.errors import Problem
from post_forge.model import Rules
from post_forge.platforms.entities import mentions, tags, web_links
from post_forge.platforms.links import Range


def problems_of(rules: Rules, unit: str, parts: Sequence[str]) -> Iterator[Problem]:
    """Everything that is wrong with the parts of one post; `unit` names what `rules.count` counts."""
    if not any(part.strip() for part in parts):
        yield Problem("platform.empty", f"{rules.name}: the post has no text")
        return
    if len(parts) > 1 and not rules.thread:
        message = f"{rules.name}: the text has {len(parts)} parts, but the network has no threads"
        yield Problem("platform.thread", message, hint="make it one part")
    for number, part in enumerate(parts, start=1):
        where = f"{rules.name}: part {number} of {len(parts)}" if len(parts) > 1 else f"{rules.name}: the text"
        yield from _of_part(rules, unit, where, part)


def _of_part(rules: Rules, unit: str, where: str, part: str) -> Iterator[Problem]:
    if not part.strip():
        yield Problem("platform.empty", f"{where} is empty")
    length = rules.count(part)
    if length > rules.limit:
        hint = "shorten it or let it be a thread" if rules.thread else "shorten it"
        message = f"{where} is {length - rules.limit:,} too long: {length:,} of {rules.limit:,} {unit}"
        yield Problem("platform.length", message, hint=hint)
    yield from _characters(rules, where, part)
    # A tag too many breaks nothing on Threads (it stays plain text); Instagram refuses the post.
    yield from _too_many("hashtags", where, part, tags(part), rules.hashtags, is_error=rules.name == "instagram")
    yield from _too_many("mentions", where, part, mentions(part), rules.mentions)
    yield from _too_many("links", where, part, web_links(part), rules.links)


def _too_many(
    name: str, where: str, part: str, places: Sequence[Range], most: int, is_error: bool = True
) -> Iterator[Problem]:
    """Links are counted once each, tags and mentions every time they occur. A limit of 0 is none."""
    words = [part[start:end] for start, end in places]
    if name == "links":
        words = list(dict.fromkeys(words))
    if most and len(words) > most:
        message = f"{where} has {len(words)} {name}, {len(words) - most} more than the {most} that count"
        hint = f"leave out {', '.join(words[most : most + 5])}" + (" ..." if len(words) > most + 5 else "")
        yield Problem(f"platform.{name}", message, hint=hint, severity="error" if is_error else "warning")


def _characters(rules: Rules, where: str, part: str) -> Iterator[Problem]:
    """Characters that no request can carry, and the three that X refuses."""
    refused = "[\ud800-\udfff\0" + ("\ufeff\ufffe\uffff" if rules.name == "x" else "") + "]"
    names = sorted({f"U+{ord(letter):04X}" for letter in re.findall(refused, part)})
    if names:
        message = f"{where} holds characters that cannot be sent: {', '.join(names)}"
        yield Problem("platform.characters", message, hint="remove them; they are invisible")
