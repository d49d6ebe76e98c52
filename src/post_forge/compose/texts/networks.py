"""A unit and its hooks -> its texts: a post for each network, a thread where one was asked for, and all of it a second
time in other words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from post_forge.compose.hooks.finding import Hook
from post_forge.compose.hooks.scoring import is_strong
from post_forge.compose.texts.beats import Beat, beats_of
from post_forge.compose.texts.emphasis import emphasiser
from post_forge.compose.texts.fitting import PROFILES, THREAD, Tale
from post_forge.compose.texts.linking import Link
from post_forge.compose.texts.mentions import mentioned
from post_forge.compose.texts.writing import Ending, Opening, Written, write
from post_forge.compose.units.choosing import Unit
from post_forge.compose.values import Options
from post_forge.errors import Problem
from post_forge.model import Handwritten, Matter, Rules

CUT = "\n---\n"
"""What parts the texts of a thread."""

_OPENINGS, _GOOD = 3, 1.0
"""How many hooks are tried where a short text holds nothing besides the first, and how good the others must be."""
_TOLD = 30.0
"""What a sentence loses in the second text that the first one has told."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What all texts of a note share: its front matter, what the workspace says, the rules of the networks."""

    matter: Matter
    options: Options
    rules: Mapping[str, Rules]

    @property
    def warning(self) -> str:
        """The content warning that stands above the text and counts with it, where the network has any."""
        return self.matter.content_warning or self.options.warning

    def room(self, platform: str) -> Rules:
        """A network's rules, less what the warning takes."""
        rules = self.rules[platform]
        warned = platform in WARNED and self.warning
        return replace(rules, limit=rules.limit - rules.count(self.warning)) if warned else rules

    def threads(self, platform: str) -> bool:
        """Is the post told as a thread there? The note's word goes before the channel's."""
        if not self.rules[platform].thread or self.options.split is None:
            return False
        asked = self.matter.thread
        return platform in self.options.threads if asked is None else asked


WARNED = frozenset({"mastodon"})
"""The networks that show a content warning."""


def texts_of(
    unit: Unit, hooks: Sequence[Hook], ending: Ending, links: Mapping[str, Link], voice: Voice
) -> dict[str, Written]:
    """The text for each network whose rules are known: the author's own, else one that is made."""
    others = [hook for hook in hooks[1:_OPENINGS] if hook.score >= _GOOD]
    openings = _Openings(unit, (hooks[0], *others))
    return {
        platform: written
        for platform in voice.rules
        if (written := _text(platform, unit, openings, ending, links[platform], voice))
    }


class _Openings(Iterable[Opening]):
    """Hooks with the beats that go on from them, told once each and only when one is asked for."""

    def __init__(self, unit: Unit, hooks: Sequence[Hook]) -> None:
        self._unit, self._hooks = unit, hooks
        self._tales: dict[int, Tale] = {}

    def __iter__(self) -> Iterator[Opening]:
        for place, hook in enumerate(self._hooks):
            if place not in self._tales:
                self._tales[place] = Tale(beats_of(self._unit, hook))
            yield hook.words, self._tales[place]


def texts_again(
    unit: Unit,
    hooks: Sequence[Hook],
    ending: Ending,
    links: Mapping[str, Link],
    voice: Voice,
    first: Mapping[str, Written],
) -> dict[str, tuple[str, ...]]:
    """The texts of the same post for the day when it comes again: they open with another hook and tell first what the
    first ones left out. Nothing where there is no second good hook, or where the author wrote the text."""
    second = next((hook for hook in hooks[1:] if is_strong(unit, hook) and _differs(hook, hooks[0])), None)
    if second is None:
        return {}
    by_hand, beats = handwritten(unit), beats_of(unit, second)
    made: dict[str, tuple[str, ...]] = {}
    for platform, before in first.items():
        if platform in by_hand or "" in by_hand:
            continue
        openings = [(second.words, Tale(_fresh(beats, before.text)))]
        written = _text(platform, unit, openings, ending, links[platform], voice)
        if written and written.sources and written.text != before.text:
            made[platform] = parts_of(written)
    return made


def parts_of(written: Written) -> tuple[str, ...]:
    """The parts of a text: one, or several for a thread."""
    return tuple(written.text.split(CUT))


def too_long(unit: Unit, texts: Mapping[str, Written], voice: Voice) -> Iterator[Problem]:
    """An error for each part of a hand-written text that its network would refuse."""
    by_hand = handwritten(unit)
    for platform, written in texts.items():
        own = by_hand.get(platform) or by_hand.get("")
        rules = voice.room(platform)
        for part in parts_of(written) if own else ():
            length = rules.count(part)
            if own and length > rules.limit:
                message = f"the hand-written text for {platform} has {length} characters of {rules.limit}"
                yield Problem("post.length", message, own.source, "shorten it, or part it with lines of ---")


def handwritten(unit: Unit) -> dict[str, Handwritten]:
    """The author's own texts by network; "" is the one for all of them."""
    return {one.platform: one for one in unit.handwritten}


# ---- one network


def _text(
    platform: str,
    unit: Unit,
    openings: Iterable[Opening],
    ending: Ending,
    link: Link,
    voice: Voice,
) -> Written | None:
    by_hand = handwritten(unit)
    finish = partial(mentioned, network=platform, mentions=voice.options.mentions)
    if own := by_hand.get(platform) or by_hand.get(""):
        return Written(finish(own.text), (own.source,))
    rules, closing = voice.room(platform), replace(ending, url=link.text)
    final = partial(_in_turn, emphasiser(unit), finish) if voice.options.bold else finish
    if voice.threads(platform):
        made = _thread(platform, rules, openings, closing, voice.options, final)
    else:
        made = write(platform, rules, openings, closing, voice.options.templates, final)
    return replace(made, text=f"{made.text}{CUT}{link.reply}") if made and link.reply else made


def _thread(
    platform: str,
    rules: Rules,
    openings: Iterable[Opening],
    ending: Ending,
    options: Options,
    finish: Callable[[str], str],
) -> Written | None:
    """All that a long text tells, in parts that each fit: the hook and what goes on from it come first."""
    assert options.split is not None
    profile = replace(THREAD, tags=PROFILES[platform].tags)
    long = replace(rules, limit=max(profile.aim, rules.limit))
    made = write(platform, long, openings, ending, options.templates, finish, profile)
    if made is None:
        return None
    parts = options.split(made.text, rules)
    if any(rules.count(part) > rules.limit for part in parts):  # an address longer than a post
        return write(platform, rules, openings, ending, options.templates, finish)
    return replace(made, text=CUT.join(parts))


def _in_turn(first: Callable[[str], str], second: Callable[[str], str], text: str) -> str:
    return second(first(text))


# ---- the second time


def _differs(hook: Hook, first: Hook) -> bool:
    """Does a hook say something else than the first: other sentences, and no part of its words?"""
    return not (hook.used & first.used) and hook.words not in first.words and first.words not in hook.words


def _fresh(beats: Sequence[Beat], told: str) -> list[Beat]:
    """The beats with the sentences first that a text has not told yet."""
    return [
        replace(
            beat,
            lines=tuple(
                replace(line, worth=max(1.0, line.worth - _TOLD)) if line.worth > 0 and line.words in told else line
                for line in beat.lines
            ),
        )
        for beat in beats
    ]
