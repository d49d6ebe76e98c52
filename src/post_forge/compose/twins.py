"""Find posts that say the same thing twice (rule 34): TF-IDF cosine of 0.30, or half the words of one in the other."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from post_forge.model import Post, Refusal

COSINE, CONTAINED = 0.30, 0.50
_WORD = re.compile(r"[^\W\d_]{4,}|[\u3040-\u9fff]{2}|[\uac00-\ud7af]{2,}")
_LEAST_WORDS = 12
_FEW = 12


def twins(posts: Sequence[Post]) -> list[tuple[Post, Post]]:
    """Pairs that say the same; the better of each pair (the higher score, else the first) stands first."""
    bags = [_bag(post) for post in posts]
    places: dict[str, list[int]] = defaultdict(list)
    for index, bag in enumerate(bags):
        for word in bag:
            places[word].append(index)
    weights = [_weighted(bag, places, len(posts)) for bag in bags]
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for word, where in places.items():
        if len(where) > max(_FEW, len(posts) // 4):
            continue  # a word of every fourth post says nothing, and pairs of all with all cost too much
        for at, first in enumerate(where):
            for second in where[at + 1 :]:
                shared[first, second] += weights[first][word] * weights[second][word]
    pairs = []
    for (first, second), product in sorted(shared.items()):
        if _alike(bags[first], bags[second], product, weights[first], weights[second]):
            better = (second, first) if posts[second].score > posts[first].score else (first, second)
            pairs.append((posts[better[0]], posts[better[1]]))
    return pairs


def drop_twins(posts: Sequence[Post]) -> tuple[list[Post], list[Refusal]]:
    """The posts without the lesser of each pair, and why those went."""
    gone: dict[str, Refusal] = {}
    for better, lesser in twins(posts):
        if better.id not in gone and lesser.id not in gone:
            reason = f"it says what {better.title!r} says (line {better.source.line})"
            gone[lesser.id] = Refusal(lesser.title, reason, lesser.source, "unit.twin")
    return [post for post in posts if post.id not in gone], list(gone.values())


def _bag(post: Post) -> Counter[str]:
    """The words of the longest text and the title, without their endings."""
    longest = max((parts for parts in post.texts.values()), key=lambda parts: sum(map(len, parts)), default=())
    return Counter(_stem(word) for word in _WORD.findall(" ".join([post.title, *longest]).lower()))


def _stem(word: str) -> str:
    return re.sub(r"(?:ings?|ed|es|s)$", "", word) if len(word) > 5 else word.rstrip("s")


def _weighted(bag: Counter[str], places: dict[str, list[int]], total: int) -> dict[str, float]:
    raw = {word: (1 + math.log(count)) * math.log((1 + total) / len(places[word])) for word, count in bag.items()}
    length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {word: value / length for word, value in raw.items()}


def _alike(
    first: Counter[str], second: Counter[str], product: float, left: dict[str, float], right: dict[str, float]
) -> bool:
    del left, right
    if product >= COSINE:
        return True
    small, large = sorted((set(first), set(second)), key=len)
    return len(small) >= _LEAST_WORDS and len(small & large) >= CONTAINED * len(small)
