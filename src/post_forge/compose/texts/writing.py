"""The texts of a post for every network: hook, beats and endings through the templates, never over a limit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from post_forge.compose.texts.blocks import Key, begun, blocks_of, brief, loosened, named_only, tells, with_a_point
from post_forge.compose.texts.fitting import BRIEF, PROFILES, Profile, Tale, choose
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


Opening = tuple[str, Tale]
"""A hook, and the beats that go on from it."""

Finish = Callable[[str], str]


def write(
    platform: str,
    rules: Rules,
    openings: Iterable[Opening],
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
    first: Written | None = None
    for place, (hook, tale) in enumerate(openings):
        made = _write(platform, rules, hook, tale, ending, folders, finish, profile)
        if (made and made.sources) or (place == 0 and made is None):
            return made
        first = first or made
    return first


def _write(
    platform: str,
    rules: Rules,
    hook: str,
    tale: Tale,
    ending: Ending,
    folders: tuple[Path, ...],
    finish: Finish,
    profile: Profile,
) -> Written | None:
    limit = min(rules.limit, profile.aim)

    def made(tale: Tale, taken: Sequence[Key], closing: Ending) -> str:
        values = {
            "hook": hook,
            "blocks": blocks_of(tale.beats, taken),
            "question": closing.question,
            "url": closing.url,
            "tags": [f"#{tag}" for tag in closing.tags],
            "more": closing.more if closing.url else "",
        }
        return finish(render(platform, values, folders))

    for closing in _closings(ending, profile, rules):
        bare = rules.count(made(tale, (), closing))
        if bare <= limit:
            break
    else:
        return None
    tale, taken = _chosen(tale, limit - bare - _SPARE, profile, _cost(rules))
    text = made(tale, taken, closing)
    while taken and rules.count(text) > limit:
        taken = _without_last(taken)
        text = made(tale, taken, closing)
    lines = tuple(tale.beats[at].lines[index].source for at, index in sorted(taken))
    return Written(text, tuple(dict.fromkeys(lines)))


def _chosen(tale: Tale, room: int, profile: Profile, cost: Callable[[str], int]) -> tuple[Tale, list[Key]]:
    """The lines to print, and the form of the tale that they stand in."""
    taken = choose(tale, room, profile, cost)
    for other in (with_a_point, brief, loosened):  # no list fits: one of its items may, or the names of its items
        if not taken and (fewer := tale.form(other)).beats:
            tale, taken = fewer, choose(fewer, room, profile, cost)
    told = any(line.used for beat in tale.beats for line in beat.lines)
    if not taken and not told and (fewer := tale.form(begun)).beats:
        tale, taken = fewer, choose(fewer, room, profile, cost)
    if profile.lines <= BRIEF and not tells(tale.beats, taken) and (fewer := tale.form(named_only)).beats:
        names = choose(fewer, room, profile, cost)
        if tells(fewer.beats, names):
            tale, taken = fewer, names
    return tale, taken


def _closings(ending: Ending, profile: Profile, rules: Rules) -> Iterator[Ending]:
    """The endings to try, the fullest first: the question goes before the tags, the tags before the link."""
    tags = ending.tags[: min(profile.tags, rules.hashtags)]
    url = ending.url if profile.link else ""
    question = ending.question if profile.question else ""
    full = replace(ending, question=question, url=url, tags=tags)
    yield full
    yield replace(full, question="")
    yield replace(full, question="", tags=tags[:1])
    yield replace(full, question="", tags=())
    yield replace(full, question="", tags=(), url="")


def _cost(rules: Rules) -> Callable[[str], int]:
    """An estimate of what a line costs: its length, but what the network counts where there are wide characters."""

    def cost(words: str) -> int:
        return len(words) + 1 if words.isascii() or max(words) < _WIDE else rules.count(words)

    return cost


def _without_last(taken: list[Key]) -> list[Key]:
    """Without the line that was taken last and the later lines of its beat, which lean on it."""
    at, index = taken[-1]
    return [key for key in taken if not (key[0] == at and key[1] >= index)]
