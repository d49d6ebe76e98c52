"""The texts of a post for every network: hook, beats and endings through the templates, never over a limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from post_forge.compose.beats import Beat
from post_forge.compose.fitting import PROFILES, Key, Profile, blocks_of, brief, choose, loosened
from post_forge.compose.templating import render
from post_forge.errors import Source
from post_forge.model import Rules

_DEFAULT = Profile(500, 8, 2)
_SPARE = 4


@dataclass(frozen=True, slots=True)
class Ending:
    """How the texts of a post close: a question or none, the link, the tags without their signs."""

    question: str
    url: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """One network's text and the lines of the note it was made of."""

    text: str
    sources: tuple[Source, ...]


def write(
    platform: str, rules: Rules, hook: str, beats: Sequence[Beat], ending: Ending, folders: tuple[Path, ...]
) -> Written | None:
    """The text for one network, or None if not even the hook fits."""
    profile = PROFILES.get(platform, _DEFAULT)
    limit = min(rules.limit, profile.aim)

    def made(taken: Sequence[Key], closing: Ending) -> str:
        values = {
            "hook": hook,
            "blocks": blocks_of(beats, taken),
            "question": closing.question,
            "url": closing.url,
            "tags": [f"#{tag}" for tag in closing.tags],
        }
        return render(platform, values, folders)

    for closing in _closings(ending, profile, rules):
        bare = rules.count(made((), closing))
        if bare <= limit:
            break
    else:
        return None
    room = limit - bare - _SPARE
    taken = choose(beats, room, profile, _cost(rules))
    for other in (loosened, brief):  # no list fits: one of its items may, or the names of its items
        if not taken and (fewer := other(beats)):
            beats, taken = fewer, choose(fewer, room, profile, _cost(rules))
    text = made(taken, closing)
    while taken and rules.count(text) > limit:
        taken = _without_last(taken, beats)
        text = made(taken, closing)
    lines = tuple(beats[at].lines[index].source for at, index in sorted(taken))
    return Written(text, tuple(dict.fromkeys(lines)))


def _closings(ending: Ending, profile: Profile, rules: Rules) -> list[Ending]:
    """The endings to try, the fullest first: the question goes before the tags, the tags before the link."""
    tags = ending.tags[: min(profile.tags, rules.hashtags)]
    url = ending.url if profile.link else ""
    question = ending.question if profile.question else ""
    return [
        Ending(question, url, tags),
        Ending("", url, tags),
        Ending("", url, tags[:1]),
        Ending("", url, ()),
        Ending("", "", ()),
    ]


def _cost(rules: Rules):  # type: ignore[no-untyped-def]
    """An estimate of what a line costs: its length where it is plain ASCII, else what the network counts."""

    def cost(words: str) -> int:
        return len(words) if words.isascii() and "." not in words else rules.count(words)

    return cost


def _without_last(taken: list[Key], beats: Sequence[Beat]) -> list[Key]:
    """Without the line that was taken last and the later lines of its beat, which lean on it."""
    at, index = taken[-1]
    del beats
    return [key for key in taken if not (key[0] == at and key[1] >= index)]


def as_parts(texts: Mapping[str, Written]) -> dict[str, tuple[str, ...]]:
    """Each text as the one part of a post."""
    return {platform: (written.text,) for platform, written in texts.items()}
