"""What of a text is printed as one piece: taken lines -> blocks for the template; lists told in fewer words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from post_forge.compose.language import judge, poles, spans, telling
from post_forge.compose.texts.beats import Beat, Line

Key = tuple[int, int]
"""(which beat, which of its lines)."""

LEAST_ITEMS = 3
_PLACE = re.compile(r"(?:in|on|at|by|with|without|for|from|before|after|when|if|the)\b", re.IGNORECASE)
LOOSE = 90
"""Items longer than this stand apart with blank lines."""


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


def loosened(beats: Sequence[Beat], pointed: bool = False) -> list[Beat]:
    """The items of unordered lists as paragraphs that may stand without each other, where they are whole sentences.

    What a list says not to do stays below its title. Only those that name a figure, a failure or a limit, if `pointed`.
    """
    loose: list[Beat] = []
    for at, beat in enumerate(beats):
        first = beat.lines[0] if beat.lines and not poles.forbids(beat.title) else None
        told = first is not None and (not pointed or telling.tells(first.words))
        if beat.shape == "item" and first and told and _is_whole(beat.label, first):
            loose.append(replace(beat, shape="prose", title="", group=-at - 2))
        elif beat.shape == "prose":
            loose.append(beat)
    return loose


def _is_whole(label: str, first: Line) -> bool:
    """Can an item be read alone? "Working code and models." cannot, "Uptime: the time it works." can for its label."""
    whole = judge.is_complete(first.words) and not first.leans
    return whole and (bool(label) or judge.is_clause(first.words))


def begun(beats: Sequence[Beat]) -> list[Beat]:
    """The first two steps of the first procedure alone, as a short text below its title begins it."""
    first = next((beat.group for beat in beats if beat.shape == "step" and beat.lines), None)
    steps = [
        replace(beat, title="", lines=beat.lines[:1]) for beat in beats if beat.group == first and beat.shape == "step"
    ]
    return steps[:2] if len(steps) >= LEAST_ITEMS else []


def named_only(beats: Sequence[Beat]) -> list[Beat]:
    """The items of lists by their labels alone, all else as it is; empty where no list has three labels."""
    names = [beat.lines[0].words for beat in brief(beats)]
    if not names or not (any(beat.title for beat in beats) or _speak(names)):
        return []
    return [
        replace(beat, label="", lines=(replace(beat.lines[0], words=beat.label, used=False),))
        if beat.shape in {"item", "step"} and beat.label and beat.lines
        else beat
        for beat in beats
    ]


def _speak(names: Sequence[str]) -> bool:
    """Do bare names say something without a line that leads to them? "Hidden form fields", but not "In the queue"."""
    return sum(spans.count_words(name) for name in names) >= 2 * len(names) and not any(map(_PLACE.match, names))


def tells(beats: Sequence[Beat], taken: Sequence[Key]) -> bool:
    """Does a short text show something to take away: a trap, a fix, an answer, an item?"""
    return any(beats[at].role or beats[at].shape != "prose" for at, _ in taken)


def with_a_point(beats: Sequence[Beat]) -> list[Beat]:
    """The items of unordered lists that name a figure, a failure or a limit, each as a paragraph of its own."""
    return loosened(beats, pointed=True)


def brief(beats: Sequence[Beat]) -> list[Beat]:
    """The labels of the items alone, where there are three: what a short text shows of a long list."""
    named = [beat for beat in beats if beat.shape in {"item", "step"} and beat.label and beat.lines]
    if len(named) < LEAST_ITEMS:
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
