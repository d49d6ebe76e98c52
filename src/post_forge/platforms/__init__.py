"""What each network allows and how it counts: rules as data, and pure functions over texts.

    rules = RULES["x"]                    limit, count, pictures, alt, hashtags, ...
    count("x", text)                      the length, to be compared with rules.limit
    problems("x", parts)                  all that X would refuse
    split_thread(text, rules)             the parts of a thread
    fold("linkedin", text)                what shows above "see more"
    facets(text)                          Bluesky's links, tags and mentions
    escape_little_text(text)              the text as LinkedIn's API wants it
    showing_problems(showing, pictures)   what a channel could not show of a post: too many pictures, no public address
    media_for(rules, size, width, height) whether a picture does as it is, else how it is made ready

Nothing here reads a file, a clock or a network. Each rule's source and the day it was read are in FACTS.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from post_forge.errors import Problem, UsageError, did_you_mean
from post_forge.model import Rules
from post_forge.platforms import bluesky, folder, instagram, linkedin, mastodon, threads, x
from post_forge.platforms.bluesky import Facet, facets
from post_forge.platforms.counting import graphemes
from post_forge.platforms.entities import camel_case_tag
from post_forge.platforms.facts import Fact
from post_forge.platforms.linkedin import escape_little_text
from post_forge.platforms.mastodon import instance_rules
from post_forge.platforms.media import Recipe, media_for
from post_forge.platforms.problems import problems_of
from post_forge.platforms.showing import Showing, showing_problems
from post_forge.platforms.splitting import split_thread

__all__ = [
    "FACTS",
    "RULES",
    "Facet",
    "Fact",
    "Recipe",
    "Showing",
    "camel_case_tag",
    "count",
    "escape_little_text",
    "facets",
    "fits",
    "fold",
    "instance_rules",
    "media_for",
    "problems",
    "rules_of",
    "showing_problems",
    "split_thread",
]

_NETWORKS = (linkedin, x, mastodon, bluesky, threads, instagram)
_UNITS = {network.RULES.name: network.UNIT for network in (*_NETWORKS, folder)}

RULES: Mapping[str, Rules] = MappingProxyType({network.RULES.name: network.RULES for network in _NETWORKS})
"""The rules of the six networks, always in this order. A channel can also be a folder: see `rules_of`."""

FACTS: Mapping[str, tuple[Fact, ...]] = MappingProxyType({network.RULES.name: network.FACTS for network in _NETWORKS})
"""Where the rules of each network come from."""


def rules_of(platform: str) -> Rules:
    """The rules of a network or of the folder. Raises UsageError with the name that was probably meant."""
    if platform == folder.RULES.name:
        return folder.RULES
    if platform not in RULES:
        hint = did_you_mean(platform, [*RULES, folder.RULES.name])
        raise UsageError(Problem("platform.unknown", f"there is no platform {platform!r}", hint=hint))
    return RULES[platform]


def count(platform: str, text: str) -> int:
    """The length of a text as the network counts it, to be compared with `RULES[platform].limit`."""
    return rules_of(platform).count(text)


def fits(platform: str, text: str) -> bool:
    """Whether the text is within the network's limit (on Bluesky: within both)."""
    return count(platform, text) <= rules_of(platform).limit


def problems(platform: str, parts: Sequence[str]) -> tuple[Problem, ...]:
    """All that the network would refuse in a post of these parts (several make a thread), and what it would ignore.

    The problems have no source: whoever knows the note adds it.
    """
    return tuple(problems_of(rules_of(platform), _UNITS[platform], [parts] if isinstance(parts, str) else parts))


def fold(platform: str, text: str) -> str:
    """What shows above "see more": the whole text where the network hides nothing.

    An estimate, the stricter of two: LinkedIn documents neither a number of characters (observers say 140 to 210, less
    under a picture) nor of lines (three on phones, five on desktops, counted as rendered). Taken here are 140 graphemes
    and the third line break, whichever comes first; on Instagram 125 graphemes.
    """
    rules = rules_of(platform)
    if not rules.fold:
        return text
    shown = "".join(graphemes(text)[: rules.fold])
    if platform == linkedin.RULES.name:
        shown = "\n".join(shown.split("\n")[: linkedin.FOLD_LINES])
    return shown
