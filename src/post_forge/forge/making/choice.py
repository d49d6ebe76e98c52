"""Which post a date gets: decided once, written down, and kept. Pure functions over what was chosen before.

Every post is used once before any is used again; then the one that rested longest comes first. A post passed over
with --another stays free for other days; one skipped with a reason leaves the rotation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from heapq import heapify, heappop, heappush
from typing import Any


@dataclass(frozen=True, slots=True)
class Choices:
    """What was decided so far: the post of each date, what was passed over that day, what was skipped for good."""

    days: Mapping[date, str] = field(default_factory=dict)
    passed: Mapping[date, tuple[str, ...]] = field(default_factory=dict)
    skipped: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "days": {day.isoformat(): post for day, post in sorted(self.days.items())},
            "passed": {day.isoformat(): list(posts) for day, posts in sorted(self.passed.items())},
            "skipped": dict(self.skipped),
        }


def from_plain(value: Mapping[str, Any]) -> Choices:
    """The choices that `plain` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    if not value:
        return Choices()
    return Choices(
        {date.fromisoformat(day): _text(post) for day, post in value["days"].items()},
        {date.fromisoformat(day): tuple(map(_text, posts)) for day, posts in value["passed"].items()},
        {post: _text(reason) for post, reason in value["skipped"].items()},
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def choose(choices: Choices, day: date, posts: Sequence[str], today: date) -> tuple[str, Choices] | None:
    """The post of `day` and the choices with it written in; None when there is no post to choose.

    `posts` are all posts in the collection's order. A day after `today` is worked out as if every day between had
    taken its post; the caller does not keep the result.
    """
    days = dict(choices.days)
    if days.get(day) not in posts:
        days.pop(day, None)
    resting = _by_rest(replace(choices, days=days), posts)
    ordinals = range(today.toordinal(), day.toordinal()) if day > today else ()
    for current in [*map(date.fromordinal, ordinals), day]:
        if current not in days:
            post = _next(resting, current, choices.passed.get(current, ()))
            if post is None:
                return None
            days[current] = post
    return days[day], replace(choices, days=days)


Rest = tuple[int, date, int, str]
"""How often a post was used, when it was last, its place in the collection, its id: the smallest comes next."""


def _by_rest(choices: Choices, posts: Sequence[str]) -> list[Rest]:
    """The posts in rotation as a heap."""
    uses: dict[str, list[date]] = {}
    for day, post in choices.days.items():
        uses.setdefault(post, []).append(day)
    heap = [
        (len(uses.get(post, ())), max(uses.get(post, [date.min])), place, post)
        for place, post in enumerate(posts)
        if post not in choices.skipped
    ]
    heapify(heap)
    return heap


def _next(resting: list[Rest], day: date, passed: Sequence[str]) -> str | None:
    """Take the post that comes next, and put it back as used on `day`."""
    aside = []
    found = None
    while resting and found is None:
        entry = heappop(resting)
        if entry[3] in passed:
            aside.append(entry)
            continue
        found = entry[3]
        heappush(resting, (entry[0] + 1, day, entry[2], found))
    for entry in aside:
        heappush(resting, entry)
    return found


def pass_over(choices: Choices, day: date) -> Choices:
    """Take the day's post away from it; it stays free for other days."""
    post = choices.days.get(day)
    if post is None:
        return choices
    days = {other: chosen for other, chosen in choices.days.items() if other != day}
    return replace(choices, days=days, passed={**choices.passed, day: (*choices.passed.get(day, ()), post)})


def skip(choices: Choices, day: date, reason: str) -> Choices:
    """Take the day's post out of the rotation, with the reason."""
    post = choices.days.get(day)
    if post is None:
        return choices
    days = {other: chosen for other, chosen in choices.days.items() if other != day}
    return replace(choices, days=days, skipped={**choices.skipped, post: reason})


def standing(choices: Choices, post: str, posts: Sequence[str]) -> tuple[int, int, int]:
    """Where a post stands: (place in the collection from 1, posts in all, posts not used yet)."""
    used = set(choices.days.values()) | choices.skipped.keys()
    return posts.index(post) + 1, len(posts), sum(1 for other in posts if other not in used)
