"""The texts of a post for every network: hook, beats and endings through the templates, never over a limit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from post_forge.compose.texts.beats import Beat
from post_forge.compose.texts.blocks import Key, begun, blocks_of, brief, loosened, named_only, tells, with_a_point
from post_forge.compose.texts.fitting import BRIEF, PROFILES, Profile, choose
from post_forge.compose.texts.templating import render
from post_forge.errors import Source
from post_forge.model import Rules

_DEFAULT = Profile(500, 8, 2)
_SPARE = 4
_WIDE = "\u2e80"


@dataclass(frozen=True, slots=True)
class Ending:
    """How the texts of a post close: a question or none, the link, the tags without their signs.

    `more` is the phrase for items that are not printed ("+ {n} more in the notes"); it needs the link to the notes.
    """

    question: str
    url: str
    tags: tuple[str, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """One network's text and the lines of the note it was made of."""

    text: str
    sources: tuple[Source, ...]


Opening = tuple[str, Sequence[Beat]]
"""A hook, and the beats that go on from it."""

Finish = Callable[[str], str]


def write(
    platform: str,
    rules: Rules,
    openings: Sequence[Opening],
    ending: Ending,
    folders: tuple[Path, ...],
    finish: Finish = str,
    profile: Profile | None = None,
) -> Written | None:
    """The text for one network, or None if not even a hook fits. `profile` is the network's own, unless it is given.

    The first opening is taken, unless nothing fits behind it and a later one leaves room for a reason. `finish` is what
    is done to every text at last, before it is counted.
    """
    profile = profile or PROFILES.get(platform, _DEFAULT)
    made = [_write(platform, rules, hook, beats, ending, folders, finish, profile) for hook, beats in openings[:1]]
    if made and made[0] and not made[0].sources:
        rest = openings[1:]
        made.extend(_write(platform, rules, hook, beats, ending, folders, finish, profile) for hook, beats in rest)
    return next((one for one in made if one and one.sources), made[0] if made else None)


def _write(
    platform: str,
    rules: Rules,
    hook: str,
    beats: Sequence[Beat],
    ending: Ending,
    folders: tuple[Path, ...],
    finish: Finish,
    profile: Profile,
) -> Written | None:
    limit = min(rules.limit, profile.aim)

    def made(taken: Sequence[Key], closing: Ending) -> str:
        values = {
            "hook": hook,
            "blocks": blocks_of(beats, taken),
            "question": closing.question,
            "url": closing.url,
            "tags": [f"#{tag}" for tag in closing.tags],
            "more": closing.more if closing.url else "",
        }
        return finish(render(platform, values, folders))

    for closing in _closings(ending, profile, rules):
        bare = rules.count(made((), closing))
        if bare <= limit:
            break
    else:
        return None
    room = limit - bare - _SPARE
    taken = choose(beats, room, profile, _cost(rules))
    for other in (with_a_point, brief, loosened):  # no list fits: one of its items may, or the names of its items
        if not taken and (fewer := other(beats)):
            beats, taken = fewer, choose(fewer, room, profile, _cost(rules))
    if not taken and not any(line.used for beat in beats for line in beat.lines) and (fewer := begun(beats)):
        beats, taken = fewer, choose(fewer, room, profile, _cost(rules))
    if profile.lines <= BRIEF and not tells(beats, taken) and (fewer := named_only(beats)):
        names = choose(fewer, room, profile, _cost(rules))
        if tells(fewer, names):
            beats, taken = fewer, names
    text = made(taken, closing)
    while taken and rules.count(text) > limit:
        taken = _without_last(taken)
        text = made(taken, closing)
    lines = tuple(beats[at].lines[index].source for at, index in sorted(taken))
    return Written(text, tuple(dict.fromkeys(lines)))


def _closings(ending: Ending, profile: Profile, rules: Rules) -> list[Ending]:
    """The endings to try, the fullest first: the question goes before the tags, the tags before the link."""
    tags = ending.tags[: min(profile.tags, rules.hashtags)]
    url = ending.url if profile.link else ""
    question = ending.question if profile.question else ""
    full = replace(ending, question=question, url=url, tags=tags)
    return [
        full,
        replace(full, question=""),
        replace(full, question="", tags=tags[:1]),
        replace(full, question="", tags=()),
        replace(full, question="", tags=(), url=""),
    ]


def _cost(rules: Rules) -> Callable[[str], int]:
    """An estimate of what a line costs: its length, but what the network counts where there are wide characters."""

    def cost(words: str) -> int:
        return len(words) + 1 if words.isascii() or max(words) < _WIDE else rules.count(words)

    return cost


def _without_last(taken: list[Key]) -> list[Key]:
    """Without the line that was taken last and the later lines of its beat, which lean on it."""
    at, index = taken[-1]
    return [key for key in taken if not (key[0] == at and key[1] >= index)]
