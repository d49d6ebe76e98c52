"""Choose which sentences a network gets (rules 18-22): beats and room in, blocks for the template out.

Sentences are taken by worth until the room is full and printed in the note's order. A sentence brings what it leans
on: the ones before it in its paragraph, the trap that a fix repairs, the items before it in its list. Nothing is ever
cut: what does not fit whole stays out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from post_forge.compose import judge, spans
from post_forge.compose.beats import Beat, Line

Key = tuple[int, int]
"""(which beat, which of its lines)."""

_LEAST_ITEMS = 3
LOOSE = 90
"""Items longer than this stand apart with blank lines."""


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


@dataclass(frozen=True, slots=True)
class Block:
    """What a template prints as one piece: a paragraph, a list, rows of "key: value", a line of code.

    `left` is how many items of the list are not printed.
    """

    kind: str
    lines: tuple[str, ...]
    title: str = ""
    start: int = 1
    left: int = 0

    @property
    def loose(self) -> bool:
        """Should a blank line part its items?"""
        return any(len(line) > LOOSE for line in self.lines)


def choose(beats: Sequence[Beat], room: int, profile: Profile, cost: Callable[[str], int]) -> list[Key]:
    """The lines to print, in the order they were taken (the least worthy last)."""
    return _Picker(focused(beats, profile.lists), room, profile.lines, cost).run()


def focused(beats: Sequence[Beat], most: int) -> list[Beat]:
    """Only so many lists stay, those that say most: a post that tells a little of everything tells nothing."""
    lists: dict[int, list[Beat]] = {}
    for beat in beats:
        if beat.shape in {"item", "step", "row"} and beat.lines:
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

    def __init__(self, beats: Sequence[Beat], room: int, most: int, cost: Callable[[str], int]) -> None:
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
        if index:
            yield at, index - 1
            return
        beat = self._beats[at]
        if beat.shape in {"item", "step", "row"}:
            yield from self._in_list(at)
        elif at and beat.lines[0].leans and not beat.label:
            yield at - 1, len(self._beats[at - 1].lines) - 1
        if beat.role in {"fix", "lesson"}:
            yield from self._repaired(at)

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
            yield from ((one, 0) for one in group[1:_LEAST_ITEMS])

    def _repaired(self, at: int) -> Iterator[Key]:
        """What a fix repairs: the trap before it, else what its chapter begins with."""
        chapter = self._beats[at].chapter
        traps = [one for one in range(at - 1, -1, -1) if self._beats[one].role == "trap"]
        begins = [one for one in range(at) if self._beats[one].chapter == chapter]
        same = [one for one in traps if self._beats[one].chapter == chapter]
        for one in (same or begins or traps)[:1]:
            yield one, 0


def loosened(beats: Sequence[Beat]) -> list[Beat]:
    """The items of unordered lists as paragraphs that may stand without each other, where they are whole sentences."""
    loose: list[Beat] = []
    for at, beat in enumerate(beats):
        first = beat.lines[0] if beat.lines else None
        if beat.shape == "item" and first and judge.is_complete(first.words) and not first.leans:
            loose.append(replace(beat, shape="prose", title="", group=-at - 2))
        elif beat.shape == "prose":
            loose.append(beat)
    return loose


def brief(beats: Sequence[Beat]) -> list[Beat]:
    """The labels of the items alone, where there are three: what a short text shows of a long list."""
    named = [beat for beat in beats if beat.shape in {"item", "step"} and beat.label and beat.lines]
    if len(named) < _LEAST_ITEMS:
        return []
    return [replace(beat, label="", lines=(replace(beat.lines[0], words=beat.label, used=False),)) for beat in named]


def blocks_of(beats: Sequence[Beat], taken: Sequence[Key]) -> list[Block]:
    """The taken lines as blocks, in the note's order."""
    by_beat: dict[int, list[int]] = {}
    for at, index in sorted(taken):
        by_beat.setdefault(at, []).append(index)
    blocks: list[Block] = []
    last_group, last_shape = -1, ""
    titled = _titled(beats, by_beat)
    for at, indexes in by_beat.items():
        beat = beats[at]
        words = _words(beat, indexes)
        if beat.shape == "prose":
            title = beat.title if beat.group in titled and beat.group != last_group else ""
            blocks.extend(_paragraphs(beat, indexes, title))
        elif beat.group == last_group and beat.shape == last_shape:
            last = blocks[-1]
            blocks[-1] = Block(last.kind, (*last.lines, words), last.title, last.start, last.left - 1)
        else:
            left = sum(1 for one in beats if one.group == beat.group and one.shape == beat.shape) - 1
            blocks.append(Block(beat.shape, (words,), beat.title, beat.number, left))
        last_group, last_shape = beat.group, beat.shape
    return blocks


def _titled(beats: Sequence[Beat], taken: Iterable[int]) -> set[int]:
    """The labelled paragraphs that get the line that led to them: two of them at least, and none said by the hook."""
    shown = Counter(beats[at].group for at in taken)
    said = {beat.group for beat in beats if any(line.used for line in beat.lines)}
    return {group for group, number in shown.items() if number >= 2 and group not in said}


def _words(beat: Beat, indexes: Sequence[int]) -> str:
    words = spans.glue(beat.lines[index].words for index in indexes)
    if not beat.label or not indexes or indexes[0] != 0:
        return words
    ends = beat.label.endswith(("?", "？", "؟", "!", ".", "。"))
    return f"{beat.label} {words}" if ends else f"{beat.label}{spans.colon(beat.label)}{words}"


def _paragraphs(beat: Beat, indexes: Sequence[int], title: str) -> Iterator[Block]:
    """At most two sentences to a paragraph (rule 18)."""
    for at in range(0, len(indexes), 2):
        yield Block("prose", (_words(beat, indexes[at : at + 2]),), title if at == 0 else "")
