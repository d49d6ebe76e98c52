"""Choose which sentences a network gets (rules 18-22): beats and room in, the lines to print out.

Sentences are taken by worth until the room is full and printed in the note's order. A sentence brings what it leans
on: the ones before it in its paragraph, the trap that a fix repairs, the items before it in its list. Nothing is ever
cut: what does not fit whole stays out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from post_forge.compose.language import bearings, judge, leaning
from post_forge.compose.texts.beats import Beat, Line
from post_forge.compose.texts.blocks import LEAST_ITEMS, Key

_LISTED = frozenset({"item", "step", "row"})
_FEW_WORDS, _DEEP, _SHORT = 11, 2.5, 40
BRIEF = 5
"""A text of at most so many lines is short: it has room for a trap and its fix, or for a list, not for both."""
_ANNOUNCES = re.compile(
    r"^(?:Suppose|Imagine|Consider|Say|Take|Picture)\b"
    r"|\b(?:two|three|four|five|several|some|many) (?:\w+ )?(?:things|ways|questions|answers|steps|reasons|rules|kinds|"
    r"parts|cases|places|levels|tools|options|problems|costs|situations)\.$"
)


@dataclass(frozen=True, slots=True)
class Profile:
    """How a post reads on one network: characters to aim at (in the network's own count), sentences, tags, lists."""

    aim: int
    lines: int
    tags: int
    lists: int = 1
    link: bool = True
    question: bool = True


PROFILES = {
    "linkedin": Profile(1_100, 16, 3, lists=2),
    "instagram": Profile(1_100, 16, 5, lists=2, link=False),
    "mastodon": Profile(500, 8, 3),
    "threads": Profile(500, 8, 1),
    "bluesky": Profile(300, 5, 1, question=False),
    "x": Profile(265, 5, 1, question=False),
}


THREAD = Profile(1_100, 16, 1, lists=2)
"""A text that goes on in replies: as long as one of LinkedIn's."""


class Tale:
    """The beats of one opening, with what was made of them: every network asks for the same few forms."""

    def __init__(self, beats: Sequence[Beat]) -> None:
        self.beats = tuple(beats)
        self._forms: dict[Hashable, Tale] = {}

    def form(self, make: Callable[..., Sequence[Beat]], *rest: Hashable) -> Tale:
        """The beats as `make` gives them, made once."""
        key = (make, *rest)
        if key not in self._forms:
            self._forms[key] = Tale(make(self.beats, *rest))
        return self._forms[key]


def choose(tale: Tale, room: int, profile: Profile, cost: Callable[[str], int]) -> list[Key]:
    """The lines to print, in the order they were taken (the least worthy last).

    A short text tells a trap with its fix where both fit (rule 22), else what fits.
    """
    beats, focus = tale.beats, tale.form(focused, profile.lists)
    chosen = (focus.form(near) if profile.lines <= BRIEF else focus).beats
    if profile.lines <= BRIEF and any(beat.role == "fix" for beat in beats):
        pairs = _Picker(chosen, room, profile.lines, cost, paired=True).run()
        if any(beats[at].role == "fix" for at, _ in pairs):
            return pairs
    return _Picker(chosen, room, profile.lines, cost).run()


def near(beats: Sequence[Beat]) -> list[Beat]:
    """What a short text may tell besides its hook: what goes on from it, traps, fixes, answers and whole lists.

    A stray sentence from elsewhere says nothing there. Where that leaves nothing, all may be told.
    """
    homes = {beat.chapter for beat in beats if any(line.used for line in beat.lines)} or {
        beats[0].chapter if beats else 0
    }
    sizes = Counter(beat.group for beat in beats if beat.shape in _LISTED)
    kept = [
        beat
        if beat.role or (sizes[beat.group] >= LEAST_ITEMS if beat.shape in _LISTED else beat.chapter in homes)
        else replace(beat, lines=_mute(beat))
        for beat in beats
    ]
    return kept if any(line.worth > 0 and not line.used for beat in kept for line in beat.lines) else list(beats)


def focused(beats: Sequence[Beat], most: int) -> list[Beat]:
    """Only so many lists stay, those that say most: a post that tells a little of everything tells nothing."""
    lists: dict[int, list[Beat]] = {}
    for beat in beats:
        if beat.shape in _LISTED and beat.lines:
            lists.setdefault(beat.group, []).append(beat)
    kept = sorted(lists, key=lambda group: (-_telling(lists[group]), group))[:most]
    return [
        beat if beat.group in kept or beat.group not in lists else replace(beat, lines=_mute(beat)) for beat in beats
    ]


def _telling(items: Sequence[Beat]) -> float:
    """What a list says: its items' marks, labels with a sentence behind them, claims; bare names say little."""
    first = items[:5]
    worth = sum(2 * sum(judge.marks(beat.lines[0].words).values()) for beat in first) / len(first)
    worth += 3 if sum(bool(beat.label) for beat in first) * 2 > len(first) else 0
    worth += 4 if any(beat.role == "claim" for beat in first) else 0
    worth += 1 if items[0].shape == "step" else 0
    return worth + min(len(items), 5) / 5 + min(sum(len(beat.lines[0].words) for beat in first) / len(first) / 40, 2)


def _mute(beat: Beat) -> tuple[Line, ...]:
    return tuple(replace(line, worth=0.0) for line in beat.lines)


class _Picker:
    """Takes lines while they fit."""

    def __init__(
        self, beats: Sequence[Beat], room: int, most: int, cost: Callable[[str], int], paired: bool = False
    ) -> None:
        self._paired = paired
        self._beats = beats
        self._room = room
        self._most = most
        self._cost = cost
        self._taken: dict[Key, None] = {}

    def run(self) -> list[Key]:
        keys = [(at, index) for at, beat in enumerate(self._beats) for index in range(len(beat.lines))]
        keys = [key for key in keys if not self._line(key).used]
        for key in sorted(keys, key=lambda key: (-self._line(key).worth, key)):
            if len(self._taken) >= self._most:
                break
            if key not in self._taken and self._line(key).worth > 0:
                self._take(key)
        return list(self._taken)

    def _line(self, key: Key) -> Line:
        return self._beats[key[0]].lines[key[1]]

    def _take(self, key: Key) -> None:
        wanted = self._needs(key, set())
        if wanted is None or len(self._taken) + len(wanted) > self._most + 1:
            return
        price = sum(self._price(one) for one in wanted)
        if price <= self._room:
            self._room -= price
            self._taken.update(dict.fromkeys(sorted(wanted)))

    def _price(self, key: Key) -> int:
        beat = self._beats[key[0]]
        words = beat.lines[key[1]].words
        if key[1] == 0:
            words = f"• {beat.label}: {words}\n" if beat.label else f"{words}\n\n"
            if beat.title and not any(self._beats[at].group == beat.group for at, _ in self._taken):
                words = f"{beat.title}:\n\n{words}"
        return self._cost(words) + 1

    def _needs(self, key: Key, seen: set[Key]) -> set[Key] | None:
        """The line with all it leans on that is not taken yet; None if something of it cannot be printed."""
        if key in self._taken or key in seen:
            return seen
        seen = seen | {key}
        for other in self._leans_on(key):
            if self._line(other).used:
                continue
            if self._line(other).worth <= 0:
                return None
            found = self._needs(other, seen)
            if found is None:
                return None
            seen = found
        return seen

    def _leans_on(self, key: Key) -> Iterator[Key]:
        at, index = key
        beat = self._beats[at]
        named = index == 0 and bool(beat.label)
        if not named and announces(beat.lines[index].words) and index + 1 < len(beat.lines):
            yield at, index + 1
        if index:
            yield at, index - 1
            return
        if beat.shape in _LISTED:
            yield from self._in_list(at)
        elif at and (leaning.dangles(beat.label) if beat.label else beat.lines[0].leans):
            yield at - 1, len(self._beats[at - 1].lines) - 1
        elif at and not beat.label and self._looks_back(at):
            yield at - 1, 0
        if beat.role in {"fix", "lesson"}:
            yield from self._repaired(at)
        elif beat.role == "trap" and self._paired:
            yield from self._repair_of(at)

    def _looks_back(self, at: int) -> bool:
        """What is said behind a list or a labelled paragraph in few words, or of "the first case", is about it."""
        before, beat = self._beats[at - 1], self._beats[at]
        if beat.shape != "prose" or beat.chapter != before.chapter or (before.shape == "prose" and not before.label):
            return False
        words = beat.lines[0].words
        return len(words.split()) <= _FEW_WORDS or bearings.debts(words, "", "") >= _DEEP

    def _in_list(self, at: int) -> Iterator[Key]:
        """An item needs the one before it; the first needs two more, for a list of one or two items is a torn one."""
        beat = self._beats[at]
        group = [
            one for one, other in enumerate(self._beats) if other.group == beat.group and other.shape == beat.shape
        ]
        place = group.index(at)
        if place:
            yield group[place - 1], 0
        else:
            yield from ((one, 0) for one in group[1:LEAST_ITEMS])

    def _repair_of(self, at: int) -> Iterator[Key]:
        """The fix that follows a trap in its chapter."""
        for one in range(at + 1, len(self._beats)):
            if self._beats[one].role == "fix" and self._beats[one].chapter == self._beats[at].chapter:
                yield one, 0
                return

    def _repaired(self, at: int) -> Iterator[Key]:
        """What a fix repairs: the trap before it, else what its chapter begins with."""
        chapter = self._beats[at].chapter
        traps = [one for one in range(at - 1, -1, -1) if self._beats[one].role == "trap"]
        begins = [one for one in range(at) if self._beats[one].chapter == chapter]
        same = [one for one in traps if self._beats[one].chapter == chapter]
        for one in (same or begins or traps)[:1]:
            yield one, 0


@lru_cache(maxsize=4_096)
def announces(words: str) -> bool:
    """Says too little without the sentence after it: "Start with duration.", "Suppose a page holds 300 entries."."""
    return len(words) <= _SHORT or bool(_ANNOUNCES.search(words))
